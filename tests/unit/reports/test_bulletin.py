"""The bulletin says what the ledger says, is laid out as the standard asks, is not made where it cannot be whole."""

from __future__ import annotations

import io
import re
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from reports import make_templates, origin, report, word
from reports.bulletin import bulletin
from reports.document import Figure, Grid, Passage, Picture, figures
from reports.report import Asked, Refused, make
from reports.stationery import SHIPPED, Stationery
from tests.conftest import TARGETS
from tests.support.ledgers import narratives
from tests.support.recount import Recount
from views.position import Knowledge
from wording import LANGUAGES, Words

EXACT = 28.95


@pytest.fixture(scope="module", params=LANGUAGES)
def document(request, june):
    return bulletin(june, Words(request.param), Stationery())


@pytest.fixture(scope="module")
def opened(report):
    return docx.Document(io.BytesIO(report("bulletin.docx", "zh").content))


def test_every_figure_is_what_the_ledger_comes_to(document, june):
    recount, found = Recount(june, TARGETS), list(figures(document))
    assert len(found) > 600
    keys = {"value", "share", "planned", "points", "short", "needed", "count", "rank"}
    assert {figure.key for figure in found} >= keys
    assert [(figure, recount.of(figure)) for figure in found if not recount.agrees(figure)] == []


def test_no_number_stands_in_the_text_that_is_not_such_a_figure(document, june):
    """What is left without them are names, numbers of clauses and sections, months, and what departments wrote."""
    named = [each.name for each in (*june.plan.indicators, *june.plan.groups, *june.plan.measures)]
    known = {text for name in named for text in (name.zh, name.en)}
    known |= {said.text.strip() for said, _ in narratives(june.ledger)}
    known |= {Words(document.language).month(june.period), "5", *(f"{n}." for n in range(1, 20))}
    known |= {each.clause for each in june.plan.measures}
    left = []
    for part in document.text:
        if isinstance(part, Passage):
            rest = part.text
            for told in sorted((*(figure.text for figure in part.figures), *known), key=len, reverse=True):
                rest = rest.replace(told, "|", 1) if told in {f.text for f in part.figures} else rest.replace(told, "|")
            left += re.findall(r"\d[\d.,]*", rest)
    assert left == []


def test_its_counts_add_up(document):
    overall = next(part for part in document.text if isinstance(part, Passage) and part.figures)
    first, *others = [int(figure.text) for figure in overall.figures if figure.key == "count"]
    far = others.pop() if len(others) > 4 else 0
    assert first in (sum(others), sum(others) + far)


def test_every_chart_and_table_asked_for_is_there(document):
    parts = [part for attachment in document.attachments for part in attachment.parts]
    assert [exhibit.name.rsplit("-2024", 1)[0] for exhibit in document.pictures] == [
        "headline", "lags", "indicators", "departments", "regions-T-1", "history-T-1", "history-T-3",
    ]  # fmt: skip
    assert [len(part.rows) for part in parts if isinstance(part, Grid)] == [45, 9, 17, 40]
    assert all("2024" in "".join(part.exhibit.notes) for part in parts if isinstance(part, Picture))


def test_causes_are_quoted_or_left_to_a_person(june):
    text = "".join(part.text for part in bulletin(june, Words("zh"), Stationery()).text if isinstance(part, Passage))
    assert "市林草局反映：“承训机构师资不足，部分批次延期开班。" in text
    assert text.endswith("六、下一步要求〔待补充〕")


# --- the Word file against GB/T 9704-2012 -----------------------------------------------------------------------------


def fonts(style) -> set[str]:
    found = style.element.rPr.find(qn("w:rFonts"))
    return {found.get(qn(f"w:{kind}")) for kind in ("ascii", "hAnsi", "eastAsia")}


def test_the_page_is_the_standards(opened):
    section = opened.sections[0]
    measured = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(each.mm) for each in measured] == [37, 35, 28, 26]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert 22 * EXACT <= Mm(297 - 37 - 35).pt < 23 * EXACT
    narrower = opened.styles[word.STYLES["text"]].element.rPr.find(qn("w:spacing")).get(qn("w:val"))
    assert 28 * (16 + int(narrower) / 20) <= Mm(156).pt < 29 * (16 + int(narrower) / 20)


@pytest.mark.parametrize(
    ("style", "font", "size", "is_exact"),
    [
        ("text", "仿宋_GB2312", 16, True), ("heading", "黑体", 16, True), ("part", "楷体_GB2312", 16, True),
        ("addressees", "仿宋_GB2312", 16, True), ("attachment", "黑体", 16, True),
        ("caption", "仿宋_GB2312", 12, False), ("cell", "仿宋_GB2312", 10.5, False),
        ("page", "仿宋_GB2312", 14, False), ("title", "方正小标宋简体", 22, False),
    ],
)  # fmt: skip
def test_every_style_has_the_standards_type(opened, style, font, size, is_exact):
    found = opened.styles[word.STYLES[style]]
    assert fonts(found) == {font}
    assert found.font.size == Pt(size)
    assert bool(found.font.bold) == (style == "caption")
    if is_exact:
        assert found.paragraph_format.line_spacing.pt == pytest.approx(EXACT, abs=0.05)
    if style in ("text", "heading", "part"):
        assert found.element.pPr.ind.get(qn("w:firstLineChars")) == "200"


def test_it_reads_as_a_draft_with_nothing_in_bare_styles(opened):
    lines = [(line.style.name, line.text) for line in opened.paragraphs]
    title, addressees = lines[0], lines[1]
    assert title == (word.STYLES["title"], "关于“技能曲靖”行动2024年6月\n进展情况的通报（代拟稿）")
    assert addressees == (word.STYLES["addressees"], "各县（市、区）人民政府，曲靖经开区管委会，市直各有关部门：")
    assert {style for style, _ in lines} <= set(word.STYLES.values())
    assert (word.STYLES["signed"], "2024年7月8日") in lines
    assert (word.STYLES["listed"], "附件：1.全部量化指标完成情况") in lines


def test_pages_are_numbered_outside_and_marked_as_samples(opened):
    section = opened.sections[0]
    assert opened.settings.odd_and_even_pages_header_footer
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        line = footer.paragraphs[0]
        assert line._p.pPr.jc.get(qn("w:val")) == side
        assert "PAGE" in line._p.xml
        assert line.text.replace("1", "").split() == ["—", "—"]
    for header in (section.header, section.even_page_header):
        assert header.paragraphs[0].text == "演示数据，并非实际情况"
    assert all(each.footer.is_linked_to_previous for each in list(opened.sections)[1:])


def test_wide_tables_lie_on_turned_pages_with_their_head_on_each(opened):
    assert [section.page_width > section.page_height for section in opened.sections] == [
        False, True, False, False, True, False, True, False,
    ]  # fmt: skip
    for table in opened.tables:
        head = table.rows[0]._tr.trPr
        assert head.find(qn("w:tblHeader")) is not None
        assert table._tbl.findall(f".//{qn('w:gridSpan')}") == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_names_its_languages_and_other_fonts_for_its_own(language):
    with ZipFile(SHIPPED / word.FILES[language]) as package:
        styles, table = (package.read(f"word/{name}.xml").decode() for name in ("styles", "fontTable"))
    assert re.search(r'<w:docDefaults>.*?<w:lang [^>]*w:eastAsia="zh-CN"', styles, re.DOTALL)
    assert re.search(r'w:name="仿宋_GB2312"><w:altName w:val="仿宋"', table)


def test_charts_are_300_pixels_an_inch_and_no_wider_than_the_text(opened):
    assert len(opened.inline_shapes) == 11
    for shape in opened.inline_shapes:
        blip = shape._inline.graphic.graphicData.pic.blipFill.blip.embed
        pixels = opened.part.related_parts[blip].image.px_width
        assert shape.width <= Mm(156)
        assert pixels / shape.width.inches >= 299
        assert shape._inline.docPr.get("descr")


# --- made whole or not at all -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["bulletin.docx", "bulletin.pdf"])
def test_the_same_versions_give_the_same_to_the_byte(june, report, name):
    again = make(name, Asked(june.known.position(june.period), Words("zh")))
    assert again.content == report(name, "zh").content
    found = origin.read(again.content)
    assert found is not None
    assert (found.report, found.period, found.language, found.data) == (name, "2024-06", "zh", june.ledger.version)
    assert (found.plan, found.moment) == (june.plan_sha256, june.as_of)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_shipped_templates_are_as_they_are_made(language):
    shipped, made = (SHIPPED / word.FILES[language]).read_bytes(), make_templates.template(language)
    assert unpacked(shipped) == unpacked(made)  # how tightly they are packed is the machine's


def unpacked(package: bytes) -> dict[str, bytes]:
    with ZipFile(io.BytesIO(package)) as files:
        return {name: files.read(name) for name in files.namelist()}


def refused(asked: Asked, name: str = "bulletin.docx") -> str:
    with pytest.raises(Refused) as found:
        make(name, asked)
    return Words("zh")(f"report_refused.{found.value.code}", **found.value.facts)


def test_a_template_that_lacks_styles_is_told_with_all_of_them(june, tmp_path):
    broken = docx.Document(str(SHIPPED / word.FILES["zh"]))
    for name in ("公文正文", "公文图"):
        broken.styles.element.remove(broken.styles[name].element)
    broken.save(str(tmp_path / word.FILES["zh"]))
    said = refused(Asked(june, Words("zh"), Stationery(tmp_path)))
    assert said == "模板bulletin.zh.docx不能用，缺少：公文正文、公文图。"
    (tmp_path / word.FILES["zh"]).write_bytes(b"not a Word file")
    assert refused(Asked(june, Words("zh"), Stationery(tmp_path))).startswith("模板bulletin.zh.docx打不开")


def test_a_typst_template_that_cannot_be_set_is_told_with_the_reason(june, tmp_path):
    shipped = (SHIPPED / "bulletin.typ").read_text(encoding="utf-8")
    for change, reason in (
        (("#let data = json", "#let data = jsn"), "unknown variable: jsn"),
        (('text-font = ("Plan Sans SC",)', 'text-font = ("Plan Sans SC", "No Such Type")'), "unknown font family"),
    ):
        (tmp_path / "bulletin.typ").write_text(shipped.replace(change[0], change[1]), encoding="utf-8")
        assert reason in refused(Asked(june, Words("zh"), Stationery(tmp_path)), "bulletin.pdf")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("{month}", "{moon}"), "“title”用了不认识的占位：moon；可用：plan、document、city、month、period、office"),
        (("signatory =", "signed ="), "缺少：bulletin.signatory"),
        (("title = [", "title = "), "打不开"),
        (("{office}", "{office"), "打不开"),
    ],
)  # fmt: skip
def test_office_texts_that_are_wrong_are_told(june, tmp_path, change, said):
    shipped = (SHIPPED / "office.toml").read_text(encoding="utf-8")
    body = shipped[shipped.index("[bulletin]") :].replace(change[0], change[1], 1)
    (tmp_path / "office.toml").write_text(body, encoding="utf-8")
    assert said in refused(Asked(june, Words("zh"), Stationery(tmp_path)))


def test_the_office_changes_words_and_looks_without_code(june, tmp_path):
    for name in ("office.toml", word.FILES["zh"]):
        shutil.copy(SHIPPED / name, tmp_path)
    text = (tmp_path / "office.toml").read_text(encoding="utf-8")
    (tmp_path / "office.toml").write_text(text.replace("市直各有关部门：", "各有关单位："), encoding="utf-8")
    own: Any = docx.Document(str(tmp_path / word.FILES["zh"]))
    own.styles[word.STYLES["text"]].font.size = Pt(14)
    own.save(str(tmp_path / word.FILES["zh"]))
    content = make("bulletin.docx", Asked(june, Words("zh"), Stationery(tmp_path))).content
    opened: Any = docx.Document(io.BytesIO(content))
    assert opened.paragraphs[1].text.endswith("各有关单位：")
    assert opened.styles[word.STYLES["text"]].font.size == Pt(14)


def test_characters_no_typeface_has_are_named_and_nothing_is_made(june, report):
    odd = replace(
        june.plan,
        indicators=tuple(
            replace(each, name=replace(each.name, zh=f"{each.name.zh}㛃𬭬")) if each.id == "T-1" else each
            for each in june.plan.indicators
        ),
    )
    known = Knowledge(odd, june.ledger, june.today, june.as_of, "odd").position(june.period)
    for name in ("bulletin.docx", "bulletin.pdf"):
        assert "㛃、𬭬" in refused(Asked(known, Words("zh")), name)


def test_months_without_reports_or_judgement_have_no_bulletin(june):
    assert refused(Asked(june.at(june.period + 1), Words("zh"))) == "2024年7月没有任何报送数据，不能生成报告。"
    assert "早于开始评价的月份（2022年4月）" in refused(Asked(june.at(june.plan.start), Words("zh")))
    assert "指标“T-2”不分县报送；可选：T-1" in refused(Asked(june, Words("zh"), region_indicator="T-2"))


def test_another_indicator_may_be_drawn_by_region(june):
    drawn = bulletin(june, Words("zh"), Stationery(), "M15-1").pictures
    assert any(exhibit.name == "regions-M15-1-2024-06" for exhibit in drawn)


def test_every_report_is_named_by_its_ending():
    assert {name.rpartition(".")[2] for name in report.REPORTS} <= set(report.MEDIA)


def test_figures_are_found_wherever_they_stand(document):
    cells = [
        cell for part in document.attachments[0].parts if isinstance(part, Grid) for row in part.rows for cell in row
    ]
    assert set(filter(lambda cell: isinstance(cell, Figure), cells)) <= set(figures(document))


def test_templates_folder_may_be_partial(tmp_path: Path):
    assert Stationery(tmp_path).path("office.toml") == SHIPPED / "office.toml"
