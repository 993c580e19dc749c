"""What a series of monthly gains says of the months ahead, and how far off the same rule was before.

Rule: docs/method.md, "Forecast". It knows neither indicators nor targets. Gains may be fractions or floats: a forecast
that is shown is exact, the many made in the past to see how well they held need not be.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from math import sqrt
from statistics import NormalDist
from types import MappingProxyType
from typing import Generic, TypeVar

LEAST, SEASONAL_FROM, YEAR, HALF = 12, 24, 12, 6  # months
INTERVAL = 0.8  # the share of cases the interval should hold
TREND_KEPT = Fraction(4, 5)  # of the change the last two years agree on, so much is expected to go on …
DAMPING = Fraction(7, 10)  # … and in each further year this part of the year before
COMMON_DRIFT = Fraction(1, 10)  # what a year commonly differs from the one before it; weighs as one year's observation
AHEAD = (3, 6)  # months over which past forecasts are held against what came
_BELL = NormalDist()

N = TypeVar("N", Fraction, float)


class Ground(StrEnum):
    """What a forecast rests on, or why there is none."""

    SEASONAL = "seasonal"  # two years or more: every month has its own part of a year
    EVEN = "even"  # less, or a number that also falls: every month alike
    NOT_ENOUGH_HISTORY = "not_enough_history"
    NO_MOVEMENT = "no_movement"  # it never moved: nothing to learn from
    OVER = "over"  # the deadline is reached: the value itself


class Tried(StrEnum):
    """Whose earlier forecasts gave an interval its width."""

    OWN = "own"  # the indicator's and the others'
    OTHERS = "others"  # it is too young to have any
    NOBODY = "nobody"  # nobody's: the width of a bell curve


@dataclass(frozen=True)
class Projection(Generic[N]):
    """The rule fitted to a series of at least 12 monthly gains. Months ahead count from 1, the month after the last.

    `parts` of a year from that month on, `latest` the last twelve months together, `trend` what a year is expected to
    add to the year before; `scatter` the variance of a month, `drift` that of a year against the one before it.
    """

    ground: Ground
    parts: Sequence[N]
    latest: N
    trend: N
    scatter: float
    drift: float
    way: int  # 1 or −1 for a count that only ever rose or fell, else 0

    def month(self, ahead: int) -> N:
        """What the month is expected to bring. What only ever rose is not expected to fall."""
        level = self.latest + self.trend * _years_of_trend(ahead, type(self.latest))
        if level * self.way < 0:
            level -= level
        return level * self.parts[(ahead - 1) % YEAR]

    def added(self, ahead: Iterable[int]) -> N:
        """What these months bring together."""
        return sum((self.month(each) for each in ahead), self.latest - self.latest)

    def spread(self, n: int) -> float:
        """The standard deviation of what `n` months add: single months scatter, years drift like a random walk."""
        years = n / YEAR
        return sqrt(self.scatter * n + self.drift * (years**3 / 3 + years**2 / 2 + years / 6))


def project(gains: Sequence[N]) -> Projection[N]:
    """The rule fitted to `gains`, oldest first; ValueError for fewer than 12."""
    if len(gains) < LEAST:
        raise ValueError(f"{len(gains)} months are not enough")
    number = type(gains[0])
    years = [gains[end - YEAR : end] for end in range(len(gains), YEAR - 1, -YEAR)]  # the newest first
    total = sum(map(sum, years), number(0))
    one_way = total != 0 and all(gain * total >= 0 for year in years for gain in year)
    ground = Ground.SEASONAL if len(gains) >= SEASONAL_FROM and one_way else Ground.EVEN
    parts = [number(1) / YEAR] * YEAR
    if ground is Ground.SEASONAL:
        parts = [sum((year[at] for year in years), number(0)) / total for at in range(YEAR)]
    off = [gain - part * sum(year) for year in years for gain, part in zip(year, parts, strict=True)]
    way = 0 if not one_way else 1 if total > 0 else -1
    free = (YEAR - 1) * (len(years) - (ground is Ground.SEASONAL))
    scatter = float(sum(error * error for error in off)) / free
    return Projection(ground, parts, sum(years[0], number(0)), _trend(gains), scatter, _drift(gains), way)


def _trend(gains: Sequence[N]) -> N:
    """A year's change, where both halves of the last year moved the same way against the year before: the lesser."""
    number = type(gains[0])
    if len(gains) < 2 * YEAR:
        return number(0)
    halves = [sum(gains[len(gains) - end : len(gains) - end + HALF], number(0)) for end in (6, 12, 18, 24)]
    newer, older = halves[0] - halves[2], halves[1] - halves[3]
    if newer * older <= 0:
        return number(0)
    return number(TREND_KEPT) * 2 * min(newer, older, key=abs)


def _years_of_trend(ahead: int, number: type[N]) -> N:
    """How many years of trend lie between the middle of the last twelve months and a month ahead, later ones damped."""
    whole, rest = divmod(2 * ahead + 11, 2 * YEAR)  # the middle is five and a half months back
    damping = number(DAMPING)
    return sum((damping**year for year in range(whole)), number(0)) + damping**whole * rest / (2 * YEAR)


def _drift(gains: Sequence[N]) -> float:
    """The mean square difference of two successive twelve months, the common one counted as a year's observation."""
    totals = [float(sum(gains[end - YEAR : end])) for end in range(YEAR, len(gains) + 1)]
    squares = [(later - before) ** 2 for before, later in zip(totals, totals[YEAR:], strict=False)]
    common = (float(COMMON_DRIFT) * float(sum(map(abs, gains[-YEAR:])))) ** 2
    return (sum(squares) / YEAR + common) / (len(squares) / YEAR + 1)


def misses(gains: Sequence[Fraction] | Sequence[float]) -> tuple[float, ...]:
    """How far off the rule was at every earlier origin with two years known, in standard deviations of its own."""
    known, found = [float(gain) for gain in gains], list[float]()
    for origin in range(SEASONAL_FROM, len(known)):
        fitted = project(known[:origin])
        for n in (n for n in AHEAD if any(known[:origin]) and origin + n <= len(known)):
            spread, error = fitted.spread(n), abs(sum(known[origin : origin + n]) - fitted.added(range(1, n + 1)))
            found.append(error / spread if spread else float(error > 0))
    return tuple(found)


@dataclass(frozen=True)
class TrackRecord:
    """The misses of every indicator of a plan, by its id."""

    misses: Mapping[str, tuple[float, ...]] = field(default_factory=lambda: MappingProxyType({}))

    @classmethod
    def of(cls, series: Mapping[str, Sequence[Fraction] | Sequence[float]]) -> TrackRecord:
        return cls({key: misses(gains) for key, gains in series.items()})

    def odds(self, key: str) -> Odds:
        """How far off a forecast of the indicator may be: half the evidence is its own past, half the others'."""
        own = self.misses.get(key, ())
        others = [found for other, found in self.misses.items() if other != key and found]
        half = 1 / 2 if own and others else 1
        weighed = [(miss, half / len(own)) for miss in own]
        weighed += [(miss, half / len(others) / len(found)) for found in others for miss in found]
        tried = Tried.OWN if own else Tried.OTHERS if others else Tried.NOBODY
        return Odds(tried, tuple(sorted(weighed)))


@dataclass(frozen=True)
class Odds:
    """How often the rule missed by how much: standard deviations, ascending, each with its weight; in all 1."""

    tried: Tried
    weighed: tuple[tuple[float, float], ...]

    @cached_property
    def half_width(self) -> float:
        """Half the interval, in standard deviations: the least that held `INTERVAL` of the earlier forecasts."""
        if not self.weighed:
            return _BELL.inv_cdf((1 + INTERVAL) / 2)
        held = 0.0
        for miss, weight in self.weighed:
            held += weight
            if held >= INTERVAL - 1e-9:
                return miss
        return self.weighed[-1][0]

    def above(self, distance: float) -> float:
        """The chance (0–1) to end above what lies `distance` standard deviations below the middle (negative: above)."""
        if not self.weighed:
            return _BELL.cdf(distance)
        beyond = sum(weight for miss, weight in self.weighed if miss > abs(distance))
        return 1 - beyond / 2 if distance >= 0 else beyond / 2


UNTRIED = TrackRecord()
