"""Killed, cut off, crowded, out of space: what was acknowledged is there whole, nothing is there by half.

A few rounds in the suite; `make torture` does hundreds and prints the totals.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import select

from storage import audit, schema, tables, uploads
from storage.errors import StorageError
from storage.settings import ROOT
from storage.store import Store
from tests.storage.drafts import MORNING, accept, draft
from tests.storage.past import fill_first_release
from tests.support.ledgers import recorded
from tests.torture.nursery import FIGURES, UPLOADS

ROUNDS = int(os.environ.get("TORTURE_ROUNDS", "6"))
UPLOADERS = 20

Order = Callable[..., list[list[str]]]


@pytest.fixture(scope="module")
def order() -> Iterator[Order]:
    """Gives an order to the nursery and hears what each child said."""
    command = [sys.executable, "-m", "tests.torture.nursery"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT) as nursery:
        hear, speak = nursery.stdout, nursery.stdin
        assert hear is not None
        assert speak is not None

        def give(job: str, url: str, **more: Any) -> list[list[str]]:
            speak.write(json.dumps({"job": job, "url": url, "name": "clerk", **more}) + "\n")
            speak.flush()
            said: list[list[str]] = json.loads(hear.readline())
            crashes = [line for lines in said for line in lines if line.startswith("crashed")]
            assert crashes == []
            return said

        yield give
        speak.close()


def tell(what: str, url: str, **totals: int) -> None:
    """The totals of `make torture`."""
    database = url.partition(":")[0].partition("+")[0]
    counted = ", ".join(f"{n} {name.replace('_', ' ')}" for name, n in totals.items())
    sys.stdout.write(f"\n{what} ({database}): {counted}\n")


def url_of(store: Store) -> str:
    return store.engines.url.render_as_string(hide_password=False)


def numbers(said: list[list[str]]) -> list[int]:
    return [int(line) for lines in said for line in lines if line.isdigit()]


def losses(store: Store, acknowledged: list[int]) -> int:
    """How many acknowledged submissions are not there. Fails where one is there by half or the journal is broken."""
    with store.engines.reading() as connection:
        figures = Counter(connection.scalars(select(tables.observations.c.submission_id)))
    history = store.ledger().history
    assert figures == {entry.id: len(FIGURES) for entry in history}
    each_file = Counter(entry.sha256 for entry in history)
    assert set(each_file.values()) <= {3}, "three months came in one file: all of them or none"
    by_month = Counter((entry.department_id, entry.period) for entry in history)
    newest = {(entry.department_id, entry.period): entry.sequence for entry in history}
    assert newest == by_month, "sequences without gaps"
    assert audit.verify(store.engines).faults == ()
    return len(set(acknowledged) - {entry.id for entry in history})


def test_killed_while_accepting(store: Store, order: Order) -> None:
    acknowledged: list[int] = []
    for n in range(ROUNDS):
        delay = random.uniform(0, 0.15)
        acknowledged += numbers(order("accept_for_ever", url_of(store), delay=delay, name=f"clerk {n}"))
    lost = losses(store, acknowledged)
    tell("killed while accepting", url_of(store), kills=ROUNDS, acknowledged=len(acknowledged), losses=lost)
    assert len(acknowledged) >= 3 * (ROUNDS - 1)  # else they were killed before there was anything to lose
    assert lost == 0


def test_killed_at_any_other_write(store: Store, order: Order) -> None:
    """Steps, decisions, locks, plan versions, reading rules, kept uploads: what was acknowledged is in the journal."""
    heads: list[str] = []
    tokens: list[str] = []
    for n in range(ROUNDS):
        (said,) = order("work_for_ever", url_of(store), delay=random.uniform(0, 0.3), name=f"clerk {n}")
        heads += [line.removeprefix("head ") for line in said if line.startswith("head ")]
        tokens += [line.removeprefix("upload ") for line in said if line.startswith("upload ")]
    faults = audit.verify(store.engines, heads).faults
    gone = [token for token in tokens if uploads.find(store.engines, token, MORNING) is None]
    verified = sum(fault.code == "head_unknown" for fault in faults)
    totals = {"kills": ROUNDS, "acknowledged": len(heads) + len(tokens), "losses": verified + len(gone)}
    tell("killed at any other write", url_of(store), **totals)
    assert (faults, gone) == ((), [])
    ledger = store.ledger()
    assert {entry.state for entry in ledger.history} <= {"accepted", "withdrawn"}
    assert len(ledger.locked) <= 1


def test_killed_while_migrating(order: Order, past: Past) -> None:
    began = time.monotonic()
    order("upgrade", past.another())
    unharmed, finished = time.monotonic() - began, 0
    for _ in range(ROUNDS):
        url = past.another()
        said = order("upgrade", url, delay=random.uniform(0, unharmed))
        finished += "upgraded" in said[0]
        schema.upgrade(url)
        store = Store.open(url)
        assert [entry.sha256 for entry in store.ledger().history] == past.hashes
        assert len(recorded(store.ledger())) == past.figures
        assert audit.verify(store.engines).faults == ()
        store.close()
    tell("killed while migrating", url, kills=ROUNDS - finished, finished_before=finished, losses=0)


def test_uploads_at_once(store: Store, order: Order) -> None:
    rounds, superseded, made = max(1, ROUNDS // 25), 0, list[tuple[int, int]]()
    for n in range(rounds):
        said = order("upload_seeing", url_of(store), children=UPLOADERS, name=f"clerk {n}")
        superseded += sum(lines.count("superseded") for lines in said)
        receipts = [line.split() for lines in said for line in lines if line not in ("begin", "superseded")]
        made += [(int(seen), int(sequence)) for _, seen, sequence in receipts]
    lost = sum(sequence != seen + 1 for seen, sequence in made)
    history = store.ledger().history
    totals = {"clerks": UPLOADERS, "uploads": len(made), "sent_back_to_look_again": superseded, "lost_updates": lost}
    tell("uploads at once", url_of(store), **totals)
    assert lost == 0, "each rests on the one it saw"
    assert len(made) == rounds * UPLOADERS * UPLOADS == len(history)
    assert [entry.sequence for entry in history] == list(range(1, len(history) + 1))
    assert audit.verify(store.engines).faults == ()


def test_the_disk_is_full(tmp_path: Path, order: Order) -> None:
    """On a small disk of its own where this machine allows one, else by a limit on the size of files."""
    acknowledged, stops, lost = 0, Counter[str](), 0
    for n in range(max(2, ROUNDS // 10)):
        with small_disk(tmp_path / f"disk {n}") as (folder, is_disk):
            url = f"sqlite:///{folder}/ledger.sqlite"
            schema.upgrade(url)
            said = order("accept_until_it_fails" if is_disk else "accept_until_it_fails_by_limit", url)
            stops[said[0][-1]] += 1
            shutil.copytree(folder, tmp_path / f"roomy {n}")  # as an operator would: to a larger disk
            store = Store.open(f"sqlite:///{tmp_path}/roomy {n}/ledger.sqlite")
            acknowledged += len(numbers(said))
            lost += losses(store, numbers(said))
            content = b"after"
            accept(store, draft(content, *FIGURES), content, by="x", at=MORNING)
            store.close()
    assert set(stops) == {"stopped database_unreachable"}, "it is said, not a crash"
    tell("disk full", url, times=stops.total(), acknowledged=acknowledged, losses=lost)
    assert lost == 0


class small_disk:  # noqa: N801 (used like a function)
    """A folder on a disk of one to two MB; an ordinary folder where none may be mounted."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __enter__(self) -> tuple[Path, bool]:
        self.folder.mkdir()
        size = f"size={random.randrange(1_000, 2_000)}k"
        command = ["mount", "-t", "tmpfs", "-o", size, "none", str(self.folder)]
        mounted = shutil.which("mount") and subprocess.run(command, capture_output=True, check=False)
        self.is_disk = bool(mounted) and mounted.returncode == 0
        return self.folder, self.is_disk

    def __exit__(self, *_: object) -> None:
        if self.is_disk:
            subprocess.run(["umount", "--lazy", str(self.folder)], check=True)


def test_the_connection_is_cut(another_postgres: Callable[[], str]) -> None:
    url = another_postgres()
    schema.upgrade(url)
    store, wanted, is_over = Store.open(url), 10 * ROUNDS, threading.Event()
    troubles: Counter[str] = Counter()

    def clerk(name: str) -> list[int]:
        acknowledged: list[int] = []
        for n in range(wanted // 2):
            content = f"{name}-{n}".encode()
            while True:
                try:
                    acknowledged.append(send(store, content))
                    break
                except StorageError as error:  # the operator's advice: try again
                    troubles[error.code] += 1
        return acknowledged

    with ThreadPoolExecutor(3) as pool:
        cutter = pool.submit(cut_now_and_then, url, is_over)
        clerks = [pool.submit(clerk, name) for name in ("甲", "乙")]
        acknowledged = [number for each in clerks for number in each.result()]
        is_over.set()
        cuts = cutter.result()
    history = store.ledger().history
    lost = len(set(acknowledged) - {entry.id for entry in history})
    totals = {"cuts": cuts, "told_to_the_clerk": troubles.total(), "acknowledged": len(acknowledged), "losses": lost}
    tell("connection cut", url, **totals)
    assert lost == 0
    assert Counter(entry.sha256 for entry in history) == dict.fromkeys({entry.sha256 for entry in history}, 1)
    assert len(history) == len(acknowledged) == wanted // 2 * 2
    assert set(troubles) <= {"database_unreachable"}
    assert audit.verify(store.engines).faults == ()
    store.close()


def send(store: Store, content: bytes) -> int:
    """Every file its own department, so that sending it again is seen as the same."""
    sent = draft(content, *FIGURES, department_id=content.decode())
    return accept(store, sent, content, by="x", at=MORNING).submission.id


def cut_now_and_then(url: str, is_over: threading.Event) -> int:
    """Cut every connection to the database but our own, at random moments; how many were cut."""
    cuts = 0
    address = url.replace("postgresql+psycopg", "postgresql")
    cut = (
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
        "WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
    )
    with psycopg.connect(address, autocommit=True) as connection:
        while not is_over.wait(random.uniform(0.01, 0.08)):
            row = connection.execute(cut).fetchone()  # type: ignore[call-overload]
            cuts += row[0] if row else 0
    return cuts


class Past:
    """Databases of the first release, each with the same rows."""

    def __init__(self, another: Callable[[], str], hashes: list[str]) -> None:
        self.another, self.hashes = another, hashes
        self.figures = 2 * 200


@pytest.fixture(params=["sqlite", "postgresql"])
def past(request: pytest.FixtureRequest, tmp_path: Path) -> Past:
    if request.param == "sqlite":
        first = f"sqlite:///{tmp_path}/first.sqlite"
        hashes = [each.sha256 for each in fill_first_release(first, submissions=20, figures=200)]

        def copied() -> str:
            for left in tmp_path.glob("past.sqlite*"):
                left.unlink()
            return f"sqlite:///{shutil.copy(tmp_path / 'first.sqlite', tmp_path / 'past.sqlite')}"

        return Past(copied, hashes)
    server, make = request.getfixturevalue("postgres_server"), request.getfixturevalue("another_postgres")
    first = make()
    hashes = [each.sha256 for each in fill_first_release(first, submissions=20, figures=200)]
    name = first.rpartition("/")[2].partition("?")[0]

    def templated() -> str:
        with psycopg.connect(server.get_uri(), autocommit=True) as connection:
            connection.execute("DROP DATABASE IF EXISTS past WITH (FORCE)")
            connection.execute(f"CREATE DATABASE past TEMPLATE {name}")  # type: ignore[call-overload]
        return first.replace(f"/{name}", "/past")

    return Past(templated, hashes)
