"""The whole ledger into a file, out of it, and from one database into another, the same to the last row."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, text

from domain.life import State
from storage import audit, backup, chain, copying, journal, office, plans, schema, tables
from storage.engine import connect
from storage.errors import (
    BackupUnsound,
    CopyDiffers,
    DatabaseNotEmpty,
    DatabaseNotMigrated,
    FileExists,
)
from storage.journal import Action, Event
from storage.store import Store
from tests.storage.drafts import JUNE, MORNING, accept, draft
from tests.storage.past import fill_first_release
from tests.storage.test_audit import unguard
from tests.support.ledgers import recorded

LATER = MORNING + timedelta(hours=1)


def fill(store: Store) -> None:
    plans.record(store.engines, b"plan", "targets.toml", by="x", at=MORNING)
    for content in (b"one", b"two"):
        accept(store, draft(content, "1", "0.50", "1E-9"), content, by="王", at=MORNING)
    office.move(store.engines, 2, State.WITHDRAWN, by="王", at=LATER, reason="错")
    office.lock(store.engines, JUNE, by="x", at=LATER)


def url_of(store: Store) -> str:
    return store.engines.url.render_as_string(hide_password=False)


def rows(store: Store) -> dict[str, list[Any]]:
    with store.engines.reading() as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(table.select().order_by(*table.primary_key))]
            for table in tables.metadata.sorted_tables
        }


def test_what_is_backed_up_is_restored_to_the_last_row(store: Store, bare_database_url: str, tmp_path: Path) -> None:
    fill(store)
    file = tmp_path / "ledger.backup"
    verdict = backup.backup(url_of(store), file)
    assert verdict.is_sound
    assert verdict.head == audit.head(store.engines)
    assert [path.name for path in tmp_path.glob("ledger.backup*")] == ["ledger.backup"]
    restored = backup.restore(bare_database_url, file, by="x", at=LATER)
    assert restored.is_sound
    other = Store.open(bare_database_url)
    expected, found = rows(store), rows(other)
    entry = found["events"].pop()
    assert found == expected
    assert entry[3] == "restored"
    assert recorded(other.ledger(LATER)) == recorded(store.ledger())
    office.unlock(other.engines, JUNE, by="x", at=LATER, reason="x")
    assert accept(other, draft(b"three", "3"), b"three", by="x", at=LATER).submission.id == 3
    assert audit.verify(other.engines).is_sound
    other.close()


def test_a_backup_taken_while_clerks_are_at_work_is_one_moment(store: Store, tmp_path: Path) -> None:
    contents = [f"n{n}".encode() for n in range(40)]
    with ThreadPoolExecutor(2) as pool:
        clerk = pool.submit(
            lambda: [accept(store, draft(each, "1", "2"), each, by="x", at=MORNING) for each in contents]
        )
        taken = [backup.backup(url_of(store), tmp_path / f"{n}.backup") for n in range(3)]
        clerk.result()
    assert all(verdict.is_sound for verdict in taken)
    assert [verdict.entries for verdict in taken] == sorted(verdict.entries for verdict in taken)


def test_nothing_is_written_over_unasked(store: Store, tmp_path: Path) -> None:
    fill(store)
    file = tmp_path / "ledger.backup"
    backup.backup(url_of(store), file)
    with pytest.raises(FileExists):
        backup.backup(url_of(store), file)
    before = rows(store)
    with pytest.raises(DatabaseNotEmpty):
        backup.restore(url_of(store), file, by="x", at=LATER)
    assert rows(store) == before


def test_replaced_when_asked_also_under_a_running_product(store: Store, tmp_path: Path) -> None:
    fill(store)
    file = tmp_path / "ledger.backup"
    backup.backup(url_of(store), file)
    before = rows(store)
    office.unlock(store.engines, JUNE, by="x", at=LATER, reason="x")
    accept(store, draft(b"lost", "9"), b"lost", by="x", at=LATER)
    backup.restore(url_of(store), file, by="x", at=LATER, replace=True)
    after = rows(store)
    assert after["events"].pop()[3] == "restored"
    assert after == before
    with pytest.raises(Exception, match="append-only"), store.engines.write.begin() as connection:
        connection.execute(text("DELETE FROM events"))


def test_a_backup_of_the_release_before_is_brought_along(bare_database_url: str, tmp_path: Path) -> None:
    file = tmp_path / "old.backup"
    sent = fill_first_release(f"sqlite:///{file}")
    backup.restore(bare_database_url, file, by="x", at=LATER)
    store = Store.open(bare_database_url)
    assert [entry.sha256 for entry in store.ledger().history] == [each.sha256 for each in sent]
    store.close()


def test_a_backup_that_is_not_whole_is_neither_kept_nor_used(store: Store, tmp_path: Path) -> None:
    fill(store)
    file, target = tmp_path / "ledger.backup", f"sqlite:///{tmp_path}/target.sqlite"
    backup.backup(url_of(store), file)
    with sqlite3.connect(file) as connection:
        connection.execute("DROP TRIGGER observations_no_update")
        connection.execute("UPDATE observations SET value = '9' WHERE id = 1")
    connection.close()
    with pytest.raises(BackupUnsound, match="rows_altered"):
        backup.restore(target, file, by="x", at=LATER)
    for content in (b"no database at all" * 1000, b"", file.read_bytes()[:20_000]):
        file.write_bytes(content)
        with pytest.raises(BackupUnsound, match=re.escape(file.name)):
            backup.restore(target, file, by="x", at=LATER, replace=True)
    with pytest.raises(FileNotFoundError):
        backup.restore(target, tmp_path / "none", by="x", at=LATER)
    with pytest.raises(DatabaseNotMigrated):
        Store.open(target)
    with store.engines.writing() as connection:
        unguard(connection)
        connection.execute(text("UPDATE observations SET raw = 'x' WHERE id = 1"))
    with pytest.raises(BackupUnsound, match="rows_altered"):
        backup.backup(url_of(store), tmp_path / "second.backup")
    assert not list(tmp_path.glob("second*"))


def test_what_a_clock_did_long_ago_keeps_nobody_from_a_backup(store: Store, tmp_path: Path) -> None:
    """An earlier release dated entries by clocks alone; that can never be mended, and must still be backed up."""
    fill(store)
    with store.engines.writing() as connection:
        last = journal.newest(connection)
        assert last
        entry = Event(Action.UNLOCKED, f"month:{JUNE}", MORNING, "x", "x", {"locked": True}, {"locked": False})
        dated = replace(entry, id=last.id + 1)
        sealed = replace(dated, hash=chain.link(last.hash, dated.sealed()))
        connection.execute(insert(tables.events), vars(sealed))
    assert [fault.code for fault in audit.verify(store.engines).faults] == ["time_falls"]
    assert backup.backup(store.engines.url.render_as_string(hide_password=False), tmp_path / "a.backup").entries == 6


@pytest.mark.parametrize("to", ["sqlite", "postgresql"])
def test_a_ledger_moves_between_databases(
    store: Store, to: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    fill(store)
    address = another(to, tmp_path, request)
    target = Store(connect(address))
    counted = copying.copy(store.engines, target.engines)
    assert counted["observations"] == 6
    assert rows(target) == rows(store)
    assert target.ledger() == store.ledger()
    verdict = audit.verify(target.engines)
    assert verdict.faults == ()
    assert verdict.head == audit.head(store.engines)
    with pytest.raises(DatabaseNotEmpty):
        copying.copy(store.engines, target.engines)
    target.close()


def another(kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> str:
    if kind == "sqlite":
        return f"sqlite:///{tmp_path}/copied.sqlite"
    make: Callable[[], str] = request.getfixturevalue("another_postgres")
    return make()


def test_a_copy_that_differs_is_not_kept(store: Store, tmp_path: Path) -> None:
    fill(store)
    address = f"sqlite:///{tmp_path}/copied.sqlite"
    schema.upgrade(address)
    target = connect(address)
    with target.writing() as connection:  # somebody changes what arrives
        connection.execute(text("DROP TRIGGER observations_no_update"))
        connection.execute(
            text(
                "CREATE TRIGGER meddling AFTER INSERT ON observations BEGIN "
                "UPDATE observations SET value = '7' WHERE id = NEW.id; END"
            )
        )
    with pytest.raises(CopyDiffers) as refusal:
        copying.copy(store.engines, target)
    assert refusal.value.facts == {"table": "observations", "n": 1}
    assert Store(target).ledger().history == ()
    target.dispose()
