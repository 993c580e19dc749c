"""Reading rules in the journal: how a department's sheets are to be read where they leave a doubt.

A rule is one entry, its end another; nothing else is written. There is one rule in force for each question of a
department: a newer one ends the older. Who may make or revoke one is decided before this is called.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from domain.layout import Fingerprint
from domain.question import ReadingRule
from storage import columns, journal, recall
from storage.engine import Engines
from storage.errors import Refused
from storage.journal import Action, Event

KIND = "rule"  # of the subject: `rule:12`


def make(engines: Engines, rule: ReadingRule, *, at: datetime) -> ReadingRule:
    """Record a rule; it comes back with its number and moment. One that is in force already stays as it is."""
    with engines.writing() as connection:
        return append(connection, rule, at)


def append(connection: Connection, rule: ReadingRule, at: datetime) -> ReadingRule:
    """The same inside a transaction that writes."""
    for known in in_force(connection):
        if (known.department_id, known.key) != (rule.department_id, rule.key):
            continue
        if known.reading.key == rule.reading.key:
            return known
        _end(connection, known, by=rule.author, at=at, reason=rule.reason)
    entry = Event(Action.RULE_MADE, f"{KIND}:", at, rule.author, rule.reason, after=described(rule))
    made = journal.append(connection, entry)
    return replace(rule, id=made.id, made_at=made.at)


def revoke(engines: Engines, rule_id: int, *, by: str, at: datetime, reason: str) -> None:
    """End a rule: what it settled is asked again. Raises Refused without a reason, for one unknown or ended already."""
    if not reason.strip():
        raise Refused("reason_missing")
    with engines.writing() as connection:
        known = next((rule for rule in in_force(connection) if rule.id == rule_id), None)
        if known is None:
            raise Refused("rule_unknown", number=str(rule_id))
        _end(connection, known, by=by, at=at, reason=reason)


def end_layouts(connection: Connection, department_id: str, *, by: str, at: datetime, reason: str) -> None:
    """End the layouts since whose confirmation nothing the department sent stands: they are asked about again.

    Called when a submission was returned or withdrawn. Whether it was for how its sheet was read, nobody has said; to
    look once more costs a minute, a layout read wrong for ever costs figures. Others that came after it keep a layout.
    """
    for rule in in_force(connection):
        is_own = rule.department_id == department_id and Fingerprint.of(rule) is not None
        if is_own and rule.made_at and not recall.stands_since(connection, department_id, rule.made_at):
            _end(connection, rule, by=by, at=at, reason=reason)


def in_force(connection: Connection, as_of: datetime | None = None) -> tuple[ReadingRule, ...]:
    """The rules made and not revoked by `as_of`, or by now, in the order made."""
    latest = journal.latest(connection, KIND, as_of)
    return tuple(rule_of(last) for last in latest.values() if last.action == Action.RULE_MADE)


def revoked(engines: Engines) -> tuple[tuple[ReadingRule, Event], ...]:
    """The rules that are no longer in force, each with the entry that ended it, in the order made."""
    with engines.reading() as connection:
        latest, made = journal.latest(connection, KIND), journal.first(connection, KIND)
    return tuple(
        (rule_of(made[subject]), last) for subject, last in latest.items() if last.action == Action.RULE_REVOKED
    )


def described(rule: ReadingRule) -> dict[str, Any]:
    """A rule as the journal holds it, without who made it and why."""
    return {"department_id": rule.department_id, "key": rule.key, "reading": columns.written(rule.reading)}


def _end(connection: Connection, rule: ReadingRule, *, by: str, at: datetime, reason: str) -> None:
    journal.append(connection, Event(Action.RULE_REVOKED, f"{KIND}:{rule.id}", at, by, reason, described(rule)))


def rule_of(made: Event) -> ReadingRule:
    """The rule that an entry made, or ended; then reason and author are those of the end."""
    facts: Mapping[str, Any] = made.after or made.before or {}
    return ReadingRule(
        department_id=facts["department_id"],
        key=facts["key"],
        reading=columns.read(facts["reading"]),
        reason=made.reason,
        author=made.actor,
        id=made.id,
        made_at=made.at,
    )
