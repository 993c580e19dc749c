"""A marked copy, opened again by another library and by our own reader, against the file it was made from."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO
from xml.etree import ElementTree

import openpyxl
import pytest
import xlsxwriter

from domain.observation import Aspect, Draft
from domain.period import Period
from domain.problem import Severity
from domain.problem_codes import problem
from domain.question import Question, Reading
from loaders import submission, template
from loaders.template_filling import Filling
from reports.annotated import annotated, file_name
from reports.marking.styles import DARK, LIGHT
from tests.support.plans import END, make_indicator, make_plan
from wording import Words

ZH, EN = Words("zh"), Words("en")
TODAY = date(2024, 4, 1)
PLAN = make_plan(make_indicator("N-1"), make_indicator("N-2", subset_of="N-1"), reports_from=END)
FIGURES: dict[tuple[str, str | None, Aspect], Decimal] = {
    (code, None, aspect): value
    for code in ("N-1", "N-2")
    for aspect, value in ((Aspect.MONTH, Decimal(100)), (Aspect.CUMULATIVE, Decimal(900)))
}
LIST = "问题清单"


def report() -> bytes:
    """A filled template: protected, with drop-down lists, merges, widths and formulas that have their results."""
    filling = Filling(figures=FIGURES, words={}, tasks={}, reporter="Ann", reviewer="Ben", phone="1")
    return template.write(
        PLAN, PLAN.department("a"), Period(2024, 3), {"N-1": Decimal(800), "N-2": Decimal(800)}, TODAY, filling
    )


def with_cells(content: bytes, cells: dict[str, str], sheet: str = "月报") -> bytes:
    """The file with other values in some cells, each given as XML, and nothing else touched."""
    source, changed = zipfile.ZipFile(BytesIO(content)), BytesIO()
    names = re.findall(r'<sheet name="([^"]*)"[^>]*r:id="([^"]*)"', source.read("xl/workbook.xml").decode())
    links = source.read("xl/_rels/workbook.xml.rels").decode()
    link = next(link for name, link in names if name == sheet)
    tag = next(tag for tag in re.findall(r"<Relationship [^>]*>", links) if f'Id="{link}"' in tag)
    part = "xl/" + re.sub("^/?xl/", "", re.findall(r'Target="([^"]*)"', tag)[0])
    with zipfile.ZipFile(changed, "w") as out:
        for info in source.infolist():
            text = source.read(info)
            if info.filename == part:
                for cell, value in cells.items():
                    found = re.search(rf'<c r="{cell}"( s="\d+")?[^>]*?(?:/>|>.*?</c>)'.encode(), text)
                    assert found, cell
                    new = f'<c r="{cell}"'.encode() + (found[1] or b"") + value.encode()
                    text = text.replace(found[0], new)
            out.writestr(info, text)
    return changed.getvalue()


def text(value: str) -> str:
    return f' t="inlineStr"><is><t>{value}</t></is></c>'


def number(value: int) -> str:
    return f"><v>{value}</v></c>"


FAULTY = {"J5": text("约900"), "I6": text("１００"), "J6": ' t="e"><v>#REF!</v></c>'}
MENDED = {"J5": number(900), "J6": number(900)}


def read(content: bytes, name: str = "a.xlsx") -> tuple[Draft, ...]:
    return submission.read(name, content, PLAN, today=TODAY)


def opened(content: bytes, **options: bool) -> openpyxl.Workbook:
    return openpyxl.load_workbook(BytesIO(content), **options)


def saying(*problems, name: str = "a.xlsx") -> list[Draft]:
    return [Draft(name, "", None, None, problems=tuple(problems))]


def colour(cell) -> str | None:
    return cell.fill.fgColor.rgb if cell.fill.fill_type == "solid" else None


@pytest.fixture(scope="module")
def faulty() -> bytes:
    return with_cells(report(), FAULTY)


@pytest.fixture(scope="module")
def marked(faulty: bytes) -> bytes:
    return annotated("a.xlsx", faulty, read(faulty), ZH)


def test_each_problem_is_a_fill_and_a_comment(marked: bytes):
    sheet = opened(marked)["月报"]
    assert {cell: colour(sheet[cell]) for cell in ("J5", "J6", "I6")} == {
        "J5": LIGHT[Severity.ERROR], "J6": LIGHT[Severity.ERROR], "I6": LIGHT[Severity.NOTE],
    }  # fmt: skip
    said = sheet["J5"].comment.text
    assert "✖ 错误 E20" in said
    assert "“约900”不是准确数" in said
    assert "→ " in said
    assert "已自动识别，无需改动" in sheet["I6"].comment.text


def test_the_first_sheet_lists_problems_worst_first_with_links(marked: bytes):
    book = opened(marked)
    sheet = book.worksheets[0]
    assert book.active is not None
    assert (book.sheetnames[0], book.active.title) == (LIST, LIST)
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=5)]
    assert [(row[0], row[1], row[4]) for row in rows] == [
        ("✖ 错误", "月报!J5", "E20"), ("✖ 错误", "月报!J6", "E15"), ("○ 说明", "月报!I6", "E01"),
    ]  # fmt: skip
    assert [sheet[f"B{row}"].hyperlink.location for row in (5, 6, 7)] == ["'月报'!J5", "'月报'!J6", "'月报'!I6"]
    assert all(row[3] for row in rows)
    assert [other.title for other in book.worksheets if other.sheet_view.tabSelected] == [LIST]


def test_in_english(faulty: bytes):
    sheet = opened(annotated("a.xlsx", faulty, read(faulty), EN))["月报"]
    assert "not an exact number" in sheet["J5"].comment.text
    assert "nothing need be done" in sheet["I6"].comment.text


def test_all_else_is_as_it_was(faulty: bytes, marked: bytes):
    for options in ({}, {"data_only": True}):
        before, after = opened(faulty, **options), opened(marked, **options)
        assert after.sheetnames[1:] == before.sheetnames
        for old in before.worksheets:
            new = after[old.title]
            for row in old.iter_rows():
                for cell in row:
                    other = new[cell.coordinate]
                    assert other.value == cell.value
                    looks = ["font", "border", "alignment", "number_format", "protection"]
                    if not (old.title == "月报" and cell.coordinate in FAULTY):
                        looks.append("fill")
                    assert [repr(getattr(other, look)) for look in looks] == [
                        repr(getattr(cell, look)) for look in looks
                    ]
            assert new.merged_cells.ranges == old.merged_cells.ranges
            assert repr(new.data_validations.dataValidation) == repr(old.data_validations.dataValidation)
            assert repr(new.protection) == repr(old.protection)
            assert new.protection.sheet
            widths = [{key: side.width for key, side in page.column_dimensions.items()} for page in (old, new)]
            assert widths[0] == widths[1]
            assert new.freeze_panes == old.freeze_panes
            assert len(new.conditional_formatting) == len(old.conditional_formatting)


def test_the_xml_of_a_sheet_changes_in_the_styles_of_marked_cells_alone(faulty: bytes, marked: bytes):
    old, new = (zipfile.ZipFile(BytesIO(content)) for content in (faulty, marked))
    for name in old.namelist():
        if name.startswith("xl/worksheets/sheet"):
            bare = new.read(name).decode()
            bare = re.sub(r"<legacyDrawing [^>]*/>", "", bare)
            for cell in FAULTY:
                style = re.search(rf'<c r="{cell}" s="(\d+)"', old.read(name).decode())
                bare = re.sub(rf'(<c r="{cell}") s="\d+"', rf'\1 s="{style[1]}"' if style else r"\1", bare)
            assert bare == old.read(name).decode().replace(' tabSelected="1"', "")


def test_the_mended_copy_is_accepted_as_it_is(marked: bytes):
    mended = with_cells(marked, MENDED)
    (draft,) = read(mended)
    assert [found.code for found in draft.problems] == ["E01"]
    assert draft.is_acceptable
    assert len(draft.observations) == 4


def test_the_reader_takes_no_notice_of_list_and_comments(faulty: bytes, marked: bytes):
    before, after = read(faulty), read(marked)
    assert [replace(draft, sha256="") for draft in after] == [replace(draft, sha256="") for draft in before]


def test_a_copy_may_go_back_and_forth(faulty: bytes, marked: bytes):
    half = with_cells(marked, {"J5": number(900)})
    again = opened(annotated("a_批注.xlsx", half, read(half), ZH))
    assert again.sheetnames == [LIST, *opened(faulty).sheetnames]
    sheet = again["月报"]
    assert sheet["J5"].comment is None
    assert repr(sheet["J5"].fill) == repr(opened(faulty)["月报"]["J5"].fill)
    assert sheet["J6"].comment.text.count("E15") == 1
    assert colour(sheet["J6"]) == LIGHT[Severity.ERROR]
    assert again.worksheets[0].max_row == 6


def test_marking_twice_is_marking_once(faulty: bytes, marked: bytes):
    again = opened(annotated("a.xlsx", marked, read(faulty), EN))
    once = opened(annotated("a.xlsx", faulty, read(faulty), EN))
    for sheet in once.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                other = again[sheet.title][cell.coordinate]
                assert (other.value, repr(other.fill), other.comment and other.comment.text) == (
                    cell.value, repr(cell.fill), cell.comment and cell.comment.text,
                )  # fmt: skip


def own_table(sheet_name: str = "表 '一' 报") -> bytes:
    """A department's own table: a comment, a coloured cell, white text on a dark ground, a merge, a name, a gap."""
    file = BytesIO()
    with xlsxwriter.Workbook(file) as book:
        book.add_worksheet("说明")
        sheet = book.add_worksheet(sheet_name)
        sheet.repeat_rows(0)
        sheet.write("A1", "表头", book.add_format({"font_color": "#FFFFFF", "bg_color": "#1F4E79"}))
        sheet.write("B2", 5, book.add_format({"bg_color": "#C6EFCE", "num_format": "0.00"}))
        sheet.write_comment("B2", "先核对")
        sheet.write_comment("C9", "与市局一致", {"author": "李"})
        sheet.merge_range("D2:F3", "合")
        sheet.set_column("G:G", 12, book.add_format({"bold": True}))
        sheet.write("A20", 1)
        sheet.activate()
    return file.getvalue()


def test_comments_of_people_stay_and_ours_go_below():
    name = "表 '一' 报"
    content = own_table(name)
    found = saying(problem("E33", name, "B2", raw="五"), problem("E33", name, "A1", raw="x"))
    sheet = opened(annotated("a.xlsx", content, found, ZH))[name]
    assert re.match(r"先核对\n【系统校验】\n✖ 错误 E33\n", sheet["B2"].comment.text)
    assert sheet["C9"].comment.text == "与市局一致"
    assert sheet["C9"].comment.author == "李"
    assert sheet["A1"].comment.author == "系统校验"
    cleaned = opened(annotated("a.xlsx", annotated("a.xlsx", content, found, ZH), saying(), ZH))[name]
    assert cleaned["B2"].comment.text == "先核对"
    assert cleaned["A1"].comment is None
    assert colour(cleaned["B2"]) == "FFC6EFCE"
    assert cleaned["B2"].number_format == "0.00"


def test_light_text_gets_a_dark_mark():
    name = "表 '一' 报"
    sheet = opened(annotated("a.xlsx", own_table(name), saying(problem("B09", name, "A1", raw="x", expected="y")), ZH))
    assert colour(sheet[name]["A1"]) == DARK[Severity.ERROR]


def test_cells_that_hold_nothing_can_be_marked():
    name = "表 '一' 报"
    places = ("C2", "G2", "H2", "B12", "A30")
    sheet = opened(
        annotated("a.xlsx", own_table(name), saying(*(problem("E09", name, at, title="x") for at in places)), ZH)
    )[name]
    assert {at: colour(sheet[at]) for at in places} == dict.fromkeys(places, LIGHT[Severity.ERROR])
    assert all(sheet[at].comment for at in places)
    assert sheet["G2"].font.bold
    assert (sheet["B2"].value, sheet["A20"].value) == (5, 1)


def test_a_merge_is_marked_where_it_is_seen():
    name = "表 '一' 报"
    sheet = opened(annotated("a.xlsx", own_table(name), saying(problem("E09", name, "E3", title="x")), ZH))[name]
    assert colour(sheet["D2"]) == LIGHT[Severity.ERROR]
    assert sheet["D2"].comment


def test_names_of_sheets_keep_their_sheet_and_links_their_quotes():
    name = "表 '一' 报"
    book = opened(annotated("a.xlsx", own_table(name), saying(problem("E09", name, "B2", title="x")), ZH))
    assert book[name].print_title_rows == "$1:$1"
    assert book.worksheets[0]["B5"].hyperlink.location == "'表 ''一'' 报'!B2"
    assert book.active is not None
    assert book.active.title == LIST


def test_what_has_no_cell_stands_in_the_list_alone():
    name = "表 '一' 报"
    found = saying(problem("D05", name, indicator="N-1", rows=("2", "3")), problem("C18", period=Period(2024, 2)))
    book = opened(annotated("a.xlsx", own_table(name), found, ZH))
    sheet = book.worksheets[0]
    assert [sheet["B5"].value, sheet["B6"].value] == [name, "整个文件"]
    assert sheet["B5"].hyperlink.location == "'表 ''一'' 报'!A1"
    assert sheet["B6"].hyperlink is None
    assert all(colour(cell) not in LIGHT.values() for row in book[name].iter_rows() for cell in row)


def test_several_problems_of_a_cell_share_its_comment_and_the_gravest_colours_it():
    name = "表 '一' 报"
    found = saying(problem("E05", name, "A20", raw="1", value=1), problem("E33", name, "A20", raw="1"))
    sheet = opened(annotated("a.xlsx", own_table(name), found, ZH))[name]
    assert colour(sheet["A20"]) == LIGHT[Severity.ERROR]
    assert sheet["A20"].comment.text.index("E33") < sheet["A20"].comment.text.index("▲ 提示 E05")


def test_a_sheet_of_the_department_with_the_same_name_stays():
    content = own_table(LIST)
    once = annotated("a.xlsx", content, saying(problem("E09", LIST, "B2", title="x")), ZH)
    assert opened(once).sheetnames == ["系统问题清单", "说明", LIST]
    assert opened(once)[LIST]["A1"].value == "表头"
    assert opened(annotated("a.xlsx", once, saying(), ZH)).sheetnames == ["系统问题清单", "说明", LIST]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", b"\xff\x00\xff"),
        ("a.xlsx", b"PK\x03\x04 cut"),
        ("a.xls", b"\xd0\xcf\x11\xe0"),
        ("a", b""),
    ],
)
def test_what_cannot_be_marked_gives_the_list_alone(name: str, content: bytes):
    book = opened(annotated(name, content, saying(problem("A10"), problem("E33", "a", "B2", raw="x")), ZH))
    assert book.sheetnames == [LIST]
    sheet = book.worksheets[0]
    assert "原文件打不开" in sheet["A3"].value
    assert [sheet["B5"].value, sheet["B6"].value] == ["整个文件", "a!B2"]
    assert sheet["B6"].hyperlink is None


def test_text_from_a_sheet_is_never_a_formula_nor_breaks_the_file():
    raw = '=HYPERLINK("http://x")\x07<&>\ud800'
    name = "表 '一' 报"
    book = opened(annotated("a\x01.xlsx", own_table(name), saying(problem("E33", name, "B2", raw=raw)), ZH))
    cell = book.worksheets[0]["C5"]
    assert '=HYPERLINK("http://x")<&>' in cell.value
    assert cell.data_type == "s"
    assert "<&>" in book[name]["B2"].comment.text


def test_the_same_findings_give_the_same_bytes(faulty: bytes, marked: bytes):
    assert annotated("a.xlsx", faulty, read(faulty), ZH) == marked
    assert annotated("a.csv", b"x", saying(problem("A10")), ZH) == annotated("a.csv", b"x", saying(problem("A10")), ZH)


def test_the_name_of_a_copy_does_not_grow():
    assert file_name("dir/月报.xls", ZH) == "月报_批注.xlsx"
    assert file_name("月报_批注.xlsx", ZH) == "月报_批注.xlsx"
    assert file_name("月报_批注.xlsx", EN) == "月报_marked.xlsx"


@pytest.mark.parametrize("writer", ["xlsxwriter", "openpyxl"])
def test_every_part_is_sound_xml_whoever_wrote_the_original(writer: str):
    content, name = own_table("表"), "表"
    if writer == "openpyxl":
        saved = BytesIO()
        opened(content).save(saved)
        content = saved.getvalue()
    found = saying(*(problem("E33", name, at, raw="x") for at in ("B2", "C3", "A40")))
    packed = zipfile.ZipFile(BytesIO(annotated("a.xlsx", content, found, ZH)))
    for part in packed.namelist():
        ElementTree.fromstring(packed.read(part))
    assert len(set(packed.namelist())) == len(packed.namelist())
    frames = [packed.read(part) for part in packed.namelist() if part.endswith(".vml")]
    assert [len(re.findall(rb"<(?:\w+:)?shape ", frame)) for frame in frames] == [4]  # B2 had one, C9 has one


def test_an_open_question_shows_its_readings_on_its_cell_and_in_the_list():
    name = "表 '一' 报"
    readings = (Reading("newest", "shown", {"shown": Period(2024, 3)}), Reading("other", "shown", {"shown": "别的"}))
    asked = replace(problem("C09", name, "A20", raw="3月", example="2024年3月"), question=Question("C09", readings))
    book = opened(annotated("a.xlsx", own_table(name), saying(asked), ZH))
    note, listed = book[name]["A20"].comment.text, book.worksheets[0]
    assert "① 2024年3月 ② 别的" in note and ZH("question.remedy") in note
    assert "① 2024年3月 ② 别的" in listed["C5"].value
    assert listed["D5"].value == ZH("question.remedy")
    chosen = replace(asked, question=Question("C09", readings, chosen="newest"))
    assert "①" not in opened(annotated("a.xlsx", own_table(name), saying(chosen), ZH))[name]["A20"].comment.text
