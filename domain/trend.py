"""How a department's standing moves: a second ranking by improvement, and twelve months of places.

Rule: docs/method.md, "Departments". It compares standings made by `domain.rollup` and knows no other measure of good.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from domain.assessment import Assessment
from domain.period import Period, months
from domain.plan import Department, Plan
from domain.rollup import Placing, Standing, answering, badness, ranked, standing, why_unranked

BACK = (1, 3)  # months that an improvement is measured over
SPAN = 12  # months of a trend
Standings = Callable[[Period], Sequence[Standing]]  # every department of the plan in a month, in plan order


@dataclass(frozen=True)
class Improvement:
    """A department now against `months` ago. Rank 1 improved most; None, with the reason, where either has no rank.

    `share` is how much of the share behind went away (0.2: from 60 % to 40 %), `gap` how much of the widest gap did.
    """

    department: Department
    months: int
    share: Fraction | None
    gap: Fraction | None
    rank: int | None
    of: int
    reason: str = ""  # as of `domain.rollup.Placing`, or before_plan


@dataclass(frozen=True)
class Stage:
    """A department's place in one month."""

    period: Period
    placing: Placing


def standings(plan: Plan, lights: Iterable[Assessment]) -> tuple[Standing, ...]:
    """Every department's standing, in plan order."""
    own: dict[str, list[Assessment]] = defaultdict(list)
    for judged in lights:
        for department_id in answering(judged.indicator):
            own[department_id].append(judged)
    return tuple(standing(own[department.id], department) for department in plan.departments)


def improvements(plan: Plan, standings_in: Standings, period: Period, back: int) -> tuple[Improvement, ...]:
    """Every department against `back` months ago, in plan order; equals share a rank."""
    now = standings_in(period)
    if period + -back < plan.start:
        return tuple(Improvement(entry.department, back, None, None, None, 0, "before_plan") for entry in now)
    then = standings_in(period + -back)
    reasons = [
        why_unranked(plan, after, period) or why_unranked(plan, before, period + -back)
        for before, after in zip(then, now, strict=True)
    ]
    gained = [_gained(before, after) for before, after in zip(then, now, strict=True)]
    counted = sorted(gain for gain, reason in zip(gained, reasons, strict=True) if not reason)
    found: list[Improvement] = []
    for entry, gain, reason in zip(now, gained, reasons, strict=True):
        share, gap = (None, None) if reason else gain
        rank = None if reason else 1 + len(counted) - bisect_right(counted, gain)
        found.append(Improvement(entry.department, back, share, gap, rank, len(counted), reason))
    return tuple(found)


def trend(
    plan: Plan, standings_in: Standings, department_id: str, period: Period, span: int = SPAN
) -> tuple[Stage, ...]:
    """A department's place in each of the `span` months up to `period`, oldest first; none from before the plan."""
    return tuple(
        Stage(month, _place_of(ranked(plan, standings_in(month), month), department_id))
        for month in months(max(plan.start, period + (1 - span)), period)
    )


def _gained(before: Standing, after: Standing) -> tuple[Fraction, Fraction]:
    """Higher is better: what the ranking goes by, then less now."""
    (share_then, gap_then), (share_now, gap_now) = badness(before), badness(after)
    return share_then - share_now, gap_then - gap_now


def _place_of(placings: Sequence[Placing], department_id: str) -> Placing:
    return next(entry for entry in placings if entry.standing.department.id == department_id)
