"""Reading rules: written with an acceptance or alone, known as of a moment, revoked, sealed, copied and backed up."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from domain.period import Period
from domain.plan import Name
from domain.problem import Problem, Severity
from domain.question import Reading, ReadingRule
from domain.sending import Sending
from storage import audit, backup, copying, reading_rules, schema
from storage.engine import connect
from storage.errors import Refused
from storage.store import Store
from tests.storage.drafts import MORNING, draft
from tests.storage.test_audit import unguard

HOUR = timedelta(hours=1)
READING = Reading("I-1", "item", {"code": "I-1", "name": Name("技能大师", "Masters"), "first": Period(2024, 3)})
RULE = ReadingRule("dept-a", "D31:技能大师站", READING, "一直这样写", "王")
ANSWERED = Sending("王", reason="核对过", confirmed=True, rules=(RULE,))


def known(store: Store, hour: int | None = None) -> tuple[ReadingRule, ...]:
    return store.ledger(None if hour is None else MORNING + hour * HOUR).reading_rules


def make(store: Store, rule: ReadingRule = RULE, hour: int = 0) -> ReadingRule:
    return reading_rules.make(store.engines, rule, at=MORNING + hour * HOUR)


def test_a_rule_comes_back_as_it_was_made(store: Store) -> None:
    made = make(store)
    assert made == replace(RULE, id=1, made_at=MORNING)
    assert known(store) == (made,)
    assert (made.code, made.about) == ("D31", "技能大师站")


def test_a_revoked_rule_was_known_until_then(store: Store) -> None:
    made = make(store)
    reading_rules.revoke(store.engines, made.id, by="李", at=MORNING + 2 * HOUR, reason="改了名")
    assert known(store) == known(store, 3) == ()
    assert known(store, 1) == (made,)
    assert known(store, -1) == ()
    ((rule, end),) = reading_rules.revoked(store.engines)
    assert (rule, end.actor, end.reason) == (made, "李", "改了名")


def test_what_is_not_there_or_has_no_reason_is_not_revoked(store: Store) -> None:
    made = make(store)
    for number, reason, code in ((made.id, " ", "reason_missing"), (99, "错", "rule_unknown")):
        with pytest.raises(Refused) as refused:
            reading_rules.revoke(store.engines, number, by="李", at=MORNING, reason=reason)
        assert refused.value.code == code
    assert known(store) == (made,)


def test_a_newer_rule_on_the_same_question_ends_the_older(store: Store) -> None:
    first = make(store)
    assert make(store, hour=1) == first, "the same again changes nothing"
    other = make(store, replace(RULE, reading=replace(READING, key="I-2"), author="李"), 2)
    elsewhere = make(store, replace(RULE, department_id="dept-b"), 3)
    assert known(store) == (other, elsewhere)
    assert known(store, 1) == (first,)


def test_a_rule_goes_in_with_the_file_or_not_at_all(store: Store) -> None:
    content = b"june"
    answered = Problem("Q01", Severity.WARNING, "月报", "D8", {"raw": "技能大师站", "reading": READING})
    sent = draft(content, "7", problems=(answered,))
    with pytest.raises(Refused):
        store.accept_file([sent], b"another", ANSWERED, at=MORNING)
    assert known(store) == ()
    (receipt,) = store.accept_file([sent], content, ANSWERED, at=MORNING)
    assert [rule.key for rule in known(store)] == [RULE.key]
    assert store.problems_of(receipt.submission.id) == (answered,)
    assert audit.verify(store.engines).is_sound


def test_a_rule_altered_behind_the_back_is_found(store: Store) -> None:
    make(store)
    assert audit.verify(store.engines).is_sound
    with store.engines.writing() as connection:
        unguard(connection)
        connection.execute(text("UPDATE events SET reason = 'x' WHERE id = 1"))
    assert [fault.code for fault in audit.verify(store.engines).faults if fault.code == "chain_broken"]


def test_rules_are_copied_and_backed_up(store: Store, bare_database_url: str, tmp_path: Path) -> None:
    made = make(store)
    schema.make_folder(bare_database_url)
    other = connect(bare_database_url)
    copying.copy(store.engines, other)
    assert Store(other).ledger().reading_rules == (made,)
    other.dispose()
    file = tmp_path / "ledger.backup"
    assert backup.backup(store.engines.url.render_as_string(hide_password=False), file).is_sound
    kept = connect(f"sqlite:///{file}")
    with kept.reading() as connection:
        assert reading_rules.in_force(connection) == (made,)
    kept.dispose()


@pytest.mark.parametrize(("reason", "author"), [("", "王"), ("写法", " ")])
def test_a_rule_needs_a_reason_and_an_author(reason: str, author: str) -> None:
    with pytest.raises(ValueError, match="reason and an author"):
        replace(RULE, reason=reason, author=author)
