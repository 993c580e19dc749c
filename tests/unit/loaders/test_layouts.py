"""Tables departments make themselves: read right whatever stands where, or refused; never read wrong in silence."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from domain.period import Period
from domain.plan import Name
from loaders.names import Names
from tests.support.drawn import BUREAU
from tests.support.office import MARCH, PLAN, read
from tests.support.sheets import at, codes, errors, figures, found, sentences, values, workbook
from tests.support.tables import BLOCK, FIGURES, HEAD, LONG, ROW, only, sheet


@pytest.mark.parametrize(
    "content",
    [
        sheet(HEAD, ROW),
        sheet(HEAD, ROW, start="C3"),
        sheet(["累计完成数", "指标", "单位", "当月新增"], [320, "护林员培训", "人次", 20]),
        sheet([*HEAD, "指标编码"], [*ROW, "S-3"]),
        sheet([*HEAD, "指标编码"], ["护林员 培训（含复训）", *ROW[1:], "S—3"]),
        sheet(["指标名称", "计量单位", "本月完成（人次）", "累计完成\n（2021年以来）"], ROW),
        sheet(["指标名称", "计量单位", "本月\n完成", "累计完成（2021—2025年）"], ROW),
        sheet(["指标名称", "计量单位", "本月完成\n（1）", "累计完成（2=H+1）"], ROW),
        sheet(HEAD, ["甲", "乙", "1", "2"], ROW),
        sheet(HEAD, [], ROW, [], [], ["注：累计数含2021年以来全部数据，负责人：张三"]),
        sheet(HEAD, ["一、乡村振兴"], ROW, ["二、其他工作"]),
        sheet(HEAD, ROW, [], ["填报人：张三", None, "审核人：李四", "电话：0874-3123456"]),
        sheet(HEAD, ROW, [], ["填报人", "张三", "电话", 13900000000]),
        sheet(HEAD, ROW, HEAD),
        sheet([*HEAD, "工作进展"], [*ROW, "负责人：张三，已开班3期"]),
        sheet(HEAD, ROW, block=[["江城市林草局2024年3月工作进展情况统计表"]]),
        sheet(HEAD, ROW, block=[["单位：江城市林草局", None, "报告期：2024年3月"]]),
        sheet(HEAD, ROW, block=[["填报单位（盖章）：江城市林草局    报告期：2024年3月"]]),
        sheet(HEAD, ROW, block=[["填报单位", "江城市林草局", None, "报告期", date(2024, 3, 31)]]),
        sheet(HEAD, ROW, block=[["填报单位", "江城市林草局", None, None, "报告期", "2024.03"]]),  # wider than the table
        sheet(HEAD, ROW, block=[["2021年1月—2024年3月进展情况"], *BLOCK]),
        sheet(HEAD, ROW, block=[["填报单位", "报告期"], ["江城市林草局", "2024年3月"], []]),
        sheet(HEAD, ROW, block=[["填报单位"], ["江城市林草局"], ["报告期"], ["2024年3月"]]),
        sheet(HEAD, ROW, ["填报单位：江城市林草局", None, "报告期：2024年3月"], block=[]),
        sheet(HEAD[:1] + HEAD[2:], ROW[:1] + ROW[2:], block=[*BLOCK, [None, None, "单位：人次"]]),
        sheet(["指标名称", "本月完成（人次）", "累计完成（人次）"], ["护林员培训", 20, 320]),
    ],
)  # fmt: skip
def test_the_same_facts_in_other_shapes(content: bytes):
    draft = only(content)
    assert (draft.department_id, draft.period) == ("b", MARCH)
    assert values(draft) == FIGURES
    assert codes(draft) <= {"B35"}
    assert "B35" not in codes(draft) or "含" in str(draft)


def test_titles_merged_above_and_a_header_in_two_rows():
    merges = {"A1:F1": "工作进展情况统计表", "A2:C2": "填报单位：江城市林草局", "D2:F2": "报告期：2024年3月",
              "A3:A4": "指标名称", "B3:B4": "计量单位", "C3:D3": "本月", "E3:F3": "累计"}  # fmt: skip
    cells = at("C4", [["计划", "完成", "计划", "完成"]]) | at("A5", [["护林员培训", "人次", 30, 20, 400, 320]])
    draft = only(workbook({"月报": cells}, merges=merges))
    assert found(draft) == {("B08", "月报", "A3"), ("B37", "月报", "C4")}
    assert "D列“本月·完成”、F列“累计·完成”" in sentences(draft.problems[0])[0]
    assert figures(draft)["S-3", None, "cumulative"] == (320, "月报!F5")
    assert values(draft) == FIGURES


def test_plan_and_actual_as_groups_over_month_and_total():
    merges = {"A3:A4": "指标名称", "B3:B4": "计量单位", "C3:D3": "计划", "E3:F3": "完成情况"}
    cells = (
        at("A1", BLOCK)
        | at("C4", [["本月", "累计", "本月", "累计"]])
        | at("A5", [["护林员培训", "人次", 30, 400, 20, 320]])
    )
    draft = only(workbook({"月报": cells}, merges=merges))
    assert found(draft) == {("B08", "月报", "A3"), ("B37", "月报", "C4")}
    assert values(draft) == FIGURES


def village(period: str, region: str, month: int, total: int, *, name: str = "乡村振兴技能人才计划·培训") -> list[Any]:
    return [period, "江城市培训局", region, name, "人次", month, total]


def test_a_long_table_with_many_departments_and_months():
    rows = [LONG]
    for month in range(1, 4):
        rows += [[f"2024年{month}月", "江城市林草局", "全市", "护林员培训", "人次", 10, 300 + 10 * month],
                 [f"2024年{month}月", "林草局", "东山县", "护林员培训", "人次", 10, 300 + 10 * month]]  # fmt: skip
    drafts = read(sheet(*rows, block=[["历史数据"]], name="回填"))
    assert [(draft.department_id, str(draft.period)) for draft in drafts] == [("b", f"2024-0{n}") for n in (1, 2, 3)]
    assert figures(drafts[1])["S-3", "east", "cumulative"] == (320, "回填!G6")
    assert codes(drafts) == {"B02", "C01"}


def test_names_merged_over_the_rows_of_regions():
    head = ["指标名称", "县区", "计量单位", "累计完成"]
    cells = at(
        "A1",
        [
            *BLOCK,
            head,
            [None, "全市", "人次", 320],
            [None, "东山", "人次", 200],
            [None, "西河县", "人次", 120],
            [None, "市本级", "人次", 0],
        ],
    )
    draft = only(workbook({"月报": cells}, merges={"A4:A7": "护林员培训"}))
    assert found(draft) == {("B38", "月报", "D3")}
    assert values(draft) == {
        ("S-3", region, "cumulative"): value
        for region, value in ((None, 320), ("east", 200), ("west", 120), ("city", 0))
    }


def test_one_wide_table_with_total_and_regions():
    head = ["指标名称", "计量单位", "本月完成", "累计完成", "东山县", "西河县", "市本级", "合计"]
    draft = only(sheet(head, [*ROW, 200, 120, 0, 320]))
    assert found(draft) == set()
    assert values(draft) == FIGURES | {
        ("S-3", "east", "cumulative"): 200,
        ("S-3", "west", "cumulative"): 120,
        ("S-3", "city", "cumulative"): 0,
    }


@pytest.mark.parametrize("across", [True, False])
def test_a_corner_left_blank_heads_what_stands_below_it(across: bool):
    rows = [[None, "东山县", "西河县"], ["护林员培训", 200, 120]]
    turned = [list(line) for line in zip(*rows, strict=True)]
    draft = only(sheet(*(rows if across else turned)))
    assert {key: value for key, value in values(draft).items() if key[1]} == {
        ("S-3", "east", "cumulative"): 200,
        ("S-3", "west", "cumulative"): 120,
    }


def test_tables_side_by_side_each_under_its_own_month():
    heads = ["报告期：2024年2月", None, None, None, None, "报告期：2024年3月"]
    drafts = read(sheet(heads, [*HEAD, None, *HEAD], [*ROW[:2], 10, 300, None, *ROW], block=BLOCK[:1]))
    assert {str(draft.period): figures(draft)["S-3", None, "cumulative"] for draft in drafts} == {
        "2024-02": (300, "月报!D4"),
        "2024-03": (320, "月报!I4"),
    }


def test_tables_side_by_side_of_different_length_for_one_month():
    head = ["序号", *HEAD]
    rows = [
        [1, "护林员培训", "人次", 20, 320, 1, "家政服务培训", "人次", 1, 1],
        [None] * 5 + [2, "新增技能人才", "人", 1, 1],
    ]
    drafts = read(sheet([*head, *head], *rows))
    assert {("D06", "月报", "F4"), ("D06", "月报", "F5")} <= {
        (c, s, cell.replace("G", "F")) for c, s, cell in found(drafts)
    }
    assert values(drafts[0]) == FIGURES


def test_a_standing_and_a_lying_table_on_one_sheet():
    lying = [["指标名称", "护林员培训"], ["计量单位", "人次"], ["本月完成", 10], ["累计完成", 300]]
    drafts = read(sheet(HEAD, ROW, [], ["报告期：2024年2月"], *lying))
    assert {str(draft.period): figures(draft)["S-3", None, "month"] for draft in drafts} == {
        "2024-02": (10, "月报!B9"),
        "2024-03": (20, "月报!C4"),
    }
    assert errors(drafts) == set()


def test_several_sheets_of_one_month_the_later_ones_without_a_heading_block():
    content = workbook({
        "进展": at("A1", [*BLOCK, HEAD, ROW]),
        "分县": at("A1", [["指标名称", "东山县", "西河县", "市本级", "合计"], ["护林员培训", 200, 120, 0, 320]]),
        "通讯录": at("A1", [["姓名", "电话"], ["张三", "123"]]),
    })  # fmt: skip
    draft = only(content)
    assert found(draft) == {("B01", "进展", "")}
    assert "通讯录" in sentences(draft.problems[0])[0]
    assert len(draft.observations) == 5


def test_two_months_in_stacked_blocks_each_under_its_own_label():
    block = [["报告期：2024年2月"], HEAD, [*ROW[:2], 10, 300], ["报告期：2024年3月"], HEAD, ROW]
    drafts = read(sheet(*block, block=[["填报单位：江城市林草局"]]))
    assert [(str(draft.period), values(draft)["S-3", None, "cumulative"]) for draft in drafts] == [
        ("2024-02", 300),
        ("2024-03", 320),
    ]
    assert codes(drafts) == set()


def test_a_total_row_in_the_middle_is_told_and_left_out():
    draft = only(sheet(HEAD, ["小 计", None, 20, 320], ROW, ["合计（1—2项）", None, 40, 640]))
    assert found(draft) == {("B18", "月报", "A4"), ("B18", "月报", "A6")}
    assert values(draft) == FIGURES


@pytest.mark.parametrize(
    "row",
    [
        ["汇总", None, 20, 320],
        ["分类汇总", None, 20, 320],
        ["总 计", None, 20, 320],
        ["合计数：", None, 20, 320],
        [None, "人次 汇总", 20, 320],  # as spreadsheets write the sums of their groups
        ["护林类小计", None, 20, 320],
        ["Grand Total", None, 20, 320],
    ],
)
def test_a_sum_is_a_sum_by_any_word_and_in_any_column(row: list[Any]):
    draft = only(sheet(HEAD, ROW, row))
    assert {code for code, *_ in found(draft)} == {"B18"}
    assert values(draft) == FIGURES


def test_a_sum_of_one_unit_is_not_called_one_of_several():
    block = [["填报单位：江城市培训局"], BLOCK[1]]
    rows = [["家政服务培训", "人次", 50, 550], [None, "人次 汇总", 50, 550], ["技能大师工作室", "个", 1, 13]]
    draft = only(sheet(HEAD, *rows, [None, "个 汇总", 1, 13], ["总计", None, 51, 563], block=block))
    assert {(code, cell) for code, _, cell in found(draft) if code in ("B18", "X25")} == {
        ("B18", "B5"), ("B18", "B7"), ("B18", "A8"), ("X25", "C8"),
    }  # fmt: skip


@pytest.mark.parametrize("nought", [0, "0", 0.0])
def test_rows_that_stand_ready_for_more_are_none(nought: Any):
    head = ["序号", *HEAD, "完成率", "备注"]
    ready = [[number, None, None, None, nought, None, None] for number in range(2, 6)]
    draft = only(sheet(head, [1, *ROW, None, None], *ready))
    assert (values(draft), found(draft)) == (FIGURES, set())
    draft = only(sheet(head, [1, *ROW, None, None], [2, None, None, None, 5]))
    assert errors([draft]) == {"D33"}, "one with a figure is of something"
    draft = only(sheet(head, [1, *ROW, None, None], [2, None, None, None, 0, None, "未开展"]))
    assert errors([draft]) == {"D33"}, "and so is one with words"


@pytest.mark.parametrize(
    "numbering", [["栏次", "—", 1, 2], ["一", "二", "三", "四"], ["甲", "乙", 1, 2], ["（1）", "(2)", "（3）", "(4)"]]
)
def test_a_row_that_numbers_the_columns_is_none_on_any_page(numbering: list[Any]):
    second = ["乡村人才计划·培养", "人", 1, 9]
    draft = only(sheet(HEAD, numbering, ROW, HEAD, numbering, second), plan=BUREAU)
    assert errors([draft]) == set()
    assert len(values(draft)) == 4


REGIONS = [["县区", "本月完成", "累计完成"], ["东山县", 10, 200], ["西河县", 5, 100], ["市本级", 5, 20]]
OF_ONE = [BLOCK[0], ["2024年3月护林员培训分县完成情况"]]


@pytest.mark.parametrize("rows", [["全市", "合计"], ["合计", "全市"], ["江城市合计"], ["总计"]])
def test_two_rows_of_the_whole_city_that_agree_are_one(rows: list[str]):
    city = replace(PLAN, city=Name("江城市", "River City"))
    draft = only(sheet(*REGIONS, *([name, 20, 320] for name in rows), block=OF_ONE), plan=city)
    assert errors([draft]) == set()
    assert values(draft).items() >= FIGURES.items()
    assert ("B18" in {code for code, *_ in found(draft)}) is (len(rows) > 1)


def test_rows_of_parts_below_their_sum_are_none_of_its_own():
    head = ["指标名称", "类别", *HEAD[1:]]
    rows = [["护林员培训", "小计", "人次", 20, 320], [None, "男", "人次", 12, 200], [None, "女", "人次", 8, 120]]
    draft = only(sheet(head, *rows, merges={"A4:A6": "护林员培训"}))
    assert values(draft) == FIGURES
    assert found(draft) == {("B18", "月报", "B5"), ("B18", "月报", "B6")}
    assert "D05" in errors([only(sheet(head, *rows[1:], merges={"A4:A5": "护林员培训"}))])


def test_two_rows_of_one_place_are_told_where_its_name_stands():
    draft = only(sheet(*REGIONS, ["全市", 20, 320], ["合计", 20, 330], block=OF_ONE))
    assert ("D50", "月报", "A8") in found(draft)
    draft = only(sheet(*REGIONS, ["合计", 20, 320], ["合计", 20, 320], block=OF_ONE))
    assert ("D50", "月报", "A8") in found(draft), "the same row twice, where another may have been meant"
    draft = only(sheet(*REGIONS, ["东山县", 10, 200], block=OF_ONE))
    (told,) = [problem for problem in draft.problems if problem.code == "D50"]
    assert told.cell == "A7" and "护林员培训“东山县”有两行：第4行、第7行" in sentences(told)[0]


def test_things_are_called_by_name_where_the_sheet_has_no_codes():
    (told,) = only(sheet(HEAD, ["护林员培训", "人", 20, 320])).problems
    assert "护林员培训的单位是“人次”" in sentences(told)[0]
    assert "S-3 in English is counted in" in sentences(told)[1]
    (told,) = only(sheet(["指标编码", *HEAD], ["S-3", "护林员培训", "人", 20, 320])).problems
    assert "S-3的单位" in sentences(told)[0]


def test_a_table_far_below_a_long_list_is_found_and_a_list_without_headings_is_told_of():
    names = [[f"学员{number}", "男", "沿江乡", number] for number in range(1, 701)]
    drafts = read(workbook({"月报": at("A1", [*names, *BLOCK, HEAD, ROW])}))
    assert values(drafts[0]) == FIGURES
    drafts = read(workbook({"月报": at("A1", [*BLOCK, HEAD, ROW]), "花名册": at("A1", names)}))
    assert values(drafts[0]) == FIGURES
    assert ("B55", "花名册", "A1") in found(drafts)
    assert ("B55", "名册", "A1") in found(read(workbook({"名册": at("A1", names)})))


def test_an_unrelated_list_beside_the_monthly_sheet_is_left_alone():
    roll = at("A1", [["序号", "项目名称", "单位", "备注"], [1, "护林员春季班", "林草局", None]])
    draft = only(workbook({"月报": at("A1", [*BLOCK, HEAD, ROW]), "培训班明细": roll}))
    assert found(draft) == {("B01", "月报", "")}
    assert values(draft) == FIGURES


def test_what_only_this_plan_calls_its_columns_is_known():
    """By its own headings, its years and the group of a share; of another plan the same words mean nothing."""
    word = Names(replace(PLAN, headings=(("cumulative", ("开工以来",)), ("denominator", ("河段数",))))).column
    assert [word(text) for text in ("开工以来", "河段数", "2025年目标", "到2025年目标", "五年累计")] == [
        "cumulative", "denominator", "target", "target", "cumulative",
    ]  # fmt: skip
    later = Names(replace(PLAN, start=Period(2026, 1), end=Period(2028, 12))).column
    assert [later(text) for text in ("开工以来", "2025年目标", "五年累计")] == [None, None, None]
    assert [later(text) for text in ("2028年目标", "三年目标")] == ["target", "target"]
    group = replace(PLAN.indicators[0], group=Name("河段", "sections"))
    assert Names(replace(PLAN, indicators=(group,))).column("河段总数") == "denominator"
