"""What reports on a month tell beyond the screens: the plan chapter by chapter, each lag in full, who sent what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType

from domain.history import Run
from domain.measurement import measured
from domain.observation import Narrative, Submission
from domain.plan import Department, Group, Indicator
from domain.progress import LAGGING, Assessment, Status
from domain.reporting import ReportingStatus, reporting_status
from domain.rollup import ForbiddenSum, region_sum
from views import expected, measure, outlook, overview
from views.position import Position

STANDS: Mapping[str, tuple[Status, ...]] = MappingProxyType(
    {
        "met": (Status.MET,),
        "on_track": (Status.AHEAD, Status.ON_TRACK, Status.WITHIN_LIMIT),
        "lagging": LAGGING,
        "not_reported": (Status.NOT_REPORTED,),
        "open": (Status.TOO_EARLY, Status.DISPUTED, Status.NOT_DUE, Status.BACK_FILLED),
    }
)  # every light once, so that what is counted by them adds up


@dataclass(frozen=True)
class Tally:
    """Numbers counted by how they stand: `counts` has every key of `STANDS` and adds up to `numbers`."""

    numbers: int
    counts: Mapping[str, int]

    def share(self, stand: str) -> Fraction:
        """0–1; of nothing it is 0."""
        return Fraction(self.counts[stand], self.numbers or 1)


def tally(entries: Iterable[Assessment]) -> Tally:
    """Assessments counted."""
    lights = Counter(judged.status for judged in entries)
    return Tally(lights.total(), {stand: sum(lights[each] for each in which) for stand, which in STANDS.items()})


@dataclass(frozen=True)
class Chapter:
    """A chapter of the plan that has numbers, in plan order; those repeated from another chapter are left out."""

    group: Group
    entries: tuple[Assessment, ...]


def chapters(position: Position) -> tuple[Chapter, ...]:
    """Every chapter with numbers but that of the headline figures, which are told by themselves."""
    plan = position.plan
    found = (
        Chapter(
            group,
            tuple(
                position.of(each.id)
                for each in measure.indicators_of(plan, group.id)
                if each.same_as is None and not each.headline
            ),
        )
        for group in plan.groups
    )
    return tuple(chapter for chapter in found if chapter.entries)


@dataclass(frozen=True)
class Lag:
    """A number below its path. `said` is what was written of it in the month; `lead` is None where nobody has one."""

    judged: Assessment
    lead: Department | None
    reporter: Department
    run: Run
    said: tuple[Narrative, ...]


def lags(position: Position, department_id: str = "") -> tuple[Lag, ...]:
    """Every number that lags, the furthest behind first; of one department those it leads or else reports."""
    plan = position.plan
    found = (
        Lag(
            judged,
            plan.department(judged.indicator.lead) if judged.indicator.lead else None,
            plan.department(judged.indicator.reporter),
            outlook.run(position, judged),
            tuple(said for said, _ in measure.words_of(position, judged.indicator)),
        )
        for judged in overview.worst_lags(position, len(position.assessments))
    )
    return tuple(lag for lag in found if not department_id or (lag.lead or lag.reporter).id == department_id)


@dataclass(frozen=True)
class Reported:
    """Who owed a report for the month, by how it stands, in plan order."""

    by_status: Mapping[ReportingStatus, tuple[Department, ...]]
    corrected: tuple[Department, ...]

    @property
    def due(self) -> int:
        return sum(len(departments) for departments in self.by_status.values())


def reported(position: Position) -> Reported:
    """The reports of the month."""
    found = expected.reports(position, position.period)
    return Reported(
        {status: tuple(e.department for e in found if e.status is status) for status in ReportingStatus},
        tuple(entry.department for entry in found if entry.is_corrected),
    )


@dataclass(frozen=True)
class Sending:
    """A submission with how its department-month stands."""

    sent: Submission
    department: Department
    status: ReportingStatus


def sendings(position: Position) -> tuple[Sending, ...]:
    """Every submission since monthly reporting began, the newest month first, each month in plan order."""
    plan, order = position.plan, {department.id: n for n, department in enumerate(position.plan.departments)}
    found = [
        Sending(
            sent,
            plan.department(sent.department_id),
            reporting_status(plan, position.ledger, sent.department_id, sent.period, position.today),
        )
        for sent in position.ledger.history
        if plan.reporting_start <= sent.period <= position.period and sent.department_id in order
    ]
    return tuple(
        sorted(found, key=lambda row: (position.period - row.sent.period, order[row.department.id], row.sent.sequence))
    )


@dataclass(frozen=True)
class RegionLine:
    """A number with the part of every region, in plan order, and what they add up to; None where nothing is known.

    `total` is None as well where the parts cannot be added.
    """

    judged: Assessment
    parts: tuple[Fraction | None, ...]
    total: Fraction | None


def by_region(position: Position) -> tuple[RegionLine, ...]:
    """Every number that is sent region by region."""

    def part(indicator: Indicator, region_id: str) -> Fraction | None:
        return measured(indicator, position.ledger, position.period, region_id).value

    def total(indicator: Indicator) -> Fraction | None:
        try:
            return region_sum(position.plan, indicator, position.ledger, position.period).total
        except ForbiddenSum:
            return None

    return tuple(
        RegionLine(position.of(each.id), tuple(part(each, region.id) for region in position.plan.regions), total(each))
        for each in position.plan.numbers
        if each.by_region
    )
