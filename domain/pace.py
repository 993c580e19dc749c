"""The light of work under way: what is done against what is due.

Rule: docs/method.md, "The lights". It judges one value against one path; it knows no ledger and no date of today.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from domain.path import PlanPath, ends, sense
from domain.period import Period
from domain.plan import Comparator, Indicator, Thresholds
from domain.status import Reason, Status


def meets(indicator: Indicator, value: Fraction, thresholds: Thresholds) -> bool:
    """Whether `value`, on the judged scale, reaches the target. An "about" target may be missed by its tolerance."""
    return (least(indicator, thresholds) - value) * sense(indicator) <= 0


def pace(path: PlanPath, value: Fraction, period: Period, thresholds: Thresholds) -> tuple[Status, Reason]:
    """The light for work under way: what is done against what is due."""
    asked = path.due(period)
    if asked.line < _exact(thresholds.too_early):
        return Status.TOO_EARLY, Reason.PLAN_SHARE_LOW
    done, due = value - path.baseline, asked.value - path.baseline
    if not due:
        beyond = path.share_of(value) or 0
        if beyond < 0:
            return Status.FAR_BEHIND, Reason.BELOW_BASELINE
        return Status.AHEAD if beyond else Status.ON_TRACK, Reason.NOTHING_DUE_YET
    return ratio_light(done / due, thresholds)


def use(path: PlanPath, value: Fraction, period: Period, thresholds: Thresholds) -> tuple[Status, Reason]:
    """The light of a limit: whether it is passed, and whether more of it is used than may be by then."""
    if value > path.target:
        return Status.OVER_LIMIT, Reason.LIMIT_PASSED
    asked = path.due(period)
    if asked.line < _exact(thresholds.too_early):
        return Status.TOO_EARLY, Reason.PLAN_SHARE_LOW
    if value > asked.value:
        return Status.USED_FAST, Reason.LIMIT_USED_FAST
    return Status.WITHIN_LIMIT, Reason.LIMIT_KEPT


def ratio_light(ratio: Fraction, thresholds: Thresholds) -> tuple[Status, Reason]:
    """The light that the ratio to plan alone gives."""
    for limit, status, reason in (
        (thresholds.ahead, Status.AHEAD, Reason.RATIO_AHEAD),
        (thresholds.on_track, Status.ON_TRACK, Reason.RATIO_ON_TRACK),
        (thresholds.behind, Status.BEHIND, Reason.RATIO_BEHIND),
    ):
        if ratio >= _exact(limit):
            return status, reason
    return Status.FAR_BEHIND, Reason.RATIO_FAR_BEHIND


def least(indicator: Indicator, thresholds: Thresholds) -> Fraction:
    """The least value that counts as the target reached."""
    _, target = ends(indicator)
    about = indicator.comparator is Comparator.ABOUT
    return target - (1 - Fraction(thresholds.about)) * abs(target) * sense(indicator) if about else target


@lru_cache(maxsize=1000)
def _exact(limit: Decimal) -> Fraction:
    return Fraction(limit)
