"""A worksheet as its cells, each with its address and the text a clerk sees in it. Made by the readers of `formats`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum
from functools import cache, cached_property
from typing import NamedTuple

from domain.problem import Problem
from domain.question import Line

UNSEEN = "".join(
    chr(code)
    for first, last in (
        (0x09, 0x0D), (0x1C, 0x20), (0x85, 0x85), (0xA0, 0xA0), (0xAD, 0xAD), (0x061C, 0x061C), (0x115F, 0x1160),
        (0x1680, 0x1680), (0x180B, 0x180E), (0x2000, 0x200F), (0x2028, 0x202C), (0x202F, 0x202F), (0x205F, 0x206F),
        (0x2800, 0x2800), (0x3000, 0x3000), (0x3164, 0x3164), (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF), (0xFFA0, 0xFFA0),
    )
    for code in range(first, last + 1)
)  # fmt: skip
"""Spaces, and marks that show nothing: cells holding nothing else are as good as empty.

Not those that turn the order of what follows them (U+202D, U+202E): with these a cell shows what it does not hold.
"""

STRUCK = "\u0336"
"""Behind every character that is struck through in a text of which others are not."""

Value = str | Decimal | bool | date | datetime | time | timedelta | None
Merge = tuple[int, int, int, int]  # first row, first column, last row, last column; all from 1
Place = tuple[int, int]  # row and column
_STRUCK_OUT = re.compile(f".{STRUCK}", re.DOTALL)
_HEADINGS = 12  # rows: the deepest headings, and those below them that show what the columns hold


class CellKind(StrEnum):
    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    TIME = "time"  # a time of day or a duration
    BOOLEAN = "boolean"
    ERROR = "error"
    UNCALCULATED = "uncalculated"  # a formula that was never calculated


class Display(NamedTuple):
    """What a number format shows instead of the number a cell holds: another `number`, or nothing (`text` is blank).

    `text` is rounded as it is seen, `number` has all digits; None where what is seen is none.
    """

    text: str
    number: Decimal | None = None


class Cell(NamedTuple):
    """A filled cell; a tuple, because millions of them may be made.

    `raw` is its text: whole numbers without a decimal point, dates as 2024-03-31, percentages with their sign. `value`
    is None for an error (`raw` "#REF!") and for an uncalculated formula (`raw` "=SUM(J9:J12)"). Where a number format
    adds words to a number, the cell is a text, as if it had been typed so.
    """

    address: str
    row: int
    column: int
    kind: CellKind
    value: Value
    raw: str
    is_percent: bool = False  # `value` 0.65 is shown, and written in `raw`, as 65%
    is_struck: bool = False  # shown struck through
    shown: Display | None = None  # where that is not the value


@dataclass(frozen=True)
class Aside:
    """What a file says of the cells of a sheet beside what stands in them; cells by address."""

    comments: Mapping[str, str] = field(default_factory=dict[str, str])
    unsure: frozenset[str] = frozenset()  # whose formulas may never have been calculated: 0 stands there for a result
    hides_zeros: bool = False
    formats: tuple[tuple[Merge, str], ...] = ()  # areas in which, on a condition, another number format shows numbers

    def format_at(self, address: str) -> str:
        """The format by which a number there may be shown as another; empty where there is none."""
        place = place_of(address) if self.formats else None
        held = (code for area, code in self.formats if place and _covers(area, place))
        return next(held, "")


def _covers(area: Merge, place: Place) -> bool:
    return area[0] <= place[0] <= area[2] and area[1] <= place[1] <= area[3]


NOTHING_ASIDE = Aside()


@dataclass(eq=False)
class Sheet:
    """One worksheet. Rows and columns count from 1; cells holding nothing that shows are as good as empty."""

    name: str
    visible: bool
    merges: tuple[Merge, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    last_row: int = 0
    last_column: int = 0
    unread: str = ""  # address of the first cell after a gap of more than BLANK_ROWS rows: from there nothing is read
    _rows: Mapping[int, Mapping[int, Cell]] = field(default_factory=dict[int, dict[int, Cell]], repr=False)
    _merged: Mapping[tuple[int, int], Merge] = field(default_factory=dict[tuple[int, int], Merge], repr=False)
    is_turned: bool = False  # a view with rows and columns exchanged, made by `turned`
    beyond: Mapping[int, Mapping[int, Cell]] = field(
        default_factory=dict[int, dict[int, Cell]], repr=False
    )  # from there
    _origin: Callable[[int, int], Place] | None = None  # where a place of a view is on the page
    aside: Aside = NOTHING_ASIDE

    def at(self, row: int, column: int) -> Cell | None:
        """The cell standing at that very place; None where there is nothing."""
        return self._rows.get(row, {}).get(column)

    def shown(self, row: int, column: int) -> Cell | None:
        """The cell seen at that place: its own, or that of the merge it lies in."""
        merge = self._merged.get((row, column))
        return self.at(merge[0], merge[1]) if merge else self.at(row, column)

    def above_in_merge(self, row: int, column: int) -> Cell | None:
        """The cell seen at that place if it stands in the same column: a name merged over several rows."""
        cell = self.shown(row, column)
        return cell if cell and cell.column == column else None

    def merge_at(self, row: int, column: int) -> Merge | None:
        """The merge that place lies in."""
        return self._merged.get((row, column))

    @cached_property
    def rows_merged(self) -> frozenset[int]:
        """The rows with merged cells in them."""
        return frozenset(row for row, _ in self._merged)

    def under_merges(self) -> Iterator[tuple[Cell, Cell | None]]:
        """Every cell that a merge hides, with what is seen in its place."""
        for place, merge in self._merged.items():
            if place != merge[:2] and (cell := self.at(*place)):
                yield cell, self.at(*merge[:2])

    def row(self, row: int) -> Sequence[Cell]:
        """The filled cells of a row, left to right."""
        return tuple(self._rows.get(row, {}).values())

    def rows(self) -> Iterator[tuple[int, Sequence[Cell]]]:
        """Every row that holds something, top to bottom."""
        return ((row, tuple(cells.values())) for row, cells in self._rows.items() if cells)

    def right_of(self, cell: Cell) -> int:
        """The column next to `cell`, or next to the merge it opens."""
        merge = self._merged.get((cell.row, cell.column))
        return (merge[3] if merge else cell.column) + 1

    def column_line(self, column: int, title: str = "") -> Line:
        """What the clerk calls a column; in a turned sheet it is a row."""
        row, at = self.place(1, column)
        return Line(str(row), title=title) if self.is_turned else Line(column_letter(at), is_column=True, title=title)

    def row_line(self, row: int) -> Line:
        """What the clerk calls a row; in a turned sheet it is a column."""
        at, column = self.place(row, 1)
        return Line(column_letter(column), is_column=True) if self.is_turned else Line(str(at))

    def address(self, row: int, column: int) -> str:
        """Where the clerk finds that place."""
        return address_of(*self.place(row, column))

    def place(self, row: int, column: int) -> Place:
        """Where on the page that place is; they differ in a view of it."""
        return self._origin(row, column) if self._origin else (row, column)

    def only(self, columns: range, row: int) -> Sheet:
        """`columns` alone of the rows from `row` on, as many as it takes to know the headings of a table."""
        rows = range(row, min(row + _HEADINGS, self.last_row + 1))
        lines = {each: {at: c for at, c in self._rows.get(each, {}).items() if at in columns} for each in rows}
        return replace(self, last_row=rows.stop - 1, _rows={each: line for each, line in lines.items() if line})

    def turned(self, rows: range) -> Sheet:
        """`rows` with rows and columns exchanged. Every cell keeps its address; what reads tables reads it alike."""
        lines: dict[int, dict[int, Cell]] = {}
        for row in rows:
            for column, cell in self._rows.get(row, {}).items():
                lines.setdefault(column, {})[row] = cell._replace(row=column, column=row)
        merges = tuple((left, top, right, bottom) for top, left, bottom, right in self.merges if top in rows)
        merged = {
            (column, row): (left, top, right, bottom)
            for (row, column), (top, left, bottom, right) in self._merged.items()
            if row in rows
        }
        last = max(lines, default=0)
        return Sheet(
            self.name,
            self.visible,
            merges,
            self.hidden_columns,
            self.hidden_rows,
            last,
            rows.stop - 1,
            is_turned=True,
            _rows=dict(sorted(lines.items())),
            _merged=merged,
            _origin=lambda row, column: (column, row),
            aside=self.aside,
        )


def address_of(row: int, column: int) -> str:
    """Row 8 of column 10 is J8."""
    return f"{column_letter(column)}{row}"


def place_of(address: str) -> Place | None:
    """J8 is row 8 of column 10; None for what is no address."""
    letters = address.rstrip("0123456789")
    digits = address[len(letters) :]
    if not letters.isascii() or not letters.isalpha() or not digits:
        return None
    column = 0
    for letter in letters.upper():
        column = column * 26 + ord(letter) - 64
    return int(digits), column


@dataclass(frozen=True)
class Workbook:
    """The sheets of a file in their order, hidden ones too; none when `problems` holds an error."""

    sheets: tuple[Sheet, ...] = ()
    problems: tuple[Problem, ...] = ()


def unstruck(text: str) -> str:
    """What of a text is not struck through; all of it where nothing would be left."""
    if STRUCK not in text:
        return text
    return _STRUCK_OUT.sub("", text) or text.replace(STRUCK, "")


def shows_nothing(text: str) -> bool:
    """Whether a cell of this text looks empty."""
    return not text or (text[0] in UNSEEN and not text.strip(UNSEEN))


@cache
def area_of(written: str) -> Merge | None:
    """J8:K9 is rows 8 to 9 of columns 10 to 11, J8 itself alone; None for what is neither."""
    first, _, last = written.replace("$", "").partition(":")
    begins, ends = place_of(first), place_of(last or first)
    return (*begins, *ends) if begins and ends else None


def column_letter(number: int) -> str:
    """Column 1 is A."""
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def exact(value: int | float) -> Decimal:
    """A stored number as Excel shows it, to 15 significant digits: 0.1 + 0.2 is 0.3."""
    return Decimal(format(value, ".15g")) if value else Decimal(0)


def plain(number: Decimal) -> str:
    """Written out in full without trailing zeros, whole numbers without a decimal point."""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
