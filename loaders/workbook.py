"""A file → its sheets, as cells that keep their address and the text a clerk sees in them.

Values come from python-calamine, what it leaves out from `sheet_xml`. What a value means is for `cells`, where the
tables are for `layout`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import product

import python_calamine as calamine

from domain.problem import Problem
from domain.problem_codes import problem
from loaders import guard
from loaders.book_xml import has_endless_text, read_contents, read_styles
from loaders.grid import Grid, told
from loaders.guard import Archive, Damaged, Limits
from loaders.sheet import Cell, CellKind, Merge, Sheet
from loaders.sheet_skim import read_marks
from loaders.sheet_xml import SheetMarks

__all__ = ["Cell", "CellKind", "Sheet", "Workbook", "read_workbook", "told"]

EARLIEST_DAY = -(10**11)  # days; from about here on the library panics rather than make a date of a number
_CELL_WITH_NUMBER = re.compile(
    rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]+[0-9]+)"[^>]*>\s*<(?:\w+:)?v>\s*(-?[0-9.]+(?:[eE][+-]?[0-9]+)?)\s*<'
)


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
    cells, most = 0, limits.unpacked_bytes
    if contents.strings in archive.parts and has_endless_text(archive.read(contents.strings, most)):
        return problem("A39")
    for name, part in contents.sheets.items():
        xml = archive.read(part, most)
        if has_endless_text(xml):
            return problem("A39", name)
        marks[name] = found = read_marks(xml, styles)
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
    top, left = read.start or (0, 0)
    rows, unread = Grid(read.to_python() if read.start else (), top + 1, left + 1, marks).without_tail()
    last_row, last_column = rows.reach()
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
