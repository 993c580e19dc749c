"""A reporting period: one calendar month, the grain of everything that is reported and judged."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from functools import cache

_ISO_MONTH = re.compile(r"(\d{4})-(\d{2})")


@dataclass(frozen=True, order=True)
class Period:
    """One month. Ordered in time; `period + 1` is the next month, `later - earlier` a number of months."""

    year: int
    month: int

    def __post_init__(self) -> None:
        if not (1 <= self.month <= 12 and 1 <= self.year <= 9999):
            raise ValueError(f"no such month: {self.year}-{self.month}")

    @classmethod
    @cache  # a few dozen months stand on every submission and figure
    def parse(cls, text: str) -> Period:
        """Read '2024-06', the one written form inside the product. Raises ValueError on anything else."""
        match = _ISO_MONTH.fullmatch(text)
        if not match:
            raise ValueError(f"not a month like 2024-06: {text!r}")
        return cls(int(match[1]), int(match[2]))

    @classmethod
    def of(cls, day: date) -> Period:
        """The month that `day` lies in."""
        return cls(day.year, day.month)

    @property
    def first_day(self) -> date:
        return date(self.year, self.month, 1)

    @property
    def last_day(self) -> date:
        return date(self.year, self.month, calendar.monthrange(self.year, self.month)[1])

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"

    def __add__(self, months: int) -> Period:
        ordinal = self.year * 12 + self.month - 1 + months
        return Period(ordinal // 12, ordinal % 12 + 1)

    def __sub__(self, earlier: Period) -> int:
        return (self.year - earlier.year) * 12 + self.month - earlier.month


def months(first: Period, last: Period) -> list[Period]:
    """Every month from `first` to `last`, both included; empty when `last` is earlier."""
    return [first + offset for offset in range(last - first + 1)]
