"""The figures of one row about one indicator: each a number in the units of the plan, and what is wrong with it.

What a cell is worth by itself is settled by `cells`; what becomes of a figure, `rows` decides.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from decimal import Decimal

from domain.observation import Source
from domain.plan import Indicator, Kind, Plan, Unit
from domain.problem import Fact
from domain.problem_codes import problem
from loaders import cells, headers
from loaders.findings import Doubt, T
from loaders.harvest import Harvest
from loaders.sheet import STRUCK, Cell, unstruck
from loaders.tables.header import FIGURES
from loaders.tables.table import Table
from loaders.values.numbers_in_doubt import unit_in_doubt

SHARES = (Kind.PER_CAPITA, Kind.RATIO)
_MUST_BE_FILLED = ("cumulative", "reached", "denominator")

Figure = tuple[Decimal, Source]


@dataclass
class RowFigures:
    """`converted` holds what is to be said of the row's units, with its first figure; `units` what each is worth."""

    plan: Plan
    table: Table
    row: int
    item: Indicator
    into: Harvest
    converted: list[tuple[cells.Finding, str]] = field(default_factory=list[tuple[cells.Finding, str]])
    units: dict[str, Decimal | None] = field(default_factory=dict[str, Decimal | None])  # by cell

    def number(self, role: str) -> Figure | None:
        """The figure of `role`, or None: no such column, blank where that is allowed, or an error."""
        if role not in self.table.header.columns:
            return None
        cell = self.table.cell(self.row, role)
        if cell is not None and cell.raw.strip():
            return self.value(cell, role)
        if role in _MUST_BE_FILLED:
            self.tell("E09", self.table.address(self.row, role), title=self._title(role))
        return None

    def value(self, cell: Cell, role: str) -> Figure | None:
        multiplier = self.multiplier(role)
        if multiplier is None:
            return None
        if role == "previous" and self._is_prefilled():
            multiplier = Decimal(1)
        unit = self._heads(role) if self.item.kind in SHARES else self.plan.unit(self.item.unit)
        may_fall = self.item.kind is Kind.STOCK
        others = self.plan.counted_units
        read = cells.read_number(cell, unit, role=role, multiplier=multiplier, may_fall=may_fall, others=others)
        if cell.is_struck or STRUCK in cell.raw:
            left = unstruck(cell.raw).strip()
            is_in_part = len(left) < len(cell.raw.strip().replace(STRUCK, ""))
            self.tell("B22", cell.address, raw=f"{cell.raw.strip()} → {left}" if is_in_part else left)
        if cell.shown and not cell.shown.text:
            self.tell("B56", cell.address, raw=cell.raw.strip())
        value = self.ask(read.doubt, cell.address, title=self._title(role)) if read.doubt else read.value
        self._report(read.findings, cell.address, title=self._title(role))
        if value is None:
            return None
        for finding, place in self.converted:
            self.tell(finding.code, place, **finding.facts, figure=cell.address, raw=cell.raw, value=value)
        self.converted.clear()
        return value, Source(self.table.sheet.name, cell.address, cell.raw)

    def _heads(self, role: str) -> Unit:
        """What a group and those of it who got there are counted in: whole heads, whatever the share is called."""
        group = self.plan.unit(self.item.unit.partition("/")[2].partition("·")[0])
        return Unit(self._title(role), tuple(filter(None, (group.name, *group.aliases))))

    def multiplier(self, role: str) -> Decimal | None:
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
            self.tell("D43", stated[0][1], units=tuple(text.strip() for text, _ in stated))
            return None
        return multipliers[0] if multipliers else self._unstated()

    def _unstated(self) -> Decimal | None:
        """The unit of a row that names none: the plan's, unless ten thousands of it fit the figures too, or alone."""
        if "" not in self.units:
            place = self.table.address(self.row, "unit", "cumulative")
            figures = [cell for role in FIGURES if (cell := self.table.cell(self.row, role))]
            doubt = unit_in_doubt(self.plan.unit(self.item.unit), self.item, figures)
            self.units[""] = self.ask(doubt, place) if doubt else Decimal(1)
            if doubt is None and "unit" in self.table.header.columns:
                self.tell("D44", place, unit=self.item.unit)
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

    def _is_prefilled(self) -> bool:
        """Whether last month's total is in the plan's own unit whatever the row's unit: beside a target that is."""
        cell = self.table.cell(self.row, "target")
        return cell is not None and cell.value == self.item.target

    def _title(self, role: str) -> str:
        heading = self.table.header.headings[role]
        return headers.plain(heading.title)

    def _report(self, findings: Iterable[cells.Finding], place: str, **facts: Fact) -> None:
        for finding in findings:
            self.tell(finding.code, place, **{**facts, **finding.facts})

    def ask(self, doubt: Doubt[T], place: str, **facts: Fact) -> T | None:
        """The value of the reading chosen. How the figures of an indicator are written is asked for that indicator."""
        about_it = doubt if doubt.about else replace(doubt, about=self.item.id)
        value, found = self.into.answers.settle(about_it, self.table.sheet.name, place, indicator=self.item.id, **facts)
        self.into.problems.append(found)
        return value

    def tell(self, code: str, place: str, **facts: Fact) -> None:
        self.into.problems.append(problem(code, self.table.sheet.name, place, **{"indicator": self.item.id, **facts}))
