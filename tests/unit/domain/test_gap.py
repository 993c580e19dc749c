from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction

from domain import gap
from domain.gap import Shares, by_department, by_region, by_time
from domain.ledger import Ledger
from domain.observation import Recorded
from domain.period import Period
from domain.plan import Direction, Kind
from tests.support.judging import assess
from tests.support.ledgers import keeping, ledger_with
from tests.support.plans import LONG_AFTER, figure, ledger_of, make_indicator, make_plan, reported, sent
from wording import Words

JUNE = Period(2023, 6)
SPLIT = make_indicator(by_region=True)  # 30,000 are due in June 2023


def regions(ledger: Ledger, indicator=SPLIT, **given: object):
    plan = make_plan(indicator, **given)
    return by_region(assess(indicator, plan, ledger, JUNE, LONG_AFTER), plan, ledger)


def amounts(split: gap.Split | None) -> dict[str, Fraction]:
    assert split is not None
    assert sum(part.amount for part in split.parts) == split.whole
    return {part.key: part.amount for part in split.parts}


def test_without_a_split_of_the_plan_regions_are_held_to_their_part_a_year_before():
    before = [
        figure("N-1", JUNE + -12, value, region_id=name) for name, value in (("east", 6), ("west", 3), ("city", 1))
    ]
    now = [figure("N-1", JUNE, 20_000)]
    now += [figure("N-1", JUNE, v, region_id=n) for n, v in (("east", 8000), ("west", 10_000), ("city", 2000))]
    found = regions(ledger_of([*before, *now]))
    assert amounts(found) == {"east": -10_000, "city": -1000, "west": 1000}
    assert found is not None
    assert found.shares is Shares.YEAR_BEFORE
    alike = regions(ledger_of(now))
    assert amounts(alike) == {"city": -8000, "east": -2000, "west": 0}
    assert alike is not None
    assert alike.shares is Shares.EQUAL


def test_regions_stand_worst_first_and_silent_ones_are_one_part():
    found = regions(ledger_of([figure("N-1", JUNE, 20_000), figure("N-1", JUNE, 12_000, region_id="east")]))
    assert list(amounts(found).items()) == [("east", 2000), ("unreported", -12_000)]


def test_a_difference_between_the_city_and_its_regions_is_named():
    figures = [figure("N-1", JUNE, 20_000), *(figure("N-1", JUNE, 5000, region_id=n) for n in ("east", "west", "city"))]
    assert amounts(regions(ledger_of(figures)))["unallocated"] == 5000


def test_no_split_by_region_without_regions_values_or_for_shares():
    assert regions(reported({"2023-06": 5})) is None
    assert regions(reported({})) is None
    assert regions(reported({"2023-06": 5}), make_indicator()) is None
    share = make_indicator(by_region=True, kind=Kind.RATIO, target=100)
    assert regions(reported({"2023-06": 5}), share) is None


def test_a_falling_number_is_short_where_it_stands_too_high():
    falling = make_indicator(kind=Kind.STOCK, baseline=100, target=40, direction=Direction.DOWN, by_region=True)
    now = [figure("N-1", JUNE, 90), *(figure("N-1", JUNE, 30, region_id=n) for n in ("east", "west", "city"))]
    assert set(amounts(regions(ledger_of(now), falling)).values()) == {Fraction(-20, 3)}


def test_the_lead_answers_unless_shares_are_stated_or_nobody_leads():
    def split(**given: object) -> gap.Split | None:
        indicator = make_indicator(**given)  # type: ignore[arg-type]
        return by_department(assess(indicator, make_plan(indicator), reported({"2023-06": 0}), JUNE, LONG_AFTER))

    assert amounts(split(lead="b")) == {"b": -30_000}
    assert amounts(split(lead=None, reporter="c")) == {"c": -30_000}
    shares = (("a", Decimal("0.75")), ("b", Decimal("0.25")))
    assert amounts(split(lead_shares=shares)) == {"a": -22_500, "b": -7500}
    found = split(lead=None)
    assert found is not None
    assert found.shares is Shares.REPORTER


def times(first: datetime, *, plan_given: dict[str, object] | None = None, second: datetime | None = None):
    """June's value of 10,000, first sent at `first`; with `second` it came as 7,000 and was corrected then."""
    indicator, moments = make_indicator(), [first] if second is None else [first, second]
    plan = make_plan(indicator, **(plan_given or {}))
    told = [
        Recorded(figure("N-1", JUNE, value), sent("a", JUNE, id=n, sequence=n, submitted_at=at))
        for n, (value, at) in enumerate(zip((7000, 10_000)[2 - len(moments) :], moments, strict=True), 1)
    ]
    ledger = ledger_with(told)
    return amounts(by_time(assess(indicator, plan, ledger, JUNE, LONG_AFTER), plan, ledger))


def test_in_time_up_to_the_last_moment_of_the_due_date_where_the_plan_is_carried_out():
    assert times(datetime(2023, 7, 5, 15, 59, tzinfo=UTC)) == {"on_time": -20_000, "late": 0, "revised": 0}
    assert times(datetime(2023, 7, 5, 16, 0, tzinfo=UTC)) == {"on_time": -30_000, "late": 10_000, "revised": 0}


def test_back_filled_months_are_never_late():
    late = datetime(2024, 1, 4, tzinfo=UTC)
    assert times(late, plan_given={"reports_from": Period(2024, 1)}) == {"on_time": -20_000, "late": 0, "revised": 0}


def test_a_correction_counts_as_such_even_after_the_due_date():
    found = times(datetime(2023, 7, 1, tzinfo=UTC), second=datetime(2023, 8, 1, tzinfo=UTC))
    assert found == {"on_time": -23_000, "late": 0, "revised": 3000}


def test_nothing_is_explained_without_a_value():
    indicator = make_indicator()
    plan, ledger = make_plan(indicator), reported({})
    seen = assess(indicator, plan, ledger, JUNE, LONG_AFTER)
    assert by_time(seen, plan, ledger) is None
    assert by_department(seen) is None


def test_a_ledger_that_cannot_tell_takes_the_value_as_first_reported():
    ledger = keeping(reported({"2023-06": 10_000}), lambda _: False)
    known = reported({"2023-06": 10_000})
    indicator = make_indicator()
    plan = make_plan(indicator)
    seen = assess(indicator, plan, known, JUNE, LONG_AFTER)
    assert amounts(by_time(seen, plan, ledger)) == {"on_time": -20_000, "late": 0, "revised": 0}


def test_every_part_and_share_has_its_words():
    keys = (gap.ON_TIME, gap.LATE, gap.REVISED, gap.UNREPORTED, gap.UNALLOCATED)
    assert all(Words("zh").has(f"gap_part.{key}") for key in keys)
    assert all(Words("zh").has(f"gap_shares.{share}") for share in Shares)
