"""The calendar of expected reports: which months are due when, how each stands, and who still has to send what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from domain.life import State
from domain.observation import Submission
from domain.period import Period, months
from domain.plan import Department
from domain.reporting import ReportingStatus, due_date, first_submission, is_corrected, reporting_status, stated_day
from domain.revision import Reliability, TriangleRow, by_department, stories, triangle
from views.position import Position

AHEAD = 3  # months to come that are shown


@dataclass(frozen=True)
class ExpectedMonth:
    """One month of reports: its due day, the stated day where days off moved it, and counts of its reports."""

    period: Period
    due: date
    moved_from: date | None
    counts: Mapping[ReportingStatus, int]
    waiting: int
    sent_back: int  # returned or withdrawn, with nothing new since


@dataclass(frozen=True)
class ExpectedReport:
    """One department's report of a month. `first` decides whether it is in time; `newest` is the last sent, if any."""

    department: Department
    status: ReportingStatus
    first: Submission | None
    newest: Submission | None
    times: int  # sent in all
    is_corrected: bool


def calendar(position: Position, most: int = 12) -> tuple[ExpectedMonth, ...]:
    """The months up to the one looked at and the next few, the newest first."""
    plan = position.plan
    first = max(plan.reporting_start, position.period + (1 - most))
    shown = filter(plan.is_reported, reversed(months(first, min(plan.end, position.period + AHEAD))))
    return tuple(_month(position, period) for period in shown)


def _month(position: Position, period: Period) -> ExpectedMonth:
    plan, found = position.plan, reports(position, period)
    due, stated = due_date(plan, period), stated_day(plan, period)
    newest = [entry.newest.state for entry in found if entry.newest]
    return ExpectedMonth(
        period,
        due,
        stated if stated != due else None,
        Counter(entry.status for entry in found),
        newest.count(State.AWAITING),
        newest.count(State.RETURNED) + newest.count(State.WITHDRAWN),
    )


def reports(position: Position, period: Period) -> tuple[ExpectedReport, ...]:
    """What each department owes or has sent for a month, in plan order."""
    plan, ledger, today = position.plan, position.ledger, position.today
    found: list[ExpectedReport] = []
    for department in plan.reporters:
        chain = ledger.chains.get((department.id, period), ())
        found.append(
            ExpectedReport(
                department,
                reporting_status(plan, ledger, department.id, period, today),
                first_submission(ledger, department.id, period),
                chain[-1] if chain else None,
                len(chain),
                is_corrected(ledger, department.id, period),
            )
        )
    return tuple(found)


@dataclass(frozen=True)
class Record:
    """How reliable a department's first figures have been."""

    department: Department
    reliability: Reliability


def reliabilities(position: Position) -> tuple[Record, ...]:
    """Every department that reports, the most revised first."""
    found = by_department(position.plan, position.ledger)
    records = [Record(department, found[department.id]) for department in position.plan.reporters]
    return tuple(sorted(records, key=lambda record: -(record.reliability.share or 0)))


def revisions(position: Position, department_id: str) -> tuple[TriangleRow, ...]:
    """The revision triangle of one department, the newest month first."""
    own = stories(position.plan, position.ledger, department_id)
    return tuple(reversed(triangle(position.plan, own, position.today)))
