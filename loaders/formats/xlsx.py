"""An .xlsx → its sheets: values from python-calamine, what it leaves out from the sheet's own XML."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from io import BytesIO

import python_calamine as calamine

from domain.problem_codes import problem
from loaders.formats.book_xml import has_endless_text, read_contents, read_styles
from loaders.formats.sheet_skim import read_marks
from loaders.grid import laid_out
from loaders.guard import Inspection
from loaders.limits import Damaged, Limits, Unreadable, too_wide
from loaders.marks import SheetMarks
from loaders.sheet import Sheet, Workbook, address_of

EARLIEST_DAY = -(10**11)  # days; from about here on the library panics rather than make a date of a number
_CELL_WITH_NUMBER = re.compile(
    rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]+[0-9]+)"[^>]*>\s*<(?:\w+:)?v>\s*(-?[0-9.]+(?:[eE][+-]?[0-9]+)?)\s*<'
)


def read(inspection: Inspection, limits: Limits) -> Workbook:
    """Raises Unreadable for what is refused."""
    archive = inspection.archive
    assert archive is not None
    contents = read_contents(archive)
    styles = read_styles(archive, contents.styles)
    marks: dict[str, SheetMarks] = {}
    cells = 0
    if contents.strings in archive.parts and has_endless_text(archive.read(contents.strings)):
        raise Unreadable(problem("A39"))
    for name, part in contents.sheets.items():
        xml = archive.read(part)
        if has_endless_text(xml):
            raise Unreadable(problem("A39", name))
        marks[name] = found = read_marks(xml, styles, limits.cells // len(contents.sheets))
        rows, columns = _extent(found)
        cells += rows * columns
        if found.far or cells > limits.cells:
            raise Unreadable(too_wide(name, found.far or _far_corner(found), rows, columns))
    try:
        return Workbook(tuple(_sheets(archive.unpacked(), marks)))
    except NoSuchDay as error:
        name = str(error)
        raise Unreadable(problem("A35", name, _beyond_all_days(archive.read(contents.sheets[name])))) from error
    except calamine.CalamineError as error:
        raise Damaged from error


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
    return address_of(marks.area[2], marks.area[3]) if marks.area else ""


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
    merges = tuple((r1 + 1, c1 + 1, r2 + 1, c2 + 1) for (r1, c1), (r2, c2) in read.merged_cell_ranges or ())
    return laid_out(name, visible, read.to_python() if read.start else (), (top + 1, left + 1), merges, marks)
