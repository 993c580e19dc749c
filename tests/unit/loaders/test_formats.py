"""The same workbook in every format gives the same cells. Made by LibreOffice; see tests/fixtures/formats/make.py."""

from __future__ import annotations

import codecs
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from struct import pack
from typing import Any

import pytest
import python_calamine
from openpyxl.utils.cell import coordinate_to_tuple

from loaders.limits import Limits
from loaders.sheet import Cell, CellKind, Sheet, Workbook
from loaders.workbook import read_workbook
from tests.support import ods, ole2
from tests.support.ole2 import formula, label, number, shared_label, xls
from tests.torture.sheets import by_ods, by_openpyxl, by_xls, by_xlsxwriter
from tests.torture.sheets.paper import Page, Paper, Spot

FIXTURES = Path(__file__).parents[2] / "fixtures" / "formats"
FORMATS = ("xlsx", "xls", "ods", "csv")
LONG = "技能" * 5_000

CELLS: dict[str, tuple[CellKind, Any, str]] = {
    "A1": (CellKind.TEXT, "技能曲靖行动月报", "技能曲靖行动月报"),
    "B4": (CellKind.NUMBER, Decimal(1204), "1204"),
    "C4": (CellKind.NUMBER, Decimal("0.1"), "0.1"),
    "D4": (CellKind.NUMBER, Decimal(-15), "-15"),
    "E4": (CellKind.NUMBER, Decimal(123456789012), "123456789012"),
    "F4": (CellKind.NUMBER, Decimal("1E-7"), "0.0000001"),
    "A5": (CellKind.DATE, date(2024, 3, 31), "2024-03-31"),
    "B5": (CellKind.DATE, date(2024, 3, 1), "2024-03-01"),
    "C5": (CellKind.DATE, datetime(2024, 3, 31, 14, 30), "2024-03-31 14:30:00"),  # noqa: DTZ001
    "D5": (CellKind.TIME, time(14, 30), "14:30:00"),
    "E5": (CellKind.NUMBER, Decimal("0.651"), "65.1%"),
    "F5": (CellKind.TEXT, "31日", "31日"),
    "A6": (CellKind.NUMBER, Decimal(1205), "1205"),
    "B6": (CellKind.TEXT, "甲乙", "甲乙"),
    "D6": (CellKind.ERROR, None, "#DIV/0!"),
    "E6": (CellKind.ERROR, None, "#N/A"),
    "F6": (CellKind.BOOLEAN, True, "TRUE"),
    "A7": (CellKind.BOOLEAN, False, "FALSE"),
    "B7": (CellKind.TEXT, "１，２００", "１，２００"),
    "C7": (CellKind.TEXT, "第一行\n第二行", "第一行\n第二行"),
    "D7": (CellKind.TEXT, "  两边有空格  ", "  两边有空格  "),
    "E7": (CellKind.TEXT, "=1+1", "=1+1"),
    "F7": (CellKind.NUMBER, Decimal(1200), "1200"),
    "A8": (CellKind.TEXT, LONG, LONG),
    "B8": (CellKind.TEXT, "#REF!", "#REF!"),
    "C8": (CellKind.TEXT, "合并", "合并"),
    "B10": (CellKind.NUMBER, Decimal(10), "10"),
    "I4": (CellKind.NUMBER, Decimal(8), "8"),
}
WORDS: dict[str, tuple[CellKind, str, str | None]] = {
    "A1": (CellKind.TEXT, "1万", None),
    "A2": (CellKind.TEXT, "约3000", None),
    "A3": (CellKind.TEXT, "69%", None),
    "A4": (CellKind.NUMBER, "7213", ""),
    "A5": (CellKind.NUMBER, "7213", "7"),
    "A6": (CellKind.TEXT, "7.213百万", None),
    "A7": (CellKind.NUMBER, "0", ""),
    "A8": (CellKind.NUMBER, "0", None),
    "A9": (CellKind.NUMBER, "-5", "5"),
    "A10": (CellKind.NUMBER, "-5", None),
    "A11": (CellKind.TEXT, "350万", None),
    "A12": (CellKind.NUMBER, "50", None),
    "A13": (CellKind.TEXT, "1万7213", None),
    "A14": (CellKind.NUMBER, "7213", "72.13"),
    "A15": (CellKind.TEXT, "350人", None),
    "A16": (CellKind.TEXT, "350人", None),
    "A17": (CellKind.TEXT, "350", ""),
    "A18": (CellKind.TEXT, "¥350", None),
    "A19": (CellKind.NUMBER, "1234.5", None),
    "A20": (CellKind.NUMBER, "35", "35000"),
    "C1": (CellKind.TEXT, "7¹", None),
    "C2": (CellKind.TEXT, "70\u0336", None),
    "C3": (CellKind.TEXT, "6\u033669", None),
    "C4": (CellKind.TEXT, "H₂O", None),
    "C5": (CellKind.TEXT, "培训①人次", None),
    "C6": (CellKind.TEXT, "71", None),
}
SHOWN = {"B5", "C5", "D5", "F5", "B8"}  # a .csv keeps what was shown, not what was stored


def book(kind: str) -> Workbook:
    name = f"kinds.{kind}"
    return read_workbook(name, (FIXTURES / name).read_bytes())


def at(sheet: Sheet, address: str) -> Cell:
    cell = sheet.at(*coordinate_to_tuple(address))
    assert cell is not None, f"{address} is empty"
    return cell


def raws(content: bytes, name: str = "a.xls") -> dict[str, str]:
    found = read_workbook(name, content)
    assert found.sheets, found.problems
    return {cell.address: cell.raw for _, cells in found.sheets[0].rows() for cell in cells}


def codes(content: bytes, name: str = "a.xls", limits: Limits = Limits()) -> list[str]:
    found = read_workbook(name, content, limits)
    assert not found.sheets
    return [problem.code for problem in found.problems]


@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods"])
@pytest.mark.parametrize("address", CELLS)
def test_a_cell_is_the_same_in_every_format(kind: str, address: str) -> None:
    cell = at(book(kind).sheets[0], address)
    assert (cell.kind, cell.value, cell.raw) == CELLS[address]
    assert cell.is_percent is (address == "E5")
    assert cell.is_struck is (address == "F7")


@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods"])
def test_what_formats_and_looks_add_is_the_same_in_every_format(kind: str) -> None:
    name = f"words.{kind}"
    sheet = read_workbook(name, (FIXTURES / name).read_bytes()).sheets[0]
    cells = {address: at(sheet, address) for address in WORDS}
    shown = {address: (cell.kind, cell.raw, cell.shown.text if cell.shown else None) for address, cell in cells.items()}
    assert shown == WORDS


@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods"])
def test_comments_and_zeros_that_do_not_show_are_known_in_every_format(kind: str) -> None:
    looks, words = (
        read_workbook(f"{name}.{kind}", (FIXTURES / f"{name}.{kind}").read_bytes()).sheets[0].aside
        for name in ("looks", "words")
    )
    assert {at: text.removeprefix("李:\n") for at, text in looks.comments.items()} == {"C4": "与台账一致"}
    assert (looks.hides_zeros, words.hides_zeros) == (False, True)


@pytest.mark.parametrize("address", sorted(CELLS.keys() - SHOWN))
def test_a_csv_holds_the_same_as_text(address: str) -> None:
    cell, (kind, _, raw) = at(book("csv").sheets[0], address), CELLS[address]
    assert (cell.kind, cell.raw) == (kind if kind is CellKind.ERROR else CellKind.TEXT, raw)


@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods"])
def test_merges_hidden_rows_columns_and_sheets_are_known(kind: str) -> None:
    first, second = book(kind).sheets
    assert (first.name, first.visible, second.name, second.visible) == ("月报", True, "参考", False)
    assert first.merges == ((1, 1, 1, 6), (8, 3, 9, 4))
    assert (first.hidden_rows, first.hidden_columns) == ({10}, {8})
    assert (first.last_row, first.last_column, first.unread) == (10, 9, "")
    assert first.shown(9, 4) == at(first, "C8")
    assert first.at(6, 3) is None  # a formula that came to an empty text
    assert at(second, "D5").raw == "7"


WRITERS = {"a.xlsx": by_xlsxwriter, "b.xlsx": by_openpyxl, "a.xls": by_xls, "a.ods": by_ods}


@pytest.mark.parametrize("shrunk", [False, True])
@pytest.mark.parametrize("name", WRITERS)
def test_rows_and_columns_too_small_to_be_seen_are_hidden(name: str, shrunk: bool) -> None:
    page = Page("月报", {(row, column): Spot(7, "other") for row in range(1, 6) for column in range(1, 6)})
    page.hidden_rows, page.hidden_columns, page.shrunk = {3}, {2, 5}, shrunk
    sheet = read_workbook(name, WRITERS[name].written(Paper([page]))).sheets[0]
    assert (sheet.hidden_rows, sheet.hidden_columns) == ({3}, {2, 5})


def test_columns_of_a_group_that_is_closed_in_an_ods_are_hidden() -> None:
    columns = '<table:table-column/><table:table-column-group table:display="false"><table:table-column/>'
    rows = f"{columns}</table:table-column-group>{ods.row(ods.number(1) + ods.number(2))}"
    assert read_workbook("a.ods", ods.ods(rows)).sheets[0].hidden_columns == {2}


@pytest.mark.parametrize(
    ("name", "said"),
    [("a.xls", ["A02"]), ("a.et", ["A03"]), ("a.xlsx", ["A04"]), ("a.csv", ["A04"]), ("a", ["A02"])],
)
def test_biff_is_read_whatever_it_is_called(name: str, said: list[str]) -> None:
    read = read_workbook(name, (FIXTURES / "kinds.xls").read_bytes())
    assert [problem.code for problem in read.problems] == said
    assert at(read.sheets[0], "B4").raw == "1204"


def test_another_library_reads_the_same_numbers_and_texts_from_the_xls() -> None:
    other = python_calamine.CalamineWorkbook.from_path(FIXTURES / "kinds.xls").get_sheet_by_name("月报").to_python()
    sheet = book("xls").sheets[0]
    for row, line in enumerate(other, 1):
        for column, value in enumerate(line, 1):
            cell = sheet.at(row, column)
            if isinstance(value, (int, float)) and not isinstance(value, bool):
                assert cell is not None
                in_words = cell.kind is CellKind.TEXT and cell.raw == f"{value:g}日"
                assert in_words or cell.value == Decimal(str(value)).normalize()
            elif isinstance(value, str) and value:
                assert cell is not None
                assert cell.value == value


# .xls


def test_numbers_in_all_the_ways_an_xls_writes_them() -> None:
    def rk(row: int, coded: int) -> bytes:
        return ole2.record(0x27E, pack("<HHHI", row, 0, 0, coded))

    several = ole2.record(
        0xBD, pack("<HH", 4, 1) + pack("<HI", 0, 7 << 2 | 2) + pack("<HI", 0, 125 << 2 | 3) + pack("<H", 2)
    )
    rows = number(0, 0, 0.1) + rk(1, 1204 << 2 | 2) + rk(2, (-15 << 2 | 2) & 0xFFFF_FFFF) + rk(3, 0x3FF0_0000) + several
    assert raws(xls(rows)) == {"A1": "0.1", "A2": "1204", "A3": "-15", "A4": "1", "B5": "7", "C5": "1.25"}


def test_a_text_goes_on_in_another_width_in_the_next_record() -> None:
    first = pack("<II", 2, 2) + pack("<HB", 3, 0) + b"abc" + pack("<HB", 4, 1) + "曲靖".encode("utf-16-le")
    shared = ole2.record(0xFC, first) + ole2.record(0x3C, b"\x00ab")
    content = xls(shared_label(0, 0, 1) + shared_label(1, 0, 0), before=ole2.PLAIN_STYLE + shared)
    assert raws(content) == {"A1": "曲靖ab", "A2": "abc"}


def test_days_of_the_calendar_that_begins_in_1904() -> None:
    style = ole2.record(0xE0, pack("<HH", 0, 14) + bytes(16))
    content = xls(number(0, 0, 43_920), before=style + ole2.record(0x22, b"\x01\x00"))
    assert raws(content) == {"A1": "2024-03-31"}


def test_what_a_cell_points_to_and_is_not_there_is_never_passed_over() -> None:
    sheet = read_workbook("a.xls", xls(number(0, 0, 1, style=7) + shared_label(1, 0, 7))).sheets[0]
    assert [(cell.kind, cell.raw) for _, cells in sheet.rows() for cell in cells] == [
        (CellKind.NUMBER, "1"),
        (CellKind.ERROR, "#REF!"),
    ]


def test_one_sheet_under_many_names_is_refused_before_it_costs_as_often() -> None:
    rows, where = label(0, 0, "x" * 3_000), 20 + len(ole2.PLAIN_STYLE) + 3 * 16 + 4
    assert codes(xls(rows, b"", b"", at=(where, where, where))) == ["A10"]


def test_a_book_in_which_no_formula_has_a_result_was_never_calculated() -> None:
    bare, empty = formula(0, 0, ole2.NO_RESULT), formula(1, 0, ole2.NO_RESULT, tokens=b"\x17\x00")
    sheet = read_workbook("a.xls", xls(bare + empty)).sheets[0]
    assert (at(sheet, "A1").kind, sheet.at(2, 1)) == (CellKind.UNCALCULATED, None)
    calculated = read_workbook("a.xls", xls(bare + formula(1, 0, pack("<d", 7)))).sheets[0]
    assert (calculated.at(1, 1), at(calculated, "A2").raw) == (None, "7")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (xls(number(0, 0, 1), before=ole2.record(0x2F, bytes(6)) + ole2.PLAIN_STYLE), "A09"),
        (xls(number(0, 0, 1), kinds=(1,)), "A13"),
        (ole2.compound({"Book": b""}), "A40"),
        (xls(number(65_535, 255, 1) + number(0, 0, 1), b"", names=("甲", "乙")), "A31"),
        (ole2.compound({"Workbook": ole2.workbook(number(0, 0, 1))}, circle=True), "A10"),
        (xls(ole2.record(0x204, bytes(7))), "A10"),
        (xls(number(0, 0, 1) + ole2.record(0x203, bytes(9))), "A10"),
        (xls(number(0, 300, 1)), "A10"),
        (xls(label(0, 0, "x"), label(0, 0, "y"), at=(10**8,)), "A10"),
        (xls(label(0, 0, "x"), at=(0,)), "A10"),
        (xls(label(0, 0, "x")).replace(b"\x05\x00\xbb\x0d", b"\x06\x00\xbb\x0d"), "A10"),
    ],
)
def test_an_xls_that_does_not_hold_together_is_refused(content: bytes, code: str) -> None:
    assert codes(content) == [code]


# .ods


def test_what_stands_beside_the_cells_of_an_ods_is_not_read() -> None:
    note = "<office:annotation><text:p>批注</text:p></office:annotation>"
    picture = "<draw:frame><draw:text-box><text:p>图</text:p></draw:text-box></draw:frame>"
    rows = f"<table:table-row>{ods.cell('甲', inside=note + picture)}</table:table-row>"
    before = (
        "<table:tracked-changes><table:table-cell><text:p>旧</text:p></table:table-cell></table:tracked-changes>"
        f"<table:dde-links><table:table>{ods.row(ods.cell('外'))}</table:table></table:dde-links>"
    )
    assert raws(ods.ods(rows, before=before), "a.ods") == {"A1": "甲"}


def test_repeated_cells_and_rows_are_all_there() -> None:
    row = f'<table:table-row table:number-rows-repeated="2">{ods.number(7, times=3)}</table:table-row>'
    assert raws(ods.ods(ods.blank_rows(2) + row), "a.ods") == dict.fromkeys(("A3", "B3", "C3", "A4", "B4", "C4"), "7")


def test_spaces_tabs_and_links_in_a_text() -> None:
    inside = (
        '<text:p>甲<text:s text:c="2"/>乙<text:tab/><text:a>丙</text:a><text:line-break/>丁</text:p><text:p>戊</text:p>'
    )
    assert raws(
        ods.ods(ods.row(f'<table:table-cell office:value-type="string">{inside}</table:table-cell>')), "a.ods"
    ) == {"A1": "甲  乙\t丙\n丁\n戊"}


def test_a_formula_of_an_ods_that_was_never_calculated_is_told() -> None:
    never = '<table:table-cell table:formula="of:=SUM([.J9:.J12])"/>'
    blank = '<table:table-cell table:formula="of:=IF(1;&quot;&quot;;2)"><text:p/></table:table-cell>'
    own = ods.cell("Err:508").replace(" ", ' table:formula="of:=X()" ', 1)
    sheet = read_workbook("a.ods", ods.ods(ods.row(never + blank + own))).sheets[0]
    assert (at(sheet, "A1").kind, at(sheet, "A1").raw) == (CellKind.UNCALCULATED, "=SUM(J9:J12)")
    assert sheet.at(1, 2) is None
    assert (at(sheet, "C1").kind, at(sheet, "C1").raw) == (CellKind.ERROR, "Err:508")


def test_hidden_rows_of_an_ods_reach_no_further_than_its_cells() -> None:
    rows = (
        ods.row(ods.number(1)) + '<table:table-row table:visibility="collapse" table:number-rows-repeated="1048575"/>'
    )
    group = '<table:table-row-group table:display="false">' + ods.row(ods.number(2)) + "</table:table-row-group>"
    assert read_workbook("a.ods", ods.ods(group + rows)).sheets[0].hidden_rows == {1}


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        (
            f'<table:table-row table:number-rows-repeated="1048576">{ods.number(1, times=16_384)}</table:table-row>',
            "A31",
        ),
        (ods.row(ods.number(1)) + ods.blank_rows(1_048_574) + ods.row(ods.blank(16_383) + ods.number(1)), "A31"),
        (ods.row(ods.number(1, times=16_385)), "A31"),
        (ods.blank_rows(1_048_576) + ods.row(ods.number(1)), "A31"),
        (ods.row(ods.cell("x" * 400_000)), "A39"),
        (ods.row("<table:table-cell>"), "A10"),
    ],
)
def test_an_ods_that_claims_too_much_is_refused(rows: str, code: str) -> None:
    assert codes(ods.ods(rows), "a.ods") == [code]


def test_formatting_to_the_last_row_of_an_ods_is_loaded() -> None:
    tail = f'<table:table-row table:number-rows-repeated="1048575">{ods.blank(16_384)}</table:table-row>'
    assert raws(ods.ods(ods.row(ods.number(5)) + tail), "a.ods") == {"A1": "5"}


# .csv

TEXT = '序号,指标名称,累计完成\r\n1,培训人次,"1,204"\r\n'


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (codecs.BOM_UTF8 + TEXT.encode(), "UTF-8 BOM"),
        (TEXT.encode(), "UTF-8"),
        (TEXT.encode("utf-16"), "UTF-16"),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), "UTF-16"),
        (TEXT.encode("gb18030"), "GB18030"),
        (TEXT.replace("训", "䶮").encode("gb18030"), "GB18030"),
    ],
)
def test_the_encoding_of_a_csv_is_told(content: bytes, encoding: str) -> None:
    read = read_workbook("月报.csv", content)
    assert [(found.code, dict(found.facts)) for found in read.problems] == [("A07", {"encoding": encoding})]
    assert [at(read.sheets[0], place).raw for place in ("A1", "C2")] == ["序号", "1,204"]
    assert read.sheets[0].name == "月报"


@pytest.mark.parametrize(
    "content",
    [
        b"\xff\xfe\x00\xd8,\x00\x00",
        TEXT.encode("utf-16-le"),
        TEXT.encode()[:-5] + b"\xff\xff",
        "序号".encode("gb18030") + b"\x80\xff,1",
        bytes(range(1, 256)),
    ],
)
def test_a_csv_in_no_known_encoding_is_refused(content: bytes) -> None:
    assert codes(content, "月报.csv") == ["A08"]


@pytest.mark.parametrize(
    ("content", "cells"),
    [
        ('编码,x\n="001",1\n', {"A1": "编码", "B1": "x", "A2": "001", "B2": "1"}),
        ('a, "b,c", d\n1, "2,3", 4\n', {"A1": "a", "B1": "b,c", "C1": "d", "A2": "1", "B2": "2,3", "C2": "4"}),
        ("a,b\n1,2\n\x1a", {"A1": "a", "B1": "b", "A2": "1", "B2": "2"}),
        ("a,b\n1,2\n\x00\x00", {"A1": "a", "B1": "b", "A2": "1", "B2": "2"}),
        ("a,b\r1,2\r\n3,4\n", {"A1": "a", "B1": "b", "A2": "1", "B2": "2", "A3": "3", "B3": "4"}),
        ('a,"b\nc"\n1,2,,,\n', {"A1": "a", "B1": "b\nc", "A2": "1", "B2": "2"}),
    ],
)
def test_a_csv_is_read_as_excel_shows_it(content: str, cells: dict[str, str]) -> None:
    assert raws(content.encode(), "a.csv") == cells


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
def test_the_delimiter_of_a_csv_is_told_by_the_rows_it_makes(delimiter: str) -> None:
    rows = [["标题，一", "", ""], ["序号", "名称", "累计"], ["1", "甲;乙,丙|丁", "1204"], ["2", "戊", "7"]]
    content = "\n".join(delimiter.join(f'"{each}"' if each else "" for each in row) for row in rows).encode()
    found = raws(content, "a.csv")
    assert (found["B3"], found["C4"]) == ("甲;乙,丙|丁", "7")
    assert raws(b"sep=;\r\na,b;c", "a.csv") == {"A1": "a,b", "B1": "c"}


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ('序号,累计\n1,"12\n2,13\n'.encode(), "A42"),
        ("序号,".encode() + b"x" * 40_000, "A39"),
        (b"," * 9_000_000 + b"\n,", "A31"),
        (b"\n" * 9_000_000, "A31"),
        (b"a,b\n" * 1_048_577, "A31"),
    ],
)
def test_a_csv_that_cannot_be_a_sheet_is_refused(content: bytes, code: str) -> None:
    assert codes(content, "a.csv") == [code]
