"""Judged once: whoever asks, and again only what a sheet or a decision touches. Earlier moments keep their own."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

from domain.decision import Decision, DecisionKind
from domain.progress import Status
from service.kept import Kept
from storage import office
from storage.store import Store
from tests.storage.drafts import JUNE, MORNING, PLAN, accept, draft
from views.news import since_last_month
from views.position import Knowledge
from views.submission_preview import preview

DAY = date(2024, 7, 8)


def known(store: Store, kept: Kept, as_of: datetime | None = None, day: date = DAY) -> Knowledge:
    return Knowledge(PLAN, store.ledger(as_of), day, as_of, "the plan", kept)


def sent(store: Store, content: bytes, *values: str, at: datetime = MORNING) -> None:
    accept(store, draft(content, *values), content, by="clerk", at=at)


def read_everything(known: Knowledge) -> dict[str, Fraction | None]:
    """What several screens ask for, and the values of June."""
    position = known.position(JUNE)
    _ = position.slips, position.standings, since_last_month(position), position.at(JUNE + -5).assessments
    return {key: judged.value for key, judged in position.assessments.items()}


def test_a_sheet_renews_only_the_indicators_it_touches(store: Store):
    kept = Kept(60_000)
    sent(store, b"first", "1", "2", "3")
    assert read_everything(known(store, kept)) == {"I-0": 1, "I-1": 2, "I-2": 3}
    assert kept.made == 3, "each number once, whatever was asked of however many months"
    read_everything(known(store, kept))
    assert kept.made == 3, "what is known anew rests on the same"
    sent(store, b"second", "1", "20", "3", at=MORNING + timedelta(days=1))
    assert read_everything(known(store, kept)) == {"I-0": 1, "I-1": 20, "I-2": 3}
    assert kept.made == 4


def test_an_earlier_moment_has_its_own_figures_and_finds_what_was_judged_of_it(store: Store):
    kept = Kept(60_000)
    sent(store, b"first", "1", "2", "3")
    sent(store, b"second", "1", "20", "3", at=MORNING + timedelta(days=1))
    before = known(store, kept, as_of=MORNING)
    assert read_everything(known(store, kept))["I-1"] == 20
    assert read_everything(before)["I-1"] == 2
    assert kept.made == 4, "two numbers are then what they are now"
    assert read_everything(known(store, kept, as_of=MORNING + timedelta(hours=1)))["I-1"] == 2
    assert kept.made == 4
    assert read_everything(known(store, kept, as_of=MORNING - timedelta(hours=1)))["I-1"] is None


def test_a_decision_renews_the_number_it_is_about(store: Store):
    kept = Kept(60_000)
    sent(store, b"first", "1", "2", "3")
    read_everything(known(store, kept))
    held = Decision(DecisionKind.DISPUTE, "I-2", JUNE, JUNE, "重复计算", "李", said=Decimal(3))
    office.decide(store.engines, held, PLAN, at=MORNING + timedelta(hours=1))
    assert known(store, kept).position(JUNE).of("I-2").status is Status.DISPUTED
    assert known(store, kept).position(JUNE).of("I-1").status is Status.FAR_BEHIND
    assert kept.made == 4


def test_a_new_day_renews_what_it_makes_due(store: Store):
    kept = Kept(60_000)
    sent(store, b"first", "1", "2", "3")
    for day, made in ((DAY, 3), (DAY + timedelta(days=1), 3), (date(2024, 8, 6), 6)):
        read_everything(known(store, kept, day=day))
        assert kept.made == made


def test_a_preview_judges_what_its_sheet_touches_and_leaves_what_is_known_as_it_was(store: Store):
    kept = Kept(60_000)
    sent(store, b"first", "1", "2", "3")
    now = known(store, kept)
    read_everything(now)
    shown = preview(now.position(JUNE), [draft(b"next", "1", "60000", "3")], MORNING + timedelta(hours=2))
    assert [(change.indicator.id, change.after.status) for change in shown.statuses] == [("I-1", Status.MET)]
    assert kept.made == 4
    assert now.position(JUNE).at(JUNE).of("I-1").value == 2
    assert now.position(JUNE + 1).at(JUNE).of("I-1").value == 2


def test_what_was_not_asked_for_longest_is_let_go(store: Store):
    sent(store, b"first", "1", "2", "3")
    first, second, third = (number.id for number in PLAN.numbers)
    kept = Kept(130)
    now = known(store, kept)
    for number in (first, second, first, third):
        replace(now).judged(number, JUNE)
    assert (kept.made, kept.size) == (3, 120)
    replace(now).judged(first, JUNE)
    assert kept.made == 3, "asked for since"
    replace(now).judged(second, JUNE)
    assert kept.made == 4


def test_many_at_once_are_told_the_same(store: Store):
    sent(store, b"first", "1", "2", "3")
    kept = Kept(60_000)
    with ThreadPoolExecutor(8) as readers:
        told = list(readers.map(lambda _: read_everything(known(store, kept)), range(16)))
    assert told == [{"I-0": 1, "I-1": 2, "I-2": 3}] * 16
    assert kept.size == 3 * 60
