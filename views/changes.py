"""What changed between two positions: another month, or the same month with something more accepted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from domain.plan import Indicator
from domain.progress import LAGGING, SILENT, Assessment, Status
from views.position import Position


class Turn(StrEnum):
    """What became of an indicator, in the order an editor would tell it."""

    LOST = "lost"
    NEWLY_BEHIND = "newly_behind"
    WORSE = "worse"
    NOT_REPORTED = "not_reported"
    MET = "met"
    RECOVERED = "recovered"
    BETTER = "better"
    NEWLY_REPORTED = "newly_reported"
    NEWLY_JUDGED = "newly_judged"
    OTHER = "other"


@dataclass(frozen=True)
class Change:
    """An indicator whose light changed."""

    indicator: Indicator
    turn: Turn
    before: Assessment
    after: Assessment


_RANK: Mapping[Status, int] = {
    Status.OVER_LIMIT: 0,
    Status.LOST: 0,
    Status.OVERDUE: 0,
    Status.FAR_BEHIND: 0,
    Status.USED_FAST: 1,
    Status.BEHIND: 1,
    Status.WITHIN_LIMIT: 2,
    Status.ON_TRACK: 2,
    Status.AHEAD: 3,
    Status.MET: 4,
}


def changes(before: Position, after: Position) -> tuple[Change, ...]:
    """Every number whose status differs, told in the order of `Turn`, then of the plan."""
    pairs = ((before.assessments[key], now) for key, now in after.assessments.items())
    found = [
        Change(now.indicator, _turn(then.status, now.status), then, now)
        for then, now in pairs
        if then.status != now.status
    ]
    return tuple(sorted(found, key=lambda change: list(Turn).index(change.turn)))


def _turn(before: Status, after: Status) -> Turn:
    if after is Status.MET:
        return Turn.MET
    if after is Status.LOST:
        return Turn.LOST
    if after in SILENT:
        return Turn.NOT_REPORTED if after is Status.NOT_REPORTED else Turn.OTHER
    if before is Status.BACK_FILLED:
        return Turn.NEWLY_JUDGED
    if before in SILENT:
        return Turn.NEWLY_REPORTED
    if after in LAGGING and before not in LAGGING:
        return Turn.NEWLY_BEHIND
    if before in LAGGING and after not in LAGGING:
        return Turn.RECOVERED
    if before in _RANK and after in _RANK:
        return Turn.BETTER if _RANK[after] > _RANK[before] else Turn.WORSE
    return Turn.OTHER
