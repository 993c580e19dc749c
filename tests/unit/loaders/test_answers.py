"""Doubts of real sheets: unanswered refused with all readings; each answer gives that reading, any other none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import pytest

from domain.ledger import Ledger
from domain.observation import Draft
from domain.period import Period
from domain.problem import Problem, Severity
from domain.question import Question, Reading, ReadingRule
from loaders.owners.owner import Expected
from tests.support.office import MARCH, PLAN, indicator, march, read
from tests.support.sheets import codes, sentences, values
from tests.support.tables import HEAD, sheet
from wording import Words

TASK_DAY = "定性任务!G5"
OWN = [["填报单位：江城市培训局"], ["报告期：2024年3月"]]
STATES = ("not_started", "in_progress", "done", "ongoing", "blocked")
SHEETS = ("月报", "分县数据", "人均指标", "定性任务")
J8, I8, TASK, MONTH, WHOSE = "J8", "I8", "task day", "month", "department"


@dataclass(frozen=True)
class Case:
    """A sheet with one doubt. `under`: what `of` is under each reading, by its key."""

    key: str
    of: str
    under: Mapping[str, Any]
    cells: Mapping[str, Any] = field(default_factory=dict[str, Any])

    def __str__(self) -> str:
        return f"{self.key} {self.of}"


def everywhere(cell: str, value: Any) -> dict[str, Any]:
    """The same in the block above every sheet, as the template's formulas have it."""
    return {f"{name}!{cell}": value for name in SHEETS}


CASES = [
    # names
    Case("D31:乡村振兴人才计划培训", J8, {"S-2": 1_200, "left_out": None}, {"B8": None, "D8": "乡村振兴人才计划·培训"}),
    Case("D35:s2家政服务培训", J8, {"S-2": 1_200, "S-1": None}, {"D8": "家政服务培训"}),
    Case("D04:m311", J8, {"S-2": 1_200, "left_out": None}, {"B8": "M31-1"}),
    Case("C34:江城市培训管理局", WHOSE, {"a": "a"}, everywhere("B2", "江城市培训管理局")),
    # months and days
    Case("C32:2024.1", MONTH, {"2024-01": Period(2024, 1), "2024-10": Period(2024, 10)}, everywhere("F2", 2024.1)),
    Case("C09", MONTH, {"newest": MARCH, "year_before": Period(2023, 3)}, everywhere("F2", "3月")),
    Case("C35:2024年3月", MONTH, {"2024-03": MARCH}, everywhere("F2", "24年3月")),
    Case(
        "C35:d/m/y",
        MONTH,
        {"day_first": Period(2024, 2), "month_first": Period(2024, 1)},
        everywhere("F2", "01/02/2024"),
    ),
    Case("C35:serial", MONTH, {"serial": MARCH}, everywhere("F2", 45352)),
    Case("F30:d/m/y", TASK, {"day_first": date(2024, 2, 1), "month_first": date(2024, 1, 2)}, {TASK_DAY: "1/2/2024"}),
    Case("F30:y/m/d", TASK, {"year_first": date(2024, 2, 9)}, {TASK_DAY: "24.2.9"}),
    Case("F30:m/d", TASK, {"newest": date(2024, 2, 9), "year_before": date(2023, 2, 9)}, {TASK_DAY: "2月9日"}),
    # states
    Case("F01:已完工", TASK, dict.fromkeys(STATES, date(2024, 2, 9)), {"定性任务!F5": "已完工"}),
    # figures
    Case("E12:S-2", J8, {"thousands": 1_200}, {"J8": "1.200"}),
    Case("E39:1,20,0", J8, {"joined": 1_200}, {"J8": "1,20,0"}),
    Case("E38:1200①", J8, {"unmarked": 1_200}, {"J8": "1200①"}),
    Case("E25:(1200)", J8, {"bracketed": 1_200}, {"J8": "（1200）"}),
    Case("E06:三千二百零五", J8, {"in_words": 3_205}, {"J8": "三千二百零五"}),
    Case("E08:—", J8, {"nothing": 0}, {"J8": "—"}),
]


def only(drafts: tuple[Draft, ...]) -> Draft:
    (draft,) = drafts
    return draft


def asked(draft: Draft) -> Problem:
    (found,) = (problem for problem in draft.problems if problem.question)
    return found


def question(draft: Draft) -> Question:
    found = asked(draft).question
    assert found
    return found


def said(reading: Reading) -> tuple[str, str]:
    return Words("zh").fact(reading), Words("en").fact(reading)


def seen(draft: Draft, of: str) -> Any:
    if of == MONTH:
        return draft.period
    if of == WHOSE:
        return draft.department_id
    if of == TASK:
        return next((state.done_on for state in draft.task_states if state.task_id == "K-1"), None)
    return values(draft).get(("S-2", None, "cumulative" if of == J8 else "month"))


@pytest.mark.parametrize("case", CASES, ids=str)
def test_unanswered_it_is_refused_with_all_its_readings(case: Case) -> None:
    draft = only(read(march(**case.cells)))
    found = asked(draft)
    assert found.severity is Severity.ERROR
    assert question(draft).key == case.key
    assert [reading.key for reading in question(draft).readings] == list(case.under)
    assert seen(draft, case.of) is None
    assert all(sentences(found))
    assert all(all(said(reading)) for reading in question(draft).readings)


@pytest.mark.parametrize(("case", "key"), [(case, key) for case in CASES for key in case.under], ids=str)
def test_an_answer_gives_that_reading_and_says_so(case: Case, key: str) -> None:
    before = only(read(march(**case.cells)))
    draft = only(read(march(**case.cells), answers={case.key: key}))
    assert seen(draft, case.of) == case.under[key]
    found = asked(draft)
    assert (found.code, found.severity) == ("Q01", Severity.WARNING)
    assert (found.sheet, found.cell) == (asked(before).sheet, asked(before).cell)
    assert question(draft).chosen == key
    assert question(draft).readings == question(before).readings
    chosen = question(draft).reading
    assert chosen
    assert all(reading in sentence for reading, sentence in zip(said(chosen), sentences(found), strict=True))


@pytest.mark.parametrize("case", CASES, ids=str)
def test_an_answer_that_is_no_reading_is_not_used_and_said(case: Case) -> None:
    draft = only(read(march(**case.cells), answers={case.key: "anything"}))
    assert asked(draft).severity is Severity.ERROR
    assert seen(draft, case.of) is None
    (unused,) = (problem for problem in draft.problems if problem.code == "Q03")
    assert unused.facts == {"key": case.key, "answer": "anything"}


def test_an_answer_to_what_was_not_asked_changes_nothing() -> None:
    draft = only(read(march(), answers={"C09": "newest"}))
    assert codes(draft) == {"Q03"}
    assert draft.observations == only(read(march())).observations


def rule(department_id: str, key: str, reading: str, number: int = 1) -> ReadingRule:
    return ReadingRule(department_id, key, Reading(reading, "shown", {"shown": "…"}), "一直这样写", "王", number)


def knowing(*rules: ReadingRule) -> Ledger:
    return Ledger(0, (), reading_rules=rules)


NEAR = {"B8": None, "D8": "乡村振兴人才计划·培训"}
NEAR_KEY = "D31:乡村振兴人才计划培训"


@pytest.mark.parametrize("expected", [Expected(), Expected("a")])
def test_a_rule_answers_for_its_department_and_says_so(expected: Expected) -> None:
    draft = only(read(march(**NEAR), ledger=knowing(rule("a", NEAR_KEY, "S-2", 7)), expected=expected))
    assert seen(draft, J8) == 1_200
    found = asked(draft)
    assert (found.code, found.severity, found.facts["rule"]) == ("Q02", Severity.NOTE, "7")
    assert "7" in sentences(found)[0]


@pytest.mark.parametrize("expected", [Expected(), Expected("a")])
def test_the_rule_of_another_department_does_not(expected: Expected) -> None:
    draft = only(read(march(**NEAR), ledger=knowing(rule("b", NEAR_KEY, "S-2")), expected=expected))
    assert asked(draft).severity is Severity.ERROR


def test_an_answer_comes_before_a_rule() -> None:
    known = knowing(rule("a", "C09", "newest"))
    assert only(read(march(**everywhere("F2", "3月")), ledger=known)).period == MARCH
    draft = only(read(march(**everywhere("F2", "3月")), ledger=known, answers={"C09": "year_before"}))
    assert draft.period == Period(2023, 3)
    assert asked(draft).code == "Q01"


def test_a_rule_tells_whose_a_sheet_is() -> None:
    known = knowing(rule("a", "C34:江城市培训管理局", "a"), rule("b", "C34:江城市培训管理局", "a"))
    draft = only(read(march(**everywhere("B2", "江城市培训管理局")), ledger=known))
    assert draft.department_id == "a"
    assert asked(draft).facts["rule"] == "1"


def test_a_slip_is_no_habit_and_no_rule_answers_it() -> None:
    known = knowing(rule("a", "E38:1200①", "unmarked"))
    draft = only(read(march(J8="1200①"), ledger=known))
    assert asked(draft).severity is Severity.ERROR
    assert not question(draft).may_be_rule


def test_a_day_or_month_that_can_be_read_in_one_way_only_is_read() -> None:
    draft = only(read(march(**{TASK_DAY: "13/02/2024"})))
    assert (seen(draft, TASK), codes(draft)) == (date(2024, 2, 13), set())
    assert only(read(march(**everywhere("F2", "3/2024")))).period == MARCH


# Tables of a department's own


def own(*rows: list[Any], block: list[list[Any]] = OWN, head: list[str] = HEAD) -> bytes:
    return sheet(head, *rows, block=block)


TITLE = "江城市商务局工作进展统计表"


@pytest.mark.parametrize(
    ("content", "key", "under"),
    [
        (own(["家政服务培训", None, 1, 1]), "D45:S-1", {"1": 1, "10000": 10_000}),
        (own(["家政服务培训", None, 0.1, 0.3]), "D45:S-1", {"10000": 3_000}),
        (own(["家政服务培训", "人次", 1, 30], block=[[TITLE], *OWN]),
         f"C37:{TITLE[:6]}", {"department": 30, "title": None}),
        (own(["家政服务培训", "人次", 1, 30], block=[OWN[0], ["2024年2月统计表"], ["2024年3月统计表"]]),
         "C33:2024-02 2024-03", {"2024-02": 30, "2024-03": 30}),
    ],
)  # fmt: skip
def test_a_table_of_their_own_in_doubt(content: bytes, key: str, under: Mapping[str, int | None]) -> None:
    draft = only(read(content))
    assert question(draft).key == key
    assert [reading.key for reading in question(draft).readings] == list(under)
    assert asked(draft).severity is Severity.ERROR
    assert all(sentences(asked(draft)))
    for reading, value in under.items():
        answered = only(read(content, answers={key: reading}))
        assert question(answered).chosen == reading
        assert values(answered).get(("S-1", None, "cumulative")) == value


def test_a_unit_left_out_is_no_question_where_only_one_fits() -> None:
    draft = only(read(own(["家政服务培训", None, 20, 320])))
    assert "D44" in codes(draft)
    assert values(draft)["S-1", None, "cumulative"] == 320
    assert "E12" in codes(only(read(own(["家政服务培训", "人次", 20, 0.3])))), "a unit that is given is believed"


def test_the_office_may_stand_in_the_title_of_any_sheet() -> None:
    block = [["江城市培训局组织实施情况表"], ["填报单位：江城市林草局"], OWN[1]]
    draft = only(read(own(["护林员培训", "人次", 20, 320], block=block)))
    assert draft.department_id == "b"
    assert not any(problem.question for problem in draft.problems)


def test_a_region_nobody_knows_is_asked_for() -> None:
    content = sheet(
        ["县区", "指标名称", "计量单位", "累计完成"],
        ["东山新县", "乡村振兴技能人才计划·培训", "人次", 700],
        ["西河县", "乡村振兴技能人才计划·培训", "人次", 400],
        block=OWN,
    )
    draft = only(read(content))
    assert question(draft).key == "D34:东山新县"
    answered = only(read(content, answers={"D34:东山新县": "east"}))
    assert values(answered)["S-2", "east", "cumulative"] == 700


def test_a_name_that_several_have_is_asked_for() -> None:
    twin = indicator("S-9", "家政服务培训", "人次", 10_000)
    plan = replace(PLAN, indicators=(*PLAN.indicators, twin))
    content = own(["家政服务培训", "人次", 1, 30])
    found = only(read(content, plan=plan))
    assert [reading.key for reading in question(found).readings] == ["S-1", "S-9"]
    answered = only(read(content, plan=plan, answers={question(found).key: "S-9"}))
    assert values(answered)["S-9", None, "cumulative"] == 30


def test_a_number_in_spoken_words_has_no_reading() -> None:
    draft = only(read(march(J8="三千五")))
    assert "E06" in codes(draft)
    assert not any(problem.question for problem in draft.problems)


def test_what_may_be_meant_is_not_called_missing() -> None:
    assert codes(only(read(march(**NEAR)))) == {"D31"}
