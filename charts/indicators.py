"""Many indicators against their path, one slim bullet bar each; a click on a row picks it."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt

from charts import marks, progress, theme
from charts.exhibit import Exhibit, empty, notes
from domain.progress import LAGGING, Assessment
from views.rows import Stamp
from wording import Words

NAME = "indicators"


def indicators(entries: Sequence[Assessment], words: Words, stamp: Stamp, *, about: str = "") -> Exhibit:
    """A row per assessment in the order given. `about` says whose they are and ends the title."""
    title = words("chart.indicators_title_of", about=about) if about else words("chart.indicators_title")
    table = progress.table(entries, words)
    if not entries:
        return empty(NAME, title, table.columns, words, stamp)
    rows = [progress.row(number, entry, words) for number, entry in enumerate(entries)]
    scale = progress.scale(rows, right=60)
    layers = [
        marks.text("name", marks.LEFT, -13, keep=112),
        marks.status(-13),
        marks.bar("zero", "whole", scale, 8, 12, theme.TRACK),
        marks.bar("zero", "share", scale, 8, 12),
        marks.tick("whole", scale, 8, 16, width=1),
        marks.tick("plan", scale, 8, 20),
        marks.text("share_text", marks.RIGHT, 8, fontWeight="bold"),
        marks.target(progress.tooltip(words)),
    ]
    spec = theme.finished(layers, rows, words("chart.bullet_hint"), alt.Step(56).to_dict())
    lagging = sum(entry.status in LAGGING for entry in entries)
    sentence = words("chart.alt_indicators", title=title, period=stamp.period, n=len(entries), lagging=lagging)
    return Exhibit(NAME, title, sentence, spec, table, notes(words, stamp, progress.path_note(entries, words)))
