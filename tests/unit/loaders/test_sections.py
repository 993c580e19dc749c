"""Tables under titles or section rows that say of which region, or about what, all below is; units in odd places."""

from __future__ import annotations

import pytest

from tests.support.drawn import BUREAU, TITLE, A, B, Drawing, drawn, said
from tests.support.office import read
from tests.support.sheets import codes, errors

ROWS_OF_A = """
合计 | 20{A m} | 320{A c}
东山县 | 12{A 东山县 m} | 200{A 东山县 c}
西河县 | 8{A 西河县 m} | 120{A 西河县 c}""".strip()
ROWS_OF_B = """
合计 | 2{B m} | 32{B c}
东山县 | 1{B 东山县 m} | 20{B 东山县 c}
西河县 | 1{B 西河县 m} | 12{B 西河县 c}""".strip()
BOTH = f"""
{A} | 人次 | 20{{A m}} | 320{{A c}}
{B} | 人 | 2{{B m}} | 32{{B c}}""".strip()

TABLES = {
    "a section for each region": drawn(f"""
{TITLE}
指标名称 | 单位 | 本月完成 | 累计完成
全市 | < | < | <
{BOTH}
东山县 | < | < | <
{A} | 人次 | 12{{A 东山县 m}} | 200{{A 东山县 c}}
{B} | 人 | 1{{B 东山县 m}} | 20{{B 东山县 c}}
西河县 | < | < | <
{A} | 人次 | 8{{A 西河县 m}} | 120{{A 西河县 c}}
{B} | 人 | 1{{B 西河县 m}} | 12{{B 西河县 c}}
"""),
    "a section for each indicator": drawn(f"""
{TITLE}
县（市、区） | 本月完成 | 累计完成
{A} | < | <
{ROWS_OF_A}
{B} | < | <
{ROWS_OF_B}
"""),
    "a table for each indicator, under its title": drawn(f"""
{TITLE}
一、{A}（人次）
县（市、区） | 本月完成 | 累计完成
{ROWS_OF_A}

二、{B}（人）
县（市、区） | 本月完成 | 累计完成
{ROWS_OF_B}
"""),
    "a sheet for each indicator": drawn(
        f"江城市林草局2024年3月{A}情况表\n县（市、区） | 本月完成 | 累计完成\n{ROWS_OF_A}",
        f"江城市林草局2024年3月{B}情况表\n县（市、区） | 本月完成 | 累计完成\n{ROWS_OF_B}",
        names=("培训", "人才"),
    ),
    "months and totals in tables of their own": drawn(f"""
{TITLE}
一、本月完成情况
指标名称 | 单位 | 本月完成
{A} | 人次 | 20{{A m}}
{B} | 人 | 2{{B m}}

二、累计完成情况
指标名称 | 单位 | 累计完成
{A} | 人次 | 320{{A c}}
{B} | 人 | 32{{B c}}
"""),
    "the sum of the regions is all that is said of the city": drawn(f"""
江城市林草局2024年3月分县累计完成情况表
指标名称 | 单位 | 合计 | 东山县 | 西河县
{A} | 人次 | 320{{A c}} | 200{{A 东山县 c}} | 120{{A 西河县 c}}
{B} | 人 | 32{{B c}} | 20{{B 东山县 c}} | 12{{B 西河县 c}}
"""),
    "units behind the names": drawn(f"""
{TITLE}
指标名称 | 本月完成 | 累计完成
1.{A}（人次） | 20{{A m}} | 320{{A c}}
2.{B}（人） | 2{{B m}} | 32{{B c}}
"""),
    "lying down under a blank corner": drawn(f"""
{TITLE}
 | {A}（人次） | {B}（人）
目标任务 | 3000 | 900
本月完成 | 20{{A m}} | 2{{B m}}
累计完成 | 320{{A c}} | 32{{B c}}
"""),
    "lying down by month": drawn(f"""
江城市林草局2024年各月累计完成情况
指标名称 | {A} | {B}
单位 | 人次 | 人
2月 | 300{{A c 2024-02}} | 30{{B c 2024-02}}
3月 | 320{{A c}} | 32{{B c}}
"""),
    "note marks and formulas behind headings": drawn(f"""
{TITLE}
指标名称① | 单位② | 本月完成数③ | 累计完成数④ | 完成率⑤=④/目标
{A} | 人次 | 20{{A m}} | 320{{A c}} | 11%
{B} | 人 | 2{{B m}} | 32{{B c}} | 4%
"""),
    "up to now": drawn(f"""
{TITLE}
序号 | 工作任务 | 目标任务 | 单位 | 牵头单位 | 截至目前累计完成
1 | {A} | 3000 | 人次 | 林草局 | 320{{A c}}
2 | {B} | 900 | 人 | 林草局 | 32{{B c}}
"""),
    "the name of the five years over it all": drawn(f"""
{TITLE}
指标名称 | 单位 | “十四五”期间（2021—2025年） | <
^ | ^ | 本月 | 累计
{BOTH}
"""),
    "the year over the month": drawn(f"""
{TITLE}
指标名称 | 单位 | 2024年 | < | 2021年以来 | <
^ | ^ | 目标 | 本月完成 | 目标 | 累计完成
{A} | 人次 | 600 | 20{{A m}} | 3000 | 320{{A c}}
{B} | 人 | 200 | 2{{B m}} | 900 | 32{{B c}}
"""),
    "planned and actual": drawn(f"""
{TITLE}
指标名称 | 单位 | 计划 | < | 实际 | <
^ | ^ | 本月 | 累计 | 本月 | 累计
{A} | 人次 | 30 | 400 | 20{{A m}} | 320{{A c}}
{B} | 人 | 3 | 40 | 2{{B m}} | 32{{B c}}
"""),
}


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_each_figure_is_of_what_stands_over_it(table: Drawing):
    drafts = read(table.workbook(), plan=BUREAU)
    assert errors(drafts) == set()
    assert said(drafts) == table.says


BLANKS = {
    "D33:": f"""
{TITLE}
指标名称 | 单位 | 县（市、区） | 累计完成
{A} | 人次 | 全市 | 320{{A c}}
 | | 东山县 | 200{{A 东山县 c}}
 | | 西河县 | 120{{A 西河县 c}}
{B} | 人 | 全市 | 32{{B c}}
""",
    "D40:": f"""
{TITLE}
县（市、区） | 指标名称 | 单位 | 累计完成
全市 | {A} | 人次 | 320{{A c}}
全市 | {B} | 人 | 32{{B c}}
东山县 | {A} | 人次 | 200{{A 东山县 c}}
 | {B} | 人 | 20{{B 东山县 c}}
""",
}


@pytest.mark.parametrize(("key", "rows"), BLANKS.items())
def test_a_blank_that_may_mean_the_same_as_above_is_asked_for(key: str, rows: str):
    table = drawn(rows)
    content = table.workbook()
    asked = {p.question.key for draft in read(content, plan=BUREAU) for p in draft.problems if p.question}
    assert asked == {key.rstrip(":")}
    drafts = read(content, plan=BUREAU, answers={key.rstrip(":"): "above"})
    assert errors(drafts) == set()
    assert said(drafts) == table.says


def test_a_row_of_something_else_may_be_left_out():
    table = drawn(f"""
{TITLE}
指标名称 | 单位 | 本月完成 | 累计完成
{BOTH}
其中：脱贫户 | 人 | 1 | 9
""")
    content, key = table.workbook(), "D37:其中脱贫户"
    (asked,) = (p for draft in read(content, plan=BUREAU) for p in draft.problems if p.is_error)
    assert asked.question
    assert asked.question.key == key
    drafts = read(content, plan=BUREAU, answers={key: "left_out"})
    assert errors(drafts) == set()
    assert "Q01" in codes(drafts)
    assert said(drafts) == table.says


@pytest.mark.parametrize(
    "title", ["{A}（女性）分县情况", "{A}女学员分县完成情况表", "其中：{A}分县情况", "{A}、{B}分县情况"]
)
def test_a_title_that_may_mean_a_part_of_an_indicator_names_none(title: str):
    table = drawn(f"{TITLE}\n{title.format(A=A, B=B)}\n县（市、区） | 本月完成 | 累计完成\n{ROWS_OF_A}")
    drafts = read(table.workbook(), plan=BUREAU)
    assert errors(drafts)
    assert said(drafts) == {}
