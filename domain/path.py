"""What the plan asks for by the end of a month: the path from baseline to target. Rule: docs/method.md, "The path".

It knows an indicator's aim, start, deadline and milestones. It must not know what was reported, nor today's date.
All figures are exact fractions on the judged scale, which `ends` defines.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from math import ceil, floor

from domain.period import Period
from domain.plan import Basis, Comparator, Direction, Indicator, Kind, Plan

WHOLE_GROUP = Fraction(100)  # percent: everyone of the group has reached the number


@dataclass(frozen=True)
class PathPoint:
    """A point of a path: the share of the way due `months` after its origin, and where that comes from."""

    months: int
    share: Fraction
    basis: Basis

    @property
    def is_assumption(self) -> bool:
        """Whether neither the plan nor a later letter says so."""
        return self.basis in (Basis.INFERRED, Basis.ASSUMED)


@dataclass(frozen=True)
class Due:
    """What a path asks for when a month ends: where its line stands, the share due, and the value that is."""

    line: Fraction
    share: Fraction
    value: Fraction


@dataclass(frozen=True)
class PlanPath:
    """The way from baseline to target, in shares of it (0–1) at month ends counted from `origin`.

    `steps` tells that only whole things are due, so what is due rises in whole steps. `is_kept` marks an aim that the
    baseline meets already: there is no way to go, only a level to keep. Of a limit the shares say how much of it may be
    used by then; where it is used up over the time, `begun_counts`: the whole thing that is begun may be used.
    """

    baseline: Fraction
    target: Fraction
    origin: Period  # the path stands at the baseline at the end of this month
    points: tuple[PathPoint, ...]  # in order of months, from 0 to the last
    steps: bool = False
    is_fallback: bool = False
    is_kept: bool = False
    begun_counts: bool = False

    @property
    def end(self) -> Period:
        """The month in which all of it is due."""
        return self.origin + self.points[-1].months

    def share_of(self, value: Fraction) -> Fraction | None:
        """How much of the way `value` has come; None where there is no way to go."""
        return None if self.is_kept else (value - self.baseline) / (self.target - self.baseline)

    def expected(self, period: Period) -> Fraction:
        """The value due when `period` ends."""
        return self.due(period).value

    def line_share(self, period: Period) -> Fraction:
        """The share the path stands at when `period` ends, between its points in proportion; 1 after the last."""
        return self.due(period).line

    def due_share(self, period: Period) -> Fraction:
        """The share due when `period` ends: the line itself, or the whole things it has passed or begun."""
        return self.due(period).share

    def due(self, period: Period) -> Due:
        """All three, made once for a month."""
        now = self._months_gone(period)
        if now not in self._dues:
            self._dues[now] = self._due(now)
        return self._dues[now]

    @cached_property
    def _dues(self) -> dict[int, Due]:
        return {}

    def _due(self, now: int) -> Due:
        line, way = self._line(now), self.target - self.baseline
        if self.is_kept:
            return Due(line, line, self.target)
        if not self.steps:
            return Due(line, line, self.baseline + line * way)
        size = abs(way)
        whole = Fraction(ceil(line * size) if self.begun_counts else floor(line * size))
        return Due(line, whole / size, self.baseline + whole * (1 if way > 0 else -1))

    def _line(self, now: int) -> Fraction:
        for low, high in pairwise(self.points):
            if now <= high.months:
                return low.share + (high.share - low.share) * Fraction(now - low.months, high.months - low.months)
        return self.points[-1].share

    def months_behind(self, share: Fraction, period: Period) -> Fraction:
        """Months from when the line stands at `share` to the end of `period`; negative when that is still to come.

        Where the line rests at `share` for a while, or comes by more than once, the moment nearest to `period` counts.
        Shares below the line's start count from its start, shares above its end up to its end; once the target is
        reached nobody is behind, however late it is, nor while a path in steps asks for no more.
        """
        now = self._months_gone(period)
        moments = [
            min(max(Fraction(now), Fraction(low.months)), Fraction(high.months))
            if low.share == high.share
            else low.months + (share - low.share) / (high.share - low.share) * (high.months - low.months)
            for low, high in pairwise(self.points)
            if min(low.share, high.share) <= share <= max(low.share, high.share)
        ]
        last = self.points[-1]
        if share >= last.share:
            moments.append(Fraction(max(now, last.months)))
        nearest = min(moments, key=lambda moment: abs(now - moment), default=Fraction(0))
        behind = now - nearest
        return min(behind, Fraction(0)) if share >= self.due_share(period) else behind

    def _months_gone(self, period: Period) -> int:
        return max(0, period - self.origin)


def plan_path(indicator: Indicator, plan: Plan, period: Period) -> PlanPath:
    """The path `indicator` is held to in `period`: its milestones or yearly parts, or the straight line as a fallback.

    Editions are each due by December of their year. What starts again every January has a path of its own each year.
    A season spreads the way between two of these points over the months by its percentages.
    """
    baseline, target = ends(indicator)
    origin, last = _span(indicator, period)
    has_way = target > 0 if indicator.is_cap else (target - baseline) * sense(indicator) > 0
    if not has_way:
        level = tuple(PathPoint(at, Fraction(1), indicator.baseline_basis) for at in (0, last - origin))
        return PlanPath(baseline, target, origin, level, is_kept=True)
    between = [(month, share, basis) for month, share, basis in _stones(indicator) if origin < month < last]
    points = (
        PathPoint(0, _at_first(indicator, between), indicator.baseline_basis),
        *(PathPoint(month - origin, share, basis) for month, share, basis in between),
        PathPoint(last - origin, Fraction(1), indicator.deadline_basis),
    )
    has_points = bool(between or indicator.season) or _holds(indicator) or indicator.kind is Kind.RECURRING
    return PlanPath(
        baseline,
        target,
        origin,
        tuple(_seasonal(indicator, origin, points)) if indicator.season else points,
        steps=_rises_in_steps(indicator, plan, period, abs(target - baseline)),
        is_fallback=not has_points,
        begun_counts=indicator.is_cap and not _holds(indicator),
    )


def _at_first(indicator: Indicator, stones: Sequence[tuple[Period, Fraction, Basis]]) -> Fraction:
    """Where the path stands before its first month: at nothing. A limit to a level holds from the first month on."""
    if not _holds(indicator):
        return Fraction(0)
    return stones[0][1] if stones else Fraction(1)


def _holds(indicator: Indicator) -> bool:
    """Whether it is a limit that is not used up over the time, but holds alike in every month."""
    return indicator.is_cap and indicator.kind is not Kind.FLOW


def _stones(indicator: Indicator) -> Sequence[tuple[Period, Fraction, Basis]]:
    """What is due on the way: month, share of the way, and where that comes from; in order of time."""
    baseline, target = ends(indicator)
    if indicator.kind is Kind.RECURRING:  # that an edition is due by December is our reading
        due = edition_years(indicator)
        return [(Period(year, 12), Fraction(held, len(due)), Basis.INFERRED) for held, year in enumerate(due, start=1)]
    if indicator.year_parts:
        added, stones = Fraction(0), list[tuple[Period, Fraction, Basis]]()
        for year, part in sorted(indicator.year_parts):
            added += Fraction(part)
            stones.append((Period(year, 12), added / (target - baseline), indicator.parts_basis))
        return stones
    stones = sorted(indicator.path, key=lambda milestone: milestone.period)
    return [(stone.period, (Fraction(stone.value) - baseline) / (target - baseline), stone.basis) for stone in stones]


def _seasonal(indicator: Indicator, origin: Period, points: tuple[PathPoint, ...]) -> Iterator[PathPoint]:
    """A point for every month, each stretch between two points spread by the season; evenly where that rests."""
    yield points[0]
    for low, high in pairwise(points):
        stretch = range(low.months + 1, high.months + 1)
        weights = [Fraction(indicator.season[(origin + at).month - 1]) for at in stretch]
        if not any(weights):
            weights = [Fraction(1)] * len(weights)
        gone, whole = Fraction(0), sum(weights)
        for at, weight in zip(stretch[:-1], weights, strict=False):
            gone += weight / whole
            yield PathPoint(at, low.share + (high.share - low.share) * gone, indicator.season_basis)
        yield high


def ends(indicator: Indicator) -> tuple[Fraction, Fraction]:
    """Baseline and target on the scale that is judged.

    Flows and stocks: the indicator's unit. Recurring: editions, all those due by the deadline. Ratios: percent of the
    group. Per capita: percent of the group that has reached the number, so the target is all of it. A count that
    starts again every January starts from nothing, and so does the use of a limit.
    """
    if indicator.kind is Kind.RECURRING:
        return Fraction(0), Fraction(len(edition_years(indicator)))
    if indicator.kind is Kind.PER_CAPITA:
        return Fraction(0), WHOLE_GROUP
    starts_at_nothing = indicator.resets_yearly or indicator.is_cap
    return Fraction(0) if starts_at_nothing else Fraction(indicator.baseline), Fraction(indicator.target)


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
