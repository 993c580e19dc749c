"""What an editor would tell of two positions: lights that turned, figures that were corrected, tasks that moved.

The two may differ in the month, in the moment of knowledge, or in both. Turns are `views.changes`; this adds what
leaves a light as it was.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from domain.ledger import Ledger
from domain.measurement import measured, series_id
from domain.observation import Aspect
from domain.period import Period
from domain.plan import Indicator, Task
from domain.progress import Status
from domain.reporting import due_moment
from views.changes import Change, Turn, changes
from views.measure import TaskLine, task_line
from views.position import Position


@dataclass(frozen=True)
class Revision:
    """A month's value as it was known then and as it is known now, on the judged scale."""

    period: Period
    before: Fraction
    after: Fraction


@dataclass(frozen=True)
class Corrected:
    """A number some months of which are known otherwise now, the newest month first."""

    indicator: Indicator
    revisions: tuple[Revision, ...]


@dataclass(frozen=True)
class TaskTurn:
    """A task whose light or reported state is another one now."""

    task: Task
    before: TaskLine
    after: TaskLine


@dataclass(frozen=True)
class News:
    """Everything that changed from `before` to `after`. Corrections are counted from `since` on."""

    before: Position
    after: Position
    since: datetime
    turns: tuple[Change, ...]
    corrected: tuple[Corrected, ...]
    tasks: tuple[TaskTurn, ...]

    @property
    def counts(self) -> Mapping[Turn, int]:
        """How many numbers took each turn."""
        return Counter(change.turn for change in self.turns)

    def of(self, turn: Turn) -> tuple[Change, ...]:
        return tuple(change for change in self.turns if change.turn is turn)


def since_last_month(position: Position) -> News:
    """The month against the report before, as known now; of the plan's first month there is nothing to tell."""
    return against_month(position, max(position.plan.start, position.plan.reported_before(position.period)))


def against_month(position: Position, month: Period) -> News:
    """The month against another, both as known now. Corrected is what was known otherwise when `month` was due."""
    since = due_moment(position.plan, month)
    return _news(position.at(month), position, since, position.ledger.known_by(since))


def against_moment(before: Position, position: Position) -> News:
    """The month against a position that knows only what was known at an earlier moment, its `as_of`."""
    assert before.as_of is not None
    return _news(before, position, before.as_of, before.ledger)


def _news(before: Position, after: Position, since: datetime, then: Ledger) -> News:
    return News(before, after, since, changes(before, after), _corrected(after, then), _task_turns(before, after))


def _corrected(after: Position, then: Ledger) -> tuple[Corrected, ...]:
    """Numbers with a month that was known then and is known otherwise now, in plan order."""
    found: list[Corrected] = []
    for indicator in after.plan.numbers:
        if _is_as_it_was(series_id(indicator), then, after.ledger):
            continue
        months = sorted(then.values(series_id(indicator)), reverse=True)
        pairs = (
            (month, measured(indicator, then, month), measured(indicator, after.ledger, month)) for month in months
        )
        revisions = tuple(
            Revision(month, old.value, new.value)
            for month, old, new in pairs
            if month <= after.period and old.value is not None and new.value is not None and old.value != new.value
        )
        if revisions:
            found.append(Corrected(indicator, revisions))
    return tuple(found)


def _is_as_it_was(series: str, then: Ledger, now: Ledger) -> bool:
    """Whether every figure known then is the same now, and none was added before the last of them."""
    for aspect in (Aspect.CUMULATIVE, Aspect.DENOMINATOR):
        before, after = then.values(series, None, aspect), now.values(series, None, aspect)
        last = max(before, default=None)
        if last and before != {month: value for month, value in after.items() if month <= last}:
            return False
    return True


def _task_turns(before: Position, after: Position) -> tuple[TaskTurn, ...]:
    turns = (TaskTurn(task, task_line(before, task), task_line(after, task)) for task in after.plan.tasks)
    return tuple(turn for turn in turns if _moved(turn))


def _moved(turn: TaskTurn) -> bool:
    """Whether its state is another one, or its light where both months have one."""
    states = {line.said.state if line.said else "" for line in (turn.before, turn.after)}
    lights = {turn.before.status, turn.after.status}
    return len(states) > 1 or (len(lights) > 1 and Status.BACK_FILLED not in lights)
