"""A file that ends, fills or holds up its worker costs itself alone."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
import xlsxwriter

from domain.problem_codes import problem
from loaders import submission, targets_file
from loaders.apart import Bounds, Readers
from loaders.batch import Incoming
from loaders.owners.owner import Expected
from loaders.worker import Packed

pytestmark = pytest.mark.slow  # every test starts processes of its own

ROOT = Path(__file__).resolve().parents[3]
TODAY = date(2024, 7, 1)
PLAN = targets_file.read(ROOT / "targets.toml").plan or pytest.fail("the plan has mistakes")
PACKED = Packed.of(PLAN)


def sheet(rows: int = 3) -> bytes:
    stream = BytesIO()
    with xlsxwriter.Workbook(stream, {"constant_memory": True}) as book:
        page = book.add_worksheet("月报")
        for row in range(rows):
            page.write_row(row, 0, list(range(10)))
    return stream.getvalue()


@pytest.fixture
def readers():
    made = Readers(Bounds(workers=1))
    yield made
    made.close()


def running(readers: Readers) -> subprocess.Popen[bytes]:
    """The process behind the only worker: tests end it the way a bad file would."""
    worker = readers._idle.queue[0]
    assert worker._process
    return worker._process


def codes(drafts) -> list[str]:
    return [found.code for each in drafts for found in each.draft.problems]


def test_what_is_read_apart_is_what_is_read_here(readers):
    expected = Expected(PLAN.departments[0].id)
    file = Incoming("月报.xlsx", sheet())
    here = submission.extract(file.name, file.content, PLAN, TODAY, expected)
    assert readers.read(file, PACKED, TODAY, expected) == here


def test_a_worker_stays_for_the_next_file_and_is_told_of_a_new_plan(readers):
    file = Incoming("a.xlsx", sheet())
    first = readers.read(file, PACKED, TODAY)
    process = running(readers)
    assert readers.read(file, Packed.of(PLAN), date(2021, 1, 1)) == first
    assert running(readers) is process


def test_a_worker_that_died_between_files_is_replaced_unnoticed(readers):
    file = Incoming("a.xlsx", sheet())
    expected = readers.read(file, PACKED, TODAY)
    running(readers).kill()
    running(readers).wait()
    assert readers.read(file, PACKED, TODAY) == expected


@pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX")
@pytest.mark.parametrize(
    ("signal_number", "code"), [("SIGABRT", "A37"), ("SIGKILL", "A37"), ("SIGSEGV", "A38"), ("SIGXCPU", "A36")]
)
def test_the_end_of_a_worker_is_a_problem_of_its_file(readers, signal_number, code):
    content = sheet(60_000)
    readers.read(Incoming("a.xlsx", sheet()), PACKED, TODAY)
    process = running(readers)
    found = []
    asking = threading.Thread(target=lambda: found.extend(readers.read(Incoming("b.xlsx", content), PACKED, TODAY)))
    asking.start()
    time.sleep(0.1)
    os.kill(process.pid, getattr(signal, signal_number))
    asking.join(30)
    assert codes(found) == [code]
    assert found[0].draft.sha256
    assert not {"A36", "A37", "A38"} & set(codes(readers.read(Incoming("a.xlsx", sheet()), PACKED, TODAY)))


def test_a_file_that_takes_too_long_is_stopped():
    readers = Readers(Bounds(seconds=1, workers=1))
    try:
        found = readers.read(Incoming("a.xlsx", sheet(300_000)), PACKED, TODAY)
        assert [(entry.code, dict(entry.facts)) for entry in found[0].draft.problems] == [("A36", {"seconds": 1})]
    finally:
        readers.close()


def test_many_files_come_back_in_their_order():
    readers = Readers(Bounds(workers=2))
    refused = Incoming("3.xlsx", b"", problem("A10"))
    files = [Incoming(f"{n}.xlsx", sheet(2_000 if n % 2 else 2)) if n != 3 else refused for n in range(12)]
    try:
        done = list(readers.read_all(iter(files), PACKED, TODAY))
    finally:
        readers.close()
    assert [file.name for file, _ in done] == [file.name for file in files]
    assert [extracts[0].draft.file_name for _, extracts in done] == [file.name for file in files]
    assert codes(done[3][1]) == ["A10"]


def test_a_worker_does_not_outlive_the_one_who_started_it():
    script = (
        "from loaders.apart import Bounds, Readers; import os; readers = Readers(Bounds(workers=1));"
        "worker = readers._idle.queue[0]; worker._start(); print(worker._process.pid, flush=True); os._exit(0)"
    )
    told = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    for _ in range(50):
        stat = Path(f"/proc/{told.stdout.strip()}/stat")
        if not stat.exists() or stat.read_text().split()[2] == "Z":
            return
        time.sleep(0.1)
    pytest.fail("the worker is still there")
