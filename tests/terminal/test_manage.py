"""Every verb of `manage.py`: what it prints, stores and refuses. Exit status 0: done, 1: found wrong, 2: cannot."""

from __future__ import annotations

import csv
import hashlib
import shutil
import subprocess
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest

from reports.typeface import undrawn
from storage import plans
from storage.store import Store
from tests.support.terminal import ROOT

SAMPLE = ROOT / "sample_data"
BROKEN = SAMPLE / "broken"
RIGHT = BROKEN / "演示数据_没有错误_对照.xlsx"
WRONG = BROKEN / "演示数据_累计不等于上月加本月.xlsx"
OWING, MONTH = "市农业农村局", "2024-06"
CORRECTED = "M29-1"  # its April 2024 was sent again on 2024-05-20
VERBS = (
    "plan", "template", "check", "load", "status", "explain", "export", "report", "sample", "serve", "db", "db upgrade",
)  # fmt: skip


def test_every_verb_explains_itself(bare):
    listed = bare.run("--help")
    assert listed.code == 0
    for verb in VERBS:
        assert verb.split()[0] in listed.out
        told = bare.run(*verb.split(), "--help")
        assert (told.code, told.err) == (0, "")
        assert "Usage:" in told.out


def test_plan(bare):
    """The plan needs no database, and everything it promises is there once."""
    plan = bare.run("plan", "--json").json
    assert {key: len(entries) for key, entries in plan.items()} == {
        "departments": 22, "regions": 11, "measures": 30, "indicators": 47, "tasks": 40, "standards": 34,
    }  # fmt: skip
    shapes = {
        "departments": {"id", "name", "aliases"},
        "regions": {"id", "name", "code"},
        "measures": {"clause", "name", "group", "lead", "cooperating"},
        "indicators": {
            "id", "clause", "name", "unit", "target", "comparator", "kind", "deadline", "baseline", "lead",
            "cooperating", "same_as", "subset_of",
        },
        "tasks": {"id", "clause", "name", "kind", "lead"},
        "standards": {"id", "clause", "name", "value", "unit"},
    }  # fmt: skip
    for key, fields in shapes.items():
        assert all(fields <= entry.keys() for entry in plan[key])
    assert sum(entry["same_as"] is None for entry in plan["indicators"]) == 45
    names = {entry["name"] for entry in plan["departments"]}
    assert {entry["lead"] for entry in plan["indicators"]} <= names | {None}
    assert not list(bare.folder.iterdir())

    assert bare.run("plan", "--check").code == 0
    faulty = bare.run("plan", "--check", "--json", TARGETS_FILE=str(ROOT / "tests" / "plans" / "mistaken.toml"))
    assert faulty.code == 1
    assert len(faulty.json) > 5


def test_characters_that_pictures_cannot_show_are_named_and_fail_nothing(bare):
    """On a machine whose fonts have them there is nothing to name."""
    text = (ROOT / "targets.toml").read_text(encoding="utf-8")
    plan = bare.folder / "rare.toml"
    plan.write_text(text.replace("农业农村局", "农业农村堃局"), encoding="utf-8")
    told = bare.run("plan", "--check", TARGETS_FILE=str(plan))
    assert told.code == 0
    assert ("堃" in told.err) is bool(undrawn("堃"))
    assert bare.run("plan", "--check").err == ""


def test_a_plan_is_begun_and_never_written_over(bare):
    begun = bare.run("--lang", "en", "plan", "--new", "my-plan.toml")
    assert (begun.code, begun.err) == (0, "")
    assert {path.name for path in bare.folder.iterdir()} == {"my-plan.toml", "my-plan.schema.json"}
    assert bare.run("plan", "--check", TARGETS_FILE=str(bare.folder / "my-plan.toml")).code == 0
    assert bare.run("plan", "--new", "my-plan.toml").code == 2
    nowhere = bare.run("--lang", "en", "plan", "--new", "nowhere/my-plan.toml")
    assert (nowhere.code, nowhere.err.count("\n")) == (2, 1)


def test_a_plan_that_judges_past_months_otherwise_is_told(terminal):
    """A threshold changed in place turns lights nobody reported anew; one with a date of its own does not."""
    store = Store.open(f"sqlite:///{terminal.database}")
    at = store.ledger().history[-1].submitted_at
    plans.record(store.engines, (ROOT / "targets.toml").read_bytes(), "targets.toml", by="x", at=at)
    store.close()
    usual, edited = (ROOT / "targets.toml").read_text(encoding="utf-8"), terminal.folder / "edited.toml"
    edited.write_text(usual.replace("\nbehind = 0.80 ", "\nbehind = 0.70 ", 1), encoding="utf-8")
    said = terminal.run("plan", "--check", TARGETS_FILE=str(edited))
    assert said.code == 0, "a note, not a mistake"
    assert "behind：0.80 → 0.70" in said.err
    assert 'valid_from = "2024-07"' in said.err
    block = usual[usual.index("[[thresholds]]") :].partition("\n\n")[0]
    dated = block.replace('"2021-01"', '"2024-07"').replace("behind = 0.80 ", "behind = 0.70 ")
    edited.write_text(usual.replace(block, f"{block}\n\n{dated}"), encoding="utf-8")
    said = terminal.run("plan", "--check", TARGETS_FILE=str(edited))
    assert (said.code, said.err) == (0, "")


def test_template_is_taken_back_blank_and_filled(reader):
    """Pre-filled with the last total; as it is it lacks figures, filled in it is clean."""
    form = reader.folder / "form.xlsx"
    assert reader.run("template", "--department", "农业农村局", "--period", MONTH, "--out", form).code == 0
    book: Any = openpyxl.load_workbook(form)
    right: Any = openpyxl.load_workbook(RIGHT)
    assert book["月报"]["B2"].value == OWING
    assert book["月报"]["H5"].value == right["月报"]["H5"].value  # last month's total

    blank = reader.run("check", form, "--json")
    assert blank.code == 1
    assert {problem["code"] for problem in blank.json[0]["problems"]} >= {"E09"}

    for name in ("月报", "分县数据"):
        for row in book[name].iter_rows(min_row=5):
            for cell in row:
                if not cell.protection.locked:
                    cell.value = right[name][cell.coordinate].value
    book.save(form)
    filled = reader.run("check", form, "--department", OWING, "--period", MONTH, "--json")
    assert (filled.code, filled.json[0]["accepted"]) == (0, True)


def test_check_tells_what_and_where(reader):
    before = reader.database.read_bytes()
    right = reader.run("check", RIGHT, "--json")
    (draft,) = right.json
    assert right.code == 0
    assert (draft["department"], draft["period"], draft["accepted"]) == (OWING, MONTH, True)
    city = [seen for seen in draft["observations"] if seen["region"] is None]
    assert [seen["indicator"] for seen in city] == ["M19-1", "M26-1"]
    sheet: Any = openpyxl.load_workbook(RIGHT, data_only=True)[city[0]["sheet"]]
    assert str(sheet[city[0]["cell"]].value) == city[0]["raw"] == str(city[0]["cumulative"])

    wrong = reader.run("check", WRONG, "--json")
    assert wrong.code == 1
    (problem,) = [found for found in wrong.json[0]["problems"] if found["severity"] == "error"]
    assert (problem["code"], problem["sheet"], problem["cell"]) == ("X01", "月报", "J5")
    assert "J5" in problem["message"] and "J5" in problem["message_en"]
    assert reader.database.read_bytes() == before


def test_check_of_folders_and_archives(bare):
    """Every file in them is checked on its own, and none is needed to be stored: nothing is created."""
    archive = bare.folder / "sheets.zip"
    with ZipFile(archive, "w") as packed:
        for file in (RIGHT, WRONG):
            packed.write(file, file.name)
    folder = bare.run("check", BROKEN, "--json")
    found = {Path(draft["file"]).name for draft in folder.json}
    assert folder.code == 1
    assert found == {file.name for file in BROKEN.glob("*.xlsx")}
    packed = bare.run("check", archive, "--json")
    assert packed.code == 1
    assert [Path(draft["file"]).name for draft in packed.json] == [RIGHT.name, WRONG.name]
    assert [file.name for file in bare.folder.iterdir()] == [archive.name]


def test_check_says_once_what_is_so_in_a_whole_file(bare):
    months = ["2021年1月", "2021年2月", "2021年3月"]
    file = bare.folder / "回填.csv"
    lines = ["填报单位,报告期,指标编码,指标名称,计量单位,累计完成"]
    lines += [f"市民政局,{month},M17-1,,人次,{n}" for n, month in enumerate(months)]
    file.write_text("\n".join(lines), encoding="utf-8")
    said = bare.run("check", file).out.splitlines()
    assert len([line for line in said if "A07" in line]) == 1
    heads = [line for line in said if "市民政局" in line and not line.startswith(" ")]
    assert len(heads) == len(months) and all(month in head for month, head in zip(months, heads, strict=True))
    assert bare.run("db", "upgrade").code == 0
    file.write_text("\n".join([*lines, "市民政局,2021年4月,M17-1,,人次,约4"]), encoding="utf-8")
    refused = bare.run("load", file).out.splitlines()
    assert len([line for line in refused if "E20" in line]) == 1
    assert len([line for line in refused if "未接收" in line]) == len(months) + 1


def test_check_in_the_language_asked_for(reader):
    zh, en = reader.run("check", WRONG), reader.run("--lang", "en", "check", WRONG)
    assert (zh.code, en.code) == (1, 1)
    assert "不通过" in zh.out and "请核对" in zh.out
    assert "refused" in en.out and "请核对" not in en.out
    assert reader.run("--lang", "fr", "check", WRONG).code == 2


def test_load_is_whole_and_happens_once(terminal):
    """Beside a sheet with a fault the right one goes in; sent again it changes nothing."""
    folder = terminal.folder / "in"
    folder.mkdir()
    shutil.copy(RIGHT, folder)
    shutil.copy(WRONG, folder)
    first = terminal.run("load", folder, "--json")
    results = {Path(row["file"]).name: (row["accepted"], row["held"], row["unchanged"]) for row in first.json}
    assert first.code == 1
    assert results == {RIGHT.name: (True, None, False), WRONG.name: (False, "error", False)}
    values = {row["indicator"]: row["value"] for row in terminal.run("status", "--period", MONTH, "--json").json}
    assert values["M19-1"] == openpyxl.load_workbook(RIGHT)["月报"]["J5"].value

    again = terminal.run("load", RIGHT, "--json")
    assert (again.code, again.json[0]["accepted"], again.json[0]["unchanged"]) == (0, True, True)
    assert "无变化" in terminal.run("load", RIGHT).out


def test_load_holds_warnings_until_they_are_answered(terminal):
    """A month sent anew with another figure is a correction, and needs a reason."""
    book: Any = openpyxl.load_workbook(SAMPLE / "演示数据_市大数据中心_2024-06.xlsx")
    for cell in (book["月报"]["I5"], book["月报"]["J5"], book["分县数据"]["F5"]):  # month, total, one region
        cell.value -= 1
    changed = terminal.folder / "changed.xlsx"
    book.save(changed)
    held = terminal.run("load", changed, "--json")
    assert (held.code, held.json[0]["accepted"], held.json[0]["held"]) == (1, False, "warning")
    unexplained = terminal.run("load", changed, "--accept-warnings", "--json")
    assert (unexplained.code, unexplained.json[0]["accepted"], unexplained.json[0]["held"]) == (1, False, "reason")
    assert "--reason" in terminal.run("load", changed, "--accept-warnings").out
    accepted = terminal.run("load", changed, "--accept-warnings", "--reason", "核对后更正", "--json")
    assert (accepted.code, accepted.json[0]["accepted"]) == (0, True)


def test_status_then_and_now_differ_by_the_correction(reader):
    now = reader.run("status", "--period", "2024-04", "--json")
    before = reader.run("status", "--period", "2024-04", "--as-of", "2024-05-19", "--json").json
    after = reader.run("status", "--period", "2024-04", "--as-of", "2024-05-20", "--json").json
    assert now.code == 0 and len(now.json) == 45
    assert now.json[0].keys() >= {
        "indicator", "value", "target", "baseline", "progress_share", "plan_share", "ratio", "gap_points",
        "months_behind", "needed_per_month", "status", "reporting",
    }  # fmt: skip
    assert after == now.json
    for row in (*before, *after):  # how sure a forecast is, is learnt from every number of the plan
        for key in ("forecast_low", "forecast_high", "chance"):
            del row[key]
    changed = [(old, new) for old, new in zip(before, after, strict=True) if old != new]
    assert [old["indicator"] for old, _ in changed] == [CORRECTED]
    assert changed[0][0]["value"] > changed[0][1]["value"] == 708
    missing = {
        row["indicator"] for row in reader.run("status", "--period", MONTH, "--json").json if row["value"] is None
    }
    assert missing == {"M19-1", "M26-1"}


def test_whatever_is_shown_can_be_shown_as_it_was_known(reader):
    """The correction of April is the one submission more that a day later is known of."""
    asked = ("submission", "list", "--period", "2024-04", "--json", "--as-of")
    before, after = (
        {sent["id"]: sent for sent in reader.run(*asked, day).json} for day in ("2024-05-19", "2024-05-20")
    )
    (newest,) = after.keys() - before.keys()
    assert after[newest]["sequence"] == 2
    assert [sent["is_superseded"] for sent in after.values()].count(True) == 1
    assert not any(sent["is_superseded"] for sent in before.values())

    explained = ("explain", "--indicator", CORRECTED, "--period", "2024-04", "--json", "--as-of")
    assert reader.run(*explained, "2024-05-19").json["value"] > reader.run(*explained, "2024-05-20").json["value"]
    assert reader.run("plan", "--json", "--as-of", "2024-05-19").json == reader.run("plan", "--json").json
    assert reader.run("decision", "list", "--json", "--as-of", "2024-05-19").json == []


@pytest.mark.parametrize("verb", [("plan",), ("status", "--period", MONTH), ("submission", "list"), ("rules", "list")])
def test_what_is_still_to_come_cannot_be_shown(reader, verb):
    told = reader.run(*verb, "--as-of", "2099-01-01")
    assert (told.code, told.out) == (2, "")
    assert "2099-01-01" in told.err


@pytest.mark.parametrize(("indicator", "period"), [("M16-1", MONTH), ("M28-1", "2024-03"), ("T-2", "2022-05")])
def test_explain_names_the_cell(reader, indicator, period):
    told = reader.run("explain", "--indicator", indicator, "--period", period, "--json")
    (source,) = told.json["sources"]
    file = SAMPLE / source["file"]
    assert told.code == 0
    assert hashlib.sha256(file.read_bytes()).hexdigest() == source["sha256"]
    cell: Any = openpyxl.load_workbook(file, data_only=True)[source["sheet"]][source["cell"]]
    assert str(cell.value) == source["raw"]
    assert float(source["raw"]) == told.json["value"]
    assert {"department", "submitted_at"} <= source.keys() and told.json["working"]


def test_export(reader):
    out = reader.folder / "out"
    formats = ("--format", "png", "--format", "csv")
    assert reader.run("export", "--period", MONTH, "--out", out, "--chart", "headline", *formats).code == 0
    assert sorted(file.name for file in out.iterdir()) == ["headline-2024-06.csv", "headline-2024-06.png"]
    assert (out / "headline-2024-06.png").read_bytes().startswith(b"\x89PNG")
    with (out / "headline-2024-06.csv").open(encoding="utf-8-sig", newline="") as table:
        assert "147014" in {cell for row in csv.reader(table) for cell in row}


def test_sample_fills_only_what_is_empty(terminal, bare):
    refused = terminal.run("sample")
    assert (refused.code, refused.out) == (1, "")
    assert "已有数据" in refused.err
    assert terminal.run("sample", "--if-empty").code == 0
    without_tables = bare.run("sample")
    assert without_tables.code == 2
    assert "db upgrade" in without_tables.err


def test_a_sample_that_was_killed_is_completed(fresh, terminal):
    filling = subprocess.Popen(
        fresh.command("sample"), cwd=fresh.folder, env=fresh.environment, stderr=subprocess.DEVNULL
    )
    while not Store.open(f"sqlite:///{fresh.database}").ledger().history:
        assert filling.poll() is None
    filling.kill()
    filling.wait()
    half = Store.open(f"sqlite:///{fresh.database}").ledger().history
    assert 0 < len(half) < len(Store.open(f"sqlite:///{terminal.database}").ledger().history)

    assert fresh.run("sample", "--if-empty").code == 0
    assert fresh.run("audit", "verify").code == 0
    whole = terminal.run("status", "--period", MONTH, "--json").json
    assert fresh.run("status", "--period", MONTH, "--json").json == whole
    assert "已有数据" in fresh.run("sample", "--if-empty").err


def test_upgrade_makes_the_tables_once(bare):
    assert bare.run("db", "upgrade").code == 0
    assert bare.run("db", "upgrade").code == 0
    listed = bare.run("status", "--period", MONTH, "--json")
    assert {row["status"] for row in listed.json} == {"not_reported"}
    assert {row["value"] for row in listed.json} == {None}


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (["template", "--department", "市气象局", "--period", MONTH, "--out", "x.xlsx"], "市气象局"),
        (["status", "--period", "2024-13"], "2024-13"),
        (["status", "--period", "2031-01"], "2031"),
        (["status", "--period", MONTH, "--as-of", "昨天"], "昨天"),
        (["explain", "--indicator", "M99-1", "--period", MONTH], "M99-1"),
        (["export", "--period", MONTH, "--out", "out", "--chart", "pie"], "pie"),
        (["export", "--period", MONTH, "--out", "out", "--format", "gif"], "gif"),
        (["check", "nothing.xlsx"], "nothing.xlsx"),
        (["load", "nothing.xlsx"], "nothing.xlsx"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_line(reader, command, said):
    told = reader.run(*command)
    assert (told.code, told.out) == (2, "")
    assert said in told.err
    assert len(told.err.strip().splitlines()) == 1
    assert not (reader.folder / "out").exists()


def test_a_faulty_plan_is_told_mistake_by_mistake(reader):
    told = reader.run("status", "--period", MONTH, TARGETS_FILE=str(ROOT / "tests" / "plans" / "mistaken.toml"))
    assert told.code == 2
    assert len(told.err.strip().splitlines()) > 5
    assert "Traceback" not in told.err


def test_check_gives_files_of_every_format_back_marked(reader, tmp_path):
    """One file by its name, several in a folder or as one archive."""
    looks = ROOT / "tests" / "fixtures" / "formats" / "looks.xls"
    one = tmp_path / "one.xlsx"
    assert reader.run("check", looks, "--annotate", one).code == 1
    book = openpyxl.load_workbook(one)
    assert book.sheetnames == ["问题清单", "月报"]
    assert ".xls" in book["问题清单"]["A4"].value
    folder, packed = tmp_path / "marked", tmp_path / "marked.zip"
    reader.run("check", looks, WRONG, RIGHT, "--annotate", folder)
    said = reader.run("check", looks, WRONG, RIGHT, "--annotate", packed)
    assert str(packed) in said.err
    names = sorted(path.name for path in folder.iterdir())
    assert names == sorted(["looks_批注.xlsx", f"{WRONG.stem}_批注.xlsx", f"{RIGHT.stem}_批注.xlsx"])
    with ZipFile(packed) as archive:
        assert sorted(archive.namelist()) == names
        for name in names:
            assert archive.read(name) == (folder / name).read_bytes()
