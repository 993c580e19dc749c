"""Whatever stops a verb is said in a sentence, with exit status 2 and no traceback, and nothing is half written."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.terminal import ROOT, Said, Terminal
from verbs.ending import sentence

RIGHT = ROOT / "sample_data" / "broken" / "演示数据_没有错误_对照.xlsx"
WRONG = ROOT / "sample_data" / "broken" / "演示数据_累计不等于上月加本月.xlsx"
MONTH = ("--period", "2024-06")
STATUS = ("status", *MONTH)
FORM = ("template", "--department", "市人社局", *MONTH, "--out")
CHART = ("export", *MONTH, "--chart", "headline", "--format", "csv", "--out")


def said_in_a_line(told: Said, *parts: str) -> None:
    """Nothing but the sentence, after what says that something was begun, and of `load` that nothing was done."""
    begun = [f"正在{what}" for what in ("读取", "导出")]
    (line,) = [line for line in told.err.strip().splitlines() if line not in begun and not line.startswith("入库 0")]
    assert told.code == 2
    assert [line for line in told.out.splitlines() if not line.startswith("未处理")] == []
    assert all(part in line for part in parts)


def cut_off(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:100_000])


def overwritten(file: Path) -> None:
    content = file.read_bytes()
    file.write_bytes(content[:8192] + b"\xff" * 500_000 + content[508_192:])


def almost_nothing(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:50])


def without_a_table(file: Path) -> None:
    with sqlite3.connect(file) as connection:
        connection.execute("DROP TABLE narratives")


def a_folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


def of_another_release(file: Path) -> None:
    with sqlite3.connect(file) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")


def written_by_another_hand(file: Path) -> None:
    with sqlite3.connect(file) as connection:
        connection.execute("DROP TRIGGER submissions_no_update")
        connection.execute("UPDATE submissions SET period = 'xx' WHERE id = 3")


SPOILT = [
    cut_off, overwritten, almost_nothing, without_a_table, a_folder, of_another_release, written_by_another_hand
]  # fmt: skip


@pytest.mark.parametrize("spoil", SPOILT)
def test_a_spoilt_database(terminal: Terminal, spoil: Callable[[Path], None]) -> None:
    spoil(Path(terminal.database))
    for verb in (STATUS, ("load", RIGHT), ("check", RIGHT), ("submission", "list")):
        said_in_a_line(terminal.run(*verb), "sample.sqlite")


@pytest.mark.parametrize("spoil", [cut_off, overwritten, almost_nothing])
def test_a_spoilt_backup_is_not_restored(terminal: Terminal, spoil: Callable[[Path], None]) -> None:
    file = terminal.folder / "mine.backup"
    assert terminal.run("backup", file).code == 0
    spoil(file)
    said_in_a_line(terminal.run("restore", file, "--replace"), "mine.backup")
    assert len(terminal.run("submission", "list").out.splitlines()) > 300


@pytest.mark.parametrize("kind", ["folder", "missing", "gbk", "cut off", "too deep"])
def test_a_plan_that_cannot_be_read(reader: Terminal, kind: str) -> None:
    plan = reader.folder / "plan.toml"
    text = (ROOT / "targets.toml").read_text(encoding="utf-8")
    written = {"gbk": text.encode("gb18030"), "cut off": b'[plan]\nid = "qu', "too deep": b"a = " + b"[" * 5000}
    if kind == "folder":
        plan.mkdir()
    elif kind in written:
        plan.write_bytes(written[kind])
    said_in_a_line(reader.run(*STATUS, TARGETS_FILE=str(plan)), "plan.toml")


def versions(database: Path | str) -> int:
    with sqlite3.connect(database) as connection:
        return connection.execute("SELECT count(*) FROM events").fetchone()[0]


@pytest.mark.parametrize(
    ("verb", "named"),
    [
        (("submission", "confirm", "9" * 20), "9" * 20),
        (("submission", "withdraw", "9" * 20, "--reason", "x"), "9" * 20),
        (("decision", "end", "9" * 20, "--reason", "x"), "9" * 20),
        (("rules", "revoke", "9" * 20, "--reason", "x"), "9" * 20),
        (("submission", "list", "--period", ""), "“”"),
        (("submission", "list", "--department", ""), "“”"),
        (("submission", "list", "--as-of", ""), "“”"),
        (("audit", "search", "--since", "0001-01-01"), "0001-01-01"),
        (("audit", "search", "--until", "9999-12-31T23:59-23:00"), "9999"),
        (("month", "lock", "2024-06", "--by", "\udcff"), "UTF-8"),
        (("audit", "search", "\udcff"), "UTF-8"),
        (("check", ""), "空"),
        (("load", ""), "空"),
        (("check", "x" * 300), "xxx"),
        (("load", RIGHT, "nothing.xlsx"), "nothing.xlsx"),
        (("restore", "."), "."),
        (("backup", "nowhere/mine.backup"), "nowhere"),
        (STATUS, "0001-01-01"),
    ],
)
def test_odd_arguments(terminal: Terminal, verb: tuple[str | Path, ...], named: str) -> None:
    clock = {"DEMONSTRATION_CLOCK": named} if verb == STATUS else {}
    before = versions(terminal.database)
    said_in_a_line(terminal.run(*verb, **clock), named)
    assert versions(terminal.database) == before


@pytest.mark.parametrize("verb", [FORM, CHART, ("audit", "export", "--out"), ("check", WRONG, "--annotate")])
def test_nothing_is_written_over_unless_told_to(reader: Terminal, verb: tuple[str | Path, ...]) -> None:
    """Nor into a folder's or a file's place; what is written is whole."""
    folder = reader.folder / "there"
    folder.mkdir()
    mine = folder / ("headline-2024-06.csv" if verb == CHART else "mine.xlsx")
    mine.write_text("mine")
    out = folder if verb == CHART else mine
    said_in_a_line(reader.run(*verb, out), str(mine), "--replace")
    assert [(file.name, file.read_text()) for file in folder.iterdir()] == [(mine.name, "mine")]
    assert reader.run(*verb, out, "--replace").code in (0, 1)
    assert mine.read_bytes() != b"mine"
    said_in_a_line(reader.run(*verb, mine / "within" / "x.xlsx"), mine.name)
    said_in_a_line(reader.run(*verb, ""))
    assert [file.name for file in folder.iterdir()] == [mine.name]


def test_a_form_is_not_written_over_a_folder(reader: Terminal) -> None:
    said_in_a_line(reader.run(*FORM, reader.folder), str(reader.folder))


def test_one_sheet_that_cannot_be_read_does_not_give_up_its_folder(reader: Terminal) -> None:
    folder = reader.folder / "in"
    folder.mkdir()
    for name in ("a.xlsx", "c.xlsx"):
        shutil.copy(RIGHT, folder / name)
    (folder / "b.xlsx").symlink_to("nowhere.xlsx")
    drafts = reader.run("check", folder, "--json").json
    assert [(draft["file"], draft["accepted"]) for draft in drafts] == [
        ("a.xlsx", True), ("b.xlsx", False), ("c.xlsx", True)
    ]  # fmt: skip
    assert [problem["code"] for problem in drafts[1]["problems"]] == ["A51"]


def test_what_nobody_foresaw_keeps_its_working_in_a_file() -> None:
    told = sentence(RuntimeError("the moon fell down"))
    file = Path(next(part for part in told.replace("，", " ").split() if part.endswith(".txt")))
    assert len(told.splitlines()) == 1
    assert "the moon fell down" in file.read_text(encoding="utf-8")
    file.unlink()


class TestAsAProcess:
    """What only a process of its own shows: the streams it writes to."""

    @pytest.fixture
    def process(self, sample_database: Path, tmp_path: Path) -> Terminal:
        return Terminal(tmp_path, sample_database)

    def bytes_of(
        self, process: Terminal, *verb: str, encoding: str, stdout: int = subprocess.PIPE
    ) -> tuple[int, bytes]:
        command = process.command(*verb)
        environ = process.environment | {"PYTHONUTF8": "0", "PYTHONIOENCODING": encoding}
        ended = subprocess.run(
            command, cwd=process.folder, env=environ, stdout=stdout, stderr=subprocess.PIPE, check=False
        )
        assert b"Traceback" not in ended.stderr
        return ended.returncode, ended.stdout

    def test_any_encoding_is_written_in(self, process: Terminal) -> None:
        code, out = self.bytes_of(process, *STATUS, encoding="gbk")
        assert code == 0
        assert " -" in out.decode("gbk") and "达到序时" in out.decode("gbk")
        code, out = self.bytes_of(process, "--lang", "en", *STATUS, encoding="latin-1")
        assert code == 0
        assert "On track" in out.decode("latin-1")

    def test_json_is_the_same_in_any_encoding(self, process: Terminal) -> None:
        explain = ("explain", "--indicator", "M16-1", *MONTH, "--json")
        written = [self.bytes_of(process, *explain, encoding=name)[1].decode(name) for name in ("utf-8", "latin-1")]
        assert json.loads(written[0]) == json.loads(written[1])

    def test_a_reader_who_has_seen_enough_hears_no_complaint(self, process: Terminal) -> None:
        reading, writing = os.pipe()
        os.close(reading)
        with os.fdopen(writing, "wb") as closed:
            code, _ = self.bytes_of(process, "audit", "export", encoding="utf-8", stdout=closed.fileno())
        assert code == 2

    def test_a_full_disk_is_said(self, process: Terminal) -> None:
        with Path("/dev/full").open("wb") as full:
            ended = subprocess.run(
                process.command(*STATUS), env=process.environment, stdout=full, stderr=subprocess.PIPE, check=False
            )
        said_in_a_line(Said(ended.returncode, "", ended.stderr.decode()), "磁盘已满")
