"""Whether a department has sent its month in time: the second light, never mixed with progress.

Rule: docs/method.md, "Reporting". It looks at submissions only, never at what the figures say.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from fractions import Fraction
from zoneinfo import ZoneInfo

from domain.ledger import Ledger
from domain.life import IN_FORCE, LIVE
from domain.observation import Submission
from domain.period import Period, months
from domain.plan import Plan


class ReportingStatus(StrEnum):
    """Reporting lights. That a report was corrected later is a flag beside them: `is_corrected`."""

    ON_TIME = "on_time"
    LATE = "late"
    MISSING = "missing"
    NOT_DUE = "not_due"


def due_date(plan: Plan, period: Period) -> date:
    """The last day on which the report for `period` is in time: the due day, or the next day worked after it."""
    return plan.working_days.next_from(stated_day(plan, period))


def stated_day(plan: Plan, period: Period) -> date:
    """The due day by the calendar alone; a short month's last day where it lacks it."""
    following = period + 1
    return following.first_day.replace(day=min(plan.due_day, following.last_day.day))


def due_moment(plan: Plan, period: Period) -> datetime:
    """The last moment of the due date, where the plan is carried out."""
    day = due_date(plan, period) + timedelta(days=1)
    return datetime.combine(day, time.min, ZoneInfo(plan.timezone)) - timedelta(microseconds=1)


def is_due(plan: Plan, period: Period, today: date) -> bool:
    """Whether figures for `period` should be here: a month that is reported and whose due date has passed."""
    return plan.start <= period <= plan.end and plan.is_reported(period) and today > due_date(plan, period)


def last_due(plan: Plan, today: date) -> Period | None:
    """The newest month of the plan whose figures should be here; None while there is none."""
    month = min(plan.end, Period.of(today))
    while month >= plan.start and not is_due(plan, month, today):
        month += -1
    return month if month >= plan.start else None


def reporting_status(plan: Plan, ledger: Ledger, department_id: str, period: Period, today: date) -> ReportingStatus:
    """How a department-month stands on `today`. Its first submission decides: a later correction makes nobody late.

    One that was returned or withdrawn is as good as never sent: it buys no time, and nothing stands in its place.
    Months from before the monthly reporting began are back-filled: they are neither late nor owed. Nor does a
    department without a number under way in `period` owe anything.
    """
    if period < plan.reporting_start:
        return ReportingStatus.NOT_DUE
    first = first_submission(ledger, department_id, period)
    if first is not None:
        return ReportingStatus.ON_TIME if _day_sent(plan, first) <= due_date(plan, period) else ReportingStatus.LATE
    owes = any(indicator.start <= period for indicator in plan.reported_by(department_id))
    return ReportingStatus.MISSING if owes and is_due(plan, period, today) else ReportingStatus.NOT_DUE


def owed(plan: Plan, ledger: Ledger, department_id: str, today: date) -> tuple[Period, ...]:
    """The months whose report is overdue and still missing, oldest first."""
    return tuple(
        period
        for period in months(plan.reporting_start, plan.end)
        if reporting_status(plan, ledger, department_id, period, today) is ReportingStatus.MISSING
    )


def on_time_rate(statuses: Iterable[ReportingStatus]) -> Fraction | None:
    """On time ÷ all that were due or sent, 0–1; None when nothing was."""
    counted = [status for status in statuses if status is not ReportingStatus.NOT_DUE]
    return Fraction(counted.count(ReportingStatus.ON_TIME), len(counted)) if counted else None


def first_submission(ledger: Ledger, department_id: str, period: Period) -> Submission | None:
    """The submission that counts for punctuality: the first that was neither returned nor withdrawn."""
    chain = ledger.chains.get((department_id, period), ())
    return next((entry for entry in chain if entry.state in LIVE), None)


def is_corrected(ledger: Ledger, department_id: str, period: Period) -> bool:
    """Whether what stands today took the place of figures that counted before."""
    chain = ledger.chains.get((department_id, period), ())
    return sum(entry.state in IN_FORCE for entry in chain) > 1


def _day_sent(plan: Plan, submission: Submission) -> date:
    """The calendar day of the submission where the plan is carried out."""
    return submission.submitted_at.astimezone(ZoneInfo(plan.timezone)).date()
