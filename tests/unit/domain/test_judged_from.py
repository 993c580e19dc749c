"""Nothing is judged before judging began: what of earlier months counts all the same, and what does not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from domain.gap import by_department, by_region, by_time
from domain.history import Run
from domain.ledger import Ledger
from domain.methods import verdicts
from domain.observation import Source, TaskState
from domain.period import Period
from domain.plan import Basis, Indicator, Kind, Plan, Task
from domain.progress import Assessment, Reason, Status, assess_task
from domain.rollup import Standing, ranked, standing
from domain.ruling import Dispute, Override
from domain.slips import SlipProposal, proposed_slips
from domain.trend import improvements, standings, trend
from tests.support import judging
from tests.support.judging import assess
from tests.support.plans import END, LONG_AFTER, START, figure, ledger_of, make_indicator, make_plan, named, reported
from views.changes import Turn, changes
from views.position import Knowledge

FIRST = Period(2022, 4)  # the first month judged
BEFORE, NUMBER = FIRST + -1, make_indicator(by_region=True)
PLAN = make_plan(NUMBER, judged_from=FIRST)


def seen(values: Mapping[str, int], month: Period = FIRST, **given: Any) -> Assessment:
    indicator = make_indicator(**given)
    return assess(indicator, make_plan(indicator, judged_from=FIRST), reported(values), month, LONG_AFTER)


def test_without_the_key_judging_begins_with_the_plan():
    assert make_plan().judging_start == START
    assert PLAN.judging_start == FIRST


def test_a_month_before_has_its_figures_and_nothing_it_falls_short_of():
    before = seen({"2022-03": 600}, BEFORE)
    assert (before.status, before.reason) == (Status.BACK_FILLED, Reason.BEFORE_JUDGING)
    assert (before.value, before.expected, before.remaining) == (600, 15_000, 59_400)
    assert (before.gap, before.ratio, before.shortfall, before.months_behind, before.next_light) == (None,) * 5
    assert seen({}, BEFORE).status is Status.BACK_FILLED
    ledger = reported({"2022-03": 600})
    assert by_department(before) is by_region(before, PLAN, ledger) is by_time(before, PLAN, ledger) is None
    assert {verdict.status for verdict in verdicts(before)} == {None}


@pytest.mark.parametrize(("value", "light"), [(61_000, Status.MET), (59_000, Status.LOST)])
def test_a_target_reached_before_counts_in_the_first_month_judged(value: int, light: Status):
    assert seen({"2022-01": 60_000, "2022-04": value}).status is light


def test_a_value_held_back_before_counts_for_nothing():
    held = Dispute("N-1", Period(2022, 1), "counted twice", "office", START.first_day)
    ledger = replace(reported({"2022-01": 60_000, "2022-04": 59_000}), disputes=(held,))
    assert assess(NUMBER, PLAN, ledger, Period(2022, 1), LONG_AFTER).status is Status.BACK_FILLED
    assert assess(NUMBER, PLAN, ledger, FIRST, LONG_AFTER).status is Status.AHEAD


def test_a_light_set_by_hand_begins_with_judging():
    given = Override("N-1", Period(2022, 1), Status.ON_TRACK, "flood", "office", date(2022, 12, 31))
    ledger = replace(reported({"2022-03": 1, "2022-04": 1}), overrides=(given,))
    lights = [assess(NUMBER, PLAN, ledger, month, LONG_AFTER).status for month in (BEFORE, FIRST)]
    assert lights == [Status.BACK_FILLED, Status.ON_TRACK]


def run_of(indicator: Indicator, plan: Plan, ledger: Ledger, month: Period) -> Run:
    return judging.judged(indicator, plan, ledger).run(month)


def slips(month: Period) -> tuple[SlipProposal, ...]:
    return proposed_slips([judging.judged(NUMBER, PLAN, LAGGING)], month)


LAGGING = reported({str(START + at): 10 for at in range(30)})


def test_a_run_begins_with_judging_and_says_so():
    run = run_of(NUMBER, PLAN, LAGGING, FIRST + 4)
    assert (run.months, run.since, run.is_whole) == (5, FIRST, True)
    assert run_of(NUMBER, PLAN, LAGGING, BEFORE).months == 0
    caught_up = reported({"2022-04": 16_000, "2022-05": 16_000})
    assert not run_of(NUMBER, PLAN, caught_up, FIRST + 1).is_whole
    late = make_indicator(start=Period(2023, 1))
    run = run_of(late, make_plan(late, judged_from=FIRST), LAGGING, Period(2023, 6))
    assert (run.since, run.is_whole) == (Period(2023, 2), False)  # too early to judge by before


def test_a_slip_is_proposed_for_judged_months_alone():
    assert slips(FIRST + 1) == ()
    (slip,) = slips(FIRST + 2)
    assert (slip.is_new, slip.run.since, slip.run.is_whole) == (True, FIRST, True)


def test_no_month_before_is_made_good():
    ledger = reported({"2022-03": 10, "2022-04": 10, "2022-05": 20_000})
    lights = judging.judged(NUMBER, PLAN, ledger).lights(FIRST + 1)
    assert [light.made_good for light in lights[-3:]] == [None, FIRST + 1, None]


def places(plan: Plan, ledger: Ledger, month: Period) -> dict[str, str]:
    judged = [assess(number, plan, ledger, month, LONG_AFTER) for number in plan.numbers]
    found = ranked(plan, [standing(judged, each) for each in plan.departments], month)
    return {place.standing.department.id: place.reason for place in found}


def test_no_department_is_ranked_in_a_month_before_nor_against_one():
    assert places(PLAN, LAGGING, BEFORE) == {"a": "before_judging", "b": "participant", "c": "participant"}
    assert places(PLAN, LAGGING, FIRST)["a"] == ""

    def standings_in(month: Period) -> tuple[Standing, ...]:
        return standings(PLAN, [assess(NUMBER, PLAN, LAGGING, month, LONG_AFTER)])

    assert improvements(PLAN, standings_in, FIRST, 1)[0].reason == "before_judging"
    assert improvements(PLAN, standings_in, FIRST + 1, 1)[0].rank == 1
    stages = trend(PLAN, standings_in, "a", FIRST + 1, 4)
    assert [stage.placing.reason for stage in stages] == ["before_judging", "before_judging", "", ""]


def test_a_task_has_no_light_before():
    task = Task("K-1", "1", named("K-1"), Kind.TASK, END.last_day, Basis.STATED, "a")
    blocked = TaskState("K-1", "blocked", None, "", "", Source("", "", ""))
    assert assess_task(task, blocked, PLAN, BEFORE, LONG_AFTER) == (Status.BACK_FILLED, Reason.BEFORE_JUDGING)
    assert assess_task(task, None, PLAN, BEFORE, LONG_AFTER)[0] is Status.BACK_FILLED
    assert assess_task(task, blocked, PLAN, FIRST, LONG_AFTER)[0] is Status.BEHIND


def test_what_changed_in_the_first_month_is_that_it_is_judged():
    numbers = [make_indicator(f"N-{n}") for n in range(3)]
    plan = make_plan(*numbers, judged_from=FIRST)
    now = {"N-0": 10, "N-1": 60_000}
    ledger = ledger_of(
        [figure(number.id, BEFORE, 10) for number in numbers]
        + [figure(name, FIRST, value) for name, value in now.items()]
    )
    there = Knowledge(plan, ledger, LONG_AFTER).position(FIRST)
    turns = {change.indicator.id: change.turn for change in changes(there.at(BEFORE), there)}
    assert turns == {"N-0": Turn.NEWLY_JUDGED, "N-1": Turn.MET, "N-2": Turn.NOT_REPORTED}
