"""The tables of docs/method.md, and how a worked number is compared with what is written there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from domain.period import Period
from domain.plan import Kind
from domain.progress import Assessment
from tests.support.judging import assess
from tests.support.plans import LONG_AFTER, make_indicator, make_plan, reported

PAGE = Path(__file__).parents[2] / "docs" / "method.md"
Row = dict[str, str]


def table(first_heading: str) -> list[Row]:
    """The rows of the one table that has `first_heading` over its first column."""
    blocks = PAGE.read_text(encoding="utf-8").split("\n\n")
    (found,) = [block for block in blocks if block.startswith(f"| {first_heading} |")]
    heads, _, *rows = [[cell.strip() for cell in line.strip("| ").split(" | ")] for line in found.splitlines()]
    return [dict(zip(heads, row, strict=True)) for row in rows]


def is_the_one_kept(first_heading: str, rows: Sequence[Sequence[str]]) -> bool:
    """Whether the page has this very table. Where it has another, that is written in its place: read it, run again."""
    page = PAGE.read_text(encoding="utf-8")
    (kept,) = [block for block in page.split("\n\n") if block.startswith(f"| {first_heading} |")]
    rule = kept.splitlines()[1]
    head, *others = (f"| {' | '.join(row)} |" for row in rows)
    made = "\n".join([head, rule, *others])
    if made != kept:
        PAGE.write_text(page.replace(kept, made), encoding="utf-8")
    return made == kept


def cases(first_heading: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    rows = table(first_heading)
    return pytest.mark.parametrize("row", rows, ids=[" ".join(row.values())[:60] for row in rows])


def number(text: str) -> Decimal:
    return Decimal(text.replace(",", "").replace("−", "-").replace("%", "").strip())


def as_written(value: Fraction | int | None, like: str, *, percent: bool = False) -> bool:
    """Whether `value`, rounded to the decimals of `like`, is what the page says; "–" is no value."""
    if value is None or like == "–":
        return value is None and like == "–"
    exact = Fraction(value) * (100 if percent else 1)
    shown = (Decimal(exact.numerator) / exact.denominator).quantize(number(like), rounding=ROUND_HALF_UP)
    return shown == number(like)


def judged(value: str, month: str, kind: Kind = Kind.FLOW, **given: object) -> Assessment:
    indicator = make_indicator(kind=kind, **given)  # type: ignore[arg-type]
    return assess(indicator, make_plan(indicator), reported({month: number(value)}), Period.parse(month), LONG_AFTER)
