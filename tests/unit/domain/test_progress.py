from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from domain.measurement import Missing
from domain.observation import Source, TaskState
from domain.path import starts_again
from domain.period import Period
from domain.plan import Basis, Comparator, Direction, Indicator, Kind, Task
from domain.progress import Assessment, Reason, Status, assess_task, working
from domain.ruling import Dispute, Override
from tests.support import judging
from tests.support.backtest import SEASON
from tests.support.judging import assess
from tests.support.plans import (
    END,
    LONG_AFTER,
    START,
    THRESHOLDS,
    figure,
    ledger_of,
    make_indicator,
    make_plan,
    named,
    reported,
)
from wording import LANGUAGES, Words, catalogue


def light(
    values: Mapping[str, int | str], month: str = "2023-06", today: date = LONG_AFTER, **given: Any
) -> tuple[Status, str]:
    seen = judged(values, month, today, **given)
    return seen.status, seen.reason


def judged(
    values: Mapping[str, int | str], month: str = "2023-06", today: date = LONG_AFTER, **given: Any
) -> Assessment:
    indicator = make_indicator(**given)
    return assess(indicator, make_plan(indicator), reported(values), Period.parse(month), today)


def test_before_the_start_nothing_is_due_even_when_something_was_sent():
    late: Any = {"start": Period(2024, 1)}
    assert light({"2023-06": 5}, **late) == (Status.NOT_DUE, Reason.BEFORE_START)


def test_a_missing_report_is_not_due_up_to_its_due_date_and_not_reported_after():
    assert light({}, today=date(2023, 7, 5)) == (Status.NOT_DUE, Reason.REPORT_NOT_DUE)
    assert light({}, today=date(2023, 7, 6)) == (Status.NOT_REPORTED, Missing.NO_REPORT)


def test_a_missing_value_leaves_every_figure_open_that_rests_on_it():
    seen = judged({"2023-05": 60_000})
    assert seen.status is Status.NOT_REPORTED
    assert (seen.expected, seen.plan_share) == (30_000, Decimal("0.5"))
    assert {seen.value, seen.progress_share, seen.ratio, seen.gap, seen.months_behind} == {None}
    assert {seen.shortfall, seen.remaining, seen.needed_per_month} == {None}


def test_a_share_without_its_group_says_so():
    assert light({"2023-06": 5}, kind=Kind.RATIO, target=100) == (Status.NOT_REPORTED, Missing.NO_DENOMINATOR)


def test_a_value_sent_early_is_judged_at_once():
    assert light({"2023-06": 30_000}, today=date(2023, 6, 30))[0] is Status.ON_TRACK


@pytest.mark.parametrize("comparator", [Comparator.AT_LEAST, Comparator.EXACTLY, Comparator.ABOUT])
def test_reaching_the_target_meets_it(comparator: Comparator):
    for value in (60_000, 70_000):
        assert light({"2023-06": value}, comparator=comparator) == (Status.MET, Reason.TARGET_REACHED)


def test_only_about_targets_may_be_missed_a_little():
    short = {"2023-06": 54_000}
    assert light(short, comparator=Comparator.ABOUT) == (Status.MET, Reason.TARGET_NEARLY_REACHED)
    assert light(short, comparator=Comparator.EXACTLY)[0] is Status.AHEAD
    assert light({"2023-06": 53_999}, comparator=Comparator.ABOUT)[0] is Status.AHEAD


def test_falling_targets_are_met_from_above():
    falling: Any = {"kind": Kind.STOCK, "baseline": 1000, "target": 500}
    assert light({"2023-06": 500}, direction=Direction.DOWN, **falling)[0] is Status.MET
    assert light({"2023-06": 501}, direction=Direction.DOWN, **falling)[0] is Status.AHEAD
    assert light({"2023-06": 500}, comparator=Comparator.AT_MOST, direction=Direction.DOWN, **falling)[0] is Status.MET


def test_a_limit_is_not_met_from_the_first_day_and_asks_for_nothing_a_month():
    spent: Any = {"comparator": Comparator.AT_MOST, "target": 60_000}
    seen = judged({"2021-06": 100}, "2021-06", **spent)
    assert (seen.status, seen.reason) == (Status.WITHIN_LIMIT, Reason.LIMIT_KEPT)
    assert (seen.needed_per_month, seen.months_behind) == (None, None)
    assert light({"2023-06": 30_001}, **spent) == (Status.USED_FAST, Reason.LIMIT_USED_FAST)
    assert light({"2023-06": 60_001}, **spent) == (Status.OVER_LIMIT, Reason.LIMIT_PASSED)
    over = judged({"2025-12": 60_500}, "2025-12", **spent)
    assert (over.status, over.remaining, over.needed_per_month) == (Status.OVER_LIMIT, 500, None)
    assert light({"2026-03": 60_000}, "2026-03", **spent)[0] is Status.WITHIN_LIMIT


def test_a_limit_to_a_level_holds_alike_in_every_month_unless_it_has_stages():
    level: Any = {"comparator": Comparator.AT_MOST, "kind": Kind.STOCK, "target": 5, "baseline": 3}
    assert [light({"2021-01": at}, "2021-01", **level)[0] for at in (0, 5, 6)] == [
        Status.WITHIN_LIMIT, Status.WITHIN_LIMIT, Status.OVER_LIMIT,
    ]  # fmt: skip
    staged = level | {"path": {"2023-12": 4}}
    assert [light({"2022-06": at}, "2022-06", **staged)[0] for at in (4, 5, 6)] == [
        Status.WITHIN_LIMIT, Status.USED_FAST, Status.OVER_LIMIT,
    ]  # fmt: skip


def test_the_first_of_a_few_things_may_happen_at_once():
    few: Any = {"comparator": Comparator.AT_MOST, "target": 5}
    assert [light({"2021-06": at}, "2021-06", **few)[0] for at in (1, 2)] == [Status.WITHIN_LIMIT, Status.USED_FAST]
    assert light({"2021-06": 1}, "2021-06", **few | {"target": 0})[0] is Status.OVER_LIMIT


def test_a_target_reached_and_no_longer_held_is_lost_even_after_the_deadline():
    stock: Any = {"kind": Kind.STOCK, "target": 1000}
    values: Mapping[str, int | str] = {"2023-05": 1000, "2023-06": 990, "2026-01": 990}
    assert light(values, **stock) == (Status.LOST, Reason.TARGET_LOST)
    assert light(values, "2023-05", **stock)[0] is Status.MET
    assert light(values, "2026-01", **stock)[0] is Status.LOST


def test_what_was_met_later_does_not_make_an_earlier_month_lost():
    assert light({"2023-06": 30_000, "2023-07": 60_000})[0] is Status.ON_TRACK


def test_a_yearly_count_met_last_year_is_not_lost_in_january():
    indicator = make_indicator(kind=Kind.FLOW, target=100, resets_yearly=True)
    ledger = reported({"2023-12": 100, "2024-01": 5})
    assert starts_again(indicator)
    seen = assess(indicator, make_plan(indicator), ledger, Period(2024, 1), LONG_AFTER)
    assert seen.status is Status.FAR_BEHIND


def test_a_level_to_be_kept_is_kept_or_lost_and_nothing_else():
    kept: Any = {"kind": Kind.STOCK, "baseline": 500, "target": 500}
    assert light({"2021-01": 500}, "2021-01", **kept) == (Status.MET, Reason.TARGET_KEPT)
    assert light({"2021-01": 499}, "2021-01", **kept) == (Status.LOST, Reason.TARGET_NOT_KEPT)


def test_the_month_of_the_deadline_is_the_last_chance():
    early: Any = {"deadline": date(2023, 6, 30)}
    assert light({"2023-05": 59_999}, "2023-05", **early)[0] is Status.ON_TRACK
    assert light({"2023-06": 59_999}, **early) == (Status.OVERDUE, Reason.DEADLINE_PASSED)
    assert light({"2023-06": 60_000}, **early)[0] is Status.MET


def test_nothing_is_judged_while_the_plan_asks_for_next_to_nothing():
    assert light({"2021-02": 0}, "2021-02") == (Status.TOO_EARLY, Reason.PLAN_SHARE_LOW)
    assert light({"2021-03": 0}, "2021-03")[0] is Status.FAR_BEHIND


def test_few_whole_things_are_too_early_by_the_line_and_judged_by_the_steps():
    base: Any = {"kind": Kind.STOCK, "target": 1}
    assert light({"2021-02": 0}, "2021-02", **base)[0] is Status.TOO_EARLY
    assert light({"2025-11": 0}, "2025-11", **base) == (Status.ON_TRACK, Reason.NOTHING_DUE_YET)
    assert light({"2025-12": 0}, "2025-12", **base)[0] is Status.OVERDUE


def test_falling_under_the_baseline_is_far_behind_even_when_nothing_is_due():
    few: Any = {"kind": Kind.STOCK, "baseline": 10, "target": 14}
    assert light({"2021-12": 9}, "2021-12", **few) == (Status.FAR_BEHIND, Reason.BELOW_BASELINE)


@pytest.mark.parametrize(
    ("value", "status"),
    [
        (33_000, Status.AHEAD),
        (32_999, Status.ON_TRACK),
        (30_000, Status.ON_TRACK),
        (29_999, Status.BEHIND),
        (24_000, Status.BEHIND),
        (23_999, Status.FAR_BEHIND),
    ],
)
def test_limits_are_exact(value: int, status: Status):
    assert light({"2023-06": value})[0] is status


def test_a_month_is_judged_by_the_limits_of_its_time():
    stricter = replace(THRESHOLDS, valid_from=Period(2023, 7), behind=Decimal("0.95"))
    indicator = make_indicator()
    plan = make_plan(indicator, thresholds=(THRESHOLDS, stricter))
    ledger = reported({"2023-06": 27_000, "2023-07": 27_900})
    seen = [assess(indicator, plan, ledger, Period(2023, month), LONG_AFTER) for month in (6, 7)]
    assert [each.status for each in seen] == [Status.BEHIND, Status.FAR_BEHIND]
    assert [each.thresholds for each in seen] == [THRESHOLDS, stricter]


def test_share_identities_hold_on_the_judged_scale():
    seen = judged({"2023-06": 520}, kind=Kind.STOCK, baseline=400, target=600)
    assert seen.value is not None
    assert seen.progress_share == (seen.value - seen.baseline) / (seen.target - seen.baseline)
    assert (seen.shortfall, seen.remaining) == (0, 80)


def test_a_run_counts_back_over_silent_months_and_stops_at_a_good_one():
    indicator = make_indicator()
    ledger = reported({"2023-01": 30_000, "2023-02": 20_000, "2023-04": 20_000, "2023-05": 20_000})
    plan = make_plan(indicator)

    def run(month: int) -> int:
        return judging.judged(indicator, plan, ledger).run(Period(2023, month)).months

    assert [run(month) for month in range(1, 7)] == [0, 1, 1, 2, 3, 3]


def task_light(state: str | None, today: date | None = None, month: str = "2024-06") -> tuple[Status, str]:
    task = Task("K-1", "1", named("K-1"), Kind.TASK, END.last_day, Basis.STATED, "a")
    given = TaskState("K-1", state, None, "", "", Source("", "", "")) if state else None
    return assess_task(task, given, make_plan(), Period.parse(month), today)


def test_a_task_report_that_is_not_due_yet_is_not_missing():
    assert task_light(None, date(2024, 7, 5)) == (Status.NOT_DUE, Reason.REPORT_NOT_DUE)
    assert task_light(None, date(2024, 7, 6)) == (Status.NOT_REPORTED, Missing.NO_REPORT)


def test_every_light_and_reason_and_task_state_has_its_words():
    words = Words("zh")
    for section, codes in (
        ("status", Status),
        ("reason", [*Reason, *Missing]),
        ("task_state", make_plan().task_states),
    ):
        assert [code for code in codes if not words.has(f"{section}.{code}")] == []


def make_limit(**given: Any) -> Indicator:
    return make_indicator(comparator=Comparator.AT_MOST, **given)


def make_falling(**given: Any) -> Indicator:
    return make_indicator(kind=Kind.STOCK, direction=Direction.DOWN, baseline=1000, target=500, **given)


FALLEN = {800: "on_track", 750: "ahead", 700: "met"}
WORKED: list[tuple[Indicator, Mapping[str, int | str], set[str]]] = [
    (make_indicator(), {"2023-06": 20_000}, {"path_line", "ratio", "shortfall", "months_behind", "needed"}),
    (make_indicator(path={"2022-12": 1_000}), {"2023-06": 40_000}, {"path_milestones", "months_ahead"}),
    (make_indicator(kind=Kind.STOCK, target=1), {"2023-06": 0}, {"path_steps", "nothing_due"}),
    (make_indicator(target=1000, resets_yearly=True), {"2023-06": 1}, {"path_year"}),
    (make_indicator(deadline=date(2023, 5, 31)), {"2023-06": 1}, {"no_time_left"}),
    (make_indicator(kind=Kind.STOCK, target=5, baseline=5), {"2023-06": 5}, {"path_kept", "kept"}),
    (make_indicator(), {}, {"aim", "path_line"}),
    (
        make_indicator(kind=Kind.RECURRING, target=1, every_years=1, first_year=2021),
        {"2023-06": 1},
        {"path_editions", "thresholds"},
    ),
    (make_indicator(season=SEASON), {"2023-06": 29_000}, {"path_season", "next_on_track"}),
    (make_indicator(), {"2023-06": 5}, {"next_behind"}),
    (make_indicator(), {"2023-06": 30_000}, {"next_ahead"}),
    (make_indicator(), {"2023-06": 50_000}, {"next_met"}),
    (make_falling(), {"2023-06": 990}, {"shortfall_fall", "needed_fall", "next_behind_fall"}),
    (make_falling(deadline=date(2023, 5, 31)), {"2023-06": 990}, {"no_time_left_fall"}),
    *((make_falling(), {"2023-06": at}, {f"next_{light}_fall"}) for at, light in FALLEN.items()),
    (make_limit(), {"2023-06": 20_000}, {"limit", "limit_line", "limit_used", "limit_gap", "limit_left_monthly"}),
    (make_limit(), {"2023-06": 40_000}, {"limit_strained"}),
    (make_limit(), {"2023-06": 70_000}, {"limit_exceeded"}),
    (make_limit(resets_yearly=True), {"2023-06": 1}, {"limit_year"}),
    (make_limit(path={"2022-12": 1_000}), {}, {"limit_milestones"}),
    (make_limit(kind=Kind.STOCK), {"2023-06": 40_000}, {"limit_throughout", "limit_left"}),
    *(
        (make_indicator(kind=Kind.STOCK, baseline=5, baseline_basis=basis), {"2023-06": 5}, {f"baseline_{basis}"})
        for basis in (Basis.IMPLIED, Basis.INFERRED, Basis.ASSUMED)
    ),
]
RULED = replace(
    reported({"2023-06": 5, "2023-07": 5}),
    disputes=(Dispute("N-1", Period(2023, 6), "counted twice", "office", START.first_day),),
    overrides=(Override("N-1", Period(2023, 7), Status.ON_TRACK, "flood", "office", date(2023, 7, 31)),),
)


@pytest.mark.parametrize(("indicator", "values", "keys"), WORKED)
def test_the_working_can_be_read_in_both_languages(
    indicator: Indicator, values: Mapping[str, int | str], keys: set[str]
):
    seen = assess(indicator, make_plan(indicator), reported(values), Period(2023, 6), LONG_AFTER)
    steps = working(seen)
    assert keys <= {key for key, _ in steps}
    for language in LANGUAGES:
        lines = [Words(language)(f"working.{key}", **facts) for key, facts in steps]
        assert not any("{" in line for line in lines)


def test_the_working_fills_in_the_numbers():
    lines = [Words("en")(f"working.{key}", **facts) for key, facts in working(judged({"2023-12": 24_000}, "2023-12"))]
    assert "Progress g = (24,000 − 0) ÷ (60,000 − 0) = 40%." in lines
    assert "Ratio to plan k = 40% ÷ 60% = 66.7%." in lines
    assert "36,000 to go in 24 months: 1,500 (persons) a month." in lines


def ruled(month: int) -> Assessment:
    return assess(make_indicator(), make_plan(make_indicator()), RULED, Period(2023, month), LONG_AFTER)


def test_the_working_tells_what_people_decided():
    (dispute,) = [Words("en")(f"working.{key}", **facts) for key, facts in working(ruled(6)) if key == "disputed"]
    (override,) = [Words("en")(f"working.{key}", **facts) for key, facts in working(ruled(7)) if key == "overridden"]
    assert dispute == "The value is in doubt: counted twice (office)."
    assert override == "Set by hand: flood (office, until 31 Jul 2023)."


def test_no_step_of_the_working_is_left_without_use():
    before = assess(make_indicator(), make_plan(judged_from=END), reported({"2023-06": 5}), Period(2023, 6), LONG_AFTER)
    assert [key for key, _ in working(before)] == ["aim", "path_line", "value", "back_filled"]
    used = (
        {"back_filled"}
        | {key for month in (6, 7) for key, _ in working(ruled(month))}
        | {
            key
            for indicator, values, _ in WORKED
            for key, _ in working(
                assess(indicator, make_plan(indicator), reported(values), Period(2023, 6), LONG_AFTER)
            )
        }
    )
    assert {name for name in catalogue() if name.startswith("working.")} == {f"working.{key}" for key in used}


def test_regions_do_not_mix_into_the_city():
    ledger = ledger_of([figure("N-1", "2023-06", 30_000), figure("N-1", "2023-06", 1, region_id="east")])
    indicator = make_indicator()
    assert assess(indicator, make_plan(indicator), ledger, Period(2023, 6), LONG_AFTER).value == 30_000
