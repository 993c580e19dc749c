"""A layout of a department's own in a terminal: told by `check`, kept out by `load`, confirmed, listed, revoked."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.terminal import ROOT, Terminal

HEAD = "填报单位,报告期,指标编码,指标名称,计量单位,累计完成"
TEMPLATE = ROOT / "sample_data" / "演示数据_市林草局_2024-01.xlsx"


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    return written(tmp_path, "一月", 1)


def written(folder: Path, name: str, month: int, head: str = HEAD) -> Path:
    file = folder / f"{name}.csv"
    file.write_text(f"{head}\n市民政局,2021年{month}月,M17-1,,人次,{month}{',' * head.count('备注')}", encoding="utf-8")
    return file


def held(terminal: Terminal, *arguments: str | Path) -> list[str | None]:
    said = terminal.run("load", *arguments, "--accept-warnings", "--reason", "补录", "--json")
    return [each["held"] for each in said.json]


def test_check_passes_it_and_says_it_will_be_asked(fresh: Terminal, sheet: Path):
    told = fresh.run("check", sheet)
    assert told.code == 0
    assert "通过" in told.out and "Q10" in told.out
    assert "Q10" in fresh.run("--lang", "en", "check", sheet).out
    assert "Q10" not in fresh.run("check", TEMPLATE).out


def test_load_keeps_it_out_until_it_is_confirmed_once(fresh: Terminal, sheet: Path):
    out = fresh.run("load", sheet, "--accept-warnings", "--reason", "补录")
    assert out.code == 1
    assert "--confirm-layouts" in out.out
    assert "F2 “1” 读作" in out.out and "M17-1" in out.out and "累计数，2021年1月，全市：1 人次" in out.out
    assert held(fresh, sheet) == ["layout"]
    assert held(fresh, sheet, "--confirm-layouts") == [None]
    (rule,) = fresh.run("rules", "list", "--json").json
    assert rule["key"].startswith("Q10:") and rule["reason"].endswith(sheet.name)
    listed = fresh.run("rules", "list").out
    assert "“指标编码”" in listed and "“累计完成”" in listed
    assert fresh.run("rules", "list", "--as-of", "2024-07-07", "--json").json == []

    assert held(fresh, written(fresh.folder, "二月", 2)) == [None]
    other = written(fresh.folder, "三月", 3, f"{HEAD},备注")
    assert "多了列“备注”" in fresh.run("check", other).out
    assert held(fresh, other) == ["layout"]

    assert fresh.run("rules", "revoke", str(rule["id"]), "--reason", "换表").code == 0
    assert held(fresh, written(fresh.folder, "四月", 4)) == ["layout"]


def test_what_is_in_force_already_and_our_own_template_ask_nothing(fresh: Terminal, sheet: Path):
    assert held(fresh, sheet, "--confirm-layouts") == [None]
    number = str(fresh.run("rules", "list", "--json").json[0]["id"])
    assert fresh.run("rules", "revoke", number, "--reason", "换表").code == 0
    assert held(fresh, sheet) == [None]
    assert held(fresh, TEMPLATE) == [None]
