"""What would have earned the next better light. Rule: docs/method.md, "The next better light"."""

from __future__ import annotations

from fractions import Fraction

from domain.pace import pace
from domain.period import Period
from domain.status import SILENT, Status
from domain.yardstick import Yardstick


def next_light(
    held_to: Yardstick, period: Period, status: Status, value: Fraction | None
) -> tuple[Status, Fraction] | None:
    """The next better light than `status` and the least value that earns it, in whole things where those are counted.

    None at the best light, where nothing is judged, and where no least value exists: a limit asks for none.
    """
    if value is None or held_to.indicator.is_cap or status in (Status.MET, Status.TOO_EARLY, *SILENT):
        return None
    if status in (Status.AHEAD, Status.OVERDUE, Status.LOST):
        return Status.MET, held_to.rounded(held_to.enough)
    wanted = _wanted(held_to, period, status, value)
    if wanted is None or held_to.is_reached(wanted):
        return Status.MET, held_to.rounded(held_to.enough)
    return pace(held_to.path, wanted, period, held_to.thresholds)[0], wanted


def _wanted(held_to: Yardstick, period: Period, status: Status, value: Fraction) -> Fraction | None:
    """The least value that is better than on track, behind or far behind; None where only the target is."""
    path, thresholds = held_to.path, held_to.thresholds
    due = path.expected(period) - path.baseline
    if due:
        limits = {Status.FAR_BEHIND: thresholds.behind, Status.BEHIND: thresholds.on_track}
        return held_to.rounded(path.baseline + Fraction(limits.get(status, thresholds.ahead)) * due)
    if (value - path.baseline) * held_to.sense < 0:
        return path.baseline
    return path.baseline + held_to.sense if held_to.counts_things else None
