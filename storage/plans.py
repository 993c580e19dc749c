"""The versions of the plan file: each kept byte for byte from the moment it was first used, so that a change of a
target or threshold does not rewrite what was said before.

Not every reading records: trying out a changed plan leaves no trace until something is done under it.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from storage import accepting, journal, tables
from storage.engine import Engines
from storage.journal import Action, Event

_SUBJECT = "plan"


@dataclass(frozen=True)
class PlanVersion:
    """One version. `number` is that of its entry in the journal."""

    number: int
    sha256: str
    since: datetime


def record(engines: Engines, content: bytes, name: str, *, by: str, at: datetime) -> PlanVersion:
    """The version in force, after `content` has become it. Nothing is written where it is so already."""
    sha256 = hashlib.sha256(content).hexdigest()
    with engines.reading() as connection:
        known = newest(connection)
    if known is not None and known.sha256 == sha256:
        return known
    with engines.writing() as connection:
        known = newest(connection)
        if known is not None and known.sha256 == sha256:
            return known
        at = journal.moment(connection, at)
        file = accepting.keep_file(connection, sha256, name, content, at)
        before = {"sha256": known.sha256} if known else None
        after = {"sha256": sha256, "name": name, **file}
        made = journal.append(connection, Event(Action.PLAN_RECORDED, _SUBJECT, at, by, before=before, after=after))
        return PlanVersion(made.id, sha256, made.at)


def newest(connection: Connection, as_of: datetime | None = None) -> PlanVersion | None:
    """The version recorded last by `as_of`; None where there is none."""
    found = journal.latest(connection, _SUBJECT, as_of).get(_SUBJECT)
    return PlanVersion(found.id, str((found.after or {})["sha256"]), found.at) if found else None


def in_force(engines: Engines, as_of: datetime) -> tuple[PlanVersion, bytes] | None:
    """The plan as it was at a moment, byte for byte. Before the first one was recorded that one counts.

    None where no plan was ever recorded: then the plan file itself is all there is.
    """
    with engines.reading() as connection:
        version = newest(connection, as_of) or _first(connection)
        if version is None:
            return None
        return version, _content(connection, version)


def newest_two(engines: Engines, as_of: datetime | None = None) -> list[tuple[PlanVersion, bytes]]:
    """The version recorded last by `as_of` and the one before it, byte for byte, the newer first; if there are two."""
    with engines.reading() as connection:
        known = [version for version in _all(connection) if as_of is None or version.since <= as_of]
        return [(version, _content(connection, version)) for version in reversed(known[-2:])]


def versions(engines: Engines) -> tuple[PlanVersion, ...]:
    """Every version in the order recorded."""
    with engines.reading() as connection:
        return _all(connection)


def _content(connection: Connection, version: PlanVersion) -> bytes:
    content = connection.scalar(select(tables.files.c.content).where(tables.files.c.sha256 == version.sha256))
    return bytes(content or b"")


def _first(connection: Connection) -> PlanVersion | None:
    return next(iter(_all(connection)), None)


def _all(connection: Connection) -> tuple[PlanVersion, ...]:
    events = tables.events.c
    found = select(tables.events).where(events.subject == _SUBJECT).order_by(events.id)
    recorded = [journal.event(row) for row in connection.execute(found)]
    return tuple(PlanVersion(entry.id, str((entry.after or {})["sha256"]), entry.at) for entry in recorded)
