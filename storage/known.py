"""What the journal has told so far: every submission with its states, kept between questions.

Another question reads the entries that came since, whichever process wrote them, and nothing else anew; a moment passed
is what the entries up to it say. Where the journal is another one than before, as after a database was put in the place
of another, everything is read anew.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, select

from domain.observation import Submission
from storage import recall, rows, tables
from storage.archive import Archive, Shelf
from storage.engine import Engines

_events = tables.events.c
_AT_ONCE = 5000  # rows fetched


class Step(NamedTuple):
    """A step in the life of a submission."""

    at: datetime
    submission_id: int
    state: str


@dataclass
class _Told:
    """What the entries up to one of them say; `seal` is its hash."""

    archive: Archive
    version: int = 0
    seal: str = ""
    last: int = 0  # the highest number of a submission
    steps: list[Step] = field(default_factory=list[Step])
    submissions: dict[int, Submission] = field(default_factory=dict[int, Submission])  # in their state now


class Known:
    """To be asked by one thread at a time, of the newest state of the database: what it sees never goes back."""

    def __init__(self, engines: Engines) -> None:
        self._engines = engines
        self._told = _Told(Archive(engines))

    def history(self, connection: Connection, as_of: datetime | None) -> tuple[tuple[Submission, ...], Shelf]:
        """Every submission accepted by `as_of`, or by now, in the state it was in, oldest first; and what they say."""
        told = self._told = _follow(connection, self._told, self._engines)
        if as_of is None:
            return tuple(told.submissions.values()), told.archive.upto(told.last)
        states = {step.submission_id: step.state for step in told.steps if step.at <= as_of}
        history = tuple(_in(told.submissions[number], state) for number, state in sorted(states.items()))
        return history, told.archive.upto(max(states, default=0))


def _in(submission: Submission, state: str) -> Submission:
    return submission if submission.state == state else replace(submission, state=state)


def _follow(connection: Connection, told: _Told, engines: Engines) -> _Told:
    """`told` with what the entries since then say. Nothing of it is changed before all of that is read."""
    version = recall.version(connection)
    seal = _seal(connection, version)
    if (version, seal) == (told.version, told.seal):
        return told
    if _seal(connection, told.version) != told.seal:
        told = _Told(Archive(engines))
    steps = _steps(connection, told.version)
    states = {step.submission_id: step.state for step in steps}
    new = _submissions(connection, told.last, states)
    moved = {
        number: _in(told.submissions[number], state) for number, state in states.items() if number in told.submissions
    }
    told.archive.learn(connection, new, told.last)
    told.submissions |= moved | new
    told.steps += [step for step in steps if step.submission_id in told.submissions]
    told.version, told.seal, told.last = version, seal, max(new, default=told.last)
    return told


def _seal(connection: Connection, version: int) -> str:
    """What the entry of that number is sealed with; empty where there is none."""
    return connection.scalar(select(_events.hash).where(_events.id == version)) or ""


def _steps(connection: Connection, after: int) -> list[Step]:
    wanted = select(_events.at, _events.submission_id, _events.action).where(
        _events.id > after, _events.submission_id.is_not(None)
    )
    found = connection.execute(wanted.order_by(_events.id).execution_options(yield_per=_AT_ONCE))
    return [Step(*row) for row in found]


def _submissions(connection: Connection, after: int, states: Mapping[int, str]) -> dict[int, Submission]:
    """Those with a number above `after`, in the state the entries give them; without an entry there is none."""
    known = tables.submissions
    wanted = select(known).where(known.c.id > after).order_by(known.c.id)
    found = connection.execute(wanted.execution_options(yield_per=_AT_ONCE))
    return {row.id: rows.submission(row, states[row.id]) for row in found if row.id in states}
