"""One pass over all months: each is what it would be were later ones unknown, and rests on its grounds alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.judging import grounds
from domain.ledger import Ledger
from domain.period import Period
from domain.plan import Indicator, Kind
from domain.progress import Status
from domain.ruling import Dispute, Override
from tests.support.judging import judged
from tests.support.ledgers import keeping
from tests.support.plans import LONG_AFTER, START, THRESHOLDS, figure, ledger_of, make_indicator, make_plan, reported

NUMBER = make_indicator()
PLAN = make_plan(NUMBER)
JUNE = Period(2023, 6)
amounts = st.integers(0, 70_000)
series = st.dictionaries(st.integers(0, 59).map(lambda after: START + after), amounts, max_size=14)
kinds = st.sampled_from(
    [
        make_indicator(),
        make_indicator(target=15),
        make_indicator(target=30_000, resets_yearly=True),
        make_indicator(kind=Kind.STOCK, target=10_000, baseline=40_000, direction="down"),
        make_indicator(kind=Kind.RECURRING, target=1, every_years=1, first_year=2021, resets_yearly=True),
    ]
)


def upto(ledger: Ledger, month: Period) -> Ledger:
    return keeping(ledger, lambda seen: seen.period <= month)


@given(kinds, series, st.integers(0, 59).map(lambda after: START + after), st.booleans())
@settings(max_examples=60)
def test_what_comes_later_changes_no_month_before(
    indicator: Indicator, values: dict[Period, int], month: Period, held: bool
):
    plan = make_plan(indicator, judged_from=START + 7)
    ledger = ledger_of([figure("N-1", at, value) for at, value in values.items()])
    if held and values:
        ledger = replace(ledger, disputes=(Dispute("N-1", min(values), "counted twice", "office", START.first_day),))
    whole, known = judged(indicator, plan, ledger), judged(indicator, plan, upto(ledger, month))
    assert [whole.at(each) for each in months_to(month)] == [known.at(each) for each in months_to(month)]
    assert [whole.run(each) for each in months_to(month)] == [known.run(each) for each in months_to(month)]
    assert whole.lights(month) == known.lights(month)


def months_to(month: Period) -> list[Period]:
    return [START + after for after in range(month - START + 1)]


def test_what_was_made_good_is_known_from_the_month_on_that_did_it():
    every = judged(NUMBER, PLAN, reported({"2023-05": 10, "2023-06": 30_000}))
    assert every.lights(JUNE + -1)[-1].made_good is None
    assert every.lights(JUNE)[-2].made_good == JUNE


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (date(2023, 6, 6), date(2023, 7, 5), True),  # the day alone
        (date(2023, 7, 5), date(2023, 7, 6), False),  # June's report is due
    ],
)
def test_a_day_counts_where_it_makes_a_report_due(one: date, other: date, same: bool):
    ledger = reported({"2023-04": 10})
    assert (grounds(NUMBER, PLAN, ledger, one) == grounds(NUMBER, PLAN, ledger, other)) == same
    lights = [judged(NUMBER, PLAN, ledger, day).at(JUNE).status for day in (one, other)]
    assert (lights[0] == lights[1]) == same
    assert lights[0] is Status.NOT_DUE


def test_grounds_hold_what_was_decided_about_the_number_and_nothing_else():
    ledger = reported({"2023-06": 10})
    bare = grounds(NUMBER, PLAN, ledger, LONG_AFTER)
    mine = Dispute("N-1", JUNE, "counted twice", "office", date(2023, 7, 1))
    raised = Override("N-1", JUNE, Status.ON_TRACK, "flood", "office", JUNE.last_day)
    of_another = replace(
        ledger, disputes=(replace(mine, indicator_id="N-2"),), overrides=(replace(raised, indicator_id="N-2"),)
    )
    assert grounds(NUMBER, PLAN, of_another, LONG_AFTER) == bare
    for ruled in (replace(ledger, disputes=(mine,)), replace(ledger, overrides=(raised,))):
        assert grounds(NUMBER, PLAN, ruled, LONG_AFTER) != bare
    before = grounds(NUMBER, PLAN, replace(ledger, disputes=(mine,)), date(2023, 6, 30))
    assert before.disputes == ()


def test_a_figure_of_a_region_is_no_ground():
    bare = reported({"2023-06": 10})
    with_region = ledger_of([figure("N-1", JUNE, 10), figure("N-1", JUNE, 4, region_id="east")])
    assert grounds(NUMBER, PLAN, with_region, LONG_AFTER) == grounds(NUMBER, PLAN, bare, LONG_AFTER)


def test_months_beyond_the_plan_are_judged_where_they_have_a_figure_or_are_asked_for():
    every = judged(NUMBER, PLAN, reported({"2026-02": 50_000}), LONG_AFTER, START + -3)
    assert every.at(Period(2026, 2)).status is Status.OVERDUE
    assert every.at(START + -3).status is Status.BACK_FILLED
    for beyond in (Period(2026, 3), START + -4):
        with pytest.raises(KeyError):
            every.at(beyond)


def test_each_month_is_judged_by_the_limits_of_its_time_from_one_path_for_each():
    stricter = replace(THRESHOLDS, valid_from=JUNE, behind=Decimal("0.95"))
    plan = make_plan(NUMBER, thresholds=(THRESHOLDS, stricter))
    every = judged(NUMBER, plan, reported({"2023-05": 26_100, "2023-06": 27_000}))
    assert [every.at(month).status for month in (JUNE + -1, JUNE)] == [Status.BEHIND, Status.FAR_BEHIND]
    assert len({id(each.path) for each in every.assessments}) == 2
    assert every.at(START).path is every.at(JUNE + -1).path
    again = make_indicator(resets_yearly=True)
    paths = {id(each.path) for each in judged(again, make_plan(again), reported({})).assessments}
    assert len(paths) == PLAN.end.year - PLAN.start.year + 1
