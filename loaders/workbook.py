"""A file → its sheets, as cells that keep their address and the text a clerk sees in them.

Values come from python-calamine, what it leaves out from `sheet_xml`. What a value means is for `cells`, where the
tables are for `layout`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from io import BytesIO
from itertools import product
from math import isfinite

import python_calamine as calamine

from domain.problem import Problem
from domain.problem_codes import problem
from loaders import guard
from loaders.book_xml import read_contents, read_styles
from loaders.guard import Archive, Damaged, Limits
from loaders.sheet import Cell, CellKind, Merge, Sheet, Value, exact, plain
from loaders.sheet_xml import SheetMarks, read_marks

__all__ = ["Cell", "CellKind", "Sheet", "Workbook", "read_workbook"]

BLANK_ROWS = 50  # after so many the sheet has ended: formatting alone can reach row 1,048,576
EARLIEST_DAY = -(10**11)  # days; from about here on the library panics rather than make a date of a number
_CELL_WITH_NUMBER = re.compile(
    rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]+[0-9]+)"[^>]*>\s*<(?:\w+:)?v>\s*(-?[0-9.]+(?:[eE][+-]?[0-9]+)?)\s*<'
)
Raw = int | float | str | bool | date | datetime | time | timedelta


@dataclass(frozen=True)
class Workbook:
    """The sheets of a file in their order, hidden ones too; none when `problems` holds an error."""

    sheets: tuple[Sheet, ...] = ()
    problems: tuple[Problem, ...] = ()


def read_workbook(name: str, content: bytes, limits: Limits = guard.USUAL) -> Workbook:
    """Read a file of any format there is a reader for. Never raises for what is in it."""
    inspection = guard.inspect(name, content, limits)
    if inspection.is_refused:
        return Workbook(problems=inspection.problems)
    reader = READERS.get(inspection.real)
    if reader is None:
        return Workbook(problems=(problem("A30", real=inspection.real),))
    try:
        sheets = reader(content, inspection.archive, limits)
    except (Damaged, calamine.CalamineError):
        return Workbook(problems=(problem("A10"),))
    return Workbook(problems=(sheets,)) if isinstance(sheets, Problem) else Workbook(tuple(sheets), inspection.problems)


def _read_xlsx(content: bytes, archive: Archive | None, limits: Limits) -> list[Sheet] | Problem:
    assert archive is not None
    contents = read_contents(archive)
    styles = read_styles(archive, contents.styles)
    marks: dict[str, SheetMarks] = {}
    cells = 0
    for name, part in contents.sheets.items():
        marks[name] = found = read_marks(archive.read(part), styles)
        rows, columns = _extent(found)
        cells += rows * columns
        if found.far or cells > limits.cells:
            return problem("A31", name, found.far or _far_corner(found), rows=rows, columns=columns)
    try:
        return list(_sheets(content, marks))
    except NoSuchDay as error:
        name = str(error)
        return problem("A35", name, _beyond_all_days(archive.read(contents.sheets[name])))


class NoSuchDay(Exception):
    """A cell of the sheet named is formatted as a day and holds a number no calendar reaches."""


def _beyond_all_days(xml: bytes) -> str:
    """The first cell holding a number so far below zero that it cannot even be told that it is no date."""
    cells = _CELL_WITH_NUMBER.finditer(xml)
    return next((cell[1].decode() for cell in cells if float(cell[2]) < EARLIEST_DAY), "")


def _extent(marks: SheetMarks) -> tuple[int, int]:
    if marks.area is None:
        return 0, 0
    top, left, bottom, right = marks.area
    return bottom - top + 1, right - left + 1


def _far_corner(marks: SheetMarks) -> str:
    return Sheet.address(marks.area[2], marks.area[3]) if marks.area else ""


Reader = Callable[[bytes, Archive | None, Limits], "list[Sheet] | Problem"]
READERS: Mapping[str, Reader] = {".xlsx": _read_xlsx}


def _sheets(content: bytes, marks: Mapping[str, SheetMarks]) -> Iterator[Sheet]:
    """The worksheets as calamine reads them, each with its marks. Chart sheets have no cells and are left out."""
    with calamine.CalamineWorkbook.from_filelike(BytesIO(content)) as book:
        for about in book.sheets_metadata:
            if about.typ is calamine.SheetTypeEnum.WorkSheet:
                if about.name not in marks:
                    raise Damaged(about.name)  # never hand over a sheet whose size has not been looked at
                visible = about.visible is calamine.SheetVisibleEnum.Visible
                try:
                    yield _sheet(about.name, visible, book.get_sheet_by_name(about.name), marks[about.name])
                except BaseException as error:  # the library panics, which is no Exception
                    if type(error).__module__ != "pyo3_runtime":
                        raise
                    raise NoSuchDay(about.name) from error


def _sheet(name: str, visible: bool, read: calamine.CalamineSheet, marks: SheetMarks) -> Sheet:
    rows, unread = _without_tail(_filled(read, marks))
    last_row = max(rows, default=0)
    last_column = max((max(cells) for cells in rows.values()), default=0)
    merges = tuple((r1 + 1, c1 + 1, r2 + 1, c2 + 1) for (r1, c1), (r2, c2) in read.merged_cell_ranges or ())
    return Sheet(
        name,
        visible,
        merges,
        frozenset(marks.hidden_rows),
        frozenset(marks.hidden_columns),
        last_row,
        last_column,
        unread,
        rows,
        _spread(merges, last_row, last_column),
    )


def _filled(read: calamine.CalamineSheet, marks: SheetMarks) -> dict[int, dict[int, Cell]]:
    """All filled cells by row and column, in order."""
    top, left = read.start or (0, 0)
    rows: dict[int, dict[int, Cell]] = {}
    for row, values in enumerate(read.to_python() if read.start else (), top + 1):
        cells = {
            column: _cell(row, column, value, marks)
            for column, value in enumerate(values, left + 1)
            if value != "" and not (isinstance(value, str) and value.isspace())
        }
        if cells:
            rows[row] = cells
    left_out = [(place, CellKind.ERROR, raw) for place, raw in marks.errors.items()]
    left_out += [(place, CellKind.UNCALCULATED, raw) for place, raw in marks.uncalculated.items()]
    for (row, column), kind, raw in left_out:
        struck = (row, column) in marks.struck
        cell = Cell(Sheet.address(row, column), row, column, kind, None, raw, is_struck=struck)
        rows.setdefault(row, {})[column] = cell
    if left_out:
        rows = {row: dict(sorted(rows[row].items())) for row in sorted(rows)}
    return rows


def _without_tail(rows: dict[int, dict[int, Cell]]) -> tuple[dict[int, dict[int, Cell]], str]:
    """The rows down to the first gap of more than BLANK_ROWS, and the address of the first cell after it."""
    before = 0
    for row, cells in rows.items():
        if before and row - before > BLANK_ROWS:
            kept = {number: kept_cells for number, kept_cells in rows.items() if number <= before}
            return kept, next(iter(cells.values())).address
        before = row
    return rows, ""


def _spread(merges: Sequence[Merge], last_row: int, last_column: int) -> dict[tuple[int, int], Merge]:
    """Each place inside the filled area with the merge it lies in.

    Overlapping merges, which no program writes, are cut short: sheet-wide ones cost no more than the area itself.
    """
    inside: dict[tuple[int, int], Merge] = {}
    for merge in merges:
        top, left = merge[:2]
        bottom, right = min(merge[2], last_row), min(merge[3], last_column)
        for place in product(range(top, bottom + 1), range(left, right + 1)):
            if place in inside:
                break
            inside[place] = merge
    return inside


def _cell(row: int, column: int, stored: Raw, marks: SheetMarks) -> Cell:
    place = row, column
    kind, value, raw = told(stored)
    percent = place in marks.percent
    if isinstance(value, Decimal) and percent:
        raw = f"{plain(value * 100)}%"
    return Cell(Sheet.address(row, column), row, column, kind, value, raw, percent, place in marks.struck)


def told(stored: Raw) -> tuple[CellKind, Value, str]:
    """What kind of value it is, the value itself, and its text."""
    match stored:
        case str():
            return CellKind.TEXT, stored, stored
        case bool():
            return CellKind.BOOLEAN, stored, str(stored).upper()
        case datetime() if stored.time() != time():
            return CellKind.DATE, stored, stored.isoformat(sep=" ")
        case date():
            day = date(stored.year, stored.month, stored.day)
            return CellKind.DATE, day, day.isoformat()
        case time() | timedelta():
            return CellKind.TIME, stored, str(stored)
        case _:
            if not isfinite(stored):
                return CellKind.TEXT, str(stored), str(stored)
            number = exact(stored)
            return CellKind.NUMBER, number, plain(number)
