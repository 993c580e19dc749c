"""How far an indicator has come, and what light that is. The rule book is docs/method.md.

Every assessment says which inputs and thresholds it used and returns a reason code; no sentence is made here.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from domain.period import Period
from domain.plan import Indicator, Thresholds


class Status(StrEnum):
    """Progress lights, in the order in which the rules are tried. Reporting lights are apart: `domain.reporting`."""

    NOT_DUE = "not_due"
    NOT_REPORTED = "not_reported"
    DISPUTED = "disputed"
    MET = "met"
    LOST = "lost"
    OVERDUE = "overdue"
    TOO_EARLY = "too_early"
    AHEAD = "ahead"
    ON_TRACK = "on_track"
    BEHIND = "behind"
    FAR_BEHIND = "far_behind"


LAGGING = (Status.FAR_BEHIND, Status.BEHIND, Status.OVERDUE, Status.LOST)


@dataclass(frozen=True)
class Assessment:
    """One indicator judged for one month. Shares are exact fractions (1 is 100 %); None where unknown.

    `value`, `baseline`, `target` and `expected` are on the scale that is judged: the indicator's own unit for flows and
    stocks, editions held for recurring ones, percent of the group for per-capita and ratio ones. So
    progress_share = (value − baseline) / (target − baseline) always holds.
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
    ratio: Fraction | None  # k = g / p; None where nothing is due yet
    gap: Fraction | None  # g − p, as a share
    months_behind: Fraction | None  # negative: ahead
    shortfall: Fraction | None  # expected − value, never below 0; on the judged scale
    remaining: Fraction | None  # target − value, never below 0
    needed_per_month: Fraction | None  # to reach the target by the deadline
    thresholds: Thresholds
    path_is_fallback: bool  # the straight line, for want of milestones
