"""One submission: what became of it, what it came after, and what it changed in figures and in lights."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from domain.life import IN_FORCE, State, may_follow
from domain.observation import Submission
from storage import journal
from storage.journal import Event, Search
from storage.store import Store
from views.changes import Change
from views.position import Position
from views.submission_preview import FigureChange, figure_changes, light_changes

STEPS = (State.CONFIRMED, State.RETURNED, State.WITHDRAWN)


@dataclass(frozen=True)
class Effect:
    """What counting one submission instead of the one before it makes of the figures and lights of its month.

    All else is as known in the position asked from. `after` is None where nothing counted before it.
    """

    after: Submission | None
    figures: tuple[FigureChange, ...]
    statuses: tuple[Change, ...]


def effect(position: Position, submission: Submission) -> Effect:
    """What `submission` changes, or changed, against the one that counted before it."""
    ledger, place = position.ledger, (submission.department_id, submission.period)
    earlier = [entry for entry in chain(position, submission) if entry.sequence < submission.sequence]
    counted = [entry for entry in earlier if entry.state in IN_FORCE]
    replaced = counted[-1] if counted else None
    before = ledger.counting(replaced) if replaced else ledger.without(*place)
    after = ledger.counting(submission)
    return Effect(
        replaced,
        figure_changes(position.plan, before, after, [place]),
        light_changes(position, before, after, submission.period),
    )


def chain(position: Position, submission: Submission) -> tuple[Submission, ...]:
    """Every submission of the same department-month, the first one first."""
    return position.ledger.chains[submission.department_id, submission.period]


def waiting(position: Position) -> tuple[Submission, ...]:
    """What waits for the office, the one that waits longest first."""
    return tuple(sorted(position.ledger.awaiting, key=lambda entry: (entry.submitted_at, entry.id)))


def steps(submission: Submission) -> tuple[State, ...]:
    """What may be done with it now."""
    return tuple(step for step in STEPS if may_follow(submission.state, step))


def life(store: Store, submission: Submission, as_of: datetime | None = None) -> tuple[Event, ...]:
    """What happened to it, by a moment or by now, the first step first."""
    wanted = Search(subject=f"submission:{submission.id}", until=as_of)
    return tuple(reversed(journal.search(store.engines, wanted)))
