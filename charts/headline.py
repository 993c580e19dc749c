"""The few figures that open the overview: how far each has come, and where the path is."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt

from charts import marks, progress, theme
from charts.exhibit import Exhibit, empty, notes
from domain.progress import Assessment
from views.rows import Stamp
from wording import Words

NAME = "headline"


def headline(entries: Sequence[Assessment], words: Words, stamp: Stamp) -> Exhibit:
    """One tall bullet bar per assessment, in the order given: value, path tick, target line, and all three in words."""
    title, table = words("chart.headline_title"), progress.table(entries, words)
    if not entries:
        return empty(f"{NAME}-{stamp.period}", title, table.columns, words, stamp)
    rows = [progress.row(number, entry, words) | _named(entry, words) for number, entry in enumerate(entries)]
    scale = progress.scale(rows, right=62)
    extra = marks.fit_names(rows, beside="status", size=15)
    line, middle, below = (extra / 2 + offset for offset in (-27, 0, 27))
    layers = [
        *marks.names(line, fontSize=15, fontWeight="bold"),
        marks.status(line),
        marks.bar("zero", "whole", scale, middle, 20, theme.TRACK),
        marks.bar("zero", "share", scale, middle, 20),
        marks.tick("whole", scale, middle, 26, width=1),
        marks.tick("plan", scale, middle, 32),
        marks.text("share_text", marks.RIGHT, middle, fontSize=16, fontWeight="bold"),
        marks.text("amounts", marks.LEFT, below, color=theme.QUIET_INK),
        marks.text("to_plan", marks.RIGHT, below),
        marks.target(progress.tooltip(words)),
    ]
    spec = theme.finished(layers, rows, words("chart.bullet_hint"), alt.Step(96 + extra).to_dict())
    said = [row["spoken"] for row in rows]
    sentence = words("chart.alt", title=title, period=stamp.period, rows=" ".join(said))
    return Exhibit(
        f"{NAME}-{stamp.period}", title, sentence, spec, table, notes(words, stamp, *progress.remarks(entries, words))
    )


def _named(entry: Assessment, words: Words) -> dict[str, str]:
    """A part of another number says so before its name, since nobody should add the two."""
    return {"name": words("chart.of_which", name=entry.indicator)} if entry.indicator.subset_of else {}
