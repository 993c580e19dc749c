"""The marks of an indicator's months: line and points, plan path, levels, gaps, and the fan of a forecast.

Every kind of point has a shape of its own, so that nothing rests on colour: filled dot reported, empty dot back-filled,
triangle late, ring corrected, empty box held back, cross missing, diamond a point of the path, hollow where assumed.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import altair as alt

from charts import marks, progress, theme
from charts.exhibit import MONTHS
from charts.lines import length
from views.rows import History, HistoryPoint
from wording import Words

END = alt.X2Value("width")  # pyright: ignore[reportArgumentType]
FLOOR = alt.YValue("height")  # pyright: ignore[reportArgumentType]
_HALO: tuple[dict[str, Any], ...] = (
    {"stroke": alt.StrokeValue(theme.PAPER), "strokeWidth": alt.StrokeWidthValue(5)},
    {"color": alt.ColorValue(theme.ACCENT)},
)  # words that may lie on lines are drawn twice: their edge in the colour of the paper, then themselves


def layers(entry: History, rows: list[dict[str, Any]], last: HistoryPoint, words: Words) -> list[alt.Chart]:
    x = alt.X("month:Q", axis=_years(rows, words), scale=alt.Scale(domain=[rows[0]["month"], rows[-1]["month"]]))
    size = abs(entry.target - entry.baseline)
    digits = next((n for n in range(1, 9) if not size or size * 10**n >= 10), 9) if size < 10 else 0
    axis = alt.Axis(title=None, format=f",.{digits}f", tickCount=5, domain=False, ticks=False)
    y: dict[str, Any] = {"axis": axis, "scale": alt.Scale(domain=_span(entry), nice=False, zero=False)}
    dashes = [5, 4] if entry.path_is_fallback else [1, 0]
    said_long = length(progress.amount(last.value, entry.indicator, words), 15)
    said = alt.Chart().mark_text(fontSize=15, fontWeight="bold", aria=False, **_beside(entry, last, said_long))
    gaps = alt.Chart().mark_text(dy=-9, color=theme.QUIET_INK, fontSize=14, fontWeight="bold", aria=False)
    base = alt.Chart().encode(x=x)
    levels = [_level("target", "left", theme.INK, [1, 0], y)]
    if entry.baseline:
        levels.append(_level("baseline", "right", theme.QUIET_INK, [2, 3], y))
    value = alt.Y("value:Q", **y)
    line = base.mark_line(stroke=theme.ACCENT, strokeWidth=2.5, invalid="break-paths-show-path-domains", aria=False)
    if any(point.is_between for point in entry.points):  # the line passes over months that are not reported
        line = line.transform_filter("!datum.between")
    path = base.mark_line(stroke=theme.QUIET_INK, strokeWidth=2, strokeDash=dashes, aria=False)
    return [
        *_fan(entry, base, x, y),
        *(layer for level in levels for layer in level),
        path.encode(y=alt.Y("path:Q", **y)),
        *_stones(base, y),
        line.encode(y=value),
        _known("value", base.mark_circle(fill=theme.ACCENT, size=22, opacity=1, aria=False)).encode(y=value),
        *_told(base, y),
        _known("gap_sign", gaps).encode(x=x, y=FLOOR, text=alt.Text("gap_sign:N")),
        *(
            _known("last_text", said.copy()).encode(x=x, y=value, text=alt.Text("last_text:N"), **style)
            for style in _HALO
        ),
        _pointed(x, len(rows), words),
    ]


def _fan(entry: History, base: alt.Chart, x: alt.X, y: dict[str, Any]) -> list[alt.Chart]:
    """The interval as a band with its two edges, the likely value as a broken line within it.

    The likely end is written on the side of the band that the target does not lie on.
    """
    low, high, likely = (alt.Y(f"{field}:Q", **y) for field in ("low", "high", "likely"))
    edge: dict[str, Any] = {"stroke": theme.ACCENT, "strokeWidth": 1, "strokeDash": [1, 3], "aria": False}
    band = base.mark_area(color=theme.ACCENT, opacity=0.14, aria=False).encode(y=low, y2=alt.Y2("high:Q"))
    middle = base.mark_line(stroke=theme.ACCENT, strokeWidth=2, strokeDash=[2, 3], aria=False).encode(y=likely)
    edges = [base.mark_line(**edge).encode(y=end) for end in (low, high)]
    outside, dy = (high, -9) if entry.fan and entry.fan[-1].high >= entry.target else (low, 13)
    said = alt.Chart().mark_text(align="right", dx=-2, dy=dy, fontSize=13, fontWeight="bold", aria=False)
    return [
        *(_known("low", layer) for layer in (band, *edges, middle)),
        *(
            _known("likely_text", said.copy()).encode(x=x, y=outside, text=alt.Text("likely_text:N"), **style)
            for style in _HALO
        ),
    ]


def _stones(base: alt.Chart, y: dict[str, Any]) -> list[alt.Chart]:
    """The points the path goes by, hollow where neither the plan nor a letter states them."""
    look: dict[str, Any] = {"shape": "diamond", "size": 60, "stroke": theme.QUIET_INK, "opacity": 1, "aria": False}
    return [
        _known(field, base.mark_point(fill=fill, strokeWidth=1.5, **look)).encode(y=alt.Y(f"{field}:Q", **y))
        for field, fill in (("stone", theme.QUIET_INK), ("assumed_stone", theme.PAPER))
    ]


def _told(base: alt.Chart, y: dict[str, Any]) -> list[alt.Chart]:
    """What was back-filled, as an empty dot; held back, as an empty box; late, as a triangle; corrected, in a ring."""
    box: dict[str, Any] = {"shape": "square", "size": 70, "fill": theme.PAPER, "stroke": theme.ACCENT}
    held = base.mark_point(opacity=1, aria=False, **box)
    late = base.mark_point(shape="triangle-up", size=80, fill=theme.PAPER, stroke=theme.ACCENT, opacity=1, aria=False)
    ring = base.mark_point(shape="circle", size=150, filled=False, stroke=theme.INK, opacity=1, aria=False)
    dot = base.mark_point(shape="circle", size=26, fill=theme.PAPER, stroke=theme.ACCENT, opacity=1, aria=False)
    marked = {"back_filled": dot, "held": held, "late": late, "corrected": ring}
    return [_known(field, mark).encode(y=alt.Y(f"{field}:Q", **y)) for field, mark in marked.items()]


def _beside(entry: History, last: HistoryPoint, room: float) -> dict[str, Any]:
    """Where the last value, `room` px long, is written: on the side of its point that the plan path does not take."""
    at_left_end = entry.points.index(last) < 0.4 * len(entry.points)
    value, (low, high) = last.value or Fraction(0), _span(entry)
    is_ahead, is_at_the_floor = value > last.expected, float(value) < low + (high - low) / 8
    if is_ahead and not at_left_end:
        return {"align": "right", "dx": -8, "dy": -11}
    if is_ahead or (is_at_the_floor and at_left_end):  # below it would stand among the years
        return {"align": "left", "dx": -4, "dy": -16}
    inside = f"min(-10, width - scale('x', datum.month) - {room:.0f})"  # moved left to stay in the picture …
    lower = f"min(60, 14 - 1.1 * {inside})"  # … and lower the more of the line it would cover
    return {"align": "left", "dx": alt.ExprRef(inside), "dy": alt.ExprRef(lower)}


def _known(field: str, chart: alt.Chart) -> alt.Chart:
    """Only where `field` says something."""
    return chart.transform_filter(f"isValid(datum.{field})")


def _level(field: str, end: str, colour: str, dashes: list[int], y: dict[str, Any]) -> tuple[alt.Chart, alt.Chart]:
    """A level across the whole width, with its words above the end that the path stays away from."""
    line = alt.Chart().mark_rule(stroke=colour, strokeWidth=1.5, strokeDash=dashes, aria=False)
    said = alt.Chart().mark_text(align=end, dx=4 if end == "left" else -4, dy=-9, color=colour, aria=False)  # pyright: ignore[reportArgumentType]
    at = alt.Y(f"{field}:Q", **y)
    texts = _known(field, said).encode(x=marks.LEFT if end == "left" else marks.RIGHT, y=at, text=f"{field}_text:N")
    return _known(field, line).encode(x=alt.XValue(0), x2=END, y=at), texts


def _pointed(x: alt.X, months: int, words: Words) -> alt.Chart:
    """A column per month, unseen: what is pointed at and read aloud."""
    mark = alt.Chart(name=MONTHS).mark_rule(opacity=0, strokeWidth=alt.ExprRef(f"width / {months}"))
    keys = {"period_text": "month", "value_text": "value", "path_text": "expected"}
    tips = [alt.Tooltip(field=f, type="nominal", title=words(f"chart_column.{key}")) for f, key in keys.items()]
    return mark.encode(
        x=x, y=alt.YValue(0), y2=alt.Y2Value("height"), tooltip=tips, description=alt.Description("spoken:N")
    )  # pyright: ignore[reportArgumentType]


def _years(rows: list[dict[str, Any]], words: Words) -> alt.Axis:
    """Grid lines at every January, the year's number below its middle."""
    first, last = rows[0]["month"], rows[-1]["month"]
    years = range(first // 12, last // 12 + 1)
    starts = [year * 12 for year in years if first <= year * 12 <= last]
    middles = [year * 12 + 5.5 for year in years if first <= year * 12 + 5.5 <= last]
    written = words("chart.year", year="' + floor(datum.value / 12) + '")
    name = f"datum.value % 12 ? '{written}' : ''"
    return alt.Axis(
        title=None,
        values=[*starts, *middles],
        labelExpr=name,
        labelOverlap="greedy",
        ticks=False,
        gridOpacity=alt.condition("datum.value % 12 == 0", alt.value(1), alt.value(0)),  # pyright: ignore[reportArgumentType]
    )


def _span(entry: History) -> list[float]:
    """The vertical scale: every level and value, with room above for words."""
    values = [point.value for point in entry.points if point.value is not None]
    levels = [entry.baseline, entry.target, *values, *(point.expected for point in entry.points)]
    levels += [end for likely in entry.fan for end in (likely.low, likely.high)]
    low, high = min(levels), max(levels)
    margin = (high - low) / 10 or Fraction(1)
    return [float(low if low == 0 else low - margin), float(high + margin)]
