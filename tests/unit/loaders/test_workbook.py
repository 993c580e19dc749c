"""Cells keep their address and text, whoever wrote the workbook. Expected values are in Excel addresses."""

import io
import time
import zipfile
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal

import openpyxl
import pytest
import xlsxwriter
from openpyxl.styles import Font
from openpyxl.utils.cell import coordinate_to_tuple

from loaders.limits import Limits
from loaders.workbook import Cell, CellKind, Sheet, Workbook, read_workbook

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def by_openpyxl(fill: Callable[..., None]) -> bytes:
    book, stream = openpyxl.Workbook(), io.BytesIO()
    page = book.worksheets[0]
    page.title = "月报"
    fill(page)
    book.save(stream)
    return stream.getvalue()


def by_xlsxwriter(fill: Callable[..., None]) -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        fill(book, book.add_worksheet("月报"))
    return stream.getvalue()


def by_hand(rows: str, *, before: str = "", after: str = "", prefix: str = "", styles: str = "") -> bytes:
    """A workbook as small programs write them: wrong dimension, a prefix, no shared strings, absolute targets."""
    p = f"{prefix}:" if prefix else ""
    bind = f'xmlns{":" + prefix if prefix else ""}="{MAIN}"'
    parts = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Target="/xl/workbook.xml" Id="r1"'
        f' Type="{LINKS}/officeDocument"/></Relationships>',
        "xl/workbook.xml": f'<{p}workbook {bind} xmlns:rel="{LINKS}"><{p}sheets>'
        f'<{p}sheet rel:id="r7" sheetId="1" name="月报"/></{p}sheets></{p}workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}">'
        f'<Relationship Target="/xl/styles.xml" Type="{LINKS}/styles" Id="r8"/>'
        f'<Relationship Target="/xl/worksheets/sheet9.xml" Type="{LINKS}/worksheet" Id="r7"/></Relationships>',
        "xl/worksheets/sheet9.xml": f'<?xml version="1.0"?><{p}worksheet {bind}><{p}dimension ref="A1"/>{before}'
        f"<{p}sheetData>{rows}</{p}sheetData>{after}</{p}worksheet>",
    }
    if styles:
        parts["xl/styles.xml"] = f'<styleSheet xmlns="{MAIN}">{styles}</styleSheet>'
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return stream.getvalue()


def sheet(content: bytes) -> Sheet:
    book = read_workbook("月报.xlsx", content)
    assert book.problems == ()
    return book.sheets[0]


def at(read: Sheet, address: str) -> Cell:
    found = read.at(*coordinate_to_tuple(address))
    assert found is not None, f"{address} is empty"
    return found


def codes(book: Workbook) -> list[str]:
    return [found.code for found in book.problems]


def test_cells_keep_address_value_and_text():
    def fill(page):
        page["B3"], page["J8"], page["K8"] = "市民政局", 1204, 0.1 + 0.2
        page["B4"], page["B5"], page["B6"] = date(2024, 3, 31), datetime(2024, 3, 31, 8, 30), timedelta(hours=36)  # noqa: DTZ001
        page["C4"], page["C5"], page["C6"] = True, "１２００", "  "

    read = sheet(by_openpyxl(fill))
    found = {cell.address: (cell.kind, cell.value, cell.raw) for _, cells in read.rows() for cell in cells}
    assert found == {
        "B3": (CellKind.TEXT, "市民政局", "市民政局"),
        "B4": (CellKind.DATE, date(2024, 3, 31), "2024-03-31"),
        "C4": (CellKind.BOOLEAN, True, "TRUE"),
        "B5": (CellKind.DATE, datetime(2024, 3, 31, 8, 30), "2024-03-31 08:30:00"),  # noqa: DTZ001
        "C5": (CellKind.TEXT, "１２００", "１２００"),
        "B6": (CellKind.TIME, timedelta(hours=36), "1 day, 12:00:00"),
        "J8": (CellKind.NUMBER, Decimal(1204), "1204"),
        "K8": (CellKind.NUMBER, Decimal("0.3"), "0.3"),
    }
    assert (read.last_row, read.last_column) == (8, 11)
    assert read.at(1, 1) is None
    assert [cell.address for cell in read.row(8)] == ["J8", "K8"]


def test_errors_and_uncalculated_formulas_are_cells_of_their_own():
    def fill(page):
        page["J8"], page["J9"], page["J10"] = "#REF!", "=SUM(J11:J12)", 5
        page["J9"].font = Font(strike=True)

    read = sheet(by_openpyxl(fill))
    error, formula = at(read, "J8"), at(read, "J9")
    assert (error.kind, error.value, error.raw) == (CellKind.ERROR, None, "#REF!")
    assert (formula.kind, formula.raw, formula.is_struck) == (CellKind.UNCALCULATED, "=SUM(J11:J12)", True)


def test_formulas_with_a_result_are_their_result():
    def fill(book, page):
        page.write_formula("J8", "=SUM(J9:J12)", None, 320)
        page.write_formula("J10", "=1/0", None, "#DIV/0!")

    read = sheet(by_xlsxwriter(fill))
    assert at(read, "J8").raw == "320"
    assert at(read, "J10").raw == "#DIV/0!"
    empty = sheet(by_hand('<row r="1"><c r="A1" t="str"><f>""</f><v></v></c><c r="B1"><v>1</v></c></row>'))
    assert empty.at(1, 1) is None


def test_percent_formats_and_struck_text():
    def fill(book, page):
        page.write("K8", 0.65, book.add_format({"num_format": "0%"}))
        page.write("K9", 0.621, book.add_format({"num_format": '0.0%;[Red]-0.0%"x"'}))
        page.write("K10", 5, book.add_format({"num_format": '0"%"'}))
        page.write("J8", 1200, book.add_format({"font_strikeout": True}))

    read = sheet(by_xlsxwriter(fill))
    assert [(at(read, a).raw, at(read, a).is_percent) for a in ("K8", "K9", "K10")] == [
        ("65%", True),
        ("62.1%", True),
        ("5%", False),
    ]
    assert (at(read, "K9").kind, at(read, "K10").kind) == (CellKind.NUMBER, CellKind.TEXT)
    assert at(read, "K8").value == Decimal("0.65")
    assert at(read, "J8").is_struck
    assert not at(read, "K8").is_struck


def test_chinese_built_in_date_formats_are_dates():
    styles = "<cellXfs>" + "".join(f'<xf numFmtId="{n}"/>' for n in (0, 27, 31, 36, 50, 58)) + "</cellXfs>"
    cells = "".join(f'<c s="{style}" r="{column}1"><v>45352</v></c>' for style, column in enumerate("ABCDEF"))
    read = sheet(by_hand(f'<row r="1">{cells}</row>', styles=styles))
    assert [cell.raw for cell in read.row(1)] == ["45352"] + ["2024-03-01"] * 5


@pytest.mark.parametrize("prefix", ["", "x"])
def test_neither_prefix_nor_order_nor_dimension_matters(prefix: str):
    p = f"{prefix}:" if prefix else ""
    rows = (
        f'<{p}row r="2"><{p}c t="inlineStr" r="A2"><{p}is><{p}t>指标</{p}t></{p}is></{p}c>'
        f'<{p}c t="e" r="B2"><{p}v>#N/A</{p}v></{p}c></{p}row>'
        f'<{p}row hidden="1" r="100"><{p}c s="1" r="B51"><{p}f>A1+1</{p}f></{p}c></{p}row>'
    )
    before = f'<{p}cols><{p}col hidden="1" max="3" min="2"/></{p}cols>'
    read = sheet(by_hand(rows, before=before, prefix=prefix))
    assert [(cell.address, cell.raw) for _, cells in read.rows() for cell in cells] == [
        ("A2", "指标"),
        ("B2", "#N/A"),
        ("B51", "=A1+1"),
    ]
    assert read.hidden_rows == {100}
    assert read.hidden_columns == {2, 3}


def test_formulas_outside_the_cells_are_not_cells():
    after = '<extLst><ext><x14 xmlns:xm="m"><xm:f>A1:A3</xm:f></x14></ext></extLst>'
    read = sheet(by_hand('<row r="1"><c r="A1"><v>1</v></c></row>', after=after))
    assert at(read, "A1").raw == "1"


def test_merged_cells_show_the_value_of_their_corner():
    def fill(page):
        page["A1"], page["A3"], page["C3"], page["D5"] = "标题", "培训", 5, 1
        page.merge_cells("A1:P1")
        page.merge_cells("A3:A5")

    read = sheet(by_openpyxl(fill))
    assert read.shown(1, 3) is at(read, "A1")
    assert read.at(1, 3) is None
    assert read.above_in_merge(1, 3) is None
    assert read.above_in_merge(5, 1) is at(read, "A3")
    assert read.right_of(at(read, "A1")) == 17
    assert read.right_of(at(read, "C3")) == 4
    assert read.shown(3, 3) is at(read, "C3")


def test_hidden_sheets_are_kept_and_marked():
    def fill(page):
        page["A1"] = 1
        page.parent.create_sheet("旧").sheet_state = "hidden"
        page.parent.create_sheet("更旧").sheet_state = "veryHidden"

    book = read_workbook("a.xlsx", by_openpyxl(fill))
    assert [(page.name, page.visible) for page in book.sheets] == [("月报", True), ("旧", False), ("更旧", False)]


def test_a_sheet_ends_after_fifty_blank_rows_and_says_what_stands_below():
    def fill(page):
        page["A60"], page["A111"], page["B162"], page["A163"] = 1, 2, 3, 4

    read = sheet(by_openpyxl(fill))
    assert (read.last_row, read.last_column, read.unread) == (60, 1, "A111")

    def near(page):
        page["A60"], page["A110"] = 1, 2

    read = sheet(by_openpyxl(near))
    assert (read.last_row, read.unread) == (110, "")


def test_formatting_down_to_the_last_row_is_no_content():
    rows = '<row r="1"><c r="A1"><v>1</v></c></row>' + "".join(
        f'<row r="{row}" s="1"><c r="A{row}" s="0"/><c r="XFD{row}" s="0"/></row>' for row in range(2, 2000)
    )
    last = '<row r="1048576"><c r="XFD1048576" s="0"/></row>'
    assert sheet(by_hand(rows + last)).last_row == 1


@pytest.mark.parametrize("far", ["XFD1048576", "XFD20000", "A99999999999", "XFE1", "A1048577"])
def test_a_far_off_cell_is_refused_before_parsing(far: str):
    rows = f'<row r="1"><c r="A1"><v>1</v></c></row><row><c r="{far}"><v>1</v></c></row>'
    began = time.monotonic()
    book = read_workbook("a.xlsx", by_hand(rows))
    assert time.monotonic() - began < 1
    assert codes(book) == ["A31"]
    assert book.problems[0].cell == far
    assert book.sheets == ()


def test_the_filled_area_of_all_sheets_counts_together():
    def fill(page):
        for other in (page, page.parent.create_sheet("二")):
            other["A1"], other["J10"] = 1, 1

    content = by_openpyxl(fill)
    assert codes(read_workbook("a.xlsx", content, Limits(cells=200))) == []
    assert codes(read_workbook("a.xlsx", content, Limits(cells=199))) == ["A31"]


def test_sheet_wide_merges_cost_nothing():
    merges = "".join(f'<mergeCell ref="A{row}:XFD1048576"/>' for row in range(1, 21))
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="50"><c r="P50"><v>1</v></c></row>'
    began = time.monotonic()
    read = sheet(by_hand(rows, after=f"<mergeCells>{merges}</mergeCells>"))
    assert time.monotonic() - began < 1
    assert read.shown(20, 5) is at(read, "A1")


@pytest.mark.parametrize("rows", ["<row><c", '<row r="1"><c r="$A$1"><v>1</v></c></row>', "</sheetData>", "&boom;"])
def test_xml_that_is_none_is_a_damaged_file(rows: str):
    assert codes(read_workbook("a.xlsx", by_hand(rows))) == ["A10"]


def test_formats_without_a_reader_say_so():
    book = read_workbook("a.xml", b'<?xml version="1.0"?><Workbook/>')
    assert [(found.code, found.facts) for found in book.problems] == [("A30", {"real": ".xml"})]


def test_an_empty_sheet_has_no_rows():
    read = sheet(by_openpyxl(lambda page: None))
    assert (read.last_row, read.last_column, list(read.rows())) == (0, 0, [])


def test_a_number_no_calendar_reaches_is_no_day():
    def fill(book, page):
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for row, value in enumerate((45352, 2_958_466, -1, -(10**13))):
            page.write(row, 0, value, day)

    read = sheet(by_xlsxwriter(fill))
    assert [cell.raw for _, cells in read.rows() for cell in cells] == [
        "2024-03-01",
        "2958466",
        "-1",
        "-10000000000000",
    ]
