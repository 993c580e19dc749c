"""The table of figures: each measured value over its yardstick of the same round, beside what is owed."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Row:
    """One figure of one round. `goal` is the most it may be; without one it is only told."""

    figure: str
    value: float
    unit: str
    yardstick: float | None = None  # in the same unit
    goal: float | None = None
    note: str = ""

    @property
    def judged(self) -> float:
        """What the goal is held against: the ratio, or the value itself where there is no yardstick."""
        return self.value if self.yardstick is None else self.value / self.yardstick if self.yardstick else float("inf")


def show(rounds: Sequence[Sequence[Row]]) -> str:
    """The rows of all rounds: medians, the spread of the judged figure, and whether its median meets the goal."""
    every = {
        row.figure: [found for rows in rounds for found in rows if found.figure == row.figure] for row in rounds[0]
    }
    lines = [("figure", "measured", "÷ yardstick", "=", "least–most", "goal", "")]
    lines += [_line(rows) for rows in every.values()]
    widths = [max(map(_width, column)) for column in zip(*lines, strict=True)]
    return "\n".join(
        "  ".join(
            _padded(cell, width, right=place > 0) for place, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    )


def _line(rows: Sequence[Row]) -> tuple[str, ...]:
    one, judged = rows[0], [row.judged for row in rows]
    middle = median(judged)
    is_ratio = one.yardstick is not None
    yardstick = _written(median(row.yardstick or 0.0 for row in rows), one.unit) if is_ratio else ""
    goal = "" if one.goal is None else f"≤ {one.goal:g}"
    met = "" if one.goal is None else "met" if middle <= one.goal else "NOT MET"
    return (
        " ".join(filter(None, (one.figure, one.note))),
        _written(median(row.value for row in rows), one.unit),
        yardstick,
        f"{middle:.2f}" if is_ratio else "",
        f"{min(judged):.3g}–{max(judged):.3g}" if len(rows) > 1 else "",
        goal,
        met,
    )


def _written(value: float, unit: str) -> str:
    return f"{value:.0f} {unit}" if value >= 100 or unit == "" else f"{value:.3g} {unit}"


def _width(text: str) -> int:
    return sum(1 + (unicodedata.east_asian_width(sign) in "WF") for sign in text)


def _padded(text: str, width: int, *, right: bool) -> str:
    blank = " " * (width - _width(text))
    return blank + text if right else text + blank
