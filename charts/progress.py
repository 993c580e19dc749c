"""What the charts of assessments have in common: an assessment as a row of words and shares, its scale and its table.

Shares are drawn between −10 % and 110 %; beyond, the bar stops and its figure tells. No rule of judging lives here.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor
from typing import Any

import altair as alt

from charts import exhibit, marks, theme
from charts.exhibit import Column, Table, Value
from domain.amount import Amount
from domain.amount import amount as exact
from domain.plan import Indicator, Kind
from domain.progress import Assessment, Status
from views.about import About
from wording import Words

LOWEST, HIGHEST = -0.1, 1.1
_LARGE = 10  # from here on what is needed a month, or only estimated, is told in whole numbers


def row(number: int, entry: Assessment, words: Words) -> dict[str, Any]:
    """An assessment as chart fields; `number` is its place from the top."""
    share = entry.progress_share
    fields = {
        "row": number,
        "id": entry.indicator.id,
        "name": words.name(entry.indicator),
        "status": status_text(entry.status, words),
        "colour": theme.PROGRESS[entry.status].colour,
        "zero": 0,
        "whole": 1,
        "share": None if share is None else drawn(share),
        "plan": drawn(entry.plan_share),
        "share_text": "—" if share is None else words.share(share),
        "plan_text": words.share(entry.plan_share),
        "value_text": amount(entry.value, entry.indicator, words),
        "target_text": amount(entry.target, entry.indicator, words),
        "points_text": points_text(entry, words),
        "to_plan": to_plan(entry, words),
        "gap_text": gap_text(entry, words),
    }
    value = "—" if entry.value is None else words.amount(exact(entry.value, entry.indicator))
    fields["amounts"] = words("chart.of_target", value=value, target=fields["target_text"])
    said = {key: value for key, value in fields.items() if isinstance(value, str)}
    return fields | {"spoken": words.aimed("chart.row_spoken", entry.indicator, **said)}


def tooltip(words: Words) -> dict[str, str]:
    """The fields of `row` a reader who points at it wants, and what they are called."""
    keys = {"name": "indicator", "status": "status", "value_text": "value", "target_text": "target"}
    keys |= {"share_text": "progress", "plan_text": "planned", "gap_text": "gap"}
    return {field: words(f"chart_column.{key}") for field, key in keys.items()}


def scale(rows: Sequence[dict[str, Any]], right: int) -> alt.Scale:
    """One scale for all rows: from 0, or below where something fell behind its baseline, to 100 % or the furthest."""
    shares = [entry[key] for entry in rows for key in ("share", "plan") if entry[key] is not None]
    return alt.Scale(domain=[min(0, *shares), max(1, *shares)], range=marks.room(right=right), nice=False)


def drawn(share: Fraction) -> float:
    """A share as far as it is drawn."""
    return round(min(max(float(share), LOWEST), HIGHEST), 4)


def status_text(status: Status, words: Words) -> str:
    return f"{theme.PROGRESS[status].sign} {words(f'status.{status}')}"


def unit(indicator: Indicator, words: Words) -> str:
    """The unit of the judged scale."""
    return "%" if indicator.kind in (Kind.PER_CAPITA, Kind.RATIO) else words.name(indicator.unit_name)


def known(value: Fraction | None, indicator: Indicator) -> Amount | None:
    """A value for a table; None where it is unknown."""
    return None if value is None else exact(value, indicator)


def amount(value: Fraction | Decimal | None, indicator: Indicator, words: Words) -> str:
    """A value with its unit; a dash where it is unknown."""
    return "—" if value is None else with_unit(exact(value, indicator), unit(indicator, words), words)


def rough(value: Fraction | None, indicator: Indicator, words: Words) -> str:
    """A value that is only estimated: no finer than whole things where it is large."""
    if value is None or abs(value) < _LARGE:
        return amount(value, indicator, words)
    return amount(Fraction(floor(value + Fraction(1, 2))), indicator, words)


def with_unit(value: Amount | Decimal, name: str, words: Words) -> str:
    """A number before the name of its unit, apart from it where that is a Latin word."""
    space = " " if name[:1].isascii() and name != "%" else ""
    return f"{words.fact(value)}{space}{name}"


def monthly(entry: Assessment) -> Fraction:
    """What each month to the deadline has to bring; nothing where nothing has. Larger amounts are rounded up."""
    needed = entry.needed_per_month or Fraction(0)
    return Fraction(ceil(needed)) if needed >= _LARGE else needed


def monthly_text(entry: Assessment, words: Words) -> str:
    """The same with its unit."""
    needed = monthly(entry)
    return amount(needed, entry.indicator, words) if needed else ""


def points_text(entry: Assessment, words: Words) -> str:
    """The gap to the path in points; a dash where there is none to tell."""
    return "—" if entry.gap is None or entry.status is Status.NOT_DUE else words.points(entry.gap)


def to_plan(entry: Assessment, words: Words) -> str:
    """The gap to the path, saying that it is one."""
    points = points_text(entry, words)
    return points if entry.gap is None else words.aimed("chart.to_plan", entry.indicator, points=points)


def gap_text(entry: Assessment, words: Words) -> str:
    """The gap in points, and in months where that is known and not nothing."""
    points, months = points_text(entry, words), months_text(entry.months_behind or Fraction(0), words)
    if entry.gap is None or not months:
        return points
    return words("chart.gap_and_months", points=points, months=months)


def months_text(behind: Fraction, words: Words) -> str:
    """By how many months it is behind the path, or ahead of it; nothing where it is neither."""
    if round(behind, 1) == 0:
        return ""
    return words("measure.months_behind" if behind > 0 else "measure.months_ahead", n=words.number(abs(behind)))


def remarks(entries: Sequence[Assessment], words: Words) -> tuple[str, ...]:
    """What has to be said about how these were reckoned: from a baseline, by a path that is only the straight line."""
    facts = {
        "chart.from_baseline": any(entry.baseline for entry in entries),
        "chart.fallback_path": any(entry.path_is_fallback for entry in entries),
    }
    return tuple(words(key) for key, applies in facts.items() if applies)


def table(entries: Sequence[Assessment], words: Words) -> Table:
    """Every figure of the charts of assessments, exact."""
    kinds: dict[str, exhibit.Kind] = {
        "id": "text",
        "indicator": "text",
        "unit": "text",
        "value": "number",
        "target": "number",
    }
    kinds |= {"progress": "share", "planned": "share", "gap": "points", "months_behind": "number", "status": "text"}
    columns = tuple(Column(key, words(f"chart_column.{key}"), kind) for key, kind in kinds.items())
    abouts = tuple(About(indicator=entry.indicator.id) for entry in entries)
    return Table(columns, tuple(_cells(entry, words) for entry in entries), abouts)


def _cells(entry: Assessment, words: Words) -> tuple[Value, ...]:
    indicator = entry.indicator
    amounts = (known(entry.value, indicator), known(entry.target, indicator))
    figures = (*amounts, entry.progress_share, entry.plan_share, entry.gap, entry.months_behind)
    names = (indicator.id, words.name(indicator), unit(indicator, words))
    return (*names, *figures, status_text(entry.status, words))
