"""What always holds of paths, next lights, gaps, runs and forecasts; the last section of docs/method.md."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise, takewhile

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from domain.forecast import fan, forecast
from domain.gap import Part, Split, as_shown, by_department, by_region, by_time
from domain.next_light import next_light
from domain.observation import Recorded
from domain.pace import pace
from domain.path import plan_path
from domain.period import Period
from domain.plan import Direction, Indicator, Kind
from domain.progress import LAGGING, SILENT, Status
from tests.support import judging
from tests.support.judging import assess
from tests.support.ledgers import ledger_with, recorded
from tests.support.plans import LONG_AFTER, START, figure, ledger_of, make_indicator, make_plan, sent

amounts = st.integers(0, 3000)
months = st.integers(0, 63).map(lambda after: START + after)
RANK = [Status.FAR_BEHIND, Status.BEHIND, Status.ON_TRACK, Status.AHEAD, Status.MET]


@st.composite
def numbers(draw: st.DrawFn) -> Indicator:
    """Rising or falling, few or many, whole or not, with or without a season."""
    baseline, size = draw(amounts), draw(st.integers(1, 30) | st.integers(1, 2000))
    falling = draw(st.booleans())
    weights = draw(st.lists(st.integers(0, 5), min_size=12, max_size=12).filter(any))
    season = tuple(Decimal(weight) for weight in weights) if draw(st.booleans()) else ()
    return make_indicator(
        kind=Kind.STOCK,
        baseline=baseline,
        target=baseline - size if falling else baseline + size,
        direction=Direction.DOWN if falling else Direction.UP,
        unit=draw(st.sampled_from(["persons", "ten thousand persons"])),
        season=season,
    )


@given(numbers(), months)
def test_a_season_changes_no_total_and_never_turns_back(indicator: Indicator, month: Period):
    plan = make_plan(indicator)
    path = plan_path(indicator, plan, month)
    assert path.line_share(path.end) == 1
    assert 0 <= path.line_share(month) <= path.line_share(month + 1) <= 1
    if indicator.season:
        whole_years = [path.line_share(Period(year, 12)) for year in range(2021, 2026)]
        assert whole_years == [Fraction(year, 5) for year in range(1, 6)]


@given(numbers(), amounts, months)
def test_the_next_light_is_earned_by_its_value_and_by_nothing_less(indicator: Indicator, value: int, month: Period):
    plan = make_plan(indicator)
    seen = assess(indicator, plan, ledger_of([figure("N-1", month, value)]), month, LONG_AFTER)
    if seen.next_light is None or seen.next_value is None:
        return
    sign = 1 if indicator.direction is Direction.UP else -1
    assert (seen.next_value - Fraction(value)) * sign > 0
    if seen.status in (Status.OVERDUE, Status.LOST):
        return
    assert RANK.index(seen.next_light) > RANK.index(seen.status)

    def light(at: Fraction) -> Status:
        reached = (seen.target - at) * sign <= 0
        path = plan_path(indicator, plan, month)
        return Status.MET if reached else pace(path, at, month, seen.thresholds)[0]

    assert light(seen.next_value) is seen.next_light
    step = Fraction(1) if plan.unit(indicator.unit).whole else Fraction(1, 10**9)
    less = seen.next_value - sign * step
    assert RANK.index(light(less)) <= RANK.index(seen.status) or light(less) is Status.TOO_EARLY
    assert next_light(seen.held_to, month, Status.MET, less) is None


@given(
    st.dictionaries(months, amounts, min_size=1, max_size=8),
    st.dictionaries(st.sampled_from(["east", "west", "city"]), amounts),
    st.lists(st.tuples(amounts, st.integers(0, 90)), min_size=1, max_size=4),
    st.booleans(),
)
def test_the_parts_of_a_gap_add_to_the_gap(
    values: dict[Period, int], regions: dict[str, int], versions: list[tuple[int, int]], stated: bool
):
    month = max(values)
    parts = (("east", Decimal(30_000)), ("city", Decimal(30_000))) if stated else ()
    indicator = make_indicator(by_region=True, region_parts=parts)
    plan = make_plan(indicator)
    told, days = [], 0
    for sequence, (value, after) in enumerate(versions, 1):
        days += after
        given = sent("a", month, id=10_000 + sequence, sequence=sequence)
        given = replace(given, submitted_at=given.submitted_at + timedelta(days=days))
        told.append([Recorded(figure("N-1", month, value), given)])
    told[-1] += [Recorded(figure("N-1", month, v, region_id=r), told[-1][0].submission) for r, v in regions.items()]
    before = ledger_of([figure("N-1", at, value) for at, value in values.items() if at != month])
    ledger = ledger_with((*recorded(before), *(entry for group in told for entry in group)))
    seen = assess(indicator, plan, ledger, month, LONG_AFTER)
    for split in (by_region(seen, plan, ledger), by_department(seen), by_time(seen, plan, ledger)):
        if split is not None:
            assert seen.value is not None
            assert sum((part.amount for part in split.parts), Fraction(0)) == split.whole == seen.value - seen.expected


@given(numbers(), st.dictionaries(st.integers(0, 20).map(lambda n: START + n), amounts), st.integers(0, 22))
@settings(max_examples=50)
def test_runs_made_good_and_counting_back_agree(indicator: Indicator, values: dict[Period, int], upto: int):
    plan, ledger = make_plan(indicator), ledger_of([figure("N-1", at, value) for at, value in values.items()])
    every = judging.judged(indicator, plan, ledger)
    history = every.lights(START + upto)
    back = list(takewhile(lambda light: light.status in (*LAGGING, *SILENT), reversed(history)))
    behind = [light.period for light in back if light.status in LAGGING]
    run = every.run(START + upto)
    assert (run.months, run.since) == (history[-1].run, behind[-1] if behind else None) and run.months == len(behind)
    for at, light in enumerate(history):
        good = [x.period for x in history[at + 1 :] if x.status not in LAGGING and x.status not in SILENT]
        expected = good[0] if good and light.status in LAGGING else None
        assert light.made_good == expected


gains = st.lists(st.integers(0, 200), min_size=12, max_size=59)


@given(gains, st.integers(1, 20_000))
@settings(max_examples=60)
def test_a_forecast_in_other_units_or_mirrored_is_the_same_forecast(added: list[int], target: int):
    assume(any(added))
    thousand = make_indicator(kind=Kind.STOCK, target=target, unit="ten thousand persons")
    results = []
    for factor in (Decimal(1), Decimal("0.001"), Decimal(-1)):
        indicator = replace(thousand, target=target * factor, direction=Direction.DOWN if factor < 0 else Direction.UP)
        totals = [figure("N-1", START + at, sum(added[: at + 1]) * factor) for at in range(len(added))]
        month = START + (len(added) - 1)
        found = forecast(indicator, make_plan(indicator), ledger_of(totals), month, LONG_AFTER)
        assert found.value is not None
        assert found.low is not None
        assert found.high is not None
        low, high = sorted((found.low / Fraction(factor), found.high / Fraction(factor)))
        results.append((found.value / Fraction(factor), low, high, found.ground))
        assert low <= found.value / Fraction(factor) <= high
        assert found.chance is not None
        assert 0 <= found.chance <= 1
    assert len({(value, ground) for value, _, _, ground in results}) == 1
    for _, low, high, _ in results:  # the ends come from a square root
        assert abs(low - results[0][1]) + abs(high - results[0][2]) < Fraction(1, 1000)


fractions = st.fractions(min_value=-5000, max_value=5000, max_denominator=30)


@given(st.lists(fractions, min_size=1, max_size=12))
def test_parts_as_written_add_to_the_whole_as_written(amounts: list[Fraction]):
    """However they are rounded, and none further than a step from what it is."""
    split = Split(sum(amounts, Fraction(0)), tuple(Part(str(place), amount) for place, amount in enumerate(amounts)))
    shown = as_shown(split)
    step = Fraction(1) if all(part.amount.denominator == 1 for part in shown.parts) else Fraction(1, 10)
    assert sum(part.amount for part in shown.parts) == shown.whole
    assert abs(shown.whole - split.whole) <= step / 2
    assert all((10 * part.amount).denominator == 1 for part in (*shown.parts, Part("", shown.whole)))
    assert all(abs(a.amount - b.amount) < 1 for a, b in zip(shown.parts, split.parts, strict=True))


@given(st.lists(st.integers(0, 200), min_size=12, max_size=40).filter(any))
def test_the_fan_opens_month_by_month_and_ends_at_the_forecast(added: list[int]):
    indicator = make_indicator(target=5000)
    plan, month = make_plan(indicator), START + (len(added) - 1)
    totals = [figure("N-1", START + at, sum(added[: at + 1])) for at in range(len(added))]
    ledger = ledger_of(totals)
    seen, ahead = forecast(indicator, plan, ledger, month, LONG_AFTER), fan(indicator, plan, ledger, month, LONG_AFTER)
    assert [likely.period for likely in ahead] == [month + 1 + at for at in range(60 - len(added))]
    assert (ahead[-1].value, ahead[-1].low, ahead[-1].high) == (seen.value, seen.low, seen.high)
    assert all(likely.low <= likely.value <= likely.high for likely in ahead)
    assert all(sum(added) <= earlier.value <= later.value for earlier, later in pairwise(ahead))
    assert all(earlier.high <= later.high for earlier, later in pairwise(ahead))
