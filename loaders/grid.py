"""The filled cells of a sheet, made from the values of a reader the moment somebody asks for them.

Most cells of a large sheet are looked at once or never; making each of them beforehand costs several times what
reading the file does. What the values mean is for `cells`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import product
from math import isfinite
from typing import NamedTuple

from loaders.marks import SheetMarks
from loaders.sheet import UNSEEN, Cell, CellKind, Merge, Sheet, Value, column_letter, exact, plain

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


Raw = Plain | Marked


def marked(value: Plain, *, is_percent: bool = False, is_struck: bool = False) -> Raw:
    """The value with what is known of it; as it is where that is nothing, or it is blank."""
    return Marked(value, None, is_percent, is_struck) if (is_percent or is_struck) and _is_filled(value) else value


class Grid(Mapping[int, Mapping[int, Cell]]):
    """Rows by number, top to bottom, each with its cells by column, left to right; blank rows are absent.

    `values` are the rows from `top` on, each with its cells from `left` on, blanks as ""; rows may end early. `marks`
    adds what the reader left out. A cell asked for again soon is the same object.
    """

    def __init__(self, values: Sequence[Sequence[Raw]], top: int, left: int, marks: SheetMarks) -> None:
        self._values = values
        self._top, self._left = top, left
        self._marks = marks
        self._made: dict[int, dict[int, Cell]] = {}
        self._left_out: dict[int, list[Cell]] = {}
        for places, kind in ((marks.errors, CellKind.ERROR), (marks.uncalculated, CellKind.UNCALCULATED)):
            for (row, column), raw in places.items():
                struck = (row, column) in marks.struck
                cell = Cell(f"{column_letter(column)}{row}", row, column, kind, None, raw, is_struck=struck)
                self._left_out.setdefault(row, []).append(cell)
        self._rows = [row for row, line in enumerate(values, top) if any(map(_is_filled, line))]
        if self._left_out:
            self._rows = sorted({*self._rows, *self._left_out})

    def __getitem__(self, row: int) -> Mapping[int, Cell]:
        cells = self._made.get(row)
        if cells is None:
            cells = self._made[row] = self._make(row)
            if len(self._made) > _ROWS_KEPT:
                del self._made[next(iter(self._made))]
        if not cells:
            raise KeyError(row)
        return cells

    def __iter__(self) -> Iterator[int]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    def reach(self) -> tuple[int, int]:
        """The last row and the last column that hold something; (0, 0) for an empty sheet."""
        if not self._rows:
            return 0, 0
        lines = [line for row in self._rows if (line := self._line(row))]
        widest = next((w for w in range(max(map(len, lines), default=0), 0, -1) if _reaches(lines, w)), 0)
        beside = max((cell.column for row in self._rows for cell in self._left_out.get(row, ())), default=0)
        return self._rows[-1], max(self._left + widest - 1 if widest else 0, beside)

    def without_tail(self) -> tuple[Grid, str]:
        """The rows down to the first gap of more than BLANK_ROWS, and the address of the first cell after it."""
        for place, row in enumerate(self._rows[1:], 1):
            if row - self._rows[place - 1] > BLANK_ROWS:
                unread = next(iter(self[row].values())).address
                self._rows = self._rows[:place]
                last = self._rows[-1]
                self._values = self._values[: max(last + 1 - self._top, 0)]
                self._left_out = {number: cells for number, cells in self._left_out.items() if number <= last}
                self._made.clear()
                return self, unread
        return self, ""

    def _line(self, row: int) -> Sequence[Raw]:
        place = row - self._top
        return self._values[place] if 0 <= place < len(self._values) else ()

    def _make(self, row: int) -> dict[int, Cell]:
        made = {
            column: _cell(row, column, value, self._marks)
            for column, value in enumerate(self._line(row), self._left)
            if _is_filled(value)
        }
        if row not in self._left_out:
            return made
        made |= {cell.column: cell for cell in self._left_out[row]}
        return dict(sorted(made.items()))


def laid_out(
    name: str,
    visible: bool,
    values: Sequence[Sequence[Raw]],
    corner: tuple[int, int],
    merges: tuple[Merge, ...],
    marks: SheetMarks,
) -> Sheet:
    """A sheet of the `values` that stand from `corner` on, row by row, with what else was found of it."""
    rows, unread = Grid(values, *corner, marks).without_tail()
    last_row, last_column = rows.reach()
    hidden = frozenset(marks.hidden_rows), frozenset(marks.hidden_columns)
    spread = _spread(merges, last_row, last_column)
    return Sheet(name, visible, merges, *hidden, last_row, last_column, unread, rows, spread)


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


def _reaches(lines: Sequence[Sequence[Raw]], width: int) -> bool:
    return any(len(line) >= width and _is_filled(line[width - 1]) for line in lines)


def _is_filled(value: Raw) -> bool:
    return value != "" and not (isinstance(value, str) and value[0] in UNSEEN and not value.strip(UNSEEN))


def _cell(row: int, column: int, stored: Raw, marks: SheetMarks) -> Cell:
    place, address = (row, column), f"{column_letter(column)}{row}"
    if not isinstance(stored, Marked):
        stored = Marked(stored, None, place in marks.percent, place in marks.struck)
    if stored.fault:
        return Cell(address, row, column, stored.fault, None, str(stored.value), is_struck=stored.is_struck)
    kind, value, raw = told(stored.value)
    if stored.is_percent and isinstance(value, Decimal):
        raw = f"{plain(value * 100)}%"
    return Cell(address, row, column, kind, value, raw, stored.is_percent, stored.is_struck)


def told(stored: Plain) -> tuple[CellKind, Value, str]:
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
            if -1e15 < stored < 1e15 and (whole := int(stored)) == stored:  # most are: the short way to the same
                return CellKind.NUMBER, Decimal(whole), str(whole)
            if not isfinite(stored):
                return CellKind.TEXT, str(stored), str(stored)
            number = exact(stored)
            return CellKind.NUMBER, number, plain(number)
