"""Months of small plans that are unlike the sample: falling numbers, limits, no regions, nothing that lags."""

from __future__ import annotations

from itertools import accumulate

from domain.observation import Observation
from domain.period import Period
from domain.plan import Comparator, Direction, Group, Indicator, Kind, Measure
from tests.support.plans import LONG_AFTER, START, figure, ledger_of, make_indicator, make_plan, named
from views.position import Knowledge, Position

MAY = Period(2023, 5)


def falling_and_limits() -> Position:
    """A limit that is used too fast, a falling number behind its path, and one that was never reported."""
    falling = make_indicator(
        "N-2", kind=Kind.STOCK, direction=Direction.DOWN, baseline=100, target=50, lead="b", headline=True
    )
    limit = make_indicator("N-1", comparator=Comparator.AT_MOST)
    return _position((limit, falling, make_indicator("N-3", lead="c")), [*_rising(1600), figure("N-2", MAY, 90)])


def nothing_lags() -> Position:
    """One number, ahead of its path, with the part of one region."""
    only = make_indicator("N-1", by_region=True, headline=True)
    return _position((only,), [*_rising(2000), figure("N-1", MAY, 10_000, region_id="east")])


def _rising(monthly: int) -> list[Observation]:
    return [figure("N-1", START + at, total) for at, total in enumerate(accumulate([monthly] * 29))]


def _position(indicators: tuple[Indicator, ...], figures: list[Observation]) -> Position:
    groups, measures = (Group("g", named("Chapter")),), (Measure("1", named("Measure"), "g"),)
    plan = make_plan(*indicators, groups=groups, measures=measures)
    return Knowledge(plan, ledger_of(figures), LONG_AFTER).position(MAY)
