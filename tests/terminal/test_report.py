"""`manage.py report`: files of the month in a folder, or a sentence that says why not and nothing written."""

from __future__ import annotations

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
