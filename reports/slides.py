"""Slides as a PowerPoint file: the template's layouts, filled; charts that open with their figures in a sheet."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pptx
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_LEGEND_POSITION, XL_TICK_LABEL_POSITION
from pptx.enum.dml import MSO_PATTERN
from pptx.oxml.ns import qn
from pptx.oxml.xmlchemy import OxmlElement
from pptx.util import Pt

from reports.deck import Chart, Deck, Series, Slide
from reports.document import Passage
from reports.packing import settled
from reports.stationery import BrokenTemplate, Stationery

FILE = "deck.pptx"
TITLE, SUBTITLE, TEXT, CHART, FOOT = 0, 1, 10, 11, 12
LAYOUTS = {
    "封面": (TITLE, SUBTITLE, FOOT),
    "图文": (TITLE, TEXT, CHART, FOOT),
    "图表": (TITLE, CHART, FOOT),
    "文字": (TITLE, TEXT, FOOT),
}  # of each layout the placeholders that are filled
_TYPES = {
    "bars": XL_CHART_TYPE.BAR_CLUSTERED,
    "stacked": XL_CHART_TYPE.BAR_STACKED,
    "columns": XL_CHART_TYPE.COLUMN_CLUSTERED,
}
_DARK, _MIDDLE, _LIGHT = "1F4E73", "6F9DC4", "C7CDD4"
_LOOKS = {"done": _DARK, "due": _LIGHT, "met": _DARK, "on_track": _MIDDLE, "lagging": "B45309", "open": _LIGHT}
_FONT, _FAR_EAST = "Microsoft YaHei", "微软雅黑"
_FEW = 2  # from here on bars are as wide as they can be
_MANY = 12  # rows of a chart from which on its words are smaller


def template(stationery: Stationery) -> Path:
    """The template, whole. Raises BrokenTemplate naming the layouts and placeholders it lacks."""
    path = stationery.path(FILE)
    try:
        layouts = {layout.name: layout for layout in pptx.Presentation(str(path)).slide_layouts}
    except Exception as error:  # whatever a file may be that holds no slides
        raise BrokenTemplate("unreadable_template", path.name, detail=str(error)) from error
    missing = [name for name in LAYOUTS if name not in layouts]
    for name, asked in LAYOUTS.items():
        there = {each.placeholder_format.idx for each in layouts[name].placeholders} if name in layouts else set(asked)
        missing += [f"{name}[{idx}]" for idx in asked if idx not in there]
    if missing:
        raise BrokenTemplate("broken_template", path.name, missing=tuple(missing))
    return path


def slides(deck: Deck, origin: str, path: Path) -> bytes:
    """The deck in the template at `path`. The same deck gives the same bytes."""
    file: Any = pptx.Presentation(str(path))
    layouts = {layout.name: layout for layout in file.slide_layouts}
    cover = file.slides.add_slide(layouts["封面"])
    for idx, text in ((TITLE, deck.title), (SUBTITLE, deck.subtitle), (FOOT, deck.foot)):
        cover.placeholders[idx].text_frame.text = text
    for slide in deck.slides:
        name = ("图文" if slide.text else "图表") if slide.chart else "文字"
        _fill(file.slides.add_slide(layouts[name]), slide, deck.foot)
    properties = file.core_properties
    properties.title, properties.subject, properties.comments = deck.title, deck.stamp, origin
    properties.author = properties.last_modified_by = deck.signatory
    target = io.BytesIO()
    file.save(target)
    return settled(target.getvalue(), deck.day)


def _fill(shown: Any, slide: Slide, foot: str) -> None:
    shown.placeholders[TITLE].text_frame.text = slide.title.text
    shown.placeholders[FOOT].text_frame.text = foot
    if slide.text:
        _write(shown.placeholders[TEXT].text_frame, slide.text)
    if slide.chart:
        frame = shown.placeholders[CHART].insert_chart(_TYPES[slide.chart.kind], _data(slide.chart))
        frame._element.nvGraphicFramePr.cNvPr.set("descr", slide.title.text)  # noqa: SLF001 - the library has no other way
        _dress(frame.chart, slide.chart)


def _write(frame: Any, text: tuple[Passage, ...]) -> None:
    frame.text = text[0].text
    for passage in text[1:]:
        frame.add_paragraph().text = passage.text


def _data(chart: Chart) -> Any:
    data: Any = CategoryChartData(number_format=chart.form)
    data.categories = chart.categories
    for series in chart.series:
        data.add_series(series.name, [None if value is None else float(value) for value in series.values])
    return data


def _dress(made: Any, chart: Chart) -> None:
    """Fonts, colours that differ in lightness too, labels on the bars, no lines that say nothing."""
    size = Pt(9 if len(chart.categories) > _MANY else 12)
    made.font.size, made.font.name = size, _FONT
    _far_east(made.font._rPr)  # noqa: SLF001
    made.has_title = False
    made.has_legend = len(chart.series) > 1
    if made.has_legend:
        made.legend.position, made.legend.include_in_layout = XL_LEGEND_POSITION.TOP, False
    plot = made.plots[0]
    plot.gap_width = 45 if len(chart.categories) > _FEW else 180
    plot.overlap = 100 if chart.kind == "stacked" else 0
    plot.has_data_labels = True
    labels = plot.data_labels
    labels.number_format, labels.number_format_is_linked, labels.font.size = chart.form, False, size
    if chart.kind != "stacked":
        labels.position = XL_LABEL_POSITION.OUTSIDE_END
    for series, own in zip(plot.series, chart.series, strict=True):
        _paint(series.format.fill, own)
        if chart.kind == "stacked":
            series.data_labels.show_value = True
            series.data_labels.number_format, series.data_labels.number_format_is_linked = chart.form, False
            is_dark = own.look in ("met", "lagging")
            series.data_labels.font.color.rgb = _rgb("FFFFFF" if is_dark else "1F2937")
    category, value = made.category_axis, made.value_axis
    category.reverse_order = chart.kind != "columns"
    category.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    _name_every(category._element)  # noqa: SLF001
    category.has_major_gridlines = value.has_major_gridlines = False
    value.visible = False
    for axis in (category, value):
        axis.format.line.color.rgb = _rgb("9CA3AF")


def _paint(fill: Any, series: Series) -> None:
    if series.look == "not_reported":
        fill.patterned()
        fill.pattern = MSO_PATTERN.WIDE_UPWARD_DIAGONAL
        fill.fore_color.rgb, fill.back_color.rgb = _rgb("6B7280"), _rgb("FFFFFF")
        return
    fill.solid()
    fill.fore_color.rgb = _rgb(_LOOKS[series.look])


def _rgb(code: str) -> Any:
    return RGBColor(*bytes.fromhex(code))


def _far_east(run: Any) -> None:
    """The typeface of Chinese, and the language."""
    face: Any = OxmlElement("a:ea")
    face.set("typeface", _FAR_EAST)
    run.append(face)
    run.set("altLang", "zh-CN")


def _name_every(axis: Any) -> None:
    """No category is left without its name for want of room."""
    skip: Any = OxmlElement("c:tickLblSkip")
    skip.set("val", "1")
    axis.find(qn("c:noMultiLvlLbl")).addprevious(skip)
