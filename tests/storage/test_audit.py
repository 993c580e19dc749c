"""Whatever is done to the ledger behind the product's back, verification finds it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from domain.decision import Decision, DecisionKind
from domain.life import State
from domain.problem import Problem, Severity
from storage import audit, chain, journal, office, plans, schema, tables
from storage.journal import Search
from storage.store import Store
from tests.storage.drafts import JUNE, MORNING, PLAN, draft
from wording import catalogue

HOUR = timedelta(hours=1)
INSERT_SUBMISSION = (
    "INSERT INTO submissions SELECT 9, 'b', period, 1, sha256, file_name, channel, submitted_by, submitted_at, reason, "
    "correction, plan_sha256 FROM submissions WHERE id = 1"
)
COPY_EVENT = "INSERT INTO events SELECT {id}, at, actor, action, subject, submission_id, reason, before, after, hash"


@pytest.fixture
def lived(store: Store) -> Store:
    """A ledger with something of everything in it."""
    engines = store.engines
    plans.record(engines, b"plan", "targets.toml", by="x", at=MORNING)
    warned = (Problem("W1", Severity.WARNING, "月报", "J8", {"n": 3}),)
    for n, content in enumerate((b"one", b"two", b"three")):
        store.accept(
            draft(content, "1", "2.50", "3", problems=warned), content, confirmed=True, by="王", at=MORNING + n * HOUR
        )
    office.move(engines, 3, State.WITHDRAWN, by="王", at=MORNING + 4 * HOUR, reason="发错了文件")
    office.lock(engines, JUNE, by="办公室", at=MORNING + 5 * HOUR, reason="通报已印发")
    said = Decision(DecisionKind.DISPUTE, "I-0", JUNE + 1, JUNE + 1, "与部门台账不符", "李")
    office.decide(engines, said, PLAN, at=MORNING + 6 * HOUR)
    return store


def test_an_untouched_ledger_verifies(lived: Store) -> None:
    heard: list[tuple[int, int]] = []
    verdict = audit.verify(
        lived.engines, [audit.head(lived.engines)], progress=lambda done, of: heard.append((done, of))
    )
    assert verdict.faults == ()
    assert heard == [(n, 7) for n in range(1, 8)], "journal, submissions, four tables of what they say, files"
    assert (verdict.entries, verdict.submissions, verdict.files) == (7, 3, 4)
    assert verdict.head == audit.head(lived.engines)


def test_an_empty_ledger_verifies(store: Store) -> None:
    verdict = audit.verify(store.engines)
    assert (verdict.faults, verdict.head, audit.head(store.engines)) == ((), "", "")


@pytest.mark.parametrize(
    ("code", "tampering"),
    [
        ("chain_broken", "UPDATE events SET reason = 'x' WHERE id = 5"),
        ("chain_broken", "UPDATE events SET actor = '李' WHERE id = 1"),
        ("chain_broken", "UPDATE events SET action = 'unlocked' WHERE id = 6"),
        ("chain_broken", "DELETE FROM events WHERE id = 5"),
        ("chain_broken", "DELETE FROM events WHERE id = 1"),
        ("chain_broken", f"{COPY_EVENT.format(id=8)} FROM events WHERE id = 6"),
        ("chain_broken", "UPDATE events SET id = 100 - id WHERE id IN (6, 7)"),
        ("submission_altered", "UPDATE submissions SET submitted_by = '李' WHERE id = 2"),
        ("submission_altered", "UPDATE submissions SET period = '2024-05' WHERE id = 1"),
        ("submission_unsealed", "DELETE FROM events WHERE id = 2"),
        ("submission_unsealed", INSERT_SUBMISSION),
        ("rows_altered", "UPDATE observations SET value = '9' WHERE submission_id = 3 AND indicator_id = 'I-1'"),
        ("rows_altered", "UPDATE observations SET raw = '9' WHERE submission_id = 1 AND indicator_id = 'I-0'"),
        ("rows_altered", "DELETE FROM observations WHERE submission_id = 2 AND indicator_id = 'I-2'"),
        ("rows_altered", "UPDATE observations SET id = 1000 WHERE id = 1"),
        ("rows_altered", "UPDATE narratives SET text = '不顺利'"),
        ("rows_altered", "UPDATE task_states SET done_on = NULL"),
        ("rows_altered", "DELETE FROM problems WHERE submission_id = 1"),
        ("rows_altered", "INSERT INTO problems SELECT 99, 1, code, '', sheet, cell, facts FROM problems WHERE id = 1"),
        ("file_altered", "UPDATE files SET content = (SELECT content FROM files WHERE name = 'two.xlsx')"),
        ("file_altered", "UPDATE files SET name = 'x.xlsx' WHERE name = 'one.xlsx'"),
        ("file_missing", "DELETE FROM files WHERE name = 'targets.toml'"),
        ("file_unsealed", "INSERT INTO files SELECT 'ff', 'x', content, size, first_seen_at FROM files WHERE size = 4"),
        ("guard_missing", "SELECT 1"),
    ],
)  # fmt: skip
def test_tampering_is_found(lived: Store, code: str, tampering: str) -> None:
    with lived.engines.writing() as connection:
        unguard(connection)
        connection.execute(text(tampering))
    found = audit.verify(lived.engines).faults
    assert code in {fault.code for fault in found}
    assert all(f"audit_fault.{fault.code}" in catalogue() for fault in found)


@pytest.mark.parametrize(
    ("table", "column", "nonsense"),
    [("events", "after", "{"), ("events", "at", "x"), ("observations", "value", "x"), ("problems", "facts", "[")],
)
def test_nonsense_is_found_not_stumbled_over(tmp_path: Path, table: str, column: str, nonsense: str) -> None:
    """Only SQLite takes it at all; PostgreSQL's types refuse."""
    url = f"sqlite:///{tmp_path}/x.sqlite"
    schema.upgrade(url)
    store = Store.open(url)
    warned = (Problem("W1", Severity.WARNING),)
    for content in (b"one", b"two"):
        store.accept(draft(content, "1", "2", problems=warned), content, confirmed=True, by="x", at=MORNING)
    with store.engines.writing() as connection:
        unguard(connection)
        connection.execute(text(f"UPDATE {table} SET {column} = :nonsense WHERE id = 2"), {"nonsense": nonsense})
    assert {"unreadable"} <= {fault.code for fault in audit.verify(store.engines).faults}
    store.close()


def test_a_submission_that_is_gone_with_all_it_said_is_missed(lived: Store) -> None:
    with lived.engines.writing() as connection:
        unguard(connection)
        for table in chain.PARTS:
            connection.execute(text(f"DELETE FROM {table} WHERE submission_id = 2"))
        connection.execute(text("UPDATE events SET submission_id = NULL WHERE submission_id = 2"))
        connection.execute(text("DELETE FROM submissions WHERE id = 2"))
    assert {"chain_broken"} <= {fault.code for fault in audit.verify(lived.engines).faults}


def test_newest_entries_cut_off_are_missed_by_a_head_noted_elsewhere(lived: Store) -> None:
    noted = audit.head(lived.engines)
    with lived.engines.writing() as connection:
        unguard(connection)
        connection.execute(text("DELETE FROM events WHERE id = 7"))
        guard_again(connection)
    assert "head_unknown" not in {fault.code for fault in audit.verify(lived.engines).faults}
    assert "head_unknown" in {fault.code for fault in audit.verify(lived.engines, [noted]).faults}


def test_search_finds_by_word_person_deed_and_time(lived: Store) -> None:
    def found(**wanted: object) -> list[int]:
        return [entry.id for entry in journal.search(lived.engines, Search(**wanted))]  # type: ignore[arg-type]

    assert found() == [7, 6, 5, 4, 3, 2, 1]
    assert found(actor="王") == [5, 4, 3, 2]
    assert found(text="文件") == [5]
    assert found(text="%") == []
    assert found(action="locked") == found(subject="month:2024-06") == [6]
    assert found(since=MORNING + 5 * HOUR, until=MORNING + 5 * HOUR) == [6]
    assert [entry.id for entry in journal.search(lived.engines, Search(), limit=2)] == [7, 6]


def test_before_and_after_stand_in_the_entry(lived: Store) -> None:
    (withdrawn,) = journal.search(lived.engines, Search(action="withdrawn"))
    assert (withdrawn.before, withdrawn.after) == ({"state": "accepted"}, {"state": "withdrawn"})
    second = journal.search(lived.engines, Search(subject="submission:2"))[-1]
    assert second.before == {"submission": 1, "state": "accepted"}
    assert second.after
    assert second.after["submission"]["sequence"] == 2


def unguard(connection: Connection) -> None:
    """What somebody with the keys of the database could do."""
    if connection.dialect.name == "sqlite":
        for name in connection.scalars(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all():
            connection.execute(text(f"DROP TRIGGER {name}"))
        connection.execute(text("PRAGMA defer_foreign_keys = ON"))
        return
    for table in tables.APPEND_ONLY:
        connection.execute(text(f"ALTER TABLE {table.name} DISABLE TRIGGER ALL"))


def guard_again(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        for table in tables.APPEND_ONLY:
            connection.execute(text(f"ALTER TABLE {table.name} ENABLE TRIGGER ALL"))
