"""The lights, and the codes of the rules that decide them. How a light is arrived at is `domain.progress`."""

from __future__ import annotations

from enum import StrEnum


class Status(StrEnum):
    """Progress lights, in the order in which the rules are tried. Reporting lights are apart: `domain.reporting`."""

    BACK_FILLED = "back_filled"  # no light: the month lies before judging began
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
    OVER_LIMIT = "over_limit"  # these three are of limits alone: passed …
    USED_FAST = "used_fast"  # … used up faster than it may be …
    WITHIN_LIMIT = "within_limit"  # … kept so far


OF_LIMITS = (Status.OVER_LIMIT, Status.USED_FAST, Status.WITHIN_LIMIT)
LAGGING = (Status.FAR_BEHIND, Status.BEHIND, Status.OVERDUE, Status.LOST, Status.OVER_LIMIT, Status.USED_FAST)
SILENT = (Status.BACK_FILLED, Status.NOT_DUE, Status.NOT_REPORTED, Status.DISPUTED)  # say nothing either way


class Reason(StrEnum):
    """The rule that decided a light. Why a value is missing has codes of its own: `domain.measurement.Missing`."""

    BEFORE_JUDGING = "before_judging"
    BEFORE_START = "before_start"
    REPORT_NOT_DUE = "report_not_due"
    TARGET_REACHED = "target_reached"
    TARGET_NEARLY_REACHED = "target_nearly_reached"  # an "about" target, within its tolerance
    TARGET_KEPT = "target_kept"
    TARGET_NOT_KEPT = "target_not_kept"
    TARGET_LOST = "target_lost"
    HELD_BACK = "held_back"  # a dispute
    OVERRIDDEN = "overridden"
    DEADLINE_PASSED = "deadline_passed"
    PLAN_SHARE_LOW = "plan_share_low"
    NOTHING_DUE_YET = "nothing_due_yet"
    BELOW_BASELINE = "below_baseline"  # nothing is due yet, and even the baseline is no longer held
    RATIO_AHEAD = "ratio_ahead"
    RATIO_ON_TRACK = "ratio_on_track"
    RATIO_BEHIND = "ratio_behind"
    RATIO_FAR_BEHIND = "ratio_far_behind"
    LIMIT_PASSED = "limit_passed"
    LIMIT_USED_FAST = "limit_used_fast"
    LIMIT_KEPT = "limit_kept"
    TASK_DONE = "task_done"
    TASK_BLOCKED = "task_blocked"
    TASK_UNDER_WAY = "task_under_way"
    TASK_MAY_WAIT = "task_may_wait"
    TASK_NOT_STARTED = "task_not_started"
