"""A number with its parts drawn inside it, so that nobody adds them: one bar, the part lying in the whole."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt

from charts import marks, progress, theme
from charts.exhibit import Column, Exhibit, Kind, Table, empty, notes
from views.about import About
from views.rows import Stamp, Whole
from wording import Words

NAME = "parts"


def parts(about: str, entries: Sequence[Whole], words: Words, stamp: Stamp) -> Exhibit:
    """A band per part: the whole as an outlined bar, the part filled inside it. `about` goes into the file name."""
    name, title = f"{NAME}-{about}-{stamp.period}", words("chart.parts_title")
    table = _table(entries, words)
    rows = [row for row in _rows(entries, words) if row["whole"] is not None]
    if not rows:
        return empty(name, title, table.columns, words, stamp)
    largest = max(row["whole"] for row in rows)
    scale = alt.Scale(domain=[0, largest or 1], range=marks.room(right=0), nice=False)
    extra = marks.fit_names(rows, beside="figure")
    line, middle, below = extra / 2 - 18, extra / 2 + 2, extra / 2 + 22
    outline = alt.Chart().mark_bar(size=20, yOffset=middle, stroke=theme.INK, fill=theme.TRACK, aria=False)
    layers = [
        *marks.names(line),
        marks.text("figure", marks.RIGHT, line, fontWeight="bold"),
        outline.encode(x=alt.X("zero:Q", scale=scale, axis=None), x2=alt.X2("whole:Q"), y=marks.BAND),
        marks.bar("zero", "part", scale, middle, 10, theme.ACCENT),
        marks.text("share_text", marks.LEFT, below, color=theme.QUIET_INK, fontSize=12),
        marks.target({"name": words("chart_column.part"), "share_text": words("chart_column.share_of_whole")}),
    ]
    spec = theme.finished(layers, rows, words("chart.parts_hint"), alt.Step(66 + extra).to_dict())
    sentence = words("chart.alt", title=title, period=stamp.period, rows=" ".join(row["spoken"] for row in rows))
    return Exhibit(name, title, sentence, spec, table, notes(words, stamp, words("chart.never_added")))


def _rows(entries: Sequence[Whole], words: Words) -> list[dict[str, Any]]:
    pairs = [(entry.whole, part) for entry in entries for part in entry.parts]
    found: list[dict[str, Any]] = []
    for number, (whole, part) in enumerate(pairs):
        names = {"part": part.indicator, "whole": whole.indicator}
        values = {
            "part": progress.amount(part.value, part.indicator, words),
            "whole": progress.amount(whole.value, whole.indicator, words),
        }
        share = "—" if not whole.value or part.value is None else words.share(part.value / whole.value)
        told = words("chart.part_of", whole_name=names["whole"], value=values["whole"], share=share)
        found.append(
            {
                "row": number,
                "id": part.indicator.id,
                "name": words.name(part.indicator),
                "zero": 0,
                "whole": None if whole.value is None else float(whole.value),
                "part": 0 if part.value is None else float(part.value),
                "figure": values["part"],
                "share_text": told,
                "spoken": words("chart.part_spoken", name=part.indicator, figure=f"{values['part']}, {told}"),
            }
        )
    return found


def _table(entries: Sequence[Whole], words: Words) -> Table:
    kinds: dict[str, Kind] = {"part": "text", "value": "number", "whole": "text", "whole_value": "number"}
    kinds |= {"share_of_whole": "share"}
    columns = tuple(Column(key, words(f"chart_column.{key}"), kind) for key, kind in kinds.items())
    rows = (
        (
            words.name(part.indicator),
            progress.known(part.value, part.indicator),
            words.name(entry.whole.indicator),
            progress.known(entry.whole.value, entry.whole.indicator),
            part.value / entry.whole.value if entry.whole.value and part.value is not None else None,
        )
        for entry in entries
        for part in entry.parts
    )
    abouts = tuple(About(indicator=part.indicator.id) for entry in entries for part in entry.parts)
    return Table(columns, tuple(rows), abouts)
