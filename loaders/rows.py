"""One row of a table → figures, words and task states of one department-month, and what is wrong with them.

Whose row it is has been settled by `submission`; what a cell is worth is settled by `cells`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from domain.observation import Aspect, Narrative, Observation, Source, TaskState, Topic
from domain.period import Period
from domain.plan import Indicator, Kind, Plan, Task, Unit
from domain.problem import Problem
from domain.problem_codes import problem
from loaders import cells, headers
from loaders.layout import Table, TableKind
from loaders.workbook import Cell

SHARES = (Kind.PER_CAPITA, Kind.RATIO)
HEADS = Unit("")  # a group and those of it who got there are counted in whole heads, whatever the share is called
_TOPICS = {topic.value: topic for topic in Topic}


@dataclass
class Harvest:
    """What one file says about one department-month. `department_id` or `period` None: the file did not say."""

    department_id: str | None
    period: Period | None
    observations: dict[tuple[str, str | None, Aspect], Observation] = field(default_factory=dict)
    narratives: list[Narrative] = field(default_factory=list[Narrative])
    task_states: dict[str, TaskState] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list[Problem])
    previous: dict[str, Observation] = field(default_factory=dict)  # last month's totals as the sheet states them
    totals: dict[str, Observation] = field(default_factory=dict)  # sums over regions as the sheet states them
    blank_months: dict[str, Source] = field(default_factory=dict)  # where a month's figure was left out
    named: set[str] = field(default_factory=set[str])  # every item that has a row, right or wrong
    _rows: dict[tuple[str, str | None, TableKind], tuple[str, int, str]] = field(default_factory=dict)

    def claim(self, table: Table, row: int, item: Indicator | Task, series_id: str, region_id: str | None) -> bool:
        """Whether this is the first row of the item; a second one is reported, and not read."""
        key = (series_id, region_id, table.header.kind)
        self.named.add(series_id)
        sheet = table.sheet.name
        if key not in self._rows:
            self._rows[key] = (sheet, row, item.id)
            return True
        first_sheet, first_row, first_id = self._rows[key]
        if first_id != item.id:
            return True  # the same series under its other clause: compared figure by figure
        if first_sheet == sheet:
            self.problems.append(problem("D05", sheet, f"A{row}", indicator=item.id, rows=(str(first_row), str(row))))
        else:
            self.problems.append(problem("B03", sheet, f"A{row}", n="2", names=(first_sheet, sheet)))
        return False

    def observe(self, seen: Observation) -> None:
        """Keep a figure. The same series given twice must agree."""
        key = (seen.indicator_id, seen.region_id, seen.aspect)
        known = self.observations.setdefault(key, seen)
        if known.value != seen.value:
            self.problems.append(
                problem(
                    "X11",
                    seen.source.sheet,
                    seen.source.cell,
                    indicator=seen.indicator_id,
                    value=seen.value,
                    other=known.value,
                    other_cell=known.source.cell,
                )
            )


@dataclass(frozen=True)
class RowReader:
    """Reads the rows of one table for one plan."""

    plan: Plan
    table: Table

    def read(self, row: int, item: Indicator | Task, region_id: str | None, into: Harvest) -> None:
        """Read `row`, which is about `item`, into the harvest of its department-month."""
        series_id = self.plan.series(item.id).id if isinstance(item, Indicator) else item.id
        if into.period is None or not into.claim(self.table, row, item, series_id, region_id):
            return
        if isinstance(item, Task):
            self._task(row, item, into.period, into)
            return
        multiplier = self._multiplier(row, item, into)
        if multiplier is None:
            return
        match self.table.header.kind:
            case TableKind.REGIONS:
                self._regions(row, item, multiplier, into)
            case TableKind.PER_CAPITA:
                self._shares(row, item, into)
            case _:
                self._target(row, item, multiplier, into)
                self._figures(row, item, region_id, multiplier, into)
                self._narratives(row, series_id, into)

    def _multiplier(self, row: int, item: Indicator, into: Harvest) -> Decimal | None:
        """How many of the indicator's units one unit of the sheet is; None after an error."""
        cell = self.table.cell(row, "unit")
        if cell is None or not cell.raw.strip():
            return Decimal(1)
        read = cells.read_unit(cell.raw, self.plan.unit(item.unit))
        self._report(read.findings, cell.address, into, indicator=item.id)
        return read.value

    def _target(self, row: int, item: Indicator, multiplier: Decimal, into: Harvest) -> None:
        """A target altered in the sheet changes nothing, but is told."""
        cell = self.table.cell(row, "target")
        if cell and isinstance(cell.value, Decimal) and cell.value * multiplier != item.target:
            facts = {"raw": cell.raw, "expected": item.target}
            into.problems.append(problem("D36", self.table.sheet.name, cell.address, **facts))

    def _figures(self, row: int, item: Indicator, region_id: str | None, multiplier: Decimal, into: Harvest) -> None:
        if item.kind in SHARES:
            into.problems.append(
                problem("D38", self.table.sheet.name, self.table.address(row, "cumulative"), indicator=item.id)
            )
            return
        cumulative = self._number(row, "cumulative", item, multiplier, into)
        month = self._number(row, "month", item, multiplier, into)
        previous = self._number(row, "previous", item, multiplier, into)
        if cumulative:
            into.observe(self._observation(item, region_id, Aspect.CUMULATIVE, cumulative, into))
        if month:
            into.observe(self._observation(item, region_id, Aspect.MONTH, month, into))
        if previous and region_id is None:
            seen = self._observation(item, region_id, Aspect.CUMULATIVE, previous, into)
            into.previous[seen.indicator_id] = seen
        if (
            cumulative
            and item.kind is Kind.FLOW
            and "month" in self.table.header.columns
            and not self.table.text(row, "month")
        ):
            blank = Source(self.table.sheet.name, self.table.address(row, "month"), "")
            into.blank_months[self.plan.series(item.id).id] = blank

    def _regions(self, row: int, item: Indicator, multiplier: Decimal, into: Harvest) -> None:
        for region_id, column in self.table.header.region_columns.items():
            cell = self.table.sheet.at(row, column)
            if cell and cell.raw.strip():
                value = self._value(cell, f"region:{region_id}", item, multiplier, into)
                if value:
                    into.observe(self._observation(item, region_id, Aspect.CUMULATIVE, value, into))
        total = self._number(row, "total", item, multiplier, into)
        if total:
            seen = self._observation(item, None, Aspect.CUMULATIVE, total, into)
            into.totals[seen.indicator_id] = seen

    def _shares(self, row: int, item: Indicator, into: Harvest) -> None:
        group = self._number(row, "denominator", item, Decimal(1), into)
        reached = self._number(row, "reached", item, Decimal(1), into)
        for aspect, value in ((Aspect.CUMULATIVE, reached), (Aspect.DENOMINATOR, group)):
            if value:
                into.observe(self._observation(item, None, aspect, value, into))
        sheet = self.table.sheet.name
        if group and group[0] == 0:
            into.problems.append(problem("E37", sheet, group[1].cell, indicator=item.id))
        elif group and reached and reached[0] > group[0]:
            facts = {"indicator": item.id, "reached": reached[0], "denominator": group[0]}
            into.problems.append(problem("E36", sheet, reached[1].cell, **facts))

    def _number(
        self, row: int, role: str, item: Indicator, multiplier: Decimal, into: Harvest
    ) -> tuple[Decimal, Source] | None:
        """The figure of `role` in `row`, or None: no such column, blank where that is allowed, or an error."""
        if role not in self.table.header.columns:
            return None
        cell = self.table.cell(row, role)
        if cell is None or not cell.raw.strip():
            if role in ("cumulative", "reached", "denominator"):
                address = self.table.address(row, role)
                into.problems.append(problem("E09", self.table.sheet.name, address, indicator=item.id))
            return None
        return self._value(cell, role, item, multiplier, into)

    def _value(
        self, cell: Cell, role: str, item: Indicator, multiplier: Decimal, into: Harvest
    ) -> tuple[Decimal, Source] | None:
        unit = HEADS if item.kind in SHARES else self.plan.unit(item.unit)
        read = cells.read_number(cell, unit, role=role, multiplier=multiplier, may_fall=item.kind is not Kind.FLOW)
        self._report(read.findings, cell.address, into, indicator=item.id)
        return None if read.value is None else (read.value, self._source(cell))

    def _observation(
        self, item: Indicator, region_id: str | None, aspect: Aspect, value: tuple[Decimal, Source], into: Harvest
    ) -> Observation:
        assert into.period is not None
        return Observation(self.plan.series(item.id).id, region_id, into.period, aspect, value[0], value[1])

    def _narratives(self, row: int, series_id: str, into: Harvest) -> None:
        for role, topic in _TOPICS.items():
            cell = self.table.cell(row, role)
            if cell and cell.raw.strip():
                into.narratives.append(Narrative(series_id, topic, cell.raw.strip(), self._source(cell)))

    def _task(self, row: int, task: Task, period: Period, into: Harvest) -> None:
        sheet, cell = self.table.sheet.name, self.table.cell(row, "state")
        if cell is None or not cell.raw.strip():
            return  # nothing said this month: the state reported before stands
        state = headers.task_state(cell.raw)
        done_on = self._day(row, into)
        if state is None:
            choices = tuple(headers.task_state_titles().values())
            into.problems.append(problem("F01", sheet, cell.address, raw=cell.raw, choices=choices))
            return
        evidence = self.table.text(row, "evidence")
        if state == "done" and not (done_on and evidence):
            into.problems.append(problem("F02", sheet, cell.address, row=str(row), state=cell.raw.strip()))
        if done_on and done_on > period.last_day:
            address = self.table.address(row, "done_on")
            into.problems.append(problem("F03", sheet, address, day=done_on, last=period.last_day))
        text = self.table.text(row, "progress")
        into.task_states[task.id] = TaskState(task.id, state, done_on, evidence, text, self._source(cell))

    def _day(self, row: int, into: Harvest) -> date | None:
        cell = self.table.cell(row, "done_on")
        if cell is None or not cell.raw.strip():
            return None
        read = cells.read_date(cell)
        self._report(read.findings, cell.address, into)
        return read.value

    def _source(self, cell: Cell) -> Source:
        return Source(self.table.sheet.name, cell.address, cell.raw)

    def _report(self, findings: Iterable[cells.Finding], address: str, into: Harvest, **facts: str) -> None:
        for finding in findings:
            into.problems.append(problem(finding.code, self.table.sheet.name, address, **{**facts, **finding.facts}))
