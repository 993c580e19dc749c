"""Whatever is done to the ledger behind the product's back, verification finds it."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, insert, text
from sqlalchemy.exc import IntegrityError

from domain.decision import Decision, DecisionKind
from domain.life import State
from domain.problem import Problem, Severity
from storage import audit, chain, journal, office, plans, schema, sealed, tables
from storage.engine import Engines, connect
from storage.errors import DatabaseDamaged
from storage.journal import Action, Event, Search
from storage.store import Store
from tests.storage.drafts import JUNE, MORNING, PLAN, accept, draft
from wording import catalogue

HOUR = timedelta(hours=1)
INSERT_SUBMISSION = (
    "INSERT INTO submissions SELECT 9, 'b', period, 1, sha256, file_name, channel, submitted_by, submitted_at, reason, "
    "correction, plan_sha256 FROM submissions WHERE id = 1"
)
COPY_EVENT = "INSERT INTO events SELECT {id}, at, actor, action, subject, submission_id, reason, before, after, hash"


@pytest.fixture(scope="module")
def lived(database_to_share: str) -> Iterator[Store]:
    """A ledger with something of everything in it; what a test does to it is taken back (`behind_its_back`)."""
    store = Store.open(database_to_share)
    engines = store.engines
    plans.record(engines, b"plan", "targets.toml", by="x", at=MORNING)
    warned = (Problem("W1", Severity.WARNING, "月报", "J8", {"n": 3}),)
    for n, content in enumerate((b"one", b"two", b"three")):
        accept(
            store,
            draft(content, "1", "2.50", "3", problems=warned),
            content,
            confirmed=True,
            by="王",
            at=MORNING + n * HOUR,
        )
    office.move(engines, 3, State.WITHDRAWN, by="王", at=MORNING + 4 * HOUR, reason="发错了文件")
    office.lock(engines, JUNE, by="办公室", at=MORNING + 5 * HOUR, reason="通报已印发")
    said = Decision(DecisionKind.DISPUTE, "I-0", JUNE + 1, JUNE + 1, "与部门台账不符", "李")
    office.decide(engines, said, PLAN, at=MORNING + 6 * HOUR)
    yield store
    store.close()


class Within:
    """An engine whose only connection is the one given, as it stands."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    @contextmanager
    def begin(self) -> Iterator[Connection]:
        yield self.connection


@contextmanager
def behind_its_back(store: Store, *, unguarded: bool = True) -> Iterator[tuple[Connection, Engines]]:
    """What somebody with the keys of the database could do, and the ledger as it then is; all of it is taken back."""
    with store.engines.write.connect() as connection:
        driver = connection.connection.driver_connection
        assert driver is not None
        if connection.dialect.name == "sqlite":
            driver.execute("PRAGMA foreign_keys = OFF")
        transaction = connection.begin()
        if unguarded:
            unguard(connection)
        yield connection, replace(store.engines, read=Within(connection))  # type: ignore[arg-type]
        transaction.rollback()
        connection.invalidate()


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
    with behind_its_back(lived) as (connection, engines):
        connection.execute(text(tampering))
        found = audit.verify(engines).faults
    assert code in {fault.code for fault in found}
    assert all(f"audit_fault.{fault.code}" in catalogue() for fault in found)


NONSENSE = ("x'00ff'", "CAST(x'ff41' AS TEXT)", "9e999", "'[[[[[['")


def test_nonsense_is_found_not_stumbled_over(tmp_path: Path) -> None:
    """In any column, of any kind. Only SQLite takes it at all; PostgreSQL's types refuse."""
    url = f"sqlite:///{tmp_path}/x.sqlite"
    schema.upgrade(url)
    store = Store.open(url)
    warned = (Problem("W1", Severity.WARNING),)
    for content in (b"one", b"two"):
        accept(store, draft(content, "1", "2", problems=warned), content, confirmed=True, by="x", at=MORNING)
    tried = 0
    for table in tables.APPEND_ONLY:
        for column in table.columns:
            for nonsense in NONSENSE:
                tried += put_in(store, table.name, column.name, nonsense)
    store.close()
    assert tried > 150


def put_in(store: Store, table: str, column: str, nonsense: str) -> bool:
    """Puts a value of another kind into the newest row and has it found; False where it cannot be put there."""
    newest = f"rowid = (SELECT max(rowid) FROM {table})"
    with behind_its_back(store) as (connection, engines):
        kind = text(f"SELECT hex({column}) || typeof({column}) FROM {table} WHERE {newest}")
        before = connection.scalar(kind)
        try:
            connection.execute(text(f"UPDATE {table} SET {column} = {nonsense} WHERE {newest}"))
        except IntegrityError:  # a key knows its kind
            return False
        is_other = connection.scalar(kind) != before
        found = {fault.code for fault in audit.verify(engines).faults}
    assert bool(found - {"guard_missing"}) == is_other, (table, column, nonsense, found)
    return True


SEAL = {"action": "accepted", "subject": "submission:1", "submission_id": 1, "seal": {}}
NINTH = {"action": "accepted", "subject": "submission:9", "submission_id": 9}


@pytest.mark.parametrize(
    ("codes", "forged", "then"),
    [
        ("sealed_again rows_altered", SEAL, "UPDATE observations SET value = '9' WHERE submission_id = 1"),
        ("sealed_again submission_altered", SEAL, "UPDATE submissions SET submitted_by = '李' WHERE id = 1"),
        ("sealed_again", SEAL | {"action": "awaiting"}, ""),
        ("sealed_again", SEAL | {"subject": "submission:3", "submission_id": 3}, ""),  # it was withdrawn
        ("sealed_again", {"action": "plan_recorded", "subject": "plan", "after": "file"}, ""),
        ("submission_missing rows_altered", NINTH | {"seal": {}}, ""),
        ("sequence_broken", NINTH | {"seal": {"sequence": 3}}, ""),
        ("sequence_broken", NINTH | {"seal": {"sequence": 5}}, ""),
        ("entry_odd", NINTH | {"seal": {"submitted_at": "2024-07-01T00:00:00.000000+00:00"}}, ""),
        ("entry_odd", NINTH | {"seal": {"sha256": "00"}}, ""),
        ("entry_odd", NINTH | {"seal": {}, "subject": "submission:2"}, ""),
        ("entry_odd", SEAL | {"action": "confirmed"}, ""),
        ("entry_odd", SEAL | {"action": "locked", "subject": "month:2024-07", "submission_id": None}, ""),
        ("entry_odd", SEAL | {"action": "decided", "subject": "decision:8", "submission_id": None}, ""),
        ("entry_odd", SEAL | {"action": "sent"}, ""),
        ("entry_odd", {"action": "confirmed", "subject": "submission:3", "submission_id": 3}, ""),
        ("entry_odd", {"action": "ended", "subject": "decision:6"}, ""),
        ("time_falls", {"action": "locked", "subject": "month:2024-07", "after": {"locked": True}, "hours": 5}, ""),
        ("chain_broken", {"action": "locked", "subject": "month:2024-07", "after": {"locked": True}, "id": 9}, ""),
    ],
)  # fmt: skip
def test_an_entry_that_hangs_on_the_last_one_as_it_should_changes_nothing_unseen(
    lived: Store, codes: str, forged: dict[str, Any], then: str
) -> None:
    with lived.engines.reading() as connection:
        entries = [*journal.all_of(connection)]
    with behind_its_back(lived) as (connection, engines):
        connection.execute(insert(tables.events), vars(forge(entries, **forged)))
        connection.execute(text(then or "SELECT 1"))
        found = {fault.code for fault in audit.verify(engines, [entries[-1].head]).faults} - {"guard_missing"}
    assert {*codes.split()} <= found
    assert ("chain_broken" in found) == (codes == "chain_broken")


def forge(entries: Sequence[Event], *, seal: dict[str, Any] | None = None, hours: int = 24, **given: Any) -> Event:
    """An entry by somebody who knows how entries hang together; `seal` is what differs from the first one's."""
    at, first, last = MORNING + hours * HOUR, entries[1].after or {}, entries[-1]
    if seal is not None:
        submission = first["submission"] | {"submitted_at": chain.plain(at), "sequence": 4} | seal
        given["after"] = {"submission": submission, "rows": first["rows"]}
    elif given.get("after") == "file":
        given["after"] = entries[0].after
    facts: dict[str, Any] = {"id": last.id + 1, "at": at, "actor": "王"}
    made = Event(**(facts | given))
    return replace(made, hash=chain.link(last.hash, made.sealed()))


@pytest.mark.parametrize(
    ("code", "tampering"),
    [
        ("table_missing", "DROP TABLE problems"),
        ("table_missing", "ALTER TABLE narratives RENAME TO stories"),
        ("table_missing", "ALTER TABLE events RENAME TO journal"),
        ("column_missing", "ALTER TABLE observations RENAME COLUMN value TO amount"),
        ("column_missing", "ALTER TABLE files RENAME COLUMN content TO body"),
    ],
)
def test_what_is_dropped_or_renamed_is_named(lived: Store, code: str, tampering: str) -> None:
    with behind_its_back(lived, unguarded=False) as (connection, engines):
        connection.execute(text(tampering))
        found = audit.verify(engines).faults
    assert code in {fault.code for fault in found}
    assert all(f"audit_fault.{fault.code}" in catalogue() for fault in found)


IDLE = {
    "sqlite": [
        "DROP TRIGGER observations_no_update",
        "CREATE TRIGGER observations_no_update BEFORE UPDATE ON observations BEGIN SELECT 1; END",
    ],
    "postgresql": [
        "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'"
    ],
}
ELSEWHERE = {
    "sqlite": [
        "DROP TRIGGER observations_no_delete",
        "CREATE TRIGGER observations_no_delete BEFORE DELETE ON uploads BEGIN SELECT 1; END",
    ],
    "postgresql": [
        "DROP TRIGGER observations_append_only ON observations",
        "CREATE TRIGGER observations_append_only BEFORE UPDATE ON uploads EXECUTE FUNCTION refuse_change()",
    ],
}
STRANGE = {
    "sqlite": ["CREATE TRIGGER helper AFTER INSERT ON observations BEGIN DELETE FROM uploads; END"],
    "postgresql": ["CREATE RULE helper AS ON INSERT TO problems DO INSTEAD NOTHING"],
}


@pytest.mark.parametrize(
    ("codes", "tampering"),
    [("guard_idle", IDLE), ("guard_missing trigger_unknown", ELSEWHERE), ("trigger_unknown", STRANGE)],
)
def test_a_guard_in_name_only_is_none(lived: Store, codes: str, tampering: dict[str, list[str]]) -> None:
    with behind_its_back(lived, unguarded=False) as (connection, engines):
        for statement in tampering[connection.dialect.name]:
            connection.execute(text(statement))
        found = {fault.code for fault in audit.verify(engines).faults}
    assert found == {*codes.split()}


def test_a_submission_that_is_gone_with_all_it_said_is_missed(lived: Store) -> None:
    with behind_its_back(lived) as (connection, engines):
        for table in chain.PARTS:
            connection.execute(text(f"DELETE FROM {table} WHERE submission_id = 2"))
        connection.execute(text("DELETE FROM submissions WHERE id = 2"))
        assert {"submission_missing", "rows_altered"} <= {fault.code for fault in audit.verify(engines).faults}
    with behind_its_back(lived) as (connection, engines):
        connection.execute(text("UPDATE events SET submission_id = NULL WHERE submission_id = 2"))
        assert {"chain_broken", "submission_unsealed"} <= {fault.code for fault in audit.verify(engines).faults}


def test_newest_entries_cut_off_are_missed_by_a_head_noted_elsewhere(lived: Store) -> None:
    noted = audit.head(lived.engines)
    with behind_its_back(lived) as (connection, engines):
        connection.execute(text("DELETE FROM events WHERE id = 7"))
        assert {fault.code for fault in audit.verify(engines).faults} == {"guard_missing"}
        assert "head_unknown" in {fault.code for fault in audit.verify(engines, [noted]).faults}


def test_it_knows_what_every_step_of_the_product_says() -> None:
    assert {*sealed.KINDS} == {*State, *Action}


@pytest.mark.parametrize("share", [0.001, 0.1, 0.5, 0.9])
def test_a_file_that_was_cut_off_is_told_in_a_sentence(tmp_path: Path, share: float) -> None:
    path = tmp_path / "cut.sqlite"
    schema.upgrade(f"sqlite:///{path}")
    store = Store.open(f"sqlite:///{path}")
    accept(store, draft(b"one", "1"), b"one", by="x", at=MORNING)
    store.close()
    os.truncate(path, round(path.stat().st_size * share))
    engines = connect(f"sqlite:///{path}")
    for read in (audit.verify, audit.head, schema.check):
        with pytest.raises(DatabaseDamaged):
            read(engines)
    with pytest.raises(DatabaseDamaged):
        office.lock(engines, JUNE, by="x", at=MORNING)
    engines.dispose()


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
        return
    for table in tables.APPEND_ONLY:
        connection.execute(text(f"ALTER TABLE {table.name} DISABLE TRIGGER ALL"))
