from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from domain.period import Period
from domain.plan import Kind
from domain.splits import faults
from tests.support.backtest import SEASON
from tests.support.plans import make_indicator


def codes(**given: Any) -> list[tuple[str, str]]:
    return [(fault.code, fault.key) for fault in faults(make_indicator(**given))]


def parts(**amounts: int) -> tuple[tuple[str, Decimal], ...]:
    return tuple((name, Decimal(amount)) for name, amount in amounts.items())


def years(**amounts: int) -> tuple[tuple[int, Decimal], ...]:
    return tuple((int(year.removeprefix("y")), Decimal(amount)) for year, amount in amounts.items())


def test_sound_splits_have_no_faults():
    assert codes() == []
    assert codes(target=60, season=SEASON, region_parts=parts(east=40, west=20)) == []
    assert codes(target=60, year_parts=years(y2021=10, y2025=50)) == []
    assert codes(lead_shares=(("a", Decimal("0.7")), ("b", Decimal("0.3")))) == []


def test_what_is_split_is_the_amount_to_be_added():
    stock: Any = {"kind": Kind.STOCK, "baseline": 400, "target": 600}
    assert codes(**stock, region_parts=parts(east=150, west=50)) == []
    (fault,) = faults(make_indicator(**stock, region_parts=parts(east=400, west=200)))
    assert (fault.code, fault.facts) == (
        "split_not_whole", {"found": 600, "whole": 200, "difference": 400}
    )  # fmt: skip


def test_a_falling_target_is_split_in_falling_parts():
    falling: Any = {"kind": Kind.STOCK, "baseline": 100, "target": 40}
    assert codes(**falling, region_parts=parts(east=-40, west=-20)) == []
    assert codes(**falling, region_parts=parts(east=-80, west=20)) == [("split_turns_back", "region_parts")]


@pytest.mark.parametrize(
    ("given", "code", "key"),
    [
        ({"season": SEASON[:11]}, "season_not_a_year", "season"),
        ({"season": (*SEASON[:11], Decimal(5))}, "season_not_a_year", "season"),
        ({"season": (Decimal(-5), Decimal(14), *SEASON[2:])}, "season_not_a_year", "season"),
        ({"region_parts": parts(east=1)}, "split_not_whole", "region_parts"),
        ({"region_parts": (*parts(east=30_000), *parts(east=30_000))}, "split_twice", "region_parts"),
        ({"kind": Kind.RATIO, "region_parts": parts(east=60_000)}, "split_not_countable", "region_parts"),
        ({"resets_yearly": True, "year_parts": years(y2021=60_000)}, "split_not_countable", "year_parts"),
        ({"year_parts": years(y2021=60_000), "path": {"2022-12": 1}}, "path_given_twice", "year_parts"),
        ({"year_parts": years(y2020=60_000)}, "year_part_outside", "year_parts"),
        ({"year_parts": years(y2025=60_000), "deadline": date(2024, 6, 30)}, "year_part_outside", "year_parts"),
        ({"year_parts": years(y2021=60_000), "start": Period(2022, 1)}, "year_part_outside", "year_parts"),
        ({"lead_shares": (("a", Decimal("0.9")),)}, "shares_not_whole", "lead_shares"),
        ({"lead_shares": (("a", Decimal("1.5")), ("b", Decimal("-0.5")))}, "shares_not_whole", "lead_shares"),
        ({"lead_shares": (("a", Decimal("0.5")), ("a", Decimal("0.5")))}, "split_twice", "lead_shares"),
    ],
)
def test_each_fault_is_found_by_itself(given: dict[str, Any], code: str, key: str):
    assert codes(**given) == [(code, key)]
