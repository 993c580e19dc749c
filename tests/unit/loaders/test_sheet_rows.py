"""Sheets written the usual way, and those written anew first, come to the same cells; other libraries see them too."""

from __future__ import annotations

import io
import tracemalloc
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import python_calamine
from hypothesis import given, settings
from hypothesis import strategies as st

from loaders.formats import shared_strings, sheet_rows
from loaders.formats.book_xml import Look
from loaders.formats.grid import told
from loaders.formats.number_format import Shown
from loaders.formats.sheet_rows import read_rows
from loaders.formats.sheet_survey import Survey, TooFar, survey
from loaders.formats.xlsx_cells import SharedTexts, XlsxCells
from loaders.limits import Damaged
from loaders.sheet import Cell, CellKind, column_letter
from loaders.workbook import read_workbook

ROOT = Path(__file__).resolve().parents[3]
SAMPLES = sorted([*ROOT.glob("sample_data/**/*.xlsx"), *ROOT.glob("tests/fixtures/**/*.xlsx")])
LOOKS = [Look(), Look(Shown.PERCENT), Look(is_struck=True), Look(Shown.DATE)]
BLANK_TO_CALAMINE = (CellKind.ERROR, CellKind.UNCALCULATED)
TEXTS = ["甲", " ", "乙"]

NUMBERS = ("<v>1</v>", "<v>45352</v>", "<v>0.5</v>", "<v></v>", "<v/>", "<v> </v>", "")
WORDS = ("<v>#REF!</v>", "<v>a&amp;b_x000D_</v>", "<is><t>a b</t></is>", "<is><t> </t></is>")
RUNS = "<is><r><t>a</t></r><rPh><t>x</t></rPh><r><t> b</t></r></is>"
values = st.sampled_from([*NUMBERS, *WORDS, RUNS])
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
def sheets(draw) -> str:
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
    return f'<worksheet xmlns:x="m">{columns}<sheetData>{"".join(rows)}</sheetData>{after}</worksheet>'


def seen(xml: str) -> Any:
    """What is read of a sheet: its cells, what is hidden, and how far it reaches."""
    try:
        rows, around = read_rows(xml, TEXTS)
    except Damaged:
        return Damaged
    except TooFar as far:
        return far.address
    source = XlsxCells(rows, SharedTexts(TEXTS), LOOKS, from_1904=False)
    cells = [cell for row in source.filled for cell in source.cells(row).values()]
    hidden = rows.hidden.intersection(source.filled)
    return cells, hidden, around.hidden_columns, rows.area


@pytest.mark.slow
@settings(max_examples=600)
@given(sheets())
def test_what_is_written_anew_comes_to_the_same(xml: str):
    try:
        anew = survey(xml)
    except (Damaged, TooFar):
        return
    rows = anew.written()
    for row in anew.hidden_rows:
        rows = rows.replace(f'<row r="{row}">', f'<row r="{row}" hidden="1">')
    columns = "".join(f'<col min="{each}" max="{each}" hidden="1"/>' for each in anew.hidden_columns)
    written = f"<worksheet><cols>{columns}</cols><sheetData>{rows}</sheetData></worksheet>"
    assert seen(xml) == seen(written)


@pytest.mark.slow
@settings(max_examples=300)
@given(sheets())
def test_no_sheet_is_more_than_cells_a_refusal_or_a_cell_too_far(xml: str):
    found = seen(xml)
    if isinstance(found, tuple):
        cells, _, _, area = found
        places = [(cell.row, cell.column) for cell in cells]
        assert len(set(places)) == len(places)
        assert bool(cells) <= bool(area)


@pytest.mark.parametrize("path", SAMPLES[::4], ids=lambda path: path.name)
def test_the_sample_files_are_read_the_usual_way(path: Path, monkeypatch):
    surveys: list[Survey] = []

    def watched(xml: str) -> Survey:
        surveys.append(survey(xml))
        return surveys[-1]

    monkeypatch.setattr(sheet_rows, "survey", watched)
    if read_workbook(path.name, path.read_bytes()).sheets:
        assert surveys
        assert not any(each.rows for each in surveys)


@pytest.mark.parametrize("path", [path for path in SAMPLES if path.stem != "words"], ids=lambda path: path.name)
def test_another_library_sees_the_same_values(path: Path):
    content = path.read_bytes()
    sheets = read_workbook(path.name, content).sheets
    if not sheets:
        return
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    assert [sheet.name for sheet in sheets] == book.sheet_names
    for sheet in sheets:
        other = book.get_sheet_by_name(sheet.name)
        top, left = other.start or (0, 0)
        theirs = {
            (row, column): told(value)[1]
            for row, line in enumerate(other.to_python(), top + 1)
            for column, value in enumerate(line, left + 1)
            if not (isinstance(value, str) and not value.strip())
        }
        ours = [cell for _, cells in sheet.rows() for cell in cells if cell.kind not in BLANK_TO_CALAMINE]
        for cell in ours:
            known = theirs.get((cell.row, cell.column))
            if cell.kind is CellKind.TEXT and isinstance(known, Decimal) and cell.raw.startswith(str(known)):
                theirs[cell.row, cell.column] = cell.value  # with the words of its format
        assert {(cell.row, cell.column): cell.value for cell in ours} == theirs
        merges = {(t + 1, l + 1, b + 1, r + 1) for (t, l), (b, r) in other.merged_cell_ranges or ()}  # noqa: E741
        assert set(sheet.merges) == merges


@pytest.mark.parametrize("value", ["", "<v></v>", "<v/>"])
def test_a_cell_that_shares_a_formula_and_was_never_calculated_is_seen(value: str):
    """Without a formula of its own to give it away, as a column filled downwards leaves it."""
    cell = f'<c r="A1"><f t="shared" si="0"/>{value}</c>'
    found = seen(f'<worksheet><sheetData><row r="1">{cell}</row></sheetData></worksheet>')
    assert [(cell.kind, cell.raw) for cell in found[0]] == [(CellKind.UNCALCULATED, "=")]


def one(inside: str, attributes: str = "") -> Cell:
    found = seen(f'<worksheet><sheetData><row r="1"><c r="A1"{attributes}>{inside}</c></row></sheetData></worksheet>')
    assert isinstance(found, tuple), found
    return found[0][0]


@pytest.mark.parametrize(
    ("inside", "attributes", "kind", "value"),
    [
        ("<v>1204</v>", "", CellKind.NUMBER, Decimal(1204)),
        ("<v>1204</v>", ' t="n"', CellKind.NUMBER, Decimal(1204)),
        ("<v>1.204E3</v>", "", CellKind.NUMBER, Decimal(1204)),
        ("<v>0.30000000000000004</v>", "", CellKind.NUMBER, Decimal("0.3")),
        ("<v>007</v>", "", CellKind.NUMBER, Decimal(7)),
        ("<v>-0.5</v>", ' s="1"', CellKind.NUMBER, Decimal("-0.5")),
        ("<v>123456789012345678</v>", "", CellKind.NUMBER, Decimal(123456789012346000)),
        ("<v>1_000</v>", "", CellKind.TEXT, "1_000"),
        ("<v>nan</v>", "", CellKind.TEXT, "nan"),
        ("<v>1e</v>", "", CellKind.TEXT, "1e"),
        ("<v>0</v>", ' t="s"', CellKind.TEXT, "甲"),
        ("<v>7</v>", ' t="s"', CellKind.ERROR, None),
        ("<v>1</v>", ' t="b"', CellKind.BOOLEAN, True),
        ("<v>45352</v>", ' s="3"', CellKind.DATE, date(2024, 3, 1)),
        ("<v>0.25</v>", ' s="3"', CellKind.TIME, time(6)),
        ("<v>2024-03-01</v>", ' t="d"', CellKind.DATE, date(2024, 3, 1)),
        ("<v>2024-03-01T08:30:00Z</v>", ' t="d"', CellKind.DATE, datetime(2024, 3, 1, 8, 30)),  # noqa: DTZ001
        ("<v>2024年3月</v>", ' t="d"', CellKind.TEXT, "2024年3月"),
        ("<v>a&amp;b_x000D_&#10;c</v>", ' t="str"', CellKind.TEXT, "a&b\r\nc"),
        ("<is><t>甲</t><rPh><t>jia</t></rPh></is>", ' t="inlineStr"', CellKind.TEXT, "甲"),
        ("<f>1/0</f><v>#DIV/0!</v>", ' t="e"', CellKind.ERROR, None),
    ],
)
def test_every_way_to_write_a_value(inside: str, attributes: str, kind: CellKind, value: object):
    cell = one(inside, attributes)
    assert (cell.kind, cell.value) == (kind, value)


def test_one_cell_written_twice_is_no_sheet():
    twice = '<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>'
    assert seen(f"<worksheet><sheetData>{twice}</sheetData></worksheet>") is Damaged


def test_rows_and_cells_out_of_order_are_put_in_order():
    rows = '<row r="2"><c r="B2"><v>4</v></c><c r="A2"><v>3</v></c></row><row r="1"><c r="A1"><v>1</v></c></row>'
    cells = seen(f"<worksheet><sheetData>{rows}</sheetData></worksheet>")[0]
    assert [(cell.address, cell.raw) for cell in cells] == [("A1", "1"), ("A2", "3"), ("B2", "4")]


MANY = 40_000  # of them so much XML that they are taken out when asked for


def shared(entry: str = "<si><t>第{n}号</t></si>") -> str:
    usual = "".join(f"<si><t>江城市第{n}号单位技能人才培养&amp;进展</t></si>" for n in range(MANY))
    return f'<?xml version="1.0"?>\n<sst xmlns="x">{usual}{entry.format(n=MANY)}<si/></sst>\n'


@pytest.mark.parametrize(
    "entry",
    [
        "<si><t>第{n}号</t></si>",
        '<si><r><t>7</t></r><r><rPr><vertAlign val="superscript"/></rPr><t>1</t></r></si>',
        '\n  <si>\n<t>甲</t><rPh sb="0" eb="1"><t>jiǎ</t></rPh></si>',
        "<si><t><![CDATA[甲]]></t></si>",
        '<si><t other="1">甲</t></si>',
    ],
)
def test_texts_taken_out_when_asked_for_are_the_same(entry: str):
    found, walked = (read(shared(entry).encode()) for read in (shared_strings.read_strings, shared_strings._walked))
    assert list(found) == list(walked)
    assert [found[n] for n in (0, 511, 512, MANY - 1, MANY, MANY + 1)] == [
        walked[n] for n in (0, 511, 512, MANY - 1, MANY, MANY + 1)
    ]
    assert (len(found), found[-1:]) == (MANY + 2, [""])


def test_many_texts_take_little_more_room_than_their_xml():
    xml = shared().encode()
    tracemalloc.start()
    found = shared_strings.read_strings(xml)
    assert found[MANY] == f"第{MANY}号"
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert held < len(xml) / 4


@pytest.mark.parametrize("broken", [b"\xff", b"<si>", b"</t><si/>", b"<!DOCTYPE x>"])
def test_texts_that_do_not_hold_together_are_damaged_however_many(broken: bytes):
    with pytest.raises(Damaged):
        shared_strings.read_strings(shared().encode().replace("第7号".encode(), broken))
