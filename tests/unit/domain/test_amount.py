from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from domain.amount import amount, decimals
from domain.plan import Comparator, Direction, Indicator, Kind
from tests.support.judging import assess
from tests.support.plans import LONG_AFTER, make_indicator, make_plan, month, reported
from wording import Words

EN = Words("en")
ENERGY = make_indicator(
    kind=Kind.STOCK,
    target=Decimal("0.38"),
    baseline=Decimal("0.437"),
    direction=Direction.DOWN,
    comparator=Comparator.AT_MOST,
    unit="t per 10,000 yuan",
    unit_is_whole=False,
)


def written(value: str | Fraction, indicator: Indicator) -> str:
    return EN.amount(amount(Fraction(value), indicator))


def test_value_due_and_target_of_small_amounts_are_told_apart():
    plan = make_plan(ENERGY)
    seen = assess(ENERGY, plan, reported({"2023-06": "0.412"}), month("2023-06"), LONG_AFTER)
    told = [seen.value, seen.expected, seen.target, seen.needed_per_month]
    assert [written(each, ENERGY) for each in told if each is not None] == ["0.412", "0.4085", "0.38", "0.00107"]


@pytest.mark.parametrize(
    ("given", "most"),
    [
        ({"target": 60_000}, 1),  # whole things: only what is due and means have a fraction
        ({"target": 4}, 1),
        ({"target": Decimal("120.5"), "baseline": 480, "unit_is_whole": False}, 1),
        ({"target": 100, "baseline": 98, "kind": Kind.RATIO}, 3),
        ({"target": Decimal("0.38"), "baseline": Decimal("0.437"), "unit_is_whole": False}, 5),
        ({"target": 5, "baseline": 5, "unit_is_whole": False}, 1),
        ({"target": 5, "decimals": 0}, 0),
    ],
)
def test_as_many_decimals_as_the_plan_needs(given, most):
    assert decimals(make_indicator(**given)) == most


def test_decimals_of_the_plan_are_always_written():
    fixed = make_indicator(target=Decimal("0.5"), decimals=3, unit_is_whole=False)
    assert [written(value, fixed) for value in ("0.5", "1234", "0.12345")] == ["0.500", "1,234.000", "0.123"]


def test_an_amount_that_is_there_is_never_written_as_nothing():
    few = make_indicator(target=5)
    assert [written(value, few) for value in (Fraction(1, 30), Fraction(1, 5), Fraction(0))] == ["0.033", "0.2", "0"]


def test_a_decimal_of_a_sheet_is_quoted_as_it_is_and_what_was_worked_out_with_one():
    assert EN("working.kept", value=Decimal("0.437"), target=Decimal("0.380")) == "0.437 against 0.38 to be kept."
    assert EN.points(Fraction(-1, 100_000)) == "0.0 pp"  # nothing has no sign
    assert (EN.number(Decimal(1) / 3), EN.number(Fraction(1, 3)), EN.number(Decimal("1e-12"))) == (
        "0.3",
        "0.3",
        "0.000000000001",
    )
