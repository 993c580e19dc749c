"""Every word shown to a person, in Chinese and English, and how numbers, months and dates are written.

The texts stand side by side in the `*.toml` files of this folder: `[section]`, then `key = ["中文", "English"]`.
A text names its facts in braces, `{n}`; facts may be strings, numbers, months, dates, things with a
`name`, or readings of a question, which are sentences of their own.
"""

from __future__ import annotations

import tomllib
from datetime import date, datetime
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any, Literal, cast

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")
_WRITTEN_OUT = 30  # digits before the point; a number with more is nobody's figure and is written as a power of ten
_TOTAL = Context(prec=2 * _WRITTEN_OUT, rounding=ROUND_HALF_UP, traps=[])  # gives what is no number, and never raises
_MOST_WRITTEN = 9  # decimals that people write; a number with more was worked out
_SHORT = Context(prec=28, rounding=ROUND_HALF_EVEN, traps=[])
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@cache
def catalogue() -> dict[str, tuple[str, str]]:
    """All texts as {"section.key": (zh, en)}. Raises ValueError for a key given twice or without both languages."""
    texts: dict[str, tuple[str, str]] = {}
    for path in sorted(Path(__file__).parent.glob("*.toml")):
        for section, entries in tomllib.loads(path.read_text(encoding="utf-8")).items():
            for key, pair in entries.items():
                name = f"{section}.{key}"
                if name in texts or len(pair) != 2:
                    raise ValueError(f"{path.name}: {name} is given twice or lacks a language")
                texts[name] = (pair[0], pair[1])
    return texts


class Words:
    """The wording of one language. `words("section.key", n=3)` is a sentence; the methods write single values."""

    def __init__(self, language: Language) -> None:
        self.language: Language = language
        self._column = LANGUAGES.index(language)

    def __call__(self, key: str, /, **facts: object) -> str:
        text = catalogue()[key][self._column]
        return text.format_map({name: self.fact(value) for name, value in facts.items()}) if facts else text

    def aimed(self, key: str, indicator: Any, /, **facts: object) -> str:
        """The sentence in the words of the indicator's aim, `key_fall` or `key_limit`, where it has such words."""
        return self(self.aimed_key(key, indicator), **facts)

    def aimed_key(self, key: str, indicator: Any) -> str:
        own = f"{key}_{indicator.aim.value}"
        return own if self.has(own) else key

    def has(self, key: str) -> bool:
        return key in catalogue()

    def fact(self, value: object) -> str:
        """Any fact as this language writes it."""
        thing: Any = value
        if isinstance(value, str):
            return value
        if isinstance(value, (int, Decimal, Fraction, float)):
            return self.number(value)
        if isinstance(value, datetime):
            return self.instant(value)
        if isinstance(value, date):
            return self.day(value)
        if isinstance(value, (tuple, list)):
            comma = "、" if self.language == "zh" else ", "
            return comma.join(self.fact(item) for item in cast("tuple[object, ...]", value))
        if hasattr(thing, "is_fixed"):
            return self.amount(thing)
        if hasattr(thing, "is_column"):
            return self.line(thing)
        if hasattr(thing, "says"):
            return self(f"reading.{thing.says}", **thing.facts)
        if hasattr(thing, "month"):
            return self.month(thing)
        return self.name(thing)

    def line(self, thing: Any) -> str:
        """A row or column of a sheet, with its heading where that is given."""
        line = self("line.column" if thing.is_column else "line.row", label=thing.label)
        return self("line.titled", line=line, title=thing.title) if thing.title else line

    def name(self, thing: Any) -> str:
        """The name of a department, region, measure …, or of a bilingual name itself."""
        name = getattr(thing, "name", thing)
        return getattr(name, self.language) or name.zh

    def number(self, value: int | float | Decimal | Fraction, decimals: int | None = None) -> str:
        """Thousands marks, rounded half up; by default a decimal as it was written, and what was worked out with one
        decimal, whole numbers bare.

        Never raises: what is no number is a dash, and what has no end or is far beyond any figure has its own form.
        """
        exact = decimal_of(value)
        if _is_beyond_figures(exact):
            return _beyond_figures(exact)
        if decimals is None:
            own = _decimals_of(exact) if isinstance(value, Decimal) else 1
            decimals = _enough(exact, own if own <= _MOST_WRITTEN else 1)
        return f"{rounded(exact, decimals):,f}".replace("-", "−")

    def amount(self, thing: Any) -> str:
        """An amount with the decimals of its indicator: always so many where the plan fixes them, else no more."""
        exact = decimal_of(thing.value)
        if _is_beyond_figures(exact):
            return _beyond_figures(exact)
        decimals = _enough(exact, thing.decimals, is_fixed=thing.is_fixed)
        return self.number(exact, decimals)

    def share(self, value: float | Decimal | Fraction, decimals: int = 1) -> str:
        """A share of 0–1 as a percentage."""
        return f"{self.number(hundredfold(value), decimals)}%"

    def points(self, value: float | Decimal | Fraction) -> str:
        """A signed difference of shares in percentage points."""
        amount = rounded(hundredfold(value), 1)
        sign = "+" if not amount.is_nan() and amount > 0 else ""
        return f"{sign}{self.number(amount, 1)}{' 个百分点' if self.language == 'zh' else ' pp'}"

    def month(self, period: Any) -> str:
        if self.language == "zh":
            return f"{period.year}年{period.month}月"
        return f"{_MONTHS[period.month - 1]} {period.year}"

    def day(self, day: date) -> str:
        if self.language == "zh":
            return f"{day.year}年{day.month}月{day.day}日"
        return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"

    def instant(self, moment: datetime) -> str:
        """A moment to the minute, in the zone it carries."""
        return f"{self.day(moment.date())} {moment:%H:%M}"


def decimal_of(value: int | float | Decimal | Fraction) -> Decimal:
    """`value` as a decimal, exact but for fractions that never end, which keep 28 digits. Never raises."""
    if isinstance(value, Fraction):
        return _SHORT.divide(Decimal(value.numerator), Decimal(value.denominator))
    if isinstance(value, float):
        return Decimal(str(value))
    exact = Decimal(value)
    return Decimal("NaN") if exact.is_snan() else exact


def hundredfold(value: int | float | Decimal | Fraction) -> Decimal:
    """A share of 0–1 in per cent."""
    return _TOTAL.multiply(decimal_of(value), 100)


def rounded(value: Decimal, decimals: int) -> Decimal:
    """Rounded half up, the way reports are; what is too large to have decimals stays as it is."""
    if _is_beyond_figures(value):
        return value
    found = value.quantize(Decimal(1).scaleb(-decimals), context=_TOTAL)
    return found or abs(found)  # nothing has no sign


def _enough(exact: Decimal, most: int, *, is_fixed: bool = False) -> int:
    """How many decimals an amount is written with, `most` at best: no noughts at its end, none for whole numbers; two
    digits of what would be nothing.
    """
    if exact and not rounded(exact, most) and exact.adjusted() > -_WRITTEN_OUT:
        return _decimals_of(rounded(exact, 1 - exact.adjusted()))
    if is_fixed:
        return most
    return 0 if exact == exact.to_integral_value() else max(1, _decimals_of(rounded(exact, most)))


def _decimals_of(exact: Decimal) -> int:
    exponent = exact.normalize(_TOTAL).as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _is_beyond_figures(value: Decimal) -> bool:
    return not value.is_finite() or (value != 0 and value.adjusted() >= _WRITTEN_OUT)


def _beyond_figures(value: Decimal) -> str:
    if value.is_nan():
        return "—"
    sign = "−" if value < 0 else ""
    if value.is_infinite():
        return f"{sign}∞"
    digits, _, power = f"{abs(value):.2E}".partition("E+")
    return f"{sign}{digits}×10^{power}"
