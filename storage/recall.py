"""The questions put to the ledger's tables about single submissions and figures: each answered by an index.

The latest submission of a department-month in a state of `IN_FORCE` is in force, as a whole.
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, Select, Table, func, select

from domain import figures
from domain.life import IN_FORCE, LIVE, State
from domain.observation import Aspect, Draft, Submission
from domain.period import Period
from domain.problem import Problem
from storage import rows, tables

_submissions = tables.submissions.c
_events = tables.events.c
_LARGEST_NUMBER = 2**63 - 1  # that a database can be asked for


def known() -> Select[Any]:
    """Submissions, with the state their latest event gave them."""
    latest = select(_events.action).where(_events.submission_id == _submissions.id).order_by(_events.id.desc())
    return select(tables.submissions, latest.limit(1).scalar_subquery().label("state"))


def in_force(connection: Connection, department_id: str, period: Period) -> Submission | None:
    """The submission whose figures count for a department-month; None while there is none."""
    return _newest(connection, department_id, period, IN_FORCE)


def newest(connection: Connection, department_id: str, period: Period) -> Submission | None:
    """The submission a new one would come after: in force, or waiting for the office; None while there is none."""
    return _newest(connection, department_id, period, LIVE)


def _newest(connection: Connection, department_id: str, period: Period, states: frozenset[State]) -> Submission | None:
    mine = known().where(_submissions.department_id == department_id, _submissions.period == str(period))
    found = connection.execute(mine.order_by(_submissions.sequence.desc()))
    return next((rows.submission(row, row.state) for row in found if row.state in states), None)


def submission(connection: Connection, submission_id: int) -> Submission | None:
    """One submission in its present state; None for an unknown number, however many digits it has."""
    if not 0 < submission_id <= _LARGEST_NUMBER:
        return None
    row = connection.execute(known().where(_submissions.id == submission_id)).one_or_none()
    return None if row is None or row.state is None else rows.submission(row, row.state)


def stands_since(connection: Connection, department_id: str, moment: datetime) -> bool:
    """Whether anything a department sent at `moment` or later stands: neither returned nor withdrawn."""
    mine = known().where(_submissions.department_id == department_id, _submissions.submitted_at >= moment)
    return any(row.state in LIVE for row in connection.execute(mine))


def said_by(connection: Connection, submission: Submission) -> Draft:
    """What one submission says, as the draft it was accepted from."""

    def own(table: Table) -> Any:
        return connection.execute(select(table).where(table.c.submission_id == submission.id).order_by(table.c.id))

    told = (row for row in own(tables.observations) if figures.flaw(row.value) is None)
    return Draft(
        file_name=submission.file_name,
        sha256=submission.sha256,
        department_id=submission.department_id,
        period=submission.period,
        observations=tuple(rows.observation(row, submission.period) for row in told),
        narratives=tuple(map(rows.narrative, own(tables.narratives))),
        task_states=tuple(map(rows.task_state, own(tables.task_states))),
        problems=problems(connection, submission.id),
    )


def says(
    connection: Connection, indicator_id: str, region_id: str | None, period: Period, aspect: Aspect
) -> Decimal | None:
    """What the cell in force for one figure says, whatever was decided about it; None where there is none."""
    told = tables.observations.c
    figure = (told.indicator_id == indicator_id, told.region_id == (region_id or rows.WHOLE_CITY))
    found = select(told.value, told.submission_id).where(*figure, told.aspect == aspect.value)
    for row in connection.execute(found.order_by(told.submission_id.desc())).all():
        sent = submission(connection, row.submission_id)
        if sent and sent.period == period and in_force(connection, sent.department_id, period) == sent:
            return row.value
    return None


def problems(connection: Connection, submission_id: int) -> tuple[Problem, ...]:
    """The warnings and notes a submission was accepted with, in the order found."""
    found = select(tables.problems).where(tables.problems.c.submission_id == submission_id)
    return tuple(map(rows.problem, connection.execute(found.order_by(tables.problems.c.id))))


def last_sequence(connection: Connection, department_id: str, period: Period) -> int:
    """How many submissions the department-month has had."""
    last = select(func.max(_submissions.sequence)).where(
        _submissions.department_id == department_id, _submissions.period == str(period)
    )
    return connection.scalar(last) or 0


def version(connection: Connection, as_of: datetime | None = None) -> int:
    """The highest event number by `as_of`; 0 while there is none."""
    newest = select(func.max(_events.id))
    if as_of is not None:  # entries are dated in their order
        dated = select(_events.id).where(_events.at <= as_of)
        newest = dated.order_by(_events.at.desc(), _events.id.desc()).limit(1)
    return connection.scalar(newest) or 0
