"""The likeness of an .ods: what its reader found, with the styles, sizes, formulas and comments read beside it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from loaders.formats import ods
from loaders.formats.book_xml import parse_xml
from loaders.formats.number_format import Shown, format_by
from loaders.formats.ods_names import OFFICE, TABLE, TEXT, namespace_parser
from loaders.guard import Inspection
from loaders.limits import Limits
from loaders.looks.ods_formula import formula_text
from loaders.looks.ods_styles import Styles
from loaders.looks.parts import Columns, Entry, Fault, Likeness, Page, Stored, Style
from loaders.sheet import Cell, CellKind, Sheet

_DC = "http://purl.org/dc/elements/1.1/ "
_CELLS = (f"{TABLE}table-cell", f"{TABLE}covered-table-cell")
_STYLE, _DEFAULT = f"{TABLE}style-name", f"{TABLE}default-cell-style-name"
_ASIDE = tuple(
    f"{TABLE}{name}" for name in ("shapes", "tracked-changes", "dde-links", "content-validations", "scenario")
)
_BEYOND = 20  # blank rows and columns whose looks are kept
_PER_CHARACTER = 5.25  # points of a column for each character of the usual font
_SAFE = {Shown.NUMBER: 0, Shown.PERCENT: "0.00%", Shown.DURATION: "[h]:mm:ss"}
_DAY_ONE = datetime(1899, 12, 31)  # noqa: DTZ001 - calendars of workbooks know no zones


def likeness(inspection: Inspection, limits: Limits) -> Likeness:
    """Raises Unreadable for what its reader refuses."""
    assert inspection.archive is not None
    sheets = ods.read(inspection, limits).sheets
    styles = Styles()
    if "styles.xml" in inspection.archive.parts:
        _parse(inspection.archive.read("styles.xml"), _Walk(styles, iter(())))
    walk = _Walk(styles, iter(sheets))
    _parse(inspection.archive.read("content.xml"), walk)
    return Likeness(walk.pages, styles.of("Default"))


def _parse(xml: bytes, walk: _Walk) -> None:
    parser = namespace_parser()
    parser.buffer_text = True
    parser.EndElementHandler = walk.end
    parser.CharacterDataHandler = walk.text
    parse_xml(xml, walk.start, parser)


class _Walk:
    """Lays looks over what the reader found, sheet by sheet."""

    def __init__(self, styles: Styles, sheets: Iterator[Sheet]) -> None:
        self.pages: list[Page] = []
        self._styles, self._sheets = styles, sheets
        self._sheet, self._page = Sheet("", True), Page("")
        self._depth_aside = 0
        self._row, self._rows, self._column, self._columns = 1, 1, 1, 1
        self._last_row = self._last_column = 0  # of what is kept
        self._row_style = ""
        self._column_styles: list[str] = []
        self._note: list[str] | None = None
        self._author, self._in_author = "", False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if self._depth_aside or tag in _ASIDE:
            self._depth_aside += 1
        elif tag in _CELLS:
            self._cell(attributes)
        elif tag == f"{TABLE}table-row":
            self._rows, self._column = _count(attributes, "rows"), 1
            self._row_style = attributes.get(_DEFAULT, "")
            if height := self._styles.heights.get(attributes.get(_STYLE, "")):
                self._page.heights |= dict.fromkeys(self._span(), height)
        elif tag == f"{TABLE}table-column":
            self._next_columns(attributes)
        elif tag == f"{TABLE}table":
            self._next_sheet(attributes.get(_STYLE, ""))
        elif tag == f"{OFFICE}annotation":
            self._note, self._author = [], ""
        elif self._note is not None:
            self._in_author = tag == f"{_DC}creator"
            if tag == f"{TEXT}p":
                self._note.append("")
        else:
            self._styles.start(tag, attributes)

    def end(self, tag: str) -> None:
        if self._depth_aside:
            self._depth_aside -= 1
        elif tag == f"{TABLE}table-row":
            self._row += self._rows
        elif tag in _CELLS:
            self._column += self._columns
        elif tag == f"{OFFICE}annotation" and self._note is not None:
            self._page.comments[self._row, self._column] = self._author, "\n".join(self._note)
            self._note = None
        elif self._note is not None:
            self._in_author = False
        else:
            self._styles.numbers.end(tag)

    def text(self, written: str) -> None:
        if self._depth_aside:
            return
        if self._note is None:
            self._styles.numbers.text(written)
        elif self._in_author:
            self._author += written
        elif self._note:
            self._note[-1] += written

    def _next_sheet(self, style: str) -> None:
        self._sheet = sheet = next(self._sheets)
        self._page = Page(sheet.name, sheet.visible, merges=list(sheet.merges), hidden_rows=set(sheet.hidden_rows))
        self._page.is_landscape = self._styles.is_landscape(style)
        self._page.width = self._styles.widths.get("", 64) / _PER_CHARACTER
        self.pages.append(self._page)
        beyond = [column for cells in sheet.beyond.values() for column in cells]
        self._last_row = max([sheet.last_row, *sheet.beyond]) + _BEYOND
        self._last_column = max([sheet.last_column, *beyond]) + _BEYOND
        self._row, self._column_styles = 1, []

    def _next_columns(self, attributes: dict[str, str]) -> None:
        first, count = len(self._column_styles) + 1, _count(attributes, "columns")
        last = min(first + count - 1, self._last_column)
        if last < first:
            return
        self._column_styles += [attributes.get(_DEFAULT, "")] * (last - first + 1)
        width = self._styles.widths.get(attributes.get(_STYLE, ""), 0) / _PER_CHARACTER
        is_hidden = f"{TABLE}visibility" in attributes and attributes[f"{TABLE}visibility"] != "visible"
        style = self._styles.of(attributes.get(_DEFAULT, ""))
        self._page.columns.append(Columns(first, last, width, is_hidden, style))

    def _span(self) -> range:
        """The rows the open one stands for, as far as they are kept."""
        return range(self._row, min(self._row + self._rows - 1, self._last_row) + 1)

    def _cell(self, attributes: dict[str, str]) -> None:
        self._columns = _count(attributes, "columns")
        name, formula = attributes.get(_STYLE, ""), attributes.get(f"{TABLE}formula")
        told = None if formula is None else formula_text(formula)
        last = min(self._column + self._columns - 1, self._last_column)
        for row in self._span():
            for column in range(self._column, last + 1):
                inherited = self._column_styles[column - 1] if column <= len(self._column_styles) else ""
                style = self._styles.of(name or self._row_style or inherited)
                cell = self._sheet.at(row, column) or self._sheet.beyond.get(row, {}).get(column)
                if cell or told is not None:
                    self._page.cells[row, column] = _entry(cell, style, told)
                elif name:
                    self._page.cells[row, column] = Entry(None, style)


def _count(attributes: dict[str, str], what: str) -> int:
    given = attributes.get(f"{TABLE}number-{what}-repeated", "1")
    return int(given) if given.isdecimal() and len(given) < 10 and int(given) else 1


def _entry(cell: Cell | None, style: Style, formula: str | None) -> Entry:
    """A blank cell with a formula is one whose result is an empty text."""
    if cell is None:
        return Entry("", style, formula)
    value, shown = _stored(cell)
    seen = format_by(str(style.number_format or "General")).shown
    if shown and seen is not shown and not (shown is Shown.NUMBER and seen is Shown.WORDS):
        day = "yyyy-mm-dd hh:mm:ss" if isinstance(cell.value, datetime) else "yyyy-mm-dd"
        safe = "hh:mm:ss" if isinstance(cell.value, time) else day if shown is Shown.DATE else _SAFE[shown]
        style = replace(style, number_format=safe)
    return Entry(value, style, formula)


def _stored(cell: Cell) -> tuple[Stored, Shown | None]:
    """The value as .xlsx keeps it, and what kind of format must show it."""
    match cell.value:
        case bool() | str():
            return cell.value, None
        case Decimal():
            return float(cell.value), Shown.PERCENT if cell.is_percent else Shown.NUMBER
        case time():
            since = timedelta(hours=cell.value.hour, minutes=cell.value.minute, seconds=cell.value.second)
            return _days(since + timedelta(microseconds=cell.value.microsecond)), Shown.DATE
        case timedelta():
            return _days(cell.value), Shown.DURATION
        case date():
            moment = cell.value if isinstance(cell.value, datetime) else datetime.combine(cell.value, time())
            serial = _days(moment - _DAY_ONE)
            return serial + (serial >= 60), Shown.DATE  # 29 February 1900 never was, and is counted
        case None:
            return (Fault(cell.raw) if cell.kind is CellKind.ERROR else None), None


def _days(length: timedelta) -> float:
    return length / timedelta(days=1)
