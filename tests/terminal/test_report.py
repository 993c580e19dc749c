"""`manage.py report`: files of the month in a folder, or a sentence that says why not and nothing written."""

from __future__ import annotations

import io
from zipfile import ZipFile

import docx

from reports.origin import read


def test_a_report_is_written_and_names_what_it_was_made_from(reader):
    said = reader.run(
        "--lang", "en", "report", "make", "--period", "2024-06", "--report", "bulletin.pdf", "--out", "out"
    )  # fmt: skip
    assert (said.code, said.out.splitlines()) == (0, ["out/bulletin-2024-06.pdf"])
    found = read((reader.folder / "out/bulletin-2024-06.pdf").read_bytes())
    assert found is not None
    assert (found.report, found.period, found.language) == ("bulletin.pdf", "2024-06", "en")
    again = reader.run("report", "make", "--period", "2024-06", "--report", "bulletin.pdf", "--out", "out")
    assert (again.code, again.out.splitlines()) == (0, ["out/通报-2024-06.pdf"])


def test_what_cannot_be_made_whole_is_told_and_not_written(reader):
    asked = ("report", "make", "--period", "2021-06", "--out", "out")
    for more, sentence in (
        ((), "2021年6月早于开始评价的月份（2022年4月），只有补录数据，不能生成报告。"),
        (("--report", "bulletin.odt"), "没有名为“bulletin.odt”的报告；可选：bulletin.docx"),
        (("--templates", "nowhere"), "没有模板目录“nowhere”。"),
    ):
        said = reader.run(*asked, *more)
        assert said.code == 2
        assert sentence in said.err
    assert list((reader.folder / "out").glob("*")) == []


def test_the_shipped_templates_can_be_taken_changed_and_used(reader):
    said = reader.run("report", "templates", "--out", "own")
    assert {"own/office.toml", "own/bulletin.zh.docx", "own/bulletin.typ"} <= set(said.out.splitlines())
    office = reader.folder / "own/office.toml"
    office.write_text(office.read_text(encoding="utf-8").replace("通报-{period}", "第一期"), encoding="utf-8")
    asked = ("report", "make", "--period", "2024-06", "--report", "bulletin.pdf", "--out", "out", "--templates", "own")
    assert reader.run(*asked).out.splitlines() == ["out/第一期.pdf"]
    office.write_text("[bulletin]\n", encoding="utf-8")
    refused = reader.run(*asked)
    assert refused.code == 2
    assert "bulletin.title、bulletin.addressees、bulletin.signatory" in refused.err


def test_a_report_is_verified_against_the_ledger(terminal):
    made = ("report", "make", "--period", "2024-06", "--out", "out", "--report")
    for name in ("brief.pdf", "letters.zip"):
        assert terminal.run(*made, name).code == 0
    folder = terminal.folder / "out"
    with ZipFile(folder / "提示函-2024-06.zip") as archive:
        archive.extractall(folder)
    for name in ("要情-2024-06.pdf", "提示函-2024-06.zip", "提示函-2024-06-市委组织部.docx"):
        said = terminal.run("report", "verify", folder / name)
        assert said.code == 0, said.out + said.err
        assert said.out.splitlines()[1] == "文件与生成时逐字节相同。"
        assert said.out.splitlines()[2].endswith("个数与现在的台账一致。")


def test_an_edited_report_and_one_the_ledger_has_left_behind_are_told(terminal):
    asked = ("report", "make", "--period", "2024-06", "--out", "out", "--report", "letters.zip")
    assert terminal.run(*asked).code == 0
    letters = terminal.folder / "out/提示函-2024-06.zip"
    with ZipFile(letters) as archive:
        letter = archive.read("提示函-2024-06-市委组织部.docx")
    edited = docx.Document(io.BytesIO(letter))
    edited.paragraphs[2].text = "改过"
    edited.save(str(terminal.folder / "edited.docx"))
    said = terminal.run("report", "verify", "edited.docx")
    assert said.code == 1
    assert "改动处不在核对之内" in said.out
    sent = terminal.run("submission", "list", "--period", "2024-06", "--department", "市委组织部", "--json").json
    assert terminal.run("submission", "withdraw", str(sent[-1]["id"]), "--reason", "报错了").code == 0
    said = terminal.run("report", "verify", letters)
    assert said.code == 1
    assert "文件与生成时逐字节相同。" in said.out
    assert any(line.endswith(" → —") for line in said.out.splitlines()), said.out


def test_what_is_no_report_of_ours_is_told(reader):
    for name, content in (("some.pdf", b"%PDF-1.7"), ("some.docx", b"PK")):
        (reader.folder / name).write_bytes(content)
        said = reader.run("report", "verify", name)
        assert (said.code, said.err) == (2, f"“{name}”不是本系统生成的报告，或生成标记已丢失。\n")
