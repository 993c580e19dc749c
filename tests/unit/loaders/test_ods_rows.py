"""Rows of an .ods taken out by patterns come to the same as rows walked through, which a comment in it brings about."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loaders.formats.ods_rows import UsualRows
from loaders.workbook import read_workbook
from tests.support import ods

pytestmark = pytest.mark.slow

FIXTURES = sorted((Path(__file__).parents[2] / "fixtures" / "formats").glob("*.ods"))
COMMENT = b"<!-- walked -->"

kinds = st.sampled_from(
    [
        "",
        ' office:value-type="string"',
        ' office:value-type="float" office:value="1204.5"',
        ' office:value-type="float" office:value="1"',
        ' office:value-type="float"',
        ' office:value-type="percentage" office:value="0.65"',
        ' office:value-type="date" office:date-value="2024-03-31"',
        ' office:value-type="boolean" office:boolean-value="true"',
        ' office:value-type="string" office:string-value="另 &amp; 说"',
        ' table:formula="of:=[.A1]+1" office:value-type="float" office:value="7"',
        ' table:formula="of:=SUM([.A1:.B2])"',
        ' table:style-name="ce1"',
        ' table:number-rows-spanned="2" table:number-columns-spanned="2"',
    ]
)
repeats = st.sampled_from([""] * 6 + [f' table:number-columns-repeated="{times}"' for times in (2, 3, 16_384, 0)])
SHOWN = ("甲", " ", "TRUE", "#N/A", "a &lt; b", "甲<text:s/>乙", "一</text:p><text:p>二")
insides = st.sampled_from(["", "", "<text:p/>", *(f"<text:p>{shown}</text:p>" for shown in SHOWN)])


@st.composite
def rows(draw) -> str:
    made = ""
    for _ in range(draw(st.integers(0, 5))):
        cells = ""
        for _ in range(draw(st.integers(1, 5))):
            name = draw(st.sampled_from(["table-cell"] * 5 + ["covered-table-cell"]))
            inside = draw(insides)
            head = f"<table:{name}{draw(repeats)}{draw(kinds)}"
            cells += f"{head}>{inside}</table:{name}>" if inside or draw(st.booleans()) else f"{head}/>"
        times = draw(st.sampled_from(["", "", ' table:number-rows-repeated="3"', ' table:visibility="collapse"']))
        made += f"<table:table-row{times}>{cells}</table:table-row>"
    return made


def seen(content: bytes) -> Any:
    book = read_workbook("a.ods", content)
    sheets = [
        (sheet.name, sheet.visible, sheet.merges, sheet.hidden_rows, sheet.last_row, sheet.last_column, sheet.unread)
        for sheet in book.sheets
    ]
    cells = [cell for sheet in book.sheets for _, cells in sheet.rows() for cell in cells]
    return [found.code for found in book.problems], sheets, cells


def walked(content: bytes) -> bytes:
    """The same with a comment in it."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b"<office:body>", b"<office:body>" + COMMENT))
    return stream.getvalue()


@settings(max_examples=300)
@given(rows())
def test_rows_taken_out_come_to_the_same_as_rows_walked_through(made: str):
    content = ods.ods(made)
    assert seen(content) == seen(walked(content))


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.name)
def test_so_do_files_of_another_program(path: Path):
    content = path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        xml = archive.read("content.xml")
    assert len(UsualRows().taken_out(xml)) < len(xml.decode())
    assert UsualRows().taken_out(xml + COMMENT) == xml + COMMENT
    assert seen(content) == seen(walked(content))
