"""The template filled in anyhow reads back to just that; whatever is typed into a cell never becomes a wrong figure."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from domain.observation import Aspect, Topic
from domain.period import Period
from domain.plan import Indicator, Kind, Plan
from loaders import headers, submission, targets_file, template
from loaders.row_figures import SHARES
from loaders.template_filling import Filling, TaskEntry
from tests.support.office import FIGURES, MARCH, PLAN, march, read
from tests.support.other_libraries import seen_by_others
from tests.support.sheets import errors, sentences, values, with_cells

pytestmark = pytest.mark.slow

ODD = {
    "F04",
    "X04",
    "X10",
    "X16",
    "X17",
    "X21",
    "X33",
    "X50",
    "X51",
    "X52",
}  # what figures and words drawn at random may well look like
RIGHT = {(id, region, aspect.value): value for (id, region, aspect), value in FIGURES.items()}
ROOT = Path(__file__).parents[2]
REAL, HARBOUR = (targets_file.read(ROOT / file).plan for file in ("targets.toml", "tests/plans/harbour.toml"))
MONTHS = {"skilled-qujing": Period(2024, 3), "clean-harbour": Period(2028, 9), "small": MARCH}

# What Excel lets a person type; no digits in a row long enough for an identity number.
typed = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Cn", "Co"), exclude_characters="0123456789０１２３４５６７８９")
)
sheet_like = st.text("0123456789０１２３,，. -—+%()（）①*万千三人次月日约余至eE_无#约合计注：", max_size=16)
numbers = st.one_of(
    st.integers(-(10**13), 10**13), st.integers(0, 3000), st.floats(allow_nan=False, allow_infinity=False, width=32)
)


@st.composite
def fillings(draw: st.DrawFn, plan: Plan, department_id: str, period: Period) -> tuple[Filling, dict[str, Decimal]]:
    """Figures that agree with each other, with last month's totals to match."""
    figures: dict[tuple[str, str | None, Aspect], Decimal] = {}
    previous: dict[str, Decimal] = {}
    for indicator in plan.reported_by(department_id):
        if indicator.start > period:
            continue
        if indicator.kind in SHARES:
            known = figures.get((indicator.same_group or "", None, Aspect.DENOMINATOR))
            group = int(known) if known else draw(st.integers(1, 5000))
            figures[indicator.id, None, Aspect.DENOMINATOR] = Decimal(group)
            figures[indicator.id, None, Aspect.CUMULATIVE] = Decimal(draw(st.integers(0, group)))
            continue
        before, month = draw(steps(plan, indicator, figures))
        previous[indicator.id] = before
        figures[indicator.id, None, Aspect.MONTH] = month
        figures[indicator.id, None, Aspect.CUMULATIVE] = before + month
        rest, whole = before + month, indicator.subset_of or ""
        places = plan.regions if indicator.by_region else ()
        room = {place.id: figures.get((whole, place.id, Aspect.CUMULATIVE), rest) for place in places}
        for place in places:
            elsewhere = sum((room[other.id] for other in places[places.index(place) + 1 :]), Decimal(0))
            part = Decimal(draw(st.integers(int(max(rest - elsewhere, 0)), int(min(rest, room[place.id])))))
            figures[indicator.id, place.id, Aspect.CUMULATIVE] = part
            rest -= part
    states = st.sampled_from([state for state in plan.task_states if state != "done"])
    tasks = {task.id: TaskEntry(draw(states)) for task in plan.tasks_of(department_id) if draw(st.booleans())}
    words = {(id, topic): "正在推进" for id in previous for topic in (Topic.PROBLEMS, Topic.NEXT_STEPS)}
    return Filling(figures, words, tasks, reporter="甲", reviewer="乙", phone="1"), previous


@st.composite
def steps(draw: st.DrawFn, plan: Plan, indicator: Indicator, figures: dict) -> tuple[Decimal, Decimal]:
    """Last month's total and this month's figure: below the target, below the whole, and no jump by a thousand."""
    whole = [figures.get((indicator.subset_of, None, aspect)) for aspect in (Aspect.CUMULATIVE, Aspect.MONTH)]
    most = int(min(indicator.target, *(total for total in whole[:1] if total is not None), Decimal(10**6)))
    scale = 1 if plan.unit(indicator.unit).whole else 100
    before = Decimal(draw(st.integers(0, most * scale // 2))) / scale
    room = min(most - before, before * 400, *(month for month in whole[1:] if month is not None))
    month = Decimal(draw(st.integers(0, max(int(room * scale), 0)))) / scale
    if indicator.kind is Kind.STOCK and before:
        month = month if draw(st.booleans()) else -Decimal(draw(st.integers(0, int(before))))
        month = Decimal(0) if before + month == 0 or before > 800 * (before + month) else month
    return before, month


DEPARTMENTS = [(plan, department.id) for plan in (REAL, HARBOUR, PLAN) if plan for department in plan.reporters]


@pytest.mark.parametrize(("plan", "department_id"), DEPARTMENTS, ids=[f"{plan.id} {id}" for plan, id in DEPARTMENTS])
@settings(max_examples=4)
@given(st.data(), typed)
def test_the_template_filled_in_reads_back_to_just_that(plan: Plan, department_id: str, data: st.DataObject, text: str):
    """Of every department of three plans: totals, regions, shares, tasks and words; each from the cell it is in."""
    period = MONTHS[plan.id]
    filling, previous = data.draw(fillings(plan, department_id, period))
    has_rows = any(i.kind not in SHARES and i.start <= period for i in plan.reported_by(department_id))
    content = template.write(plan, plan.department(department_id), period, previous, period.last_day, filling)
    content = with_cells(content, {"月报!M5": text} if has_rows else {})
    (draft,) = submission.read("a.xlsx", content, plan, today=period.last_day + timedelta(days=1))
    assert [sentences(found) for found in draft.problems if found.code not in ODD] == []
    assert {(seen.indicator_id, seen.region_id, seen.aspect): seen.value for seen in draft.observations} == dict(
        filling.figures
    )
    assert {state.task_id: state.state for state in draft.task_states} == {
        task_id: entry.state for task_id, entry in filling.tasks.items()
    }
    said = {(words.indicator_id, words.topic): words.text for words in draft.narratives}
    progress = [words for (_, topic), words in said.items() if topic is Topic.PROGRESS]
    shows = any(mark.isprintable() and not mark.isspace() for mark in text)  # a soft hyphen alone is nothing
    assert progress == ([text.strip()] if has_rows and shows else [])
    assert filling.words.items() <= said.items()
    for seen in seen_by_others(content, "xlsx"):
        sources = [figure.source for figure in draft.observations]
        assert [seen(source.sheet, source.cell) for source in sources] == [source.raw for source in sources]


WHITE = {f"月报!{column}{row}": key for row, id in enumerate(("S-1", "N-1", "N-2", "S-2", "L-1"), 5)
         for column, key in (("I", (id, None, "month")), ("J", (id, None, "cumulative")))}  # fmt: skip
WHITE |= {
    f"分县数据!{column}5": ("S-2", region, "cumulative")
    for column, region in zip("EFG", ("east", "west", "city"), strict=True)
}
WHITE |= {f"人均指标!{column}{row}": (id, None, aspect) for row, id in ((5, "P-1"), (6, "R-1"))
          for column, aspect in (("H", "cumulative"), ("I", "denominator"))}  # fmt: skip
SAID = [f"月报!{column}{row}" for column in "MNOP" for row in range(5, 10)]
SAID += [f"定性任务!{column}{row}" for column in "FGHIJ" for row in (5, 6)]
anything = st.one_of(typed, sheet_like, numbers, st.booleans(), st.dates(date(1990, 1, 1), date(2030, 1, 1)).map(str))


@settings(max_examples=80)
@given(st.sampled_from(sorted(WHITE)), anything)
@example("月报!J8", "1200①")
@example("月报!J8", "1200人")
@example("月报!I9", "(1)")
@example("人均指标!H6", "75%")
def test_whatever_is_typed_into_a_figure_is_that_figure_or_a_problem(place: str, value: Any):
    drafts = read(march(**{place: value}))
    told = {(found.sheet, found.cell) for draft in drafts for found in draft.problems}
    assert all(all(sentences(found)) for draft in drafts for found in draft.problems)
    (draft,) = drafts
    now, key = values(draft), WHITE[place]
    assert {other: value for other, value in now.items() if other != key} == {
        other: value for other, value in RIGHT.items() if other != key
    }
    if key in now and tuple(place.split("!")) not in told:
        assert not isinstance(value, bool)
        assert now[key] == Decimal(str(value).strip())
    if key not in now:
        assert draft.problems or not str(value).strip()


@settings(max_examples=40)
@given(st.sampled_from(SAID), anything)
@example("定性任务!G5", -(10**13))
def test_whatever_is_said_changes_no_figure(place: str, value: Any):
    (draft,) = read(march(**{place: value}))
    assert values(draft) == RIGHT


# Every word that may head a column, label a value or open a row, and a few that only look like one.
WORDS = sorted({word for entries in headers._file().values() for words in entries.values() for word in words})
others = st.sampled_from(
    [*WORDS, "东山县", "1月", "2024年3月", "累计完成（2024年）", "2月", "人次", "万", "", "S-1", "S-3"]
)
anywhere = st.tuples(
    st.sampled_from(["月报", "分县数据", "人均指标", "定性任务"]), st.sampled_from("ABCDEFGHIJ"), st.integers(1, 12)
)


@settings(max_examples=80)
@given(anywhere, st.one_of(others, anything))
@example(("月报", "I", 4), "备注")
@example(("月报", "J", 4), "本月完成")
@example(("月报", "E", 4), "目标值")
@example(("分县数据", "E", 4), "西河县")
@example(("分县数据", "A", 4), 0)
def test_a_word_put_anywhere_is_told_or_changes_nothing(place: tuple[str, str, int], value: Any):
    """Headings, labels, codes, locked cells: a change that matters never passes without a word."""
    sheet, column, row = place
    drafts = read(march(**{f"{sheet}!{column}{row}": value}))
    figures = {key: figure for draft in drafts for key, figure in values(draft).items()}
    typed_over = WHITE.get(f"{sheet}!{column}{row}")
    unlike = {key for key in {*figures, *RIGHT} if figures.get(key) != RIGHT.get(key)} - {typed_over}
    assert not unlike or errors(drafts) or {"B37", "B38"} & {found.code for draft in drafts for found in draft.problems}
