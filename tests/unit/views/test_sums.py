"""What may be added, what lies inside what, and what is told of the rest."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from domain.period import Period
from domain.plan import Kind
from tests.support.plans import LONG_AFTER, figure, ledger_of, make_indicator, make_plan
from views.position import Knowledge, Position
from views.sums import clauses_with_parts, sums, wholes

JUNE = Period(2023, 6)


def position(*indicators: Any, **values: int) -> Position:
    named = {name.replace("_", "-"): value for name, value in values.items()}
    figures = [figure(name, JUNE, value) for name, value in named.items()]
    return Knowledge(make_plan(*indicators), ledger_of(figures), LONG_AFTER).position(JUNE)


ALL = make_indicator("N-1")
PART = make_indicator("N-2", subset_of="N-1")
TIMES = make_indicator("N-3", unit="person-times")
MORE = make_indicator("N-4", unit="person-times")
AGAIN = make_indicator("N-5", same_as="N-3", unit="person-times")


def test_units_stay_apart_parts_stay_inside_and_repeats_count_once():
    at = position(ALL, PART, TIMES, MORE, AGAIN, N_1=100, N_2=40, N_3=7, N_4=5)
    found = sums(at, at.plan.indicators)
    assert [
        (entry.unit.zh, entry.total and entry.total.value, [a.indicator.id for a in entry.added])
        for entry in found.sums
    ] == [
        ("persons", 100, ["N-1"]),
        ("person-times", 12, ["N-3", "N-4"]),
    ]
    assert [entry.indicator.id for entry in found.sums[0].inside] == ["N-2"]
    assert {refusal.code for refusal in found.refused} == {"unlike_units", "counted_twice"}
    assert found.repeats == (AGAIN,)


def test_a_part_is_added_where_its_whole_has_no_figure():
    at = position(ALL, PART, N_2=40)
    (entry,) = sums(at, at.plan.indicators).sums
    assert (entry.total and entry.total.value, [each.indicator.id for each in entry.silent]) == (40, ["N-1"])


def test_levels_are_not_added_to_counts_nor_shares_at_all():
    level, share = make_indicator("N-2", kind=Kind.STOCK), make_indicator("N-3", kind=Kind.RATIO)
    at = position(ALL, level, share, N_1=1, N_2=2)
    found = sums(at, at.plan.indicators)
    assert [entry.total and entry.total.value for entry in found.sums] == [1, 2]
    assert "unlike_kinds" in {refusal.code for refusal in found.refused}


def test_a_whole_is_found_from_it_and_from_its_part():
    again = replace(make_indicator("N-6", same_as="N-2"), clause="9")
    at = position(ALL, PART, again, N_1=100, N_2=40)
    for asked in (ALL, PART, again):
        (found,) = wholes(at, [asked])
        assert (found.whole.indicator, [part.indicator for part in found.parts]) == (ALL, [PART])
    assert clauses_with_parts(at.plan) == ()  # this plan has no measures
