"""What always holds when progress is judged; the last section of docs/method.md."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.period import Period
from domain.plan import Comparator, Direction, Indicator, Kind, Milestone
from domain.progress import Assessment, Status
from domain.rollup import ForbiddenSum, total
from tests.support.judging import assess
from tests.support.plans import LONG_AFTER, START, figure, ledger_of, make_indicator, make_plan

WORST_FIRST = (
    (Status.FAR_BEHIND, Status.OVERDUE, Status.LOST, Status.TOO_EARLY),
    (Status.BEHIND,),
    (Status.ON_TRACK,),
    (Status.AHEAD,),
    (Status.MET,),
)  # those in one row never turn into one another when only this month's value changes

months = st.integers(0, 63).map(lambda after: START + after)
amounts = st.integers(0, 3000).map(Decimal)
whole_values = st.dictionaries(months, amounts, min_size=1, max_size=6)


@st.composite
def rising(draw: st.DrawFn) -> Indicator:
    """A rising number: few or many things, any baseline, with or without milestones on the way."""
    baseline = draw(amounts)
    size = draw(st.integers(0, 30) | st.integers(0, 2000))
    at = draw(st.lists(st.integers(0, 58), unique=True, max_size=3).map(sorted))
    due = draw(st.lists(st.integers(0, size), min_size=len(at), max_size=len(at)).map(sorted))
    path = tuple(Milestone(START + after, baseline + Decimal(value)) for after, value in zip(at, due, strict=True))
    comparator = draw(st.sampled_from([Comparator.AT_LEAST, Comparator.EXACTLY, Comparator.ABOUT]))
    indicator = make_indicator(kind=Kind.STOCK, baseline=baseline, target=baseline + size, comparator=comparator)
    return replace(indicator, path=path)


def judge(indicator: Indicator, values: dict[Period, Decimal], month: Period) -> Assessment:
    ledger = ledger_of([figure(indicator.id, at, value) for at, value in values.items()])
    return assess(indicator, make_plan(indicator), ledger, month, LONG_AFTER)


def rank(status: Status) -> int:
    return next(place for place, row in enumerate(WORST_FIRST) if status in row)


def shares(seen: Assessment) -> tuple[object, ...]:
    return seen.status, seen.reason, seen.progress_share, seen.plan_share, seen.ratio, seen.gap, seen.months_behind


def converted(indicator: Indicator, change: Decimal, **given: object) -> Indicator:
    """The same number with every figure multiplied by `change`."""
    path = tuple(replace(stone, value=stone.value * change) for stone in indicator.path)
    return replace(
        indicator,
        baseline=indicator.baseline * change,
        target=indicator.target * change,
        path=path,
        **given,  # type: ignore[arg-type]
    )


def mirrored(indicator: Indicator) -> Indicator:
    comparator = Comparator.AT_MOST if indicator.comparator is Comparator.AT_LEAST else indicator.comparator
    return converted(indicator, Decimal(-1), direction=Direction.DOWN, comparator=comparator)


@given(rising(), whole_values, amounts, st.data())
def test_a_better_value_never_worsens_a_light(
    indicator: Indicator, values: dict[Period, Decimal], more: Decimal, data: st.DataObject
) -> None:
    month = data.draw(st.sampled_from(sorted(values)))
    better = values | {month: values[month] + more}
    for number, sign in ((indicator, 1), (mirrored(indicator), -1)):
        before, after = (
            judge(number, {at: value * sign for at, value in given.items()}, month) for given in (values, better)
        )
        assert rank(after.status) >= rank(before.status)
        if before.months_behind is not None and after.months_behind is not None:
            assert after.months_behind <= before.months_behind


@given(rising(), whole_values, st.data())
def test_a_falling_target_is_the_mirror_of_a_rising_one(
    indicator: Indicator, values: dict[Period, Decimal], data: st.DataObject
) -> None:
    month = data.draw(st.sampled_from(sorted(values)))
    seen = judge(indicator, values, month)
    other = judge(mirrored(indicator), {at: -value for at, value in values.items()}, month)
    assert shares(other) == shares(seen)
    assert (other.shortfall, other.remaining, other.needed_per_month) == (
        seen.shortfall, seen.remaining, seen.needed_per_month
    )  # fmt: skip


@given(rising(), whole_values, st.data())
def test_counting_in_other_units_changes_nothing(
    indicator: Indicator, values: dict[Period, Decimal], data: st.DataObject
) -> None:
    """In a unit with fractions on both sides: whole things are whole only in their own unit."""
    month = data.draw(st.sampled_from(sorted(values)))
    fine = replace(indicator, unit="ten thousand persons")
    coarse = converted(fine, Decimal("0.0001"))
    smaller = {at: value * Decimal("0.0001") for at, value in values.items()}
    assert shares(judge(coarse, smaller, month)) == shares(judge(fine, values, month))


@given(rising(), whole_values, st.data())
def test_the_order_of_arrival_changes_nothing(
    indicator: Indicator, values: dict[Period, Decimal], data: st.DataObject
) -> None:
    month = data.draw(st.sampled_from(sorted(values)))
    shuffled = dict(data.draw(st.permutations(list(values.items()))))
    assert judge(indicator, shuffled, month) == judge(indicator, values, month)


@given(rising(), whole_values, st.data())
def test_the_shares_say_the_same_as_the_figures(
    indicator: Indicator, values: dict[Period, Decimal], data: st.DataObject
) -> None:
    month = data.draw(st.sampled_from(sorted(values)))
    seen = judge(indicator, values, month)
    assert seen.value is not None
    if seen.progress_share is not None:
        assert seen.baseline + seen.progress_share * (seen.target - seen.baseline) == seen.value
        assert seen.baseline + seen.plan_share * (seen.target - seen.baseline) == seen.expected
        assert 0 <= seen.plan_share <= seen.line_share <= 1


@given(st.lists(st.sampled_from(["persons", "person-times", "posts"]), min_size=1, max_size=5), amounts)
def test_different_units_are_never_added(units: list[str], value: Decimal) -> None:
    numbers = [make_indicator(f"N-{place}", unit=unit) for place, unit in enumerate(units)]
    plan, figures = make_plan(*numbers), [figure(number.id, START, value) for number in numbers]
    if len(set(units)) == 1:
        assert total(plan, figures) == value * len(units)
    else:
        with pytest.raises(ForbiddenSum):
            total(plan, figures)
