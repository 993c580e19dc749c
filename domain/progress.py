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
from domain.pace import meets, next_light, pace, use
from domain.path import PlanPath, sense, share_of_time
from domain.period import Period
from domain.plan import Indicator, Plan, Task, Thresholds
from domain.reporting import is_due
from domain.ruling import Dispute, Override
from domain.working import working

__all__ = ["LAGGING", "SILENT", "Assessment", "Month", "Reason", "Status", "assess", "assess_task", "meets", "working"]


@dataclass(frozen=True)
class Month:
    """A month to be judged: its value on the judged scale, or why there is none, and what else is known of it."""

    period: Period
    value: Fraction | None
    missing: Missing | None
    is_due: bool  # its report should be here
    was_met: bool  # an earlier month had reached the target
    dispute: Dispute | None = None
    override: Override | None = None


def assess(indicator: Indicator, plan: Plan, path: PlanPath, month: Month) -> Assessment:
    """Judge `indicator` at the end of a month, against the path it is held to then."""
    period, value, thresholds = month.period, month.value, plan.thresholds_at(month.period)
    is_met = value is not None and meets(indicator, value, thresholds)
    by_rule, why = _light(indicator, plan, path, month, thresholds, is_met=is_met)
    override = None if by_rule in SILENT else month.override  # none fills silence, settles a dispute or reaches back
    status, reason = (override.status, Reason.OVERRIDDEN) if override else (by_rule, why)
    step = next_light(indicator, plan, path, period, by_rule, value)
    due, months_left = path.due(period), max(0, path.end - period)

    is_judged = by_rule is not Status.BACK_FILLED
    done = shortfall = remaining = needed = ratio = gap = behind = None
    if value is not None:
        done = path.share_of(value)
        if is_judged:
            shortfall = max(Fraction(0), (due.value - value) * sense(indicator))
        remaining = max(Fraction(0), (path.target - value) * sense(indicator))
        if indicator.is_cap:
            needed = None  # what is over a limit cannot wait for the deadline
        elif is_met:
            needed = Fraction(0)
        elif months_left:
            needed = remaining / months_left
    if done is not None and is_judged:
        better, worse = (due.share, done) if indicator.is_cap else (done, due.share)
        ratio, gap = better / worse if worse else None, better - worse
        behind = None if indicator.is_cap else path.months_behind(done, period)
    return Assessment(
        indicator=indicator,
        period=period,
        status=status,
        reason=reason,
        value=value,
        baseline=path.baseline,
        target=path.target,
        expected=due.value,
        progress_share=done,
        plan_share=due.share,
        ratio=ratio,
        gap=gap,
        months_behind=behind,
        shortfall=shortfall,
        remaining=remaining,
        needed_per_month=needed,
        thresholds=thresholds,
        path_is_fallback=path.is_fallback,
        line_share=due.line,
        months_left=months_left,
        next_light=step[0] if step else None,
        next_value=step[1] if step else None,
        dispute=month.dispute if value is not None else None,
        override=override,
        status_by_rule=by_rule,
    )


def _light(
    indicator: Indicator, plan: Plan, path: PlanPath, month: Month, thresholds: Thresholds, *, is_met: bool
) -> tuple[Status, str]:
    """The first rule that holds. The month that holds the deadline ends with none of the time left."""
    period, value = month.period, month.value
    if period < plan.judging_start:
        return Status.BACK_FILLED, Reason.BEFORE_JUDGING
    if period < indicator.start:
        return Status.NOT_DUE, Reason.BEFORE_START
    if value is None:
        missing = Status.NOT_REPORTED, month.missing or Missing.NO_REPORT
        return missing if month.is_due else (Status.NOT_DUE, Reason.REPORT_NOT_DUE)
    if month.dispute:
        return Status.DISPUTED, Reason.HELD_BACK
    if indicator.is_cap:
        return use(path, value, period, thresholds)
    if is_met:
        return Status.MET, _why_met(path, (path.target - value) * sense(indicator))
    if path.is_kept or month.was_met:
        return Status.LOST, Reason.TARGET_NOT_KEPT if path.is_kept else Reason.TARGET_LOST
    if period >= Period.of(indicator.deadline):
        return Status.OVERDUE, Reason.DEADLINE_PASSED
    return pace(path, value, period, thresholds)


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
