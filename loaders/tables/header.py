"""The heading rows of a table once they are read: which column plays which role, and what kind of table that makes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property

from loaders import headers
from loaders.tables.scopes import Heading, Scope

IDENTITY = ("code", "name", "task_code", "task_name")
FIGURES = ("previous", "month", "cumulative", "reached", "denominator")
BARE = "bare"  # not said what is counted: of a month, of an indicator, or in the one column with figures
LAST = 1_048_576  # no sheet has more rows, nor columns
REGION = "region:"


def is_figure(role: str) -> bool:
    """Whether a column of this role holds figures that are taken over."""
    return role in FIGURES or role.startswith(REGION)


class TableKind(StrEnum):
    MONTHLY = "monthly"
    REGIONS = "regions"
    PER_CAPITA = "per_capita"
    TASKS = "tasks"


@dataclass(frozen=True)
class Header:
    """The heading rows of a table, with the heading of each role for the whole of it and by what limits it."""

    first_row: int
    last_row: int
    headings: Mapping[str, Heading]
    scoped: Mapping[Scope, Mapping[str, Heading]] = field(default_factory=dict[Scope, Mapping[str, Heading]])
    refused: tuple[Heading, ...] = ()  # look-alikes of a wanted column that count something else
    passed_over: tuple[Heading, ...] = ()  # not understood, or a worse match for a role that another column has
    twice: tuple[tuple[Scope, str, Heading, Heading], ...] = ()  # a role for one column only, and two that claim it
    reach: range = range(1, LAST + 1)  # the columns that are this table's

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
        return {role.removeprefix(REGION): at for role, at in self.columns.items() if role.startswith(REGION)}

    @cached_property
    def limited(self) -> Sequence[tuple[Scope, str, Heading]]:
        """Every column that is limited to something, with its role."""
        return [(scope, role, each) for scope, roles in self.scoped.items() for role, each in roles.items()]

    @cached_property
    def figure_columns(self) -> frozenset[int]:
        """The columns whose figures are taken over, or may be."""
        own = {column for role, column in self.columns.items() if is_figure(role)}
        return frozenset(own | {heading.cell.column for _, _, heading in self.limited})

    @cached_property
    def left(self) -> int:
        """The first column that has a heading."""
        return min(self.headed)

    @cached_property
    def right(self) -> int:
        """The last column that has a heading."""
        return max(self.headed)

    @cached_property
    def headed(self) -> frozenset[int]:
        """The columns that have a heading of their own, understood or not."""
        every = (*self.headings.values(), *(each for _, _, each in self.limited), *self.passed_over, *self.refused)
        return frozenset(each.cell.column for each in every)

    @property
    def understood(self) -> int:
        """How much of a header is understood."""
        return len(self.headings) + len(self.limited) + len(self.refused)

    @property
    def has_figures(self) -> bool:
        """Whether any of its columns holds figures, of tasks their state."""
        return bool({*FIGURES, "state"} & set(self.columns)) or len(self.region_columns) >= 2 or bool(self.scoped)

    @property
    def has_parts(self) -> bool:
        """Whether a column that is not understood stands under the heading of a figure: 「男」 under 「累计完成」."""
        return any(headers.column(text) in FIGURES for each in self.passed_over for text in each.over)

    @property
    def like_totals(self) -> list[Heading]:
        """Columns that are not understood though they speak of a total: 「核定累计完成」."""
        return [each for each in self.passed_over if headers.sounds_like_a_total(each.title)]

    @property
    def is_table(self) -> bool:
        """An identity and a figure, or an identity and enough else to be sure a table was meant."""
        columns = set(self.columns)
        is_named = bool(columns & set(IDENTITY))
        is_across = bool(columns & {"region", "period"}) and any(scope.item for scope in self.scoped)
        counts = self.has_figures or self.has_parts or bool(self.refused or self.like_totals)
        return is_across or (is_named and (counts or len(columns) >= 3))

    @property
    def wants_item(self) -> bool:
        """Whether its rows are regions or months and its figures are of one thing, named elsewhere."""
        columns = set(self.columns)
        counts = bool(columns & set(FIGURES)) or self.has_parts
        return bool(columns & {"region", "period"}) and counts and not columns & set(IDENTITY)

    def of_item(self, item: str) -> Header:
        """Its figures limited to what is called `item`."""
        own = {role: each for role, each in self.headings.items() if role in (*FIGURES, "target", "rate")}
        scoped = {replace(scope, item=item): roles for scope, roles in self.scoped.items()}
        shared = {role: each for role, each in self.headings.items() if role not in own}
        return replace(self, headings=shared, scoped={**scoped, **({Scope(item=item): own} if own else {})})

    @property
    def is_stepped(self) -> bool:
        """Whether names stand in the first row and figures in the last, under group titles."""
        named = any(self.headings[role].cell.row == self.first_row for role in IDENTITY if role in self.headings)
        figures = [each for role, each in self.headings.items() if is_figure(role)]
        figures += [each for _, role, each in self.limited if is_figure(role) or role == BARE]
        return named and any(each.cell.row == self.last_row > self.first_row for each in figures)

    def continues(self, other: Header) -> bool:
        """Whether this is the same heading again, as at a page break."""
        return self._titles == other._titles

    @property
    def _titles(self) -> list[tuple[str, int, str]]:
        every = [*self.headings.items(), *((role, each) for _, role, each in self.limited)]
        return [(role, each.cell.column, each.title) for role, each in every]
