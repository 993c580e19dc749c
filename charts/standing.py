"""How a department's standing moved: the share of its numbers behind, month by month, with its rank."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt

from charts import theme
from charts.exhibit import Column, Exhibit, Kind, Table, empty, notes
from domain.plan import Department
from views.about import About
from views.rows import Stamp, StandingRow
from wording import Words

NAME = "standing"


def standing(department: Department, entries: Sequence[StandingRow], words: Words, stamp: Stamp) -> Exhibit:
    """A point a month, its rank above it; a month without a rank has a cross on the floor and no point."""
    name = f"{NAME}-{department.id}-{stamp.period}"
    title, table = words("chart.standing_title", name=words.name(department)), _table(department, entries, words)
    if not any(entry.rank for entry in entries):
        message = words(f"reason.{entries[-1].reason}") if entries and entries[-1].reason else None
        return empty(name, title, table.columns, words, stamp, message)
    rows = [_row(place, entry, words) for place, entry in enumerate(entries)]
    in_lines = "split(datum.label, '|')"
    labels = alt.Axis(title=None, labelAngle=0, domain=False, ticks=False, labelOverlap=False, labelExpr=in_lines)
    x = alt.X("label:O", sort=None, axis=labels)
    percent = alt.Axis(title=None, format=".0%", tickCount=5, domain=False, ticks=False)
    scale = alt.Scale(domain=[0, 1.12], nice=False)
    y = alt.Y("share:Q", axis=percent, scale=scale)
    base = alt.Chart().encode(x=x)
    line = base.mark_line(stroke=theme.ACCENT, strokeWidth=2.5, invalid="break-paths-show-path-domains", aria=False)
    known = "isValid(datum.share)"
    layers = [
        line.encode(y=y),
        base.mark_circle(fill=theme.ACCENT, size=60, opacity=1, aria=False).transform_filter(known).encode(y=y),
        base.mark_text(dy=-12, color=theme.INK, aria=False)
        .transform_filter(known)
        .encode(y=y, text=alt.Text("rank_text:N")),
        base.mark_text(dy=-9, fontSize=14, fontWeight="bold", color=theme.QUIET_INK, aria=False)
        .transform_filter("!isValid(datum.share)")
        .encode(y=alt.YValue("height"), text=alt.TextValue(theme.GAP_SIGN)),  # pyright: ignore[reportArgumentType]
        base.mark_rule(opacity=0, strokeWidth=20).encode(
            y=alt.YValue(0),
            y2=alt.Y2Value("height"),  # pyright: ignore[reportArgumentType]
            tooltip=[
                alt.Tooltip(field=field, type="nominal", title=words(f"chart_column.{key}"))
                for field, key in {"month_text": "month", "rank_long": "rank", "share_text": "lagging_share"}.items()
            ],
            description=alt.Description("spoken:N"),
        ),
    ]
    spec = theme.finished(layers, rows, words("chart.standing_hint"), 200)
    last = rows[-1]
    facts = {"name": words.name(department), "n": len(rows), "rank": last["rank_long"], "share": last["share_text"]}
    sentence = words("chart.alt_standing", period=entries[-1].period, **facts)
    unranked = "" if all(entry.rank for entry in entries) else words("chart.unranked_months")
    return Exhibit(name, title, sentence, spec, table, notes(words, stamp, unranked))


def _row(place: int, entry: StandingRow, words: Words) -> dict[str, Any]:
    """A month; its label names the year, on a line of its own, where that begins."""
    month = words("chart.month_number", n=entry.period.month)
    year = f"|{entry.period.year}" if place == 0 or entry.period.month == 1 else ""
    share = entry.lagging_share if entry.rank else None
    rank = words("panel.rank", rank=entry.rank, of=entry.of) if entry.rank else words(f"reason.{entry.reason}")
    share_text = "—" if share is None else words.share(share)
    return {
        "label": f"{month}{year}",
        "month_text": words.month(entry.period),
        "share": None if share is None else float(share),
        "share_text": share_text,
        "rank_text": words("chart.rank_short", rank=entry.rank) if entry.rank else "",
        "rank_long": rank,
        "spoken": words("chart.standing_spoken", month=entry.period, rank=rank, share=share_text),
    }


def _table(department: Department, entries: Sequence[StandingRow], words: Words) -> Table:
    kinds: dict[str, Kind] = {"month": "month", "rank": "figures", "lagging_share": "share"}
    kinds |= {"worst_gap": "points", "coverage": "share"}
    columns = tuple(Column(key, words(f"chart_column.{key}"), kind) for key, kind in kinds.items())
    abouts = tuple(About(department=department.id, period=entry.period) for entry in entries)
    return Table(columns, tuple(_figures(entry, words) for entry in entries), abouts)


def _figures(entry: StandingRow, words: Words) -> tuple[Any, ...]:
    rank = words("panel.rank", rank=entry.rank, of=entry.of) if entry.rank else words(f"reason.{entry.reason}")
    return entry.period, rank, entry.lagging_share, entry.worst_gap, entry.coverage
