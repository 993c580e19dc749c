"""The questions put to the ledger's tables: what was known by a moment, and what is in force.

The latest submission of a department-month in a state of `IN_FORCE` is in force, as a whole.
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, Select, Subquery, Table, func, select

from domain.life import IN_FORCE, LIVE, State
from domain.observation import Aspect, Draft, Submission
from domain.period import Period
from domain.problem import Problem
from storage import rows, tables

_submissions = tables.submissions.c
_events = tables.events.c
_LARGEST_NUMBER = 2**63 - 1  # that a database can be asked for


def known(as_of: datetime | None = None) -> Select[Any]:
    """Every submission by `as_of`, with the state its latest event by then gave it."""
    latest = select(func.max(_events.id).label("id")).group_by(_events.submission_id)
    latest = latest.where(_events.submission_id.is_not(None))
    latest = (latest if as_of is None else latest.where(_events.at <= as_of)).subquery()
    state = _events.action.label("state")
    return select(tables.submissions, state).join(tables.events).join(latest, latest.c.id == _events.id)


def winners(as_of: datetime | None) -> Select[Any]:
    """The submission in force of each department-month. Ranking submissions, not observations, keeps this fast."""
    ranked = _ranked(as_of)
    return select(ranked.c.id).where(ranked.c.rank == 1)


def outdone(as_of: datetime | None) -> Select[Any]:
    """The submissions that a newer one of their department-month has replaced."""
    ranked = _ranked(as_of)
    return select(ranked.c.id).where(ranked.c.rank > 1)


def _ranked(as_of: datetime | None) -> Subquery:
    submissions = known(as_of).subquery().c
    newest_first = func.row_number().over(
        partition_by=(submissions.department_id, submissions.period), order_by=submissions.sequence.desc()
    )
    counting = submissions.state.in_(_values(IN_FORCE))
    return select(submissions.id, newest_first.label("rank")).where(counting).subquery()


def in_force(connection: Connection, department_id: str, period: Period) -> Submission | None:
    """The submission whose figures count for a department-month; None while there is none."""
    return _newest(connection, department_id, period, IN_FORCE)


def newest(connection: Connection, department_id: str, period: Period) -> Submission | None:
    """The submission a new one would come after: in force, or waiting for the office; None while there is none."""
    return _newest(connection, department_id, period, LIVE)


def _newest(connection: Connection, department_id: str, period: Period, states: frozenset[State]) -> Submission | None:
    mine = known().where(_submissions.department_id == department_id, _submissions.period == str(period))
    found = mine.where(_events.action.in_(_values(states))).order_by(_submissions.sequence.desc()).limit(1)
    row = connection.execute(found).one_or_none()
    return None if row is None else rows.submission(row)


def submission(connection: Connection, submission_id: int) -> Submission | None:
    """One submission in its present state; None for an unknown number, however many digits it has."""
    if not 0 < submission_id <= _LARGEST_NUMBER:
        return None
    row = connection.execute(known().where(_submissions.id == submission_id)).one_or_none()
    return None if row is None else rows.submission(row)


def stands_since(connection: Connection, department_id: str, moment: datetime) -> bool:
    """Whether anything a department sent at `moment` or later stands: neither returned nor withdrawn."""
    mine = known().where(_submissions.department_id == department_id, _submissions.submitted_at >= moment)
    return connection.execute(mine.where(_events.action.in_(_values(LIVE))).limit(1)).first() is not None


def said_by(connection: Connection, submission: Submission) -> Draft:
    """What one submission says, as the draft it was accepted from."""

    def own(table: Table) -> Any:
        return connection.execute(select(table).where(table.c.submission_id == submission.id).order_by(table.c.id))

    figures = rows.recorded(own(tables.observations), {submission.id: submission})
    return Draft(
        file_name=submission.file_name,
        sha256=submission.sha256,
        department_id=submission.department_id,
        period=submission.period,
        observations=tuple(entry.observation for entry in figures),
        narratives=tuple(map(rows.narrative, own(tables.narratives))),
        task_states=tuple(map(rows.task_state, own(tables.task_states))),
        problems=problems(connection, submission.id),
    )


def says(
    connection: Connection, indicator_id: str, region_id: str | None, period: Period, aspect: Aspect
) -> Decimal | None:
    """What the cell in force for one figure says, whatever was decided about it; None where there is none."""
    told, counting = tables.observations.c, winners(None).subquery()
    found = select(told.value).join(counting, counting.c.id == told.submission_id).join(tables.submissions)
    figure = (told.indicator_id == indicator_id, told.region_id == (region_id or rows.WHOLE_CITY))
    found = found.where(*figure, told.aspect == aspect.value, _submissions.period == str(period))
    return connection.scalar(found.order_by(told.id.desc()).limit(1))


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
    return connection.scalar(newest if as_of is None else newest.where(_events.at <= as_of)) or 0


def _values(states: frozenset[State]) -> list[str]:
    """As the drivers know them."""
    return sorted(state.value for state in states)
