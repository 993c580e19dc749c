"""The indicators furthest behind their path, by percentage points, with who answers for them and what is needed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from types import MappingProxyType

import altair as alt

from charts import marks, progress, theme
from charts.departments import short
from charts.exhibit import Exhibit, empty, notes
from domain.history import Run
from domain.period import Period
from domain.plan import Department
from domain.progress import LAGGING, Assessment, Status
from views.rows import Stamp
from wording import Words

NAME = "lags"


def lags(
    entries: Sequence[Assessment],
    words: Words,
    stamp: Stamp,
    *,
    leads: Mapping[str, Department] = MappingProxyType({}),
    runs: Mapping[str, Run] = MappingProxyType({}),
    at_most: int = 10,
) -> Exhibit:
    """The `at_most` largest gaps among those that lag, largest first; the bar is as long as the gap.

    `leads` are the departments by id; a number without a lead, or whose lead is not among them, names nobody.
    `runs` say since when each indicator, by its id, has been behind.
    """
    title = words("chart.lags_title")
    worst = sorted((entry for entry in entries if entry.status in LAGGING and entry.gap), key=_gap)[:at_most]
    table = progress.table(worst, words)
    if not worst:
        return empty(f"{NAME}-{stamp.period}", title, table.columns, words, stamp, _why_none(entries, words))
    rows = [
        progress.row(number, entry, words)
        | {"points": round(-100 * float(_gap(entry)), 1), "detail": _detail(entry, leads, runs, words)}
        for number, entry in enumerate(worst)
    ]
    scale = alt.Scale(domain=[0, max(1, rows[0]["points"])], range=marks.room(right=112), nice=False)
    extra = marks.fit_names(rows, beside="status")
    line, middle = extra / 2 - 20, extra / 2
    layers = [
        *marks.names(line),
        marks.status(line),
        marks.bar("zero", "points", scale, middle, 14),
        marks.text("points_text", marks.RIGHT, middle, fontWeight="bold"),
        marks.text(
            "detail", marks.LEFT, middle + 18, limit=alt.ExprRef("width - 4"), color=theme.QUIET_INK, fontSize=12
        ),
        marks.target(progress.tooltip(words)),
    ]
    spec = theme.finished(layers, rows, words("chart.lags_hint"), alt.Step(68 + extra).to_dict())
    first = rows[0]
    sentence = words("chart.alt_lags", period=stamp.period, n=len(rows), name=first["name"], gap=first["gap_text"])
    return Exhibit(
        f"{NAME}-{stamp.period}", title, sentence, spec, table, notes(words, stamp, *progress.remarks(worst, words))
    )


def _why_none(entries: Sequence[Assessment], words: Words) -> str | None:
    """Why nothing lags; None where nothing is known."""
    if any(entry.status is Status.BACK_FILLED for entry in entries):
        return words("reason.before_judging")
    return words("chart.no_lags") if any(entry.value is not None for entry in entries) else None


def since_text(run: Run, since: Period, words: Words) -> str:
    """Since when a number has been behind; that it is so since judging began where no month judged was any better."""
    return words("chart.behind_all_along" if run.is_whole else "chart.behind_since", period=since)


def _gap(entry: Assessment) -> Fraction:
    return entry.gap or Fraction(0)


def _detail(entry: Assessment, leads: Mapping[str, Department], runs: Mapping[str, Run], words: Words) -> str:
    """Since when it lags, who answers for it, how much is missing by now, what each month has to bring."""
    said: list[str] = []
    run = runs.get(entry.indicator.id)
    if run and run.since:
        said.append(since_text(run, run.since, words))
    lead, reporter = leads.get(entry.indicator.lead or ""), leads.get(entry.indicator.reporter)
    if lead:
        said.append(short(lead, words))
    elif reporter:
        said.append(words("chart.reported_by", department=short(reporter, words)))
    if entry.shortfall:
        amount = progress.amount(entry.shortfall, entry.indicator, words)
        said.append(words.aimed("chart.short_of", entry.indicator, amount=amount))
    if entry.needed_per_month:
        said.append(words.aimed("chart.needed", entry.indicator, amount=progress.monthly_text(entry, words)))
    return " · ".join(said)
