"""Files that were read wrong, or refused though right, for what stands in their bytes: one small file of each kind."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from typing import Any

import pytest

from domain.observation import Draft
from domain.period import Period
from loaders import submission
from tests.support import ods, ole2
from tests.support.by_hand import Xml, table, xlsx
from tests.support.office import PLAN
from tests.support.sheets import codes, sentences, values, zipped
from tests.support.tables import BLOCK, FIGURES, HEAD, ROW

TOTAL = ("S-3", None, "cumulative")
LINES = [*BLOCK, HEAD, ROW]


def read(content: bytes, name: str = "三月.xlsx", today: date = date(2024, 4, 2)) -> Draft:
    (draft,) = submission.read(name, content, PLAN, today=today)
    assert all(all(sentences(each)) for each in draft.problems)
    return draft


def by_cells(lines: list[list[Any]]) -> bytes:
    return b"".join(
        ole2.label(row, column, value) if isinstance(value, str) else ole2.number(row, column, value)
        for row, line in enumerate(lines)
        for column, value in enumerate(line)
    )


def by_xls(lines: list[list[Any]], before: bytes = ole2.PLAIN_STYLE, *, stream: str = "Workbook") -> bytes:
    return ole2.compound({stream: ole2.workbook(by_cells(lines), before=before)})


def by_ods(lines: list[list[Any]], last: list[Any]) -> bytes:
    """`last` holds cells written out too."""

    def cell(value: Any) -> str:
        is_text = isinstance(value, str)
        return value if is_text and value[0] == "<" else ods.cell(value) if is_text else ods.number(value)

    return ods.ods("".join(ods.row("".join(map(cell, line))) for line in [*lines, last]))


# what other programs write, and is sound

CUT_OFF = ole2.record(0x41E, b"\xa4\x00" + b"\x20\x00\x00" + b"#,##0.0")  # said to have 32 characters
TOO_MANY = ole2.record(0xFC, b"\x02\x00\x00\x00\x09\x00\x00\x00" + ole2.text("甲"))  # said to be nine texts
UNUSED = {"customXml/item1.xml": '<?xml version="1.0" encoding="utf-16"?><DataMashup/>'.encode("utf-16")}
INLINE = Xml('<c{at} t="inlineStr"><v>0</v><is><t>320</t></is></c>')


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("capitals.xls", by_xls(LINES, stream="WORKBOOK")),
        ("texts.xls", by_xls(LINES, ole2.PLAIN_STYLE + TOO_MANY)),
        ("format.xls", by_xls(LINES, CUT_OFF + ole2.PLAIN_STYLE)),
        ("query.xlsx", xlsx(table(*LINES), parts=UNUSED)),
        ("inline.xlsx", xlsx(table(*BLOCK, HEAD, [*ROW[:-1], INLINE]))),
    ],
    ids=lambda given: given if isinstance(given, str) else "",
)
def test_what_another_program_writes_is_read(name: str, content: bytes):
    assert values(read(content, name)) == FIGURES


@pytest.mark.parametrize(
    "text",
    [
        "填报单位：;江城市林草局\n报告期：;2024年3月\n{head};存在问题;备注\n{row};农忙,人少;\n;;;;山高,路远;补,记;\n",
        '填报单位：,江城市林草局\n报告期：,2024年3月\n{head},存在问题\n{row},"三化"建设滞后\n',
        '填报单位：,江城市林草局\n报告期：,2024年3月\n{head},存在问题\n{row},"三化"建设，"两新"滞后\n,,,,"甲,乙"\n',
    ],
)
def test_a_csv_with_ragged_rows_or_bare_quotation_marks_is_read(text: str):
    mark = ";" if ";" in text else ","
    content = text.format(head=mark.join(HEAD), row=mark.join(map(str, ROW)))
    assert values(read(content.encode(), "三月.csv")) == FIGURES


@pytest.mark.parametrize(
    ("text", "line", "field"),
    [('甲,乙\n1,"12\n2,13\n', "2", "2"), ('甲,乙\n"1"2,3\n4,"a,b"c\n', "3", "2"), ('甲\n"x\ny",1,"2"3,"4\n', "3", "4")],
)
def test_quotation_marks_that_do_not_pair_are_told_where_they_stand(text: str, line: str, field: str):
    (problem,) = read(text.encode(), "三月.csv").problems
    assert (problem.code, problem.facts["line"], problem.facts["field"]) == ("A42", line, field)


NEWER = (
    '<workbookPr date1904="1"/><extLst><ext xmlns:x15="http://schemas.microsoft.com/office/spreadsheetml/2010/11/main">'
    '<x15:workbookPr chartTrackingRefBase="1"/></ext></extLst>'
)


@pytest.mark.parametrize("book", ['<workbookPr date1904="1"/>', NEWER])
def test_days_count_from_1904_whatever_newer_programs_add(book: str):
    """42094 is 31 March 2019 as it is mostly counted."""
    lines = [BLOCK[0], ["报告期：", Xml('<c{at} s="1"><v>43920</v></c>')], HEAD, ROW]
    assert read(xlsx(table(*lines), formats=("yyyy-mm-dd",), book=book)).period == Period(2024, 3)


# what is no sheet is called what it is


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.xls", "<!-- 导出 -->\n<!-- 甲 --><html><table><tr><td>月报".encode("gbk"), "A05"),
        ("a.xls", b"<!-- " + b"x" * 5_000 + b" --><html><table>", "A05"),
        ("a.xls", b"\x09\x00\x04\x00\x02\x00\x10\x00", "A40"),
        ("a.xls", b"\x09\x02\x06\x00\x00\x00\x10\x00\x00\x00", "A40"),
        ("a.xls", b"\x09\x04\x06\x00\x00\x00\x10\x00\x00\x00", "A40"),
        ("a.xls", ole2.compound({"Book": b""}), "A40"),
        (
            "a.xls",
            by_xls(LINES).replace(b"\x09\x08\x10\x00\x00\x06\x05\x00", b"\x09\x08\x10\x00\x00\x05\x05\x00"),
            "A40",
        ),
        ("甲/~$月报.xlsx", b"\x05admin" + b" " * 159, "A41"),
        (".~月报.et", b"\x05admin" + b"\x00" * 159, "A41"),
        (".~lock.月报.ods#", ",甲,host,02.04.2024 09:00,file:///x;".encode(), "A41"),
        ("a.xlsx", ole2.compound({"EncryptedPackage": b"", "EncryptionInfo": b""}), "A09"),
    ],
)
def test_what_cannot_be_read_is_called_what_it_is(name: str, content: bytes, code: str):
    assert codes(read(content, name)) == {code}


def test_an_encrypted_workbook_is_told_of_both_protections():
    """One whose structure is protected opens without a password: nobody would look for one."""
    (problem,) = read(ole2.compound({"EncryptedPackage": b""})).problems
    assert all("保护结构" in said or "structure" in said for said in sentences(problem))


# a number format says more, or less, than the number


def formatted(code: str, value: Any, unit: str = "人次") -> Draft:
    figure = Xml(f'<c{{at}} s="1"><v>{value}</v></c>')
    return read(xlsx(table(*BLOCK, HEAD, ["护林员培训", unit, 20, figure]), formats=(code,)))


@pytest.mark.parametrize(
    ("code", "value", "told", "total"),
    [
        ("#,##0", 320, set(), 320),
        ("0.00", 320, set(), 320),
        ('0"人次"', 320, {"E03"}, 320),
        ('_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ', 320, set(), 320),
        ('0.0,"千人次"', 320, {"E05"}, 320),
        ('0!.0,"万"', 320, {"E05"}, 320),
        ('0"万"', 1, {"E05", "X07"}, 10_000),
        (";;;", 320, {"B56"}, 320),
        ('0"人"', 320, {"E04"}, None),
        ('"约"0', 320, {"E20"}, None),
        ('0"+"', 320, {"E20"}, None),
        ('0"%"', 32, {"E31"}, None),
        ('[>100]0"余"', 320, {"E20"}, None),
        ("0,", 320, {"E50"}, None),
        ('0"0"', 320, {"E50"}, None),
        ("[$¥-804]0", 320, {"E04"}, None),
        ('0;-0;"待统计"', 0, {"E33"}, None),
    ],
)
def test_words_of_a_number_format_count_as_if_typed(code: str, value: int, told: set[str], total: int | None):
    draft = formatted(code, value)
    assert codes(draft) - {"X33", "X04"} == told
    assert values(draft).get(TOTAL) == total


def test_a_unit_in_a_number_format_and_another_in_the_column_are_too_many():
    draft = formatted('0"万"', 1, unit="万人次")
    assert "E41" in codes(draft)
    assert TOTAL not in values(draft)


# what is raised or struck through in a text

RAISED = (
    "<si><r><t>320</t></r><r><rPr><vertAlign val='superscript'/><rFont val='宋体'/></rPr><t>1</t></r></si>".replace(
        "'", '"'
    )
)
STRUCK = "<si><r><rPr><strike/><rFont val='宋体'/></rPr><t>3</t></r><r><t>320</t></r></si>".replace("'", '"')
SHARED = Xml('<c{at} t="s"><v>0</v></c>')


def inline(item: str) -> Xml:
    return Xml(f'<c{{at}} t="inlineStr"><is>{item.removeprefix("<si>").removesuffix("</si>")}</is></c>')


@pytest.mark.parametrize(
    ("item", "told", "total"),
    [
        (RAISED, "E38", None),
        (RAISED.replace("superscript", "subscript"), "E38", None),
        (RAISED.replace(">1<", ">注1<"), "E38", None),
        (RAISED.replace("superscript", "baseline").replace(">1<", "> <"), "", 320),
        (STRUCK, "B22", 320),
        (STRUCK.replace("<strike/>", '<strike val="0"/>').replace(">3<", ">　<"), "", 320),
        (STRUCK.replace("<r><t>320</t></r>", "").replace(">3<", ">320<"), "B22", 320),
    ],
)
def test_raised_and_struck_digits_are_none_of_the_figure(item: str, told: str, total: int | None):
    walked = item.replace("<si>", "<si><!-- -->")  # on the road that takes whatever is XML
    for content in (
        xlsx(table(*BLOCK, HEAD, [*ROW[:-1], SHARED]), strings=item),
        xlsx(table(*BLOCK, HEAD, [*ROW[:-1], SHARED]), strings=walked),
        xlsx(table(*BLOCK, HEAD, [*ROW[:-1], inline(item)])),
        xlsx(table(*BLOCK, HEAD, [*ROW[:-1], inline(walked)])),
    ):
        draft = read(content)
        assert codes(draft) == {told} - {""}
        assert values(draft).get(TOTAL) == total


def test_a_struck_digit_and_what_is_left_are_both_named():
    (problem,) = read(xlsx(table(*BLOCK, HEAD, [*ROW[:-1], SHARED]), strings=STRUCK)).problems
    assert problem.facts["raw"] == "3\u0336320 → 320"


def test_notes_and_corrections_in_names_headings_and_months_are_none_of_them():
    def cell(*runs: tuple[str, str]) -> Xml:
        looks = {"": "", "raised": '<rPr><vertAlign val="superscript"/></rPr>', "struck": "<rPr><strike/></rPr>"}
        return inline("".join(f"<r>{looks[look]}<t>{text}</t></r>" for text, look in runs))

    lines = [
        BLOCK[0],
        [cell(("报告期：2024年", ""), ("2", "struck"), ("3月", ""))],
        [*HEAD[:3], cell(("累计完成", ""), ("1", "raised"))],
        [cell(("护林", ""), ("圆", "struck"), ("员培训", "")), *ROW[1:]],
    ]
    draft = read(xlsx(table(*lines)))
    assert (values(draft), draft.period) == (FIGURES, Period(2024, 3))


# results nobody calculated, zeros nobody sees, comments that take back what the cell says

ON_LOAD = '<calcPr calcId="124519" fullCalcOnLoad="1"/>'
PLACEHOLDER = Xml("<c{at}><f>SUM(Z1:Z9)</f><v>0</v></c>")
BY_HAND = {"A8": "底稿", "B8": Xml("<c{at}><f>1+1</f><v>2</v></c>")}


@pytest.mark.parametrize(
    ("book", "told"),
    [(ON_LOAD, {"E53"}), ('<calcPr calcCompleted="0"/>', {"E53"}), ("", set()), ('<calcPr calcId="191029"/>', set())],
)
def test_a_nought_that_stands_for_a_result_is_told(book: str, told: set[str]):
    lines = table(*BLOCK, HEAD, [*ROW[:2], PLACEHOLDER, 320])
    draft = read(xlsx(lines | BY_HAND, book=book))
    assert {(each.code, each.cell) for each in draft.problems if each.code == "E53"} == {(c, "C4") for c in told}
    assert values(draft)["S-3", None, "month"] == 0


@pytest.mark.parametrize(
    "formula", ["<c{at}><f>SUM(Z1:Z9)</f></c>", "<c{at}><f>1</f><v></v></c>", "<c{at}><f>1</f><v/></c>"]
)
def test_a_formula_without_a_result_is_none_whatever_the_file_says(formula: str):
    assert codes(read(xlsx(table(*BLOCK, HEAD, [*ROW[:3], Xml(formula)]), book=ON_LOAD))) == {"E16"}


@pytest.mark.parametrize("attributes", ["", ' office:value-type="float"', ' office:value-type="float" office:value=""'])
def test_so_it_is_in_an_ods(attributes: str):
    bare = f'<table:table-cell table:formula="of:=SUM([.Z1:.Z9])"{attributes}/>'
    assert codes(read(by_ods(LINES[:-1], [*ROW[:3], bare]), "三月.ods")) == {"E16"}


def test_an_xls_that_was_not_calculated_says_so():
    cells = by_cells([*LINES[:-1], ROW[:2]]) + ole2.formula(3, 2, bytes(8)) + ole2.number(3, 3, 320)
    for before, told in ((b"", set[str]()), (ole2.record(0x5E, b"\x00\x00"), {"E53"})):
        content = ole2.compound({"Workbook": ole2.workbook(before + cells)})
        assert codes(read(content, "三月.xls")) & {"E53"} == told


def test_noughts_that_do_not_show_are_told():
    view = '<sheetViews><sheetView showZeros="0" workbookViewId="0"/></sheetViews>'
    draft = read(xlsx(table(*BLOCK, HEAD, [*ROW[:2], 0, 320]), around=view))
    assert {(each.code, each.cell) for each in draft.problems if each.code == "B56"} == {("B56", "C4")}


def commented(cell: str, said: str) -> Draft:
    beside = {
        "xl/worksheets/_rels/sheet1.xml.rels": b'<Relationships xmlns="x"><Relationship Id="r1" Type="x/comments" '
        b'Target="../comments1.xml"/></Relationships>',
        "xl/comments1.xml": f'<comments xmlns="x"><commentList><comment ref="{cell}"><text><r><t>{said}</t></r></text>'
        "</comment></commentList></comments>".encode(),
    }
    return read(xlsx(table(*LINES), parts=beside))


@pytest.mark.parametrize(
    ("said", "word"),
    [("甲：\n此数为预计数，待核实", "预计数"), ("待核实", "待核实"), ("预计七月完工", ""), ("与台账一致", "")],
)
def test_a_comment_by_which_a_figure_is_none_yet_is_told(said: str, word: str):
    found = [each for each in commented("D4", said).problems if each.code == "E51"]
    assert [(each.cell, each.facts["word"]) for each in found] == ([("D4", word)] if word else [])


def test_a_comment_beside_a_heading_speaks_of_its_column():
    found = [each for each in commented("D3", "本列为预计数").problems if each.code == "F34"]
    assert [(each.cell, each.facts["word"]) for each in found] == [("D3", "预计数")]


def ruled(code: str) -> dict[str, bytes]:
    """The styles of a workbook in which a conditional format holds a number format, behind one that holds none."""
    formats = f"<dxf><font><b/></font></dxf><dxf><numFmt numFmtId='164' formatCode='{code}'/></dxf>"
    return {"xl/styles.xml": f"<styleSheet><cellXfs><xf/></cellXfs><dxfs>{formats}</dxfs></styleSheet>".encode()}


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ('0"万"', True),
        ("0%", True),
        ("yyyy-mm", True),
        (";;;", True),
        ("0.0,", True),
        ("#,##0", False),
        ("[Red]0", False),
    ],
)
def test_a_number_format_that_holds_on_a_condition_is_told(code: str, told: bool):
    rule = '<cfRule type="cellIs" dxfId="{}" operator="greaterThan"><formula>9</formula></cfRule>'
    around = "".join(
        f'<conditionalFormatting sqref="{where}">{rule.format(style)}</conditionalFormatting>'
        for where, style in (("A1:D9", 0), ("A9 D4:D7", 1))
    )
    draft = read(xlsx(table(*LINES), around=around, parts=ruled(code)))
    found = [(each.cell, each.facts["format"]) for each in draft.problems if each.code == "E54"]
    assert found == ([("D4", code)] if told else [])
    assert values(draft) == FIGURES


def test_so_it_is_in_the_newer_kind_of_rule():
    around = (
        '<extLst><ext uri="{78C0D931-6437-407d-A8EE-F0AAD7539E65}" xmlns:x14="n"><x14:conditionalFormattings>'
        '<x14:conditionalFormatting xmlns:xm="m"><x14:cfRule type="cellIs" id="1"><xm:f>Sheet2!A1</xm:f><x14:dxf>'
        "<numFmt numFmtId='164' formatCode='0\"万\"'/></x14:dxf></x14:cfRule><xm:sqref>C4:D4</xm:sqref>"
        "</x14:conditionalFormatting></x14:conditionalFormattings></ext></extLst>"
    )
    draft = read(xlsx(table(*LINES), around=around))
    assert {each.cell for each in draft.problems if each.code == "E54"} == {"C4", "D4"}


@pytest.mark.parametrize(
    ("given", "seen", "told"),
    [
        ('defaultRowHeight="0" customHeight="1"', "", True),
        ('defaultRowHeight="15" defaultColWidth="0"', "", True),
        ('defaultRowHeight="15" defaultColWidth="0"', '<cols><col min="1" max="5" width="9"/></cols>', False),
        (
            'defaultRowHeight="15" zeroHeight="1"',
            "",
            False,
        ),  # hides the rows of which nothing is said: none with a cell
    ],
)
def test_rows_and_columns_of_no_size_by_default_are_hidden(given: str, seen: str, told: bool):
    draft = read(xlsx(table(*LINES), around=f"<sheetFormatPr {given}/>{seen}"))
    assert bool(codes(draft) & {"B06", "B34"}) == told
    assert values(draft) == FIGURES


# brothers of these


def test_the_strict_kind_of_xlsx_is_read_like_the_usual_one():
    strict = {
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main": b"http://purl.oclc.org/ooxml/spreadsheetml/main",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships": b"http://purl.oclc.org/ooxml/officeDocument/relationships",
    }
    lines = [BLOCK[0], ["报告期：", Xml('<c{at} t="d"><v>2024-03-31T00:00:00</v></c>')], HEAD, ROW]
    with zipfile.ZipFile(io.BytesIO(xlsx(table(*lines)))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for usual, other in strict.items():
        parts = {name: part.replace(usual, other) for name, part in parts.items()}
    draft = read(zipped(parts))
    assert (values(draft), draft.period) == (FIGURES, Period(2024, 3))


def test_words_in_the_formats_of_months_are_months():
    months = [Xml(f'<c{{at}} s="1"><v>{month}</v></c>') for month in (1, 2, 3)]
    lines = [BLOCK[0], ["2024年各月累计完成情况"], [*HEAD[:2], *months], [*ROW[:2], 100, 200, 320]]
    drafts = submission.read("三月.xlsx", xlsx(table(*lines), formats=('0"月"',)), PLAN, today=date(2024, 4, 2))
    assert [(draft.period, values(draft)[TOTAL]) for draft in drafts] == [
        (Period(2024, 1), 100), (Period(2024, 2), 200), (Period(2024, 3), 320),
    ]  # fmt: skip


def test_reading_aids_of_an_ods_are_none_of_its_text():
    ruby = (
        '<table:table-cell office:value-type="string"><text:p><text:ruby><text:ruby-base>护林员</text:ruby-base>'
        "<text:ruby-text>hùlínyuán</text:ruby-text></text:ruby>培训</text:p></table:table-cell>"
    )
    assert values(read(by_ods(LINES[:-1], [ruby, *ROW[1:]]), "三月.ods")) == FIGURES


def test_ten_thousands_shown_by_a_format_are_not_blamed_on_the_unit():
    """0.0 is seen for 320 under 万人次, and 0.032 is meant: no unit is wrong."""
    draft = formatted("0!.0,", 320, unit="万人次")
    (problem,) = [each for each in draft.problems if "D4" in (each.cell, each.facts.get("figure"))]
    assert (problem.code, problem.facts["shown"]) == ("E50", "0.0")
    assert problem.question is not None
    assert [dict(each.facts)["value"] for each in problem.question.readings] == ["320", "3,200,000"]
