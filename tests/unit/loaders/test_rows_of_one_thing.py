"""Tables that give each thing several rows, one for each of its figures; and tables that begin beside others."""

from __future__ import annotations

import pytest

from tests.support.drawn import BUREAU, TITLE, A, B, Drawing, drawn, said
from tests.support.office import read
from tests.support.sheets import errors, found

TABLES = {
    "month and total": drawn(f"""
{TITLE}
序号 | 指标名称 | 单位 | 类别 | 完成数 | 备注
1 | {A} | 人次 | 本月数 | 20{{A m}} | 线上
^ | ^ | ^ | 累计数 | 320{{A c}} | ^
2 | {B} | 人 | 本月数 | 2{{B m}} |
^ | ^ | ^ | 累计数 | 32{{B c}} |
合计 | < | < | 本月数 | 22 |
^ | ^ | ^ | 累计数 | 352 |
注：含线上培训
"""),
    "names repeated, rows numbered on": drawn(f"""
{TITLE}
序号 | 工作指标 | 计量单位 | 口径 | 数量
1 | {A} | 人次 | 本月完成 | 20{{A m}}
2 | {A} | 人次 | 累计完成 | 320{{A c}}
3 | {B} | 人 | 本月完成 | 2{{B m}}
4 | {B} | 人 | 累计完成 | 32{{B c}}
"""),
    "by region": drawn(f"""
{TITLE}
指标名称 | 单位 | 类别 | 全市 | 东山县 | 西河县
{A} | 人次 | 本月 | 20{{A m}} | 12{{A 东山县 m}} | 8{{A 西河县 m}}
^ | ^ | 累计 | 320{{A c}} | 200{{A 东山县 c}} | 120{{A 西河县 c}}
{B} | 人 | 本月 | 2{{B m}} | 1{{B 东山县 m}} | 1{{B 西河县 m}}
^ | ^ | 累计 | 32{{B c}} | 20{{B 东山县 c}} | 12{{B 西河县 c}}
"""),
    "regions down, indicators across": drawn(f"""
{TITLE}
县（市、区） | 类别 | {A}（人次） | {B}（人）
全市 | 本月 | 20{{A m}} | 2{{B m}}
^ | 累计 | 320{{A c}} | 32{{B c}}
东山县 | 本月 | 12{{A 东山县 m}} | 1{{B 东山县 m}}
^ | 累计 | 200{{A 东山县 c}} | 20{{B 东山县 c}}
西河县 | 本月 | 8{{A 西河县 m}} | 1{{B 西河县 m}}
^ | 累计 | 120{{A 西河县 c}} | 12{{B 西河县 c}}
"""),
    "by month": drawn(f"""
江城市林草局2024年各月情况表
指标名称 | 单位 | 类别 | 1月 | 2月 | 3月 | 4月
{A} | 人次 | 本月 | 10{{A m 2024-01}} | 20{{A m 2024-02}} | 30{{A m}} |
^ | ^ | 累计 | 110{{A c 2024-01}} | 130{{A c 2024-02}} | 160{{A c}} |
{B} | 人 | 本月 | 1{{B m 2024-01}} | 2{{B m 2024-02}} | 3{{B m}} |
^ | ^ | 累计 | 11{{B c 2024-01}} | 13{{B c 2024-02}} | 16{{B c}} |
"""),
    "plan and actual, month and total across": drawn(f"""
{TITLE}
指标名称 | 单位 | 项目 | 本月 | 累计
{A} | 人次 | 计划 | 30 | 400
^ | ^ | 完成 | 20{{A m}} | 320{{A c}}
{B} | 人 | 计划 | 3 | 40
^ | ^ | 完成 | 2{{B m}} | 32{{B c}}
"""),
    "under chapters, headings repeated": drawn(f"""
{TITLE}
指标名称 | 单位 | 类别 | 数值
一、培训 | < | < | <
{A} | 人次 | 本月 | 20{{A m}}
^ | ^ | 累计 | 320{{A c}}

指标名称 | 单位 | 类别 | 数值
二、人才 | < | < | <
{B} | 人 | 本月 | 2{{B m}}
^ | ^ | 累计 | 32{{B c}}
"""),
    "the next table begins further down": drawn(f"""
{TITLE}
指标名称 | 单位 | 本月完成 | 累计完成
{A} | 人次 | 20{{A m}} | 320{{A c}} | | 指标名称 | 单位 | 本月完成 | 累计完成
 | | | | | {B} | 人 | 2{{B m}} | 32{{B c}}
"""),
    "the next table begins further up": drawn(f"""
{TITLE}
 | | | | | 指标名称 | 单位 | 本月完成 | 累计完成
指标名称 | 单位 | 本月完成 | 累计完成 | | {B} | 人 | 2{{B m}} | 32{{B c}}
{A} | 人次 | 20{{A m}} | 320{{A c}}
"""),
    "headings repeated beside the numbers of another list": drawn(f"""
{TITLE}
指标名称 | 单位 | 本月完成 | 累计完成 | | 班次 | 学员
{A} | 人次 | 20{{A m}} | 320{{A c}} | | 一班 | 30
指标名称 | 单位 | 本月完成 | 累计完成 | | 二班 | 25
{B} | 人 | 2{{B m}} | 32{{B c}} | | 三班 | 40
"""),
}


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_each_figure_is_found_in_its_cell(table: Drawing):
    drafts = read(table.workbook(), plan=BUREAU)
    assert errors(drafts) == set()
    assert said(drafts) == table.says


def test_a_blank_figure_is_told_at_its_own_cell():
    table = drawn(f"""
{TITLE}
指标名称 | 单位 | 类别 | 数值
{A} | 人次 | 本月 | 20
^ | ^ | 累计 |
{B} | 人 | 本月 | 2
^ | ^ | 累计 | 32
""")
    assert ("E09", "报表", "D4") in found(read(table.workbook(), plan=BUREAU))


def test_numbers_under_a_month_without_a_word_of_what_they_are_are_told():
    table = drawn(f"""
江城市林草局2024年工作情况表
指标名称 | 单位 | 2月 | < | 3月 | <
^ | ^ | 本月 | 累计 | 本月 |
{A} | 人次 | 20 | 300 | 20 | 320
{B} | 人 | 2 | 30 | 2 | 32
""")
    assert ("B39", "报表", "F4") in found(read(table.workbook(), plan=BUREAU))
