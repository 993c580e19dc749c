"""Departments by the lights of the indicators they lead: one cell per indicator, worst lights first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt

from charts import marks, progress, theme
from charts.exhibit import Column, Exhibit, Kind, Table, Value, empty, notes
from domain.plan import Department
from domain.progress import LAGGING, Status
from views.about import About
from views.rows import DepartmentRow, Stamp
from wording import Words

NAME = "departments"


def departments(entries: Sequence[DepartmentRow], words: Words, stamp: Stamp) -> Exhibit:
    """A bar of unit cells per department, in the order given (worst first); the unranked say so."""
    title, table = words("chart.departments_title"), _table(entries, words)
    if not any(sum(entry.counts.values()) for entry in entries):
        return empty(f"{NAME}-{stamp.period}", title, table.columns, words, stamp)
    rows = [cell for number, entry in enumerate(entries) for cell in _cells(number, entry, words)]
    longest = max(sum(entry.counts.values()) for entry in entries)
    scale = alt.Scale(domain=[0, longest], range=marks.room(right=0), nice=False)
    shown = [status for status in theme.PROGRESS if any(entry.counts.get(status) for entry in entries)]
    sign_size = alt.ExprRef(f"min(13, 0.75 * width / {longest})")
    extra = marks.fit_names((row for row in rows if "name" in row), beside="standing")
    line, middle = extra / 2 - 13, extra / 2 + 9
    layers = [
        *map(_first, marks.names(line)),
        _first(marks.text("standing", marks.RIGHT, line, color=theme.QUIET_INK)),
        _cell(alt.Chart().mark_bar(size=20, yOffset=middle, stroke=theme.PAPER, aria=False), scale, shown, words),
        alt.Chart()
        .mark_text(dy=middle + 0.5, color=theme.PAPER, fontSize=sign_size, baseline="middle", aria=False)
        .encode(text=alt.Text("sign:N"), x=alt.X("middle:Q", scale=scale, axis=None), y=marks.BAND),
        _first(marks.target(_tooltip(words))),
    ]
    spec = theme.finished(layers, rows, words("chart.departments_hint"), alt.Step(58 + extra).to_dict())
    worst = entries[0]
    facts = {"period": stamp.period, "n": len(entries), "name": short(worst.department, words)}
    sentence = words("chart.alt_departments", **facts, lagging=lagging(worst), total=sum(worst.counts.values()))
    unranked = "" if all(entry.is_ranked for entry in entries) else words("chart.unranked_note")
    unranked = words("reason.before_judging") if Status.BACK_FILLED in shown else unranked
    return Exhibit(f"{NAME}-{stamp.period}", title, sentence, spec, table, notes(words, stamp, unranked))


def short(department: Department, words: Words) -> str:
    """The everyday short name where there is one in this language."""
    return department.short if words.language == "zh" and department.short else words.name(department)


def lagging(entry: DepartmentRow) -> int:
    """How many of its indicators lag."""
    return sum(entry.counts.get(status, 0) for status in LAGGING)


def _standing(entry: DepartmentRow, words: Words) -> str:
    """How many of its numbers lag, or why that is not said."""
    if entry.counts.get(Status.BACK_FILLED):
        return words("status.back_filled")
    key = "chart.lagging_of" if entry.is_ranked else "chart.unranked_of"
    return words(key, lagging=lagging(entry), total=sum(entry.counts.values()))


def _cells(number: int, entry: DepartmentRow, words: Words) -> list[dict[str, Any]]:
    """A department's cells, worst light first; the first one also carries the words of the row."""
    lights = [status for status in theme.PROGRESS for _ in range(entry.counts.get(status, 0))]
    standing = _standing(entry, words)
    counted = [f"{progress.status_text(s, words)} {n}" for s in theme.PROGRESS if (n := entry.counts.get(s, 0))]
    name = short(entry.department, words)
    head = {"row": number, "id": entry.department.id, "name": name, "standing": standing, "is_first": True}
    head |= {"full_name": words.name(entry.department), "lights": words.fact(counted), "spoken": f"{name} {standing}"}
    cells = [
        {
            "row": number,
            "id": entry.department.id,
            "start": place,
            "end": place + 1,
            "middle": place + 0.5,
            "light": words(f"status.{status}"),
            "sign": theme.PROGRESS[status].sign,
        }
        for place, status in enumerate(lights)
    ]
    return [head | (cells[0] if cells else {}), *cells[1:]]


def _first(chart: alt.Chart) -> alt.Chart:
    """Drawn once per department."""
    return chart.transform_filter("datum.is_first")


def _cell(chart: alt.Chart, scale: alt.Scale, shown: Sequence[Status], words: Words) -> alt.Chart:
    """The cells with the legend of the lights that occur."""
    texts = [words(f"status.{status}") for status in shown]
    signs = {words(f"status.{status}"): progress.status_text(status, words) for status in shown}
    lights = alt.Scale(domain=texts, range=[theme.PROGRESS[status].colour for status in shown])
    return chart.encode(
        x=alt.X("start:Q", scale=scale, axis=None),
        x2=alt.X2("end:Q"),
        y=marks.BAND,
        color=alt.Color("light:N", scale=lights, legend=theme.legend(signs)),
    )


def _tooltip(words: Words) -> dict[str, str]:
    keys = {"full_name": "department", "standing": "standing", "lights": "lights"}
    return {field: words(f"chart_column.{key}") for field, key in keys.items()}


def _table(entries: Sequence[DepartmentRow], words: Words) -> Table:
    lights = _lights(entries)
    counts = tuple(Column(str(each), progress.status_text(each, words), "number", (each,)) for each in lights)
    kinds: dict[str, Kind] = {"department": "text", "standing": "figures", "total": "number"}
    first = tuple(Column(key, words(f"chart_column.{key}"), kind) for key, kind in kinds.items())
    abouts = tuple(About(department=entry.department.id) for entry in entries)
    return Table((*first, *counts), tuple(_figures(entry, lights, words) for entry in entries), abouts)


def _lights(entries: Sequence[DepartmentRow]) -> tuple[Status, ...]:
    """Every light; the word that stands for none in a month from before judging began alone."""
    is_judged = not any(entry.counts.get(Status.BACK_FILLED) for entry in entries)
    return tuple(status for status in theme.PROGRESS if not (is_judged and status is Status.BACK_FILLED))


def _figures(entry: DepartmentRow, lights: Sequence[Status], words: Words) -> tuple[Value, ...]:
    total = sum(entry.counts.values())
    return (
        words.name(entry.department),
        _standing(entry, words),
        total,
        *(entry.counts.get(status, 0) for status in lights),
    )
