"""How far an indicator has come, and what light that is. The rule book is docs/method.md.

Every assessment says which inputs and thresholds it used and returns a reason code; no sentence is made here.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from domain.assessment import LAGGING, SILENT, Assessment, Reason, Status
from domain.ledger import Ledger
from domain.measurement import Measured, Missing, measured, series_id
from domain.observation import TaskState
from domain.pace import meets, next_light, pace, use
from domain.path import PlanPath, plan_path, sense, share_of_time, starts_again
from domain.period import Period
from domain.plan import Indicator, Plan, Task
from domain.reporting import is_due
from domain.ruling import Dispute, Override, dispute_of, override_of
from domain.working import working

__all__ = ["LAGGING", "SILENT", "Assessment", "Reason", "Status", "assess", "assess_task", "meets", "working"]


def assess(indicator: Indicator, plan: Plan, ledger: Ledger, period: Period, today: date) -> Assessment:
    """Judge `indicator` at the end of `period`.

    `today` only tells whether a missing report is overdue and a dispute still open.
    """
    thresholds = plan.thresholds_at(period)
    path = plan_path(indicator, plan, period)
    seen = measured(indicator, ledger, period)
    by_rule, why = _light(indicator, plan, ledger, period, today, seen, path)
    override = _override(ledger, indicator, period, by_rule)
    status, reason = (override.status, Reason.OVERRIDDEN) if override else (by_rule, why)
    step = next_light(indicator, plan, path, period, by_rule, seen.value)
    due, expected, months_left = path.due_share(period), path.expected(period), max(0, path.end - period)

    is_judged = by_rule is not Status.BACK_FILLED
    done = shortfall = remaining = needed = ratio = gap = behind = None
    if seen.value is not None:
        done = path.share_of(seen.value)
        if is_judged:
            shortfall = max(Fraction(0), (expected - seen.value) * sense(indicator))
        remaining = max(Fraction(0), (path.target - seen.value) * sense(indicator))
        if indicator.is_cap:
            needed = None  # what is over a limit cannot wait for the deadline
        elif meets(indicator, seen.value, thresholds):
            needed = Fraction(0)
        elif months_left:
            needed = remaining / months_left
    if done is not None and is_judged:
        better, worse = (due, done) if indicator.is_cap else (done, due)
        ratio, gap = better / worse if worse else None, better - worse
        behind = None if indicator.is_cap else path.months_behind(done, period)
    return Assessment(
        indicator=indicator,
        period=period,
        status=status,
        reason=reason,
        value=seen.value,
        baseline=path.baseline,
        target=path.target,
        expected=expected,
        progress_share=done,
        plan_share=due,
        ratio=ratio,
        gap=gap,
        months_behind=behind,
        shortfall=shortfall,
        remaining=remaining,
        needed_per_month=needed,
        thresholds=thresholds,
        path_is_fallback=path.is_fallback,
        line_share=path.line_share(period),
        months_left=months_left,
        next_light=step[0] if step else None,
        next_value=step[1] if step else None,
        dispute=_dispute(ledger, indicator, period, today) if by_rule is Status.DISPUTED else None,
        override=override,
        status_by_rule=by_rule,
    )


def _dispute(ledger: Ledger, indicator: Indicator, period: Period, today: date) -> Dispute | None:
    return dispute_of(ledger.disputes, series_id(indicator), period, today)


def _override(ledger: Ledger, indicator: Indicator, period: Period, by_rule: Status) -> Override | None:
    """The override in force. None fills silence, settles a dispute or reaches back before judging began."""
    if by_rule in SILENT:
        return None
    return override_of(ledger.overrides, series_id(indicator), period)


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


def _light(
    indicator: Indicator,
    plan: Plan,
    ledger: Ledger,
    period: Period,
    today: date,
    seen: Measured,
    path: PlanPath,
) -> tuple[Status, str]:
    """The first rule that holds. The month that holds the deadline ends with none of the time left."""
    thresholds = plan.thresholds_at(period)
    if period < plan.judging_start:
        return Status.BACK_FILLED, Reason.BEFORE_JUDGING
    if period < indicator.start:
        return Status.NOT_DUE, Reason.BEFORE_START
    if seen.value is None:
        missing = Status.NOT_REPORTED, seen.missing or Missing.NO_REPORT
        return missing if is_due(plan, period, today) else (Status.NOT_DUE, Reason.REPORT_NOT_DUE)
    if _dispute(ledger, indicator, period, today):
        return Status.DISPUTED, Reason.HELD_BACK
    if indicator.is_cap:
        return use(path, seen.value, period, thresholds)
    if meets(indicator, seen.value, thresholds):
        return Status.MET, _why_met(path, (path.target - seen.value) * sense(indicator))
    if path.is_kept or _met_before(indicator, plan, ledger, period, today):
        return Status.LOST, Reason.TARGET_NOT_KEPT if path.is_kept else Reason.TARGET_LOST
    if period >= Period.of(indicator.deadline):
        return Status.OVERDUE, Reason.DEADLINE_PASSED
    return pace(path, seen.value, period, thresholds)


def _why_met(path: PlanPath, still_short: Fraction) -> Reason:
    if path.is_kept:
        return Reason.TARGET_KEPT
    return Reason.TARGET_NEARLY_REACHED if still_short > 0 else Reason.TARGET_REACHED


def _met_before(indicator: Indicator, plan: Plan, ledger: Ledger, period: Period, today: date) -> bool:
    """Whether an earlier month, judged or back-filled, reached the target, by a value that is not held back.

    One of the same year where the count starts again every January.
    """
    for month in ledger.series(series_id(indicator)):
        comparable = month.year == period.year or not starts_again(indicator)
        if indicator.start <= month < period and comparable:
            value = measured(indicator, ledger, month).value
            reached = value is not None and meets(indicator, value, plan.thresholds_at(month))
            if reached and not _dispute(ledger, indicator, month, today):
                return True
    return False
