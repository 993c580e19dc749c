"""One indicator month by month: what was reported, where the plan path ran, where the target lies, what is missing."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import altair as alt

from charts import marks, progress, theme
from charts.exhibit import Column, Exhibit, Table, empty, notes
from charts.lines import length
from views.about import About, RestsOn
from views.rows import History, HistoryPoint, Stamp
from wording import Words

NAME = "history"
HEIGHT = 300
END = alt.X2Value("width")  # pyright: ignore[reportArgumentType]
FLOOR = alt.YValue("height")  # pyright: ignore[reportArgumentType]


def history(entry: History, words: Words, stamp: Stamp) -> Exhibit:
    """Reported values as a line with a point a month, broken where a month is missing; a fallback path is dashed."""
    name = f"{NAME}-{entry.indicator.id}-{stamp.period}"
    title, table = words("chart.history_title", name=words.name(entry.indicator)), _table(entry, words)
    known = [point for point in entry.points if point.value is not None]
    if not known:
        return empty(name, title, table.columns, words, stamp)
    rows = [_row(entry, point, words) for point in entry.points]
    rows[entry.points.index(known[-1])]["last_text"] = progress.amount(known[-1].value, entry.indicator, words)
    rows[0] |= {"target": float(entry.target), "baseline": float(entry.baseline)} | _end_texts(entry, words)
    spec = theme.finished(_layers(entry, rows, known[-1], words), rows, _hint(entry, words), HEIGHT)
    missing = tuple(point.period for point in entry.points if point.is_missing)
    gaps = words("chart.missing_months", n=len(missing), months=missing) if missing else ""
    path = words("chart.fallback_path") if entry.path_is_fallback else ""
    facts = {"name": words.name(entry.indicator), "n": len(known), "period": known[-1].period}
    facts |= {"last": progress.amount(known[-1].value, entry.indicator, words)}
    facts |= {"expected": progress.amount(known[-1].expected, entry.indicator, words)}
    sentence = words("chart.alt_history", **facts, target=progress.amount(entry.target, entry.indicator, words))
    return Exhibit(name, title, " ".join(filter(None, (sentence, gaps))), spec, table, notes(words, stamp, gaps, path))


def _layers(entry: History, rows: list[dict[str, Any]], last: HistoryPoint, words: Words) -> list[alt.Chart]:
    x = alt.X("month:Q", axis=_years(rows, words), scale=alt.Scale(domain=[rows[0]["month"], rows[-1]["month"]]))
    digits = ",.0f" if abs(entry.target - entry.baseline) >= 10 else ",.1f"
    axis = alt.Axis(title=None, format=digits, tickCount=5, domain=False, ticks=False)
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
    path = base.mark_line(stroke=theme.QUIET_INK, strokeWidth=2, strokeDash=dashes, aria=False)
    return [
        *(layer for level in levels for layer in level),
        path.encode(y=alt.Y("path:Q", **y)),
        line.encode(y=value),
        _known("value", base.mark_circle(fill=theme.ACCENT, size=22, opacity=1, aria=False)).encode(y=value),
        _known("gap_sign", gaps).encode(x=x, y=FLOOR, text="gap_sign:N"),
        *(
            _known("last_text", said.copy()).encode(x=x, y=value, text="last_text:N", **style)
            for style in (
                {"stroke": alt.value(theme.PAPER), "strokeWidth": alt.value(5)},
                {"color": alt.value(theme.ACCENT)},
            )
        ),
        _pointed(x, len(rows), words),
    ]


def _beside(entry: History, last: HistoryPoint, room: float) -> dict[str, Any]:
    """Where the last value, `room` px long, is written: on the side of its point that the plan path does not take."""
    at_left_end = entry.points.index(last) < 0.4 * len(entry.points)
    if (last.value or 0) > last.expected and not at_left_end:
        return {"align": "right", "dx": -8, "dy": -11}
    if (last.value or 0) > last.expected:
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
    mark = alt.Chart(name="months").mark_rule(opacity=0, strokeWidth=alt.ExprRef(f"width / {months}"))
    keys = {"period_text": "month", "value_text": "value", "path_text": "expected"}
    tips = [alt.Tooltip(field=f, type="nominal", title=words(f"chart_column.{key}")) for f, key in keys.items()]
    return mark.encode(x=x, y=alt.YValue(0), y2=alt.Y2Value("height"), tooltip=tips, description="spoken:N")  # pyright: ignore[reportArgumentType]


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
    low, high = min(levels), max(levels)
    margin = (high - low) / 10 or Fraction(1)
    return [float(low if low == 0 else low - margin), float(high + margin)]


def _row(entry: History, point: HistoryPoint, words: Words) -> dict[str, Any]:
    indicator, month = entry.indicator, words.month(point.period)
    value = words("status.not_reported") if point.is_missing else progress.amount(point.value, indicator, words)
    path = progress.amount(point.expected, indicator, words)
    return {
        "month": point.period.year * 12 + point.period.month - 1,
        "value": None if point.value is None else float(point.value),
        "path": float(point.expected),
        "gap_sign": theme.GAP_SIGN if point.is_missing else None,
        "period_text": month,
        "value_text": value,
        "path_text": path,
        "spoken": words("chart.month_spoken", month=month, value=value, path=path),
    }


def _end_texts(entry: History, words: Words) -> dict[str, str]:
    """The words at the levels."""
    target = words("chart.target_is", amount=progress.amount(entry.target, entry.indicator, words))
    baseline = words("chart.baseline_is", amount=progress.amount(entry.baseline, entry.indicator, words))
    return {"target_text": target, "baseline_text": baseline}


def _hint(entry: History, words: Words) -> str:
    hint = words("chart.history_hint_fallback" if entry.path_is_fallback else "chart.history_hint")
    return f"{hint}\n{words('chart.gap_hint')}" if any(point.is_missing for point in entry.points) else hint


def _table(entry: History, words: Words) -> Table:
    unit = progress.unit(entry.indicator, words)
    columns = (
        Column("month", words("chart_column.month"), "month"),
        Column("value", words("chart.with_unit", name=words("chart_column.value"), unit=unit), "number"),
        Column("expected", words("chart.with_unit", name=words("chart_column.expected"), unit=unit), "number"),
        Column("remark", words("chart_column.remark")),
    )
    not_reported = words("status.not_reported")
    rows = ((p.period, p.value, p.expected, not_reported if p.is_missing else "") for p in entry.points)
    return Table(columns, tuple(rows), tuple(_about(entry, point) for point in entry.points))


def _about(entry: History, point: HistoryPoint) -> About:
    """A month with a figure rests on its cells; what is due in another one rests on the plan."""
    if point.value is None:
        return About(indicator=entry.indicator.id, rests_on=RestsOn.PLAN)
    return About(indicator=entry.indicator.id, period=point.period)
