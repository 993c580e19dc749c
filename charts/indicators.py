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


def indicators(
    entries: Sequence[Assessment], words: Words, stamp: Stamp, *, about: str = "", about_id: str = ""
) -> Exhibit:
    """A row per assessment in the order given. `about` says whose they are, `about_id` the same in the file name."""
    name = "-".join(filter(None, (NAME, about_id, str(stamp.period))))
    title = words("chart.indicators_title_of", about=about) if about else words("chart.indicators_title")
    table = progress.table(entries, words)
    if not entries:
        return empty(name, title, table.columns, words, stamp)
    rows = [progress.row(number, entry, words) for number, entry in enumerate(entries)]
    scale = progress.scale(rows, right=60)
    extra = marks.fit_names(rows, beside="status")
    line, middle = extra / 2 - 13, extra / 2 + 8
    layers = [
        *marks.names(line),
        marks.status(line),
        marks.bar("zero", "whole", scale, middle, 12, theme.TRACK),
        marks.bar("zero", "share", scale, middle, 12),
        marks.tick("whole", scale, middle, 16, width=1),
        marks.tick("plan", scale, middle, 20),
        marks.text("share_text", marks.RIGHT, middle, fontWeight="bold"),
        marks.target(progress.tooltip(words)),
    ]
    spec = theme.finished(layers, rows, words("chart.bullet_hint"), alt.Step(56 + extra).to_dict())
    lagging = sum(entry.status in LAGGING for entry in entries)
    sentence = words("chart.alt_indicators", title=title, period=stamp.period, n=len(entries), lagging=lagging)
    return Exhibit(name, title, sentence, spec, table, notes(words, stamp, *progress.remarks(entries, words)))
