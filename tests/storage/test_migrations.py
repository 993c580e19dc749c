"""From the release before, with data: nothing lost, numbers kept, and all that was accepted sealed."""

from __future__ import annotations

from sqlalchemy import text

from storage import audit, schema
from storage.engine import connect
from storage.store import Store
from tests.storage.drafts import MORNING, accept, draft
from tests.storage.past import fill_first_release
from tests.support.ledgers import recorded


def test_a_filled_ledger_of_the_first_release_comes_along_whole(bare_database_url: str) -> None:
    sent = fill_first_release(bare_database_url)
    schema.upgrade(bare_database_url)
    store = Store.open(bare_database_url)
    ledger = store.ledger()
    assert [entry.sha256 for entry in ledger.history] == [each.sha256 for each in sent]
    assert {entry.state for entry in ledger.history} == {"accepted"}
    assert ledger.version == len(sent), "the version of the data stays what reports have stamped on them"
    assert {entry.observation for entry in recorded(ledger)} == {*sent[-1].observations, *sent[-2].observations}
    assert ledger == store.ledger(MORNING)
    assert store.file(sent[0].sha256).content == b"one"
    verdict = audit.verify(store.engines)
    assert verdict.faults == ()
    assert (verdict.entries, verdict.submissions, verdict.files) == (6, 6, 6)
    later = accept(store, draft(b"later", "1"), b"later", by="x", at=MORNING)
    assert (later.submission.sequence, later.submission.id) == (4, 7)
    assert audit.verify(store.engines).is_sound
    store.close()


def test_what_was_changed_behind_our_back_later_is_found_in_the_past_too(bare_database_url: str) -> None:
    fill_first_release(bare_database_url)
    schema.upgrade(bare_database_url)
    engines = connect(bare_database_url)
    with engines.writing() as connection:
        for statement in unguard(engines.url.get_backend_name(), "submissions"):
            connection.execute(text(statement))
        connection.execute(text("UPDATE submissions SET submitted_by = '李' WHERE id = 2"))
    codes = {(fault.code, fault.facts.get("number", "")) for fault in audit.verify(engines).faults}
    assert ("submission_altered", "2") in codes
    engines.dispose()


def unguard(backend: str, table: str) -> list[str]:
    if backend == "sqlite":
        return [f"DROP TRIGGER IF EXISTS {table}_no_{verb}" for verb in ("update", "delete")]
    return [f"ALTER TABLE {table} DISABLE TRIGGER ALL"]
