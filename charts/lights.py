"""An indicator's light in every month so far: a row for each year, a cell for each month, what was made good marked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt

from charts import progress, theme
from charts.exhibit import Column, Exhibit, Table, empty, notes
from domain.history import MonthLight
from domain.plan import Indicator
from domain.progress import LAGGING
from views.about import About, RestsOn
from views.rows import Stamp
from wording import Words

NAME = "lights"
_MONTHS = range(1, 13)


def lights(indicator: Indicator, entries: Sequence[MonthLight], words: Words, stamp: Stamp) -> Exhibit:
    """Each month's sign on its colour. Below a month behind that was made good later stands the mark for it."""
    name = f"{NAME}-{indicator.id}-{stamp.period}"
    title, table = words("chart.lights_title", name=words.name(indicator)), _table(indicator, entries, words)
    if not entries:
        return empty(name, title, table.columns, words, stamp)
    rows = [_row(entry, words) for entry in entries]
    shown = [status for status in theme.PROGRESS if any(entry.status is status for entry in entries)]
    x = alt.X(
        "month:O",
        axis=alt.Axis(title=None, labelAngle=0, orient="top", domain=False, ticks=False, labelOverlap=False),
        scale=alt.Scale(domain=list(_MONTHS), paddingInner=0.06, paddingOuter=0),
    )
    y = alt.Y("year:O", axis=alt.Axis(title=None, domain=False, ticks=False), scale=alt.Scale(paddingInner=0.12))
    texts = [words(f"status.{status}") for status in shown]
    colours = alt.Scale(domain=texts, range=[theme.PROGRESS[status].colour for status in shown])
    signs = {words(f"status.{status}"): progress.status_text(status, words) for status in shown}
    base = alt.Chart().encode(x=x, y=y)
    tips = [
        alt.Tooltip(field=field, type="nominal", title=words(f"chart_column.{key}"))
        for field, key in {"period_text": "month", "status_text": "status", "told": "remark"}.items()
    ]
    lifted = alt.ExprRef("datum.made_good_sign ? -5 : 1")
    layers = [
        base.mark_rect(aria=True).encode(
            color=alt.Color("light:N", scale=colours, legend=theme.legend(signs)),
            tooltip=tips,
            description=alt.Description("spoken:N"),
        ),
        base.mark_text(color=theme.PAPER, fontSize=13, dy=lifted, aria=False).encode(text=alt.Text("sign:N")),
        base.mark_text(color=theme.PAPER, fontSize=10, dy=9, aria=False).encode(text=alt.Text("made_good_sign:N")),
    ]
    hint = words("chart.lights_hint") if any(entry.made_good for entry in entries) else ""
    spec = theme.finished(layers, rows, hint, alt.Step(38).to_dict())
    behind = [entry for entry in entries if entry.status in LAGGING]
    facts = {"name": words.name(indicator), "n": len(entries), "behind": len(behind), "run": entries[-1].run}
    facts["made_good"] = sum(entry.made_good is not None for entry in behind)
    return Exhibit(name, title, words("chart.alt_lights", **facts), spec, table, notes(words, stamp))


def _row(entry: MonthLight, words: Words) -> dict[str, Any]:
    month, status = words.month(entry.period), progress.status_text(entry.status, words)
    told = _told(entry, words)
    return {
        "year": entry.period.year,
        "month": entry.period.month,
        "light": words(f"status.{entry.status}"),
        "sign": theme.PROGRESS[entry.status].sign,
        "made_good_sign": words("chart.made_good_sign") if entry.made_good else "",
        "period_text": month,
        "status_text": status,
        "told": told,
        "spoken": words("chart.light_spoken", month=month, status=status, told=told),
    }


def _told(entry: MonthLight, words: Words) -> str:
    """How long it had been behind, and when it was made good."""
    run = words("chart.months_in_a_row", n=entry.run) if entry.run and entry.status in LAGGING else ""
    good = words("chart.made_good_in", period=entry.made_good) if entry.made_good else ""
    return words.fact(tuple(filter(None, (run, good))))


def _table(indicator: Indicator, entries: Sequence[MonthLight], words: Words) -> Table:
    kinds = {"month": "month", "status": "text", "consecutive": "number", "made_good": "month"}
    columns = tuple(Column(key, words(f"chart_column.{key}"), kind) for key, kind in kinds.items())  # pyright: ignore[reportArgumentType]
    rows = ((each.period, progress.status_text(each.status, words), each.run, each.made_good) for each in entries)
    abouts = tuple(About(indicator=indicator.id, period=each.period, rests_on=RestsOn.PAST) for each in entries)
    return Table(columns, tuple(rows), abouts)
