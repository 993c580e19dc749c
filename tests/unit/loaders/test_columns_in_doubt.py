"""Which of two columns or sheets counts, and months filled beyond the reporting month: asked, and read as answered."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from domain.ledger import Ledger
from domain.question import Reading, ReadingRule
from tests.support.drawn import BUREAU, TITLE, A, B, Drawing, drawn, said
from tests.support.office import read
from tests.support.sheets import errors, found, sentences
from tests.support.tables import LONG, sheet

TWO_COLUMNS = drawn(f"""
{TITLE}
指标名称 | 单位 | 累计完成 | 总累计
{A} | 人次 | 320 | 330
{B} | 人 | 32 | 33
""")
ALIKE = drawn(f"""
{TITLE}
指标名称 | 单位 | 累计完成 | 累计完成
{A} | 人次 | 320 | 330
{B} | 人 | 32 | 33
""")
IN_ONE_MONTH = drawn(f"""
江城市林草局2024年情况
指标名称 | 单位 | 2月 | 3月 | <
^ | ^ | 累计 | 累计 | 累计完成数
{A} | 人次 | 300 | 320 | 330
{B} | 人 | 30 | 32 | 33
""")
TWO_SHEETS = drawn(
    f"""
{TITLE}
指标名称 | 单位 | 累计完成
{A} | 人次 | 320
{B} | 人 | 32
""",
    f"""
{TITLE}
指标名称 | 单位 | 累计完成
{A} | 人次 | 330
{B} | 人 | 33
""",
    names=("月报", "月报 (2)"),
)
LATER = drawn(f"""
填报单位：江城市林草局 | | | 报告期：2024年2月
各月累计完成情况
指标名称 | 单位 | 2024年1月 | 2024年2月 | 2024年3月
{A} | 人次 | 300 | 310 | 320
{B} | 人 | 30 | 31 | 32
""")
ASKED = [
    (TWO_COLUMNS, "B31:累计完成 总累计", ("报表", "D2"), {"累计完成": [320], "总累计": [330]}),
    (ALIKE, "B31:累计完成 C D", ("报表", "D2"), {"C": [320], "D": [330]}),
    (
        IN_ONE_MONTH,
        "B31:3月·累计 3月·累计完成数",
        ("报表", "E3"),
        {"3月·累计": [300, 320], "3月·累计完成数": [300, 330]},
    ),
    (TWO_SHEETS, "B03:月报 月报 (2)", ("", ""), {"月报": [320], "月报 (2)": [330]}),
    (LATER, "C38", ("报表", "E4"), {"until_reported": [300, 310], "every_month": [300, 310, 320]}),
]


@pytest.mark.parametrize(("table", "key", "place", "under"), ASKED, ids=[key for _, key, _, _ in ASKED])
def test_both_readings_are_offered_and_the_one_chosen_is_read(
    table: Drawing, key: str, place: tuple[str, str], under: dict[str, list[int]]
):
    content = table.workbook()
    asked = {p.question.key: p for draft in read(content, plan=BUREAU) for p in draft.problems if p.question}
    assert set(asked) == {key}
    assert (asked[key].sheet, asked[key].cell) == place
    assert asked[key].is_error
    assert all(sentences(asked[key]))
    assert not said(read(content, plan=BUREAU)), "nothing is read while it is open"
    question = asked[key].question
    assert question
    assert [reading.key for reading in question.readings] == list(under)
    for chosen, values in under.items():
        drafts = read(content, plan=BUREAU, answers={key: chosen})
        assert errors(drafts) == set()
        assert [value for key, (value, _) in said(drafts).items() if key[1] == "S-3"] == list(map(Decimal, values))
        assert {"Q01"} <= {each.code for draft in drafts for each in draft.problems}


def test_a_reporting_month_that_was_left_blank_is_told():
    table = drawn(f"""
填报单位：江城市林草局 | | | 报告期：2024年3月
各月累计完成情况
指标名称 | 单位 | 2024年1月 | 2024年2月 | 2024年3月
{A} | 人次 | 300 | 310 |
{B} | 人 | 30 | 31 |
""")
    assert ("C39", "报表", "D1") in found(read(table.workbook(), plan=BUREAU))


def test_months_to_come_may_hold_targets():
    table = drawn(f"""
填报单位：江城市林草局 | | | 报告期：2024年2月
指标名称 | 单位 | 2024年1月 | < | 2024年2月 | < | 2024年3月 | <
^ | ^ | 目标 | 累计 | 目标 | 累计 | 目标 | 累计
{A} | 人次 | 250 | 300{{A c 2024-01}} | 260 | 310{{A c 2024-02}} | 270 |
{B} | 人 | 20 | 30{{B c 2024-01}} | 25 | 31{{B c 2024-02}} | 30 |
""")
    drafts = read(table.workbook(), plan=BUREAU)
    assert errors(drafts) == set()
    assert said(drafts) == table.says


def rule(department_id: str, key: str, chosen: str) -> ReadingRule:
    return ReadingRule(
        department_id, key, Reading(chosen, "item"), "一直这样写", "甲", 7, datetime(2024, 1, 1, tzinfo=UTC)
    )


def test_in_a_file_of_several_departments_each_ones_rules_serve_for_its_rows():
    rows = [
        ["2024年3月", "江城市林草局", "全市", "护林培训", "人次", 10, 320],
        ["2024年3月", "江城市商务局", "全市", "护林培训", "人次", 10, 320],
    ]
    key = "D31:护林培训"
    content = sheet(LONG, *rows, block=[["历史数据"]])
    ledger = Ledger(1, (), reading_rules=(rule("b", key, "S-3"),))
    drafts = {draft.department_id: draft for draft in read(content, ledger=ledger)}
    assert {each.code for each in drafts["b"].problems if each.question} == {"Q02"}
    assert {each.code for each in drafts["c"].problems if each.question and each.is_error} == {"D31"}


def test_what_a_table_says_as_a_whole_is_read_by_the_rule_of_the_sheets_department():
    """The other sheet is of a department without such a rule."""
    of_forestry = """
填报单位：江城市林草局
指标名称 | 计量单位 | 2024年1月 | 2024年2月
护林员培训 | 人次 | 310 | 320
"""
    of_commerce = """
填报单位：江城市商务局 | | 报告期：2024年3月
指标名称 | 计量单位 | 累计完成
护林员培训 | 人次 | 320
"""
    content = drawn(of_forestry, of_commerce, names=("林草", "商务")).workbook()
    asked = {p.question.key for draft in read(content) for p in draft.problems if p.question}
    assert asked == {"B20"}
    drafts = read(content, ledger=Ledger(1, (), reading_rules=(rule("b", "B20", "cumulative"),)))
    assert {p.code for draft in drafts for p in draft.problems if p.question} == {"Q02"}
    assert {(month, value) for (month, *_), (value, _) in said(drafts).items()} == {("2024-01", 310), ("2024-02", 320)}


def test_in_a_turned_table_rows_are_called_columns():
    table = drawn(f"""
{TITLE}
指标名称 | {A} | {A}
计量单位 | 人次 | 人次
累计完成 | 320 | 330
""")
    (twice, *_) = (p for draft in read(table.workbook(), plan=BUREAU) for p in draft.problems if p.code == "D05")
    zh, en = sentences(twice)
    assert "B列、C列" in zh
    assert "column B, column C" in en
