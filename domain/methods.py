"""The same number in the eyes of several methods, side by side. Ours is the ratio; the others decide nothing here.

Their limits belong to the methods as published, not to the plan. Source: docs/method.md, "Other methods".
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from domain.assessment import Assessment
from domain.pace import ratio_light
from domain.status import Status

NEARLY_NOTHING = Fraction(1, 1000)  # what growth methods put in place of zero
POINTS_BEHIND, POINTS_FAR = Fraction(10, 100), Fraction(30, 100)  # a city's lights: 10 points short yellow, 30 red
GROWTH_ON_TRACK, GROWTH_MODERATE = 0.95, 0.60  # actual ÷ needed yearly growth: "on track", "moderate"
MONTHS_FAR = 12  # no published limit: a year behind is called far


class Method(StrEnum):
    POINTS = "points"  # gap to plan in percentage points
    RATIO = "ratio"  # progress ÷ plan
    GROWTH = "growth"  # actual ÷ needed compound yearly growth
    MONTHS = "months"  # distance in time


@dataclass(frozen=True)
class Verdict:
    """What one method makes of it: its figure (points and ratio as shares of 1, months as months) and its light."""

    method: Method
    figure: Fraction | None
    status: Status | None


def verdicts(judged: Assessment) -> tuple[Verdict, ...]:
    """Every method's verdict on an assessment; None throughout where there is no value or no way to go, or a limit."""
    if judged.indicator.is_cap:
        return tuple(Verdict(method, None, None) for method in Method)
    points, ratio, months = judged.gap, judged.ratio, judged.months_behind
    growth = growth_ratio(judged)
    return (
        Verdict(Method.POINTS, points, None if points is None else _short(-points, POINTS_BEHIND, POINTS_FAR)),
        Verdict(Method.RATIO, ratio, _by_ratio(judged)),
        Verdict(
            Method.GROWTH, None if growth is None else Fraction(growth), None if growth is None else _by_growth(growth)
        ),
        Verdict(Method.MONTHS, months, None if months is None else _short(months, Fraction(0), Fraction(MONTHS_FAR))),
    )


def growth_ratio(judged: Assessment) -> float | None:
    """Compound yearly growth so far ÷ the growth needed to the target; amounts not above zero become 0.001."""
    path = judged.path
    gone, whole = judged.period - path.origin, path.end - path.origin
    if judged.value is None or not judged.is_compared or gone <= 0 or path.is_kept:
        return None
    base, now, target = (float(max(x, NEARLY_NOTHING)) for x in (judged.baseline, judged.value, judged.target))
    needed = (target / base) ** (12 / whole) - 1
    return ((now / base) ** (12 / gone) - 1) / needed if needed else None


def _by_ratio(judged: Assessment) -> Status | None:
    """Our limits alone, without what the whole rule makes of a first month or a passed deadline."""
    if judged.ratio is None:
        return None
    return ratio_light(judged.ratio, judged.thresholds)[0]


def _by_growth(ratio: float) -> Status:
    if ratio >= GROWTH_ON_TRACK:
        return Status.ON_TRACK
    return Status.BEHIND if ratio >= GROWTH_MODERATE else Status.FAR_BEHIND


def _short(short: Fraction, behind: Fraction, far: Fraction) -> Status:
    """On track up to `behind`, behind up to `far`, both included."""
    if short <= behind:
        return Status.ON_TRACK
    return Status.BEHIND if short <= far else Status.FAR_BEHIND
