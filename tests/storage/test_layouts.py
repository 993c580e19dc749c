"""A layout not known to the ledger goes in with a person's word or not at all, and is kept as a rule with the file."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.layout import Fingerprint, TableLayout
from domain.life import State
from domain.observation import Draft
from domain.question import ReadingRule
from domain.sending import Sending
from storage import audit, office, reading_rules
from storage.errors import Refused
from storage.store import Store
from tests.storage.drafts import JUNE, MORNING, draft

HOUR = timedelta(hours=1)
LAYOUT = Fingerprint(
    (TableLayout(("指标", "累计完成"), ("", "cumulative"), merges=("指标",), formats=("累计完成 人次",)),),
    ("I-0 万人次",),
)


def own(content: bytes, *values: str, layout: Fingerprint | None = LAYOUT, **given) -> Draft:
    return replace(draft(content, *values, **given), layout=layout)


def rules(store: Store, hour: int | None = None) -> tuple[ReadingRule, ...]:
    return store.ledger(None if hour is None else MORNING + hour * HOUR).reading_rules


def accept(store: Store, sent: Draft, hour: int = 0, *, confirmed: bool = False):
    content = sent.file_name.removesuffix(".xlsx").encode()
    at = MORNING + hour * HOUR
    (receipt,) = store.accept_file([sent], content, Sending("王", layouts_confirmed=confirmed), at=at)
    return receipt


def test_a_layout_nobody_confirmed_stays_out_with_all_it_says(store: Store) -> None:
    with pytest.raises(Refused) as refused:
        accept(store, own(b"june", "1"))
    assert (refused.value.code, refused.value.facts) == ("layout_unconfirmed", {"file": "june.xlsx"})
    assert store.ledger().history == ()
    assert store.version() == 0


def test_once_confirmed_it_is_a_rule_of_the_department_and_not_asked_about_again(store: Store) -> None:
    accept(store, own(b"june", "1"), confirmed=True)
    (rule,) = rules(store)
    assert (rule.department_id, rule.key, rule.author, rule.reason) == ("dept-a", LAYOUT.key, "王", "june.xlsx")
    assert Fingerprint.of(rule) == LAYOUT
    accept(store, own(b"july", "2", period=JUNE + 1), 1)
    accept(store, own(b"august", "3", period=JUNE + 2), 2, confirmed=True)
    assert rules(store) == (rule,)
    with pytest.raises(Refused):
        accept(store, own(b"theirs", "1", department_id="dept-b"), 3)
    with pytest.raises(Refused):
        accept(store, own(b"other", "1", period=JUNE + 3, layout=replace(LAYOUT, units=())), 3)
    assert audit.verify(store.engines).is_sound


def test_what_is_no_layout_of_their_own_makes_no_rule(store: Store) -> None:
    accept(store, own(b"june", "1", layout=None), confirmed=True)
    assert rules(store) == ()


def test_several_layouts_of_a_department_stand_beside_each_other(store: Store) -> None:
    accept(store, own(b"june", "1"), confirmed=True)
    accept(store, own(b"july", "2", period=JUNE + 1, layout=replace(LAYOUT, units=())), confirmed=True)
    assert len(rules(store)) == 2
    accept(store, own(b"august", "2", period=JUNE + 2))


def test_it_was_known_from_then_on_and_until_it_was_revoked(store: Store) -> None:
    accept(store, own(b"june", "1"), confirmed=True)
    (rule,) = rules(store)
    reading_rules.revoke(store.engines, rule.id, by="李", at=MORNING + 2 * HOUR, reason="读错了列")
    assert [rules(store, hour) for hour in (-1, 1, 3)] == [(), (rule,), ()]
    with pytest.raises(Refused):
        accept(store, own(b"july", "2", period=JUNE + 1), 4)
    accept(store, own(b"july", "2", period=JUNE + 1), 4, confirmed=True)
    assert [each.key for each in rules(store)] == [LAYOUT.key]


def test_a_file_in_force_already_is_asked_nothing(store: Store) -> None:
    accept(store, own(b"june", "1", layout=None))
    assert accept(store, own(b"june", "1")).unchanged


def test_many_months_in_a_file_make_one_rule_and_the_file_goes_in_whole(store: Store) -> None:
    months = [replace(own(b"many", "1", period=JUNE + n), sha256=draft(b"many").sha256) for n in range(3)]
    theirs = own(b"many", "1", department_id="dept-b", layout=replace(LAYOUT, units=()))
    with pytest.raises(Refused):
        store.accept_file([*months, theirs], b"many", Sending("王"), at=MORNING)
    assert store.version() == 0
    store.accept_file([*months, theirs], b"many", Sending("王", layouts_confirmed=True), at=MORNING)
    assert [rule.department_id for rule in rules(store)] == ["dept-a", "dept-b"]


def test_a_layout_holds_as_long_as_anything_sent_since_stands(store: Store) -> None:
    june = accept(store, own(b"june", "1"), confirmed=True).submission
    july = accept(store, own(b"july", "2", period=JUNE + 1), 1).submission
    accept(store, own(b"theirs", "1", department_id="dept-b"), 2, confirmed=True)
    back = {"by": "李", "at": MORNING + 3 * HOUR, "reason": "读错了列"}
    office.move(store.engines, june.id, State.RETURNED, **back)
    assert len(rules(store)) == 2, "July rests on it"
    office.move(store.engines, july.id, State.WITHDRAWN, **back)
    (left,) = rules(store)
    assert left.department_id == "dept-b"
    with pytest.raises(Refused, match="layout_unconfirmed"):
        accept(store, own(b"again", "1"), 4)
    accept(store, own(b"again", "1"), 4, confirmed=True)
    assert len(rules(store, 2)) == 2, "as known before"
    assert audit.verify(store.engines).is_sound


def test_what_was_confirmed_before_something_that_stands_is_left_alone(store: Store) -> None:
    accept(store, own(b"june", "1"), confirmed=True)
    other = replace(LAYOUT, units=())
    july = accept(store, own(b"july", "2", period=JUNE + 1, layout=other), 1, confirmed=True).submission
    office.move(store.engines, july.id, State.RETURNED, by="李", at=MORNING + 2 * HOUR, reason="读错了列")
    assert [rule.key for rule in rules(store)] == [LAYOUT.key]
    accept(store, own(b"corrected", "3"), 3)
