"""What a department knows of itself: figures that agree with each other, month after month, drawn at random.

Everything a sheet of the torture says comes from here; nothing in here comes from a sheet.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from random import Random

from domain.ledger import Ledger
from domain.observation import Aspect, Observation, Source
from domain.period import Period
from domain.plan import Indicator, Kind, Plan, Task
from loaders import targets_file
from tests.support.office import PLAN as SMALL
from tests.support.plans import ledger_of
from tests.torture.sheets.paper import Key

SHARES = (Kind.PER_CAPITA, Kind.RATIO)
Figures = dict[tuple[str, str | None, str], Decimal]
"""Indicator, region (None: the whole city), aspect."""


@dataclass(frozen=True)
class Month:
    """One department-month. `before` are the totals of the month before, by indicator."""

    plan: Plan
    department_id: str
    period: Period
    figures: Figures
    before: Mapping[str, Decimal]
    states: Mapping[str, str] = field(default_factory=dict[str, str])

    @property
    def counted(self) -> list[Indicator]:
        """What is counted up or held at a level."""
        return [i for i in self._own if i.kind not in SHARES]

    @property
    def shares(self) -> list[Indicator]:
        """What is a group and those of it who got there."""
        return [i for i in self._own if i.kind in SHARES]

    @property
    def by_region(self) -> list[Indicator]:
        return [i for i in self.counted if i.by_region]

    @property
    def tasks(self) -> list[Task]:
        return [task for task in self.plan.tasks_of(self.department_id) if task.id in self.states]

    @property
    def _own(self) -> list[Indicator]:
        return [i for i in self.plan.reported_by(self.department_id) if i.start <= self.period]


@dataclass(frozen=True)
class Case:
    """What the file is about, and what the ledger knows beforehand."""

    months: Sequence[Month]
    ledger: Ledger | None

    @property
    def plan(self) -> Plan:
        return self.months[0].plan

    def said(self, key: Key) -> Decimal | str:
        """A figure of the truth, or the state of a task."""
        department_id, period, item, region_id, aspect = key
        month = next(m for m in self.months if (m.department_id, str(m.period)) == (department_id, period))
        return month.states[item] if aspect == "state" else month.figures[item, region_id, aspect]

    @property
    def today(self) -> date:
        return max(month.period for month in self.months).last_day + timedelta(days=3)


@cache
def plans() -> tuple[Plan, ...]:
    """The real plan, one with other words, and a small one with every kind of number in one department."""
    root = Path(__file__).parents[3]
    found = [targets_file.read(root / name).plan for name in ("targets.toml", "tests/plans/harbour.toml")]
    return (*(plan for plan in found if plan), SMALL)


def draw(rng: Random, *, months: int = 1, departments: int = 1) -> Case:
    """So many months in a row of so many departments; half the time the ledger knows the month before."""
    plan = rng.choices(plans(), (5, 2, 3))[0]
    able = [each.id for each in plan.reporters]
    weights = [1 if len(plan.reported_by(each)) > 20 else 3 for each in able]
    chosen = list(dict.fromkeys(rng.choices(able, weights, k=4 * departments)))[:departments]
    last = plan.end + -(months + 1)
    first = plan.start + rng.randint(1, (last.year - plan.start.year) * 12 + last.month - plan.start.month)
    found: list[Month] = []
    known: list[Observation] = []
    for department_id in chosen:
        state = _State(plan, department_id, first, rng)
        known += state.observations(first + -1)
        found += [state.advance(first + n) for n in range(months)]
    is_known = rng.random() < 0.5 and len(chosen) == 1
    return Case(found, ledger_of(known, chosen[0]) if is_known and known else None)


@dataclass
class _State:
    """The totals of one department as they stand at the end of a month."""

    plan: Plan
    department_id: str
    first: Period
    rng: Random
    totals: dict[tuple[str, str | None], Decimal] = field(default_factory=dict)
    groups: dict[str, Decimal] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for indicator in self._own(self.first + -1):
            if indicator.kind in SHARES:
                self._share(indicator)
            else:
                self.totals[indicator.id, None] = total = self._start(indicator)
                self._divide(indicator, total)

    def observations(self, period: Period) -> list[Observation]:
        source = Source("月报", "A1", "")
        totals = [((id, region, Aspect.CUMULATIVE), value) for (id, region), value in self.totals.items()]
        groups = [((id, None, Aspect.DENOMINATOR), value) for id, value in self.groups.items()]
        return [
            Observation(id, region, period, aspect, value, source) for (id, region, aspect), value in totals + groups
        ]

    def advance(self, period: Period) -> Month:
        before = {id: total for (id, region), total in self.totals.items() if region is None}
        figures: Figures = {}
        months: dict[str, Decimal] = {}
        for indicator in self._own(period):
            if indicator.kind in SHARES:
                self._share(indicator)
                figures[indicator.id, None, "denominator"] = self.groups[indicator.id]
                figures[indicator.id, None, "cumulative"] = self.totals[indicator.id, None]
                continue
            start = self.totals.get((indicator.id, None), Decimal(0))
            if indicator.resets_yearly and period.month == 1:
                start = Decimal(0)
            months[indicator.id] = step = self._step(indicator, start, months)
            figures[indicator.id, None, "month"] = step
            figures[indicator.id, None, "cumulative"] = self.totals[indicator.id, None] = start + step
            self._divide(indicator, step)
            for region in self.plan.regions if indicator.by_region else ():
                figures[indicator.id, region.id, "cumulative"] = self.totals[indicator.id, region.id]
        tasks = self.plan.tasks_of(self.department_id)
        states = {task.id: self.rng.choice([s for s in self.plan.task_states if s != "done"]) for task in tasks}
        shares = {i.id for i in self._own(period) if i.kind in SHARES}
        return Month(
            self.plan, self.department_id, period, figures, {k: v for k, v in before.items() if k not in shares}, states
        )

    def _own(self, period: Period) -> list[Indicator]:
        return [i for i in self.plan.reported_by(self.department_id) if i.start <= period]

    def _scale(self, indicator: Indicator) -> int:
        return 1 if self.plan.unit(indicator.unit).whole else 10

    def _start(self, indicator: Indicator) -> Decimal:
        """A total between nothing and nine tenths of the target, within the whole it is part of."""
        most = min(
            indicator.target * 9 / 10, self.totals.get((indicator.subset_of or "", None), Decimal(10**9)) * 9 / 10
        )
        low = int(most) // 3 if self.rng.random() < 0.8 else 0
        scale = self._scale(indicator)
        return Decimal(self.rng.randint(low * scale, max(int(most * scale), low * scale))) / scale

    def _step(self, indicator: Indicator, start: Decimal, months: Mapping[str, Decimal]) -> Decimal:
        """The month's figure: seldom none, never a jump that would be doubted, never above that of the whole."""
        scale = self._scale(indicator)
        if indicator.kind is Kind.RECURRING:
            return Decimal(1) if start == 0 and self.rng.random() < 0.1 else Decimal(0)
        most = min(max(indicator.target / 20, Decimal(1)), max(indicator.target * 14 / 10 - start, Decimal(0)))
        if start:
            most = min(most, start * 3)
        most = min(most, max(months.get(indicator.subset_of or "", most), Decimal(0)))
        if self.rng.random() < 0.1:
            return Decimal(0)
        if indicator.kind is Kind.STOCK and start > 10 and self.rng.random() < 0.2:
            return -Decimal(self.rng.randint(0, int(start) // 10))
        return Decimal(self.rng.randint(0, max(int(most * scale), 0))) / scale

    def _divide(self, indicator: Indicator, amount: Decimal) -> None:
        """Give `amount` to the regions at random; nowhere more than the whole has there that it is part of."""
        regions = [region.id for region in self.plan.regions] if indicator.by_region else []
        rest = amount
        for filling_up in (False, True):
            for region in regions:
                room = min(rest, self._room(indicator, region))
                last = filling_up or (region == regions[-1] and indicator.subset_of is None)
                part = room if last else Decimal(self.rng.randint(0, max(int(room), 0)))
                self.totals[indicator.id, region] = self.totals.get((indicator.id, region), Decimal(0)) + part
                rest -= part

    def _room(self, indicator: Indicator, region: str) -> Decimal:
        whole = self.totals.get((indicator.subset_of or "", region), Decimal(10**9))
        return whole - self.totals.get((indicator.id, region), Decimal(0))

    def _share(self, indicator: Indicator) -> None:
        """A group that may grow, and how many of it have got there."""
        alike = [i.id for i in self._own(self.first + 99) if i.kind is indicator.kind is Kind.PER_CAPITA]
        first = alike[0] if alike else indicator.id  # shares per head are all of the same group
        if indicator.id == first:
            self.groups[first] = self.groups.get(first, Decimal(self.rng.randint(20, 900))) + self.rng.randint(0, 5)
        self.groups[indicator.id] = group = self.groups[first]
        reached = self.totals.get((indicator.id, None), Decimal(0))
        self.totals[indicator.id, None] = Decimal(self.rng.randint(int(reached), int(group)))
