"""Whose a department's own sheet is and of which month: days are no months, and what a person reads at once is read."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from domain.observation import Draft
from domain.period import Period
from loaders.owners.owner import Expected
from tests.support.office import MARCH, read
from tests.support.sheets import at, errors, found, sentences, values, workbook
from tests.support.tables import FIGURES, HEAD, ROW

TODAY = date(2024, 5, 3)
OWN, TITLE = "填报单位：江城市林草局", "护林员培训进展"


def only(
    cells: dict[str, Any], *, head: list[Any] = HEAD, row: list[Any] = ROW, name: str = "进展", **given: Any
) -> Draft:
    """What is read from a table of one number in rows 4 and 5 with `cells` around it."""
    content = workbook({name: at("A4", [head, row]) | {"A1": TITLE, "A2": OWN} | cells})
    (draft,) = read(content, **{"today": TODAY, **given})
    return draft


def choices(draft: Draft, code: str) -> list[str]:
    (found,) = [each for each in draft.problems if each.code == code]
    return [reading.key for reading in found.question.readings] if found.question else []


ASKED = {  # cells around the table: the code, its cell, the readings
    "labelled as that of filling in": ({"D2": "填报日期：2024年4月2日"}, "C51", "D2", ["2024-03", "2024-04"]),
    "even the last of a month": ({"D2": "制表时间：2024年3月31日"}, "C51", "D2", ["2024-02", "2024-03"]),
    "even a month": ({"D2": "上报时间：2024年4月"}, "C51", "D2", ["2024-03", "2024-04"]),
    "beside its label": ({"C2": "打印日期", "D2": "2024年3月31日"}, "C51", "D2", ["2024-02", "2024-03"]),
    "a date beside its label": ({"C2": "审核日期：", "D2": date(2024, 4, 2)}, "C51", "D2", ["2024-03", "2024-04"]),
    "below its label": (
        {"A2": "填报单位", "B2": "报送日期", "A3": "林草局", "B3": "2024年3月31日"}, "C51", "B3", ["2024-02", "2024-03"]
    ),
    "bare": ({"D2": "2024年4月2日"}, "C51", "D2", ["2024-03", "2024-04"]),
    "a bare date": ({"D2": date(2024, 4, 1)}, "C51", "D2", ["2024-03", "2024-04"]),
    "in Chinese numerals": ({"D2": "二〇二四年四月二日"}, "C51", "D2", ["2024-03", "2024-04"]),
    "behind a title": ({"A1": f"{TITLE} 2024.4.2"}, "C51", "A1", ["2024-03", "2024-04"]),
    "in a title": ({"A1": f"{TITLE}（2024年4月2日上报）"}, "C51", "A1", ["2024-03", "2024-04"]),
    "behind the department": ({"A2": f"{OWN} 2024年4月2日"}, "C51", "A2", ["2024-03", "2024-04"]),
    "beside the words of any paper": ({"D2": "日期：2024年4月2日"}, "C51", "D2", ["2024-03", "2024-04"]),
    "up to which was counted": ({"A1": f"截至2024年4月5日{TITLE}"}, "C51", "A1", ["2024-03", "2024-04"]),
    "as the month": ({"D2": "报告期：2024年3月5日"}, "C50", "D2", ["2024-03", "2024-02"]),
    "as 1-6 is kept": ({"C2": "报告期：", "D2": date(2024, 1, 6)}, "C50", "D2", ["2024-01", "2023-12"]),
    "of part of a month": ({"D2": "报告期：2024年3月1日—20日"}, "C50", "D2", ["2024-03"]),
    "beside a month without a year": (
        {"A1": f"{TITLE}（3月份）", "D2": "2024年4月2日"}, "C09", "A1", ["newest", "year_before"]
    ),
}  # fmt: skip


@pytest.mark.parametrize(("cells", "code", "cell", "readings"), ASKED.values(), ids=ASKED.keys())
def test_a_day_is_never_taken_for_the_month(cells: dict[str, Any], code: str, cell: str, readings: list[str]):
    draft = only(cells)
    assert (draft.period, errors([draft])) == (None, {code})
    assert (code, "进展", cell) in found(draft)
    assert choices(draft, code) == readings
    (problem,) = [each for each in draft.problems if each.code == code]
    assert all(sentences(problem))
    march = only(cells, answers={problem.question.key: "newest" if code == "C09" else "2024-03"})  # type: ignore[union-attr]
    if code != "C50" or "2024-03" in readings:
        assert (march.period, errors([march]), values(march)) == (MARCH, set(), FIGURES)


NAMED = {  # cells around the table that name March to anybody
    "a title beside a day of filling in": {"A1": "2024年3月护林员培训进展", "D2": "填报日期：2024年4月2日"},
    "a title beside a bare day": {"A1": "2024年3月护林员培训进展", "D2": "2024年4月2日"},
    "a label beside a day of filling in": {"D2": "报告期：2024年3月", "F2": "填报日期：2024年4月2日"},
    "a label beside the last day of a later month": {"D2": "报告期：2024年3月", "F2": "2024年4月30日"},
    "both in one cell": {"A1": "2024年3月护林员培训进展（2024年4月2日填）"},
    "a label and a day in one cell": {"A2": f"{OWN}  报告期：2024年3月  制表时间：2024年4月2日"},
    "its last day": {"D2": "2024年3月31日"},
    "counted up to its last day": {"A1": f"截至2024年3月31日{TITLE}"},
    "counted up to its end": {"D2": "报告期：截至2024年3月底"},
    "a label for what is counted": {"D2": "数据截至：2024年3月31日"},
    "the same in words": {"D2": "统计截止日：2024年3月底"},
    "all its days": {"D2": "统计时间：2024年3月1日—31日"},
    "all its days in a title": {"A1": f"2024年3月1日至3月31日{TITLE}"},
    "a month and a year apart": {"A1": "2024年护林员工作", "A3": "（3月份）"},
    "a month apart from its year": {"A1": f"2024年{TITLE}3月报表"},
    "in numbers": {"A3": "2024-03"},
    "in numbers and brackets": {"A1": f"{TITLE}（2024.3）"},
    "apart from its year, in Chinese numerals": {"A1": f"二〇二四年{TITLE}三月份"},
    "counted up to its last day, without the year": {"A1": f"2024年截至3月31日{TITLE}"},
    "beside the month of sending": {"A1": "2024年4月上报3月份护林员培训"},
    "above a day right over the figures": {"A1": "2024年3月护林员培训", "C3": "2024年4月2日"},
    "in the heading of the total": {"D4": "截至2024年3月31日累计完成"},
    "behind the department": {"A2": f"{OWN} 2024年3月"},
    "before the department": {"A2": f"2024年3月  {OWN}"},
    "before a label in brackets": {"A1": f"2024年3月{TITLE}（单位：人次）"},
    "above who filled it in and when": {"A1": f"2024年3月{TITLE}", "A3": "填表人：甲 2024年4月2日"},
}


@pytest.mark.parametrize("cells", NAMED.values(), ids=NAMED.keys())
def test_a_month_named_beside_days_is_read(cells: dict[str, Any]):
    draft = only(cells)
    assert (draft.period, values(draft)) == (MARCH, FIGURES)
    assert {code for code, _, _ in found(draft)} <= {"B02"}


def test_a_day_before_the_month_began_is_told_and_so_is_a_count_that_ends_in_no_month():
    assert ("C36", "进展", "D2") in found(only({"A1": f"2024年3月{TITLE}", "D2": "填报日期：2024年2月2日"}))
    assert ("C36", "进展", "D2") in found(only({"A1": f"2024年3月{TITLE}", "D2": "截至2024年4月5日"}))
    assert ("C16", "进展", "D2") in found(only({"A1": f"2024年3月{TITLE}", "D2": "截至2024年3月25日"}))
    assert found(only({"A1": "落实2023年5月6日印发的方案", "D2": "报告期：2024年3月"})) == {("B02", "进展", "")}


def test_the_month_chosen_on_the_page_answers_for_a_day_but_not_for_another_month():
    march, april = (Expected("b", Period(2024, month)) for month in (3, 4))
    assert only({"D2": "2024年4月2日"}, expected=march).period == MARCH
    assert only({"A1": f"{TITLE}（3月份）"}, expected=march).period == MARCH
    assert errors([only({"A1": f"{TITLE}（3月份）"}, expected=april)]) == {"C15"}


def test_sheets_and_headings_called_by_a_day_are_of_no_month():
    for name in ("2024年4月2日", "2024-04-01", "20240401"):
        assert errors([only({}, name=name)]) == {"C30"}
    assert only({}, name="2024-03").period == MARCH
    assert errors([only({"A1": f"2024年{TITLE}"}, head=[*HEAD[:3], date(2024, 1, 6)])])  # 「1-6」 to a spreadsheet
    by_department = only(
        {"A2": "", "A3": "2024年3月"}, head=["填报单位", *HEAD], row=["林草局（盖章）\n2024年4月2日", *ROW]
    )
    assert values(by_department) == FIGURES
    by_month = only({}, head=["月份", *HEAD], row=[date(2024, 3, 6), *ROW])
    assert ("C50", "进展", "A5") in found(by_month)


BELOW = {
    "a day": ({"D7": "2024年4月3日"}, "b", set()),
    "a date": ({"C6": date(2024, 4, 3)}, "b", set()),
    "a stamp where names stand": ({"A2": "", "A7": "江城市林草局（公章）", "B7": "2024年4月3日"}, "b", set()),
    "a day where names stand": ({"A6": "二〇二四年四月三日"}, "b", set()),
    "a stamp and a day": ({"A2": "", "C7": "江城市林草局（公章）", "D7": "2024年4月3日"}, "b", set()),
    "both in one cell": ({"A2": "", "D7": "江城市林草局（盖章） 2024年4月3日"}, "b", set()),
    "another one's stamp": ({"C7": "江城市商务局（公章）"}, None, {"C37"}),
    "another one's stamp than the title": ({"A2": "", "A1": "林草局护林员进展", "C7": "江城市商务局"}, None, {"C52"}),
    "a place for the day": ({"C6": "日期：", "D6": "   年   月   日"}, "b", set()),
    "a number shown as a day": ({"D6": date(1900, 12, 15)}, "b", {"D33"}),
}


@pytest.mark.parametrize(("cells", "department", "codes"), BELOW.values(), ids=BELOW.keys())
def test_what_signs_below_a_table(cells: dict[str, Any], department: str | None, codes: set[str]):
    draft = only({"A3": "2024年3月", **cells})
    assert (draft.department_id, errors([draft])) == (department, codes)


def test_a_stamp_below_several_tables_is_of_the_last():
    other = at("A3", [HEAD, ["家政服务培训", "人次", 20, 320]]) | {"A1": "江城市培训局2024年3月进展"}
    own = at("A9", [HEAD, ROW]) | {"A7": "江城市林草局2024年3月进展", "D12": "江城市林草局（公章）"}
    drafts = read(workbook({"进展": other | own}), today=TODAY)
    assert [(draft.department_id, errors([draft]) - {"D07"}) for draft in drafts] == [("a", set()), ("b", set())]


def test_who_takes_part_or_gets_a_copy_is_not_whose_the_sheet_is():
    for other in ("配合单位：江城市商务局", "抄送：江城市商务局、江城市培训局"):
        draft = only({"A2": "牵头单位：江城市林草局", "D2": other, "A3": "2024年3月"})
        assert (draft.department_id, errors([draft])) == ("b", set())


DEPARTMENTS = [
    ({"A2": "填报单位：江城市林草局、江城市商务局"}, "C52", ["b", "c"]),
    ({"A1": "江城市林草局、江城市商务局2024年3月联合培训进展", "A2": ""}, "C52", ["b", "c"]),
    ({"A2": "填报单位：江城市林草局造林科"}, "C34", ["b"]),
    ({"A2": "填报单位：东山县林草局"}, "C34", ["b"]),
]


@pytest.mark.parametrize(("cells", "code", "readings"), DEPARTMENTS)
def test_of_departments_named_none_is_chosen_for_a_person(cells: dict[str, Any], code: str, readings: list[str]):
    draft = only({"A3": "2024年3月", **cells})
    assert (draft.department_id, errors([draft])) == (None, {code})
    assert choices(draft, code) == readings


@pytest.mark.parametrize(
    "unit", ["（单位：人次）", "(单位:人次)", "【计量单位：人次】", "  单位：人次", "（单位：人次）2024年3月"]
)
def test_a_unit_in_the_title_ends_with_its_bracket(unit: str):
    head, row = [HEAD[0], *HEAD[2:]], [ROW[0], *ROW[2:]]
    draft = only({"A1": f"{TITLE}{unit}", "D2": "报告期：2024年3月"}, head=head, row=row)
    assert (errors([draft]), values(draft)) == (set(), FIGURES)
    assert errors([only({"A1": f"{TITLE}（单位：个）", "D2": "报告期：2024年3月"}, head=head, row=row)]) == {"D09"}
