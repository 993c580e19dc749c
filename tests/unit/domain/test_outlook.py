"""Gains, catch-up and forecast: what the worked numbers of the method page do not show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import accumulate, pairwise
from typing import Any

from domain.catch_up import CatchUp, catch_up
from domain.forecast import SLIM, Forecast, Ground, Tried, forecast, track_record
from domain.gains import gains, levels
from domain.ledger import Ledger
from domain.observation import Aspect
from domain.period import Period, months
from domain.plan import Basis, Direction, Indicator, Kind
from domain.projection import TREND_KEPT, UNTRIED, TrackRecord, project
from domain.ruling import Dispute
from tests.support.judging import assess
from tests.support.plans import LONG_AFTER, START, figure, ledger_of, make_indicator, make_plan, reported
from wording import Words


def added(indicator: Indicator, ledger: Ledger, month: str = "2023-06") -> dict[str, Fraction]:
    return {str(at): gain for at, gain in gains(indicator, ledger, Period.parse(month), LONG_AFTER)}


def steady(n: int, monthly: int = 100, start: Period = START, base: int = 0) -> dict[str, int]:
    totals = accumulate([monthly] * n)
    return {str(start + at): base + total for at, total in enumerate(totals)}


def look(indicator: Indicator, values: Mapping[str, Any], month: str) -> Forecast:
    known = make_plan(indicator), reported(values), Period.parse(month), LONG_AFTER
    return forecast(indicator, *known, track_record(*known))


def race(indicator: Indicator, values: Mapping[str, Any], month: str) -> CatchUp:
    plan, ledger = make_plan(indicator), reported(values)
    return catch_up(assess(indicator, plan, ledger, Period.parse(month), LONG_AFTER), ledger, LONG_AFTER)


def test_a_silent_stretch_is_spread_evenly_and_nothing_is_added_after_the_last_report():
    assert added(make_indicator(), reported({"2021-02": 10, "2021-05": 40})) == {
        "2021-01": 5, "2021-02": 5, "2021-03": 10, "2021-04": 10, "2021-05": 10
    }  # fmt: skip


def test_an_assumed_baseline_is_no_report():
    assumed = make_indicator(kind=Kind.STOCK, baseline_basis=Basis.ASSUMED)
    assert added(assumed, reported({"2021-02": 10, "2021-03": 40})) == {"2021-03": 30}


def test_a_value_held_back_is_left_out():
    held = Dispute("N-1", Period(2021, 2), "counted twice", "office", date(2021, 3, 10))
    ledger = replace(reported({"2021-01": 1, "2021-02": 1000, "2021-03": 3}), disputes=(held,))
    assert [value for _, value in levels(make_indicator(), ledger, Period(2021, 3), LONG_AFTER)] == [0, 1, 3]


def test_a_count_that_starts_again_adds_from_nothing_and_forgets_before_an_unknown_year_end():
    yearly = make_indicator(kind=Kind.FLOW, resets_yearly=True)
    whole = {"2021-11": 11, "2021-12": 12, "2022-01": 5}
    assert added(yearly, reported(whole))["2022-01"] == 5
    assert sum(added(yearly, reported(whole)).values()) == 17
    assert added(yearly, reported({"2021-11": 11, "2022-02": 4})) == {"2022-01": 2, "2022-02": 2}


def test_what_is_met_needs_no_catching_up():
    found = race(make_indicator(target=100), {"2023-05": 50, "2023-06": 100}, "2023-06")
    assert (found.needed, found.factor, found.is_reachable, found.last_month) == (0, 0, True, None)


def test_catching_up_is_unknown_without_value_without_pace_and_without_time():
    assert race(make_indicator(), {}, "2023-06").factor is None
    late = race(make_indicator(baseline_basis=Basis.ASSUMED), {"2023-06": 1}, "2023-06")
    assert (late.best, late.factor, late.is_reachable) == (None, None, None)
    over = race(make_indicator(), {"2025-12": 1}, "2025-12")
    assert (over.needed, over.factor) == (None, None)


def test_what_never_moved_is_out_of_reach_at_any_pace_shown():
    found = race(make_indicator(), {"2023-01": 0, "2023-06": 0}, "2023-06")
    assert (found.best, found.factor, found.is_reachable) == (0, None, False)


def test_a_target_that_would_take_longer_than_there_are_years_is_out_of_reach():
    found = race(make_indicator(target=10**12), steady(30, 1), "2023-06")
    assert (found.last_month, found.is_reachable) == (None, False)


def test_falling_numbers_catch_up_downwards():
    falling = make_indicator(kind=Kind.STOCK, baseline=1000, target=400, direction=Direction.DOWN)
    found = race(falling, {"2023-03": 800, "2023-06": 740}, "2023-06")
    assert (found.best, found.needed, found.factor) == (20, Fraction(340, 30), Fraction(340, 600))


def test_a_steady_pace_is_forecast_exactly_and_still_not_promised():
    found = look(make_indicator(target=6000), steady(30), "2023-06")
    assert (found.ground, found.value, found.low, found.high) == (Ground.SEASONAL, 6000, 6000, 6000)
    assert found.chance == 1 - SLIM
    assert look(make_indicator(target=6001), steady(30), "2023-06").chance == SLIM


def test_eleven_months_are_not_enough_and_twelve_are():
    assert look(make_indicator(), steady(11), "2021-11").ground is Ground.NOT_ENOUGH_HISTORY
    assert look(make_indicator(), steady(12), "2021-12").ground is Ground.EVEN
    assert look(make_indicator(), {}, "2021-12").value is None


def test_what_never_moved_cannot_be_forecast():
    assert look(make_indicator(), steady(30, 0), "2023-06").ground is Ground.NO_MOVEMENT


def test_at_the_deadline_the_value_itself_counts():
    met = look(make_indicator(target=6000), steady(60), "2025-12")
    assert (met.ground, met.value, met.low, met.high, met.chance) == (Ground.OVER, 6000, 6000, 6000, 1)
    assert look(make_indicator(target=6001), steady(60), "2026-03").chance == 0


def test_a_missing_month_is_forecast_from_the_last_one_known():
    found = look(make_indicator(target=6000), steady(28), "2023-06")
    assert (found.since, found.value) == (Period(2023, 4), 6000)


def test_what_comes_later_is_not_known_yet():
    assert look(make_indicator(), steady(40), "2023-06") == look(make_indicator(), steady(30), "2023-06")


def test_counts_do_not_fall_and_what_is_met_stays_met():
    uneven = {str(START + at): total for at, total in enumerate(accumulate([0] * 28 + [90, 0]))}
    found = look(make_indicator(target=90), uneven, "2023-06")
    assert found.low is not None
    assert found.low >= 90
    assert found.chance == 1


def test_shares_end_at_everybody():
    share = make_indicator(kind=Kind.RATIO, target=90, unit="%", baseline_basis=Basis.STATED)
    every = months(START, Period(2023, 6))
    ledger = ledger_of(
        figure("N-1", month, value, aspect=aspect)
        for at, month in enumerate(every, 1)
        for aspect, value in ((Aspect.CUMULATIVE, 3 * at), (Aspect.DENOMINATOR, 100))
    )
    found = forecast(share, make_plan(share), ledger, Period(2023, 6), LONG_AFTER)
    assert (found.value, found.high) == (100, 100)


def test_a_yearly_count_is_forecast_to_the_end_of_its_year():
    yearly = make_indicator(kind=Kind.FLOW, target=1200, resets_yearly=True)
    values = {str(month): 100 * month.month for month in months(START, Period(2023, 6))}
    found = look(yearly, values, "2023-06")
    assert (found.deadline, found.value) == (Period(2023, 12), 1200)
    january = look(yearly, {k: v for k, v in values.items() if k <= "2022-12"}, "2023-01")
    assert (january.value, january.since) == (1200, Period(2022, 12))


def test_the_width_comes_from_earlier_forecasts_own_or_others():
    """Months alternate, so every earlier forecast was a little off; a young number borrows the width of the old one."""
    uneven = list(accumulate(100 + 40 * (at % 5) for at in range(40)))
    old, young = make_indicator("OLD", target=9000), make_indicator("NEW", target=9000, start=START + 24)
    plan, month = make_plan(old, young), START + 39
    totals = [figure("OLD", START + at, total) for at, total in enumerate(uneven)]
    totals += [figure("NEW", START + 24 + at, total) for at, total in enumerate(uneven[:16])]
    record = track_record(plan, ledger_of(totals), month, LONG_AFTER)

    def seen(indicator: Indicator, known: TrackRecord) -> Forecast:
        return forecast(indicator, plan, ledger_of(totals), month, LONG_AFTER, known)

    assert [seen(each, record).tried for each in (old, young)] == [Tried.OWN, Tried.OTHERS]
    assert seen(young, UNTRIED).tried is Tried.NOBODY
    assert record.odds("NEW").half_width == record.odds("OLD").half_width > 0
    held = sum(miss <= record.odds("OLD").half_width for miss in record.misses["OLD"])
    assert 0.8 <= held / len(record.misses["OLD"]) < 0.9


def test_a_trend_goes_on_only_where_both_halves_of_the_year_show_it():
    grown = [Fraction(100)] * 12 + [Fraction(120)] * 12
    fitted = project(grown)
    assert fitted.trend == 240 * TREND_KEPT
    assert fitted.month(1) > 120 > project([Fraction(120)] * 6 + [Fraction(100)] * 12 + [Fraction(120)] * 6).month(1)
    assert project([*grown[:18], *[Fraction(90)] * 6]).trend == 0
    assert project(grown[:23]).trend == 0


def test_the_trend_fades_and_never_turns_a_count_back():
    grown = project([Fraction(100)] * 12 + [Fraction(120)] * 12)
    yearly = [grown.added(range(12 * year + 1, 12 * year + 13)) for year in range(5)]
    steps = [later - before for before, later in pairwise(yearly)]
    assert all(0 < later < before for before, later in pairwise(steps))
    fading = project([Fraction(gain) for gain in [100] * 12 + [5] * 12])
    assert min(fading.month(ahead) for ahead in range(1, 37)) == 0


def test_every_ground_has_its_words():
    assert all(Words("zh").has(f"forecast.{ground}") for ground in Ground)
    assert all(Words("zh").has(f"forecast_width.{tried}") for tried in Tried)
