"""The slides: charts that can be edited, with the ledger's figures, in the office's template."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pptx
import pytest
from pptx.enum.dml import MSO_FILL

from reports import make_templates, origin, slides
from reports.deck import deck
from reports.document import figures
from reports.report import Asked, Refused, make
from reports.stationery import SHIPPED, Stationery
from tests.conftest import TARGETS
from tests.support.recount import Recount
from tests.unit.reports.test_bulletin import unpacked
from wording import LANGUAGES, Words


@pytest.fixture(scope="module", params=LANGUAGES)
def made(request, june):
    return deck(june, Words(request.param), Stationery())


@pytest.fixture(scope="module")
def opened(report) -> Any:
    return pptx.Presentation(io.BytesIO(report("deck.pptx", "zh").content))


def charts(opened: Any) -> list[Any]:
    return [shape.chart for slide in opened.slides for shape in slide.shapes if shape.has_chart]


def test_every_figure_is_what_the_ledger_comes_to(made, june):
    recount, found = Recount(june, TARGETS), list(figures(made))
    assert len(found) > 150
    assert [(figure, recount.of(figure)) for figure in found if not recount.agrees(figure)] == []


def test_there_is_a_slide_for_each_thing(made, june):
    assert len(made.slides) == 12  # verdict, headlines, lags, departments, regions, five chapters, reports, notes
    assert all(slide.title.text for slide in made.slides)


def test_charts_hold_their_figures_in_a_sheet(opened, june):
    found = charts(opened)
    assert len(found) == 10
    for chart in found:
        book = openpyxl.load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob))
        rows = list(book.worksheets[0].iter_rows(min_row=2, values_only=True))
        assert [row[0] for row in rows] == list(chart.plots[0].categories)
        for at, series in enumerate(chart.plots[0].series, 1):
            assert [row[at] for row in rows] == [
                value if value is None else pytest.approx(value) for value in series.values
            ]
    headline = found[1].plots[0]
    assert list(headline.series[0].values) == [
        pytest.approx(float(june.of(key).progress_share)) for key in ("T-1", "T-2", "T-3", "T-4")
    ]


def test_every_slide_says_what_it_rests_on(opened):
    for slide in opened.slides:
        foot = slide.placeholders[slides.FOOT].text_frame.text
        assert foot.startswith("演示数据，并非实际情况 · 数据截至2024年6月 · 数据版本")


def test_chinese_has_a_typeface_of_its_own_everywhere(opened):
    theme = opened.slide_master.part.part_related_by(make_templates.RT.THEME).blob.decode()
    assert theme.count('<a:ea typeface="微软雅黑"/>') == 2
    for chart in charts(opened):
        assert 'a:ea typeface="微软雅黑"' in chart._chartSpace.xml


def test_bars_differ_without_colour(opened):
    """What stands beside each other in one chart differs in lightness or is hatched."""
    stacked = charts(opened)[3].plots[0]
    lightness = []
    for series in stacked.series:
        fill = series.format.fill
        red, green, blue = fill.fore_color.rgb
        lightness.append(-100 if fill.type == MSO_FILL.PATTERNED else round((3 * red + 6 * green + blue) / 10))
    assert len(lightness) == len(set(lightness)) == 4
    assert all(abs(a - b) > 15 for a in lightness for b in lightness if a != b)


def test_the_same_versions_give_the_same_slides(june, report):
    again = make("deck.pptx", Asked(june.known.position(june.period), Words("zh")))
    assert again.content == report("deck.pptx", "zh").content
    found = origin.read(again.content)
    assert found is not None
    assert found.report == "deck.pptx"


def test_the_shipped_template_is_as_it_is_made():
    assert unpacked((SHIPPED / slides.FILE).read_bytes()) == unpacked(make_templates.deck_template())


def test_a_template_that_lacks_layouts_or_boxes_is_told_with_all_of_them(june, tmp_path):
    broken: Any = pptx.Presentation(str(SHIPPED / slides.FILE))
    for layout in broken.slide_layouts:
        if layout.name == "图表":
            layout.name = "另一种"
        if layout.name == "图文":
            chart = next(box for box in layout.placeholders if box.placeholder_format.idx == slides.CHART)
            chart._element.getparent().remove(chart._element)
    broken.save(str(tmp_path / slides.FILE))
    with pytest.raises(Refused) as refused:
        make("deck.pptx", Asked(june, Words("zh"), Stationery(tmp_path)))
    assert refused.value.facts == {"file": "deck.pptx", "missing": ("图表", "图文[11]")}
