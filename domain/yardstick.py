"""What an indicator is held to: path, limits and the least value that reaches the target; made once for many months."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import ceil, floor

from domain.pace import least
from domain.path import PlanPath, plan_path, sense
from domain.period import Period
from domain.plan import Indicator, Kind, Plan, Thresholds


@dataclass(frozen=True)
class Yardstick:
    """What holds under one version of the limits, and in one year where the count starts again every January.

    `counts_things`: its value is a number of whole things.
    """

    indicator: Indicator
    path: PlanPath
    thresholds: Thresholds
    counts_things: bool

    @cached_property
    def sense(self) -> int:
        """1 where more is better, −1 where less is."""
        return sense(self.indicator)

    @cached_property
    def enough(self) -> Fraction:
        """The least value that counts as the target reached."""
        return least(self.indicator, self.thresholds)

    def is_reached(self, value: Fraction) -> bool:
        return value >= self.enough if self.sense > 0 else value <= self.enough

    def rounded(self, value: Fraction) -> Fraction:
        """`value`, or the next whole number towards the target where things are counted."""
        if not self.counts_things:
            return value
        return Fraction(ceil(value) if self.sense > 0 else floor(value))


def yardstick(indicator: Indicator, plan: Plan, period: Period) -> Yardstick:
    """What `indicator` is held to in `period`."""
    is_share = indicator.kind in (Kind.PER_CAPITA, Kind.RATIO)
    return Yardstick(
        indicator,
        plan_path(indicator, plan, period),
        plan.thresholds_at(period),
        counts_things=indicator.kind is Kind.RECURRING or (plan.unit(indicator.unit).whole and not is_share),
    )
