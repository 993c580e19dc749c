"""First reports against final figures: the worked numbers of docs/method.md, and the triangle month by month."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

from domain.ledger import Ledger
from domain.observation import Aspect, Draft, Observation, Source
from domain.period import Period
from domain.revision import reliability, stories, triangle
from tests.support.plans import make_indicator, make_plan

JUNE = Period(2023, 6)
PLAN = make_plan(*(make_indicator(id=f"X-{n}") for n in range(4)), reports_from=Period(2023, 1))
REPORTER = PLAN.reporters[0].id


def draft(*values: int | None, period: Period = JUNE, region: str | None = None) -> Draft:
    figures = tuple(
        Observation(f"X-{n}", region, period, Aspect.CUMULATIVE, Decimal(value), Source("月报", "H5", str(value)))
        for n, value in enumerate(values)
        if value is not None
    )
    return Draft("x.xlsx", "x", REPORTER, period, figures)


def at(month: int, day: int = 3) -> datetime:
    return datetime(2023, month, day, tzinfo=UTC)


def told(*sent: tuple[Draft, datetime]) -> Ledger:
    ledger = Ledger(0, ())
    for each, moment in sent:
        ledger = ledger.accepting(each, moment)
    return ledger


def test_the_worked_numbers():
    found = reliability(stories(PLAN, told((draft(100, 100, 50, 0), at(7)), (draft(100, 90, 60, 5), at(8))), REPORTER))
    assert (found.figures, found.revised, found.raised, found.lowered) == (4, 3, 1, 1)
    assert (found.share, found.size) == (Fraction(3, 4), Fraction(3, 20))


def test_a_figure_that_falls_away_is_revised_and_one_changed_back_is_not():
    ledger = told((draft(100, 100), at(7)), (draft(90), at(8)), (draft(100), at(9)))
    first, second = stories(PLAN, ledger, REPORTER)
    assert (first.is_revised, len(first.versions)) == (False, 3)
    assert (second.is_revised, second.final, second.change) == (True, None, None)


def test_figures_of_the_month_and_of_regions_do_not_get_mixed_up_with_totals():
    total = draft(100)
    others = tuple(
        Observation("X-0", region, JUNE, aspect, Decimal(7), Source("月报", "I5", "7"))
        for region, aspect in ((None, Aspect.MONTH), ("r", Aspect.CUMULATIVE))
    )
    (story,) = stories(PLAN, told((replace(total, observations=(*total.observations, *others)), at(7))), REPORTER)
    assert (story.first, story.final) == (100, 100)


def test_nothing_reported_has_no_share():
    assert reliability(()).share is None
    assert reliability(stories(PLAN, told(), REPORTER)).size is None


def test_back_filled_months_regions_and_others_are_left_out():
    past = draft(1, period=Period(2022, 12))
    assert stories(PLAN, told((past, at(7)), (draft(1, region="r"), at(7))), REPORTER) == ()
    assert stories(PLAN, told((draft(1), at(7))), "somebody") == ()


def test_the_triangle_ends_today():
    ledger = told((draft(100, 100), at(7)), (draft(90, 100), at(7, 31)), (draft(90, 80), at(9)))
    (row,) = triangle(PLAN, stories(PLAN, ledger, REPORTER), date(2023, 10, 15), months=5)
    assert (row.period, row.figures, row.revised) == (JUNE, 2, (1, 1, 2, 2, None))
