"""Figures written so that another reading than the one refused makes sense.

Gives the values a refused figure may stand for, in the unit of the indicator; which is meant, a person says.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal

from domain.plan import Unit
from domain.problem import Fact
from domain.question import Reading
from loaders.findings import Doubt, Read, refused
from loaders.sheet import plain

LARGEST = Decimal(10) ** 12

_THREE_DECIMALS = re.compile(r"([1-9][0-9]{0,2})\.([0-9]{3})")
_MISPLACED = re.compile(r"[0-9]+(?:, ?[0-9]+)+")
_DECIMAL_COMMA = re.compile(r"([0-9]+),([0-9]{1,2})")
_BRACKETED = re.compile(r"\(([0-9]+(?:\.[0-9]+)?)\)")
_MARKED = re.compile(r"([0-9]+(?:\.[0-9]+)?)\D+")

Proposal = tuple[str, Decimal]  # the key of the reading, which is also that of its sentence, and the figure


def figure_in_doubt(
    code: str, text: str, unit: Unit, factor: Decimal, may_be_negative: bool, facts: Mapping[str, Fact]
) -> Read[Decimal]:
    """A figure refused with `code`, with its other readings where there are any. `text` is half-width.

    `factor` is how many of `unit` one of the sheet is. A reading that gives no figure in this unit is none.
    """
    meant = [(key, value * factor) for key, value in _meant(code, text)]
    fitting = [
        (key, value)
        for key, value in meant
        if (may_be_negative or value >= 0) and abs(value) <= LARGEST and not (unit.whole and value % 1)
    ]
    is_habit = code == "E12"  # a way of writing; the others are slips
    return proposed(code, facts, fitting, about="" if is_habit else text, may_be_rule=is_habit)


def share_in_doubt(value: Decimal, facts: Mapping[str, Fact]) -> Read[Decimal]:
    """0.65 where per cent are asked for: 0.65 % or 65 %."""
    return proposed("E40", facts, [("share", value * 100), ("percent", value)])


def proposed(
    code: str, facts: Mapping[str, Fact], proposals: Iterable[Proposal], *, about: str = "", may_be_rule: bool = True
) -> Read[Decimal]:
    """The question which figure is meant; a plain refusal where there is none."""
    choices = tuple((Reading(key, key, {"value": f"{Decimal(plain(value)):,f}"}), value) for key, value in proposals)
    if not choices:
        return refused(code, **facts)
    return Read(doubt=Doubt(code, facts, about=about, choices=choices, may_be_rule=may_be_rule))


def _meant(code: str, text: str) -> list[Proposal]:
    match code:
        case "E12":  # 1.204 for 1,204
            return [("thousands", Decimal(f"{m[1]}{m[2]}"))] if (m := _THREE_DECIMALS.fullmatch(text)) else []
        case "E39":  # 1,20,4
            joined = [("joined", Decimal(re.sub(r"[, ]", "", text)))] if _MISPLACED.fullmatch(text) else []
            comma = _DECIMAL_COMMA.fullmatch(text)
            return [*joined, *([("decimal_comma", Decimal(f"{comma[1]}.{comma[2]}"))] if comma else [])]
        case "E25":  # (120)
            inside = _BRACKETED.fullmatch(text)
            return [("negative", -Decimal(inside[1])), ("bracketed", Decimal(inside[1]))] if inside else []
        case "E38":  # 1200①
            return [("unmarked", Decimal(m[1]))] if (m := _MARKED.fullmatch(text)) else []
        case "E08":  # —
            return [("nothing", Decimal(0))]
        case _:
            return []
