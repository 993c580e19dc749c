"""Files that are no .xlsx come back as copies that are: same values, same looks, every problem on its cell."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from pathlib import Path
from struct import pack
from typing import Any

import openpyxl
import pytest

from domain.observation import Draft
from domain.period import Period
from domain.problem import Severity
from domain.problem_codes import problem
from loaders import guard, submission
from loaders.formats.ods_names import STYLE
from loaders.limits import USUAL
from loaders.looks.ods_formula import formula_text as ods_formula
from loaders.looks.ods_styles import FO, Styles
from loaders.looks.xls_formula import formula_text as xls_formula
from loaders.sheet import CellKind
from loaders.workbook import read_workbook
from reports.annotated import annotated
from reports.marking.copy import copied
from reports.marking.styles import LIGHT
from tests.support import ole2
from tests.support.ods import blank_rows, cell, ods, row
from tests.support.plans import END, make_indicator, make_plan
from wording import Words

ZH, EN = Words("zh"), Words("en")
FIXTURES = Path(__file__).parents[2] / "fixtures" / "formats"
LIST = "问题清单"
PLAN = make_plan(make_indicator("N-1"), reports_from=END)


def copy_of(name: str, content: bytes) -> openpyxl.Workbook:
    made = copied(guard.inspect(name, content, USUAL), USUAL)
    assert made is not None
    return openpyxl.load_workbook(BytesIO(made.content))


def marked(name: str, content: bytes, *problems, words: Words = ZH) -> openpyxl.Workbook:
    found = [Draft(name, "", None, None, problems=tuple(problems))]
    return openpyxl.load_workbook(BytesIO(annotated(name, content, found, words)))


@pytest.mark.parametrize("name", ["kinds.xls", "kinds.ods", "kinds.csv", "looks.xls", "looks.ods"])
def test_a_copy_reads_as_its_original(name: str):
    content = (FIXTURES / name).read_bytes()
    made = copied(guard.inspect(name, content, USUAL), USUAL)
    assert made is not None
    before, after = read_workbook(name, content), read_workbook("copy.xlsx", made.content)
    assert [sheet.name for sheet in after.sheets] == [sheet.name for sheet in before.sheets]
    cells = [[list(sheet.rows()) for sheet in book.sheets] for book in (before, after)]
    assert sum(len(found) for _, found in cells[0][0]) > 15
    assert cells[0] == cells[1]


@pytest.mark.parametrize("kind", ["xls", "ods"])
def test_a_copy_looks_as_its_original(kind: str):
    """Beside what LibreOffice makes of the same workbook as .xlsx."""
    sheet = copy_of(f"a.{kind}", (FIXTURES / f"looks.{kind}").read_bytes())["月报"]
    other = openpyxl.load_workbook(FIXTURES / "looks.xlsx")["月报"]
    for line in other.iter_rows(max_row=9, max_col=4):
        for old in line:
            new: Any = sheet[old.coordinate]
            assert new.value == old.value, old.coordinate
            assert [getattr(new.font, key) for key in ("b", "i", "strike", "u", "sz")] == [
                getattr(old.font, key) for key in ("b", "i", "strike", "u", "sz")
            ]
            assert (new.fill.fill_type, new.fill.fgColor.rgb) == (old.fill.fill_type, old.fill.fgColor.rgb)
            sides = [
                [getattr(each.border, side).style for side in ("left", "right", "top", "bottom")] for each in (new, old)
            ]
            assert sides[0] == sides[1], old.coordinate
            plain = [str(each.number_format).replace("\\", "").replace('"', "") for each in (new, old)]
            assert plain[0] == plain[1]
            aligned = [each.alignment.horizontal or "general" for each in (new, old)]
            assert aligned[0] == aligned[1]
            assert bool(new.alignment.wrap_text) == bool(old.alignment.wrap_text)
            assert (new.font.color and new.font.color.rgb) == (old.font.color and old.font.color.rgb) or not old.value
    assert str(sheet.merged_cells) == str(other.merged_cells)
    assert sheet["A1"].font.name == (other["A1"].font.name if kind == "xls" else "黑体")
    assert sheet["C4"].comment.text == "与台账一致"
    assert (sheet["C6"].value, sheet["D5"].value) == ("=SUM(C4:C5)*2-(C4+1)/3", '=IF(C5>0,ROUND(C4/C5,1),"")')
    assert sheet["A4"].value == "530302199001011234"
    assert sheet.row_dimensions[9].hidden
    assert abs(sheet.row_dimensions[1].height - 30) < 0.1
    assert sheet.column_dimensions["A"].width > sheet.column_dimensions["B"].width


@pytest.mark.parametrize("name", ["looks.xls", "looks.et", "looks.ods", "kinds.csv"])
@pytest.mark.parametrize("words", [ZH, EN], ids=["zh", "en"])
def test_problems_stand_on_the_cells_of_a_copy(name: str, words: Words):
    source = name.replace(".et", ".xls")
    content = (FIXTURES / source).read_bytes()
    sheet_name = "kinds" if name.endswith("csv") else "月报"
    found = problem("E33", sheet_name, "C4", raw="x"), problem("E09", sheet_name, "C20", title="x")
    book = marked(name, content, *found, words=words)
    assert book.sheetnames[0] == LIST
    sheet, listed = book[sheet_name], book.worksheets[0]
    for at in ("C4", "C20"):
        assert sheet[at].fill.fgColor.rgb == LIGHT[Severity.ERROR]
        assert found[0].code in sheet[at].comment.text or found[1].code in sheet[at].comment.text
    links = [link.hyperlink.location for (link,) in listed.iter_rows(min_col=2, max_col=2) if link.hyperlink]
    assert links == [f"'{sheet_name}'!C4", f"'{sheet_name}'!C20"]
    assert listed["A4"].value == words("annotated.copy", ext=f".{name.rpartition('.')[2]}")


def test_a_comment_of_a_person_stays_above_ours():
    book = marked("a.xls", (FIXTURES / "looks.xls").read_bytes(), problem("E33", "月报", "C4", raw="x"))
    assert book["月报"]["C4"].comment.text.startswith("与台账一致\n【系统校验】")


def test_a_formula_that_cannot_be_told_keeps_its_value_and_is_listed():
    unknown = b"\x59" + bytes(6)  # a name of another workbook
    known = b"\x44\x00\x00\x00\xc0" + b"\x1e\x02\x00" + b"\x05"  # A1*2
    sheet = (
        ole2.number(0, 0, 21) + ole2.formula(1, 0, pack("<d", 7.5), unknown) + ole2.formula(2, 0, pack("<d", 42), known)
    )
    book = marked("a.xls", ole2.xls(sheet), problem("E33", "月报", "A1", raw="x"))
    assert [book["月报"][at].value for at in ("A1", "A2", "A3")] == [21, 7.5, "=A1*2"]
    assert "月报!A2" in book.worksheets[0]["A5"].value
    assert "A3" not in book.worksheets[0]["A5"].value


def test_formulas_never_calculated_stay_so():
    sheet = ole2.number(0, 0, 21) + ole2.formula(2, 0, ole2.NO_RESULT, b"\x44\x00\x00\x00\xc0")
    content = ole2.xls(sheet)
    made = copied(guard.inspect("a.xls", content, USUAL), USUAL)
    assert made is not None
    told = read_workbook("a.xlsx", made.content).sheets[0].at(3, 1)
    assert told is not None
    assert (told.kind, told.raw) == (CellKind.UNCALCULATED, "=A1")


def test_cells_that_share_a_formula_each_have_it():
    shared = ole2.record(0x4BC, pack("<HHBBBBH", 1, 2, 1, 1, 0, 2, 5) + b"\x4c\x00\x00\xff\xc0")  # the cell to the left
    points = b"\x01" + pack("<HH", 1, 1)
    sheet = (
        ole2.number(1, 0, 5) + ole2.formula(1, 1, pack("<d", 5), points) + shared
        + ole2.number(2, 0, 6) + ole2.formula(2, 1, pack("<d", 6), points)
    )  # fmt: skip
    page = copy_of("a.xls", ole2.xls(sheet))["月报"]
    assert (page["B2"].value, page["B3"].value) == ("=A2", "=A3")


def test_rows_and_columns_that_stay_in_sight_do_so():
    view = ole2.record(0x23E, pack("<H", 0x06B6 | 0x08) + bytes(16)) + ole2.record(0x41, pack("<HHHHB", 1, 3, 3, 1, 0))
    assert copy_of("a.xls", ole2.xls(ole2.number(0, 0, 1) + view))["月报"].freeze_panes == "B4"


@pytest.mark.parametrize(("claimed", "fill"), [("#12'\"<", ""), ("#GGGGGG", ""), ("red", ""), ("#dDeBf7", "DDEBF7")])
def test_a_colour_that_is_none_is_left_out(claimed: str, fill: str):
    """Nothing a file claims gets into its copy, or onto a page, unchecked."""
    styles = Styles()
    styles.start(f"{STYLE}style", {f"{STYLE}family": "table-cell", f"{STYLE}name": "c"})
    styles.start(f"{STYLE}table-cell-properties", {f"{FO}background-color": claimed})
    assert styles.of("c").fill == fill


def test_pages_are_printed_as_they_were():
    """Broadside, and as wide as the paper."""
    setup = ole2.record(0xA1, pack("<6H", 9, 100, 1, 1, 0, 0) + bytes(22)) + ole2.record(0x81, pack("<H", 0x0100))
    page = copy_of("a.xls", ole2.xls(ole2.number(0, 0, 1) + setup))["月报"]
    assert page.page_setup.orientation == "landscape"
    assert page.page_setup.fitToHeight == 0
    assert page.sheet_properties.pageSetUpPr is not None and page.sheet_properties.pageSetUpPr.fitToPage
    upright = ole2.record(0xA1, pack("<6H", 9, 100, 1, 1, 1, 2) + bytes(22))
    page = copy_of("a.xls", ole2.xls(ole2.number(0, 0, 1) + upright))["月报"]
    assert page.page_setup.orientation is None


@pytest.mark.parametrize(
    ("tokens", "text"),
    [
        (b"\x25\x00\x00\x09\x00\x02\xc0\x02\xc0\x19\x10\x00\x00", "SUM(C1:C10)"),
        (b"\x24\x00\x00\x01\x00\x1e\x03\x00\x03\x15\x1f" + pack("<d", 0.5) + b"\x05", "($B$1+3)*0.5"),
        (b"\x17\x02\x00ab\x17\x01\x00\x22\x08", '"ab"&""""'),
        (b"\x44\x00\x00\x00\xc0\x1e\x02\x00\x41\x1b\x00", "ROUND(A1,2)"),
        (b"\x44\x00\x00\x00\xc0\x13\x14", "-A1%"),
        (b"\x1d\x01\x16\x42\x02\x04\x00", "SUM(TRUE,)"),
        (b"\x44\x00\x00\x00\xc0\x44", ""),  # cut off
        (b"\x03", ""),  # nothing to add
        (b"\x42\x01\xff\x00", ""),  # a function nobody knows
        (b"\x1e\x01\x00\x1e\x02\x00", ""),  # two results
        (b"", ""),
    ],
)
def test_a_formula_of_an_xls_as_text(tokens: bytes, text: str):
    assert xls_formula(tokens, (1, 1)) == text


@pytest.mark.parametrize(
    ("formula", "text"),
    [
        ("of:=SUM([.J9:.J12])", "SUM(J9:J12)"),
        ('of:=IF([.A1]>0;"a;[.B1]";-[.$B$2]%)', 'IF(A1>0,"a;[.B1]",-$B$2%)'),
        ("of:=[$'表 1'.A1]+[表.B2:.C3]*1.5E-3", "'表 1'!A1+表!B2:C3*1.5E-3"),
        ("of:=IFERROR(ROUND([.A1]/[.B1];2);0)", "IFERROR(ROUND(A1/B1,2),0)"),
        ("of:=TRUE()", "TRUE()"),
        ("of:=MULTIPLE.OPERATIONS([.A1];[.B1];[.C1])", ""),
        ("of:=[.#REF!]", ""),
        ("of:={1;2}", ""),
        ("of:=['file:///x'#$a.A1]", ""),
        ("msoxl:=SUM(A1)", ""),
        ("of:=[.A1]~[.B1]", ""),
        ("", ""),
    ],
)
def test_a_formula_of_an_ods_as_text(formula: str, text: str):
    assert ods_formula(formula) == text


def test_names_of_sheets_become_such_as_xlsx_allows_and_problems_follow_them():
    long = "2024年6月【报表】[终稿]" + "甲" * 40
    book = marked(f"{long}.csv", "指标,累计\n甲,x\n".encode(), problem("E33", long, "B2", raw="x"))
    sheet = book.worksheets[1]
    assert len(sheet.title) <= 31
    assert sheet["B2"].comment
    assert book.worksheets[0]["B6"].value == f"{sheet.title}!B2"


@pytest.mark.parametrize("name", ["a.csv", "a.ods", "a.xls"])
def test_what_is_not_read_is_not_lost(name: str):
    """After a long gap a sheet is read no further; the clerk is told, and finds it in the copy."""
    content = {
        "a.csv": ("x\n" + "\n" * 60 + "y,z\n").encode(),
        "a.ods": ods(row(cell("x")) + blank_rows(60) + row(cell("y") + cell("z"))),
        "a.xls": ole2.xls(ole2.label(0, 0, "x") + ole2.label(61, 0, "y") + ole2.label(61, 1, "z")),
    }[name]
    assert read_workbook(name, content).sheets[0].unread == "A62"
    page = copy_of(name, content).worksheets[0]
    assert [page[at].value for at in ("A1", "A62", "B62")] == ["x", "y", "z"]


def test_texts_of_a_csv_stay_texts():
    line = ["007", "2024.10", "１２", "=1+1", "530302199001011234", "1e3", "#REF!", "−5", " x "]
    page = copy_of("a.csv", ("编号\n" + ",".join(line) + "\n").encode())["a"]
    assert [page.cell(2, n).value for n in range(1, 10)] == line
    assert [page.cell(2, n).data_type for n in range(1, 10)] == [*"ssssss", "e", *"ss"]


@pytest.mark.parametrize("text", ["<r>x</r>", "_x0041_", "a\rb", "&#10;", "]]>", "'=x", "\t"])
def test_texts_that_look_like_something_else_stay_what_they_are(text: str):
    content = ole2.xls(ole2.label(0, 0, "x") + ole2.label(1, 1, text))
    found = copied(guard.inspect("a.xls", content, USUAL), USUAL)
    if text != "_x0041_":  # which .xlsx cannot hold: other programs read a letter in it
        assert found is not None
        assert read_workbook("a.xlsx", found.content).sheets[0].at(2, 2) == read_workbook("a.xls", content).sheets[
            0
        ].at(2, 2)


def test_a_copy_that_would_read_otherwise_is_not_handed_out():
    """A day before the calendar of .xlsx begins."""
    stored = 'office:value-type="date" office:date-value="1861-05-01"'
    old = f"<table:table-cell {stored}><text:p>1861</text:p></table:table-cell>"
    book = marked("a.ods", ods(row(cell("始") + old)), problem("E33", "月报", "A1", raw="x"))
    assert book.sheetnames == [LIST]
    assert ZH("annotated.bare") == book.worksheets[0]["A3"].value


def test_the_mended_copy_is_accepted_as_it_is():
    lines = [
        ["江城市培训局月报"], ["填报单位", "a", "报告期", "2024年3月"],
        ["指标编码", "指标名称", "计量单位", "本月完成", "累计完成"], ["N-1", "N-1", "persons", "100", "约900"],
    ]  # fmt: skip
    name = PLAN.department("a").name.zh
    lines[1][1] = name
    content = "\n".join(",".join(line) for line in lines).encode()
    drafts = submission.read("a.csv", content, PLAN, today=date(2024, 4, 1))
    wrong = [found for draft in drafts for found in draft.problems if found.is_error]
    assert [(found.code, found.cell) for found in wrong] == [("E20", "E4")]
    book = openpyxl.load_workbook(BytesIO(annotated("a.csv", content, drafts, ZH)))
    assert book.worksheets[1]["E4"].comment
    book.worksheets[1]["E4"] = 900
    saved = BytesIO()
    book.save(saved)
    (draft,) = submission.read("a_批注.xlsx", saved.getvalue(), PLAN, today=date(2024, 4, 1))
    assert draft.is_acceptable
    assert (draft.period, sorted(str(each.value) for each in draft.observations)) == (Period(2024, 3), ["100", "900"])
