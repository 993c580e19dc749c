"""What lies ahead of an indicator and where its gap comes from: the domain's rules, asked for one position."""

from __future__ import annotations

from domain import catch_up as catching_up
from domain import forecast as forecasting
from domain import gap, history, methods, trend
from domain.assessment import Assessment
from domain.path import PlanPath, plan_path
from domain.period import Period
from views.position import Position


def forecast(position: Position, judged: Assessment) -> forecasting.Forecast:
    return forecasting.forecast(judged.indicator, position.plan, position.ledger, judged.period, position.today)


def catch_up(position: Position, judged: Assessment) -> catching_up.CatchUp:
    return catching_up.catch_up(judged, position.plan, position.ledger, position.today)


def consecutive(position: Position, judged: Assessment) -> int:
    """Months behind in a row."""
    return history.consecutive(judged.indicator, position.plan, position.ledger, judged.period, position.today)


def lights(position: Position, judged: Assessment) -> tuple[history.MonthLight, ...]:
    """The indicator's light in every month so far."""
    return history.light_history(judged.indicator, position.plan, position.ledger, judged.period, position.today)


def slips(position: Position) -> tuple[history.SlipProposal, ...]:
    """The supervision slips the month asks for."""
    return history.proposed_slips(position.plan, position.ledger, position.period, position.today)


def path(position: Position, judged: Assessment) -> PlanPath:
    return plan_path(judged.indicator, position.plan, judged.period)


def gap_splits(position: Position, judged: Assessment) -> dict[str, gap.Split]:
    """The gap explained, as far as it can be: by `region`, `department` and `time`."""
    splits = {
        "region": gap.by_region(judged, position.plan, position.ledger),
        "department": gap.by_department(judged),
        "time": gap.by_time(judged, position.plan, position.ledger),
    }
    return {by: split for by, split in splits.items() if split}


def verdicts(position: Position, judged: Assessment) -> tuple[methods.Verdict, ...]:
    """The indicator in the eyes of several methods."""
    return methods.verdicts(judged, position.plan)


def improvements(position: Position, back: int) -> tuple[trend.Improvement, ...]:
    """Every department against `back` months ago."""
    return trend.improvements(position.plan, _Lights(position), position.period, back)


def department_trend(position: Position, department_id: str) -> tuple[trend.Stage, ...]:
    """A department's place in the last twelve months."""
    return trend.trend(position.plan, _Lights(position), department_id, position.period)


class _Lights:
    """Every number judged for a month, as known to one position."""

    def __init__(self, position: Position) -> None:
        self._position = position

    def __call__(self, period: Period) -> tuple[Assessment, ...]:
        at = self._position if period == self._position.period else self._position.at(period)
        return tuple(at.assessments.values())
