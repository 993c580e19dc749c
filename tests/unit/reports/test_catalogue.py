"""What leaves the page says what it was made from: versions, and for every row its cells and its clause."""

from __future__ import annotations

import csv
import io

import openpyxl
import pytest

from reports import catalogue
from reports.export import export
from reports.picture import picture
from tests.conftest import TARGETS
from wording import LANGUAGES, Words

SAMPLE = TARGETS.parent / "sample_data"
ONE_OF_EACH = (
    "headline", "departments", "reporting", "department/hrss", "punctuality/hrss", "history/M16-1", "regions/M16-1",
)  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_exhibit_carries_its_versions_in_every_form(june, language):
    words = Words(language)
    for name in ONE_OF_EACH:
        made = catalogue.exhibit(name, june, words)
        assert made.stamp == catalogue.versions(june, words)
        assert made.stamp in picture(made)["title"]["subtitle"]
        assert made.stamp in export(made, "csv")[1].decode("utf-8-sig")
    assert june.plan_sha256[:12] in made.stamp
    assert words.day(june.today) in made.stamp


def test_every_row_of_figures_names_its_cells_and_its_clause(june):
    words, unreported = Words("zh"), {"M19-1", "M26-1"}
    for name in ONE_OF_EACH:
        made = catalogue.exhibit(name, june, words)
        rows = list(csv.DictReader(io.StringIO(export(made, "csv")[1].decode("utf-8-sig"))))[: len(made.table.rows)]
        for row, about in zip(rows, made.table.abouts, strict=True):
            cells, clause = row[words("stamp.cells")], row[words("stamp.clauses")]
            if about.indicator:
                assert clause == june.plan.indicator(about.indicator).clause or not clause.isdigit()
            if about.rests_on == "month" and about.indicator not in unreported and about.department != "agriculture":
                assert all(len(cell.rsplit("!", 2)) == 3 for cell in cells.split("; ")), (name, row)


def test_the_cells_named_hold_the_figure(june):
    """The value of every headline figure stands in the very cell its row names."""
    made = catalogue.exhibit("headline", june, Words("zh"))
    sheet = openpyxl.load_workbook(io.BytesIO(export(made, "xlsx")[1])).worksheets[0]
    rows = [row for row in sheet.iter_rows(values_only=True) if str(row[0]).startswith("T-")]
    assert len(rows) == 4
    for row in rows:
        file, name, cell = str(row[-2]).rsplit("!", 2)
        found = openpyxl.load_workbook(SAMPLE / file, data_only=True)[name][cell].value
        assert found == row[3]


@pytest.mark.parametrize("fmt", ["csv", "xlsx", "svg", "png"])
def test_the_same_versions_give_the_same_to_the_byte(june, fmt):
    once, again = (export(catalogue.exhibit("lags", june, Words("zh")), fmt)[1] for _ in range(2))
    assert once == again
