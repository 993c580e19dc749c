"""Tables as clerks of departments lay them out: what a person reads without doubt is read, figure by figure."""

from __future__ import annotations

import pytest

from tests.support.drawn import BUREAU, TITLE, A, B, Drawing, drawn, said
from tests.support.office import PLAN, read
from tests.support.sheets import errors, found, sentences
from tests.support.tables import HEAD, sheet

TABLES = {
    "names under the second of two levels": drawn(f"""
{TITLE}
一级指标 | 二级指标 | 单位 | 本月完成 | 累计完成
人才培训 | {A} | 人次 | 20{{A m}} | 320{{A c}}
^ | {B} | 人 | 2{{B m}} | 32{{B c}}
"""),
    "one heading merged over a group and its names": drawn(f"""
{TITLE}
指标名称 | < | 单位 | 本月完成 | 累计完成
人才培训 | {A} | 人次 | 20{{A m}} | 320{{A c}}
^ | {B} | 人 | 2{{B m}} | 32{{B c}}
"""),
    "names in two halves": drawn(f"""
{TITLE}
计划 | 内容 | 单位 | 本月完成 | 累计完成
护林员 | 培训 | 人次 | 20{{A m}} | 320{{A c}}
乡村人才计划 | 培养 | 人 | 2{{B m}} | 32{{B c}}
"""),
    "a target headed as names are": drawn(f"""
{TITLE}
序号 | 工作内容 | 单位 | 目标任务 | 累计完成 | 完成率
1 | {A} | 人次 | 3000 | 320{{A c}} | 11%
2 | {B} | 人 | 900 | 32{{B c}} | 4%
"""),
    "such a target lying down": drawn(f"""
{TITLE}
指标名称 | {A} | {B}
计量单位 | 人次 | 人
目标任务 | 3000 | 900
本月完成 | 20{{A m}} | 2{{B m}}
累计完成 | 320{{A c}} | 32{{B c}}
"""),
    "the sum of the regions merged over their numbers": drawn(f"""
{TITLE}
序号 | 县（市、区） | {A} | < | {B} | <
^ | ^ | 目标任务 | 累计 | 目标任务 | 累计
合计 | < | 3000 | 320{{A c}} | 900 | 32{{B c}}
1 | 东山县 | 2000 | 200{{A 东山县 c}} | 600 | 20{{B 东山县 c}}
2 | 西河县 | 1000 | 120{{A 西河县 c}} | 300 | 12{{B 西河县 c}}
"""),
    "a block for each region": drawn(f"""
{TITLE}
指标名称 | 单位 | 本月完成 | 累计完成
{A} | 人次 | 20{{A m}} | 320{{A c}}
{B} | 人 | 2{{B m}} | 32{{B c}}

东山县
指标名称 | 单位 | 本月完成 | 累计完成
{A} | 人次 | 12{{A 东山县 m}} | 200{{A 东山县 c}}
{B} | 人 | 1{{B 东山县 m}} | 20{{B 东山县 c}}
西河县2024年3月情况
指标名称 | 单位 | 本月完成 | 累计完成
{A} | 人次 | 8{{A 西河县 m}} | 120{{A 西河县 c}}
{B} | 人 | 1{{B 西河县 m}} | 12{{B 西河县 c}}
"""),
    "a sheet for each region": drawn(
        f"""
{TITLE}
指标名称 | 单位 | 本月完成 | 累计完成
{A} | 人次 | 20{{A m}} | 320{{A c}}
{B} | 人 | 2{{B m}} | 32{{B c}}
""",
        f"""
{TITLE}
指标名称 | 单位 | 本月完成 | 累计完成
{A} | 人次 | 12{{A 东山县 m}} | 200{{A 东山县 c}}
{B} | 人 | 1{{B 东山县 m}} | 20{{B 东山县 c}}
""",
        f"""
{TITLE}
县（市、区）：西河县
指标名称 | 单位 | 本月完成 | 累计完成
{A} | 人次 | 8{{A 西河县 m}} | 120{{A 西河县 c}}
{B} | 人 | 1{{B 西河县 m}} | 12{{B 西河县 c}}
""",
        names=("汇总", "东山县", "二"),
    ),
    "a sheet for each month, called by it": drawn(
        f"""
江城市林草局2024年工作情况表
指标名称 | 单位 | 本月完成 | 累计完成
{A} | 人次 | 20{{A m 2024-02}} | 300{{A c 2024-02}}
{B} | 人 | 2{{B m 2024-02}} | 30{{B c 2024-02}}
""",
        f"""
江城市林草局工作情况表
指标名称 | 单位 | 本月完成 | 累计完成
{A} | 人次 | 20{{A m}} | 320{{A c}}
{B} | 人 | 2{{B m}} | 32{{B c}}
""",
        names=("2月", "2024年3月报表"),
    ),
    "a cover says whose and which month's": drawn(
        """
月报表
填报单位：江城市林草局
报告期：2024年3月
""",
        f"""
工作情况表
指标名称 | 单位 | 本月完成 | 累计完成
{A} | 人次 | 20{{A m}} | 320{{A c}}
{B} | 人 | 2{{B m}} | 32{{B c}}
""",
        names=("封面", "进展情况"),
    ),
    "targets by year in a group, names merged over both rows": drawn(f"""
{TITLE}
指标名称 | 单位 | 目标任务 | < | < | 完成情况 | < | <
^ | ^ | 总目标 | 2023年 | 2024年 | 本月 | 累计 | 占总目标%
{A} | 人次 | 3000 | 600 | 600 | 20{{A m}} | 320{{A c}} | 11
{B} | 人 | 900 | 200 | 200 | 2{{B m}} | 32{{B c}} | 4
"""),
    "a region in an address": drawn(f"""
{TITLE}
联系地址：东山县文昌街
指标名称 | 单位 | 本月完成 | 累计完成
{A} | 人次 | 20{{A m}} | 320{{A c}}
{B} | 人 | 2{{B m}} | 32{{B c}}
"""),
}


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_what_a_person_reads_without_doubt_is_read(table: Drawing):
    drafts = read(table.workbook(), plan=BUREAU)
    assert errors(drafts) == set()
    assert said(drafts) == table.says


OF_A_REGION = f"""
江城市林草局2024年3月东山县工作情况表
指标名称 | 单位 | 本月完成 | 累计完成
{A} | 人次 | 12 | 200
{B} | 人 | 1 | 20
"""


def test_one_regions_figures_are_never_taken_for_the_citys():
    drafts = read(drawn(OF_A_REGION).workbook(), plan=BUREAU)
    assert errors(drafts) == {"D07"}
    assert {region for _, _, region, _ in said(drafts)} == {"east"}


def test_a_cover_left_from_another_month_is_told():
    table = drawn(
        """
填报单位：江城市林草局
报告期：2024年2月
""",
        f"""
{TITLE}
指标名称 | 单位 | 本月完成 | 累计完成
{A} | 人次 | 20{{A m}} | 320{{A c}}
{B} | 人 | 2{{B m}} | 32{{B c}}
""",
        names=("封面", "进展情况"),
    )
    drafts = read(table.workbook(), plan=BUREAU)
    assert ("C36", "封面", "A2") in found(drafts)
    assert said(drafts) == table.says


WRONG = [["护林员培训", "人次", 20, 320], ["护林员培训", "人次", 25, 330], ["新增技能人才", "人次", 1, 2]]


@pytest.mark.parametrize("has_codes", [True, False])
def test_who_knows_no_codes_is_told_names(has_codes: bool):
    head = [*(["指标编码"] if has_codes else []), *HEAD]
    ids = ["S-3", "S-3", None]
    rows = [[*([id] if has_codes else []), *row] for id, row in zip(ids, WRONG, strict=True)]
    drafts = read(sheet(head, *rows))
    assert errors(drafts) == {"D05", "D06"}
    said = "".join(sentences(problem)[0] for draft in drafts for problem in draft.problems)
    codes = [each.id for each in (*PLAN.indicators, *PLAN.tasks)]
    assert any(code in said for code in codes) is has_codes
    assert has_codes or "护林员培训" in said
