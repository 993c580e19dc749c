"""What the heading rows of a table say: the role of each column, and what stands above and behind a heading.

Headings are found by what they say, in one row or two, wherever the table begins. Whether a heading's surroundings
change what it counts is for `heading_checks`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from loaders import headers
from loaders.cells import months_in
from loaders.labels import is_block_row
from loaders.names import Names
from loaders.workbook import Cell, Sheet

IDENTITY = ("code", "name", "task_code", "task_name")
FIGURES = ("previous", "month", "cumulative", "reached", "denominator")
_SETTLING = (*IDENTITY, "unit", "period", "department", "region", "state", "done_on")  # may not be told twice alike
_REGION = "region:"


def is_figure(role: str) -> bool:
    """Whether a column of this role holds figures that are taken over."""
    return role in FIGURES or role.startswith(_REGION)


class TableKind(StrEnum):
    MONTHLY = "monthly"
    REGIONS = "regions"
    PER_CAPITA = "per_capita"
    TASKS = "tasks"


@dataclass(frozen=True)
class Heading:
    """The heading of one column. `above` is the group title over it in a header of two rows, else ""."""

    cell: Cell
    above: str = ""

    @property
    def title(self) -> str:
        """As a person reads it: 「累计·完成」."""
        own = headers.compact(self.cell.raw)
        return f"{headers.compact(self.above)}·{own}" if self.above else own

    @property
    def remarks(self) -> list[str]:
        return headers.remarks(self.above + self.cell.raw)


@dataclass(frozen=True)
class Header:
    """The heading rows of a table with the heading of each role."""

    first_row: int
    last_row: int
    headings: Mapping[str, Heading]
    refused: tuple[Cell, ...] = ()  # look-alikes of a wanted column that count something else
    months: tuple[Cell, ...] = ()  # columns headed by a bare month, the first of each month
    passed_over: tuple[Cell, ...] = ()  # not understood, or a worse match for a role that another column has
    twice: tuple[tuple[str, Cell], ...] = ()  # a second column for a role that can have only one

    @cached_property
    def columns(self) -> Mapping[str, int]:
        """The column number of each role."""
        return {role: heading.cell.column for role, heading in self.headings.items()}

    @property
    def kind(self) -> TableKind:
        if "state" in self.columns and {"task_code", "task_name"} & set(self.columns):
            return TableKind.TASKS
        if {"reached", "denominator"} & set(self.columns):
            return TableKind.PER_CAPITA
        if len(self.region_columns) >= 2:
            return TableKind.REGIONS
        return TableKind.MONTHLY

    @cached_property
    def region_columns(self) -> Mapping[str, int]:
        """The column number of each region's id."""
        return {role.removeprefix(_REGION): at for role, at in self.columns.items() if role.startswith(_REGION)}

    @property
    def is_table(self) -> bool:
        """An identity and a figure, or an identity and enough else to be sure a table was meant."""
        has_figure = bool({*FIGURES, "state"} & set(self.columns)) or len(self.region_columns) >= 2
        is_named = any(role in self.columns for role in IDENTITY)
        return is_named and (has_figure or bool(self.refused) or len(self.months) >= 3 or len(self.columns) >= 3)

    @property
    def is_stepped(self) -> bool:
        """Whether names stand in the first of two rows and figures in the second, under group titles."""
        named = any(self.headings[role].cell.row == self.first_row for role in IDENTITY if role in self.headings)
        return named and any(self.headings[role].cell.row > self.first_row for role in self.headings if is_figure(role))

    def continues(self, other: Header) -> bool:
        """Whether this is the same heading again, as at a page break."""
        titles = [{role: heading.title for role, heading in each.headings.items()} for each in (self, other)]
        return self.columns == other.columns and titles[0] == titles[1]


def header_at(sheet: Sheet, row: int, names: Names) -> Header | None:
    """The header that begins in `row`. Two rows are one if together they say more than either alone."""
    if not any(_may_head(cell) for below in (row, row + 1) for cell in sheet.row(below)):
        return None
    if is_block_row(sheet, row):
        return None
    one = _header(sheet, row, row, names)
    has_second = row < sheet.last_row and not is_block_row(sheet, row + 1)
    two = _header(sheet, row, row + 1, names) if has_second else None
    below = _header(sheet, row + 1, row + 1, names) if two else None
    alone = max(_says(header) for header in (one, below))
    is_stepped = two is not None and (_is_merged_down(sheet, one) or (_says(two) == alone and two.is_stepped))
    best = two if two and (_says(two) > alone or is_stepped) else one
    return best if best and best.is_table else None


def _is_merged_down(sheet: Sheet, header: Header | None) -> bool:
    """Whether a heading that names things reaches into the row below: then that row is of the header too."""
    named = [header.headings[role].cell for role in IDENTITY if role in header.headings] if header else []
    return any(sheet.shown(cell.row + 1, cell.column) is cell for cell in named)


def _may_head(cell: Cell) -> bool:
    return isinstance(cell.value, str) and headers.column(cell.raw) is not None


def _says(header: Header | None) -> int:
    """How much of a header is understood: columns, bare months and look-alikes."""
    return len(header.columns) + len(header.months) + len(header.refused) if header else 0


def _header(sheet: Sheet, first: int, last: int, names: Names) -> Header | None:
    """The header read from rows `first`–`last`, or None when they cannot be one (a figure stands in them)."""
    best: dict[str, tuple[tuple[bool, int], Heading]] = {}
    months: dict[str, Cell] = {}
    cells, refused, twice = list[Cell](), list[Cell](), list[tuple[str, Cell]]()
    for column in range(1, sheet.last_column + 1):
        upper, lower = sheet.shown(first, column), sheet.shown(last, column)
        cell = lower or upper
        if cell is None:
            continue
        if any(each and not isinstance(each.value, str) for each in (upper, lower)):
            return None
        heading = Heading(cell, upper.raw if upper and upper is not cell else "")
        if headers.refused(heading.above + cell.raw):
            refused.append(cell)
        if month := next((t for t in (heading.above, cell.raw) if headers.is_month_heading(t)), None):
            months.setdefault(headers.compact(month), cell)
        cells.append(cell)
        role = _role(heading, names)
        if role is None:
            continue
        rank = (counts_otherwise(role, heading.above, cell.raw, names), headers.rank(role, cell.raw))
        known = best.get(role)
        is_rival = known and (rank == known[0] if role in _SETTLING else is_figure(role) and rank[0] == known[0][0])
        if known and is_rival and cell is not known[1].cell:
            twice.append((role, cell))
        if known is None or rank < known[0]:
            best[role] = rank, heading
    if not best:
        return None
    headings = {role: heading for role, (_, heading) in best.items()}
    chosen = {heading.cell.column for heading in headings.values()}
    passed_over = tuple(cell for cell in cells if cell.column not in chosen)
    return Header(first, last, headings, tuple(refused), tuple(months.values()), passed_over, tuple(twice))


def _role(heading: Heading, names: Names) -> str | None:
    """The role of a column by both its texts, else by the lower one, else by the upper one over a unit or 「完成」."""
    above, text = heading.above, heading.cell.raw
    if above and headers.refused(above + text):
        return None
    role = (headers.column(above + text) if above else None) or headers.column(text)
    if role:
        return role
    if above and (names.is_unit(text) or headers.is_neutral(text)):
        return headers.column(above)
    region = names.region(text)
    return f"{_REGION}{region.id}" if region else None


def counts_otherwise(role: str, above: str, text: str, names: Names) -> bool:
    """Whether the text over a figure's heading may change what it counts: 「计划」 or 「其中女性」 over 「累计」."""
    if not above or not is_figure(role):
        return False
    if headers.narrows(above, names.plan.start.year):
        return True
    if role.startswith(_REGION):
        return headers.speaks_of_the_month(above)
    says_nothing = headers.is_neutral(above) or headers.is_harmless(above, names.plan.start.year) or months_in(above)
    adds_nothing = names.is_unit(above) or names.is_unit(text) or headers.is_neutral(text)
    return not (says_nothing or adds_nothing or headers.column(above + text) == role)
