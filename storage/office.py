"""What happens after acceptance: a submission confirmed, returned or withdrawn, a month locked, a decision made.

Each is one entry in the journal and nothing else. Who may do it is decided before this is called.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection

from domain.decision import Decision, DecisionKind, sound
from domain.life import LIVE, NEEDS_REASON, State, may_follow
from domain.observation import Aspect, Submission
from domain.period import Period
from domain.plan import Plan
from storage import chain, journal, reading_rules, recall
from storage.engine import Engines
from storage.errors import Refused
from storage.journal import Action, Event


def move(
    engines: Engines,
    submission_id: int,
    to: State,
    *,
    by: str,
    at: datetime,
    reason: str = "",
    seen: str | None = None,
) -> Submission:
    """Confirm, return or withdraw a submission; the submission in its new state.

    `seen` is the state whoever acts was shown; left out, it is not asked about. Raises Refused for an unknown one, for
    a step its state does not allow, where its state is no longer the one seen (somebody else was quicker), for a reason
    that is missing, and while its month is locked. With the last that stands of a layout, its confirmation ends.
    """
    _need_reason(reason, needed=to in NEEDS_REASON)
    with engines.writing() as connection:
        found = recall.submission(connection, submission_id)
        if found is None:
            raise Refused("submission_unknown", number=str(submission_id))
        if not may_follow(found.state, to) or seen not in (None, found.state):
            raise Refused("step_not_possible", number=str(submission_id), state=str(found.state), step=to.value)
        refuse_locked(connection, found.period)
        was, becomes = {"state": str(found.state)}, {"state": to.value}
        subject = f"submission:{submission_id}"
        journal.append(connection, Event(to, subject, at, by, reason, was, becomes, submission_id=submission_id))
        if to not in LIVE:
            reading_rules.end_layouts(connection, found.department_id, by=by, at=at, reason=reason)
    return replace(found, state=to)


def lock(engines: Engines, period: Period, *, by: str, at: datetime, reason: str = "") -> None:
    """Close a month to submissions and steps, when its bulletin is issued. A month locked already stays as it is."""
    _set_lock(engines, period, Action.LOCKED, by=by, at=at, reason=reason)


def unlock(engines: Engines, period: Period, *, by: str, at: datetime, reason: str) -> None:
    """Open a month again. Raises Refused without a reason. A month not locked stays as it is."""
    _need_reason(reason, needed=True)
    _set_lock(engines, period, Action.UNLOCKED, by=by, at=at, reason=reason)


def locked(connection: Connection, as_of: datetime | None = None) -> frozenset[Period]:
    """The months locked at `as_of`, or now."""
    latest = journal.latest(connection, "month", as_of)
    return frozenset(
        Period.parse(subject.partition(":")[2]) for subject, last in latest.items() if last.action == Action.LOCKED
    )


def refuse_locked(connection: Connection, period: Period) -> None:
    """Raises Refused while the month is locked."""
    if period in locked(connection):
        raise Refused("G02", period=period)


def decide(engines: Engines, decision: Decision, plan: Plan, *, at: datetime) -> Decision:
    """Record a decision; it comes back with its number and moment.

    Raises Unsound for one that may not be made under `plan`, and Refused where the figure it is about no longer says
    what the decision says it does, and for locked months.
    """
    decision = sound(decision, plan)
    with engines.writing() as connection:
        _refuse_locked_among(connection, decision)
        figure = (decision.indicator_id, decision.region_id, decision.first, decision.aspect)
        if decision.said is not None and recall.says(connection, *figure) != decision.said:
            raise Refused("decision_stale", said=decision.said, period=decision.first)
        facts = described(decision)
        entry = Event(Action.DECIDED, "decision:", at, decision.author, decision.reason, after=facts)
        made = journal.append(connection, entry)
    return replace(decision, id=made.id, made_at=made.at)


def end(engines: Engines, decision_id: int, *, by: str, at: datetime, reason: str) -> None:
    """End a decision. Raises Refused without a reason, for one unknown or ended already, and for locked months."""
    _need_reason(reason, needed=True)
    with engines.writing() as connection:
        made = next((entry for entry in decisions(connection) if entry.id == decision_id), None)
        if made is None:
            raise Refused("decision_unknown", number=str(decision_id))
        _refuse_locked_among(connection, made)
        subject = f"decision:{decision_id}"
        before = journal.latest(connection, "decision")[subject].after
        journal.append(connection, Event(Action.ENDED, subject, at, by, reason, before))


def decisions(connection: Connection, as_of: datetime | None = None) -> tuple[Decision, ...]:
    """The decisions made and not ended by `as_of`, or by now, in the order made."""
    latest = journal.latest(connection, "decision", as_of)
    return tuple(_decision(last) for last in latest.values() if last.action == Action.DECIDED)


def ended(engines: Engines, as_of: datetime | None = None) -> tuple[tuple[Decision, Event], ...]:
    """The decisions ended by `as_of`, or by now, each with the entry that ended it, in the order made."""
    with engines.reading() as connection:
        latest = journal.latest(connection, "decision", as_of)
        made = journal.first(connection, "decision")
    return tuple((_decision(made[subject]), last) for subject, last in latest.items() if last.action == Action.ENDED)


def _refuse_locked_among(connection: Connection, decision: Decision) -> None:
    """Raises Refused where one of its months is locked: what was said of that month stands."""
    closed = [period for period in locked(connection) if decision.first <= period <= decision.last]
    if closed:
        raise Refused("G02", period=min(closed))


def _set_lock(engines: Engines, period: Period, action: Action, *, by: str, at: datetime, reason: str) -> None:
    with engines.writing() as connection:
        was = period in locked(connection)
        if was != (action is Action.LOCKED):
            subject, before, after = f"month:{period}", {"locked": was}, {"locked": not was}
            journal.append(connection, Event(action, subject, at, by, reason, before, after))


def _need_reason(reason: str, *, needed: bool) -> None:
    if needed and not reason.strip():
        raise Refused("reason_missing")


def described(decision: Decision) -> dict[str, Any]:
    """What a decision says, as the journal keeps it; reason, author and moment stand in the entry itself."""
    return {
        "kind": decision.kind.value,
        "indicator_id": decision.indicator_id,
        "first": str(decision.first),
        "last": str(decision.last),
        "expires_on": chain.plain(decision.expires_on),
        "region_id": decision.region_id,
        "aspect": decision.aspect.value,
        "said": chain.plain(decision.said),
        "instead": decision.instead,
    }


def _decision(made: Event) -> Decision:
    facts = made.after or {}
    return Decision(
        kind=DecisionKind(facts["kind"]),
        indicator_id=facts["indicator_id"],
        first=Period.parse(facts["first"]),
        last=Period.parse(facts["last"]),
        reason=made.reason,
        author=made.actor,
        expires_on=date.fromisoformat(facts["expires_on"]) if facts["expires_on"] else None,
        region_id=facts["region_id"],
        aspect=Aspect(facts["aspect"]),
        said=None if facts["said"] is None else Decimal(facts["said"]),
        instead=str(facts["instead"]),
        id=made.id,
        made_at=made.at,
    )
