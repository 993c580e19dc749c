"""The journal: every write of the product, who did it and when, before and after, each entry hanging on the last.

Entries are numbered without gaps in the order in which they become visible; the highest number is the version of the
data. What they seal is checked in `storage.audit`. Knows no rule about who may do what.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any
from unicodedata import category

from sqlalchemy import Connection, Row, Select, func, insert, or_, select

from storage import chain, tables
from storage.engine import Engines
from storage.errors import Refused

_events = tables.events.c
_LAST = select(func.max(_events.id)).scalar_subquery()


class Action(StrEnum):
    """What was done, besides the steps of a submission's life, which are called by the state they lead to."""

    LOCKED = "locked"
    UNLOCKED = "unlocked"
    PLAN_RECORDED = "plan_recorded"
    DECIDED = "decided"
    ENDED = "ended"
    RULE_MADE = "rule_made"
    RULE_REVOKED = "rule_revoked"
    RESTORED = "restored"


ACTIONS: Mapping[str, tuple[str, ...]] = {
    "month": (Action.LOCKED.value, Action.UNLOCKED.value),
    "plan": (Action.PLAN_RECORDED.value,),
    "decision": (Action.DECIDED.value, Action.ENDED.value),
    "rule": (Action.RULE_MADE.value, Action.RULE_REVOKED.value),
    "database": (Action.RESTORED.value,),
}
"""What may be done to each kind of subject besides submissions: few entries among many, and found by it."""


@dataclass(frozen=True)
class Event:
    """One entry. `subject` says what it is about: `submission:12`, `month:2024-06`, `decision:40`, `rule:41`, `plan`,
    `database`.

    `submission_id` is set for the steps of a submission's life, and only there. Number and hash come from `append`.
    """

    action: str
    subject: str
    at: datetime  # aware, UTC
    actor: str
    reason: str = ""
    before: Mapping[str, Any] | None = None
    after: Mapping[str, Any] | None = None
    submission_id: int | None = None
    id: int = 0
    hash: str = ""

    def sealed(self) -> dict[str, Any]:
        """All that its hash covers besides the hash of the entry before."""
        return {
            "id": self.id,
            "at": chain.plain(self.at),
            "actor": self.actor,
            "action": str(self.action),
            "subject": self.subject,
            "submission_id": self.submission_id,
            "reason": self.reason,
            "before": self.before,
            "after": self.after,
        }

    @property
    def head(self) -> str:
        """The number and hash by which this state of the whole journal can be noted elsewhere: `12:9f86d0…`."""
        return f"{self.id}:{self.hash}"


def append(connection: Connection, entry: Event) -> Event:
    """Write the next entry. Only inside `Engines.writing`, where nobody else can take its number.

    A subject ending in `:` is completed with that number; it is dated as `moment` says. Raises Refused for words that
    are no line of text.
    """
    refuse_unwritable(entry.actor, entry.reason)
    last, at = newest(connection), moment(connection, entry.at)
    number = last.id + 1 if last else 1
    subject = f"{entry.subject}{number}" if entry.subject.endswith(":") else entry.subject
    numbered = replace(entry, id=number, subject=subject, at=at, action=str(entry.action))
    made = replace(numbered, hash=chain.link(last.hash if last else chain.GENESIS, numbered.sealed()))
    connection.execute(insert(tables.events), vars(made))
    return made


def refuse_unwritable(actor: str, reason: str) -> None:
    """Raises Refused for a name or a reason that is no line of text: no database keeps a NUL, a terminal obeys others.

    Words that an earlier release took stay as they are.
    """
    found = next((character for text in (actor, reason) for character in text if category(character) == "Cc"), None)
    if found is not None:
        raise Refused("control_character", character=f"U+{ord(found):04X}")


def moment(connection: Connection, now: datetime) -> datetime:
    """The moment of whatever is written in this transaction: now, or the newest entry's where clocks are behind it.

    So no entry is dated before an earlier one, and what was known on a day stays what it was. Raises ValueError for an
    instant without zone.
    """
    if now.tzinfo is None:
        raise ValueError(f"an instant without time zone: {now!r}")
    latest = connection.scalar(select(_events.at).where(_events.id == _LAST))
    return max(now.astimezone(UTC), latest or now.astimezone(UTC))


def newest(connection: Connection) -> Event | None:
    """The last entry; None while there is none."""
    row = connection.execute(select(tables.events).where(_events.id == _LAST)).one_or_none()
    return None if row is None else event(row)


def latest(connection: Connection, kind: str, as_of: datetime | None = None) -> dict[str, Event]:
    """The last entry by `as_of` on each subject of a kind (`month`, `decision`, `plan`), by subject."""
    found = _about(kind) if as_of is None else _about(kind).where(_events.at <= as_of)
    return {row.subject: event(row) for row in connection.execute(found.order_by(_events.id))}


def first(connection: Connection, kind: str) -> dict[str, Event]:
    """The first entry on each subject of a kind, by subject."""
    return {row.subject: event(row) for row in connection.execute(_about(kind).order_by(_events.id.desc()))}


def _about(kind: str) -> Select[Any]:
    return select(tables.events).where(_events.action.in_(ACTIONS[kind]))


def all_of(connection: Connection) -> Iterator[Event]:
    """Every entry, the first one first, without holding them all."""
    rows = connection.execution_options(yield_per=500).execute(select(tables.events).order_by(_events.id))
    return map(event, rows)


def lines(engines: Engines) -> Iterator[str]:
    """The whole journal, one JSON object a line, each with its hash: enough to check the chain anywhere."""
    with engines.reading() as connection:
        for entry in all_of(connection):
            yield json.dumps(facts(entry), ensure_ascii=False, sort_keys=True) + "\n"


def facts(entry: Event) -> dict[str, Any]:
    """An entry as it is exported."""
    return {**vars(entry), "at": chain.plain(entry.at)}


@dataclass(frozen=True)
class Search:
    """What is looked for; whatever is left empty is not asked about. `text` is sought in subject and reason."""

    text: str = ""
    actor: str = ""
    action: str = ""
    subject: str = ""
    since: datetime | None = None
    until: datetime | None = None

    def query(self) -> Select[Any]:
        found = select(tables.events)
        for column, wanted in (
            (_events.actor, self.actor),
            (_events.action, self.action),
            (_events.subject, self.subject),
        ):
            found = found.where(column == wanted) if wanted else found
        if self.text:
            found = found.where(
                or_(
                    _events.subject.icontains(self.text, autoescape=True),
                    _events.reason.icontains(self.text, autoescape=True),
                )
            )
        found = found.where(_events.at >= self.since) if self.since else found
        return found.where(_events.at <= self.until) if self.until else found


def search(engines: Engines, wanted: Search, limit: int = 200) -> tuple[Event, ...]:
    """The entries that match, the newest first, at most `limit`."""
    with engines.reading() as connection:
        rows = connection.execute(wanted.query().order_by(_events.id.desc()).limit(limit))
        return tuple(event(row) for row in rows)


def event(row: Row[Any]) -> Event:
    return Event(
        id=row.id,
        at=row.at,
        actor=row.actor,
        action=row.action,
        subject=row.subject,
        submission_id=row.submission_id,
        reason=row.reason,
        before=row.before,
        after=row.after,
        hash=row.hash,
    )
