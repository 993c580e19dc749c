"""The figures of one row about one indicator: each a number in the units of the plan, and what is wrong with it.

What a cell is worth by itself is settled by `cells`; what becomes of a figure, `rows` decides.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from decimal import Decimal

from domain.observation import Source
from domain.plan import Direction, Indicator, Kind, Plan, Unit
from domain.problem import Fact
from domain.problem_codes import problem
from loaders import cells, headers
from loaders.findings import Doubt, T
from loaders.harvest import Harvest
from loaders.sheet import STRUCK, Cell, CellKind, unstruck
from loaders.tables import remarks
from loaders.tables.header import FIGURES
from loaders.tables.table import Table
from loaders.values.numbers import CHECKS
from loaders.values.numbers_in_doubt import unit_in_doubt
from loaders.values.units import bare, scale_to

COUNTED = (Kind.FLOW, Kind.STOCK)
SHARES = (Kind.PER_CAPITA, Kind.RATIO)
_UNSTATED = "", ""
_GIVEN = ("target", "previous")  # what the template fills in, whatever unit its row is then given
_MUST_BE_FILLED = ("cumulative", "reached", "denominator")

Figure = tuple[Decimal, Source]


@dataclass
class RowFigures:
    """`converted` holds what is to be said of the row's units, with its first figure; `units` what each is worth, by
    its text and cell.
    """

    plan: Plan
    table: Table
    row: int
    item: Indicator
    into: Harvest
    converted: list[tuple[cells.Finding, str]] = field(default_factory=list[tuple[cells.Finding, str]])
    units: dict[tuple[str, str], Decimal | None] = field(default_factory=dict[tuple[str, str], Decimal | None])

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
        is_group = self.item.kind in SHARES or role in ("reached", "denominator")
        unit = self._heads(role) if is_group else self.plan.unit(self.item.unit)
        may_fall = self.item.kind is Kind.STOCK
        others = self.plan.counted_units
        read = cells.read_number(
            cell,
            unit,
            role=role,
            multiplier=multiplier,
            may_fall=may_fall,
            others=others,
            in_per_cent=role == "month" and self._is_level_in_per_cent(),
        )
        self._looked_at(cell, role)
        value = self.ask(read.doubt, cell.address, title=self._title(role)) if read.doubt else read.value
        self._report(read.findings, cell.address, title=self._title(role))
        if value is None:
            return None
        for finding, place in self.converted:
            self.tell(finding.code, place, **finding.facts, figure=cell.address, raw=cell.raw, value=value)
        self.converted.clear()
        return value, Source(self.table.sheet.name, cell.address, cell.raw)

    def _looked_at(self, cell: Cell, role: str) -> None:
        """What is to be told of how a figure is shown, and of what stands beside it."""
        sheet, raw = self.table.sheet, cell.raw.strip()
        if cell.is_struck or STRUCK in raw:
            left = unstruck(raw).strip()
            is_in_part = len(left) < len(raw.replace(STRUCK, ""))
            self.tell("B22", cell.address, raw=f"{raw} → {left}" if is_in_part else left)
        if cell.shown and not cell.shown.text:
            self.into.unseen.add((sheet.name, cell.address))
        if (cell.shown and not cell.shown.text) or (sheet.aside.hides_zeros and cell.value == 0):
            self.tell("B56", cell.address, raw=raw)
        if cell.address in sheet.aside.unsure and role not in CHECKS:
            self.tell("E53", cell.address)
        if word := remarks.unsettled(sheet.aside.comments.get(cell.address, "")):
            self.tell("E51", cell.address, raw=raw, word=word)
        code = sheet.aside.format_at(cell.address) if cell.kind is CellKind.NUMBER else ""
        if code and not (cell.is_percent and "%" in code):
            self.tell("E54", cell.address, raw=raw, format=code)

    def _is_level_in_per_cent(self) -> bool:
        """Whether the level beside a month's change leaves no doubt that both are per cent: 84.2 is no share of one."""
        level = self.table.cell(self.row, "cumulative")
        return level is not None and isinstance(level.value, Decimal) and level.value > 1

    def _heads(self, role: str) -> Unit:
        """What a group and those of it who got there are counted in: whole heads, whatever the share is called, unless
        the plan names a unit.
        """
        group = self.plan.unit(self.item.counted_in or self.item.unit.partition("/")[2].partition("·")[0])
        names = tuple(filter(None, (group.name, *group.aliases)))
        return Unit(self._title(role), names, whole=self.plan.counted_whole(self.item))

    def multiplier(self, role: str) -> Decimal | None:
        """How many of the indicator's units one unit of the sheet is; None after an error.

        The unit stands in the row, behind the heading, or around the table; where two of them speak they must agree.
        """
        if self.item.kind in SHARES:
            return Decimal(1)
        around = self.table.units_around
        stated = self._stated_units(role) or around
        multipliers = [self._unit(text, place) for text, place in stated]
        if None in multipliers:
            return None
        own = multipliers[0] if multipliers else None
        others = [each for each in around if own is not None and self._contradicts(each[0], own)]
        if len(set(multipliers)) > 1 or others:
            texts = tuple(dict.fromkeys(headers.compact(text) for text, _ in (*stated, *others)))
            place = others[0][1] if others else stated[0][1]
            self.into.problems.append(problem("D43", self.table.sheet.name, place, units=texts))
            return None
        if multipliers and role not in _GIVEN and self._is_too_much(role, multipliers[0], *stated[0]):
            return None
        return multipliers[0] if multipliers else self._unstated()

    def _contradicts(self, text: str, multiplier: Decimal) -> bool:
        """Whether a unit stated for the whole table makes another number of what a row's own unit makes of it.

        One of another kind is some other row's, unless no row has it; then nobody knows which of the two is meant.
        """
        scale = scale_to(self.plan.unit(self.item.unit), bare(text))
        if scale is not None:
            return scale != multiplier
        names = self.table.names
        return names.is_unit(text) and names.one_unit(text) not in self.table.row_units

    def _unstated(self) -> Decimal | None:
        """The unit of a row that names none: the plan's, unless ten thousands of it fit the figures too, or alone."""
        if _UNSTATED not in self.units:
            place = self.table.address(self.row, "unit", "cumulative")
            figures = [cell for role in FIGURES if (cell := self.table.cell(self.row, role))]
            doubt = unit_in_doubt(self.plan.unit(self.item.unit), self.item, figures)
            self.units[_UNSTATED] = self.ask(doubt, place) if doubt else Decimal(1)
            self.into.units.add((self.item.id, ""))
            if doubt is None and "unit" in self.table.header.columns:
                self.tell("D44", place, unit=self.item.unit)
        return self.units[_UNSTATED]

    def _unit(self, text: str, place: str) -> Decimal | None:
        """How many of the indicator's units `text` is. What is wrong with it is told once."""
        if (text, place) not in self.units:
            self.into.units.add((self.item.id, headers.compact(text)))
            read = cells.read_unit(text, self.plan.unit(self.item.unit))
            self.units[text, place] = read.value
            self.converted += [(found, place) for found in read.findings if read.value is not None]
            self._report((found for found in read.findings if read.value is None), place)
        return self.units[text, place]

    def _is_too_much(self, role: str, scale: Decimal | None, text: str, place: str) -> bool:
        """Whether a figure fits the target as it stands, while in the unit stated it is many times as much."""
        cell = self.table.cell(self.row, role)
        if scale is None or scale <= 1 or cell is None or not isinstance(cell.value, Decimal) or cell.shown:
            return False  # where another number is seen than is there, that is asked about
        limits = self.plan.limits_at(max(self.into.period or self.plan.start, self.plan.start))
        is_counted = self.item.kind in COUNTED and self.item.direction is Direction.UP
        most = self.item.target * limits.far_over_target
        if not is_counted or self.item.target <= limits.small_target or not cell.value <= most < cell.value * scale:
            return False
        self.units[text, place] = None
        facts: dict[str, Fact] = {"unit": bare(text), "raw": cell.raw, "figure": cell.address}
        facts |= {"value": cell.value * scale, "target": self.item.target, "expected_unit": self.item.unit}
        self.tell("D51", place, **facts)
        return True

    def _stated_units(self, role: str) -> list[tuple[str, str]]:
        """The units stated for a figure alone, with where they stand."""
        stated: list[tuple[str, str]] = []
        if text := self.table.text(self.row, "unit"):
            stated.append((text, self.table.address(self.row, "unit")))
        if text := self.table.unit_of_name(self.row):
            stated.append((text, self.table.address(self.row, "name")))
        if role in self.table.header_units:
            stated.append((self.table.header_units[role], self.table.header.headings[role].cell.address))
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
