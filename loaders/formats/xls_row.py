"""The values of one row of an .xls, made from its records."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from struct import iter_unpack, unpack_from

from loaders.formats import biff
from loaders.formats.grid import Marked, Plain, Raw, marked, struck
from loaders.formats.number_format import Shown, moment
from loaders.formats.number_words import as_seen
from loaders.sheet import CellKind

A_TEXT, A_TRUTH, AN_ERROR, NOTHING, A_NUMBER = range(5)  # what a formula came to; the first four as in the file
_EMPTY_TEXT = b"\x17\x00"  # "" among the tokens of a formula


@dataclass
class Book:
    """What all sheets share."""

    styles: biff.CellStyles = field(default_factory=biff.CellStyles)
    strings: list[str] = field(default_factory=list[str])
    from_1904: bool = False
    sheets: list[tuple[str, bool, int]] = field(default_factory=list[tuple[str, bool, int]])  # name, shown, where


def result(stream: bytes, at: int) -> int:
    """What the formula came to whose record has its data at `at`."""
    return stream[at + 6] if stream[at + 12 : at + 14] == b"\xff\xff" else A_NUMBER


def values(book: Book, stream: bytes, records: Iterable[biff.Record], *, is_calculated: bool) -> Sequence[Raw]:
    """From column A on, blanks as "". `is_calculated`: whether any formula of the whole book ever was."""
    row = _Row(book, is_calculated)
    for kind, start, end in records:
        row.add(kind, stream[start:end])
    return row.values


class _Row:
    def __init__(self, book: Book, is_calculated: bool) -> None:
        self.values: list[Raw] = []
        self._book = book
        self._is_calculated = is_calculated
        self._awaited: tuple[int, int] | None = None  # a formula whose text comes in the next record

    def add(self, kind: int, data: bytes) -> None:
        if kind == biff.STRING:
            if self._awaited:
                self._put(*self._awaited, biff.text(data, 0))
                self._awaited = None
            return
        column, style = unpack_from("<HH", data, 2)
        if kind == biff.LABELSST:
            self._shared(column, style, unpack_from("<I", data, 6)[0])
        elif kind == biff.RK:
            self._number(column, style, biff.rk_number(unpack_from("<I", data, 6)[0]))
        elif kind == biff.MULRK:
            for at, (each, coded) in enumerate(iter_unpack("<HI", data[4:-2]), column):
                self._number(at, each, biff.rk_number(coded))
        elif kind == biff.NUMBER:
            self._number(column, style, unpack_from("<d", data, 6)[0])
        elif kind == biff.FORMULA:
            self._formula(column, style, data)
        elif kind == biff.BOOLERR:
            self._truth_or_error(column, style, data[6], is_error=data[7] != 0)
        else:
            self._put(column, style, biff.text(data, 6))

    def _shared(self, column: int, style: int, number: int) -> None:
        strings = self._book.strings
        if number < len(strings):
            self._put(column, style, strings[number])
        else:
            self._set(column, Marked("#REF!", CellKind.ERROR))  # there is no such shared text

    def _formula(self, column: int, style: int, data: bytes) -> None:
        self._awaited = None
        came_to = result(data, 0)
        if came_to == A_NUMBER:
            self._number(column, style, unpack_from("<d", data, 6)[0])
        elif came_to == A_TEXT:
            self._awaited = column, style
        elif came_to in (A_TRUTH, AN_ERROR):
            self._truth_or_error(column, style, data[8], is_error=came_to == AN_ERROR)
        elif not self._is_calculated and _EMPTY_TEXT not in data[22:]:
            self._set(column, Marked("=…", CellKind.UNCALCULATED))

    def _truth_or_error(self, column: int, style: int, value: int, *, is_error: bool) -> None:
        known = biff.ERRORS.get(value, "#N/A")
        if is_error:
            self._set(column, Marked(known, CellKind.ERROR, is_struck=self._book.styles.strikes(style)))
        else:
            self._put(column, style, value != 0)

    def _number(self, column: int, style: int, value: float) -> None:
        shown = self._book.styles.shows(style).shown
        if shown is Shown.DATE or shown is Shown.DURATION:
            self._put(column, style, moment(value, shown, from_1904=self._book.from_1904))
        else:
            self._put(column, style, value, is_percent=shown is Shown.PERCENT)

    def _put(self, column: int, style: int, value: Plain, *, is_percent: bool = False) -> None:
        code, is_struck = self._book.styles.shows(style).code, self._book.styles.strikes(style)
        found = as_seen(value, code) if code and value != "" else marked(value, is_percent=is_percent)
        self._set(column, struck(found) if is_struck else found)

    def _set(self, column: int, value: Raw) -> None:
        if len(self.values) <= column:
            self.values += [""] * (column + 1 - len(self.values))
        self.values[column] = value
