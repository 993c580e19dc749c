"""Marking .xlsx files that hold everything, or next to nothing: all else stays as it was, to the byte."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Mapping
from io import BytesIO
from typing import Any
from xml.etree import ElementTree
from xml.sax.saxutils import quoteattr

import openpyxl
import pytest
import xlsxwriter

from domain.observation import Draft
from domain.problem import Problem
from domain.problem_codes import problem
from loaders.workbook import read_workbook
from reports.annotated import annotated
from tests.support.sheets import MAIN
from wording import Words

ZH = Words("zh")
NAME = "It's 'long' & <x> 月报表一二三四五六"
PLACES = ("A1", "A2", "B2", "D9", "E3", "H2", "J5", "A11", "B30", "Z100", "G1", "D10")  # some blank, some absent
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT = {
    MAIN: "http://purl.oclc.org/ooxml/spreadsheetml/main",
    LINKS: "http://purl.oclc.org/ooxml/officeDocument/relationships",
}
MAY_CHANGE = re.compile(
    r"\[Content_Types\]\.xml|xl/workbook\.xml|xl/styles\.xml|xl/_rels/workbook\.xml\.rels"
    r"|xl/worksheets/sheet[13]\.xml|xl/comments.*|xl/drawings/(vml|comments)Drawing1\.vml"
)


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(given: Mapping[str, bytes | str]) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in given.items():
            archive.writestr(name, part)
    return stream.getvalue()


def everything() -> bytes:
    """Protected, with a table, conditional formats, a list to choose from, a chart, names, a button and comments."""
    stream = BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        sheet: Any = book.add_worksheet(NAME)
        sheet.write_row("A1", ["指标", "单位", "本月", "累计"])
        for row in range(1, 8):
            sheet.write_row(row, 0, [f"甲{row}", "人", row, row * 10])
        sheet.write_formula("D9", "=SUM(D2:D8)", None, 280)
        sheet.write_array_formula("E2:E4", "{=C2:C4*2}", None, 2)
        sheet.add_table("G1:I5", {"columns": [{"header": letter} for letter in "abc"]})
        green = book.add_format({"bg_color": "#00FF00"})
        sheet.conditional_format("C2:C8", {"type": "cell", "criteria": ">", "value": 3, "format": green})
        sheet.data_validation("B2:B8", {"validate": "list", "source": ["人", "名"]})
        chart: Any = book.add_chart({"type": "column"})
        chart.add_series({"values": [NAME, 1, 2, 7, 2]})
        sheet.insert_chart("K2", chart)
        sheet.write_comment("A2", "原批注", {"author": "王"})
        sheet.merge_range("A11:D12", "备注")
        sheet.write_comment("A11", "合并的批注")
        sheet.insert_button("M2", {"caption": "按钮"})
        sheet.protect("x")
        sheet.freeze_panes(1, 1)
        sheet.autofilter("A1:D8")
        sheet.print_area("A1:E12")
        sheet.repeat_rows(0)
        book.define_name("合计", f"='{NAME.replace(chr(39), chr(39) * 2)}'!$D$9")
        book.add_worksheet("隐藏").hide()
        last: Any = book.add_worksheet("二")
        last.write("B2", "x")
        last.activate()
    return stream.getvalue()


def saved_by_openpyxl() -> bytes:
    stream = BytesIO()
    openpyxl.load_workbook(BytesIO(everything())).save(stream)
    return stream.getvalue()


def strict() -> bytes:
    changed = parts(everything())
    for name, part in changed.items():
        for usual, other in STRICT.items():
            changed[name] = changed[name].replace(usual.encode(), other.encode()) if part[:1] == b"<" else part
    return packed(changed)


def by_hand(styles: str = "", prefix: str = "") -> bytes:
    """The least that is a workbook: no cell and no row says where it stands."""
    x = f"{prefix}:" if prefix else ""
    named = f"xmlns:{prefix}" if prefix else "xmlns"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    kinds = {"xl/workbook.xml": "sheet.main", "xl/worksheets/sheet1.xml": "worksheet"}
    kinds |= {"xl/styles.xml": "styles"} if styles else {}
    overrides = "".join(f'<Override PartName="/{n}" ContentType="{kind}.{k}+xml"/>' for n, k in kinds.items())
    relations = 'Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'

    def links(*goals: tuple[str, str]) -> str:
        listed = "".join(
            f'<Relationship Id="r{n}" Type="{LINKS}/{k}" Target="{to}"/>' for n, (k, to) in enumerate(goals)
        )
        return f"<{relations}>{listed}</Relationships>"

    cell = f"<{x}c><{x}v>1</{x}v></{x}c>"
    given = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>',
        "_rels/.rels": links(("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<{x}workbook {named}="{MAIN}" xmlns:r="{LINKS}"><{x}sheets>'
        f"<{x}sheet name={quoteattr(NAME)} sheetId='1' r:id='r0'/></{x}sheets></{x}workbook>",
        "xl/_rels/workbook.xml.rels": links(
            ("worksheet", "worksheets/sheet1.xml"), *([("styles", "styles.xml")] if styles else [])
        ),
        "xl/worksheets/sheet1.xml": f'<{x}worksheet {named}="{MAIN}"><{x}sheetData>'
        f"{f'<{x}row>{cell * 4}</{x}row>' * 3}</{x}sheetData></{x}worksheet>",
    }
    return packed(given | ({"xl/styles.xml": styles} if styles else {}))


FEW = (
    f'<styleSheet xmlns="{MAIN}"><fonts/><cellXfs count="1"><xf numFmtId="0"/></cellXfs><dxfs count="0"/></styleSheet>'
)
FILES: dict[str, Callable[[], bytes]] = {
    "everything": everything,
    "saved by openpyxl": saved_by_openpyxl,
    "strict": strict,
    "by hand": by_hand,
    "with prefixes": lambda: by_hand(prefix="x"),
    "few styles": lambda: by_hand(FEW),
    "no styles": lambda: by_hand(f'<styleSheet xmlns="{MAIN}"/>'),
}


def marked(content: bytes, *found: Problem) -> bytes:
    return annotated("a.xlsx", content, [Draft("a.xlsx", "", None, None, problems=found)], ZH)


@pytest.mark.parametrize("name", FILES)
def test_it_reads_as_before_and_parts_not_concerned_stay_to_the_byte(name: str):
    content = FILES[name]()
    out = marked(content, *(problem("E33", NAME, at, raw="x") for at in PLACES))
    before, after = read_workbook("a.xlsx", content).sheets, read_workbook("a.xlsx", out).sheets
    assert before
    told = [[(each.name, each.visible, each.merges, list(each.rows())) for each in of] for of in (before, after[1:])]
    assert told[0] == told[1]
    old, new = parts(content), parts(out)
    assert {part for part in old if old[part] != new[part] and not MAY_CHANGE.fullmatch(part)} == set()
    for part, xml in new.items():
        if part.endswith((".xml", ".rels", ".vml")):
            ElementTree.fromstring(xml)


@pytest.mark.parametrize("name", [name for name in FILES if name != "strict"])  # which openpyxl cannot open
def test_every_place_is_marked_whoever_wrote_the_file(name: str):
    out = marked(FILES[name](), *(problem("E33", NAME, at, raw="x") for at in PLACES))
    book = openpyxl.load_workbook(BytesIO(out))
    sheet = book[NAME]
    assert [at for at in PLACES if not (sheet[at].comment and sheet[at].fill.fill_type == "solid")] == []
    assert book.worksheets[0].title == "问题清单"


def test_nothing_of_the_usual_kind_gets_into_a_strict_file():
    content = strict()
    out = parts(marked(content, problem("E33", NAME, "B2", raw="x"), problem("E33", "二", "B2", raw="x")))
    for part, xml in out.items():
        assert not any(f'"{usual}'.encode() in xml for usual in STRICT), part


def test_answers_to_a_comment_are_left_alone():
    """A discussion is shown instead of the comment below it, whose author names the discussion."""
    given = parts(everything())
    mark = b"<author>tc={11111111-1111-1111-1111-111111111111}</author>"
    given["xl/comments1.xml"] = given["xl/comments1.xml"].replace("<author>王</author>".encode(), mark)
    given["xl/threadedComments/threadedComment1.xml"] = b"<ThreadedComments/>"
    out = marked(packed(given), problem("E33", NAME, "A2", raw="x"), problem("E33", NAME, "B2", raw="x"))
    sheet = openpyxl.load_workbook(BytesIO(out))[NAME]
    assert sheet["A2"].comment.text == "原批注"
    assert "E33" in sheet["B2"].comment.text
    assert parts(out)["xl/threadedComments/threadedComment1.xml"] == b"<ThreadedComments/>"


def test_marks_in_their_hundreds_come_off_again():
    content = everything()
    many = [problem("E33", NAME, f"AB{row}", raw="x") for row in range(1, 301)]
    once = marked(content, *many)
    sheet = openpyxl.load_workbook(BytesIO(once))[NAME]
    assert sum(sheet[f"AB{row}"].comment is not None for row in range(1, 301)) == 300
    clean = openpyxl.load_workbook(BytesIO(marked(once)))[NAME]
    left = [at for at in ("A2", "A11") if clean[at].comment]
    assert left == ["A2", "A11"]
    assert not any(clean[f"AB{row}"].comment or clean[f"AB{row}"].fill.fill_type for row in range(1, 301))
