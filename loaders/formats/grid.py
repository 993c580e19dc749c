"""The filled cells of a sheet, made from the values of a reader the moment somebody asks for them.

Most cells of a large sheet are looked at once or never; making each of them beforehand costs several times what
reading the file does. What the values mean is for `cells`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import pairwise, product
from math import isfinite
from typing import NamedTuple, Protocol

from loaders.sheet import (
    NOTHING_ASIDE,
    Aside,
    Cell,
    CellKind,
    Display,
    Merge,
    Sheet,
    Value,
    column_letter,
    exact,
    plain,
    shows_nothing,
)

BLANK_ROWS = 50  # after so many the sheet has ended: formatting alone can reach row 1,048,576
_ROWS_KEPT = 10_000  # beyond, those made first are made again when asked for: cells of a long sheet fill a machine
ERRORS = frozenset(("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#SPILL!", "#CALC!"))
Plain = int | float | str | bool | date | datetime | time | timedelta


class Marked(NamedTuple):
    """A value of which more is known than itself. For a `fault`, an error or a formula never calculated, its text."""

    value: Plain
    fault: CellKind | None = None
    is_percent: bool = False
    is_struck: bool = False
    shown: Display | None = None


Raw = Plain | Marked


def struck(stored: Raw) -> Raw:
    """The same, shown struck through; as it is where it is blank."""
    if isinstance(stored, Marked):
        return stored._replace(is_struck=True)
    return Marked(stored, is_struck=True) if _is_filled(stored) else stored


def marked(value: Plain, *, is_percent: bool) -> Raw:
    """The value with what is known of it; as it is where that is nothing, or it is blank."""
    return Marked(value, None, is_percent) if is_percent and _is_filled(value) else value


class Source(Protocol):
    """What a reader found of a sheet: the rows that hold something, and a way to make their cells."""

    @property
    def filled(self) -> list[int]:
        """Their numbers, in ascending order."""
        ...

    def cells(self, row: int) -> dict[int, Cell]:
        """The filled cells of one of them by column, left to right."""
        ...

    def last_column(self, rows: Sequence[int]) -> int:
        """The last column that holds something in any of `rows`; 0 for none."""
        ...


@dataclass(frozen=True)
class Late:
    """A row that holds something; its values, at most `width` of them, are made when they are asked for."""

    width: int
    made: Callable[[], Sequence[Raw]]


Line = Sequence[Raw] | Late


class Lines:
    """A source of values laid out row by row from A1 on, blanks as "" or None; rows may end early."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._lines = lines
        self.filled = [row for row, line in enumerate(lines, 1) if isinstance(line, Late) or any(map(_is_filled, line))]

    def _values(self, row: int) -> Sequence[Raw]:
        return _made(self._lines[row - 1])

    def cells(self, row: int) -> dict[int, Cell]:
        return {
            column: cell(f"{column_letter(column)}{row}", row, column, value)
            for column, value in enumerate(self._values(row), 1)
            if _is_filled(value)
        }

    def last_column(self, rows: Sequence[int]) -> int:
        widths = {row: line_width(self._lines[row - 1]) for row in rows}
        while widths and (widest := max(widths.values())):
            for row in [row for row, width in widths.items() if width == widest]:
                values = self._values(row)
                widths[row] = next((at for at in range(len(values), 0, -1) if _is_filled(values[at - 1])), 0)
                if widths[row] == widest:
                    return widest
        return 0


def line_width(line: Line) -> int:
    """How many columns it has at most."""
    return line.width if isinstance(line, Late) else len(line)


def _made(line: Line) -> Sequence[Raw]:
    return line.made() if isinstance(line, Late) else line


class Grid(Mapping[int, Mapping[int, Cell]]):
    """Rows by number, top to bottom, each with its cells by column, left to right; blank rows are absent.

    Only the `rows` given are there. A cell asked for again soon is the same object.
    """

    def __init__(self, source: Source, rows: Sequence[int]) -> None:
        self._source = source
        self._rows = rows
        self._known = frozenset(rows)
        self._made: dict[int, dict[int, Cell]] = {}

    def get(self, row: int, default: Mapping[int, Cell] | None = None) -> Mapping[int, Cell]:  # pyright: ignore[reportIncompatibleMethodOverride]
        cells = self._made.get(row)
        if cells is None:
            if row not in self._known:
                return default or {}
            cells = self._made[row] = self._source.cells(row)
            if len(self._made) > _ROWS_KEPT:
                del self._made[next(iter(self._made))]
        return cells

    def __getitem__(self, row: int) -> Mapping[int, Cell]:
        if row not in self._known:
            raise KeyError(row)
        return self.get(row)

    def __iter__(self) -> Iterator[int]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)


def laid_out(
    name: str,
    visible: bool,
    source: Source,
    merges: tuple[Merge, ...] = (),
    hidden_rows: Iterable[int] = (),
    hidden_columns: Iterable[int] = (),
    aside: Aside = NOTHING_ASIDE,
) -> Sheet:
    """A sheet of what `source` holds, down to the first gap of more than BLANK_ROWS, with what else was found of it."""
    rows, unread, rest = source.filled, "", list[int]()
    for place, (before, row) in enumerate(pairwise(rows), 1):
        if row - before > BLANK_ROWS:
            unread = next((first.address for first in source.cells(row).values()), f"A{row}")
            rows, rest = rows[:place], rows[place:]
            break
    last_row, last_column = rows[-1] if rows else 0, source.last_column(rows)
    hidden = frozenset(hidden_rows), frozenset(hidden_columns)
    spread = _spread(merges, last_row, last_column)
    grid, beyond = Grid(source, rows), Grid(source, rest)
    return Sheet(
        name, visible, merges, *hidden, last_row, last_column, unread, grid, spread, beyond=beyond, aside=aside
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


def _is_filled(value: Raw) -> bool:
    return not (isinstance(value, str) and shows_nothing(value))


def cell(address: str, row: int, column: int, stored: Raw) -> Cell:
    """The cell that holds what is `stored`."""
    if not isinstance(stored, Marked):
        return Cell(address, row, column, *told(stored))
    if stored.fault:
        return Cell(address, row, column, stored.fault, None, str(stored.value), is_struck=stored.is_struck)
    kind, value, raw = told(stored.value)
    if stored.is_percent and isinstance(value, Decimal):
        raw = as_percent(value)
    return Cell(address, row, column, kind, value, raw, stored.is_percent, stored.is_struck, stored.shown)


def as_percent(number: Decimal) -> str:
    """0.65 is 65%."""
    return f"{plain(number * 100)}%"


def told(stored: Plain) -> tuple[CellKind, Value, str]:
    """What kind of value it is, the value itself, and its text."""
    if type(stored) is float and -1e15 < stored < 1e15 and (whole := int(stored)) == stored:
        return CellKind.NUMBER, Decimal(whole), str(whole)  # most are: the short way to the same
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
