"""What judging comes to: the lights, the reasons for them, and one indicator's figures for one month.

How they are arrived at is `domain.progress`, which hands these names on to everybody else.
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


class Reason(StrEnum):
    """The rule that decided a light. Why a value is missing has codes of its own: `domain.measurement.Missing`."""

    BEFORE_START = "before_start"
    REPORT_NOT_DUE = "report_not_due"
    TARGET_REACHED = "target_reached"
    TARGET_NEARLY_REACHED = "target_nearly_reached"  # an "about" target, within its tolerance
    TARGET_KEPT = "target_kept"
    TARGET_NOT_KEPT = "target_not_kept"
    TARGET_LOST = "target_lost"
    DEADLINE_PASSED = "deadline_passed"
    PLAN_SHARE_LOW = "plan_share_low"
    NOTHING_DUE_YET = "nothing_due_yet"
    BELOW_BASELINE = "below_baseline"  # nothing is due yet, and even the baseline is no longer held
    RATIO_AHEAD = "ratio_ahead"
    RATIO_ON_TRACK = "ratio_on_track"
    RATIO_BEHIND = "ratio_behind"
    RATIO_FAR_BEHIND = "ratio_far_behind"
    TASK_DONE = "task_done"
    TASK_BLOCKED = "task_blocked"
    TASK_UNDER_WAY = "task_under_way"
    TASK_MAY_WAIT = "task_may_wait"
    TASK_NOT_STARTED = "task_not_started"


@dataclass(frozen=True)
class Assessment:
    """One indicator judged for one month. Shares are exact fractions (1 is 100 %); None where unknown.

    `value`, `baseline`, `target` and `expected` are on the scale that is judged: the indicator's own unit for flows and
    stocks, editions held for recurring ones, percent of the group for per-capita and ratio ones. So
    progress_share = (value − baseline) / (target − baseline) always holds, where there is a way to go at all.
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
    line_share: Fraction = Fraction(0)  # p before it is cut to whole things; equal to p elsewhere
    months_left: int = 0  # from the end of the period to the end of the path, never below 0
