"""The light of work under way: what is done against what is due; and what would have earned the next better light.

Rule: docs/method.md, "The lights". It judges one value against one path; it knows no ledger and no date of today.
"""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor

from domain.path import PlanPath, ends, sense
from domain.period import Period
from domain.plan import Comparator, Indicator, Kind, Plan, Thresholds
from domain.status import SILENT, Reason, Status


def meets(indicator: Indicator, value: Fraction, thresholds: Thresholds) -> bool:
    """Whether `value`, on the judged scale, reaches the target. An "about" target may be missed by its tolerance."""
    return (least(indicator, thresholds) - value) * sense(indicator) <= 0


def pace(path: PlanPath, value: Fraction, period: Period, thresholds: Thresholds) -> tuple[Status, Reason]:
    """The light for work under way: what is done against what is due."""
    if path.line_share(period) < Fraction(thresholds.too_early):
        return Status.TOO_EARLY, Reason.PLAN_SHARE_LOW
    done, due = value - path.baseline, path.expected(period) - path.baseline
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
    if path.line_share(period) < Fraction(thresholds.too_early):
        return Status.TOO_EARLY, Reason.PLAN_SHARE_LOW
    if value > path.expected(period):
        return Status.USED_FAST, Reason.LIMIT_USED_FAST
    return Status.WITHIN_LIMIT, Reason.LIMIT_KEPT


def ratio_light(ratio: Fraction, thresholds: Thresholds) -> tuple[Status, Reason]:
    """The light that the ratio to plan alone gives."""
    for limit, status, reason in (
        (thresholds.ahead, Status.AHEAD, Reason.RATIO_AHEAD),
        (thresholds.on_track, Status.ON_TRACK, Reason.RATIO_ON_TRACK),
        (thresholds.behind, Status.BEHIND, Reason.RATIO_BEHIND),
    ):
        if ratio >= Fraction(limit):
            return status, reason
    return Status.FAR_BEHIND, Reason.RATIO_FAR_BEHIND


def next_light(
    indicator: Indicator, plan: Plan, path: PlanPath, period: Period, status: Status, value: Fraction | None
) -> tuple[Status, Fraction] | None:
    """The next better light than `status` and the least value that earns it, in whole things where those are counted.

    None at the best light, where nothing is judged, and where no least value exists: a limit asks for none.
    """
    if value is None or indicator.is_cap or status in (Status.MET, Status.TOO_EARLY, *SILENT):
        return None
    thresholds = plan.thresholds_at(period)
    enough = _rounded(indicator, plan, least(indicator, thresholds))
    if status in (Status.AHEAD, Status.OVERDUE, Status.LOST):
        return Status.MET, enough
    wanted = _wanted(indicator, plan, path, period, status, value)
    if wanted is None or meets(indicator, wanted, thresholds):
        return Status.MET, enough
    return pace(path, wanted, period, thresholds)[0], wanted


def _wanted(
    indicator: Indicator, plan: Plan, path: PlanPath, period: Period, status: Status, value: Fraction
) -> Fraction | None:
    """The least value that is better than on track, behind or far behind; None where only the target is."""
    thresholds = plan.thresholds_at(period)
    due = path.expected(period) - path.baseline
    if due:
        limits = {Status.FAR_BEHIND: thresholds.behind, Status.BEHIND: thresholds.on_track}
        return _rounded(indicator, plan, path.baseline + Fraction(limits.get(status, thresholds.ahead)) * due)
    if (value - path.baseline) * sense(indicator) < 0:
        return path.baseline
    return path.baseline + sense(indicator) if _is_whole(indicator, plan) else None


def least(indicator: Indicator, thresholds: Thresholds) -> Fraction:
    """The least value that counts as the target reached."""
    _, target = ends(indicator)
    about = indicator.comparator is Comparator.ABOUT
    return target - (1 - Fraction(thresholds.about)) * abs(target) * sense(indicator) if about else target


def _is_whole(indicator: Indicator, plan: Plan) -> bool:
    """Whether its value is a number of whole things."""
    if indicator.kind in (Kind.PER_CAPITA, Kind.RATIO):
        return False
    return indicator.kind is Kind.RECURRING or plan.unit(indicator.unit).whole


def _rounded(indicator: Indicator, plan: Plan, value: Fraction) -> Fraction:
    """`value`, or the next whole number towards the target."""
    if not _is_whole(indicator, plan):
        return value
    return Fraction(ceil(value) if sense(indicator) > 0 else floor(value))
