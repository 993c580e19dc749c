"""The few figures that open the overview: how far each has come, where the plan path stands, and how far apart they are."""

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
        return empty(NAME, title, table.columns, words, stamp)
    rows = [progress.row(number, entry, words) for number, entry in enumerate(entries)]
    scale = progress.scale(rows, right=62)
    layers = [
        marks.text("name", marks.LEFT, -27, keep=112, fontSize=15, fontWeight="bold"),
        marks.status(-27),
        marks.bar("zero", "whole", scale, 0, 20, theme.TRACK),
        marks.bar("zero", "share", scale, 0, 20),
        marks.tick("whole", scale, 0, 26, width=1),
        marks.tick("plan", scale, 0, 32),
        marks.text("share_text", marks.RIGHT, 0, fontSize=16, fontWeight="bold"),
        marks.text("amounts", marks.LEFT, 27, color=theme.QUIET_INK),
        marks.text("points_text", marks.RIGHT, 27),
        marks.target(progress.tooltip(words)),
    ]
    spec = theme.finished(layers, rows, words("chart.bullet_hint"), alt.Step(96).to_dict())
    said = [row["spoken"] for row in rows]
    sentence = words("chart.alt", title=title, period=stamp.period, rows=" ".join(said))
    return Exhibit(NAME, title, sentence, spec, table, notes(words, stamp, progress.path_note(entries, words)))
