"""The indicators furthest behind their path, by percentage points."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import altair as alt

from charts import marks, progress, theme
from charts.exhibit import Exhibit, empty, notes
from domain.progress import LAGGING, Assessment
from views.rows import Stamp
from wording import Words

NAME = "lags"


def lags(entries: Sequence[Assessment], words: Words, stamp: Stamp, *, at_most: int = 10) -> Exhibit:
    """The `at_most` largest gaps among those that lag, largest first; the bar is as long as the gap."""
    title = words("chart.lags_title")
    worst = sorted((entry for entry in entries if entry.status in LAGGING and entry.gap), key=_gap)[:at_most]
    table = progress.table(worst, words)
    if not entries:
        return empty(f"{NAME}-{stamp.period}", title, table.columns, words, stamp)
    if not worst:
        return empty(f"{NAME}-{stamp.period}", title, table.columns, words, stamp, words("chart.no_lags"))
    rows = [
        progress.row(number, entry, words) | {"points": round(-100 * float(_gap(entry)), 1)}
        for number, entry in enumerate(worst)
    ]
    scale = alt.Scale(domain=[0, max(1, rows[0]["points"])], range=marks.room(right=112), nice=False)
    extra = marks.fit_names(rows, beside="status")
    line, middle = extra / 2 - 13, extra / 2 + 8
    layers = [
        *marks.names(line),
        marks.status(line),
        marks.bar("zero", "points", scale, middle, 14),
        marks.text("points_text", marks.RIGHT, middle, fontWeight="bold"),
        marks.target(progress.tooltip(words)),
    ]
    spec = theme.finished(layers, rows, words("chart.lags_hint"), alt.Step(56 + extra).to_dict())
    first = rows[0]
    sentence = words("chart.alt_lags", period=stamp.period, n=len(rows), name=first["name"], gap=first["gap_text"])
    return Exhibit(
        f"{NAME}-{stamp.period}", title, sentence, spec, table, notes(words, stamp, *progress.remarks(worst, words))
    )


def _gap(entry: Assessment) -> Fraction:
    return entry.gap or Fraction(0)
