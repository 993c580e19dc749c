from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from domain.period import Period
from domain.plan import Plan
from domain.rollup import Standing
from domain.trend import Improvement, improvements, standings, trend
from tests.support.judging import assess
from tests.support.plans import LONG_AFTER, START, figure, ledger_of, make_indicator, make_plan
from wording import Words

JUNE = Period(2023, 6)


class Standings:
    """Every department of a plan whose figures are given as indicator → month → value."""

    def __init__(self, plan: Plan, values: Mapping[str, Mapping[str, int]]) -> None:
        self.plan = plan
        self.ledger = ledger_of(
            figure(name, month, value) for name, series in values.items() for month, value in series.items()
        )

    def __call__(self, period: Period) -> tuple[Standing, ...]:
        lights = (assess(number, self.plan, self.ledger, period, LONG_AFTER) for number in self.plan.indicators)
        return standings(self.plan, lights)


def by_department(plan: Plan, values: Mapping[str, Mapping[str, int]], back: int = 1) -> dict[str, Improvement]:
    return {entry.department.id: entry for entry in improvements(plan, Standings(plan, values), JUNE, back)}


PLAN = make_plan(make_indicator("N-1", lead="a"), make_indicator("N-2", lead="b"))


def test_who_improved_most_comes_first_whatever_the_level():
    found = by_department(
        PLAN, {"N-1": {"2023-05": 5000, "2023-06": 29_900}, "N-2": {"2023-05": 28_000, "2023-06": 28_500}}
    )
    assert (found["a"].rank, found["b"].rank, found["a"].of) == (1, 2, 2)
    assert found["b"].gap == Fraction(-1000, 60_000) + Fraction(500, 60_000)
    assert found["a"].share == 0


def test_equals_share_a_rank():
    values = {"2023-05": 29_000, "2023-06": 30_000}
    found = by_department(PLAN, {"N-1": values, "N-2": values})
    assert {found[name].rank for name in "ab"} == {1}


def test_no_rank_where_either_month_has_none():
    found = by_department(PLAN, {"N-1": {"2023-06": 29_000}, "N-2": {"2023-05": 1, "2023-06": 2}})
    assert (found["a"].rank, found["a"].reason, found["a"].of) == (None, "low_coverage", 1)
    assert found["b"].rank == 1
    assert found["c"].reason == "participant"


def test_no_improvement_against_a_month_before_the_plan():
    plan = make_plan(make_indicator("N-1"))
    found = improvements(plan, Standings(plan, {"N-1": {"2021-01": 1}}), START, 3)
    assert {entry.reason for entry in found} == {"before_plan"}
    assert Words("zh").has("reason.before_plan")


def test_a_trend_has_twelve_months_and_none_from_before_the_plan():
    values = {"N-1": {"2023-05": 1, "2023-06": 40_000}, "N-2": {"2023-05": 29_000, "2023-06": 20_000}}
    standings_in = Standings(PLAN, values)
    stages = trend(PLAN, standings_in, "a", JUNE)
    assert [stage.period for stage in stages] == [JUNE + after for after in range(-11, 1)]
    assert [stage.placing.rank for stage in stages[-2:]] == [2, 1]
    assert stages[0].placing.reason == "low_coverage"
    assert len(trend(PLAN, standings_in, "a", START + 2)) == 3
