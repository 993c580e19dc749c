"""A paper as an .xls or .et: the records of BIFF8, written one by one."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time
from struct import pack
from typing import Any

from tests.support import ole2
from tests.torture.sheets.paper import Calculated, Fault, Page, Paper, Rich, Spot, as_written

LAST_COLUMN = 256
_ERRORS = {"#NULL!": 0, "#DIV/0!": 7, "#VALUE!": 15, "#REF!": 23, "#NAME?": 29, "#NUM!": 36, "#N/A": 42}
_FIRST_OWN_FORMAT = 164


def written(paper: Paper) -> bytes:
    styles = _Styles()
    sheets = [_sheet(page, styles, from_1904=paper.from_1904) for page in paper.pages]
    before = ole2.record(0x22, pack("<H", paper.from_1904)) + styles.records()
    names = tuple(page.name for page in paper.pages)
    hidden = tuple(int(page.hidden) for page in paper.pages)
    stream = ole2.workbook(*sheets, names=names, before=before, hidden=hidden)
    return ole2.compound({"Workbook": stream})


@dataclass
class _Styles:
    """Each look once: its font, struck through or not, and its number format."""

    looks: list[tuple[str, bool]] = field(default_factory=lambda: [("", False)])
    formats: list[str] = field(default_factory=list[str])

    def of(self, spot: Spot) -> int:
        look = (spot.look, spot.struck)
        if look not in self.looks:
            self.looks.append(look)
        if look[0] and not look[0].isdecimal() and look[0] not in self.formats:
            self.formats.append(look[0])
        return self.looks.index(look)

    def records(self) -> bytes:
        fonts = b"".join(ole2.record(0x31, pack("<HH", 200, struck) + bytes(12)) for struck in (0, 8))
        own = enumerate(self.formats, _FIRST_OWN_FORMAT)
        formats = b"".join(ole2.record(0x41E, pack("<H", number) + ole2.text(code)) for number, code in own)
        used = (pack("<HH", struck, self._number(code)) + bytes(16) for code, struck in self.looks)
        return fonts + formats + b"".join(ole2.record(0xE0, style) for style in used)

    def _number(self, code: str) -> int:
        if not code or code.isdecimal():
            return int(code or 0)
        return _FIRST_OWN_FORMAT + self.formats.index(code)


def _sheet(page: Page, styles: _Styles, *, from_1904: bool) -> bytes:
    width, height, is_marked = (0, 0, 0) if page.shrunk else (2048, 255, 1)
    columns = (pack("<HHHHHH", at - 1, at - 1, width, 0, is_marked, 0) for at in sorted(page.hidden_columns))
    rows = (pack("<HHHHIHH", at - 1, 0, 1, height, 0, 0x20 * is_marked, 0) for at in sorted(page.hidden_rows))
    found = [*(ole2.record(0x7D, each) for each in columns), *(ole2.record(0x208, each) for each in rows)]
    for (row, column), spot in sorted(page.spots.items()):
        found.append(_cell(row - 1, column - 1, spot, styles.of(spot), from_1904=from_1904))
    merges = [pack("<HHHH", top - 1, bottom - 1, left - 1, right - 1) for top, left, bottom, right in page.merges]
    return b"".join(found) + ole2.record(0xE5, pack("<H", len(merges)) + b"".join(merges))


def _cell(row: int, column: int, spot: Spot, style: int, *, from_1904: bool) -> bytes:
    match spot.value:
        case None | "":
            return b""
        case Calculated(_, str() as text):
            result = ole2.formula(row, column, b"\x00" * 6 + b"\xff\xff", style=style)
            return result + ole2.record(0x207, ole2.text(text))
        case Calculated(_, result):
            return ole2.formula(row, column, pack("<d", float(result)), style=style)
        case Fault(text):
            return _truth_or_error(row, column, style, _ERRORS[text], 1)
        case bool() as truth:
            return _truth_or_error(row, column, style, int(truth), 0)
        case Rich() | str() as text:
            return ole2.label(row, column, as_written(text), style)
        case date() | time() as moment:
            return ole2.number(row, column, _days(moment, from_1904=from_1904), style)
        case int() as whole if abs(whole) < 2**29 and (row + column) % 2:
            return ole2.record(0x27E, pack("<HHHi", row, column, style, whole << 2 | 2))
        case other:
            return ole2.number(row, column, float(other), style)


def _truth_or_error(row: int, column: int, style: int, value: int, kind: int) -> bytes:
    return ole2.record(0x205, pack("<HHHBB", row, column, style, value, kind))


def _days(moment: Any, *, from_1904: bool) -> float:
    """As a number of days from where the workbook begins to count."""
    if isinstance(moment, time):
        return (moment.hour * 60 + moment.minute) / 1440
    day = moment.date() if isinstance(moment, datetime) else moment
    return float((day - (date(1904, 1, 1) if from_1904 else date(1899, 12, 30))).days)
