from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from domain.observation import Aspect, Observation
from domain.period import Period
from domain.plan import Indicator, Kind, Plan, Unit
from domain.progress import Status
from domain.rollup import ForbiddenSum, Placing, Standing, ranked, region_sum, standing, total
from domain.ruling import Dispute
from tests.support.judging import assess
from tests.support.plans import LONG_AFTER, figure, ledger_of, make_indicator, make_plan
from wording import Words

JUNE = Period(2023, 6)


def number(id: str, **given: Any) -> Indicator:
    return make_indicator(id, **{"target": 1000, **given})


def standings(plan: Plan, values: dict[str, int]) -> dict[str, Standing]:
    ledger = ledger_of([figure(name, JUNE, value) for name, value in values.items()])
    lights = [assess(indicator, plan, ledger, JUNE, LONG_AFTER) for indicator in plan.indicators]
    return {department.id: standing(lights, department) for department in plan.departments}


def places(plan: Plan, values: dict[str, int]) -> list[Placing]:
    return list(ranked(plan, list(standings(plan, values).values()), JUNE))


def order(found: list[Placing]) -> list[tuple[str, int | None, str]]:
    return [(place.standing.department.id, place.rank, place.reason) for place in found]


def test_a_standing_counts_what_the_department_leads():
    plan = make_plan(number("N-1"), number("N-2"), number("N-3"), number("N-4", lead="b"))
    seen = standings(plan, {"N-1": 400, "N-2": 600, "N-4": 0})["a"]
    assert seen.counts == {Status.BEHIND: 1, Status.AHEAD: 1, Status.NOT_REPORTED: 1}
    assert (seen.due, seen.reported, seen.coverage) == (3, 2, Fraction(2, 3))
    assert seen.lagging_share == Fraction(1, 2)
    assert seen.worst_gap == Fraction(-1, 10)
    assert seen.worst is not None
    assert seen.worst.indicator.id == "N-1"


def test_of_two_middle_ratios_the_lower_counts():
    plan = make_plan(number("N-1"), number("N-2"))
    assert standings(plan, {"N-1": 400, "N-2": 600})["a"].median_ratio == Fraction(4, 5)


def test_a_number_without_a_lead_and_a_repeat_count_for_nobody():
    plan = make_plan(number("N-1", lead=None), number("N-2"), number("N-3", same_as="N-2"))
    found = standings(plan, {"N-1": 0, "N-2": 500})
    assert [judged.indicator.id for judged in found["a"].led] == ["N-2"]
    assert found["b"].is_participant


def test_what_has_not_started_is_neither_due_nor_counted_against_coverage():
    plan = make_plan(number("N-1"), number("N-2", start=Period(2024, 1)))
    assert standings(plan, {"N-1": 500})["a"].coverage == 1


def test_the_ranking_opens_with_the_worst_and_rank_one_is_the_best():
    plan = make_plan(number("N-1"), number("N-2", lead="b"), number("N-3", lead="c"))
    assert order(places(plan, {"N-1": 500, "N-2": 300, "N-3": 400})) == [("b", 3, ""), ("c", 2, ""), ("a", 1, "")]


def test_equals_share_a_rank():
    plan = make_plan(number("N-1"), number("N-2", lead="b"), number("N-3", lead="c"))
    assert order(places(plan, {"N-1": 300, "N-2": 300, "N-3": 500})) == [("a", 2, ""), ("b", 2, ""), ("c", 1, "")]


def test_no_rank_without_coverage_and_none_for_participants():
    plan = make_plan(number("N-1"), number("N-2"), number("N-3", lead="c"))
    assert order(places(plan, {"N-1": 500, "N-3": 500})) == [
        ("c", 1, ""),
        ("a", None, "low_coverage"),
        ("b", None, "participant"),
    ]


def test_no_rank_where_nothing_is_due():
    plan = make_plan(number("N-1", start=Period(2024, 1)))
    assert ("a", None, "nothing_due") in order(places(plan, {}))


def forbidden(plan: Plan, *figures: Observation) -> str:
    with pytest.raises(ForbiddenSum) as caught:
        total(plan, figures)
    assert Words("zh").has(f"reason.{caught.value.code}")
    return caught.value.code


def test_like_figures_add_up():
    plan = make_plan(number("N-1"), number("N-2"))
    assert total(plan, [figure("N-1", JUNE, 3), figure("N-2", JUNE, "4.5")]) == Fraction(15, 2)
    assert total(plan, []) == 0


def test_spellings_of_one_unit_add_up():
    plan = make_plan(
        number("N-1", unit="persons"),
        number("N-2", unit="people"),
        units=(Unit("persons", ("people",)), Unit("people", ("persons",))),
    )
    assert total(plan, [figure("N-1", JUNE, 3), figure("N-2", JUNE, 4)]) == 7


def test_what_is_counted_otherwise_does_not_add_up():
    plan = make_plan(number("N-1"), number("N-2", kind=Kind.STOCK), number("N-3", resets_yearly=True))
    assert forbidden(plan, figure("N-1", JUNE, 1), figure("N-2", JUNE, 1)) == "unlike_kinds"
    assert forbidden(plan, figure("N-1", JUNE, 1), figure("N-3", JUNE, 1)) == "unlike_kinds"


def test_sums_that_mean_nothing_are_refused():
    plan = make_plan(
        number("N-1"),
        number("N-2", unit="person-times"),
        number("N-3", subset_of="N-1"),
        number("N-4", same_as="N-1"),
        number("N-5", kind=Kind.RATIO, target=100),
        number("N-6"),
        number("N-7", subset_of="N-3"),
    )

    def seen(name: str, period: Period = JUNE, **given: Any) -> Observation:
        return figure(name, period, 1, **given)

    assert forbidden(plan, seen("N-1"), seen("N-2")) == "unlike_units"
    assert forbidden(plan, seen("N-5")) == "shares"
    assert forbidden(plan, seen("N-1"), seen("N-6", JUNE + 1)) == "unlike_months"
    assert forbidden(plan, seen("N-1"), seen("N-6", aspect=Aspect.MONTH)) == "unlike_months"
    assert forbidden(plan, seen("N-1"), seen("N-3")) == "counted_twice"
    assert forbidden(plan, seen("N-1"), seen("N-7")) == "counted_twice"
    assert forbidden(plan, seen("N-1"), seen("N-4")) == "counted_twice"
    assert forbidden(plan, seen("N-1"), seen("N-1", region_id="east")) == "counted_twice"


def test_regions_and_the_city_s_own_work_add_up_and_the_silent_are_named():
    indicator = number("N-1", by_region=True)
    plan = make_plan(indicator)
    ledger = ledger_of([figure("N-1", JUNE, 3, region_id="east"), figure("N-1", JUNE, 4, region_id="city")])
    found = region_sum(plan, indicator, ledger, JUNE)
    assert (found.total, found.missing) == (7, ("west",))
    assert region_sum(plan, indicator, ledger, JUNE + 1).total is None
    with pytest.raises(ForbiddenSum):
        region_sum(plan, number("N-1", kind=Kind.RATIO), ledger, JUNE)


def test_a_value_held_back_counts_as_reported_and_as_nothing_else():
    plan = make_plan(number("N-1"), number("N-2"))
    ledger = ledger_of([figure("N-1", JUNE, 0), figure("N-2", JUNE, 500)])

    def seen(*names: str) -> Standing:
        held = tuple(Dispute(name, JUNE, "counted twice", "office", date(2023, 7, 1)) for name in names)
        lights = [assess(n, plan, replace(ledger, disputes=held), JUNE, LONG_AFTER) for n in plan.indicators]
        return standing(lights, plan.departments[0])

    one = seen("N-1")
    assert (one.coverage, one.lagging_share, one.worst_gap, one.counts[Status.DISPUTED]) == (1, 0, 0, 1)
    (place, *_) = ranked(plan, [seen("N-1", "N-2")], JUNE)
    assert (place.rank, place.reason) == (None, "nothing_judged")


def test_every_reason_for_having_no_rank_has_its_words():
    assert all(
        Words("zh").has(f"reason.{code}") for code in ("participant", "low_coverage", "nothing_due", "nothing_judged")
    )
