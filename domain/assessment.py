"""What judging comes to: one indicator's light for one month, the reason for it, and the figures that follow.

How the light is arrived at is `domain.progress`, which hands these names on to everybody else. The figures are worked
out when they are asked for, and kept: most of the months an indicator has are never looked at.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from domain.next_light import next_light
from domain.path import Due, PlanPath
from domain.period import Period
from domain.plan import Indicator, Thresholds
from domain.ruling import Dispute, Override
from domain.status import LAGGING, SILENT, Reason, Status
from domain.yardstick import Yardstick

__all__ = ["LAGGING", "SILENT", "Assessment", "Reason", "Status"]


@dataclass(frozen=True)
class Assessment:
    """One indicator judged for one month. Shares are exact fractions (1 is 100 %); None where unknown.

    `value`, `baseline`, `target` and `expected` are on the scale that is judged: the indicator's own unit for flows and
    stocks, editions held for recurring ones, percent of the group for per-capita and ratio ones. So
    progress_share = (value − baseline) / (target − baseline) always holds, where there is a way to go at all. A month
    from before judging began has its value and what is still to come, and nothing it falls short of.

    Of a limit `baseline` is 0, `progress_share` is the share used and `plan_share` the share that may be used by then;
    ratio and gap are turned round, so that more is better throughout; months and what is needed are not told of it.
    """

    held_to: Yardstick
    period: Period
    status: Status
    reason: str  # code of the rule that decided
    value: Fraction | None
    status_by_rule: Status  # the light, had nobody set another by hand
    dispute: Dispute | None = None  # why the value is held back
    override: Override | None = None  # why the light is not the one of the rules

    @property
    def indicator(self) -> Indicator:
        return self.held_to.indicator

    @property
    def path(self) -> PlanPath:
        return self.held_to.path

    @property
    def thresholds(self) -> Thresholds:
        return self.held_to.thresholds

    @property
    def baseline(self) -> Fraction:
        return self.path.baseline

    @property
    def target(self) -> Fraction:
        return self.path.target

    @property
    def path_is_fallback(self) -> bool:
        """Whether the path is the straight line, for want of milestones."""
        return self.path.is_fallback

    @cached_property
    def _due(self) -> Due:
        return self.path.due(self.period)

    @property
    def expected(self) -> Fraction:
        """What the path asks for by the end of the period."""
        return self._due.value

    @property
    def plan_share(self) -> Fraction:
        """P"""
        return self._due.share

    @property
    def line_share(self) -> Fraction:
        """P before it is cut to whole things; equal to p elsewhere."""
        return self._due.line

    @property
    def months_left(self) -> int:
        """From the end of the period to the end of the path, never below 0."""
        return max(0, self.path.end - self.period)

    @cached_property
    def progress_share(self) -> Fraction | None:
        """G"""
        return None if self.value is None else self.path.share_of(self.value)

    @property
    def is_compared(self) -> bool:
        """Whether there is a value, of a month that is held against the path."""
        return self.value is not None and self.status_by_rule is not Status.BACK_FILLED

    @cached_property
    def ratio(self) -> Fraction | None:
        """K = g / p, of a limit p / g; None where nothing is due, or nothing used, yet."""
        better, worse = self._compared
        return better / worse if better is not None and worse else None

    @cached_property
    def gap(self) -> Fraction | None:
        """G − p, as a share; of a limit p − g."""
        better, worse = self._compared
        return better - worse if better is not None and worse is not None else None

    @property
    def _compared(self) -> tuple[Fraction, Fraction] | tuple[None, None]:
        """What ratio and gap are between: the second is to be reached by the first."""
        done = self.progress_share if self.is_compared else None
        if done is None:
            return None, None
        return (self.plan_share, done) if self.indicator.is_cap else (done, self.plan_share)

    @cached_property
    def months_behind(self) -> Fraction | None:
        """Negative: ahead."""
        if self.progress_share is None or not self.is_compared or self.indicator.is_cap:
            return None
        return self.path.months_behind(self.progress_share, self.period)

    @cached_property
    def shortfall(self) -> Fraction | None:
        """Expected − value, never below 0; on the judged scale."""
        return self._towards(self.expected) if self.is_compared else None

    @cached_property
    def remaining(self) -> Fraction | None:
        """Target − value, never below 0."""
        return self._towards(self.target)

    def _towards(self, aim: Fraction) -> Fraction | None:
        return None if self.value is None else max(Fraction(0), (aim - self.value) * self.held_to.sense)

    @cached_property
    def needed_per_month(self) -> Fraction | None:
        """To reach the target by the deadline. What is over a limit cannot wait for that."""
        if self.value is None or self.indicator.is_cap:
            return None
        if self.held_to.is_reached(self.value):
            return Fraction(0)
        return self.remaining / self.months_left if self.remaining is not None and self.months_left else None

    @cached_property
    def _next(self) -> tuple[Status, Fraction] | tuple[None, None]:
        return next_light(self.held_to, self.period, self.status_by_rule, self.value) or (None, None)

    @property
    def next_light(self) -> Status | None:
        """The next better one; None at the best, and where nothing is judged."""
        return self._next[0]

    @property
    def next_value(self) -> Fraction | None:
        """The least that would have earned it."""
        return self._next[1]
