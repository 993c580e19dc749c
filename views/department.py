"""How departments stand: the ranking of all, and one department with its indicators and its reporting."""

from __future__ import annotations

from domain.plan import Department
from domain.progress import LAGGING, Assessment, Status
from domain.rollup import Placing, ranked
from views.position import Position
from views.rows import DepartmentRow

_ATTENTION = (*LAGGING, Status.NOT_REPORTED)


def placings(position: Position) -> tuple[Placing, ...]:
    """Every department, worst first; those that lead nothing come last, unranked."""
    return ranked(position.plan, position.standings, position.period)


def placing(position: Position, department_id: str) -> Placing:
    """The place of one department."""
    return next(entry for entry in placings(position) if entry.standing.department.id == department_id)


def department_rows(position: Position) -> tuple[DepartmentRow, ...]:
    """The departments that lead something, with their lights counted, worst first."""
    return tuple(
        DepartmentRow(entry.standing.department, entry.standing.counts, entry.rank is not None)
        for entry in placings(position)
        if not entry.standing.is_participant
    )


def indicators(position: Position, department: Department) -> tuple[Assessment, ...]:
    """The numbers a department sends, those that need attention first, furthest behind at the top."""
    own = [position.of(indicator.id) for indicator in position.plan.reported_by(department.id)]
    return by_urgency(own)


def by_urgency(assessments: list[Assessment]) -> tuple[Assessment, ...]:
    """Lagging ones by gap, then those without a report, then the others by gap."""

    def urgency(judged: Assessment) -> tuple[bool, bool, float]:
        gap = float(judged.gap) if judged.gap is not None else 0.0
        return (judged.status not in LAGGING, judged.status not in _ATTENTION, gap)

    return tuple(sorted(assessments, key=urgency))
