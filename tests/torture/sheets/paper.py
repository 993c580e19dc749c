"""A workbook before it is written: cells that know what they hold, so that distortions need not search for it.

Cells move when rows and columns are put in or taken out, and take their meaning with them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from openpyxl.utils.cell import get_column_letter

Key = tuple[str, str, str, str | None, str]
"""Department, month ("2024-03"), indicator, region (None: the whole city), aspect: one figure. Of a task: its state."""


@dataclass(frozen=True)
class Calculated:
    """A formula with the result a program saved; None: it was never calculated."""

    formula: str
    result: Any = None


@dataclass(frozen=True)
class Fault:
    """An error value such as #REF!."""

    text: str


@dataclass(frozen=True)
class Rich:
    """A text whose parts are formatted differently: in bold from the second on, or as `looks` says of each."""

    parts: tuple[str, ...]
    looks: tuple[str, ...] = ()  # "", raised or struck


@dataclass(eq=False)
class Spot:
    """One cell. `role` is that of its column; `part` what it is of the sheet: figure, heading, identity, label …

    `touched`: a distortion has been here; another one would blur whose fault a wrong figure is.
    """

    value: Any
    part: str
    role: str = ""
    item: str = ""  # the indicator or task its row is about
    key: Key | None = None
    format: str = ""
    reads: str = ""  # as what it reads, where its format adds to it
    struck: bool = False
    comment: str = ""
    conditional: str = ""  # the number format of a conditional format
    phonetic: str = ""
    stored: str = ""  # a value that a program left beside its text
    locked: bool = True
    touched: bool = False

    @property
    def look(self) -> str:
        """Its number format; a date without one would be a bare number."""
        return self.format or ("yyyy-mm-dd" if isinstance(self.value, date) else "")

    @property
    def raw(self) -> str:
        """The text that is said to stand there."""
        return self.reads or as_written(self.value)

    def number(self) -> Decimal:
        """The figure as the sheet was meant to hold it."""
        return Decimal(str(self.value))

    def is_plain(self) -> bool:
        """Whether it holds a bare number nobody has altered."""
        return not self.touched and isinstance(self.value, int | float) and not isinstance(self.value, bool)


def as_written(value: Any) -> str:
    """What stands in a cell of this value, as a person would copy it down."""
    match value:
        case Calculated(_, result):
            return as_written(result)
        case Rich(parts, looks):
            return "".join(map(_as_seen, parts, looks or ("",) * len(parts)))
        case bool():
            return str(value).upper()
        case float():
            text = format(Decimal(format(value, ".15g")), "f")
            return text.rstrip("0").rstrip(".") if "." in text else text
        case None:
            return ""
        case _:
            return str(value)


def _as_seen(part: str, look: str) -> str:
    if look == "struck":
        return "".join(f"{letter}\u0336" for letter in part)
    return part.translate(RAISED) if look == "raised" else part


RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
MADE = datetime(2024, 1, 1)  # noqa: DTZ001 - spreadsheets keep no time zone
LIBRARIES = ("xlsxwriter", "openpyxl")  # openpyxl leaves formulas without results
Merge = tuple[int, int, int, int]  # first row, first column, last row, last column


@dataclass(eq=False)
class Page:
    """One worksheet, rows and columns from 1."""

    name: str
    spots: dict[tuple[int, int], Spot] = field(default_factory=dict[tuple[int, int], Spot])
    merges: list[Merge] = field(default_factory=list[Merge])
    hidden_rows: set[int] = field(default_factory=set[int])
    hidden_columns: set[int] = field(default_factory=set[int])
    shrunk: bool = False  # those are hidden by their size alone: no height, no width
    hidden: bool = False
    protected: bool = False
    extra_rows: int = 0  # so many rows below carry a format and nothing else
    dimension: str = ""  # what the sheet says of its size, where that is wrong
    furniture: set[str] = field(default_factory=set[str])  # what a program puts around cells
    kind: str = ""  # monthly, regions, per_capita, long, tasks, other

    def put(self, row: int, column: int, spot: Spot) -> Spot:
        self.spots[row, column] = spot
        return spot

    def where(self, spot: Spot) -> tuple[int, int]:
        return next(place for place, each in self.spots.items() if each is spot)

    def address(self, spot: Spot) -> str:
        return self.at(*self.where(spot))

    @staticmethod
    def at(row: int, column: int) -> str:
        return f"{get_column_letter(column)}{row}"

    def find(self, part: str, role: str = "") -> list[Spot]:
        """Cells of one part (and role), in reading order."""
        found = [(at, s) for at, s in self.spots.items() if s.part == part and (not role or s.role == role)]
        return [spot for _, spot in sorted(found, key=lambda pair: pair[0])]

    def row_of(self, row: int) -> dict[int, Spot]:
        return {column: spot for (r, column), spot in sorted(self.spots.items()) if r == row}

    def column_of(self, column: int) -> dict[int, Spot]:
        return {row: spot for (row, c), spot in sorted(self.spots.items()) if c == column}

    @property
    def last_row(self) -> int:
        return max((row for row, _ in self.spots), default=0)

    @property
    def last_column(self) -> int:
        return max((column for _, column in self.spots), default=0)

    def body(self) -> list[int]:
        """The rows that are about something, in order."""
        return sorted({row for (row, _), spot in self.spots.items() if spot.item})

    def heading_rows(self) -> list[int]:
        return sorted({row for (row, _), spot in self.spots.items() if spot.part in ("heading", "group")})

    def tables(self) -> int:
        """How many tables stand on the page."""
        return len(self.find("heading", "name") or self.find("heading", "code") or self.find("heading", "task_name"))

    def insert_rows(self, before: int, count: int = 1) -> None:
        self._shift(lambda row, column: (row + count if row >= before else row, column))
        self.hidden_rows = {row + count if row >= before else row for row in self.hidden_rows}

    def insert_columns(self, before: int, count: int = 1) -> None:
        self._shift(lambda row, column: (row, column + count if column >= before else column))
        self.hidden_columns = {column + count if column >= before else column for column in self.hidden_columns}

    def remove_row(self, row: int) -> list[Spot]:
        """Take a row out; what lies below moves up. Merges inside it vanish."""
        gone = list(self.row_of(row).values())
        self.spots = {at: spot for at, spot in self.spots.items() if at[0] != row}
        self.merges = [merge for merge in self.merges if not merge[0] == merge[2] == row]
        self._shift(lambda r, column: (r - 1 if r > row else r, column))
        return gone

    def swap_columns(self, one: int, other: int, rows: range) -> None:
        """Exchange two columns of the table in `rows`."""
        exchange = {one: other, other: one}
        self.spots = {
            (row, exchange.get(column, column) if row in rows else column): spot
            for (row, column), spot in self.spots.items()
        }

    def _shift(self, move: Callable[[int, int], tuple[int, int]]) -> None:
        self.spots = {move(*at): spot for at, spot in self.spots.items()}
        moved = [(*move(top, left), *move(bottom, right)) for top, left, bottom, right in self.merges]
        self.merges = [merge for merge in moved if merge[:2] != merge[2:]]

    def is_in_merge(self, row: int, column: int) -> bool:
        return any(top <= row <= bottom and left <= column <= right for top, left, bottom, right in self.merges)


def copied(page: Page, name: str) -> Page:
    """A page of the same looks, whose cells belong to nobody."""
    copy = Page(name, merges=list(page.merges), kind="other")
    copy.spots = {at: Spot(s.value, "copy", s.role, format=s.format, touched=True) for at, s in page.spots.items()}
    return copy


@dataclass(eq=False)
class Paper:
    """A workbook: its pages, and the dialect it is to be written in."""

    pages: list[Page]
    name: str = "报表.xlsx"
    by: str = "xlsxwriter"  # or openpyxl, which leaves formulas without results
    from_1904: bool = False
    is_newer: bool = False  # with what Excel of 2013 and later adds
    is_uncalculated: bool = False  # made by a program that leaves calculating to whoever opens it
    encoding: str = ""  # of a file saved for text
    delimiter: str = ","
    is_final: bool = False  # nothing more can be done to it
    is_bound: bool = False  # something needs the library chosen

    def needs(self, library: str) -> bool:
        """Whether the file can still be written by `library`; from now on it will be."""
        if self.is_bound and self.by != library:
            return False
        self.by, self.is_bound = library, True
        return True

    def mark(self) -> tuple[str, bool, list[Spot]]:
        """What a distortion that then does nothing may have claimed: the library, and cells not touched before."""
        return self.by, self.is_bound, [s for page in self.pages for s in page.spots.values() if not s.touched]

    def back_to(self, mark: tuple[str, bool, list[Spot]]) -> None:
        self.by, self.is_bound, untouched = mark
        for spot in untouched:
            spot.touched = False

    def everything(self) -> Iterator[tuple[Page, Spot]]:
        for page in self.pages:
            for at in sorted(page.spots):
                yield page, page.spots[at]

    def figures(self, *roles: str) -> list[tuple[Page, Spot]]:
        """Cells that hold a figure of the truth as a bare number, and that no distortion has touched."""
        return [
            (page, spot)
            for page, spot in self.everything()
            if spot.key and spot.part == "figure" and spot.is_plain() and (not roles or spot.role in roles)
        ]

    def place(self, spot: Spot) -> tuple[str, str] | None:
        """Sheet and address; None for a cell that is no more."""
        for page in self.pages:
            if any(each is spot for each in page.spots.values()):
                return page.name, page.address(spot)
        return None
