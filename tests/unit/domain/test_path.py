from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from domain.path import elapsed_share, ends, plan_path
from domain.period import Period
from domain.plan import Basis, Comparator, Direction, Indicator, Kind
from tests.support.backtest import SEASON
from tests.support.plans import make_indicator, make_plan


def path_at(indicator: Indicator, month: str):
    return plan_path(indicator, make_plan(indicator), Period.parse(month))


def due(indicator: Indicator, month: str) -> Fraction:
    return path_at(indicator, month).due_share(Period.parse(month))


def behind(indicator: Indicator, month: str, share: str) -> Fraction:
    return path_at(indicator, month).months_behind(Fraction(share), Period.parse(month))


def test_the_straight_line_is_marked_as_a_fallback():
    assert path_at(make_indicator(), "2023-06").is_fallback
    assert not path_at(make_indicator(path={"2022-12": 1}), "2023-06").is_fallback


def test_nothing_is_due_before_the_start_and_no_more_than_all_after_the_deadline():
    late = make_indicator(start=Period(2023, 1), deadline=date(2023, 12, 31))
    assert [due(late, month) for month in ("2021-01", "2022-12", "2023-06", "2023-12", "2027-01")] == [
        0, 0, Fraction(1, 2), 1, 1
    ]  # fmt: skip


def test_a_deadline_within_a_month_is_due_by_the_end_of_that_month():
    assert due(make_indicator(deadline=date(2023, 6, 15)), "2023-06") == 1


def test_milestones_count_from_the_baseline():
    stock = make_indicator(kind=Kind.STOCK, baseline=400_000, target=600_000, path={"2022-12": 420_000})
    assert due(stock, "2022-12") == Fraction(1, 10)
    assert path_at(stock, "2021-12").expected(Period(2021, 12)) == 410_000


def test_milestones_may_stand_in_any_order():
    told = make_indicator(path={"2024-12": 50_000, "2022-12": 20_000})
    assert due(told, "2022-12") == Fraction(1, 3)


def test_a_falling_path_has_the_shares_of_a_rising_one():
    falling = make_indicator(kind=Kind.STOCK, baseline=100, target=40, direction=Direction.DOWN)
    assert due(falling, "2023-06") == Fraction(1, 2)
    assert path_at(falling, "2023-06").expected(Period(2023, 6)) == 70


def test_falling_whole_things_are_due_in_whole_steps():
    falling = make_indicator(kind=Kind.STOCK, baseline=10, target=6, direction=Direction.DOWN)
    assert path_at(falling, "2022-05").expected(Period(2022, 5)) == 9
    assert path_at(falling, "2022-03").expected(Period(2022, 3)) == 9
    assert path_at(falling, "2022-02").expected(Period(2022, 2)) == 10


@pytest.mark.parametrize(
    ("given", "steps"),
    [
        ({"target": 20}, True),
        ({"target": 21}, False),
        ({"target": 120, "baseline": 100, "kind": Kind.STOCK}, True),
        ({"target": Decimal("2.5")}, False),
        ({"target": 6, "unit": "ten thousand persons"}, False),
        ({"target": 10, "kind": Kind.PER_CAPITA}, False),
        ({"target": 10, "kind": Kind.RATIO}, False),
        ({"target": 1, "kind": Kind.RECURRING, "every_years": 1, "first_year": 2021}, True),
    ],
)
def test_only_few_whole_things_rise_in_steps(given: dict[str, object], steps: bool):
    assert path_at(make_indicator(**given), "2023-06").steps is steps  # type: ignore[arg-type]


def test_the_judged_scale_of_each_kind():
    def aim(**given: object):
        return ends(make_indicator(**given))  # type: ignore[arg-type]

    assert aim(target=100, baseline=20) == (20, 100)
    assert aim(kind=Kind.PER_CAPITA, target=30) == (0, 100)
    assert aim(kind=Kind.RATIO, target=60, baseline=10) == (10, 60)
    assert aim(kind=Kind.RECURRING, target=1, every_years=2, first_year=2022) == (0, 2)


def test_an_edition_whose_december_lies_after_the_deadline_is_not_due():
    contest = make_indicator(kind=Kind.RECURRING, target=1, every_years=1, first_year=2021, deadline=date(2023, 6, 30))
    assert ends(contest) == (0, 2)


def test_a_count_that_starts_again_has_a_path_for_each_year_within_start_and_deadline():
    yearly = make_indicator(
        kind=Kind.PER_CAPITA, target=30, resets_yearly=True, start=Period(2021, 7), deadline=date(2025, 6, 30)
    )
    assert due(yearly, "2021-09") == Fraction(1, 2)
    assert due(yearly, "2022-03") == Fraction(1, 4)
    assert due(yearly, "2025-03") == Fraction(1, 2)
    assert due(yearly, "2026-02") == 1


def test_months_behind_rest_where_the_path_rests():
    resting = make_indicator(path={"2022-06": 30_000, "2023-06": 30_000})
    assert behind(resting, "2023-03", "1/2") == 0
    assert behind(resting, "2023-09", "1/2") == 3
    assert behind(resting, "2022-01", "1/2") == -5


def test_months_behind_stay_within_the_path():
    line = make_indicator()
    assert behind(line, "2023-06", "-1/10") == 30
    assert behind(line, "2023-06", "3/2") == -30
    assert behind(line, "2026-06", "1") == 0
    assert behind(line, "2026-06", "1/2") == 36


def test_a_target_met_by_the_baseline_is_to_be_kept():
    for given in (
        {"target": 500, "baseline": 500},
        {"target": 500, "baseline": 600},
        {"target": 500, "baseline": 400, "comparator": Comparator.AT_MOST, "direction": Direction.DOWN},
    ):
        kept = path_at(make_indicator(kind=Kind.STOCK, **given), "2023-06")  # type: ignore[arg-type]
        assert kept.is_kept
        assert kept.expected(Period(2023, 6)) == 500
        assert kept.share_of(Fraction(500)) is None


def test_elapsed_share_stays_between_nothing_and_all():
    assert [elapsed_share(make_plan(), Period.parse(at)) for at in ("2020-12", "2026-01")] == [0, 1]


def test_yearly_parts_are_milestones_and_points_tell_where_they_come_from():
    parts = tuple((year, Decimal(12_000)) for year in range(2021, 2026))
    told = path_at(make_indicator(year_parts=parts, parts_basis=Basis.IMPLIED), "2023-06")
    assert not told.is_fallback
    assert [(point.months, point.basis) for point in told.points[1:-1]] == [
        (12, Basis.IMPLIED), (24, Basis.IMPLIED), (36, Basis.IMPLIED), (48, Basis.IMPLIED)
    ]  # fmt: skip
    assert not any(point.is_assumption for point in told.points)
    assert any(point.is_assumption for point in path_at(make_indicator(season=SEASON), "2023-06").points)


def test_a_season_spreads_each_year_and_rests_where_it_gives_nothing():
    season = tuple(map(Decimal, (0, 0, 50, 0, 0, 50, 0, 0, 0, 0, 0, 0)))
    indicator = make_indicator(season=season)
    shares = [due(indicator, month) for month in ("2021-02", "2021-03", "2021-05", "2021-06", "2021-12", "2022-03")]
    assert shares == [0, Fraction(1, 10), Fraction(1, 10), Fraction(1, 5), Fraction(1, 5), Fraction(3, 10)]
    assert behind(indicator, "2021-11", "1/5") == 0


def test_a_stretch_the_season_leaves_out_is_spread_evenly():
    season = tuple(map(Decimal, (0, 0, 50, 0, 0, 50, 0, 0, 0, 0, 0, 0)))
    summer = make_indicator(season=season, path={"2021-06": 6000, "2021-12": 12_000})
    assert due(summer, "2021-09") == Fraction(9000, 60_000)


def test_a_season_within_a_year_that_starts_again():
    yearly = make_indicator(season=SEASON, resets_yearly=True)
    assert [due(yearly, month) for month in ("2023-03", "2023-12")] == [Fraction(18, 100), 1]
