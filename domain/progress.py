"""How far an indicator has come in a month, and what light that is. The rule book is docs/method.md.

Every assessment says which inputs and thresholds it used and returns a reason code; no sentence is made here. A month
is judged by `domain.judging`, which goes over all of them and knows what came before.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from domain.assessment import LAGGING, SILENT, Assessment, Reason, Status
from domain.measurement import Missing
from domain.observation import TaskState
from domain.pace import meets, pace, use
from domain.path import PlanPath, share_of_time
from domain.period import Period
from domain.plan import Plan, Task
from domain.reporting import is_due
from domain.ruling import Dispute, Override
from domain.working import working
from domain.yardstick import Yardstick

__all__ = ["LAGGING", "SILENT", "Assessment", "Month", "Reason", "Status", "assess", "assess_task", "meets", "working"]


@dataclass(frozen=True)
class Month:
    """A month to be judged: its value on the judged scale, or why there is none, and what else is known of it."""

    period: Period
    value: Fraction | None
    missing: Missing | None
    is_judged: bool  # it does not lie before judging began
    is_due: bool  # its report should be here
    was_met: bool  # an earlier month had reached the target
    dispute: Dispute | None = None
    override: Override | None = None


def assess(held_to: Yardstick, month: Month) -> Assessment:
    """Judge a month against what the indicator is held to in it."""
    by_rule, why = _light(held_to, month)
    override = None if by_rule in SILENT else month.override  # none fills silence, settles a dispute or reaches back
    status, reason = (override.status, Reason.OVERRIDDEN) if override else (by_rule, why)
    dispute = None if month.value is None else month.dispute
    return Assessment(held_to, month.period, status, reason, month.value, by_rule, dispute, override)


def _light(held_to: Yardstick, month: Month) -> tuple[Status, str]:
    """The first rule that holds. The month that holds the deadline ends with none of the time left."""
    indicator, path, period, value = held_to.indicator, held_to.path, month.period, month.value
    if not month.is_judged:
        return Status.BACK_FILLED, Reason.BEFORE_JUDGING
    if period < indicator.start:
        return Status.NOT_DUE, Reason.BEFORE_START
    if value is None:
        missing = Status.NOT_REPORTED, month.missing or Missing.NO_REPORT
        return missing if month.is_due else (Status.NOT_DUE, Reason.REPORT_NOT_DUE)
    if month.dispute:
        return Status.DISPUTED, Reason.HELD_BACK
    if indicator.is_cap:
        return use(path, value, period, held_to.thresholds)
    if held_to.is_reached(value):
        return Status.MET, _why_met(path, (path.target - value) * held_to.sense)
    if path.is_kept or month.was_met:
        return Status.LOST, Reason.TARGET_NOT_KEPT if path.is_kept else Reason.TARGET_LOST
    if period >= Period.of(indicator.deadline):
        return Status.OVERDUE, Reason.DEADLINE_PASSED
    return pace(path, value, period, held_to.thresholds)


def _why_met(path: PlanPath, still_short: Fraction) -> Reason:
    if path.is_kept:
        return Reason.TARGET_KEPT
    return Reason.TARGET_NEARLY_REACHED if still_short > 0 else Reason.TARGET_REACHED


def assess_task(
    task: Task, state: TaskState | None, plan: Plan, period: Period, today: date | None = None
) -> tuple[Status, str]:
    """The light of a task whose reported state at the end of `period` is `state`, with the code of its reason.

    `today` tells whether a missing report is overdue; without it, one that is missing counts as overdue.
    """
    end = Period.of(task.deadline)
    if period < plan.judging_start:
        return Status.BACK_FILLED, Reason.BEFORE_JUDGING
    if state is None:
        awaited = today is not None and not is_due(plan, period, today)
        return (Status.NOT_DUE, Reason.REPORT_NOT_DUE) if awaited else (Status.NOT_REPORTED, Missing.NO_REPORT)
    if state.state == "done":
        return Status.MET, Reason.TASK_DONE
    if period >= end:
        return Status.OVERDUE, Reason.DEADLINE_PASSED
    if state.state == "blocked":
        return Status.BEHIND, Reason.TASK_BLOCKED
    if state.state != "not_started":
        return Status.ON_TRACK, Reason.TASK_UNDER_WAY
    may_wait = share_of_time(plan.start, end, period) < Fraction(plan.thresholds_at(period).task_start)
    return (Status.TOO_EARLY, Reason.TASK_MAY_WAIT) if may_wait else (Status.BEHIND, Reason.TASK_NOT_STARTED)
