"""Who has sent what, and when: the grid of departments and months."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from domain.observation import Submission
from domain.period import Period, months
from domain.plan import Department
from domain.reporting import is_corrected, on_time_rate, owed, reporting_status
from views.position import Position
from views.rows import ReportingCell, ReportingRow


def grid(position: Position, most: int = 12) -> tuple[ReportingRow, ...]:
    """The last `most` months up to the one looked at, for every department that owes reports."""
    first = max(position.plan.reporting_start, position.period + (1 - most))
    return tuple(row(position, department, first) for department in position.plan.reporters)


def row(position: Position, department: Department, first: Period) -> ReportingRow:
    """One department's months from `first` to the month looked at."""
    plan, ledger = position.plan, position.ledger
    cells = tuple(
        ReportingCell(
            month,
            reporting_status(plan, ledger, department.id, month, position.today),
            is_corrected(ledger, department.id, month),
        )
        for month in months(first, position.period)
        if plan.is_reported(month) or month == position.period
    )
    return ReportingRow(department, cells)


@dataclass(frozen=True)
class Punctuality:
    """A department's record: share sent in time, months still owed, number of corrections."""

    department: Department
    on_time: Fraction | None
    owed: tuple[Period, ...]
    corrections: int


def punctuality(position: Position) -> tuple[Punctuality, ...]:
    """The record of every reporting department since monthly reporting began, least punctual first."""
    found: list[Punctuality] = []
    for department in position.plan.reporters:
        cells = row(position, department, position.plan.reporting_start).cells
        found.append(
            Punctuality(
                department,
                on_time_rate(cell.status for cell in cells),
                owed(position.plan, position.ledger, department.id, position.today),
                sum(cell.is_corrected for cell in cells),
            )
        )
    return tuple(sorted(found, key=lambda record: (record.on_time is None, record.on_time or Fraction(0))))


@dataclass(frozen=True)
class Delivery:
    """One file a department sent, with the months in it, oldest first."""

    sent: Submission
    periods: tuple[Period, ...]


def deliveries(position: Position, department_id: str) -> tuple[Delivery, ...]:
    """The files a department has sent, newest first, corrections included."""
    by_file: dict[tuple[str, datetime], list[Submission]] = {}
    for entry in position.ledger.history:
        if entry.department_id == department_id:
            by_file.setdefault((entry.sha256, entry.submitted_at), []).append(entry)
    found = [Delivery(together[0], tuple(sorted(entry.period for entry in together))) for together in by_file.values()]
    return tuple(sorted(found, key=lambda delivery: delivery.sent.submitted_at, reverse=True))
