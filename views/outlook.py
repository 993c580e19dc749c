"""What lies ahead of an indicator and where its gap comes from: the domain's rules, asked for one position."""

from __future__ import annotations

from domain import catch_up as catching_up
from domain import forecast as forecasting
from domain import gap, history, trend
from domain.assessment import Assessment
from domain.judging import Judged
from domain.plan import Plan
from views.position import Position
from views.rows import StandingRow
from wording import Words


def forecast(position: Position, judged: Assessment) -> forecasting.Forecast:
    record = position.at(judged.period).track_record
    return forecasting.forecast(judged.indicator, position.plan, position.ledger, judged.period, position.today, record)


def fan(position: Position, judged: Assessment) -> tuple[forecasting.Likely, ...]:
    """The months to come as the forecast has them."""
    record = position.at(judged.period).track_record
    return forecasting.fan(judged.indicator, position.plan, position.ledger, judged.period, position.today, record)


def catch_up(position: Position, judged: Assessment) -> catching_up.CatchUp:
    return catching_up.catch_up(judged, position.ledger, position.today)


def run(position: Position, judged: Assessment) -> history.Run:
    """The months behind in a row."""
    return _judged(position, judged).run(judged.period)


def lights(position: Position, judged: Assessment) -> tuple[history.MonthLight, ...]:
    """The indicator's light in every month so far."""
    return _judged(position, judged).lights(judged.period)


def _judged(position: Position, judged: Assessment) -> Judged:
    return position.at(judged.period).judged(judged.indicator.id)


def gap_splits(position: Position, judged: Assessment) -> dict[str, gap.Split]:
    """The gap explained, as far as it can be: by `region`, `department` and `time`."""
    splits = {
        "region": gap.by_region(judged, position.plan, position.ledger),
        "department": gap.by_department(judged),
        "time": gap.by_time(judged, position.plan, position.ledger),
    }
    return {by: split for by, split in splits.items() if split}


def improvements(position: Position, back: int) -> tuple[trend.Improvement, ...]:
    """Every department against `back` months ago."""
    return trend.improvements(position.plan, _standings(position), position.period, back)


def standing_rows(position: Position, department_id: str) -> tuple[StandingRow, ...]:
    """A department's place in the last twelve months, oldest first."""
    return tuple(
        StandingRow(
            stage.period,
            stage.placing.rank,
            stage.placing.of,
            stage.placing.reason,
            stage.placing.standing.lagging_share,
            stage.placing.standing.worst_gap,
            stage.placing.standing.coverage,
        )
        for stage in trend.trend(position.plan, _standings(position), department_id, position.period)
    )


def _standings(position: Position) -> trend.Standings:
    """How all departments stood in a month, as known to one position."""
    return lambda period: position.at(period).standings


def part_names(plan: Plan, split: gap.Split, words: Words) -> dict[str, str]:
    """What the parts of a split are called: regions and departments by name, the others by what they are."""
    named = {each.id: words.name(each) for each in (*plan.regions, *plan.departments)}
    return {part.key: named.get(part.key) or words(f"gap_part.{part.key}") for part in split.parts}
