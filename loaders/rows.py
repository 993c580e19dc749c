"""What one row of a table says about one indicator: which of its figures become observations, which are only compared.

Whose row it is and what it is about has been settled before; the figures themselves are read by `row_figures`.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from domain.observation import Aspect, Observation, Source
from domain.plan import Indicator, Kind, Plan, Task
from loaders import headers
from loaders.beside import read_beside, read_rate
from loaders.harvest import Harvest
from loaders.names import Item
from loaders.narratives import read_narratives, read_task
from loaders.row_figures import SHARES, Figure, RowFigures
from loaders.tables import remarks
from loaders.tables.header import TableKind
from loaders.tables.spans_in_doubt import span_in_doubt
from loaders.tables.table import Table
from loaders.tables.zones import inclusions


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
    """One row about one indicator, and what becomes of its figures."""

    plan: Plan
    table: Table
    row: int
    item: Indicator
    region_id: str | None
    into: Harvest

    @cached_property
    def figures(self) -> RowFigures:
        return RowFigures(self.plan, self.table, self.row, self.item, self.into)

    def read(self) -> None:
        columns, item = self.table.header.columns, self.item
        if item.kind in SHARES:
            if {"reached", "denominator"} <= set(columns):
                self._shares()
            else:
                self.figures.tell("D38", self.table.address(self.row, "cumulative", "code", "name"))
            return
        if self.table.header.kind is TableKind.REGIONS:
            self._regions()
        elif "cumulative" not in columns and not self.table.gives_months_only:
            self.figures.tell("D42", self.table.address(self.row, "code", "name"))
            for role in ("month", "previous"):  # what else is wrong is told at once
                self.figures.number(role)
            return
        if "cumulative" in columns or self.table.gives_months_only:
            if self.region_id is None:
                self.into.named.add(self._series_id)
            self._figures()

    def compare(self) -> None:
        """A row about a number that another department leads: not taken over, only held against the lead's."""
        total = self.figures.number("cumulative")
        if total:
            self.into.by_partner[self._series_id] = self._observation(Aspect.CUMULATIVE, total)

    def _figures(self) -> None:
        cumulative = self.figures.number("cumulative")
        month = self.figures.number("month")
        previous = self.figures.number("previous")
        self._observe(Aspect.CUMULATIVE, cumulative)
        self._observe(Aspect.MONTH, month)
        self._target()
        self._remark()
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
                value = self.figures.value(cell, f"region:{region_id}")
                self._observe(Aspect.CUMULATIVE, value, region_id)
                read_all = read_all and value is not None
        series_id = self._series_id
        total = self.figures.number("total")
        if not read_all:
            self.into.doubtful.add(series_id)
        elif total:
            self.into.totals[series_id] = self._observation(Aspect.CUMULATIVE, total)

    def _shares(self) -> None:
        group, reached = self.figures.number("denominator"), self.figures.number("reached")
        self._observe(Aspect.CUMULATIVE, reached)
        self._observe(Aspect.DENOMINATOR, group)
        if group and group[0] == 0:
            self.figures.tell("E37", group[1].cell)

    def _remark(self) -> None:
        """What a remark says against the figures beside it."""
        remark, place, figures = (
            self.table.text(self.row, "remark"),
            self.table.address(self.row, "remark"),
            self.figures,
        )
        if word := remarks.unsettled(remark):
            figures.tell("F34", place, word=word)
        if remarks.is_of_the_year(remark) and figures.ask(span_in_doubt(remark, self.plan.start), place) is False:
            figures.tell("B09", place, raw=remark, expected=headers.title("columns", "cumulative"))

    def _target(self) -> None:
        """A target altered in the sheet changes nothing, but is told."""
        cell = self.table.cell(self.row, "target")
        if cell and isinstance(cell.value, Decimal):
            multiplier = self.figures.multiplier("target")
            if multiplier and self.item.target not in (cell.value, cell.value * multiplier):
                self.figures.tell("D36", cell.address, raw=cell.raw, expected=self.item.target)

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
