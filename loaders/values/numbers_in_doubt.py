"""Figures written so that another reading than the one refused makes sense.

Gives the values a refused figure may stand for, in the unit of the indicator; which is meant, a person says.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from domain import figures
from domain.plan import Direction, Indicator, Unit
from domain.problem import Fact
from domain.question import Reading
from loaders.findings import Doubt, Read, refused
from loaders.sheet import Cell, plain
from loaders.values.no_numbers import LOOK_ALIKES

_PLAIN = re.compile(r"(?:0|[1-9][0-9]*|[1-9][0-9]{0,2}(?:,[0-9]{3})+)(?:\.[0-9]+)?")
_THREE_DECIMALS = re.compile(r"([1-9][0-9]{0,2})\.([0-9]{3})")
_MISPLACED = re.compile(r"[0-9]+(?:, ?[0-9]+)+")
_DECIMAL_COMMA = re.compile(r"([0-9]+),([0-9]{1,2})")
_BRACKETED = re.compile(r"\(([0-9]+(?:\.[0-9]+)?)\)")
_TYPED_SHORT = re.compile(r"([0-9]+(?:\.[0-9]+)?) ?[wW]")
_UNFINISHED = re.compile(r"([0-9]+(?:\.[0-9]+)?)[,.]")

_DIGITS, _PLACES = "零一二三四五六七八九", {"十": 10, "百": 100, "千": 1000}
_FORMAL = str.maketrans("〇两壹贰叁肆伍陆柒捌玖拾佰仟萬", "零二一二三四五六七八九十百千万")
_BELOW = (
    r"(?:[一二三四五六七八九]千零?)?(?:[一二三四五六七八九]百零?)?(?:[一二三四五六七八九]?十)?[一二三四五六七八九]?"
)
_WORDS = re.compile(rf"(?=.)(?:(?P<many>(?!万){_BELOW})万零?)?(?P<few>{_BELOW})|零")
_SPOKEN = re.compile(r"[百千万][一二三四五六七八九]$")  # 「三千五」 is 3500 to some and 3005 to others
TEN_THOUSAND, TEN_THOUSAND_MARK = Decimal(10_000), "万"

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
        if figures.flaw(value, is_whole=unit.whole, may_be_negative=may_be_negative) is None
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
            alone = [("unmarked", Decimal(m[1]))] if (m := _UNFINISHED.fullmatch(text)) else []
            return [*joined, *([("decimal_comma", Decimal(f"{comma[1]}.{comma[2]}"))] if comma else []), *alone]
        case "E21":  # 9OOO
            digits = text.translate(LOOK_ALIKES)
            return (
                [("in_words", Decimal(digits.replace(",", "")))] if digits != text and _PLAIN.fullmatch(digits) else []
            )
        case "E25":  # (120)
            inside = _BRACKETED.fullmatch(text)
            return [("negative", -Decimal(inside[1])), ("bracketed", Decimal(inside[1]))] if inside else []
        case "E04":  # 1.2w, as people type 万
            return [("in_words", Decimal(m[1]) * TEN_THOUSAND)] if (m := _TYPED_SHORT.fullmatch(text)) else []
        case "E06":  # 三千
            value = _in_words(text)
            return [] if value is None else [("in_words", value)]
        case "E08":  # —
            return [("nothing", Decimal(0))]
        case _:
            return []


def unit_in_doubt(unit: Unit, item: Indicator, figures: Sequence[Cell]) -> Doubt[Decimal] | None:
    """Whether a row that names no unit may be in ten thousands of it: its figures so read stay within the target.

    None where only the unit itself fits. The value of a reading is how many of the unit one of the sheet is.
    """
    values = [figure.value for figure in figures if isinstance(figure.value, Decimal) and figure.value > 0]
    if not values or item.direction is not Direction.UP:
        return None
    scales = [(Decimal(1), unit.name), (TEN_THOUSAND, f"{TEN_THOUSAND_MARK}{unit.name}")]
    fitting = [
        (scale, name)
        for scale, name in scales
        if max(values) * scale <= item.target or scale == 1
        if not (unit.whole and not all(_is_whole(value * scale) for value in values))
    ]
    if fitting[-1:] != scales[1:]:
        return None
    choices = tuple(
        (Reading(f"{scale:f}", "unit", {"unit": name, "value": f"{Decimal(plain(max(values) * scale)):,f}"}), scale)
        for scale, name in fitting
    )
    raw = next(figure.raw for figure in figures if figure.value == max(values))
    return Doubt("D45", {"raw": raw, "unit": unit.name}, choices=choices)


def _in_words(text: str) -> Decimal | None:
    """「三千二百」 → 3200, 「壹仟贰佰」 → 1200; None for anything else written in Chinese numerals."""
    words = text.translate(_FORMAL)
    match = None if _SPOKEN.search(words) else _WORDS.fullmatch(words)
    return None if match is None else Decimal(_count(match["many"] or "") * 10_000 + _count(match["few"] or ""))


def _count(text: str) -> int:
    """A count below ten thousand."""
    total, digit = 0, 0
    for mark in text:
        if mark in _PLACES:
            total, digit = total + (digit or 1) * _PLACES[mark], 0
        else:
            digit = _DIGITS.index(mark)
    return total + digit


def _is_whole(value: Decimal) -> bool:
    """Of numbers of any size: a remainder would need more digits than are kept."""
    return value == value.to_integral_value()
