"""The ledger from a terminal, as an operator keeps it: what was known when, audit, backup, restore, copy."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from domain.observation import Draft
from domain.period import Period
from domain.plan import Plan
from loaders import targets_file
from service.deployment import Deployment
from storage.settings import ROOT, Settings
from storage.store import Store
from tests.storage.drafts import accept, figure
from tests.support.ledgers import recorded

PLAN = ROOT / "tests/plans/harbour.toml"
MONTH = Period(2026, 6)
FIRST = datetime(2026, 7, 1, 1, 0, tzinfo=UTC)
DAY = timedelta(days=1)

Manage = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def manage(store: Store, tmp_path: Path) -> Manage:
    """Runs `manage.py` on the store's database."""
    address = store.engines.url.render_as_string(hide_password=False)
    settings = {"DATABASE_URL": address, "TARGETS_FILE": str(PLAN), "VAR_DIR": str(tmp_path / "var")}
    environ = {**os.environ, **settings, "DEMONSTRATION_CLOCK": "2026-07-20"}

    def run(*verb: str, **more: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, str(ROOT / "manage.py"), "--lang", "en", *verb]
        return subprocess.run(command, env=environ | more, capture_output=True, text=True, check=False)

    return run


def send(store: Store, values: dict[str, str], at: datetime) -> None:
    content = json.dumps(values).encode()
    figures = tuple(figure(indicator_id, value, period=MONTH) for indicator_id, value in values.items())
    sent = Draft("june.xlsx", hashlib.sha256(content).hexdigest(), "pier", MONTH, figures)
    accept(store, sent, content, by="clerk", at=at)


def lights(manage: Manage, *as_of: str) -> dict[str, Any]:
    done = manage("status", "--period", str(MONTH), "--json", *as_of)
    assert done.returncode == 0, done.stderr
    return {row["indicator"]: row for row in json.loads(done.stdout)}


def test_status_before_and_after_a_correction_differ_exactly_by_it(store: Store, manage: Manage) -> None:
    same, corrected = sorted(indicators())[:2]
    send(store, {same: "10", corrected: "10"}, FIRST)
    send(store, {same: "10", corrected: "20"}, FIRST + DAY)
    before = lights(manage, "--as-of", (FIRST + DAY - timedelta(microseconds=1)).isoformat())
    after = lights(manage, "--as-of", (FIRST + DAY).isoformat())
    assert {key for key, row in after.items() if row != before[key]} == {corrected}
    assert (before[corrected]["value"], after[corrected]["value"]) == (10, 20)
    assert lights(manage)[corrected]["value"] == 20


def read_plan() -> Plan:
    plan = targets_file.read(PLAN).plan
    assert plan
    return plan


def indicators() -> list[str]:
    return [indicator.id for indicator in read_plan().numbers if indicator.kind.value in ("flow", "stock")]


def test_the_verbs_of_keeping(store: Store, manage: Manage, tmp_path: Path) -> None:
    send(store, {indicators()[0]: "10"}, FIRST)
    assert manage("month", "lock", str(MONTH), "--by", "office").returncode == 0
    refused = manage("submission", "withdraw", "1", "--reason", "wrong file")
    assert (refused.returncode, "locked" in refused.stderr) == (2, True)
    assert manage("month", "unlock", str(MONTH), "--reason", "wrong file").returncode == 0
    assert manage("submission", "withdraw", "1", "--reason", "wrong file").returncode == 0
    assert recorded(store.ledger()) == ()
    verdict = json.loads(manage("audit", "verify", "--json").stdout)
    assert (verdict["sound"], verdict["entries"], verdict["submissions"]) == (True, 4, 1)
    found = json.loads(manage("audit", "search", "wrong", "--json").stdout)
    assert [entry["action"] for entry in found] == ["withdrawn", "unlocked"]
    exported = manage("audit", "export").stdout.splitlines()
    assert [json.loads(line)["id"] for line in exported] == [1, 2, 3, 4]

    file = str(tmp_path / "x.backup")
    assert manage("backup", file).returncode == 0
    assert manage("restore", file).returncode == 2
    assert manage("restore", file, "--replace").returncode == 0
    address = store.engines.url.render_as_string(hide_password=False)
    assert manage("db", "copy", address, f"sqlite:///{tmp_path}/other/y.sqlite").returncode == 0
    assert len(store.ledger().history) == 1


def test_the_verbs_of_deciding(store: Store, manage: Manage) -> None:
    wrong, month = indicators()[0], str(MONTH)
    send(store, {wrong: "1000"}, FIRST)
    decide = (
        "decision",
        "add",
        "correction",
        wrong,
        month,
        *("--reason", "a nought too many", "--by", "Ann", "--expires", "2026-07-10"),
    )
    for refused in ((*decide, "--instead", "many"), (*decide, "--instead", "1000"), (*decide, "--region", "nowhere")):
        done = manage(*refused)
        assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert manage(*decide, "--instead", "100").returncode == 0
    assert lights(manage)[wrong]["value"] == 100
    (listed,) = json.loads(manage("decision", "list", "--json").stdout)
    assert (listed["said"], listed["instead"], listed["author"], listed["standing"]) == (
        "1000",
        "100",
        "Ann",
        "expired",
    )
    send(store, {wrong: "101"}, FIRST + DAY)
    told = manage("decision", "list").stdout
    assert "Mended at its source" in told
    assert manage("decision", "end", str(listed["id"]), "--reason", "the sheet was mended").returncode == 0
    assert manage("decision", "list").stdout == ""
    assert lights(manage)[wrong]["value"] == 101


@pytest.fixture
def deployment(store: Store, tmp_path: Path) -> Iterator[Callable[[datetime], Deployment]]:
    """Starts the product at a moment, with a plan file that may be changed."""
    (tmp_path / "plan.toml").write_bytes(PLAN.read_bytes())
    address = store.engines.url.render_as_string(hide_password=False)
    started: list[Deployment] = []

    def start(clock: datetime) -> Deployment:
        started.append(Deployment(Settings(address, tmp_path / "plan.toml", clock, tmp_path)))
        return started[-1]

    yield start
    for each in started:
        each.store.close()


def test_a_threshold_changed_today_does_not_rewrite_what_was_said(
    deployment: Callable[[datetime], Deployment], tmp_path: Path
) -> None:
    deployment(FIRST).record_plan("clerk")
    before = deployment(FIRST).position(MONTH, FIRST).plan
    text = PLAN.read_text(encoding="utf-8").replace("whole_number_target = 10", "whole_number_target = 12")
    (tmp_path / "plan.toml").write_text(text, encoding="utf-8")
    later = deployment(FIRST + DAY)
    assert later.position(MONTH, FIRST + DAY).plan == before, "trying out a plan records nothing"
    later.record_plan("clerk")
    for now in (later.position(MONTH), later.position(MONTH, FIRST + DAY)):
        assert {each.whole_number_target for each in now.plan.thresholds} == {12}
    assert later.position(MONTH, FIRST).plan == before
    assert later.position(MONTH, FIRST - DAY).plan == before, "before the first was recorded that one counts"
