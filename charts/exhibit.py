"""An exhibit: a chart with the sentence that replaces it, its table and its notes.

It does not know where it is shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal

import altair as alt

from charts import theme
from domain.amount import Amount
from domain.period import Period
from domain.progress import Status
from views.about import About
from views.rows import Stamp
from wording import Words

MONTHS = "months"  # the layer of a chart over time whose months are pointed at
Kind = Literal["text", "figures", "number", "share", "points", "month"]
Value = str | int | Decimal | Fraction | Amount | Period | None


@dataclass(frozen=True)
class Column:
    """A column: `share` holds 0–1, `points` a difference of shares (0.1 is ten percentage points).

    `figures` are words with figures in them. `statuses`: its figures count only the numbers with these lights.
    """

    key: str
    title: str
    kind: Kind = "text"
    statuses: tuple[Status, ...] = ()

    @property
    def holds_figures(self) -> bool:
        return self.kind not in ("text", "month")

    def narrowed(self, about: About) -> About:
        """What a figure of this column is of, in a row that is about `about`."""
        return replace(about, statuses=self.statuses) if self.statuses else about


@dataclass(frozen=True)
class Table:
    """The figures of a chart, exact. None is a figure nobody knows. `abouts` says of each row what its figures are of.

    Raises ValueError for a row that does not say it.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    abouts: tuple[About, ...]

    def __post_init__(self) -> None:
        if len(self.abouts) != len(self.rows):
            raise ValueError("every row of figures must say what they are of")

    def written(self, words: Words) -> tuple[tuple[str, ...], ...]:
        """Every cell as a reader of that language expects it."""
        columns = self.columns
        return tuple(
            tuple(written(value, column.kind, words) for value, column in zip(row, columns, strict=True))
            for row in self.rows
        )


@dataclass(frozen=True)
class Exhibit:
    """`name` holds the month, is the same in both languages and fit for a file name.

    `spec` is Vega-Lite that carries its own data and is as wide as its container.

    Its `title` is the reading hint; the exhibit's own title and notes are added by `reports.picture` when it leaves
    the page. A selection named "pick" in the spec gives the `id` of the row that was clicked.

    `stamp` names the versions of data, plan and method behind it. `kept` is the table as files have it, with the source
    cells and the clause of every row. Both are added by `reports.catalogue`.
    """

    name: str
    title: str
    alt: str
    spec: dict[str, Any]
    table: Table
    notes: tuple[str, ...]
    stamp: str = ""
    kept: Table | None = None

    @property
    def in_files(self) -> tuple[Table, tuple[str, ...]]:
        """The table and the notes as they leave the page."""
        return self.kept or self.table, tuple(filter(None, (*self.notes, self.stamp)))


def written(value: Value, kind: Kind, words: Words) -> str:
    """One cell as text; a dash where nothing is known."""
    if value is None:
        return "—"
    if isinstance(value, (str, Period, Amount)):
        return words.fact(value)
    if kind == "share":
        return words.share(value)
    return words.points(value) if kind == "points" else words.number(value)


def notes(words: Words, stamp: Stamp, *more: str) -> tuple[str, ...]:
    """The cut-off, the source, the demonstration mark where due, then what the chart itself has to say."""
    said = [words("chart.cut_off", period=stamp.period), words("chart.source")]
    if stamp.is_demonstration:
        said.append(words("chart.demonstration"))
    return (*said, *(note for note in more if note))


def empty(
    name: str, title: str, columns: Sequence[Column], words: Words, stamp: Stamp, message: str | None = None
) -> Exhibit:
    """The exhibit of nothing: it says so, or says `message`, in the picture, in its sentence and in its notes."""
    message = message or words("chart.no_data")
    text = alt.Chart().mark_text(fontSize=14, color=theme.QUIET_INK).encode(text=alt.Text("message:N"))
    spec = theme.finished([text], [{"message": message}], "", 80)
    sentence = words("chart.alt_nothing", title=title, message=message)
    return Exhibit(name, title, sentence, spec, Table(tuple(columns), (), ()), notes(words, stamp, message))


def linked(spec: dict[str, Any], addresses: Sequence[str]) -> dict[str, Any]:
    """`spec` with each row that can be pointed at leading to its address, in place of the selection "pick".

    `addresses` are of the rows of its data, in their order.
    """
    picks = [param for param in spec.get("params", []) if param["name"] == "pick"]
    views = {MONTHS, *(view for param in picks for view in param["views"])}
    href = {"href": {"field": "address", "type": "nominal"}}
    layers = [
        layer | {"encoding": layer["encoding"] | href} if layer.get("name") in views else layer
        for layer in spec["layer"]
    ]
    rows = [row | {"address": address} for row, address in zip(spec["data"]["values"], addresses, strict=True)]
    others = [param for param in spec.get("params", []) if param not in picks]
    return spec | {"data": {"values": rows}, "layer": layers, "params": others}
