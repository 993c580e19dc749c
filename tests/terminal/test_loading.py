"""`load` ended early says what is in, what is not and what was not tried; what it says is what the ledger holds."""

from __future__ import annotations

import hashlib
import os
import resource
import shutil
import signal
import sqlite3
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from domain.sending import Sending
from loaders.batch import incoming
from loaders.submission import Extract
from service import acceptance, reading
from service.deployment import Deployment
from storage.settings import Settings
from tests.support.terminal import ROOT, Terminal

SHEETS = sorted((ROOT / "sample_data").glob("演示数据_*_补录_*.xlsx"))[:5]
MONTHS = 36  # in each of them


def in_ledger(terminal: Terminal) -> set[str]:
    with sqlite3.connect(terminal.database) as connection:
        counted = dict(connection.execute("SELECT file_name, count(*) FROM submissions GROUP BY file_name"))
    assert set(counted.values()) <= {MONTHS}, "whole files or none"
    return set(counted)


def said(out: str, word: str) -> set[str]:
    lines = [line.split("  ") for line in out.splitlines() if not line.startswith(" ")]
    return {line[1] for line in lines if line[0].startswith(word)}


def command(terminal: Terminal, *more: str) -> dict[str, Any]:
    return {
        "args": terminal.command("load", *SHEETS, "--accept-warnings", "--reason", "补录", "--confirm-layouts", *more),
        "env": terminal.environment,
        "stdout": subprocess.PIPE,
        "stderr": subprocess.PIPE,
        "text": True,
    }


def test_a_full_disk(fresh: Terminal) -> None:
    def fill() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (700_000, 700_000))

    ended = subprocess.run(**command(fresh), preexec_fn=fill, check=False)
    assert ended.returncode == 2
    assert "Traceback" not in ended.stderr
    accepted, untried = said(ended.stdout, "已接收"), said(ended.stdout, "未处理")
    (failed,) = said(ended.stdout, "未接收")
    assert accepted == in_ledger(fresh) and untried
    assert accepted | untried | {failed} == {file.name for file in SHEETS}
    assert f"入库 {len(accepted)} 个文件" in ended.stderr and f"未处理 {len(untried)} 个" in ended.stderr
    assert "无法使用数据库" in ended.stderr.splitlines()[-1]


@pytest.mark.parametrize("as_json", [False, True])
def test_interrupted(fresh: Terminal, as_json: bool) -> None:
    """By Ctrl-C, which the terminal sends to every process of the command."""
    running = subprocess.Popen(**command(fresh, *["--json"] * as_json), start_new_session=True)
    lines = running.stderr if as_json else running.stdout
    assert lines is not None
    first = next(line for line in lines if "已接收" in line)
    os.killpg(running.pid, signal.SIGINT)
    out, err = running.communicate(timeout=120)
    assert running.returncode == 130
    assert "Traceback" not in err and "A38" not in err
    assert "按 Ctrl+C" in err.splitlines()[-1]
    text = first + (err if as_json else out)
    assert said(text, "已接收") == in_ledger(fresh)
    assert said(text, "未处理") == {file.name for file in SHEETS} - in_ledger(fresh)


def test_interrupted_before_anything_is_read(fresh: Terminal) -> None:
    running = subprocess.Popen(**command(fresh), start_new_session=True)
    assert running.stderr is not None
    assert "正在读取" in running.stderr.readline()
    os.killpg(running.pid, signal.SIGINT)
    out, err = running.communicate(timeout=60)
    assert running.returncode == 130
    assert "Traceback" not in err and "A38" not in err
    assert "入库 0 个文件" in err
    assert said(out, "未处理") == {file.name for file in SHEETS}
    assert in_ledger(fresh) == set()


class QuickerClerk(list[Extract]):
    """What was read of a file; while it is being compared with the ledger, another clerk sends a month of it."""

    def __init__(self, read: tuple[Extract, ...], product: Deployment) -> None:
        super().__init__(read)
        self.product, self.looks = product, 0

    def __iter__(self) -> Iterator[Extract]:
        self.looks += 1
        if self.looks == 2:  # the first is before the ledger is known
            content = b"another's"
            draft = replace(self[0].draft, sha256=hashlib.sha256(content).hexdigest(), problems=())
            self.product.store.accept_file(
                [draft], content, Sending("another", layouts_confirmed=True), at=self.product.now
            )
        return super().__iter__()


def test_a_file_that_another_clerk_superseded_does_not_keep_back_the_next(fresh: Terminal, tmp_path: Path) -> None:
    product = Deployment(Settings(f"sqlite:///{fresh.database}", ROOT / "targets.toml", date(2024, 7, 8), tmp_path))
    (file, read), next_one = reading.extract_all(product, list(incoming(SHEETS[:2])))
    given: Any = [(file, QuickerClerk(read, product)), next_one]
    taken = list(
        acceptance.accept_all(product, given, Sending("x", "load", "补录", confirmed=True, layouts_confirmed=True))
    )
    product.readers.close()
    product.store.close()
    assert [each.result for each in taken] == ["refused", "accepted"]
    assert taken[0].refused and taken[0].refused.code == "superseded"


def test_check_says_what_load_does(terminal: Terminal) -> None:
    """A month sent anew with another figure is clean of errors and wants a reason all the same."""
    broken = ROOT / "sample_data" / "broken"
    changed = shutil.copy(ROOT / "sample_data" / "演示数据_市大数据中心_2024-05.xlsx", terminal.folder / "x.xlsx")
    (row,) = terminal.run("check", changed, "--json").json
    assert (row["accepted"], row["held"]) == (True, None)
    assert "与已接收的相同" in terminal.run("check", changed).out
    wrong = broken / "演示数据_累计不等于上月加本月.xlsx"
    (row,) = terminal.run("check", wrong, "--json").json
    (loaded,) = terminal.run("load", wrong, "--json").json
    assert row["held"] == loaded["held"] == "error"
