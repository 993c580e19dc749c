"""The cells of an .xlsx sheet, made row by row the moment somebody asks for them; values as Excel holds them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache
from typing import cast

from loaders.formats.book_xml import Look
from loaders.formats.grid import Marked, Raw, as_percent, cell, told
from loaders.formats.number_format import Shown, moment
from loaders.formats.number_words import as_seen
from loaders.formats.sheet_rows import FORMULA, VALUE_OPENED, Rows
from loaders.formats.sheet_survey import column_number
from loaders.formats.xml_text import joined, unwritten
from loaders.sheet import Cell, CellKind, Value, shows_nothing

_CELL = re.compile(
    r'<c r="([A-Z]++)[0-9]++"(?: (?:s="([0-9]++)"|t="([A-Za-z]++)"|(?:cm|vm|ph)="[0-9]++"))*+>'
    rf"({FORMULA})?+"
    rf"(?:{VALUE_OPENED}(?:([-+0-9.eE]++)</v>|([^<]*+)</v>)|<v/>|<is>((?:[^<]*+<(?!/is>))*+[^<]*+)</is>)?+"
)
_FORMULA_TEXT = re.compile(r">([^<]*+)</f>")
_FRACTION = re.compile(r"-?(?:0|[1-9][0-9]*)\.[0-9]*[1-9]")  # as it would be written here too
_TRUTHS = {"1": True, "true": True, "0": False, "false": False}
_PLAIN = Look()
_TEXT, _FIGURE, _NUMBER, _WORDS = CellKind.TEXT, CellKind.NUMBER, Shown.NUMBER, Shown.WORDS
_MOST_DIGITS = 15
_TEXTS_KEPT = 1 << 16
_make = cast("Callable[[type[Cell], tuple[object, ...]], Cell]", tuple.__new__)  # the quick way to a named tuple


class _Columns(dict[str, int]):
    """The number of a column by its letters."""

    def __missing__(self, letters: str) -> int:
        number = self[letters] = column_number(letters)
        return number


_columns = _Columns()


class SharedTexts(dict[str, str | None]):
    """The texts that cells share, by number as it is written; None for a number that has none. Not all are kept."""

    def __init__(self, texts: Sequence[str]) -> None:
        super().__init__()
        self._texts = texts

    def __missing__(self, number: str) -> str | None:
        if len(self) > _TEXTS_KEPT:
            self.clear()
        known = number.isdecimal() and int(number) < len(self._texts)
        text = self[number] = self._texts[int(number)] if known else None
        return text


class XlsxCells:
    """A source of `grid`: the rows of one sheet with what all sheets share."""

    def __init__(self, rows: Rows, texts: SharedTexts, looks: Sequence[Look], *, from_1904: bool) -> None:
        self._rows = rows
        self._texts = texts
        self._looks = {str(number): look for number, look in enumerate(looks)}
        self._from_1904 = from_1904

    @property
    def filled(self) -> list[int]:
        return list(self._rows.cells)

    def last_column(self, rows: Sequence[int]) -> int:
        return max(map(self._rows.spans.__getitem__, rows), key=lambda span: span[1])[1] if rows else 0

    def cells(self, row: int) -> dict[int, Cell]:
        """The filled cells of a row by column, left to right."""
        texts, looks, made = self._texts, self._looks, dict[int, Cell]()
        for letters, style, kind, formula, number, text, runs in _CELL.findall(self._rows.cells[row]):
            shown, is_struck, code = looks.get(style, _PLAIN)
            column, address = _columns[letters], f"{letters}{row}"
            if shown is _WORDS:
                stored = as_seen(self._held(kind, formula, number, text, runs), code)
                if not (isinstance(stored, str) and shows_nothing(stored)):
                    made[column] = cell(address, row, column, stored)._replace(is_struck=is_struck)
            elif kind == "s" and (shared := texts[number]):
                made[column] = _make(Cell, (address, row, column, _TEXT, shared, shared, False, is_struck, None))
            elif number and (not kind or kind == "n"):
                if shown is _NUMBER and number.isdecimal() and len(number) <= _MOST_DIGITS and number[0] != "0":
                    made[column] = _make(
                        Cell, (address, row, column, _FIGURE, Decimal(number), number, False, is_struck, None)
                    )
                else:
                    about = _told(number, shown, self._from_1904)
                    made[column] = _make(Cell, (address, row, column, *about, is_struck, None))
            else:
                stored = _stored(kind, formula, number or text, runs)
                if not (isinstance(stored, str) and shows_nothing(stored)):
                    made[column] = cell(address, row, column, stored)._replace(is_struck=is_struck)
        return made

    def _held(self, kind: str, formula: str, number: str, text: str, runs: str) -> Raw:
        """What a cell holds whose format is not plain."""
        if kind == "s" and (shared := self._texts[number]):
            return shared
        try:
            return float(number if not kind or kind == "n" else "")
        except ValueError:
            return _stored(kind, formula, number or text, runs)


@lru_cache(maxsize=1 << 14)
def _told(number: str, shown: Shown, from_1904: bool) -> tuple[CellKind, Value, str, bool]:
    """What a number is as its format shows it: kind, value, text, and whether it is a percentage."""
    if _FRACTION.fullmatch(number) and len(number) <= _MOST_DIGITS and shown is _NUMBER:
        return _FIGURE, Decimal(number), number, False
    try:
        found = float(number)
    except ValueError:
        return _TEXT, number, number, False
    if shown is Shown.DATE or shown is Shown.DURATION:
        return *told(moment(found, shown, from_1904=from_1904)), False
    kind, value, raw = told(found)
    if shown is Shown.PERCENT and isinstance(value, Decimal):
        return kind, value, as_percent(value), True
    return kind, value, raw, False


def _stored(kind: str, formula: str, value: str, runs: str) -> Raw:
    """What a cell holds that is neither a number nor a shared text; a text where no number can be read."""
    if kind == "e":
        return Marked(unwritten(value).strip() or "#N/A", CellKind.ERROR)
    if formula and kind != "str" and not value.strip():
        found = _FORMULA_TEXT.search(formula)
        return Marked(f"={unwritten(found[1]).strip() if found else ''}", CellKind.UNCALCULATED)
    if kind == "b":
        return _TRUTHS.get(value.strip(), value)
    if kind == "d":
        return _day(value)
    if kind == "s" and value.strip():
        return Marked("#REF!", CellKind.ERROR)  # there is no such shared text
    return joined(runs) if runs else unwritten(value)


def _day(written: str) -> date | datetime | str:
    try:
        found = datetime.fromisoformat(written.strip()).replace(tzinfo=None)
    except ValueError:
        return written
    return found.date() if found.time() == time() else found
