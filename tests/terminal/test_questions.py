"""Questions in a terminal: `check` puts them with their readings, `--answer` answers, `rules` keeps them no longer."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pytest

from domain.period import Period
from domain.question import Reading, ReadingRule
from storage import reading_rules
from storage.engine import connect
from tests.support.sheets import with_cells
from tests.support.terminal import ROOT, Terminal

RIGHT = ROOT / "sample_data" / "broken" / "演示数据_没有错误_对照.xlsx"
JUNE = "2024-06"


@pytest.fixture
def without_year(tmp_path: Path) -> Path:
    """The right sheet of June, but for the year."""
    names = [name for name in openpyxl.load_workbook(RIGHT).sheetnames if name != "填报说明"]
    file = tmp_path / "six.xlsx"
    file.write_bytes(with_cells(RIGHT.read_bytes(), {f"{name}!F2": "6月" for name in names}))
    return file


def test_check_puts_the_question_with_its_readings(reader: Terminal, without_year: Path) -> None:
    told = reader.run("check", without_year)
    assert told.code == 1
    assert "--answer 'C09=newest'" in told.out and "--answer 'C09=year_before'" in told.out
    assert "2024年6月" in told.out and "2023年6月" in told.out
    english = reader.run("--lang", "en", "check", without_year)
    assert "the newest one, Jun 2024" in english.out
    (draft,) = reader.run("check", without_year, "--json").json
    (problem,) = [found for found in draft["problems"] if found["question"]]
    assert problem["severity"] == "error"
    assert problem["question"]["key"] == "C09"
    assert problem["question"]["chosen"] is None
    assert [reading["key"] for reading in problem["question"]["readings"]] == ["newest", "year_before"]


@pytest.mark.parametrize(("answer", "month"), [("newest", JUNE), ("year_before", "2023-06")])
def test_check_takes_an_answer(reader: Terminal, without_year: Path, answer: str, month: str) -> None:
    (draft,) = reader.run("check", without_year, "--answer", f"C09={answer}", "--json").json
    assert draft["period"] == month
    (problem,) = [found for found in draft["problems"] if found["question"]]
    assert (problem["code"], problem["severity"]) == ("Q01", "warning")
    assert problem["question"]["chosen"] == answer


def test_an_answer_that_fits_nothing_is_said(reader: Terminal, without_year: Path) -> None:
    told = reader.run("check", without_year, "--answer", "C09=tomorrow")
    assert told.code == 1
    assert "C09=tomorrow" in told.out
    refused = reader.run("check", without_year, "--answer", "newest")
    assert refused.code == 2
    assert "newest" in refused.err


def test_load_takes_an_answer_with_its_reason(terminal: Terminal, without_year: Path) -> None:
    held = terminal.run("load", without_year, "--json")
    assert (held.code, held.json[0]["held"]) == (1, "error")
    loaded = terminal.run(
        "load", without_year, "--answer", "C09=newest", "--accept-warnings", "--reason", "本月报表", "--json"
    )
    assert (loaded.code, loaded.json[0]["accepted"], loaded.json[0]["period"]) == (0, True, JUNE)


def test_a_rule_serves_until_it_is_revoked(terminal: Terminal, without_year: Path) -> None:
    (draft,) = terminal.run("check", RIGHT, "--json").json
    department = next(
        each["id"] for each in terminal.run("plan", "--json").json["departments"] if each["name"] == draft["department"]
    )
    reading = Reading("newest", "newest", {"shown": Period(2024, 6)})
    engines = connect(f"sqlite:///{terminal.database}")
    rule = ReadingRule(department, "C09", reading, "从来不写年份", "王")
    made = reading_rules.make(engines, rule, at=datetime(2024, 7, 8, tzinfo=UTC))
    engines.dispose()
    (read,) = terminal.run("check", without_year, "--json").json
    assert (read["accepted"], read["period"]) == (True, JUNE)
    assert {"Q02", "C09"} & {problem["code"] for problem in read["problems"]} == {"Q02"}

    listed = terminal.run("rules", "list")
    assert draft["department"] in listed.out and "从来不写年份" in listed.out and "没有写年份" in listed.out
    before, now = (terminal.run("rules", "list", *day, "--json").json for day in (("--as-of", "2024-07-07"), ()))
    assert [each["id"] for each in now if each not in before] == [made.id]
    assert terminal.run("rules", "revoke", str(made.id), "--reason", "开始写了").code == 0
    assert terminal.run("rules", "revoke", str(made.id), "--reason", "开始写了").code == 2
    assert terminal.run("check", without_year).code == 1
