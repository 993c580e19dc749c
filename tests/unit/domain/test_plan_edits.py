"""A plan edited in place says otherwise about months that are over; a dated entry does not."""

from __future__ import annotations

from dataclasses import fields, replace
from decimal import Decimal

import pytest

from domain.period import Period
from domain.plan import Comparator, Indicator, Plan
from domain.plan_edits import OF_NUMBER, OF_PLAN, edits
from tests.support.plans import THRESHOLDS, make_indicator, make_plan
from wording import LANGUAGES, Words

PLAN = make_plan(make_indicator("N-1"), make_indicator("N-2"))
JUNE = Period(2024, 6)


def told(after: Plan, before: Plan = PLAN) -> list[tuple[object, ...]]:
    found = edits(before, after, JUNE)
    for edit in found:
        assert all(Words(language)(f"plan_edit.{edit.code}", **edit.facts) for language in LANGUAGES)
    return [(edit.code, *(value for key, value in edit.facts.items() if key != "title")) for edit in found]


def test_a_plan_left_as_it_is_says_nothing():
    assert told(PLAN) == []


def test_a_threshold_changed_in_place_is_told_with_both_values_and_the_way_on():
    lower = replace(PLAN, thresholds=(replace(THRESHOLDS, behind=Decimal("0.70")),))
    assert told(lower) == [("threshold", "behind", "0.80", "0.70", PLAN.start, JUNE, "2024-07")]


def test_a_dated_entry_that_begins_later_says_nothing():
    later = replace(THRESHOLDS, valid_from=JUNE + 1, behind=Decimal("0.70"))
    assert told(replace(PLAN, thresholds=(THRESHOLDS, later))) == []


@pytest.mark.parametrize(
    ("thresholds", "first", "last"),
    [
        ((THRESHOLDS, replace(THRESHOLDS, valid_from=JUNE + -2, run_months=2)), JUNE + -2, JUNE),
        (
            (
                THRESHOLDS,
                replace(THRESHOLDS, valid_from=Period(2023, 1), run_months=2),
                replace(THRESHOLDS, valid_from=Period(2024, 1)),
            ),
            Period(2023, 1),
            Period(2023, 12),
        ),
    ],
)
def test_a_dated_entry_for_months_that_are_over_is_told_for_those(thresholds, first, last):
    assert told(replace(PLAN, thresholds=thresholds)) == [("threshold", "run_months", "3", "2", first, last, "2024-07")]


def test_an_entry_taken_out_is_told_too():
    both = replace(PLAN, thresholds=(THRESHOLDS, replace(THRESHOLDS, valid_from=JUNE, on_track=Decimal("0.95"))))
    assert told(PLAN, before=both) == [("threshold", "on_track", "0.95", "1.00", JUNE, JUNE, "2024-07")]


def test_what_the_lights_of_a_number_rest_on_is_told():
    def of(**changed: object) -> list[tuple[object, ...]]:
        return told(make_plan(replace(PLAN.indicators[0], **changed), PLAN.indicators[1]))  # type: ignore[arg-type]

    assert of(target=Decimal(50_000)) == [("number", "N-1", "target", "60000", "50000")]
    assert of(comparator=Comparator.ABOUT) == [("number", "N-1", "comparator", ">=", "~")]
    assert of(year_parts=((2024, Decimal(5)),)) == [("number_list", "N-1", "year_parts")]
    assert of(note=None, is_effort=True) == []
    assert told(make_plan(PLAN.indicators[0])) == [("number_gone", "N-2")]
    assert told(replace(PLAN, judged_from=Period(2022, 1))) == [("general", "judged_from", "—", "2022-01")]


def test_it_names_what_there_is():
    assert {*OF_NUMBER} <= {each.name for each in fields(Indicator)}
    assert {*OF_PLAN} <= {each.name for each in fields(Plan)}
