"""What an invented clerk types into the sheet of one department and month: figures, words, states of tasks."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from random import Random

from domain.observation import Aspect, Topic
from domain.path import ends, plan_path
from domain.period import Period
from domain.plan import Department, Indicator, Kind, Plan, Task
from loaders.row_figures import SHARES
from loaders.template_filling import Filling, TaskEntry
from sample_data.invent import SEED, Figures, Key, month_figure
from sample_data.sheets import MARK, TEXTS


def filling(
    plan: Plan, department: Department, period: Period, invented: Figures, signed: str, overstated: int = 0
) -> Filling:
    """The white cells of one month. `overstated` is added by mistake to the first number and its first region."""
    own = {indicator.id: indicator for indicator in plan.reported_by(department.id)}
    figures: dict[Key, Decimal] = {}
    for (indicator_id, region, aspect), series in invented.items():
        if indicator_id in own and period in series:
            figures[indicator_id, region, aspect] = Decimal(series[period])
            if own[indicator_id].kind not in SHARES:
                month = month_figure(own[indicator_id], region, series, period)
                figures[indicator_id, region, Aspect.MONTH] = Decimal(month)
    first = next(iter(own))
    for region in (None, plan.regions[0].id):
        for aspect in (Aspect.CUMULATIVE, Aspect.MONTH):
            if (first, region, aspect) in figures:
                figures[first, region, aspect] += overstated
    return Filling(
        figures=figures,
        words={key: text for indicator in own.values() for key, text in _said(plan, indicator, period, figures)},
        tasks={task.id: _state(plan, task, period) for task in plan.tasks_of(department.id)},
        reporter=signed,
        reviewer=TEXTS["people"]["reviewer"],
        phone=TEXTS["people"]["phone"],
        mark=MARK,
    )


def _said(
    plan: Plan, indicator: Indicator, period: Period, figures: dict[Key, Decimal]
) -> Iterator[tuple[tuple[str, Topic], str]]:
    """A line on what was done, and problems and next steps of whatever is behind the path."""
    if indicator.kind in (*SHARES, Kind.RECURRING):
        return
    texts, random = TEXTS["narratives"], Random(f"{SEED}:{indicator.id}:{period}")
    month, total = (figures[indicator.id, None, aspect] for aspect in (Aspect.MONTH, Aspect.CUMULATIVE))
    if month:
        yield (indicator.id, Topic.PROGRESS), texts["progress"].format(month=month, total=total, unit=indicator.unit)
    baseline, target = ends(indicator)
    due = plan_path(indicator, plan, period).due_share(period)
    if target != baseline and (Fraction(total) - baseline) / (target - baseline) < due:
        yield (indicator.id, Topic.PROBLEMS), random.choice(texts["problems"])
        yield (indicator.id, Topic.NEXT_STEPS), random.choice(texts["next_steps"])


def _state(plan: Plan, task: Task, period: Period) -> TaskEntry:
    """How the task stands: its fate is drawn once; before it is done it is under way."""
    random, texts = Random(f"{SEED}:{task.id}"), TEXTS["tasks"]
    odds = {"in_progress": 9, "ongoing": 6, "done": 3, "not_started": 2, "blocked": 1}
    if task.kind is Kind.MILESTONE:
        odds = {"done": 7, "in_progress": 3}
    state = random.choices(list(odds), list(odds.values()))[0]
    since = max(plan.start, Period.of(plan.issued))
    day = (since + random.randrange(4, 28)).first_day.replace(day=random.randrange(8, 28))
    if state == "done" and day <= period.last_day:
        evidence = texts["evidence"].format(year=day.year, number=random.randrange(3, 90))
        return TaskEntry(state, day, evidence, texts["done"])
    state = "in_progress" if state == "done" else state
    return TaskEntry(state, text=texts[state])
