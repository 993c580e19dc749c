"""Every worked number of docs/method.md that looks ahead, back or sideways, recomputed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from functools import cache
from itertools import accumulate
from statistics import mean
from zoneinfo import ZoneInfo

import pytest

from domain import splits
from domain.catch_up import catch_up
from domain.forecast import forecast
from domain.gap import by_region, by_time
from domain.methods import verdicts
from domain.observation import Recorded
from domain.path import plan_path
from domain.period import Period
from domain.plan import Basis, Department
from domain.rollup import Standing, ranked
from domain.slips import slip_proposal
from domain.trend import improvements, standings
from tests.support import backtest, judging
from tests.support.backtest import SEASON
from tests.support.judging import assess
from tests.support.ledgers import ledger_with
from tests.support.method_page import Row, as_written, cases, is_the_one_kept, judged, number, table
from tests.support.plans import (
    LONG_AFTER,
    figure,
    ledger_of,
    make_indicator,
    make_plan,
    named,
    reported,
    sent,
)
from wording import Words


@cases("delivered of 200,000")
def test_several_methods_light_by_light(row: Row) -> None:
    seen = judged(row["delivered of 200,000"], "2022-12", target=200_000)
    found = {verdict.method.value: verdict.status for verdict in verdicts(seen)}
    assert found == {method: row[method] for method in ("points", "ratio", "growth", "months")}


@cases("month, with a season")
def test_seasons_and_yearly_parts(row: Row) -> None:
    parts = ((2022, Decimal(12_000)), (2023, Decimal(10_000)), (2024, Decimal(10_000)), (2025, Decimal(10_000)))
    seen = judged(
        "0", row["month, with a season"], target=42_000, start=Period(2022, 1), season=SEASON, year_parts=parts
    )
    assert seen.expected == Fraction(number(row["due"]))
    assert not seen.path_is_fallback
    assert list(splits.faults(seen.indicator)) == []
    path = plan_path(seen.indicator, make_plan(seen.indicator), seen.period)
    points = {str(path.origin + point.months): point.basis for point in path.points}
    assert (points["2022-06"], points["2022-12"], points["2025-12"]) == (Basis.ASSUMED, Basis.STATED, Basis.STATED)


@cases("value, June 2023")
def test_the_next_better_light(row: Row) -> None:
    seen = judged(row["value, June 2023"], "2023-06", target=10_000)
    assert seen.status == row["light"]
    assert (seen.next_light or "–") == row["next light"]
    assert as_written(seen.next_value, row["from"])


def test_months_in_a_row_and_what_was_made_good() -> None:
    rows, indicator = table("month of 2023"), make_indicator(target=60_000)
    plan = make_plan(indicator)
    ledger = reported({row["month of 2023"]: number(row["value"]) for row in rows if row["value"] != "–"})
    every = judging.judged(indicator, plan, ledger)
    lights = every.lights(Period(2023, 7))
    found = {str(light.period): light for light in lights}
    for row in rows:
        light, month = found[row["month of 2023"]], Period.parse(row["month of 2023"])
        assert (light.status, light.run) == (row["light"], int(row["in a row"]))
        assert str(light.made_good or "–") == row["made good"]
        assert (slip_proposal(every, month) is not None) == (row["slip"] == "yes")


def test_no_run_begins_before_judging_does() -> None:
    rows, indicator = table("month of 2022"), make_indicator(target=60_000)
    plan = make_plan(indicator, judged_from=Period(2022, 4))
    ledger = reported({row["month of 2022"]: number(row["value"]) for row in rows if row["value"] != "–"})
    every = judging.judged(indicator, plan, ledger)
    lights = {str(light.period): light for light in every.lights(Period(2022, 8))}
    for row in rows:
        run = every.run(Period.parse(row["month of 2022"]))
        light = lights[row["month of 2022"]]
        assert (light.status, light.run, run.months) == (row["light"], int(row["in a row"]), int(row["in a row"]))
        told = "–" if run.since is None else "yes" if run.is_whole else "no"
        assert (str(run.since or "–"), told) == (row["since"], row["since judging began"])


@cases("value, December 2023")
def test_catching_up(row: Row) -> None:
    value, indicator = number(row["value, December 2023"]), make_indicator(target=60_000)
    plan, ledger = make_plan(indicator), reported({"2023-09": value - 4200, "2023-12": value})
    seen = assess(indicator, plan, ledger, Period(2023, 12), LONG_AFTER)
    found = catch_up(seen, ledger, LONG_AFTER)
    assert as_written(found.needed, row["needed per month"])
    assert as_written(found.best, row["best"])
    assert as_written(found.factor, row["catch-up"])
    assert str(found.last_month or "–") == row["last month to start"]


@cases("known up to")
def test_forecasts(row: Row) -> None:
    gains = {2021: (80, 20), 2022: (100, 25)}
    every = [Period(year, month) for year in gains for month in range(1, 13)]
    totals = accumulate(gains[each.year][each.month > 6] for each in every)
    ledger = reported({str(each): total for each, total in zip(every, totals, strict=True)})
    indicator = make_indicator(target=3000)
    found = forecast(indicator, make_plan(indicator), ledger, Period.parse(row["known up to"]), LONG_AFTER)
    assert as_written(found.value, row["forecast"])
    assert as_written(found.low, row["low"])
    assert as_written(found.high, row["high"])
    assert as_written(found.chance, row["chance"], percent=True)


REWRITTEN = "docs/method.md was written anew; read it, then run again"


@cache
def real_cases() -> tuple[backtest.Case, ...]:
    return tuple(backtest.real_cases())


def percent(outcomes: Iterable[bool]) -> str:
    told = list(outcomes)
    return f"{Words('en').number(Fraction(sum(told), len(told)) * 100, 0)} %"


def is_about(outcomes: Iterable[bool], share: str, within: str) -> bool:
    told = list(outcomes)
    return abs(Fraction(sum(told), len(told)) - Fraction(share)) <= Fraction(within)


@pytest.mark.slow
def test_the_interval_holds_on_real_series() -> None:
    """80 ± 5 % in all, 80 ± 10 % whatever they do and however much is known. The table of the page is made here."""
    cases = real_cases()
    assert is_about((case.is_held for case in cases), "0.8", "0.05")
    rows = [["real series", "cases", "30 months known", "42 months known", "together"]]
    for kind in ("growing", "level", "shrinking", "all"):
        these = [case for case in cases if kind in (case.kind, "all")]
        by_known = [[case.is_held for case in these if case.known == known] for known in (30, 42)]
        assert all(is_about(held, "0.8", "0.1") for held in by_known)
        rows.append([kind, str(len(these)), *map(percent, by_known), percent(case.is_held for case in these)])
    assert is_the_one_kept("real series", rows), REWRITTEN


@pytest.mark.slow
def test_it_is_no_worse_than_a_library() -> None:
    """The library's row is what `make bench` printed; ours is recomputed."""
    cases, (ours, theirs) = real_cases(), table("forecast by")
    assert ours["held"] == percent(case.is_held for case in cases)
    assert as_written(Fraction(mean(case.score for case in cases)), ours["interval score"])
    assert as_written(Fraction(mean(case.error for case in cases)), ours["middle off by"], percent=True)
    off = {row["forecast by"]: abs(number(row["held"]) - 80) for row in (ours, theirs)}
    assert off["this rule"] <= off["AutoETS"]
    assert number(ours["interval score"]) <= number(theirs["interval score"])


@pytest.mark.slow
def test_chances_come_true_as_often_as_they_say() -> None:
    """Targets at and around what a year like the last would bring; what became of the chances of each band."""
    told: dict[int, list[tuple[float, bool]]] = {band: [] for band in range(5)}
    for case in real_cases():
        for factor in (0.8, 0.85, 0.9, 0.95, 1, 1.05, 1.1, 1.15, 1.2):
            target = case.as_last_year * factor
            chance = case.odds.above((case.middle - target) / case.spread)
            told[min(4, int(chance * 5))].append((chance, case.came >= target))
    rows = [["chance told", "cases", "told on average", "came true"]]
    for band, pairs in told.items():
        mean = Fraction(sum(chance for chance, _ in pairs)) / len(pairs)
        assert is_about((came for _, came in pairs), str(mean), "0.1")
        average = f"{Words('en').number(mean * 100, 0)} %"
        rows.append([f"{band * 20}–{band * 20 + 20} %", str(len(pairs)), average, percent(came for _, came in pairs)])
    assert is_the_one_kept("chance told", rows), REWRITTEN


@pytest.mark.slow
def test_the_interval_holds_about_as_often_as_it_says() -> None:
    """The table of the page is made here: where the method or the sample changes, so does the page."""
    sample = backtest.sample_series(Period(2024, 6))
    drawn: list[tuple[str, Sequence[Sequence[Fraction]], Sequence[int]]] = [
        ("sample data, 12 to 23 months known", sample, range(12, 24)),
        ("sample data, 24 months or more known", sample, range(24, 37)),
        *((law, list(backtest.simulated(law, 60)), range(24, 43, 6)) for law in backtest.LAWS),
    ]
    rows = [["months withheld", *map(str, backtest.AHEAD)]]
    for name, every, origins in drawn:
        outcomes = backtest.coverage(every, origins).values()
        assert all(len(held) >= 28 and sum(held) >= 0.65 * len(held) for held in outcomes)
        rows.append([name, *map(percent, outcomes)])
    assert is_the_one_kept("months withheld", rows), REWRITTEN


def test_the_gap_explained() -> None:
    """By region, and the same gap in time: November known, December late, then corrected."""
    rows = {row["part"]: row for row in table("part")}
    parts = tuple((name, number(rows[name]["share of what is due"])) for name in ("east", "west", "city"))
    indicator = make_indicator(target=60_000, by_region=True, region_parts=parts)
    plan, december = make_plan(indicator), Period(2023, 12)

    def told(month: Period, part: str, sequence: int, at: str, regions: bool = False) -> tuple[Recorded, ...]:
        moment = datetime.fromisoformat(at).replace(tzinfo=ZoneInfo(plan.timezone))
        submission = sent("a", month, id=int(moment.timestamp()), sequence=sequence, submitted_at=moment)
        seen = [figure("N-1", month, number(rows[part]["value"]))]
        seen += [figure("N-1", month, number(rows[name]["value"]), region_id=name) for name, _ in parts if regions]
        return tuple(Recorded(entry, submission) for entry in seen)

    november = told(december + -1, "on_time", 1, "2023-12-04")
    late = told(december, "late", 1, "2024-01-09")
    corrected = told(december, "revised", 2, "2024-01-20", regions=True)
    history = tuple(group[0].submission for group in (november, late, corrected))
    ledger = ledger_with((*november, *late, *corrected), history)
    seen = assess(indicator, plan, ledger, december, LONG_AFTER)
    written = {part: Fraction(number(row["amount"])) for part, row in rows.items()}
    for split in (by_region(seen, plan, ledger), by_time(seen, plan, ledger)):
        assert split is not None
        assert {part.key: part.amount for part in split.parts}.items() <= written.items()
        assert len(split.parts) == 3
        assert sum(part.amount for part in split.parts) == split.whole == -12_000


def test_improvement() -> None:
    """Each department leads five numbers; those behind are short by the widest gap, the others just on track."""
    rows, may = table("department, May to June"), Period(2023, 5)
    names = [row["department, May to June"] for row in rows]
    indicators = [make_indicator(f"{name}-{n}", target=60_000, lead=name) for name in names for n in range(5)]
    plan = make_plan(*indicators, departments=tuple(Department(name, named(name)) for name in names))
    figures = []
    for name, row in zip(names, rows, strict=True):
        for month, behind, gap in (
            (may, "behind in May", "widest gap in May"),
            (may + 1, "behind in June", "in June"),
        ):
            due = (month - plan.start + 1) * 1000
            for n in range(5):
                short = number(row[gap]) * 600 if n < int(row[behind].split(" of ")[0]) else 0
                figures.append(figure(f"{name}-{n}", month, due + short))
    ledger = ledger_of(figures)

    def standings_in(month: Period) -> tuple[Standing, ...]:
        return standings(plan, (assess(indicator, plan, ledger, month, LONG_AFTER) for indicator in indicators))

    level = {place.standing.department.id: place for place in ranked(plan, standings_in(may + 1), may + 1)}
    better = {entry.department.id: entry for entry in improvements(plan, standings_in, may + 1, 1)}
    for name, row in zip(names, rows, strict=True):
        assert as_written(level[name].standing.worst_gap, row["in June"], percent=True)
        assert (level[name].rank, better[name].rank) == (int(row["level rank"]), int(row["improvement rank"]))


def test_shared_numbers() -> None:
    shares = (("x", Decimal("0.75")), ("y", Decimal("0.25")))
    indicators = [
        make_indicator("S-1", target=1000, lead="x", lead_shares=shares),
        *(make_indicator(f"{name}-1", target=1000, lead=name) for name in "xy"),
    ]
    plan = make_plan(*indicators, departments=tuple(Department(name, named(name)) for name in "xy"))
    june = Period(2023, 6)
    ledger = ledger_of([figure(entry.id, june, 400 if entry.id == "S-1" else 500) for entry in indicators])
    lights = [assess(indicator, plan, ledger, june, LONG_AFTER) for indicator in indicators]
    found = {entry.department.id: entry for entry in standings(plan, lights)}
    for row in table("department, shared"):
        assert as_written(found[row["department, shared"]].lagging_share, row["share behind"], percent=True)
