"""What judging comes to: one indicator's light, the reason for it, and its figures for one month.

How they are arrived at is `domain.progress`, which hands these names on to everybody else.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from domain.period import Period
from domain.plan import Indicator, Thresholds
from domain.ruling import Dispute, Override
from domain.status import LAGGING, SILENT, Reason, Status

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

    indicator: Indicator
    period: Period
    status: Status
    reason: str  # code of the rule that decided
    value: Fraction | None
    baseline: Fraction
    target: Fraction
    expected: Fraction  # what the path asks for by the end of the period
    progress_share: Fraction | None  # g
    plan_share: Fraction  # p
    ratio: Fraction | None  # k = g / p, of a limit p / g; None where nothing is due, or nothing used, yet
    gap: Fraction | None  # g − p, as a share; of a limit p − g
    months_behind: Fraction | None  # negative: ahead
    shortfall: Fraction | None  # expected − value, never below 0; on the judged scale
    remaining: Fraction | None  # target − value, never below 0
    needed_per_month: Fraction | None  # to reach the target by the deadline
    thresholds: Thresholds
    path_is_fallback: bool  # the straight line, for want of milestones
    line_share: Fraction = Fraction(0)  # p before it is cut to whole things; equal to p elsewhere
    months_left: int = 0  # from the end of the period to the end of the path, never below 0
    next_light: Status | None = None  # the next better one; None at the best, and where nothing is judged
    next_value: Fraction | None = None  # the least that would have earned it
    dispute: Dispute | None = None  # why the value is held back
    override: Override | None = None  # why the light is not the one of the rules …
    status_by_rule: Status | None = None  # … and which that would be

    @property
    def is_reached(self) -> bool:
        """Whether the value reaches the target, whatever the light says: nothing more is needed then."""
        return self.needed_per_month == 0

    @property
    def is_compared(self) -> bool:
        """Whether there is a value, of a month that is held against the path."""
        return self.shortfall is not None
