"""What makes a plan unsound, one fault at a time, on a small plan that is sound."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from domain.mistake import place
from domain.period import Period
from domain.plan import (
    Basis,
    Comparator,
    Department,
    Direction,
    Group,
    Indicator,
    Kind,
    Measure,
    Milestone,
    Name,
    Plan,
    Region,
    Standard,
    Task,
    Thresholds,
    Unit,
)
from domain.references import nearest
from domain.soundness import mistakes
from tests.support.plans import CHECKS

NAME = Name("名", "Name")
START, END = Period(2021, 1), Period(2025, 12)
FALLING: dict[str, Any] = {"direction": Direction.DOWN, "comparator": Comparator.AT_MOST}
ALL_IN_ONE = (("r", Decimal(1000)),)


def indicator(indicator_id: str, **changes: Any) -> Indicator:
    plain = Indicator(
        id=indicator_id,
        clause="1",
        name=NAME,
        kind=Kind.FLOW,
        unit="人",
        target=Decimal(1000),
        comparator=Comparator.AT_LEAST,
        start=START,
        deadline=END.last_day,
        deadline_basis=Basis.STATED,
        baseline=Decimal(0),
        baseline_basis=Basis.STATED,
        reporter="a",
        reporter_basis=Basis.STATED,
        lead="a",
    )
    return replace(plain, **changes)


TASK = Task("K", "1", NAME, Kind.TASK, END.last_day, Basis.INFERRED, reporter="a", lead="a")
LIMITS = Thresholds(
    START,
    ahead=Decimal("1.1"),
    on_track=Decimal(1),
    behind=Decimal("0.8"),
    too_early=Decimal("0.05"),
    about=Decimal("0.9"),
    whole_number_target=Decimal(20),
    task_start=Decimal("0.5"),
    run_months=3,
    coverage=Decimal("0.8"),
)
SOUND = Plan(
    id="p",
    name=NAME,
    document=NAME,
    city=NAME,
    issued=date(2022, 3, 24),
    start=START,
    end=END,
    timezone="UTC",
    due_day=5,
    coordinating_office="a",
    groups=(Group("g", NAME),),
    departments=(Department("a", Name("甲局", "Bureau A")), Department("b", Name("乙局", "Bureau B"), ("乙",))),
    regions=(Region("r", Name("东区", "East")),),
    measures=(Measure("1", NAME, "g", lead="a", cooperating=("b",)),),
    indicators=(indicator("X"), indicator("Y", unit="名", target=Decimal(400), subset_of="X")),
    tasks=(TASK,),
    standards=(Standard("S", "1", NAME, None, "元"),),
    units=(Unit("人", ("名",)), Unit("名"), Unit("人次")),
    thresholds=(LIMITS,),
    checks=(CHECKS,),
)


def with_indicator(**changes: Any) -> Plan:
    return replace(SOUND, indicators=(*SOUND.indicators, indicator("Z", **changes)))


def path(*points: tuple[Period, int]) -> tuple[Milestone, ...]:
    return tuple(Milestone(period, Decimal(value)) for period, value in points)


def found(plan: Plan) -> list[str]:
    return [f"{mistake.code}: {mistake.table} {mistake.key}" for mistake in mistakes(plan)]


Z = 'measures "1" › indicators "Z"'


def test_a_sound_plan_has_no_mistakes() -> None:
    assert found(SOUND) == []


@pytest.mark.parametrize(
    ("changes", "mistake"),
    [
        ({"end": Period(2020, 12)}, "end_before_start: plan end"),
        ({"reports_from": END + 1}, "reports_from_outside_plan: plan reports_from"),
        ({"judged_from": START + -1}, "judged_from_outside_plan: plan judged_from"),
        ({"due_day": 29}, "due_day_outside: plan due_day"),
        ({"due_day": 0}, "due_day_outside: plan due_day"),
        ({"coordinating_office": "c"}, "unknown_department: plan coordinating_office"),
        (
            {"thresholds": (replace(LIMITS, valid_from=START + 1),)},
            'no_thresholds_at_start: thresholds "2021-02" valid_from',
        ),
        (
            {"thresholds": (replace(LIMITS, ahead=Decimal(1)),)},
            'thresholds_not_descending: thresholds "2021-01" on_track',
        ),
        ({"thresholds": (replace(LIMITS, coverage=Decimal(80)),)}, 'not_a_share: thresholds "2021-01" coverage'),
        ({"thresholds": (LIMITS, LIMITS)}, 'duplicate_id: thresholds "2021-01" valid_from'),
        ({"checks": (replace(CHECKS, valid_from=START + 1),)}, 'no_checks_at_start: checks "2021-02" valid_from'),
        ({"checks": (replace(CHECKS, slip_band=Decimal(0)),)}, 'check_not_positive: checks "2021-01" slip_band'),
        ({"checks": (replace(CHECKS, over_target=Decimal(4)),)}, 'checks_not_rising: checks "2021-01" over_target'),
        ({"checks": (replace(CHECKS, shown_text=500),)}, 'checks_not_rising: checks "2021-01" shown_text'),
        ({"checks": (CHECKS, CHECKS)}, 'duplicate_id: checks "2021-01" valid_from'),
        ({"regions": (Region("r", Name("东区", "East"), within=("q",)),)}, 'unknown_region: regions "r" within'),
        ({"units": (*SOUND.units, Unit("人"))}, 'duplicate_id: units "人" name'),
        ({"measures": SOUND.measures * 2}, 'duplicate_id: measures "1" clause'),
        ({"tasks": (replace(TASK, id="X"),)}, 'duplicate_id: measures "1" › tasks "X" id'),
        ({"measures": (replace(SOUND.measures[0], group="h"),)}, 'unknown_group: measures "1" group'),
        ({"measures": (replace(SOUND.measures[0], lead="c"),)}, 'unknown_department: measures "1" lead'),
        (
            {"measures": (replace(SOUND.measures[0], cooperating=("c",)),)},
            'unknown_department: measures "1" cooperating',
        ),
        ({"tasks": (replace(TASK, reporter="c"),)}, 'unknown_department: measures "1" › tasks "K" reporter'),
        (
            {"tasks": (replace(TASK, deadline=date(2026, 1, 1)),)},
            'deadline_outside_plan: measures "1" › tasks "K" deadline',
        ),
    ],
)
def test_faults_of_the_plan_itself(changes: dict[str, Any], mistake: str) -> None:
    assert found(replace(SOUND, **changes)) == [mistake]


@pytest.mark.parametrize(
    ("changes", "mistake"),
    [
        ({"unit": "人资"}, f"unknown_unit: {Z} unit"),
        ({"reporter": "c"}, f"unknown_department: {Z} reporter"),
        ({"same_as": "W"}, f"unknown_indicator: {Z} same_as"),
        ({"subset_of": "W"}, f"unknown_indicator: {Z} subset_of"),
        ({"deadline": date(2020, 12, 31)}, f"deadline_outside_plan: {Z} deadline"),
        ({"path": path((Period(2026, 1), 10))}, f"milestone_after_deadline: {Z} path"),
        ({"start": Period(2022, 1), "path": path((Period(2021, 12), 10))}, f"milestone_before_start: {Z} path"),
        ({"path": path((Period(2022, 1), 10), (Period(2023, 1), 9))}, f"path_turns_back: {Z} path"),
        ({"baseline": Decimal(1001)}, f"target_below_baseline: {Z} target"),
        (FALLING, f"target_above_baseline: {Z} target"),
        (FALLING | {"baseline": Decimal(2000), "comparator": Comparator.AT_LEAST}, f"at_least_falling: {Z} comparator"),
        (
            {"comparator": Comparator.AT_MOST, "kind": Kind.PER_CAPITA, "unit": "名"},
            f"limit_of_no_amount: {Z} comparator",
        ),
        (
            {"comparator": Comparator.AT_MOST, "kind": Kind.STOCK, "year_parts": ((2022, Decimal(1000)),)},
            f"split_not_countable: {Z} year_parts",
        ),
        ({"subset_of": "X", "target": Decimal(1001)}, f"subset_exceeds_whole: {Z} target"),
        ({"subset_of": "X", "unit": "人次"}, f"related_in_other_unit: {Z} subset_of"),
        ({"subset_of": "Z"}, f"related_to_itself: {Z} subset_of"),
        ({"persons_of": "W"}, f"unknown_indicator: {Z} persons_of"),
        ({"persons_of": "X"}, f"persons_in_same_unit: {Z} persons_of"),
        ({"persons_of": "X", "unit": "名"}, f"persons_in_same_unit: {Z} persons_of"),
        ({"certified_of": "X", "unit": "人次"}, f"related_in_other_unit: {Z} certified_of"),
        ({"grows_by": "X"}, f"grows_by_no_count: {Z} grows_by"),
        ({"grows_by": "X", "kind": Kind.STOCK, "unit": "人次"}, f"related_in_other_unit: {Z} grows_by"),
        ({"subset_of": "X", "resets_yearly": True}, f"related_over_other_time: {Z} subset_of"),
        ({"needs": "Z"}, f"related_to_itself: {Z} needs"),
        ({"same_group": "X", "kind": Kind.RATIO}, f"group_of_no_share: {Z} same_group"),
        ({"same_as": "Z"}, f"same_as_chain: {Z} same_as"),
        ({"same_as": "X", "target": Decimal(999)}, f"same_as_differs: {Z} target"),
        ({"same_as": "X", "kind": Kind.STOCK}, f"same_as_differs: {Z} kind"),
        ({"kind": Kind.RECURRING, "first_year": 2021}, f"recurring_without_interval: {Z} every_years"),
        ({"kind": Kind.RECURRING, "every_years": 2}, f"first_year_outside_plan: {Z} first_year"),
    ],
)
def test_faults_of_an_indicator(changes: dict[str, Any], mistake: str) -> None:
    assert found(with_indicator(**changes)) == [mistake]


@pytest.mark.parametrize(
    "changes",
    [
        {"baseline": Decimal(1000)},  # to be held, not raised
        FALLING | {"baseline": Decimal(2000), "path": path((Period(2022, 1), 1500))},
        {"comparator": Comparator.AT_MOST, "kind": Kind.STOCK, "baseline": Decimal(900), "region_parts": ALL_IN_ONE},
        {
            "path": path((START, 10), (END, 1000))
        },  # the first and the last month may be milestones; standing still is allowed
        {"same_as": "X"},
        {"subset_of": "X"},  # a part as large as its whole
        {"persons_of": "X", "unit": "人次"},
        {"certified_of": "X"},
        {"grows_by": "X", "kind": Kind.STOCK},
        {"needs": "X", "unit": "人次"},
        {"kind": Kind.RECURRING, "every_years": 2, "first_year": 2022},
    ],
)
def test_what_is_no_fault(changes: dict[str, Any]) -> None:
    assert found(with_indicator(**changes)) == []


class TestDepartments:
    def test_a_spelling_belongs_to_one_only(self) -> None:
        third = Department("c", Name("丙局", "Bureau C"), short="乙")
        (mistake,) = mistakes(replace(SOUND, departments=(*SOUND.departments, third)))
        assert (mistake.code, mistake.table, mistake.key) == ("shared_spelling", 'departments "c"', "short")
        assert mistake.facts == {"found": "乙", "first": 'departments "b"'}

    def test_regions_likewise(self) -> None:
        other = Region("s", Name("西区", "West"), ("东区",))
        assert found(replace(SOUND, regions=(*SOUND.regions, other))) == ['shared_spelling: regions "s" aliases']

    def test_a_successor_exists_and_time_runs_forward(self) -> None:
        gone = Department("c", Name("丙局", "C"), valid_from=date(2023, 1, 1), valid_to=date(2022, 1, 1), successor="d")
        assert found(replace(SOUND, departments=(*SOUND.departments, gone))) == [
            'valid_to_before_from: departments "c" valid_to',
            'unknown_department: departments "c" successor',
        ]


def test_splits_are_checked_and_name_what_exists() -> None:
    split = with_indicator(region_parts=(("nowhere", Decimal(1)),), lead_shares=(("nobody", Decimal(1)),))
    assert [mistake.code for mistake in mistakes(split)] == [
        "unknown_region", "unknown_department", "split_not_whole"
    ]  # fmt: skip


def test_all_faults_are_found_together() -> None:
    plan = replace(with_indicator(unit="人资", baseline=Decimal(2000)), due_day=40)
    assert [mistake.code for mistake in mistakes(plan)] == ["due_day_outside", "unknown_unit", "target_below_baseline"]


def test_a_reference_to_something_unreadable_is_not_held_against_the_one_who_refers() -> None:
    plan = with_indicator(subset_of="W")
    assert mistakes(plan, {"W"}) == ()


def test_the_nearest_spelling_is_offered() -> None:
    (mistake,) = mistakes(replace(SOUND, measures=(replace(SOUND.measures[0], lead="乙居"),)))
    assert mistake.facts == {"found": "乙居", "choices": ("乙",)}
    assert nearest("xyz", ["a", "b", "c", "d"]) == nearest("xyz", ["a", "b", "c", "d"])
    assert len(nearest("xyz", ["a", "b", "c", "d"])) == 3


def test_a_place_reads_as_the_file_names_it() -> None:
    assert place("measures", "16", "indicators", "M16-1") == 'measures "16" › indicators "M16-1"'
