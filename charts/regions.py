"""One indicator by region, ranked: what each has done and its part of the sum. City-run work is marked."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import altair as alt

from charts import marks, progress, theme
from charts.exhibit import Column, Exhibit, Table, empty, notes
from domain.plan import Indicator
from views.about import About
from views.rows import RegionRow, Stamp
from wording import Words

NAME = "regions"


def regions(indicator: Indicator, entries: Sequence[RegionRow], words: Words, stamp: Stamp) -> Exhibit:
    """A bar per region, largest first, the unknown last. Regions are compared by size only: they have no targets."""
    name = f"{NAME}-{indicator.id}-{stamp.period}"
    title = words("chart.regions_title", name=words.name(indicator))
    ranked = sorted(entries, key=lambda entry: (entry.value is None, -(entry.value or Fraction(0))))
    table = _table(indicator, ranked, words)
    if all(entry.value is None for entry in entries):
        return empty(name, title, table.columns, words, stamp)
    rows = [_row(number, indicator, entry, words) for number, entry in enumerate(ranked)]
    values = [row["value"] for row in rows if row["value"] is not None]
    scale = alt.Scale(domain=[min(0, *values, 0), max(*values, 0) or 1], range=marks.room(right=0), nice=False)
    extra = marks.fit_names(rows, beside="figures")
    line, middle = extra / 2 - 9, extra / 2 + 9
    layers = [
        *marks.names(line),
        marks.text("figures", marks.RIGHT, line, fontWeight="bold"),
        marks.bar("zero", "value", scale, middle, 12),
        marks.target({"name": words("chart_column.region"), "figures": words("chart_column.value_and_share")}),
    ]
    city = any(entry.region.is_city_level for entry in entries)
    spec = theme.finished(layers, rows, words("chart.regions_hint"), alt.Step(44 + extra).to_dict())
    facts = {"title": title, "period": stamp.period, "n": len(values)}
    sentence = words("chart.alt_regions", **facts, name=rows[0]["name"], figures=rows[0]["figures"])
    return Exhibit(name, title, sentence, spec, table, notes(words, stamp, words("chart.city_note") if city else ""))


def _row(number: int, indicator: Indicator, entry: RegionRow, words: Words) -> dict[str, Any]:
    share = "" if entry.share is None else words("chart.in_brackets", text=words.share(entry.share))
    name = words.name(entry.region)
    figures = progress.amount(entry.value, indicator, words) + share
    return {
        "row": number,
        "id": entry.region.id,
        "name": words("chart.city_level", name=name) if entry.region.is_city_level else name,
        "zero": 0,
        "value": None if entry.value is None else round(float(entry.value), 4),
        "figures": words("status.not_reported") if entry.value is None else figures,
        "colour": theme.QUIET_INK if entry.region.is_city_level else theme.ACCENT,
        "spoken": f"{name} {figures}",
    }


def _table(indicator: Indicator, entries: Sequence[RegionRow], words: Words) -> Table:
    value = words("chart.with_unit", name=words("chart_column.value"), unit=progress.unit(indicator, words))
    columns = (
        Column("region", words("chart_column.region")),
        Column("value", value, "number"),
        Column("share", words("chart_column.share_of_sum"), "share"),
    )
    abouts = tuple(About(indicator=indicator.id, region=entry.region.id) for entry in entries)
    rows = tuple((words.name(entry.region), progress.known(entry.value, indicator), entry.share) for entry in entries)
    return Table(columns, rows, abouts)
