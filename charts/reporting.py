"""Who reported when: a grid of departments and months with a sign in every cell. It says nothing about progress."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import altair as alt

from charts import marks, theme
from charts.departments import short
from charts.exhibit import Column, Exhibit, Table, empty, notes
from domain.period import Period
from domain.reporting import ReportingStatus
from views.about import About, RestsOn
from views.rows import ReportingCell, ReportingRow, Stamp
from wording import Words

NAME = "reporting"


def reporting(entries: Sequence[ReportingRow], words: Words, stamp: Stamp, *, about_id: str = "") -> Exhibit:
    """A row per department in the order given, a cell per month; a later correction is marked with an asterisk.

    `about_id` tells in the file name whose row it is, where there is only one.
    """
    called = "-".join(filter(None, (NAME, about_id, str(stamp.period))))
    title, table = words("chart.reporting_title"), _table(entries, words)
    months = [cell.period for cell in entries[0].cells] if entries else []
    if not months:
        return empty(called, title, table.columns, words, stamp)
    rows = [cell for number, entry in enumerate(entries) for cell in _cells(number, entry, words)]
    place: dict[str, Any] = {"axis": _months(months, words), "scale": alt.Scale(domain=[0, len(months)], nice=False)}
    x = alt.X("month:Q", **place)
    sign_size = alt.ExprRef(f"min(14, 0.8 * width / {len(months)})")
    hit = marks.target({field: words(f"chart_column.{key}") for field, key in _TIPS.items()})
    extra = marks.fit_names(rows)
    line, middle = extra / 2 - 12, extra / 2 + 9
    layers = [
        *(line.transform_filter("datum.is_first") for line in marks.names(line)),
        _coloured(x, middle, entries, words),
        alt.Chart()
        .mark_text(dy=middle, fontSize=sign_size, fontWeight="bold", baseline="middle", aria=False)
        .encode(
            text=alt.Text("sign:N"), x=alt.X("middle:Q", **place), y=marks.BAND, color=alt.Color("ink:N", scale=None)
        ),
        hit.encode(x=x, x2=alt.X2("next:Q")),
    ]
    spec = theme.finished(layers, rows, words("chart.reporting_hint"), alt.Step(46 + extra).to_dict())
    counted = {status: _count(entries, status) for status in ReportingStatus}
    facts = {"first": months[0], "last": months[-1], "n": len(entries)}
    facts |= {str(status): number for status, number in counted.items()}
    return Exhibit(called, title, words("chart.alt_reporting", **facts), spec, table, notes(words, stamp))


_TIPS = {"full_name": "department", "period_text": "month", "status_text": "reporting"}


def _count(entries: Sequence[ReportingRow], status: ReportingStatus) -> int:
    return sum(cell.status is status for entry in entries for cell in entry.cells)


def status_text(cell: ReportingCell, words: Words) -> str:
    """Sign and word of a department-month, and whether it was corrected later."""
    text = f"{theme.REPORTING[cell.status].sign} {words(f'reporting_status.{cell.status}')}"
    return words("chart.corrected", text=text) if cell.is_corrected else text


def _cells(number: int, entry: ReportingRow, words: Words) -> list[dict[str, Any]]:
    row = {"row": number, "id": entry.department.id, "full_name": words.name(entry.department)}
    return [
        row
        | {
            "name": short(entry.department, words),
            "is_first": place == 0,
            "month": place,
            "middle": place + 0.5,
            "next": place + 1,
            "light": words(f"reporting_status.{cell.status}"),
            "sign": theme.REPORTING[cell.status].sign + ("*" if cell.is_corrected else ""),
            "ink": theme.QUIET_INK if cell.status is ReportingStatus.NOT_DUE else theme.PAPER,
            "period_text": words.month(cell.period),
            "status_text": status_text(cell, words),
            "spoken": f"{row['full_name']} {words.month(cell.period)} {status_text(cell, words)}",
        }
        for place, cell in enumerate(entry.cells)
    ]


def _coloured(x: alt.X, middle: float, entries: Sequence[ReportingRow], words: Words) -> alt.Chart:
    """The cells and their legend; a month not due is pale, since it says nothing about anybody."""
    shown = [status for status in theme.REPORTING if _count(entries, status)]
    texts = {words(f"reporting_status.{status}"): theme.REPORTING[status] for status in shown}
    signs = {text: f"{look.sign} {text}" for text, look in texts.items()}
    colours = [theme.TRACK if s is ReportingStatus.NOT_DUE else theme.REPORTING[s].colour for s in shown]
    scale = alt.Scale(domain=[*texts], range=colours)
    mark = alt.Chart().mark_bar(size=22, yOffset=middle, stroke=theme.PAPER, strokeWidth=2, aria=False)
    light = alt.Color("light:N", scale=scale, legend=theme.legend(signs))
    return mark.encode(x=x, x2=alt.X2("next:Q"), y=marks.BAND, color=light)


def _months(months: Sequence[Period], words: Words) -> alt.Axis:
    """The month above its column, the year above the first and every January; bare numbers where it is narrow."""
    bare = json.dumps([[_year(month, place, words), str(month.month)] for place, month in enumerate(months)])
    full = json.dumps(
        [[_year(m, place, words), words("chart.month_number", n=m.month)] for place, m in enumerate(months)]
    )
    return alt.Axis(
        orient="top",
        title=None,
        values=[*range(len(months))],
        labelExpr=f"(width < 520 ? {bare} : {full})[datum.value]",
        labelAlign="left",
        labelOffset=2,
        labelOverlap="greedy" if len(months) > 14 else False,
        offset=14,
        grid=False,
        domain=False,
        ticks=False,
    )


def _year(month: Period, place: int, words: Words) -> str:
    return words("chart.year", year=str(month.year)) if place == 0 or month.month == 1 else ""


def _table(entries: Sequence[ReportingRow], words: Words) -> Table:
    months = [cell.period for cell in entries[0].cells] if entries else []
    columns = tuple(Column(str(month), words.month(month)) for month in months)
    rows = ((words.name(e.department), *(status_text(cell, words) for cell in e.cells)) for e in entries)
    abouts = tuple(About(department=entry.department.id, rests_on=RestsOn.REPORTS) for entry in entries)
    return Table((Column("department", words("chart_column.department")), *columns), tuple(rows), abouts)
