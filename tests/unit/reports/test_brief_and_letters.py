"""The page for a leader's desk is one page; each department has a letter of its own."""

from __future__ import annotations

import io
import re
from pathlib import Path
from zipfile import ZipFile

import docx
import pytest

from reports import letters, origin
from reports.brief import brief
from reports.document import Grid, Passage, figures
from reports.report import Asked, make
from reports.stationery import Stationery
from tests.conftest import TARGETS
from tests.support import opened
from tests.support.recount import Recount
from wording import LANGUAGES, Words


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_figure_is_what_the_ledger_comes_to(june, language):
    recount = Recount(june, TARGETS)
    made = (brief(june, Words(language), Stationery()), *letters.letters(june, Words(language), Stationery()))
    found = list(figures(made))
    assert len(found) > 300
    assert [(figure, recount.of(figure)) for figure in found if not recount.agrees(figure)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_brief_is_one_page_with_all_it_has_to_say(report, tmp_path: Path, language):
    path = tmp_path / "brief.pdf"
    path.write_bytes(report("brief.pdf", language).content)
    (page,) = opened.pages(path)
    words = Words(language)
    for said in ("45", "14", "−66.7", words("report.sample").split("，")[0].split(",")[0]):
        assert said in page
    assert all("PlanSansSC" in name and is_inside for name, is_inside in opened.fonts(path))


def test_the_brief_tells_what_changed(june):
    parts = brief(june, Words("zh"), Stationery()).text
    text = " ".join(part.text for part in parts if isinstance(part, Passage))
    assert re.search(r"与上期相比：.*未报送：.*。", text)
    worst = next(part for part in parts if isinstance(part, Grid))
    assert worst.rows[0][0] == "优质专业"


def test_every_department_has_a_letter(report, june):
    with ZipFile(io.BytesIO(report("letters.zip", "zh").content)) as archive:
        names = archive.namelist()
        texts = {name: docx.Document(io.BytesIO(archive.read(name))) for name in names}
        found = origin.read(report("letters.zip", "zh").content)
        inside = [origin.read(archive.read(name)) for name in names]
    assert len(names) == len(june.plan.reporters) == 9
    assert found is not None
    assert set(inside) == {found}
    owing = texts["提示函-2024-06-市农业农村局.docx"]
    said = [line.text for line in owing.paragraphs]
    assert said[1] == "市农业农村局："
    assert "2024年6月月报：未报。尚欠2024年6月月报，请尽快补报。" in said
    assert "附件：牵头指标" in said
    assert [row.cells[0].text for row in owing.tables[0].rows][1:] == ["M19-1", "M26-1"]
    forestry = [line.text for line in texts["提示函-2024-06-市林草局.docx"].paragraphs]
    assert any(line.startswith("1.生态卫士计划·培训（第18条）") for line in forestry)


@pytest.mark.parametrize("name", ["brief.pdf", "letters.zip"])
def test_the_same_versions_give_the_same(june, report, name):
    again = make(name, Asked(june.known.position(june.period), Words("zh")))
    assert again.content == report(name, "zh").content


def test_a_letter_never_names_a_file_that_no_system_takes(june, tmp_path):
    (tmp_path / "office.toml").write_text(
        '[letter]\nfile = ["函/{period}:{department}", "x"]\ntitle = ["a", "a"]\naddressees = ["b", "b"]\n'
        'signatory = ["c", "c"]\n',
        encoding="utf-8",
    )
    made = letters.letters(june, Words("zh"), Stationery(tmp_path))
    assert made[0].name == "函_2024-06_市人力资源和社会保障局"
