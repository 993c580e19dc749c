from __future__ import annotations

from fractions import Fraction

import pytest

from domain.methods import Method, verdicts
from domain.period import Period
from domain.plan import Direction, Kind
from domain.progress import Status
from tests.support.judging import assess
from tests.support.plans import LONG_AFTER, make_indicator, make_plan, reported
from wording import Words


def seen(value: int | None, month: str = "2023-06", **given: object):
    indicator = make_indicator(**given)  # type: ignore[arg-type]
    plan = make_plan(indicator)
    ledger = reported({} if value is None else {month: value})
    return {v.method: v for v in verdicts(assess(indicator, plan, ledger, Period.parse(month), LONG_AFTER))}


@pytest.mark.parametrize(
    ("value", "points", "months"),
    [
        (24_000, Status.ON_TRACK, Status.BEHIND),
        (23_999, Status.BEHIND, Status.BEHIND),
        (18_000, Status.BEHIND, Status.BEHIND),
        (17_999, Status.BEHIND, Status.FAR_BEHIND),
        (12_000, Status.BEHIND, Status.FAR_BEHIND),
        (11_999, Status.FAR_BEHIND, Status.FAR_BEHIND),
        (30_000, Status.ON_TRACK, Status.ON_TRACK),
    ],
)
def test_limits_belong_to_the_milder_side(value: int, points: Status, months: Status):
    found = seen(value)
    assert (found[Method.POINTS].status, found[Method.MONTHS].status) == (points, months)


def test_growth_compares_compound_yearly_rates():
    found = seen(150, kind=Kind.STOCK, baseline=100, target=200)[Method.GROWTH]
    assert found.figure is not None
    assert float(found.figure) == pytest.approx((1.5 ** (1 / 2.5) - 1) / (2 ** (1 / 5) - 1))
    assert found.status is Status.ON_TRACK
    assert seen(120, kind=Kind.STOCK, baseline=100, target=200)[Method.GROWTH].status is Status.FAR_BEHIND
    assert seen(133, kind=Kind.STOCK, baseline=100, target=200)[Method.GROWTH].status is Status.BEHIND


def test_growth_works_downwards_and_below_nothing():
    falling = seen(60, kind=Kind.STOCK, baseline=100, target=20, direction=Direction.DOWN)[Method.GROWTH]
    assert falling.figure is not None
    assert 0 < falling.figure < 1
    assert seen(0, kind=Kind.FLOW)[Method.GROWTH].figure == Fraction(0)


def test_nothing_is_said_without_a_value_or_a_way_to_go():
    for found in (seen(None), seen(500, kind=Kind.STOCK, baseline=500, target=500)):
        assert {(verdict.figure, verdict.status) for verdict in found.values()} == {(None, None)}


def test_every_method_has_its_words():
    assert all(Words("zh").has(f"method.{method}") for method in Method)
