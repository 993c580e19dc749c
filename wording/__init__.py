"""Every word shown to a person, in Chinese and English, and how numbers, months and dates are written.

The texts stand side by side in the `*.toml` files of this folder: `[section]`, then `key = ["中文", "English"]`.
A text names its facts in braces, `{n}`; facts may be strings, numbers, months, dates, things with a
`name`, or readings of a question, which are sentences of their own.
"""

from __future__ import annotations

import tomllib
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any, Literal, cast

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")
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
        """Thousands marks, rounded half up; by default whole numbers bare and others with one decimal."""
        exact = decimal_of(value)
        if decimals is None:
            decimals = 0 if exact == exact.to_integral_value() else 1
        return f"{rounded(exact, decimals):,}".replace("-", "−")

    def share(self, value: float | Decimal | Fraction, decimals: int = 1) -> str:
        """A share of 0–1 as a percentage."""
        return f"{self.number(decimal_of(value) * 100, decimals)}%"

    def points(self, value: float | Decimal | Fraction) -> str:
        """A signed difference of shares in percentage points."""
        amount = rounded(decimal_of(value) * 100, 1)
        sign = "+" if amount > 0 else ""
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
    """`value` as a decimal, exact but for fractions that never end, which keep 28 digits."""
    if isinstance(value, Fraction):
        return Decimal(value.numerator) / Decimal(value.denominator)
    return value if isinstance(value, Decimal) else Decimal(str(value))


def rounded(value: Decimal, decimals: int) -> Decimal:
    """Rounded half up, the way reports are."""
    return value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
