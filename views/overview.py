"""What a leader sees first: the verdict, the headline figures, the worst lags, who has not reported, what changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from zoneinfo import ZoneInfo

from domain.path import elapsed_share
from domain.plan import Department
from domain.progress import LAGGING, Assessment, Status
from domain.reporting import ReportingStatus, due_date, reporting_status
from views.position import Position

GOOD = (Status.MET, Status.AHEAD, Status.ON_TRACK, Status.WITHIN_LIMIT)


@dataclass(frozen=True)
class Verdict:
    """The whole plan in one line. `counts` has every status that occurs; the groups below add up to `numbers`."""

    numbers: int
    elapsed: Fraction
    counts: Mapping[Status, int]
    good: int
    lagging: int
    unjudged: int  # too early, nothing reported, or from before judging began
    far_behind: int
    not_reported: int
    cut_off: date  # the last day the figures cover
    received: date | None  # when the newest report of the month came in


def verdict(position: Position) -> Verdict:
    """The verdict on the month."""
    counts = Counter(judged.status for judged in position.assessments.values())
    zone = ZoneInfo(position.plan.timezone)
    sent = [s.submitted_at for s in position.ledger.history if s.period == position.period]
    good, lagging = (sum(counts[status] for status in group) for group in (GOOD, LAGGING))
    return Verdict(
        numbers=len(position.assessments),
        elapsed=elapsed_share(position.plan, position.period),
        counts=counts,
        good=good,
        lagging=lagging,
        unjudged=len(position.assessments) - good - lagging,
        far_behind=counts[Status.FAR_BEHIND],
        not_reported=counts[Status.NOT_REPORTED],
        cut_off=position.period.last_day,
        received=max(sent).astimezone(zone).date() if sent else None,
    )


def headline(position: Position) -> tuple[Assessment, ...]:
    """The few indicators that open the overview."""
    return tuple(judged for judged in position.assessments.values() if judged.indicator.headline)


def worst_lags(position: Position, most: int = 8) -> tuple[Assessment, ...]:
    """The indicators furthest below their path, worst first."""
    lagging = [judged for judged in position.assessments.values() if judged.status in LAGGING]
    return tuple(sorted(lagging, key=lambda judged: judged.gap if judged.gap is not None else Fraction(0))[:most])


@dataclass(frozen=True)
class Outstanding:
    """A department whose report for the month is not here, or came late."""

    department: Department
    status: ReportingStatus
    due: date


def outstanding(position: Position) -> tuple[Outstanding, ...]:
    """Everyone who owes, or owed too long, the month's report: missing first, then late, then not yet due."""
    plan, order = position.plan, (ReportingStatus.MISSING, ReportingStatus.LATE, ReportingStatus.NOT_DUE)
    found = [
        Outstanding(
            department,
            reporting_status(plan, position.ledger, department.id, position.period, position.today),
            due_date(plan, position.period),
        )
        for department in plan.reporters
    ]
    return tuple(sorted((row for row in found if row.status in order), key=lambda row: order.index(row.status)))
