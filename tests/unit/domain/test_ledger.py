from __future__ import annotations

from datetime import UTC, datetime

from domain.ledger import Ledger
from domain.observation import Draft
from domain.period import Period
from tests.support.ledgers import recorded, superseded
from tests.support.plans import figure

JUNE = Period(2023, 6)
FIRST, SECOND = datetime(2023, 7, 1, tzinfo=UTC), datetime(2023, 7, 9, tzinfo=UTC)


def draft(value: int) -> Draft:
    return Draft("june.xlsx", str(value), "a", JUNE, (figure("N-1", JUNE, value), figure("N-2", JUNE, value)))


CORRECTED = Ledger(0, ()).accepting(draft(1), FIRST).accepting(draft(2), SECOND)


def test_what_a_preview_replaces_is_kept_as_superseded():
    assert [entry.observation.value for entry in superseded(CORRECTED)] == [1, 1]
    assert [entry.observation.value for entry in CORRECTED.superseded("N-1")] == [1]
    assert CORRECTED.series("N-1")[JUNE].observation.value == 2


def test_a_ledger_can_be_turned_back_to_any_moment():
    before = CORRECTED.known_by(FIRST)
    assert before.series("N-1")[JUNE].observation.value == 1
    assert superseded(before) == ()
    assert superseded(CORRECTED.known_by(SECOND)) == superseded(CORRECTED)
    assert recorded(CORRECTED.known_by(datetime(2023, 6, 30, tzinfo=UTC))) == ()


def test_a_ledger_about_one_indicator_holds_what_tells_of_it():
    july = Draft("july.xlsx", "3", "a", JUNE + 1, (figure("N-1", JUNE + 1, 3),))
    known = CORRECTED.accepting(july, SECOND)
    assert known.about("N-2").history == CORRECTED.history
    assert known.about("N-1").history == known.history
