"""Where a gap comes from: its parts one after another, from what is due down, or up, to what is there."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import altair as alt

from charts import marks, progress, theme
from charts.exhibit import Column, Exhibit, Table, empty, notes
from domain.amount import decimals
from domain.gap import UNALLOCATED, UNREPORTED, Split, as_shown
from domain.plan import Indicator
from views.about import About
from views.rows import Stamp
from wording import Words

NAME = "gap"


def waterfall(
    indicator: Indicator, by: str, split: Split | None, names: Mapping[str, str], words: Words, stamp: Stamp
) -> Exhibit:
    """A floating bar per part, each beginning where the one above ends; the last is the whole gap.

    `by` is what it is split by (region, department, time); `names` are those of the parts by their key. Amounts are
    rounded so that those shown add up to the whole shown.
    """
    name = f"{NAME}-{by}-{indicator.id}-{stamp.period}"
    title = words(f"chart.gap_title_{by}", name=words.name(indicator))
    columns = _columns(indicator, words)
    if split is None:
        return empty(name, title, columns, words, stamp)
    shown = as_shown(split, decimals(indicator))
    rows, at = list[dict[str, Any]](), Fraction(0)
    for number, part in enumerate(shown.parts):
        rows.append(_row(number, part.key, names[part.key], at, part.amount, indicator, words))
        at += part.amount
    whole = _row(len(rows), "whole", words("chart.gap_whole"), Fraction(0), shown.whole, indicator, words)
    rows.append(whole | {"colour": theme.INK})
    ends = [row[end] for row in rows for end in ("from", "to")]
    scale = alt.Scale(domain=[min(ends), max(*ends, min(ends) + 1e-9)], range=marks.room(right=0), nice=False)
    extra = marks.fit_names(rows, beside="figure")
    line, middle = extra / 2 - 9, extra / 2 + 9
    layers = [
        *marks.names(line),
        marks.text("figure", marks.RIGHT, line, fontWeight="bold"),
        marks.tick("zero", scale, middle, 18, width=1),
        marks.bar("from", "to", scale, middle, 12),
        marks.target({"name": words("chart_column.part"), "figure": words("chart_column.amount")}),
    ]
    spec = theme.finished(layers, rows, words("chart.gap_hint_bars"), alt.Step(44 + extra).to_dict())
    told = [row["spoken"] for row in rows]
    sentence = words("chart.alt", title=title, period=stamp.period, rows=" ".join(told))
    basis = words(f"gap_shares.{split.shares}") if split.shares else ""
    amounts = (progress.known(amount, indicator) for amount in _amounts(shown))
    figures = tuple((row["name"], amount) for row, amount in zip(rows, amounts, strict=True))
    table = Table(columns, figures, tuple(about_part(indicator, by, row["id"]) for row in rows))
    return Exhibit(name, title, sentence, spec, table, notes(words, stamp, basis, words("chart.adds_up")))


def about_part(indicator: Indicator, by: str, key: str) -> About:
    """A region's part rests on that region's cells, every other on those of the whole city."""
    is_region = by == "region" and key not in (UNREPORTED, UNALLOCATED, "whole")
    return About(indicator=indicator.id, region=key if is_region else "")


def _amounts(split: Split) -> list[Fraction]:
    return [*(part.amount for part in split.parts), split.whole]


def _row(
    number: int, key: str, name: str, start: Fraction, amount: Fraction, indicator: Indicator, words: Words
) -> dict[str, Any]:
    figure = signed(amount, indicator, words)
    return {
        "row": number,
        "id": key,
        "name": name,
        "zero": 0,
        "from": float(start),
        "to": float(start + amount),
        "figure": figure,
        "colour": theme.SHORT if amount < 0 else theme.ACCENT,
        "spoken": words("chart.part_spoken", name=name, figure=figure),
    }


def signed(amount: Fraction, indicator: Indicator, words: Words) -> str:
    """An amount with its sign; minus is short of the plan."""
    return ("+" if amount > 0 else "") + progress.amount(amount, indicator, words)


def _columns(indicator: Indicator, words: Words) -> tuple[Column, ...]:
    amount = words("chart.with_unit", name=words("chart_column.amount"), unit=progress.unit(indicator, words))
    return Column("part", words("chart_column.part")), Column("amount", amount, "number")
