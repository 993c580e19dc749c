"""What the plan asks for by the end of a month: the path from baseline to target. Rule: docs/method.md, "The path".

It knows an indicator's aim, start, deadline and milestones. It must not know what was reported, nor today's date.
All figures are exact fractions on the judged scale, which `ends` defines.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from domain.period import Period
from domain.plan import Comparator, Direction, Indicator, Kind, Plan

WHOLE_GROUP = Fraction(100)  # percent: everyone of the group has reached the number


@dataclass(frozen=True)
class PlanPath:
    """The way from baseline to target, in shares of it (0–1) at month ends counted from `origin`.

    `steps` tells that only whole things are due, so what is due rises in whole steps. `is_kept` marks an aim that the
    baseline meets already: there is no way to go, only a level to keep.
    """

    baseline: Fraction
    target: Fraction
    origin: Period  # the path stands at the baseline at the end of this month
    points: tuple[tuple[int, Fraction], ...]  # months after origin → share, in order, from 0 to the last month
    steps: bool = False
    is_fallback: bool = False
    is_kept: bool = False

    @property
    def end(self) -> Period:
        """The month in which all of it is due."""
        return self.origin + self.points[-1][0]

    def share_of(self, value: Fraction) -> Fraction | None:
        """How much of the way `value` has come; None where there is no way to go."""
        return None if self.is_kept else (value - self.baseline) / (self.target - self.baseline)

    def expected(self, period: Period) -> Fraction:
        """The value due when `period` ends."""
        if self.is_kept:
            return self.target
        return self.baseline + self.due_share(period) * (self.target - self.baseline)

    def line_share(self, period: Period) -> Fraction:
        """The share the path stands at when `period` ends, between its points in proportion; 1 after the last."""
        now = self._months_gone(period)
        for (before, low), (after, high) in zip(self.points, self.points[1:], strict=False):
            if now <= after:
                return low + (high - low) * Fraction(now - before, after - before)
        return self.points[-1][1]

    def due_share(self, period: Period) -> Fraction:
        """The share due when `period` ends: the line itself, or the whole things it has passed."""
        line = self.line_share(period)
        size = abs(self.target - self.baseline)
        return Fraction(line * size // 1) / size if self.steps else line

    def months_behind(self, share: Fraction, period: Period) -> Fraction:
        """Months from when the line stands at `share` to the end of `period`; negative when that is still to come.

        Where the line rests at `share` for a while, or comes by more than once, the moment nearest to `period` counts.
        Shares below the line's start count from its start, shares above its end up to its end; once the target is
        reached nobody is behind, however late it is, nor while a path in steps asks for no more.
        """
        now = self._months_gone(period)
        moments = [
            min(max(Fraction(now), Fraction(before)), Fraction(after))
            if low == high
            else before + (share - low) / (high - low) * (after - before)
            for (before, low), (after, high) in zip(self.points, self.points[1:], strict=False)
            if min(low, high) <= share <= max(low, high)
        ]
        last = self.points[-1][0]
        if share >= self.points[-1][1]:
            moments.append(Fraction(max(now, last)))
        nearest = min(moments, key=lambda moment: abs(now - moment), default=Fraction(0))
        behind = now - nearest
        return min(behind, Fraction(0)) if share >= self.due_share(period) else behind

    def _months_gone(self, period: Period) -> int:
        return max(0, period - self.origin)


def plan_path(indicator: Indicator, plan: Plan, period: Period) -> PlanPath:
    """The path `indicator` is held to in `period`: its milestones, or the straight line as a marked fallback.

    Editions are each due by December of their year. What starts again every January has a path of its own each year.
    """
    baseline, target = ends(indicator)
    origin, last = _span(indicator, period)
    if (target - baseline) * sense(indicator) <= 0:
        level = ((0, Fraction(1)), (last - origin, Fraction(1)))
        return PlanPath(baseline, target, origin, level, is_kept=True)
    if indicator.kind is Kind.RECURRING:
        due = edition_years(indicator)
        between = [(Period(year, 12), Fraction(held, len(due))) for held, year in enumerate(due, start=1)]
    else:
        stones = sorted(indicator.path, key=lambda milestone: milestone.period)
        between = [(stone.period, (Fraction(stone.value) - baseline) / (target - baseline)) for stone in stones]
    inner = tuple((month - origin, share) for month, share in between if origin < month < last)
    return PlanPath(
        baseline,
        target,
        origin,
        ((0, Fraction(0)), *inner, (last - origin, Fraction(1))),
        steps=_rises_in_steps(indicator, plan, period, abs(target - baseline)),
        is_fallback=not between,
    )


def ends(indicator: Indicator) -> tuple[Fraction, Fraction]:
    """Baseline and target on the scale that is judged.

    Flows and stocks: the indicator's unit. Recurring: editions, all those due by the deadline. Ratios: percent of the
    group. Per capita: percent of the group that has reached the number, so the target is all of it. A count that
    starts again every January starts from nothing.
    """
    if indicator.kind is Kind.RECURRING:
        return Fraction(0), Fraction(len(edition_years(indicator)))
    if indicator.kind is Kind.PER_CAPITA:
        return Fraction(0), WHOLE_GROUP
    return Fraction(0) if indicator.resets_yearly else Fraction(indicator.baseline), Fraction(indicator.target)


def sense(indicator: Indicator) -> int:
    """1 where more is better, −1 where less is."""
    falls = indicator.direction is Direction.DOWN or indicator.comparator is Comparator.AT_MOST
    return -1 if falls else 1


def edition_years(indicator: Indicator) -> tuple[int, ...]:
    """The years by whose December an edition is due, up to the deadline."""
    last = Period.of(indicator.deadline)
    return tuple(
        year for year in range(indicator.first_year, last.year + 1, indicator.every_years) if Period(year, 12) <= last
    )


def elapsed_share(plan: Plan, period: Period) -> Fraction:
    """How much of the whole plan's time is over when `period` ends, 0–1."""
    return share_of_time(plan.start, plan.end, period)


def share_of_time(start: Period, end: Period, period: Period) -> Fraction:
    """How much of the months `start` … `end` is over when `period` ends, 0–1."""
    length = end - start + 1
    return Fraction(min(max(period - start + 1, 0), length), length)


def starts_again(indicator: Indicator) -> bool:
    """Whether it is judged year by year. Editions are not: they add up over the years."""
    return indicator.resets_yearly and indicator.kind is not Kind.RECURRING


def _span(indicator: Indicator, period: Period) -> tuple[Period, Period]:
    """The month before the path begins and the month in which it ends."""
    start, last = indicator.start, Period.of(indicator.deadline)
    if starts_again(indicator):
        year = min(max(period.year, start.year), last.year)
        start, last = max(start, Period(year, 1)), min(last, Period(year, 12))
    return start + (-1), last


def _rises_in_steps(indicator: Indicator, plan: Plan, period: Period, size: Fraction) -> bool:
    if indicator.kind is Kind.RECURRING:
        return True
    counted = indicator.kind in (Kind.FLOW, Kind.STOCK) and plan.unit(indicator.unit).whole
    limit = Fraction(plan.thresholds_at(period).whole_number_target)
    return counted and size.denominator == 1 and size <= limit
