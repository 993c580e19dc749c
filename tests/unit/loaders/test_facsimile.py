"""A part of a sheet as the clerk saw it, whatever program made the file, and nothing a file says runs on a page."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

from loaders.apart import Bounds, Readers
from loaders.facsimile import Facsimile, facsimile, spread
from loaders.limits import USUAL
from ui import facsimile as page
from ui.facsimile import Mark

FORMATS = Path(__file__).parents[2] / "fixtures" / "formats"
SAMPLE = Path(__file__).parents[3] / "sample_data"


@pytest.fixture(scope="module")
def book() -> bytes:
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.title = "月报"
    sheet["A1"] = "标题 <b>甲</b>"
    sheet.merge_cells("A1:C1")
    sheet["A2"], sheet["B2"], sheet["C2"] = "指标", "完成", "比例"
    sheet["A3"], sheet["B3"], sheet["C3"] = "=1+1", 1204.5, 0.65
    sheet["A4"], sheet["B4"], sheet["C4"] = "'<script>alert(1)</script>", -3, date(2024, 6, 5)
    sheet["B3"].number_format, sheet["C3"].number_format, sheet["C4"].number_format = (
        "#,##0.00",
        "0%",
        'yyyy"年"m"月"d"日"',
    )
    sheet["B3"].fill = PatternFill("solid", fgColor="FFFFEE00")
    sheet["B3"].font = Font(bold=True, italic=True, color="FFCC0000")
    sheet["B3"].alignment = Alignment(horizontal="center")
    sheet["B3"].border = Border(top=Side("thin"), bottom=Side("thick"))
    sheet.column_dimensions["A"].width = 30
    sheet.row_dimensions[2].height = 30
    sheet.column_dimensions["D"].hidden = True
    sheet["D3"], sheet["E3"] = "secret", "seen"
    sheet["B60"] = 7
    written = BytesIO()
    made.save(written)
    return written.getvalue()


def seen(book: bytes, cell: str) -> Facsimile:
    found = facsimile("x.xlsx", book, "月报", cell, USUAL)
    assert found is not None
    return found


def test_texts_stand_in_the_formats_of_their_cells(book):
    squares = seen(book, "B3").squares
    assert {squares[place].text for place in ((3, 2), (3, 3), (4, 3))} == {"1,204.50", "65%", "2024年6月5日"}
    assert squares[4, 2].text == "-3"


def test_looks_sizes_and_merges_are_those_of_the_sheet(book):
    found = seen(book, "B3")
    look = found.squares[3, 2].look
    assert (look.fill, look.ink, look.is_bold, look.is_italic, look.align) == ("FFEE00", "CC0000", True, True, "center")
    assert look.lines == (1, 0, 3, 0)
    assert dict(found.columns)[1] == 215
    assert dict(found.rows)[2] == 40
    title = found.squares[1, 1]
    assert (title.to_row, title.to_column) == (1, 3)
    assert (1, 2) not in found.squares


@pytest.mark.parametrize("kind", ["xls", "ods"])
def test_older_and_other_workbooks_have_looks_too(kind):
    """The same as those of the same workbook saved as .xlsx, but for sizes, which follow the fonts at hand."""
    name = "looks.{}"
    wanted = facsimile("x.xlsx", (FORMATS / name.format("xlsx")).read_bytes(), "月报", "C4", USUAL)
    found = facsimile(f"x.{kind}", (FORMATS / name.format(kind)).read_bytes(), "月报", "C4", USUAL)
    assert wanted is not None and found is not None
    assert found.squares[4, 3].text == "1,204.50"
    assert found.squares[3, 1].look.fill == "DDEBF7"
    for place in ((1, 1), (3, 1), (4, 2), (5, 2), (4, 3), (6, 3), (6, 4)):
        assert found.squares[place] == wanted.squares[place], place
    assert dict(found.columns)[1] > dict(found.columns)[2] > dict(found.columns)[3]
    assert dict(found.rows)[1] == 40


def test_what_was_hidden_is_not_shown(book):
    found = seen(book, "B3")
    assert 4 not in dict(found.columns)
    assert "secret" not in {square.text for square in found.squares.values()}
    assert "seen" in {square.text for square in found.squares.values()}


def test_a_cell_far_down_is_shown_below_its_headings(book):
    assert [number for number, _ in seen(book, "B60").rows] == [1, 2, 3, 4, 5, *range(56, 61)]


def test_many_cells_are_seen_together_with_what_stands_above_and_around_them(book):
    found = spread("x.xlsx", book, "月报", ["B3", "D3"], USUAL)
    assert found is not None
    assert [number for number, _ in found.rows] == [1, 2, 3, 4]
    assert [number for number, _ in found.columns] == [1, 2, 3, 4, 5]
    assert (found.hidden_columns, found.hidden_rows) == ({4}, set())
    assert found.squares[3, 4].text == "secret", "what a figure was read from is shown though the sheet hides it"
    assert found.squares[3, 2].look == seen(book, "B3").squares[3, 2].look
    html = page.table(found, found.columns, {(3, 2): Mark("a", "month"), (3, 4): Mark("b", "total")}, "said")
    assert '<th scope="col" class="unseen">D</th>' in html
    assert html.count('class="month" aria-label="a"') == html.count('class="total" aria-label="b"') == 1
    assert spread("x.xlsx", book, "没有", ["B3"], USUAL) is spread("x.xlsx", book, "月报", ["§"], USUAL) is None


def test_a_mark_within_a_merge_is_that_of_the_whole(book):
    found = spread("x.xlsx", book, "月报", ["B1"], USUAL)
    assert found is not None
    assert 'colspan=3 class="total" aria-label="a"' in page.table(
        found, found.columns, {(1, 2): Mark("a", "total")}, ""
    )


def test_what_does_not_fit_leaves_the_cell_and_the_name_of_its_row(book):
    found = seen(book, "B3")
    assert [number for number, _ in found.columns_within(200, 130)] == [1, 2]
    assert [number for number, _ in found.columns_within(1000, 400)] == [1, 2, 3, 5]


@pytest.mark.parametrize(("sheet", "cell"), [("没有", "B3"), ("月报", ""), ("月报", "§4"), ("月报", "3B")])
def test_where_there_is_no_such_place_there_is_no_picture(book, sheet, cell):
    assert facsimile("x.xlsx", book, sheet, cell, USUAL) is None


def test_a_file_that_is_none_has_no_picture():
    assert facsimile("x.xlsx", b"PK\x03\x04 nonsense", "月报", "B3", USUAL) is None


def test_a_table_of_another_kind_is_drawn_without_looks():
    content = "指标,完成\r\n培训,1204\r\n".encode("gb18030")
    found = facsimile("x.csv", content, facsimile_sheet(content), "B2", USUAL)
    assert found is not None
    assert found.squares[2, 2].text == "1204"


def facsimile_sheet(content: bytes) -> str:
    from loaders.workbook import read_workbook

    return read_workbook("x.csv", content, USUAL).sheets[0].name


def test_a_sheet_of_endless_merges_is_drawn_at_once():
    """openpyxl would make every cell of a merge."""
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    sheet["A1"] = 5
    written = BytesIO()
    made.save(written)
    parts = _with_merges(written.getvalue(), '<mergeCells count="1"><mergeCell ref="A2:XFD1048576"/></mergeCells>')
    found = Readers(Bounds(seconds=20, workers=1)).call(facsimile, "x.xlsx", parts, sheet.title, "A1", USUAL)
    assert isinstance(found, Facsimile)
    assert found.squares[1, 1].text == "5"


def _with_merges(content: bytes, merges: str) -> bytes:
    from zipfile import ZipFile

    changed = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(changed, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name.endswith("sheet1.xml"):
                part = part.replace(b"</sheetData>", b"</sheetData>" + merges.encode())
            new.writestr(name, part)
    return changed.getvalue()


def test_nothing_a_cell_says_is_markup_or_a_formula(book):
    found = seen(book, "A4")
    table = page.table(found, found.columns, {(4, 1): Mark("<b>asked</b>", caption="<i>named</i>")}, 'said "so"')
    assert "<script" not in table
    assert "<i>" not in table and "<b>" not in table
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in table
    assert "标题 &lt;b&gt;甲&lt;/b&gt;" in table
    assert 'aria-label="said &quot;so&quot;"' in table


@pytest.mark.parametrize("within", [page.WIDE, page.NARROW])
def test_the_cell_is_ringed_and_named_and_its_letter_and_number_too(book, within):
    found = seen(book, "B3")
    table = page.table(found, found.columns_within(*within), {(3, 2): Mark("the cell: 1204.5")}, "said")
    assert table.count('<td class="asked" aria-label="the cell: 1204.5"') == 1
    assert '<th scope="col" class="asked">B</th>' in table
    assert '<th scope="row" class="asked">3</th>' in table


def test_every_sheet_of_the_sample_is_drawn_as_openpyxl_reads_it():
    content = (SAMPLE / "演示数据_市人社局_2024-06.xlsx").read_bytes()
    plain = openpyxl.load_workbook(BytesIO(content), data_only=True)
    for sheet, cell in (("月报", "J31"), ("分县数据", "E9"), ("人均指标", "H5")):
        found = facsimile("x.xlsx", content, sheet, cell, USUAL)
        assert found is not None
        assert found.address == cell
        shown = found.squares[found.row, found.column].text.replace(",", "")
        assert shown == str(plain[sheet][cell].value)
