"""Every file is opened again, by other means than it was written with."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from fractions import Fraction

import openpyxl
import pytest

from charts.exhibit import Column, Table
from domain.period import Period
from reports.tables import csv_bytes, xlsx_bytes
from views.about import About

TABLE = Table(
    (
        Column("name", "指标"),
        Column("month", "月份", "month"),
        Column("value", "累计完成", "number"),
        Column("share", "完成进度", "share"),
        Column("gap", "差距（百分点）", "points"),
    ),
    (
        ("新增技能人才", Period(2024, 6), Fraction(112_000), Fraction(9, 16), Fraction(-1, 3)),
        ('=HYPERLINK("http://x")', Period(2024, 7), Decimal("12.5"), None, Fraction(1, 20)),
        ("－甲", None, None, 1, 0),
    ),
    (About(indicator="N-1"), About(indicator="N-2"), About(clause="6")),
)
NOTES = ("数据截至2024年6月", "演示数据")


def rows_of_csv() -> list[list[str]]:
    return list(csv.reader(io.StringIO(csv_bytes(TABLE, NOTES).decode("utf-8-sig"))))


def test_csv_begins_with_the_mark_that_excel_needs():
    assert csv_bytes(TABLE).startswith(b"\xef\xbb\xbf")


def test_csv_holds_the_figures():
    assert rows_of_csv()[:2] == [
        ["指标", "月份", "累计完成", "完成进度", "差距（百分点）"],
        ["新增技能人才", "2024-06", "112000", "56.25%", "-33.33"],
    ]
    assert rows_of_csv()[2][2:] == ["12.5", "", "5.00"]


def test_csv_carries_the_notes_below_an_empty_line():
    assert rows_of_csv()[4:] == [[], ["数据截至2024年6月"], ["演示数据"]]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", " =", "＝", "－"])
def test_csv_text_is_never_a_formula(start: str):
    table = Table((Column("name", "指标"),), ((f"{start}1+1",),), (About(),))
    written = list(csv.reader(io.StringIO(csv_bytes(table).decode("utf-8-sig"), newline="")))
    assert written[1] == [f"'{start}1+1"]


def sheet():
    return openpyxl.load_workbook(io.BytesIO(xlsx_bytes(TABLE, "指标完成情况", NOTES))).worksheets[0]


def test_xlsx_has_title_notes_and_a_frozen_header():
    cells = [[cell.value for cell in row] for row in sheet().iter_rows()]
    assert [row[0] for row in cells[:5]] == ["指标完成情况", "数据截至2024年6月", "演示数据", None, "指标"]
    assert sheet().freeze_panes == "A6"


def test_xlsx_numbers_are_numbers():
    _name, _month, value, share, gap = next(sheet().iter_rows(min_row=6))
    assert (value.value, value.number_format) == (112_000, "#,##0")
    assert (share.value, share.number_format) == (0.5625, "0.0%")
    assert gap.value == pytest.approx(-100 / 3)
    assert sheet()["C7"].number_format == "#,##0.0#"


def test_xlsx_leaves_the_unknown_empty_and_keeps_zero():
    _name, month, value, share, gap = next(sheet().iter_rows(min_row=8))
    assert (month.value, value.value, share.value, gap.value) == (None, None, 1, 0)


def test_xlsx_text_is_never_a_formula():
    cell = sheet()["A7"]
    assert cell.value == '=HYPERLINK("http://x")'
    assert cell.data_type == "s"
    assert cell.hyperlink is None


def test_xlsx_columns_are_wide_enough_for_chinese():
    widths = sheet().column_dimensions
    assert widths["A"].width >= 2 * len("新增技能人才")
    assert widths["E"].width >= 2 * len("差距（百分点）")


def test_xlsx_is_the_same_to_the_byte():
    assert xlsx_bytes(TABLE, "甲", NOTES) == xlsx_bytes(TABLE, "甲", NOTES)


def test_a_table_without_rows_is_still_a_table():
    bare = Table(TABLE.columns, (), ())
    assert csv_bytes(bare).decode("utf-8-sig").strip() == "指标,月份,累计完成,完成进度,差距（百分点）"
    assert xlsx_bytes(bare, "甲", ())
