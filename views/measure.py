"""Everything about one clause of the plan: its numbers with their history and regions, tasks, standards and words."""

from __future__ import annotations

from dataclasses import dataclass

from domain.forecast import Likely
from domain.ledger import Ledger
from domain.measurement import measured
from domain.observation import Narrative, Submission, TaskState
from domain.path import PlanPath
from domain.period import Period, months
from domain.plan import Indicator, Kind, Measure, Plan, Standard, Task
from domain.progress import LAGGING, Status, assess_task
from domain.reporting import ReportingStatus, is_due, reporting_status
from domain.rollup import region_sum
from views.position import Position
from views.rows import History, HistoryPoint, RegionRow, Stone


@dataclass(frozen=True)
class TaskLine:
    """A task with its light. `said` is the last thing reported of it up to the month, None when nothing ever was."""

    task: Task
    status: Status
    reason: str
    said: TaskState | None
    submission: Submission | None


@dataclass(frozen=True)
class Clause:
    """What the plan asks for in one clause; indicators include repeats of a number stated elsewhere."""

    measure: Measure
    indicators: tuple[Indicator, ...]
    tasks: tuple[TaskLine, ...]
    standards: tuple[Standard, ...]


def clause(position: Position, number: str) -> Clause:
    """One clause. Raises KeyError for a clause the plan does not have."""
    plan = position.plan
    return Clause(
        measure=plan.measure(number),
        indicators=tuple(item for item in plan.indicators if item.clause == number),
        tasks=tuple(task_line(position, task) for task in plan.tasks if task.clause == number),
        standards=tuple(item for item in plan.standards if item.clause == number),
    )


def clauses_of(plan: Plan, group_id: str) -> tuple[Measure, ...]:
    """The clauses of a chapter, in plan order."""
    return tuple(measure for measure in plan.measures if measure.group == group_id)


def indicators_of(plan: Plan, group_id: str) -> tuple[Indicator, ...]:
    """The indicators of a chapter, repeats included, in plan order."""
    clauses = {measure.clause for measure in clauses_of(plan, group_id)}
    return tuple(indicator for indicator in plan.indicators if indicator.clause in clauses)


def measures_of(plan: Plan, department_id: str) -> tuple[tuple[Measure, bool], ...]:
    """The clauses a department leads (True) or cooperates in (False), those it leads first."""
    led = [(measure, True) for measure in plan.measures if measure.lead == department_id]
    shared = [(measure, False) for measure in plan.measures if department_id in measure.cooperating]
    return (*led, *shared)


def history(position: Position, indicator: Indicator, fan: tuple[Likely, ...] = ()) -> History:
    """The indicator month by month from its start to its deadline, known up to the month looked at."""
    series = position.plan.series(indicator.id)
    path = position.of(series.id).path
    whole_way = months(series.start, max(Period.of(series.deadline), series.start))
    revised = revised_months(position.ledger, series.id)
    points = tuple(_point(position, series, month, month in revised) for month in whole_way)
    return History(series, path.baseline, path.target, path.is_fallback, points, stones(path), fan)


def stones(path: PlanPath) -> tuple[Stone, ...]:
    """The points a path goes by, its start and its end included."""
    return tuple(
        Stone(
            path.origin + point.months,
            path.baseline + point.share * (path.target - path.baseline),
            point.share,
            point.basis,
            point.is_assumption,
        )
        for point in path.points
    )


def revised_months(ledger: Ledger, series: str) -> frozenset[Period]:
    """The months whose figure for the whole city is not the one first reported."""
    now = ledger.values(series)
    sent = (entry.observation for entry in ledger.superseded(series))
    return frozenset(seen.period for seen in sent if now.get(seen.period) != seen.value)


def _point(position: Position, series: Indicator, month: Period, is_revised: bool) -> HistoryPoint:
    plan, today, is_past = position.plan, position.today, month <= position.period
    is_back_filled = is_past and month < plan.judging_start
    judged = position.at(month).of(series.id)
    value = judged.value if is_past else None
    missing = value is None and is_past and is_due(plan, month, today) and not is_back_filled
    sent = reporting_status(plan, position.ledger, series.reporter, month, today)
    late = value is not None and sent is ReportingStatus.LATE
    held = value is not None and judged.dispute is not None
    revised = value is not None and is_revised
    between = value is None and not plan.is_reported(month)
    return HistoryPoint(month, value, judged.expected, missing, late, revised, held, between, is_back_filled)


def regions(position: Position, indicator: Indicator) -> tuple[RegionRow, ...]:
    """Each region's part, largest first; regions without a figure last. Empty for a number sent for the city only."""
    series = position.plan.series(indicator.id)
    if not series.by_region:
        return ()
    values = [(r, measured(series, position.ledger, position.period, r.id).value) for r in position.plan.regions]
    is_share = series.kind in (Kind.PER_CAPITA, Kind.RATIO)  # of which there is no sum
    total = None if is_share else region_sum(position.plan, series, position.ledger, position.period).total
    rows = [RegionRow(r, value, value / total if value is not None and total else None) for r, value in values]
    return tuple(sorted(rows, key=lambda row: (row.value is None, -(row.value or 0))))


def words_of(position: Position, indicator: Indicator) -> tuple[tuple[Narrative, Submission], ...]:
    """What the reporting department wrote about the indicator in the month."""
    return position.ledger.words(position.plan.series(indicator.id).id, position.period)


def tasks_of(position: Position, department_id: str) -> tuple[TaskLine, ...]:
    """The tasks a department leads, those that need attention first."""
    lines = [task_line(position, task) for task in position.plan.tasks if task.lead == department_id]
    return tuple(sorted(lines, key=lambda line: line.status not in LAGGING))


def task_line(position: Position, task: Task) -> TaskLine:
    """The task as last reported: a month that says nothing of it leaves it as it was."""
    told = position.ledger.task_states(task.id)
    last = next((month for month in reversed(list(told)) if month <= position.period), None)
    state, submission = told[last] if last else (None, None)
    status, reason = assess_task(task, state, position.plan, position.period, position.today)
    return TaskLine(task, status, reason, state, submission)
