"""The annex leads every printed figure back to the cell it was read from."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from reports import catalogue, origin
from reports.bulletin import bulletin
from reports.document import figures
from reports.report import Asked, make
from reports.stationery import Stationery
from tests.conftest import TARGETS
from wording import LANGUAGES, Words

SAMPLE = TARGETS.parent / "sample_data"


@pytest.fixture(scope="module", params=LANGUAGES)
def annex(request, report) -> tuple[Words, list[dict[str, Any]]]:
    words = Words(request.param)
    sheet = openpyxl.load_workbook(io.BytesIO(report("sources.xlsx", request.param).content)).worksheets[0]
    rows = sheet.iter_rows(min_row=3, values_only=True)
    heads = [str(head) for head in next(rows)]
    return words, [dict(zip(heads, row, strict=True)) for row in rows]


@cache
def sample(file: str) -> Any:
    return openpyxl.load_workbook(SAMPLE / file, data_only=True)


def test_every_figure_of_every_report_is_listed(annex, june):
    words, rows = annex
    report, text = words("report_source.report"), words("report_source.text")
    assert {row[report] for row in rows} == {"bulletin.docx", "deck.pptx", "brief.pdf", "letters.zip"}
    printed = {row[text] for row in rows if row[report] == "bulletin.docx"}
    assert {figure.text for figure in figures(bulletin(june, words, Stationery()))} == printed


def test_the_cells_named_hold_what_is_said_of_them(annex):
    """The raw text of every row stands in the very cell of the very file."""
    words, rows = annex
    file, sheet, cell, raw = (words(f"report_source.{key}") for key in ("file", "sheet", "cell", "raw"))
    named = {(row[file], row[sheet], row[cell], row[raw]) for row in rows if row[cell]}
    assert len(named) > 150
    assert all(Path(SAMPLE / file).is_file() for file, *_ in named)
    wrong = [place for place in named if str(sample(place[0])[place[1]][place[2]].value) != place[3]]
    assert wrong == []


def test_a_figure_of_one_cell_is_what_the_cell_says(annex):
    words, rows = annex
    what, text, made, raw = (words(f"report_source.{key}") for key in ("what", "text", "combined", "raw"))
    alone = [
        row
        for row in rows
        if row[what] == words("figure.value") and row[made] == words("report_source.alone") and row[raw]
    ]
    assert len(alone) > 200
    for row in alone:
        digits = "".join(sign for sign in row[text].replace(",", "") if sign.isdigit() or sign in ".−")
        assert digits == row[raw].replace(",", ""), row


def test_it_carries_its_versions_and_is_the_same_each_time(report, june):
    made = report("sources.xlsx", "zh").content
    assert make("sources.xlsx", Asked(june.known.position(june.period), Words("zh"))).content == made
    found = origin.read(made)
    assert found is not None
    lines = [cell.value for cell in openpyxl.load_workbook(io.BytesIO(made))["版本"]["A"]]
    assert {catalogue.versions(june, Words("zh")), found.line, "数据截至2024年6月"} <= set(lines)
