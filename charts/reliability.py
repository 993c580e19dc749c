"""How much of each department's first figures was revised later, as a bar of their share. No word of progress."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import altair as alt

from charts import marks, theme
from charts.departments import short
from charts.exhibit import Column, Exhibit, Kind, Table, empty, notes
from views.about import About, RestsOn
from views.expected import Record
from views.rows import Stamp
from wording import Words

NAME = "reliability"


def reliability(entries: Sequence[Record], words: Words, stamp: Stamp) -> Exhibit:
    """A bar per department, the most revised first; the track is all of its figures."""
    name, title, table = f"{NAME}-{stamp.period}", words("chart.reliability_title"), _table(entries, words)
    known = [entry for entry in entries if entry.reliability.figures]
    if not known:
        return empty(name, title, table.columns, words, stamp)
    rows = [_row(number, entry, words) for number, entry in enumerate(known)]
    scale = alt.Scale(domain=[0, 1], range=marks.room(right=0), nice=False)
    extra = marks.fit_names(rows, beside="figures")
    line, middle = extra / 2 - 9, extra / 2 + 9
    layers = [
        *marks.names(line),
        marks.text("figures", marks.RIGHT, line, fontWeight="bold"),
        marks.bar("zero", "whole", scale, middle, 12, theme.TRACK),
        marks.bar("zero", "share", scale, middle, 12),
        marks.target({"full_name": words("chart_column.department"), "figures": words("chart_column.revised")}),
    ]
    spec = theme.finished(layers, rows, words("chart.reliability_hint"), alt.Step(44 + extra).to_dict())
    facts = {"n": sum(entry.reliability.figures for entry in known), "revised": _revised(known)}
    first = {"name": rows[0]["full_name"], "figures": rows[0]["figures"]}
    sentence = words("chart.alt_reliability", period=stamp.period, **facts, **first)
    return Exhibit(name, title, sentence, spec, table, notes(words, stamp, words("chart.reliability_note")))


def _revised(entries: Sequence[Record]) -> int:
    return sum(entry.reliability.revised for entry in entries)


def _row(number: int, entry: Record, words: Words) -> dict[str, Any]:
    found, full = entry.reliability, words.name(entry.department)
    figures = words("chart.revised_of", revised=found.revised, n=found.figures)
    return {
        "row": number,
        "id": entry.department.id,
        "name": short(entry.department, words),
        "full_name": full,
        "zero": 0,
        "whole": 1,
        "share": round(float(found.share or Fraction(0)), 4),
        "figures": figures,
        "colour": theme.ACCENT,
        "spoken": f"{full} {figures}",
    }


def _table(entries: Sequence[Record], words: Words) -> Table:
    keys: tuple[tuple[str, Kind], ...] = (
        ("figures", "number"),
        ("revised", "number"),
        ("revised_share", "share"),
        ("raised", "number"),
        ("lowered", "number"),
        ("mean_change", "share"),
    )
    columns = (
        Column("department", words("chart_column.department")),
        *(Column(key, words(f"chart_column.{key}"), kind) for key, kind in keys),
    )
    rows = tuple(
        (
            words.name(entry.department),
            entry.reliability.figures,
            entry.reliability.revised,
            entry.reliability.share,
            entry.reliability.raised,
            entry.reliability.lowered,
            entry.reliability.size,
        )
        for entry in entries
    )
    abouts = tuple(About(department=entry.department.id, rests_on=RestsOn.REPORTS) for entry in entries)
    return Table(columns, rows, abouts)
