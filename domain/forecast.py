"""Where an indicator will probably stand at its deadline, and how sure that is. Rule: docs/method.md, "Forecast".

The coming twelve months bring what the last twelve brought, each month the part of a year it used to take. How far off
that may be is read from the indicator's own past: the scatter of its months, and how much one year differed from the
next. An estimate with its odds, never a promise; it decides no light.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from math import sqrt
from statistics import NormalDist

from domain.gains import gains, levels
from domain.ledger import Ledger
from domain.pace import least, meets
from domain.path import WHOLE_GROUP, PlanPath, plan_path, sense
from domain.period import Period, months
from domain.plan import Indicator, Kind, Plan

LEAST, SEASONAL_FROM, YEAR = 12, 24, 12  # months
INTERVAL = 0.8  # the share of cases the interval should hold
SLIM = Fraction(1, 100)  # no chance is told finer: a normal curve knows nothing of its own far ends
_NORMAL = NormalDist()


class Ground(StrEnum):
    """What a forecast rests on, or why there is none."""

    SEASONAL = "seasonal"  # two years or more: every month has its own part of a year
    EVEN = "even"  # less, or a number that also falls: every month alike
    NOT_ENOUGH_HISTORY = "not_enough_history"
    NO_MOVEMENT = "no_movement"  # it never moved: nothing to learn from
    OVER = "over"  # the deadline is reached: the value itself


@dataclass(frozen=True)
class Forecast:
    """The value at `deadline` with the ends of its 80 % interval, on the judged scale, and the chance (0–1) that the
    target is met then. All four are None where the past tells nothing. `since` is the last month it knows.
    """

    ground: Ground
    deadline: Period
    history: int  # months of gains known
    since: Period | None = None
    value: Fraction | None = None
    low: Fraction | None = None
    high: Fraction | None = None
    chance: Fraction | None = None


@dataclass(frozen=True)
class Likely:
    """The value at the end of a month still to come, with the ends of its 80 % interval."""

    period: Period
    value: Fraction
    low: Fraction
    high: Fraction


@dataclass(frozen=True)
class Outlook:
    """What the months ahead may add: the sum expected, and its standard deviation."""

    ground: Ground
    added: Fraction
    spread: float


def forecast(indicator: Indicator, plan: Plan, ledger: Ledger, period: Period, today: date) -> Forecast:
    """The forecast for the end of the path, from what was known of the months up to `period`."""
    path, seen = plan_path(indicator, plan, period), levels(indicator, ledger, period, today)
    added = gains(indicator, ledger, period, today)
    if not seen or (len(added) < LEAST and seen[-1][0] < path.end):
        return Forecast(Ground.NOT_ENOUGH_HISTORY, path.end, len(added))
    since, now = seen[-1]
    if since >= path.end:
        sure = Fraction(meets(indicator, now, plan.thresholds_at(period)))
        return Forecast(Ground.OVER, path.end, len(added), since, now, now, now, sure)
    if not any(gain for _, gain in added):
        return Forecast(Ground.NO_MOVEMENT, path.end, len(added), since)
    now = _start(path, seen[-1])
    found = outlook([gain for _, gain in added], since, months(max(since, path.origin) + 1, path.end))
    likely = _likely(indicator, plan, path.end, now, found)
    chance = _chance(indicator, plan, period, now, now + found.added, found.spread)
    return Forecast(found.ground, path.end, len(added), since, likely.value, likely.low, likely.high, chance)


def fan(indicator: Indicator, plan: Plan, ledger: Ledger, period: Period, today: date) -> tuple[Likely, ...]:
    """What the same rule says of every month from the last one known to the end of the path, where it says anything.

    The last month is `forecast` itself.
    """
    seen = forecast(indicator, plan, ledger, period, today)
    if seen.since is None or seen.ground not in (Ground.SEASONAL, Ground.EVEN):
        return ()
    path, added = plan_path(indicator, plan, period), gains(indicator, ledger, period, today)
    now = _start(path, levels(indicator, ledger, period, today)[-1])
    ahead = months(max(seen.since, path.origin) + 1, path.end)
    known = [gain for _, gain in added]
    return tuple(
        _likely(indicator, plan, month, now, outlook(known, seen.since, ahead[: place + 1]))
        for place, month in enumerate(ahead)
    )


def _start(path: PlanPath, last: tuple[Period, Fraction]) -> Fraction:
    """The level the months ahead add to: the last one known, or the start of a count that has begun again since."""
    return path.baseline if last[0] <= path.origin else last[1]


def _likely(indicator: Indicator, plan: Plan, month: Period, now: Fraction, found: Outlook) -> Likely:
    middle, half = now + found.added, Fraction(_NORMAL.inv_cdf((1 + INTERVAL) / 2) * found.spread)
    low, value, high = (_possible(indicator, plan, now, end) for end in (middle - half, middle, middle + half))
    return Likely(month, value, low, high)


def outlook(added: Sequence[Fraction], last: Period, ahead: Sequence[Period]) -> Outlook:
    """What `ahead` may bring after the monthly gains `added`, the newest of which is that of `last`; 12 at least."""
    years = len(added) // YEAR
    whole_years = [added[len(added) - YEAR * (year + 1) : len(added) - YEAR * year] for year in range(years)]
    total = sum(map(sum, whole_years), Fraction(0))
    one_way = all(gain * total >= 0 for year in whole_years for gain in year) and total != 0
    ground = Ground.SEASONAL if len(added) >= SEASONAL_FROM and one_way else Ground.EVEN
    parts = [Fraction(1, YEAR)] * YEAR  # of a year, from the month after `last` on
    if ground is Ground.SEASONAL:
        parts = [sum((year[at] for year in whole_years), Fraction(0)) / total for at in range(YEAR)]
    latest = sum(whole_years[0], Fraction(0))
    expected = sum((latest * parts[(month - last - 1) % YEAR] for month in ahead), Fraction(0))
    return Outlook(ground, expected, sqrt(_variance(added, whole_years, parts, ground, len(ahead))))


def _variance(
    added: Sequence[Fraction],
    whole_years: Sequence[Sequence[Fraction]],
    parts: Sequence[Fraction],
    ground: Ground,
    n: int,
) -> float:
    """Scatter of single months, and the drift of yearly totals taken as a random walk, over the `n` months ahead."""
    off = [gain - part * sum(year) for year in whole_years for gain, part in zip(year, parts, strict=True)]
    free = (YEAR - 1) * (len(whole_years) - (ground is Ground.SEASONAL))
    month = sum(error * error for error in off) / free
    totals = [sum(added[end - YEAR : end]) for end in range(YEAR, len(added) + 1)]
    drifts = [(later - before) ** 2 for before, later in zip(totals, totals[YEAR:], strict=False)]
    drift = sum(drifts) / len(drifts) if drifts else 2 * YEAR * month  # by chance alone two totals differ by this
    ahead = Fraction(n, YEAR)
    return float(month * n + drift * (ahead**3 / 3 + ahead**2 / 2 + ahead / 6))


def _possible(indicator: Indicator, plan: Plan, now: Fraction, value: Fraction) -> Fraction:
    """`value` within what can be: counts do not fall, shares stay between nobody and everybody, things are not owed."""
    if indicator.kind in (Kind.FLOW, Kind.RECURRING):
        return max(now, value)
    if indicator.kind in (Kind.PER_CAPITA, Kind.RATIO):
        return min(max(Fraction(0), value), WHOLE_GROUP)
    return max(Fraction(0), value) if plan.unit(indicator.unit).whole and now >= 0 else value


def _chance(
    indicator: Indicator, plan: Plan, period: Period, now: Fraction, middle: Fraction, spread: float
) -> Fraction:
    """The chance, in thousandths, that the target is met at the deadline. While it is open, neither 0 nor 1."""
    thresholds = plan.thresholds_at(period)
    is_count = indicator.kind in (Kind.FLOW, Kind.RECURRING) and sense(indicator) > 0
    if is_count and meets(indicator, now, thresholds):
        return Fraction(1)
    beyond = float((middle - least(indicator, thresholds)) * sense(indicator))
    odds = _NORMAL.cdf(beyond / spread) if spread else float(beyond >= 0)
    return min(max(Fraction(round(odds * 1000), 1000), SLIM), 1 - SLIM)
