"""All lights of the sample plan, recomputed by a program written apart from this one, over all 60 months."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from domain.ledger import Ledger
from domain.observation import Observation, Source, TaskState
from domain.path import plan_path
from domain.period import Period, months
from domain.plan import Comparator, Indicator, Kind, Plan
from domain.progress import Reason, Status, assess_task
from domain.ruling import Dispute, Override
from domain.status import OF_LIMITS
from loaders import targets_file
from tests.support import judging, other_hand
from tests.support.backtest import ROOT, ledger_of_sample, sample_plan
from tests.support.ledgers import recorded
from tests.support.plans import LONG_AFTER, ledger_of

TODAY = date(2024, 7, 8)


def sent_months() -> set[tuple[str, str]]:
    """Department and month of every sheet of the sample, from its list of files."""
    with (ROOT / "sample_data" / "manifest.csv").open(encoding="utf-8-sig", newline="") as manifest:
        rows = list(csv.DictReader(manifest))
    ends = ((row["department"], row["period"].split("/")) for row in rows)
    return {
        (department, str(month))
        for department, span in ends
        for month in months(Period.parse(span[0]), Period.parse(span[-1]))
    }


def as_sent() -> Ledger:
    """The figures of the sample sheets: what nobody sent is missing."""
    plan, sent = sample_plan(), sent_months()
    every = [entry.observation for entry in recorded(ledger_of_sample(Period(2024, 6)))]

    def arrived(seen: Observation) -> bool:
        reporter = plan.department(plan.indicator(seen.indicator_id).reporter)
        return (reporter.name.zh, str(seen.period)) in sent or (reporter.short, str(seen.period)) in sent

    return ledger_of([seen for seen in every if arrived(seen)])


def with_holes() -> Ledger:
    """All 60 months, every seventh figure missing and every eleventh too low, so that every light occurs."""
    seen = [entry.observation for entry in recorded(ledger_of_sample(Period(2025, 12)))]
    kept = [entry for place, entry in enumerate(seen) if place % 7]
    return ledger_of(
        replace(entry, value=entry.value // 2) if place % 11 == 0 else entry for place, entry in enumerate(kept)
    )


def table(figures: Iterable[Observation]) -> pd.DataFrame:
    rows = [(s.indicator_id, str(s.period), s.aspect.value, s.value) for s in figures if s.region_id is None]
    return pd.DataFrame(rows, columns=["indicator", "month", "aspect", "value"])


def ruled_on(ledger: Ledger) -> Ledger:
    """The same after people spoke: values held back, the first that reached its target among them, and other lights."""
    plan = sample_plan()
    disputes = [
        Dispute(number.id, month, "counted twice", "office", date(2021, 1, 1))
        for place, number in enumerate(plan.numbers)
        for month in {Period(2021, 12) + place % 40, first_met(plan, ledger, number) or Period(2023, 1)}
    ]
    overrides = [
        Override(number.id, Period(2022, 1) + place % 30, Status.ON_TRACK, "flood", "mayor", date(2025, 3, 30))
        for place, number in enumerate(plan.numbers)
        if place % 3 == 0
    ]
    return replace(ledger, disputes=tuple(disputes), overrides=tuple(overrides))


def first_met(plan: Plan, ledger: Ledger, number: Indicator) -> Period | None:
    every = judging.judged(number, plan, ledger).assessments
    return next((each.period for each in every if each.status is Status.MET), None)


NOT_IN_SAMPLE = {Status.NOT_DUE, *OF_LIMITS}  # every month of the plan is due long after it; it sets no limits
Case = tuple[Callable[[], Ledger], date, set[Status], bool]
CASES: dict[str, Case] = {
    "as sent": (as_sent, TODAY, {Status.NOT_DUE, Status.NOT_REPORTED}, False),
    "all months": (lambda: ledger_of_sample(Period(2025, 12)), LONG_AFTER, {Status.MET, Status.OVERDUE}, False),
    "with holes and rulings": (
        lambda: ruled_on(with_holes()), LONG_AFTER, set(Status) - NOT_IN_SAMPLE - {Status.TOO_EARLY}, False
    ),
    "judged from the start": (
        lambda: ruled_on(with_holes()), LONG_AFTER, set(Status) - NOT_IN_SAMPLE - {Status.BACK_FILLED}, True
    ),
}  # fmt: skip


def plan_of(folder: Path, *, from_the_start: bool) -> tuple[Plan, Path]:
    """The plan and its file; with `from_the_start` as if no month had been back-filled."""
    file = ROOT / "targets.toml"
    if from_the_start:
        lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
        file = folder / "targets.toml"
        file.write_text("".join(line for line in lines if not line.startswith("judged_from")), encoding="utf-8")
    plan = targets_file.read(file).plan
    assert plan is not None
    assert (plan.judging_start == plan.start) == from_the_start
    return plan, file


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_another_hand_comes_to_the_same_lights(case: Case, tmp_path: Path):
    """Lights, months in a row and what was made good, of every number in every month."""
    make, today, among, from_the_start = case
    (plan, file), ledger = plan_of(tmp_path, from_the_start=from_the_start), make()
    disputes = pd.DataFrame([(e.indicator_id, str(e.period)) for e in ledger.disputes], columns=["indicator", "month"])
    given = [(e.indicator_id, str(e.first), e.expires_on, e.status.value) for e in ledger.overrides]
    overrides = pd.DataFrame(given, columns=["indicator", "first", "until", "light"])
    figures = table(entry.observation for entry in recorded(ledger))
    theirs = other_hand.lights(file, figures, today, disputes, overrides)
    ours = [
        (number.id, str(light.period), light.status.value, light.run, str(light.made_good or ""))
        for number in plan.numbers
        for light in judging.judged(number, plan, ledger, today).lights(plan.end)
    ]
    assert len(ours) == 60 * len(plan.numbers)
    assert among <= {Status(light) for _, _, light, *_ in ours}
    assert [mine for mine, other in zip(ours, rows_of(theirs), strict=True) if mine != other] == []


def rows_of(theirs: pd.DataFrame) -> list[tuple[object, ...]]:
    told = theirs.assign(made_good=theirs.made_good.fillna(""))
    return list(told.itertuples(index=False, name=None))


def test_every_way_of_judging_occurs():
    """What the comparison covers, so that it cannot become empty: kinds, comparators, few things, yearly counts."""
    plan, ledger = sample_plan(), ruled_on(with_holes())
    assert {number.kind for number in plan.numbers} >= {Kind.FLOW, Kind.STOCK, Kind.RECURRING, Kind.PER_CAPITA}
    assert {Comparator.ABOUT, Comparator.AT_LEAST} <= {number.comparator for number in plan.numbers}
    assert any(number.resets_yearly for number in plan.numbers)
    assert any(plan_path(number, plan, plan.end).steps for number in plan.numbers)
    reasons = {judged.reason for number in plan.numbers for judged in judging.judged(number, plan, ledger).assessments}
    assert {Reason.OVERRIDDEN, Reason.HELD_BACK, Reason.NOTHING_DUE_YET, Reason.TARGET_LOST} <= reasons


@pytest.mark.parametrize(("from_the_start", "early"), [(False, "back_filled"), (True, "too_early")])
def test_another_hand_comes_to_the_same_lights_of_tasks(from_the_start: bool, early: str, tmp_path: Path):
    """All 40 tasks in all 60 months, each in every state, and in months that say nothing."""
    plan, file = plan_of(tmp_path, from_the_start=from_the_start)
    told = {
        (task.id, month): plan.task_states[(place + at // 5) % len(plan.task_states)]
        for place, task in enumerate(plan.tasks)
        for at, month in enumerate(months(plan.start, plan.end))
        if (place + at) % 7
    }
    states = pd.DataFrame(
        [(task, str(m), state) for (task, m), state in told.items()], columns=["task", "month", "state"]
    )
    ours = []
    for task in plan.tasks:
        for month in months(plan.start, plan.end):
            state = told.get((task.id, month))
            said = TaskState(task.id, state, None, "", "", Source("", "", "")) if state else None
            ours.append((task.id, str(month), assess_task(task, said, plan, month, TODAY)[0].value))
    theirs = other_hand.task_lights(file, states, TODAY)
    assert len(ours) == 60 * 40
    assert {light for _, _, light in ours} >= {
        "not_due", "not_reported", "met", "overdue", "behind", "on_track", early
    }  # fmt: skip
    assert ours == list(theirs.itertuples(index=False, name=None))
