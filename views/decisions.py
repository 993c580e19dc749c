"""The decisions in force, each with what its source says now, those that ask to be looked at first."""

from __future__ import annotations

from dataclasses import dataclass

from domain.decision import Decision, DecisionKind, Standing
from domain.observation import Aspect, Recorded
from domain.period import Period
from domain.plan import Indicator
from domain.status import OF_LIMITS, SILENT, Status
from views.position import Position

_URGENCY = (Standing.UNFIT, Standing.MENDED, Standing.EXPIRED, Standing.IN_FORCE)


@dataclass(frozen=True)
class StandingDecision:
    """One decision not ended, how it stands, and what its cell says now; None where there is none."""

    made: Decision
    standing: Standing
    source: Recorded | None


def judgements(indicator: Indicator) -> tuple[Status, ...]:
    """The lights a person may let stand: a limit has its own."""
    if indicator.is_cap:
        return (*OF_LIMITS, Status.TOO_EARLY)
    return tuple(status for status in Status if status not in (*SILENT, *OF_LIMITS))


def standing_decisions(position: Position) -> tuple[StandingDecision, ...]:
    """Every decision not ended: first those that cannot stand, the mended, the expired; the newest of each on top."""
    found = [
        StandingDecision(made, position.ledger.standing(made, position.today), _source(position, made))
        for made in position.ledger.decisions
    ]
    return tuple(sorted(found, key=lambda entry: (_URGENCY.index(entry.standing), -entry.made.id)))


def cell(position: Position, indicator_id: str, region_id: str | None, period: Period) -> Recorded | None:
    """The cell a decision about one figure would be about; None where none was reported."""
    series = position.plan.series(indicator_id).id
    return position.ledger.figure(series, region_id, Aspect.CUMULATIVE, period)


def _source(position: Position, made: Decision) -> Recorded | None:
    figure = position.ledger.figure(made.indicator_id, made.region_id, made.aspect, made.first)
    return figure if made.kind is DecisionKind.CORRECTION or made.said is not None else None
