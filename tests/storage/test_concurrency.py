"""Many clerks at once, and a process that dies: nothing lost, nothing doubled, nothing half there."""

from __future__ import annotations

import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from storage import tables
from storage.engine import connect
from storage.errors import DatabaseBusy, Superseded
from storage.settings import ROOT
from storage.store import Store
from tests.storage.drafts import JUNE, MORNING, accept, draft
from tests.support.ledgers import recorded

WRITERS = 8
EACH = 5
FIGURES = tuple(str(n) for n in range(50))

_ACCEPT_FOR_EVER = """
import sys
from itertools import count
from storage.store import Store
from tests.storage.drafts import MORNING, accept, draft

store = Store.open(sys.argv[1])
for n in count():
    content = f"{sys.argv[2]}-{n}".encode()
    receipt = accept(store, draft(content, *map(str, range(50))), content, by="x", at=MORNING)
    print(receipt.submission.id, flush=True)
"""


def test_concurrent_acceptances_are_all_kept_in_one_unbroken_sequence(store: Store) -> None:
    def send(writer: int) -> list[int]:
        contents = [f"{writer}-{n}".encode() for n in range(EACH)]
        return [
            accept(store, draft(content, *FIGURES), content, by=str(writer), at=MORNING).submission.sequence
            for content in contents
        ]

    with ThreadPoolExecutor(WRITERS) as pool:
        given = [sequence for sequences in pool.map(send, range(WRITERS)) for sequence in sequences]
    ledger = store.ledger()
    assert sorted(given) == list(range(1, WRITERS * EACH + 1))
    assert [entry.sequence for entry in ledger.history] == list(range(1, WRITERS * EACH + 1))
    assert ledger.version == WRITERS * EACH
    assert len(recorded(ledger)) == len(FIGURES)


def test_of_many_who_saw_the_same_state_exactly_one_is_accepted(store: Store) -> None:
    def send(writer: int) -> str:
        content = f"from {writer}".encode()
        try:
            return str(accept(store, draft(content, "1"), content, by="x", at=MORNING, seen_sequence=0).submission.id)
        except Superseded:
            return "superseded"

    with ThreadPoolExecutor(WRITERS) as pool:
        outcomes = Counter(pool.map(send, range(WRITERS)))
    assert outcomes == {"superseded": WRITERS - 1, "1": 1}


def test_the_same_file_from_many_at_once_is_stored_once(store: Store) -> None:
    with ThreadPoolExecutor(WRITERS) as pool:
        receipts = list(
            pool.map(lambda _: accept(store, draft(b"one", "1"), b"one", by="x", at=MORNING), range(WRITERS))
        )
    assert sum(not receipt.unchanged for receipt in receipts) == 1
    assert len(store.ledger().history) == 1


def test_a_database_held_too_long_says_it_is_busy(store: Store) -> None:
    impatient = Store(connect(store.engines.url.render_as_string(hide_password=False), wait_seconds=0.2))
    with store.engines.writing(), pytest.raises(DatabaseBusy):
        accept(impatient, draft(b"june", "1"), b"june", by="x", at=MORNING)
    assert accept(impatient, draft(b"june", "1"), b"june", by="x", at=MORNING).submission.sequence == 1
    impatient.close()


def test_a_process_killed_while_accepting_loses_nothing_it_acknowledged(store: Store) -> None:
    url = store.engines.url.render_as_string(hide_password=False)
    acknowledged: list[int] = []
    for round_number, delay in enumerate((0.0, 0.013, 0.031)):
        command = [sys.executable, "-c", _ACCEPT_FOR_EVER, url, str(round_number)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as clerk:
            assert clerk.stdout is not None
            first = clerk.stdout.readline()
            time.sleep(delay)
            clerk.kill()
            acknowledged += [int(line) for line in [first, *clerk.stdout] if line.endswith("\n")]
    accept(store, draft(b"after", *FIGURES), b"after", by="x", at=MORNING)
    ledger = store.ledger()
    assert len(acknowledged) >= 3
    assert set(acknowledged) <= {entry.id for entry in ledger.history}
    assert [entry.sequence for entry in ledger.history] == list(range(1, len(ledger.history) + 1))
    assert _figures_of_each(store) == {entry.id: len(FIGURES) for entry in ledger.history}
    assert ledger.current["dept-a", JUNE].file_name == "after.xlsx"


def _figures_of_each(store: Store) -> Counter[int]:
    with store.engines.reading() as connection:
        return Counter(connection.scalars(select(tables.observations.c.submission_id)))
