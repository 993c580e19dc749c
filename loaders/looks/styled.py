"""Where a facsimile has its looks from: openpyxl for an .xlsx, the likeness of the file for every other format."""

from __future__ import annotations

import logging
from io import BytesIO
from typing import Any, Protocol

from loaders import guard
from loaders.likeness import likeness
from loaders.limits import Limits, Unreadable
from loaders.looks.parts import PLAIN as PLAIN_STYLE
from loaders.looks.parts import Columns, Page, Style
from loaders.looks.styles import ALIGNED, LINES, PLAIN, Look, look_of
from loaders.sheet import Merge, Sheet, column_letter

MOST_CELLS = 100_000  # of a sheet, merged ones included: beyond, openpyxl takes too long
_WIDTH, _HEIGHT = 64, 20  # px, where the sheet does not say
_BUILT_IN = {1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%"}  # codes of those with a number
_log = logging.getLogger(__name__)


class Styled(Protocol):
    """How the cells of one sheet look; sizes in px."""

    def look(self, merge: Merge) -> Look:
        """Of a cell, or of several merged into one."""
        ...

    def number_format(self, row: int, column: int) -> str: ...

    def width(self, column: int) -> int: ...

    def height(self, row: int) -> int: ...


def styled(name: str, content: bytes, sheet: Sheet, limits: Limits) -> Styled:
    """The looks of a sheet; plain ones where none can be had, or would take too long."""
    merged = sum((bottom - top + 1) * (right - left + 1) for top, left, bottom, right in sheet.merges)
    if sheet.last_row * sheet.last_column + merged > MOST_CELLS:
        return _Plain()
    inspection = guard.inspect(name, content, limits)
    try:
        if inspection.real == ".xlsx":
            return _of_openpyxl(content, sheet.name)
        found = likeness(inspection, limits)
    except Unreadable:
        return _Plain()
    page = next((page for page in found.pages if page.name == sheet.name), None) if found else None
    return _ByLikeness(page, found.usual) if page and found else _Plain()


class _Plain:
    def look(self, merge: Merge) -> Look:
        del merge
        return PLAIN

    def number_format(self, row: int, column: int) -> str:
        del row, column
        return ""

    def width(self, column: int) -> int:
        del column
        return 2 * _WIDTH

    def height(self, row: int) -> int:
        del row
        return _HEIGHT


def _of_openpyxl(content: bytes, name: str) -> Styled:
    import openpyxl  # no other reading needs it

    try:
        return _ByOpenpyxl(openpyxl.load_workbook(BytesIO(content), data_only=True, keep_links=False)[name])
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - on files of other programs it raises nearly anything; looks are not worth failing
        _log.info("no looks for %s", name, exc_info=True)
        return _Plain()


class _ByOpenpyxl:
    def __init__(self, sheet: Any) -> None:
        self._sheet = sheet

    def look(self, merge: Merge) -> Look:
        return look_of(self._sheet.cell(*merge[:2]), self._sheet.cell(*merge[2:]))

    def number_format(self, row: int, column: int) -> str:
        return str(self._sheet.cell(row, column).number_format)

    def width(self, column: int) -> int:
        for letters, about in self._sheet.column_dimensions.items():
            first, last = about.min or 0, about.max or 0
            if (first <= column <= last or letters == column_letter(column)) and about.width:
                return _across(about.width)
        return _WIDTH

    def height(self, row: int) -> int:
        return _down(self._sheet.row_dimensions[row].height)


class _ByLikeness:
    def __init__(self, page: Page, usual: Style) -> None:
        self._page, self._usual = page, usual

    def look(self, merge: Merge) -> Look:
        style, far = self._style(*merge[:2]), self._style(*merge[2:])
        left, _, top, _ = (LINES.get(line.kind, 1) if line.kind else 0 for line in style.lines)
        _, right, _, bottom = (LINES.get(line.kind, 1) if line.kind else 0 for line in far.lines)
        return Look(
            style.fill if style.pattern == "solid" else "",
            style.ink,
            style.horizontal if style.horizontal in ALIGNED else "",
            style.is_bold,
            style.is_italic,
            style.is_struck,
            (top, right, bottom, left),
        )

    def number_format(self, row: int, column: int) -> str:
        code = self._style(row, column).number_format
        return _BUILT_IN.get(code, "") if isinstance(code, int) else code

    def width(self, column: int) -> int:
        about = self._columns(column)
        width = (about.width if about else 0) or self._page.width
        return _across(width) if width else _WIDTH

    def height(self, row: int) -> int:
        return _down(self._page.heights.get(row))

    def _style(self, row: int, column: int) -> Style:
        entry, about = self._page.cells.get((row, column)), self._columns(column)
        return entry.style if entry else about.style if about and about.style != PLAIN_STYLE else self._usual

    def _columns(self, column: int) -> Columns | None:
        return next((each for each in self._page.columns if each.first <= column <= each.last), None)


def _across(characters: float) -> int:
    return max(24, min(420, round(characters * 7 + 5)))


def _down(points: float | None) -> int:
    return max(16, min(200, round(points * 4 / 3))) if points else _HEIGHT
