"""What may stand as a figure: the digits a number is written in, and the values an indicator can have.

One rule for the cells of sheets and for what a person decides in their place. It must not know where a figure stands.
"""

from __future__ import annotations

import re
from decimal import Decimal
from enum import StrEnum

from domain.observation import Aspect
from domain.plan import Indicator, Kind, Plan
from domain.relations import SHARES

LARGEST = Decimal(10) ** 12
MOST_DIGITS = 15  # a spreadsheet keeps no more

_PLAIN = re.compile(r"0|[1-9][0-9]*")
_GROUPED = re.compile(r"[1-9][0-9]{0,2}(?:(,|, | )[0-9]{3})(?:\1[0-9]{3})*")
_FULL_WIDTH = str.maketrans("０１２３４５６７８９，．＋－", "0123456789,.+-")
_NUMBER = re.compile(r"(?P<sign>[+\-−]?)(?P<digits>[0-9][0-9, ]*)(?P<fraction>\.[0-9]+)?")


class Flaw(StrEnum):
    """Why something is no figure."""

    NO_NUMBER = "no_number"
    MISPLACED_MARKS = "misplaced_marks"  # thousands marks that do not stand in threes
    TOO_LARGE = "too_large"  # or of more digits than a spreadsheet keeps
    NOT_WHOLE = "not_whole"  # where only whole ones are counted
    NEGATIVE = "negative"


def digits(whole: str, fraction: str = "") -> Decimal | Flaw:
    """The number written in `whole`, thousands marks only in threes, and `fraction`, which begins with its point."""
    if _GROUPED.fullmatch(whole):
        whole = re.sub(r"[, ]", "", whole)
    if not _PLAIN.fullmatch(whole):
        return Flaw.MISPLACED_MARKS if re.search(r"[, ]", whole) else Flaw.NO_NUMBER
    if len(whole + fraction.lstrip(".")) > MOST_DIGITS:
        return Flaw.TOO_LARGE
    return Decimal(whole + fraction)


def written(text: str) -> Decimal | Flaw:
    """The number that `text` is, and nothing beside it: no unit, no exponent."""
    match = _NUMBER.fullmatch(text.strip().translate(_FULL_WIDTH))
    if match is None:
        return Flaw.NO_NUMBER
    number = digits(match["digits"].rstrip(" "), match["fraction"] or "")
    return -number if isinstance(number, Decimal) and match["sign"] in ("-", "−") else number


def flaw(value: Decimal, *, is_whole: bool = False, may_be_negative: bool = True) -> Flaw | None:
    """What keeps a value from being a figure; None for one that can be."""
    if not value.is_finite():
        return Flaw.NO_NUMBER
    if abs(value) > LARGEST:
        return Flaw.TOO_LARGE
    if is_whole and value != value.to_integral_value():
        return Flaw.NOT_WHOLE
    return Flaw.NEGATIVE if value < 0 and not may_be_negative else None


def flaw_of(value: Decimal, indicator: Indicator, aspect: Aspect, plan: Plan) -> Flaw | None:
    """The same for one figure of an indicator. What is done in a month may take away from a level, and from nothing
    else; a group and those of it who got there are counted in whole heads, whatever the share of them is called,
    unless the plan names a unit of theirs.
    """
    return flaw(
        value,
        is_whole=plan.counted_whole(indicator) if indicator.kind in SHARES else plan.unit(indicator.unit).whole,
        may_be_negative=aspect is Aspect.MONTH and indicator.kind is Kind.STOCK,
    )
