"""What `sheet_xml` finds, found several times faster in sheets written the way every common program writes them.

Nothing is parsed: patterns are looked for, and counted against the tags there are. Wherever the counts do not agree,
the part is written in an unusual way and `sheet_xml` walks through it instead: slower, with the same result.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from string import digits
from xml.sax.saxutils import unescape

from loaders.formats.book_xml import Styles
from loaders.formats.sheet_xml import column_number, walk
from loaders.limits import LAST_COLUMN, LAST_ROW, Damaged
from loaders.marks import SheetMarks

_CHUNK = 1 << 20
_STYLE, _TYPE, _REST = rb'(?: s="[0-9]++")?+', rb'(?: t="[A-Za-z]++")?+', rb'(?: (?:cm|vm|ph)="[0-9]++")*+'
_OPENED = rb'<c r="([A-Z]++[0-9]++)"'
_FILLED = re.compile(_OPENED + _STYLE + _TYPE + _REST + rb"><[vfi]")
_NEAR = (1, 1, 99, 52)
_FURTHER = re.compile(  # a cell outside that area, or written as none of the patterns here expects
    rb'<c(?=[\s/>])(?! r="A?[A-Z][0-9]{1,2}"' + _STYLE + _TYPE + _REST + rb"(?:/>|>(?:<[vfi]|</c>)))"
)
_ROW = re.compile(rb'<row r="([0-9]{1,7})"((?: [A-Za-z0-9:]+="[^"<>&]*")*+)/?>')
_RUN = re.compile(rb"[A-Z]++([0-9]++)(?: [A-Z]++\1(?![0-9]))*+")  # the addresses of one row after another
_FORMULA_PART = rb"<f(?: [^<>]*)?(?:/>|>([^<]*+)</f>)"
_VALUE_PART = rb"(?:<v>([^<]*+)</v>|<v/>)?+"
_FORMULA = re.compile(
    _OPENED + _STYLE + rb'(?: t="([A-Za-z]++)")?+' + _REST + rb">" + _FORMULA_PART + _VALUE_PART + rb"</c>"
)
_VALUELESS = re.compile(rb"</f><(?!v>[^<\s])")
_BARE_VALUELESS = re.compile(rb"<f(?: [^<>]*)?/>(?!<v>[^<\s])")  # of a formula that stands in another cell
_ERROR = re.compile(
    _OPENED + _STYLE + rb' t="e"' + _REST + rb">(?=<[vf])(?:" + _FORMULA_PART + rb")?+" + _VALUE_PART + rb"</c>"
)
_HIDDEN = re.compile(rb' hidden="(?:1|true)"')
_UNUSUAL = (re.compile(rb":(?:c|v|f|is|row)[\s/>]"), re.compile(rb"&(?!amp;|lt;|gt;|quot;|apos;)"))
_DIGITS = digits.encode()
_OPEN, _CLOSE = b"<sheetData>", b"</sheetData>"


class _Unusual(Exception):
    """Written in a way that patterns cannot answer for."""


def read_marks(xml: bytes, styles: Styles, room: int = 0) -> SheetMarks:
    """Everything worth knowing about one sheet. Raises Damaged for XML that is none, or that declares a DOCTYPE.

    A sheet whose cells all stand in A1:AZ99 is not measured any further where there is `room` for as many.
    """
    start, end = xml.find(_OPEN) + len(_OPEN), xml.rfind(_CLOSE)
    if not len(_OPEN) <= start <= end:
        return walk(xml, styles)
    try:
        skim = _Skim(xml, styles, is_near_enough=room >= _NEAR[2] * _NEAR[3])
        skim.rows(start, end)
    except _Unusual:
        return walk(xml, styles)
    around = walk(xml[:start] + xml[end:], styles)
    return walk(xml, styles) if around.area or around.far or around.hidden_rows else skim.join(around)


class _Skim:
    def __init__(self, xml: bytes, styles: Styles, *, is_near_enough: bool = False) -> None:
        self._is_near_enough = is_near_enough
        self._xml = xml
        self._styles = styles
        self._marks = SheetMarks()
        self._columns: set[bytes] = set()
        self._first_row = self._last_row = 0

    def rows(self, start: int, end: int) -> None:
        xml = self._xml
        if b"!" in xml and (b"-->" in xml or b"]]>" in xml):  # single bytes are found much faster
            raise _Unusual
        if xml.find(b"?", start) >= 0 and xml.find(b"?>", start) >= 0:
            raise _Unusual
        if any(pattern.search(xml, start, end) for pattern in _UNUSUAL):
            raise _Unusual
        self._is_near_enough = self._is_near_enough and end - start <= _CHUNK
        while start < end:
            stop = xml.find(b"<row", start + _CHUNK, end) if end - start > _CHUNK else end
            stop = stop if stop >= 0 else end
            self._hidden_rows(start, stop)
            if any(xml.find(tag, start, stop) >= 0 for tag in (b"<v", b"<f", b"<is")):
                self._cells(start, stop)
            start = stop

    def _hidden_rows(self, start: int, stop: int) -> None:
        xml = self._xml
        if xml.find(b"hidden", start, stop) < 0:
            return
        rows = [match.groups() for match in _ROW.finditer(xml, start, stop)]
        if len(rows) != xml.count(b"<row", start, stop):
            raise _Unusual
        self._marks.hidden_rows.update(int(number) for number, attributes in rows if _HIDDEN.search(attributes))

    def _cells(self, start: int, stop: int) -> None:
        xml = self._xml
        if self._is_near_enough and not _FURTHER.search(xml, start, stop):
            self._marks.area = _NEAR
        else:
            filled = _FILLED.findall(xml, start, stop)
            closed = xml.count(b"</c>", start, stop)
            if closed != len(filled) and closed - xml.count(b'"></c>', start, stop) != len(filled):
                raise _Unusual
            if not filled:
                return
            self._reach(b" ".join(filled))
        self._formulas(start, stop)
        self._errors(start, stop)
        self._styled(start, stop)

    def _reach(self, addresses: bytes) -> None:
        """How far the filled area goes. Rows out of order are for `sheet_xml` to refuse."""
        rows = [self._last_row, *map(int, _RUN.findall(addresses))]
        if any(after <= before for before, after in pairwise(rows)) or rows[-1] > LAST_ROW:
            raise _Unusual
        self._columns.update(addresses.translate(None, _DIGITS).split())
        if max(len(letters) for letters in self._columns) == 3 and max(map(_number, self._columns)) > LAST_COLUMN:
            raise _Unusual
        self._first_row, self._last_row = self._first_row or rows[1], rows[-1]

    def _formulas(self, start: int, stop: int) -> None:
        xml = self._xml
        if xml.find(b"<f", start, stop) < 0:
            return
        if not (_VALUELESS.search(xml, start, stop) or _BARE_VALUELESS.search(xml, start, stop)):
            return
        tags = xml.count(b"<f", start, stop)
        for match in _FORMULA.finditer(xml, start, stop):
            tags -= 1
            address, kind, formula, value = match.groups()
            if kind not in (b"e", b"str") and not (value and value.strip()):
                self._marks.uncalculated[_place(address)] = "=" + _text(formula)
        if tags:
            raise _Unusual

    def _errors(self, start: int, stop: int) -> None:
        xml = self._xml
        if xml.find(b't="e"', start, stop) < 0:
            return
        tags = xml.count(b't="e"', start, stop)
        for match in _ERROR.finditer(xml, start, stop):
            tags -= 1
            self._marks.errors[_place(match[1])] = _text(match[3]) or "#N/A"
        if tags:
            raise _Unusual

    def _styled(self, start: int, stop: int) -> None:
        for numbers, places in (
            (self._styles.percent, self._marks.percent),
            (self._styles.struck, self._marks.struck),
        ):
            if numbers:
                places.update(map(_place, _cells_styled(numbers).findall(self._xml, start, stop)))

    def join(self, marks: SheetMarks) -> SheetMarks:
        """Add what the rows hold to `marks`, read from what stands around them."""
        found = self._marks
        found.hidden_columns = marks.hidden_columns
        if self._last_row:
            columns = list(map(_number, self._columns))
            found.area = self._first_row, min(columns), self._last_row, max(columns)
        return found


@lru_cache
def _cells_styled(numbers: frozenset[str]) -> re.Pattern[bytes]:
    wanted = "|".join(sorted(numbers)).encode()
    return re.compile(_OPENED + rb' s="(?:' + wanted + rb')"' + _TYPE + _REST + rb"><[vfi]")


@lru_cache
def _number(letters: bytes) -> int:
    return column_number(letters.decode())


def _place(address: bytes) -> tuple[int, int]:
    letters = address.rstrip(_DIGITS)
    return int(address[len(letters) :]), _number(letters)


def _text(raw: bytes | None) -> str:
    try:
        return (
            unescape((raw or b"").decode(), {"&quot;": '"', "&apos;": "'"})
            .replace("\r\n", "\n")
            .replace("\r", "\n")
            .strip()
        )
    except UnicodeDecodeError as error:
        raise Damaged from error
