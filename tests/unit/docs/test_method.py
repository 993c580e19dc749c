"""Every worked number of docs/method.md, recomputed."""

from __future__ import annotations

from datetime import date, datetime
from fractions import Fraction
from zoneinfo import ZoneInfo

from domain.ledger import Ledger
from domain.methods import growth_ratio
from domain.observation import Aspect, Source, TaskState
from domain.path import elapsed_share
from domain.period import Period
from domain.plan import Basis, Comparator, Department, Direction, Kind, Task
from domain.progress import Status, assess_task
from domain.reporting import reporting_status
from domain.rollup import ranked, standing
from tests.support.judging import assess
from tests.support.method_page import Row, as_written, cases, judged, number, table
from tests.support.plans import (
    END,
    LONG_AFTER,
    figure,
    ledger_of,
    make_indicator,
    make_plan,
    named,
    sent,
)
from wording import Words


@cases("delivered")
def test_one_number_in_the_eyes_of_several_methods(row: Row) -> None:
    seen = judged(row["delivered"], "2022-12", target=200_000)
    assert as_written(seen.progress_share, row["share of target"], percent=True)
    assert as_written(seen.ratio, row["ratio to plan"])
    assert as_written(seen.gap, row["gap in points"], percent=True)
    assert as_written(seen.months_behind, row["months behind"])
    assert seen.needed_per_month is not None
    assert seen.value
    assert as_written(seen.needed_per_month / (seen.value / 24), row["pace needed ÷ pace so far"])
    growth = growth_ratio(seen)
    assert growth is not None
    assert as_written(Fraction(growth), row["growth ratio"])


def test_a_light_by_points_cannot_turn_red_before_month_19() -> None:
    plan = make_plan()
    assert elapsed_share(plan, plan.start + 17) <= Fraction(30, 100) < elapsed_share(plan, plan.start + 18)


@cases("month")
def test_elapsed_share(row: Row) -> None:
    assert as_written(
        elapsed_share(make_plan(), Period.parse(row["month"])), row["elapsed share of 60 months"], percent=True
    )


@cases("month, with milestones")
def test_milestones(row: Row) -> None:
    seen = judged("0", row["month, with milestones"], path={"2022-12": 20_000, "2024-12": 50_000})
    assert seen.expected == Fraction(number(row["due"]))
    assert as_written(seen.plan_share, row["p"], percent=True)
    assert not seen.path_is_fallback


@cases("month, yearly count")
def test_yearly_count(row: Row) -> None:
    indicator = make_indicator(kind=Kind.PER_CAPITA, target=30, resets_yearly=True)
    month = row["month, yearly count"]
    ledger = ledger_of(
        [
            figure("N-1", month, row["reached"]),
            figure("N-1", month, row["group"], aspect=Aspect.DENOMINATOR),
        ]
    )
    seen = assess(indicator, make_plan(indicator), ledger, Period.parse(month), LONG_AFTER)
    assert as_written(seen.progress_share, row["g"], percent=True)
    assert as_written(seen.plan_share, row["p"], percent=True)
    assert seen.status == row["light"]


@cases("month, 4 bases")
def test_whole_things(row: Row) -> None:
    seen = judged(row["built"], row["month, 4 bases"], Kind.STOCK, target=4)
    assert seen.expected == int(row["due"])
    assert as_written(seen.ratio, row["k"])
    assert as_written(seen.months_behind, row["months behind"])
    assert seen.status == row["light"]


@cases("month, editions")
def test_editions(row: Row) -> None:
    seen = judged(
        row["held"],
        row["month, editions"],
        Kind.RECURRING,
        target=1,
        every_years=int(row["every"]),
        first_year=int(row["first"]),
    )
    assert (seen.expected, seen.target, seen.status) == (int(row["due"]), int(row["in all"]), row["light"])


@cases("kind")
def test_worked_cases(row: Row) -> None:
    baseline, target = number(row["baseline"]), number(row["target"])
    direction = Direction.DOWN if target < baseline else Direction.UP
    seen = judged(row["value"], row["month"], Kind(row["kind"]), baseline=baseline, target=target, direction=direction)
    assert as_written(seen.progress_share, row["g"], percent=True)
    assert as_written(seen.plan_share, row["p"], percent=True)
    assert as_written(seen.ratio, row["k"])
    assert as_written(seen.gap, row["gap"], percent=True)
    assert as_written(seen.months_behind, row["months behind"])
    assert as_written(seen.needed_per_month, row["needed per month"])
    assert seen.status == row["light"]


@cases("month, limit 600")
def test_limits(row: Row) -> None:
    seen = judged(
        row["used"], row["month, limit 600"], Kind(row["kind"]), target=600, baseline=100, comparator=Comparator.AT_MOST
    )
    assert as_written(seen.progress_share, row["g"], percent=True)
    assert as_written(seen.plan_share, row["p"], percent=True)
    assert as_written(seen.gap, row["gap"], percent=True)
    assert seen.status == row["light"]


@cases("value, about 15")
def test_about(row: Row) -> None:
    seen = judged(row["value, about 15"], "2024-06", target=15, comparator=Comparator.ABOUT)
    assert seen.status == row["light"]


@cases("state")
def test_tasks(row: Row) -> None:
    task = Task("K-1", "1", named("K-1"), Kind.TASK, END.last_day, Basis.STATED, "a")
    state = None if row["state"] == "–" else TaskState("K-1", row["state"], None, "", "", Source("", "", ""))
    assert assess_task(task, state, make_plan(), Period.parse(row["month"]))[0] == row["light"]


@cases("report for")
def test_reporting(row: Row) -> None:
    plan = make_plan(make_indicator())
    period = Period.parse(row["report for"])
    history = ()
    if row["first sent"] != "–":
        moment = datetime.fromisoformat(row["first sent"]).replace(tzinfo=ZoneInfo(plan.timezone))
        history = (sent("a", period, submitted_at=moment),)
    seen = reporting_status(plan, Ledger(1, history), "a", period, date.fromisoformat(row["looked at on"]))
    assert seen == row["light"]


def test_departments() -> None:
    """Each row gets numbers of its own: the lagging ones short by the widest gap, the others just on track."""
    rows, month = table("department"), Period.parse("2023-06")
    indicators, figures = [], []
    for row in rows:
        for place in range(int(row["due"])):
            indicator = make_indicator(f"{row['department']}-{place}", target=1000, lead=row["department"])
            indicators.append(indicator)
            short = -number(row["widest gap"]) * 10 if place < int(row["behind or worse"]) else 0
            if place < int(row["reported"]):
                figures.append(figure(indicator.id, month, 500 - short))
    departments = tuple(Department(row["department"], named(row["department"])) for row in rows)
    plan, ledger = make_plan(*indicators, departments=departments), ledger_of(figures)
    lights = [assess(indicator, plan, ledger, month, LONG_AFTER) for indicator in indicators]
    places = ranked(plan, [standing(lights, department) for department in departments], month)
    found = {place.standing.department.id: place for place in places}
    for row in rows:
        place = found[row["department"]]
        assert as_written(place.standing.worst_gap, row["widest gap"], percent=True)
        assert as_written(place.standing.coverage, row["coverage"], percent=True)
        assert as_written(place.standing.lagging_share, row["share behind"], percent=True)
        assert as_written(place.rank, row["rank"])
    assert [place.standing.department.id for place in places] == ["a", "c", "b", "d"]


def test_the_page_names_every_light_in_its_order_and_with_its_word() -> None:
    rows = table("light")
    assert [row["light"] for row in rows] == [status.value for status in Status]
    assert [row["中文"] for row in rows] == [Words("zh")(f"status.{status}") for status in Status]
