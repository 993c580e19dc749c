"""The figures of one row of a table, in the units of the plan, and what is wrong with them.

Whose row it is and what it is about has been settled before; what a cell is worth is settled by `cells`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from decimal import Decimal

from domain.observation import Aspect, Observation, Source
from domain.plan import Indicator, Kind, Plan, Task, Unit
from domain.problem import Fact
from domain.problem_codes import problem
from loaders import cells, headers
from loaders.beside import read_beside, read_rate
from loaders.findings import Doubt, T
from loaders.harvest import Harvest
from loaders.headings import FIGURES, TableKind
from loaders.names import Item
from loaders.narratives import read_narratives, read_task
from loaders.numbers_in_doubt import unit_in_doubt
from loaders.table import Table
from loaders.workbook import Cell
from loaders.zones import inclusions

SHARES = (Kind.PER_CAPITA, Kind.RATIO)
_MUST_BE_FILLED = ("cumulative", "reached", "denominator")

Figure = tuple[Decimal, Source]


def read_row(plan: Plan, table: Table, row: int, item: Item, region_id: str | None, into: Harvest) -> None:
    """Read `row`, which is about `item`, into the harvest of its department-month."""
    series_id = plan.series(item.id).id if isinstance(item, Indicator) else item.id
    if region_id is None and table.header.kind is not TableKind.REGIONS:
        into.named.add(series_id)
        if {"problems", "next_steps"} <= set(table.header.columns):
            place = Source(table.sheet.name, table.address(row, "problems"), "")
            into.reasons_at[series_id] = place, table.sheet.row_line(row)
    if into.period is None or not into.claim(table, row, item, series_id, region_id):
        return
    if isinstance(item, Task):
        read_task(plan, table, row, item, into)
        return
    if plan.series(series_id).reporter != into.department_id:
        Row(plan, table, row, item, region_id, into).compare()
        return
    Row(plan, table, row, item, region_id, into).read()
    read_narratives(plan, table, row, series_id, into)
    into.inclusions += inclusions(plan, table, row, series_id, region_id)


@dataclass
class Row:
    """One row about one indicator. `converted` holds what is to be said of its units, with the first figure."""

    plan: Plan
    table: Table
    row: int
    item: Indicator
    region_id: str | None
    into: Harvest
    converted: list[tuple[cells.Finding, str]] = field(default_factory=list[tuple[cells.Finding, str]])
    units: dict[str, Decimal | None] = field(default_factory=dict[str, Decimal | None])  # by cell

    def read(self) -> None:
        columns, item = self.table.header.columns, self.item
        if item.kind in SHARES:
            if {"reached", "denominator"} <= set(columns):
                self._shares()
            else:
                self._tell("D38", self.table.address(self.row, "cumulative", "code", "name"))
            return
        if self.table.header.kind is TableKind.REGIONS:
            self._regions()
        elif "cumulative" not in columns and not self.table.gives_months_only:
            self._tell("D42", self.table.address(self.row, "code", "name"))
            for role in ("month", "previous"):  # what else is wrong is told at once
                self._number(role)
            return
        if "cumulative" in columns or self.table.gives_months_only:
            if self.region_id is None:
                self.into.named.add(self._series_id)
            self._figures()

    def compare(self) -> None:
        """A row about a number that another department leads: not taken over, only held against the lead's."""
        total = self._number("cumulative")
        if total:
            self.into.by_partner[self._series_id] = self._observation(Aspect.CUMULATIVE, total)

    def _figures(self) -> None:
        cumulative = self._number("cumulative")
        month = self._number("month")
        previous = self._number("previous")
        self._observe(Aspect.CUMULATIVE, cumulative)
        self._observe(Aspect.MONTH, month)
        self._target()
        if self.region_id is not None:
            return
        series_id = self._series_id
        read_beside(self.table, self.row, series_id, self.into)
        if previous:
            self.into.previous[series_id] = self._observation(Aspect.CUMULATIVE, previous)
        can_tell = cumulative and self.item.kind is Kind.FLOW and "month" in self.table.header.columns
        if can_tell and not self.table.text(self.row, "month"):
            self.into.blank_months[series_id] = Source(self._sheet, self.table.address(self.row, "month"), "")
        if cumulative:
            read_rate(self.table, self.row, series_id, self.into)

    def _regions(self) -> None:
        read_all = True
        for region_id, column in self.table.header.region_columns.items():
            cell = self.table.sheet.at(self.row, column)
            if cell and cell.raw.strip():
                value = self._value(cell, f"region:{region_id}")
                self._observe(Aspect.CUMULATIVE, value, region_id)
                read_all = read_all and value is not None
        series_id = self._series_id
        total = self._number("total")
        if not read_all:
            self.into.doubtful.add(series_id)
        elif total:
            self.into.totals[series_id] = self._observation(Aspect.CUMULATIVE, total)

    def _shares(self) -> None:
        group, reached = self._number("denominator"), self._number("reached")
        self._observe(Aspect.CUMULATIVE, reached)
        self._observe(Aspect.DENOMINATOR, group)
        if group and group[0] == 0:
            self._tell("E37", group[1].cell)

    def _number(self, role: str) -> Figure | None:
        """The figure of `role`, or None: no such column, blank where that is allowed, or an error."""
        if role not in self.table.header.columns:
            return None
        cell = self.table.cell(self.row, role)
        if cell is not None and cell.raw.strip():
            return self._value(cell, role)
        if role in _MUST_BE_FILLED:
            self._tell("E09", self.table.address(self.row, role), title=self._title(role))
        return None

    def _value(self, cell: Cell, role: str) -> Figure | None:
        multiplier = self._multiplier(role)
        if multiplier is None:
            return None
        if role == "previous" and self._is_prefilled():
            multiplier = Decimal(1)
        unit = self._heads(role) if self.item.kind in SHARES else self.plan.unit(self.item.unit)
        may_fall = self.item.kind is Kind.STOCK
        others = self.plan.units
        read = cells.read_number(cell, unit, role=role, multiplier=multiplier, may_fall=may_fall, others=others)
        if cell.is_struck:
            self._tell("B22", cell.address, raw=cell.raw.strip())
        value = self._ask(read.doubt, cell.address, title=self._title(role)) if read.doubt else read.value
        self._report(read.findings, cell.address, title=self._title(role))
        if value is None:
            return None
        for finding, place in self.converted:
            self._tell(finding.code, place, **finding.facts, figure=cell.address, raw=cell.raw, value=value)
        self.converted.clear()
        return value, Source(self._sheet, cell.address, cell.raw)

    def _heads(self, role: str) -> Unit:
        """What a group and those of it who got there are counted in: whole heads, whatever the share is called."""
        group = self.plan.unit(self.item.unit.partition("/")[2].partition("·")[0])
        return Unit(self._title(role), tuple(filter(None, (group.name, *group.aliases))))

    def _multiplier(self, role: str) -> Decimal | None:
        """How many of the indicator's units one unit of the sheet is; None after an error.

        The unit stands in the row, behind the heading, or above the table; where two of them speak they must agree.
        """
        if self.item.kind in SHARES:
            return Decimal(1)
        stated = self._stated_units(role)
        multipliers = [self._unit(text, place) for text, place in stated]
        if None in multipliers:
            return None
        if len(set(multipliers)) > 1:
            self._tell("D43", stated[0][1], units=tuple(text.strip() for text, _ in stated))
            return None
        return multipliers[0] if multipliers else self._unstated()

    def _unstated(self) -> Decimal | None:
        """The unit of a row that names none: the plan's, unless ten thousands of it fit the figures too, or alone."""
        if "" not in self.units:
            place = self.table.address(self.row, "unit", "cumulative")
            figures = [cell for role in FIGURES if (cell := self.table.cell(self.row, role))]
            doubt = unit_in_doubt(self.plan.unit(self.item.unit), self.item, figures)
            self.units[""] = self._ask(doubt, place) if doubt else Decimal(1)
            if doubt is None and "unit" in self.table.header.columns:
                self._tell("D44", place, unit=self.item.unit)
        return self.units[""]

    def _unit(self, text: str, place: str) -> Decimal | None:
        """How many of the indicator's units `text` is. What is wrong with it is told once."""
        if place not in self.units:
            read = cells.read_unit(text, self.plan.unit(self.item.unit))
            self.units[place] = read.value
            self.converted += [(found, place) for found in read.findings if read.value is not None]
            self._report((found for found in read.findings if read.value is None), place)
        return self.units[place]

    def _stated_units(self, role: str) -> list[tuple[str, str]]:
        """The units stated for a figure with where they stand; what stands above the table only where nothing else."""
        stated: list[tuple[str, str]] = []
        if text := self.table.text(self.row, "unit"):
            stated.append((text, self.table.address(self.row, "unit")))
        if text := self.table.unit_of_name(self.row):
            stated.append((text, self.table.address(self.row, "name")))
        if role in self.table.header_units:
            stated.append((self.table.header_units[role], self.table.header.headings[role].cell.address))
        if not stated and self.table.unit:
            stated.append((self.table.unit, self.table.block["unit"].cell))
        return stated

    def _target(self) -> None:
        """A target altered in the sheet changes nothing, but is told."""
        cell = self.table.cell(self.row, "target")
        if cell and isinstance(cell.value, Decimal):
            multiplier = self._multiplier("target")
            if multiplier and self.item.target not in (cell.value, cell.value * multiplier):
                self._tell("D36", cell.address, raw=cell.raw, expected=self.item.target)

    def _is_prefilled(self) -> bool:
        """Whether last month's total is in the plan's own unit whatever the row's unit: beside a target that is."""
        cell = self.table.cell(self.row, "target")
        return cell is not None and cell.value == self.item.target

    def _observe(self, aspect: Aspect, figure: Figure | None, region_id: str | None = None) -> None:
        if figure:
            self.into.observe(self._observation(aspect, figure, region_id))

    def _observation(self, aspect: Aspect, figure: Figure, region_id: str | None = None) -> Observation:
        assert self.into.period is not None
        return Observation(self._series_id, region_id or self.region_id, self.into.period, aspect, *figure)

    @property
    def _series_id(self) -> str:
        return self.plan.series(self.item.id).id

    @property
    def _sheet(self) -> str:
        return self.table.sheet.name

    def _title(self, role: str) -> str:
        heading = self.table.header.headings[role]
        return headers.plain(heading.title)

    def _report(self, findings: Iterable[cells.Finding], place: str, **facts: Fact) -> None:
        for finding in findings:
            self._tell(finding.code, place, **{**facts, **finding.facts})

    def _ask(self, doubt: Doubt[T], place: str, **facts: Fact) -> T | None:
        """The value of the reading chosen. How the figures of an indicator are written is asked for that indicator."""
        about_it = doubt if doubt.about else replace(doubt, about=self.item.id)
        value, found = self.into.answers.settle(about_it, self._sheet, place, indicator=self.item.id, **facts)
        self.into.problems.append(found)
        return value

    def _tell(self, code: str, place: str, **facts: Fact) -> None:
        self.into.problems.append(problem(code, self._sheet, place, **{"indicator": self.item.id, **facts}))
