"""The plan as the rest of the product sees it: departments, regions, measures, indicators, tasks, standards.

Built by `loaders.targets_file` from `targets.toml`; whether it is sound is decided by `domain.soundness`.
Nothing here knows a particular city, department or measure.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import Literal

from domain.limits import CheckLimits, Thresholds, in_force
from domain.period import Period
from domain.working_days import WorkingDays

PERCENT = 100
EVERY_MONTH = tuple(range(1, 13))


@dataclass(frozen=True)
class Name:
    """One thing's name in both interface languages."""

    zh: str
    en: str


class Kind(StrEnum):
    """How a commitment is counted, and so how it is judged."""

    FLOW = "flow"  # counted up from the plan's start
    STOCK = "stock"  # a level at the end of the month
    RECURRING = "recurring"  # editions held at fixed intervals
    PER_CAPITA = "per_capita"  # each person of a group reaches a number; judged on the share that does
    RATIO = "ratio"  # reached ÷ all; judged on the share
    MILESTONE = "milestone"  # a document is issued
    TASK = "task"  # a qualitative task with a status


class Comparator(StrEnum):
    AT_LEAST = ">="
    EXACTLY = "="  # the text gives a bare number, without 以上
    ABOUT = "~"  # 左右: met within the tolerance set in the thresholds
    AT_MOST = "<="


class Direction(StrEnum):
    UP = "up"
    DOWN = "down"


class Aim(StrEnum):
    """What a number shall do: it decides in which words what is done and missing is told."""

    RISE = "rise"
    FALL = "fall"
    LIMIT = "limit"  # not to be passed


class Basis(StrEnum):
    """Where a figure or a date of the plan comes from."""

    STATED = "stated"  # in the plan's own sentence
    IMPLIED = "implied"  # follows by arithmetic from other figures of the plan
    INFERRED = "inferred"  # from the plan's general terms
    ASSUMED = "assumed"  # set by the coordinating office until confirmed
    CONFIRMED = "confirmed"  # confirmed in writing after the plan was issued


@dataclass(frozen=True)
class Department:
    """A responsible body (责任单位). `aliases` holds every other spelling met in the plan or in sheets."""

    id: str
    name: Name
    aliases: tuple[str, ...] = ()
    short: str = ""  # everyday short name, for charts; empty: use the name
    valid_from: date | None = None
    valid_to: date | None = None
    successor: str | None = None


@dataclass(frozen=True)
class Region:
    """A reporting region. `code` is its GB/T 2260 code, or None for a zone without one.

    `is_city_level` marks work run by the city itself (市本级), listed beside the regions but not one of them. `within`
    names the regions a zone lies in, whose figures may hold the zone's own by mistake.
    """

    id: str
    name: Name
    aliases: tuple[str, ...] = ()
    code: str | None = None
    is_city_level: bool = False
    within: tuple[str, ...] = ()


@dataclass(frozen=True)
class Group:
    """A chapter of the plan, in its order."""

    id: str
    name: Name


@dataclass(frozen=True)
class Milestone:
    """A point of a plan path: the value due by the end of `period`, in the indicator's unit."""

    period: Period
    value: Decimal
    basis: Basis = Basis.STATED


@dataclass(frozen=True)
class Indicator:
    """One quantified target.

    `target` and `baseline` are in `unit`, as the plan states them. `lead` is None where the plan names nobody;
    `reporter` is whoever sends the figure. `path` may be empty: the straight line then serves, marked as a fallback.
    `same_as` names the indicator whose series this one repeats; it is shown in both places and counted once. The other
    relations bind what may be reported of both: `domain.checks.between`.
    """

    id: str
    clause: str
    name: Name
    kind: Kind
    unit: str
    target: Decimal
    comparator: Comparator
    start: Period
    deadline: date
    deadline_basis: Basis
    baseline: Decimal
    baseline_basis: Basis
    reporter: str
    reporter_basis: Basis
    lead: str | None = None
    cooperating: tuple[str, ...] = ()
    direction: Direction = Direction.UP
    path: tuple[Milestone, ...] = ()
    same_as: str | None = None
    subset_of: str | None = None
    persons_of: str | None = None  # counts the persons whose trainings the other counts: never more of them
    certified_of: str | None = None  # counts those certified of the ones the other counts
    grows_by: str | None = None  # a level that grows by what the other counts
    needs: str | None = None  # there can be none of it while the other is nought
    same_group: str | None = None  # a share of the very group the other is a share of
    condition: Name | None = None  # what must be said in words when it rises, such as that it is in operation
    by_region: bool = False  # sent split by region
    resets_yearly: bool = False  # the reported count starts again every January
    every_years: int = 0  # recurring: an edition is due every so many years, by December …
    first_year: int = 0  # … the first in this year
    headline: bool = False  # one of the few figures that open the overview
    is_effort: bool = False  # 争取: aimed for rather than promised
    season: tuple[Decimal, ...] = ()  # percent of a year's work by month, January first; empty: evenly spread
    season_basis: Basis = Basis.ASSUMED
    year_parts: tuple[tuple[int, Decimal], ...] = ()  # what each year is to add (任务分解); a path of its own
    region_parts: tuple[tuple[str, Decimal], ...] = ()  # what each region is to add
    parts_basis: Basis = Basis.STATED
    lead_shares: tuple[tuple[str, Decimal], ...] = ()  # who answers for how much of it, 0–1; empty: the lead alone
    note: Name | None = None  # how it is counted, and what was assumed
    decimals: int | None = None  # it is written with; None: as many as its figures need
    unit_english: str = ""
    unit_is_whole: bool = True  # its unit is counted in whole numbers
    reached: Name | None = None  # of a share: those who got there, by name …
    group: Name | None = None  # … and all of them
    counted_in: str = ""  # of a ratio: the unit of both; empty: whole heads

    @property
    def unit_name(self) -> Name:
        """Its unit in both languages; editions lose their "per year"."""
        stated = self.unit.partition("/")[0] if self.kind is Kind.RECURRING else self.unit
        return Name(stated, self.unit_english or stated)

    @property
    def is_part(self) -> bool:
        """Whether it is a share that can never be more than all; one with a target above 100 % can."""
        return self.kind is Kind.PER_CAPITA or (self.kind is Kind.RATIO and self.target <= PERCENT)

    @property
    def aim(self) -> Aim:
        if self.direction is Direction.DOWN:
            return Aim.FALL
        return Aim.LIMIT if self.comparator is Comparator.AT_MOST else Aim.RISE

    @property
    def is_cap(self) -> bool:
        """Whether its target is a limit not to be passed, rather than an aim to reach."""
        return self.aim is Aim.LIMIT


@dataclass(frozen=True)
class Task:
    """A commitment without a number (kinds milestone, task, recurring), followed by status and date."""

    id: str
    clause: str
    name: Name
    kind: Kind
    deadline: date
    deadline_basis: Basis
    reporter: str
    lead: str | None = None
    cooperating: tuple[str, ...] = ()
    note: Name | None = None


@dataclass(frozen=True)
class Standard:
    """A reward, subsidy or quota the plan lays down; shown for reference, never judged. `value` may be unstated."""

    id: str
    clause: str
    name: Name
    value: Decimal | None
    unit: str
    comparator: Comparator = Comparator.EXACTLY
    note: Name | None = None
    unit_english: str = ""

    @property
    def unit_name(self) -> Name:
        return Name(self.unit, self.unit_english or self.unit)


@dataclass(frozen=True)
class Measure:
    """One clause of the plan. `lead` is None where its text names nobody.

    `is_numbered` is False for general clauses (headline targets, safeguards): cited like the others, but not counted
    among the plan's measures.
    """

    clause: str
    name: Name
    group: str
    lead: str | None = None
    cooperating: tuple[str, ...] = ()
    is_numbered: bool = True


@dataclass(frozen=True)
class Unit:
    """A unit of measure and the spellings that mean just the same."""

    name: str
    aliases: tuple[str, ...] = ()
    whole: bool = True  # counted in whole numbers
    english: str = ""  # what it is called there; empty: as its name
    decimals: int | None = None  # its amounts are written with; None: as many as they need


@dataclass(frozen=True)
class Plan:
    """A whole plan, every cross-reference resolved. Lookups by id raise KeyError for an unknown one."""

    id: str
    name: Name
    document: Name
    city: Name
    issued: date
    start: Period
    end: Period
    timezone: str
    due_day: int  # reports are due on this day of the next month, or the next day worked
    coordinating_office: str
    groups: tuple[Group, ...]
    departments: tuple[Department, ...]
    regions: tuple[Region, ...]
    measures: tuple[Measure, ...]
    indicators: tuple[Indicator, ...]
    tasks: tuple[Task, ...]
    standards: tuple[Standard, ...]
    units: tuple[Unit, ...]
    thresholds: tuple[Thresholds, ...]
    checks: tuple[CheckLimits, ...]
    task_states: tuple[str, ...] = ("not_started", "in_progress", "done", "ongoing", "blocked")
    reports_from: Period | None = None  # first month reported monthly; earlier months were filled in afterwards
    judged_from: Period | None = None  # first month judged; earlier ones are shown as back-filled
    working_days: WorkingDays = field(default_factory=WorkingDays)
    headings: tuple[tuple[str, tuple[str, ...]], ...] = ()  # what departments call the columns of their own tables
    report_months: tuple[int, ...] = EVERY_MONTH  # the months of a year that are reported

    @cached_property
    def _by_id(self) -> dict[tuple[str, str], object]:
        shelves: dict[str, Iterable[object]] = {
            "department": self.departments,
            "region": self.regions,
            "indicator": self.indicators,
            "task": self.tasks,
            "group": self.groups,
        }
        found = {(shelf, getattr(item, "id")): item for shelf, items in shelves.items() for item in items}
        found.update({("measure", measure.clause): measure for measure in self.measures})
        return found

    def known_as(self, shelf: Literal["department", "region", "indicator"], id: str) -> Name:
        """The name of what a ledger speaks of: its id where this plan no longer has it."""
        found = self._by_id.get((shelf, id))
        return found.name if isinstance(found, Department | Region | Indicator) else Name(id, id)

    def department(self, department_id: str) -> Department:
        return self._by_id["department", department_id]  # type: ignore[return-value]

    def region(self, region_id: str) -> Region:
        return self._by_id["region", region_id]  # type: ignore[return-value]

    def indicator(self, indicator_id: str) -> Indicator:
        return self._by_id["indicator", indicator_id]  # type: ignore[return-value]

    def task(self, task_id: str) -> Task:
        return self._by_id["task", task_id]  # type: ignore[return-value]

    def measure(self, clause: str) -> Measure:
        return self._by_id["measure", clause]  # type: ignore[return-value]

    def group(self, group_id: str) -> Group:
        return self._by_id["group", group_id]  # type: ignore[return-value]

    def is_reported(self, period: Period) -> bool:
        """Whether a report is owed for `period`: not for the months between two quarters, where those are reported."""
        return period.month in self.report_months

    @property
    def is_monthly(self) -> bool:
        return len(self.report_months) == len(EVERY_MONTH)

    def counted_whole(self, indicator: Indicator) -> bool:
        """Whether what a share is made of is counted in whole things."""
        return not indicator.counted_in or self.unit(indicator.counted_in).whole

    def reported_before(self, period: Period) -> Period:
        """The last month before `period` that is reported."""
        return next(before for back in range(1, 13) if self.is_reported(before := period + -back))

    @property
    def reporting_start(self) -> Period:
        """The first month whose report can be in time or late; before it figures are back-filled."""
        return self.reports_from or self.start

    @property
    def judging_start(self) -> Period:
        """The first month that is judged: nothing lags before there was a plan."""
        return self.judged_from or self.start

    @cached_property
    def numbers(self) -> tuple[Indicator, ...]:
        """The indicators that are judged: each series once, repeats left out."""
        return tuple(indicator for indicator in self.indicators if indicator.same_as is None)

    @cached_property
    def reporters(self) -> tuple[Department, ...]:
        """The departments that owe a monthly report: those that send at least one number, in plan order."""
        owing = {indicator.reporter for indicator in self.numbers}
        return tuple(department for department in self.departments if department.id in owing)

    def reported_by(self, department_id: str) -> tuple[Indicator, ...]:
        """The numbers `department_id` sends every month, in plan order."""
        return tuple(indicator for indicator in self.numbers if indicator.reporter == department_id)

    def tasks_of(self, department_id: str) -> tuple[Task, ...]:
        return tuple(task for task in self.tasks if task.reporter == department_id)

    def series(self, indicator_id: str) -> Indicator:
        """The indicator whose figures `indicator_id` shows: itself, or the one it repeats."""
        indicator = self.indicator(indicator_id)
        return self.indicator(indicator.same_as) if indicator.same_as else indicator

    @cached_property
    def counted_units(self) -> tuple[Unit, ...]:
        """The units that indicators are counted in; those of standards alone mean nothing in a sheet."""
        used = {name for each in self.indicators for name in (each.unit, each.counted_in)}
        return tuple(unit for unit in self.units if unit.name in used)

    def unit(self, name: str) -> Unit:
        """The unit called `name` in an indicator; whole-number and without aliases unless the plan says otherwise."""
        return next((unit for unit in self.units if unit.name == name), Unit(name))

    def spellings(self, unit: str) -> tuple[str, ...]:
        """All that mean the same as `unit`, it included, in one order for all of them."""
        known = self.unit(unit)
        return tuple(sorted({known.name, *known.aliases}))

    def thresholds_at(self, period: Period) -> Thresholds:
        """The thresholds in force in `period`."""
        return in_force(self.thresholds, period)

    def limits_at(self, period: Period) -> CheckLimits:
        """The limits of the checks in force in `period`."""
        return in_force(self.checks, period)
