"""The fast way through a sheet and the careful one see the same."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loaders.formats import sheet_skim, sheet_xml
from loaders.formats.book_xml import Styles
from loaders.limits import Damaged
from loaders.marks import SheetMarks
from loaders.sheet import column_letter

ROOT = Path(__file__).resolve().parents[3]
STYLES = Styles(percent=frozenset({"1", "12"}), struck=frozenset({"2", "12"}))

values = st.sampled_from(["<v>1</v>", "<v></v>", "<v/>", "<v> </v>", "<v>#REF!</v>", "", "<is><t>a b</t></is>"])
formulas = st.sampled_from(
    ["", "", "", "<f>A1&lt;B1</f>", '<f t="shared" si="0"/>', "<f/>", "<f>'x 1'!A1</f>", '<f>"a" = "b"</f>']
)
styles = st.sampled_from(["", ' s="1"', ' s="2"', ' s="12"', ' s="3"', " s='1'", ' s = "1"', ' s="&#49;"'])
kinds = st.sampled_from(["", "", ' t="e"', ' t="str"', ' t="s"', ' t="n"', " t='e'", ' t="&#101;"', ' cm="1"'])
odd = st.sampled_from(["", "", "", "", "<!-- <c/> -->", " ", "\n", "<![CDATA[ ]]>", "&amp;", "<?x?>"])


@st.composite
def cells(draw, row: int) -> str:
    column = draw(st.integers(1, 40) | st.sampled_from([702, 703, 16_384, 16_385]))
    address = draw(
        st.sampled_from([f' r="{column_letter(column)}{row}"'] * 6 + ["", f" r='{column_letter(column)}{row}'"])
    )
    parts = [address, draw(styles), draw(kinds)]
    head = "".join(parts if draw(st.integers(0, 5)) else reversed(parts))
    prefix = draw(st.sampled_from([""] * 8 + ["x:"]))
    body = draw(formulas) + draw(values)
    if not body and draw(st.booleans()):
        return f"<{prefix}c{head}/>"
    return f"<{prefix}c{head}>{draw(odd)}{body}</{prefix}c>"


@st.composite
def sheets(draw) -> bytes:
    rows = []
    for row in draw(st.lists(st.integers(1, 60) | st.sampled_from([1_048_576, 1_048_577]), max_size=6)):
        hidden = draw(st.sampled_from(["", "", ' hidden="1"', " hidden='1'", ' ht="3" hidden="true"', ' hidden="0"']))
        number = draw(st.sampled_from([f' r="{row}"'] * 5 + [""]))
        line = "".join(draw(st.lists(cells(row), max_size=5)))
        rows.append(f"<row{number}{hidden}>{line}</row>{draw(odd)}")
    columns = draw(st.sampled_from(["", '<cols><col min="2" max="4" hidden="1"/></cols>']))
    after = draw(
        st.sampled_from(["", "<mergeCells/>", "<!-- -->", "<extLst><f>A1</f></extLst>", "<row r='9' hidden='1'/>"])
    )
    text = f'<worksheet xmlns:x="m">{columns}<sheetData>{"".join(rows)}</sheetData>{after}</worksheet>'
    return text.encode()


def seen(read, xml: bytes):
    try:
        return read(xml, STYLES)
    except Damaged:
        return Damaged


@settings(max_examples=400)
@given(sheets())
def test_both_ways_see_the_same(xml: bytes):
    assert seen(sheet_skim.read_marks, xml) == seen(sheet_xml.walk, xml)


@settings(max_examples=200)
@given(sheets())
def test_where_there_is_room_only_the_area_may_be_taken_for_larger(xml: bytes):
    exact, near = seen(sheet_xml.walk, xml), seen(lambda xml, styles: sheet_skim.read_marks(xml, styles, 10_000), xml)
    if isinstance(exact, SheetMarks) and isinstance(near, SheetMarks) and near.area == sheet_skim._NEAR:
        assert exact.area is None or (exact.area[2] <= 99 and exact.area[3] <= 52)
        assert replace(near, area=exact.area) == exact
    else:
        assert near == exact


@settings(max_examples=100)
@given(st.lists(sheets(), min_size=1, max_size=1), st.integers(1, 3))
def test_in_small_pieces_too(made: list[bytes], size: int):
    before, sheet_skim._CHUNK = sheet_skim._CHUNK, size * 40  # how a large sheet is cut up
    try:
        assert seen(sheet_skim.read_marks, made[0]) == seen(sheet_xml.walk, made[0])
    finally:
        sheet_skim._CHUNK = before


@pytest.mark.parametrize("path", sorted(ROOT.glob("sample_data/**/*.xlsx"))[::5], ids=lambda path: path.name)
def test_the_sample_files_are_read_the_fast_way(path: Path, monkeypatch):
    walked: list[bytes] = []

    def walk(xml: bytes, styles: Styles):
        walked.append(xml)
        return sheet_xml.walk(xml, styles)

    monkeypatch.setattr(sheet_skim, "walk", walk)
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            for part in (name for name in archive.namelist() if name.startswith("xl/worksheets/sheet")):
                xml = archive.read(part)
                assert sheet_skim.read_marks(xml, STYLES) == sheet_xml.walk(xml, STYLES)
                assert xml not in walked


@pytest.mark.parametrize("value", ["", "<v></v>", "<v/>"])
def test_a_cell_that_shares_a_formula_and_was_never_calculated_is_seen(value: str):
    """Without a formula of its own to give it away, as a column filled downwards leaves it."""
    cell = f'<c r="A1"><f t="shared" si="0"/>{value}</c>'
    xml = f'<worksheet><sheetData><row r="1">{cell}</row></sheetData></worksheet>'.encode()
    assert sheet_skim.read_marks(xml, STYLES).uncalculated == {(1, 1): "="}
