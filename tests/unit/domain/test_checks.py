"""Does a department-month agree with itself and with what was known: the rules, without any workbook."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from domain.case import Case, Stated, Together
from domain.checks import check, late
from domain.observation import Aspect, Draft, Observation
from domain.period import Period
from domain.plan import Department, Direction, Indicator, Kind, Name, Plan
from tests.support.ledgers import ledger_with, recorded
from tests.support.plans import figure, ledger_of, make_indicator, make_plan, reported

JUNE = "2023-06"
FLOW = make_indicator()
LEVEL = make_indicator(kind=Kind.STOCK, target=600, baseline=400)
SOOT = make_indicator(kind=Kind.STOCK, target=120, baseline=480, direction=Direction.DOWN)
YEARLY = make_indicator(resets_yearly=True)


def draft(*figures: Observation, period: str = JUNE) -> Draft:
    return Draft("a.xlsx", "f" * 64, "a", Period.parse(period), figures)


def told(plan: Plan, given: Draft, ledger=None, together: tuple[Draft, ...] = (), **stated: Any) -> list[str]:
    """What the rules find in a month that was back-filled, so that nothing has to be explained in words."""
    plan = replace(plan, reports_from=plan.end)
    stated.setdefault("named", frozenset(indicator.id for indicator in plan.indicators))
    return [found.code for found in check(Case(given, Stated(**stated), plan, ledger, Together(together)))]


@pytest.mark.parametrize(
    ("indicator", "before", "now", "code"),
    [
        (FLOW, 1_000, 1_000, "X40"),  # nothing was done, or an old sheet
        (FLOW, 1_000, 999, "X03"),
        (LEVEL, 450, 449, "X04"),
        (SOOT, 450, 449, None),  # less soot is what is wanted
        (FLOW, 36_200, "3.62", "X03 X05"),
        (FLOW, 40, 40_000, "X05"),
        (FLOW, 40, 4_000, None),
        (LEVEL, 500, 901, "X27"),
        (LEVEL, 500, 1_801, "X07"),
        (SOOT, 470, 460, None),  # nearly four times the target, as it should be on the way down
    ],
)
def test_one_month_after_another(indicator: Indicator, before: Any, now: Any, code: str | None):
    plan, ledger = make_plan(indicator), reported({"2023-05": before})
    assert told(plan, draft(figure("N-1", JUNE, now)), ledger) == (code.split() if code else [])


def test_the_month_before_may_come_in_the_same_file():
    may, june = draft(figure("N-1", "2023-05", 900), period="2023-05"), draft(figure("N-1", JUNE, 800))
    assert told(make_plan(FLOW), june, together=(may, june)) == ["X03"]


def test_two_months_of_one_file_may_well_be_alike():
    may, june = draft(figure("N-1", "2023-05", 900), period="2023-05"), draft(figure("N-1", JUNE, 900))
    assert told(make_plan(FLOW), june, together=(may, june)) == []
    assert told(make_plan(FLOW), june, reported({"2023-05": 900})) == ["X40"]


def test_a_total_is_the_one_before_and_the_month():
    month = figure("N-1", JUNE, 100, aspect=Aspect.MONTH)
    ledger = reported({"2023-05": 900})
    assert told(make_plan(FLOW), draft(figure("N-1", JUNE, 1_000), month), ledger) == []
    assert told(make_plan(FLOW), draft(figure("N-1", JUNE, 1_001), month), ledger) == ["X01"]
    assert told(make_plan(FLOW), draft(figure("N-1", JUNE, 1_001), month)) == []  # nothing known before


def test_a_total_is_never_less_than_its_month():
    swapped = draft(figure("N-1", JUNE, 100), figure("N-1", JUNE, 1_000, aspect=Aspect.MONTH))
    assert told(make_plan(FLOW), swapped) == ["X30"]
    assert told(make_plan(LEVEL), swapped) == []


def test_counting_starts_at_nothing():
    first = draft(figure("N-1", "2021-01", 90), figure("N-1", "2021-01", 100, aspect=Aspect.MONTH), period="2021-01")
    assert told(make_plan(FLOW), first) == ["X01"]


def test_a_yearly_count_starts_anew_in_january():
    january = draft(figure("N-1", "2023-01", 3), period="2023-01")
    assert told(make_plan(YEARLY), january, reported({"2022-12": 50})) == ["X19"]
    assert told(make_plan(FLOW), january, reported({"2022-12": 50})) == ["X03"]


@pytest.mark.parametrize(
    ("indicator", "value", "period", "code"),
    [
        (FLOW, 30_000, JUNE, None),  # as its path expects: half of 60,000
        (FLOW, 60, JUNE, None),  # a slow start
        (FLOW, 59, JUNE, "X51"),
        (FLOW, 3, JUNE, "X51"),  # 3.0 times 万
        (FLOW, 0, JUNE, None),
        (FLOW, 420_000, JUNE, "X07"),  # seven times its target: refused, whatever was known
        (FLOW, 30_000, "2021-02", None),  # 2,000 expected, but no more than five times a tenth of the target
        (FLOW, 30_001, "2021-02", "X50"),
        (make_indicator(target=10), 20, JUNE, None),
        (make_indicator(target=10), 30_000, JUNE, "X50"),
        (make_indicator(target=10), 26, JUNE, "X50"),
        (make_indicator(target=2), 3, "2021-02", None),  # two instead of one is no slip
        (LEVEL, 501, JUNE, None),
        (LEVEL, Decimal("0.05"), JUNE, "X51"),
        (SOOT, 480, JUNE, None),  # what is to fall is held against its past alone
    ],
)
def test_a_first_total_is_held_against_target_and_path(indicator: Indicator, value: Any, period: str, code: str | None):
    plan, first = make_plan(indicator), draft(figure("N-1", period, value), period=period)
    assert told(plan, first) == ([code] if code else [])
    some = draft(figure("N-1", "2021-01", value), period="2021-01")  # a month before in the same file
    if period != "2021-01" and code in ("X50", "X51"):
        assert code not in told(plan, first, together=(some, first))
        assert code not in told(plan, first, reported({"2021-01": value}))


def test_a_first_report_is_held_against_the_scale_of_all_others():
    numbers = [make_indicator(f"N-{whose}{n}", reporter=whose) for whose in "abcd" for n in range(3)]
    plan = replace(make_plan(*numbers), departments=tuple(Department(id, Name(id, id)) for id in "abcd"))

    def all_at(whose: str, *values: int, period: str = JUNE) -> list[Observation]:
        return [figure(f"N-{whose}{n}", period, value) for n, value in enumerate(values)]

    others = [ledger_of(all_at(whose, 29_000, 30_000, 31_000), whose) for whose in "bcd"]
    known = ledger_with(entry for each in others for entry in recorded(each))
    named = frozenset(number.id for number in numbers)
    slow, tiny = draft(*all_at("a", 9_000, 3_100, 1_000)), draft(*all_at("a", 2_900, 2_950, 3_200))
    assert told(plan, slow, known, named=named) == []
    assert told(plan, tiny, known, named=named) == ["X52"]
    assert told(plan, tiny, named=named) == []  # nobody else is known
    early = ledger_of([figure("N-a0", "2023-05", 2_000)], "a")
    seen_before = ledger_with((*recorded(known), *recorded(early)))
    assert told(plan, tiny, seen_before, named=named) == []


def test_regions_add_up_to_the_city():
    plan = make_plan(FLOW)
    parts = [
        figure("N-1", JUNE, value, region_id=region) for region, value in (("east", 60), ("west", 30), ("city", 10))
    ]
    assert told(plan, draft(figure("N-1", JUNE, 100), *parts)) == []
    assert told(plan, draft(figure("N-1", JUNE, 101), *parts)) == ["X12"]
    assert told(plan, draft(figure("N-1", JUNE, 100), *parts[:2])) == ["X29"]
    assert told(plan, draft(figure("N-1", JUNE, 90), *parts[:2])) == []
    assert told(plan, draft(figure("N-1", JUNE, 80), *parts[:2])) == ["X12"]  # too much already
    assert told(plan, draft(figure("N-1", JUNE, 100), *parts[:2]), doubtful=frozenset({"N-1"})) == []


def test_every_number_under_way_has_a_row():
    later = make_indicator("N-2", start=Period(2023, 7))
    plan = make_plan(FLOW, later, make_indicator("N-3", reporter="b"))
    assert told(plan, draft(), named=frozenset()) == ["D07"]
    assert told(plan, draft(), named=frozenset({"N-1"})) == []


def test_a_gap_is_told_once_reporting_has_begun():
    plan, june = make_plan(FLOW), draft(figure("N-1", JUNE, 100))
    assert told(plan, june) == []
    assert told(plan, june, reported({"2023-03": 50})) == ["C18", "X23"]
    assert told(plan, june, reported({"2023-04": 50})) == ["C18"]
    assert told(plan, june, ledger_of([figure("N-1", "2023-03", 50)], "b")) == []


@pytest.mark.parametrize(
    ("stated", "is_right"), [("50", True), ("50.1", True), ("50.2", False), ("25.0", True), ("25", True), ("40", False)]
)
def test_a_share_is_that_of_the_increment_or_of_the_total(stated: str, is_right: bool):
    """From 300 to 900, at 450: a quarter of the way, half of the target."""
    indicator = make_indicator(kind=Kind.STOCK, target=900, baseline=300)
    rates = {"N-1": figure("N-1", JUNE, Decimal(stated))}
    plan, given = make_plan(indicator), draft(figure("N-1", JUNE, 450))
    assert told(plan, given, rates=rates) == ([] if is_right else ["E28"])


def test_lateness_counts_from_the_day_after_the_due_day():
    plan, given = make_plan(FLOW), draft(figure("N-1", JUNE, 100))
    case = Case(given, Stated(), plan, ledger_of([]))
    assert [found.code for found in late(case, date(2023, 7, 5))] == []
    assert [found.code for found in late(case, date(2023, 7, 6))] == ["G05"]
    assert late(Case(given, Stated(), plan, None), date(2023, 7, 6)) == []
    filled_in = make_plan(FLOW, reports_from=Period(2023, 7))
    assert late(Case(given, Stated(), filled_in, ledger_of([])), date(2023, 9, 1)) == []
