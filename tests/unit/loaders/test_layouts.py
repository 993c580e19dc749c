"""Tables departments make themselves: read right whatever stands where, or refused; never read wrong in silence."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from domain.period import Period
from loaders.identity import Expected
from tests.support.office import MARCH, PLAN, read
from tests.support.sheets import at, codes, errors, figures, found, sentences, values, workbook

BLOCK = [["填报单位：江城市林草局"], ["报告期：2024年3月"]]
HEAD = ["指标名称", "计量单位", "本月完成", "累计完成"]
ROW = ["护林员培训", "人次", 20, 320]
FIGURES = {("S-3", None, "month"): 20, ("S-3", None, "cumulative"): 320}
FEBRUARY = Period(2024, 2)


def sheet(
    *rows: list[Any], block: list[list[Any]] = BLOCK, start: str = "A1", name: str = "月报", **marks: Any
) -> bytes:
    return workbook({name: at(start, [*block, *rows])}, **marks)


def only(content: bytes, **given: Any):
    (draft,) = read(content, **given)
    return draft


# ── read right ────────────────────────────────────────────────────────────────────────────────────────────────────────


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
    assert all("D=“本月·完成”" in text and "F=“累计·完成”" in text for text in sentences(draft.problems[0]))
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
    assert found(draft) == {("B08", "月报", "A3")}
    assert values(draft) == FIGURES


LONG = ["报告期", "填报单位", "县区", "指标名称", "计量单位", "本月完成", "累计完成"]


def village(period: str, region: str, month: int, total: int, *, name: str = "乡村振兴技能人才计划·培训") -> list[Any]:
    return [period, "江城市培训局", region, name, "人次", month, total]


def test_a_long_table_with_many_departments_and_months():
    rows = [LONG]
    for month in range(1, 4):
        rows += [[f"2024年{month}月", "江城市林草局", "全市", "护林员培训", "人次", 10, 300 + 10 * month],
                 [f"2024年{month}月", "江城市林草局", "东山县", "护林员培训", "人次", 10, 300 + 10 * month]]  # fmt: skip
    drafts = read(sheet(*rows, block=[["历史数据"]], name="回填"))
    assert [(draft.department_id, str(draft.period)) for draft in drafts] == [("b", f"2024-0{n}") for n in (1, 2, 3)]
    assert figures(drafts[1])["S-3", "east", "cumulative"] == (320, "回填!G6")
    assert codes(drafts) == {"B02"}


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


def test_an_unrelated_list_beside_the_monthly_sheet_is_left_alone():
    roll = at("A1", [["序号", "项目名称", "单位", "备注"], [1, "护林员春季班", "林草局", None]])
    draft = only(workbook({"月报": at("A1", [*BLOCK, HEAD, ROW]), "培训班明细": roll}))
    assert found(draft) == {("B01", "月报", "")}
    assert values(draft) == FIGURES


# ── refused, or at least told ─────────────────────────────────────────────────────────────────────────────────────────

OTHER_MEANINGS = [
    ("B09", ["指标名称", "计量单位", "本月完成", "本年累计"]),
    ("B09", ["指标名称", "计量单位", "本月完成", "累计完成（2024年）"]),
    ("B09", ["指标名称", "计量单位", "本月完成", "累计完成（今年以来）"]),
    ("B09", ["指标名称", "计量单位", "本月完成", "累计完成（1-3月）"]),
    ("B09", ["指标名称", "计量单位", "本月完成", "累计（2024年以来）"]),
    ("B09", ["指标名称", "计量单位", "本月完成（一季度）", "累计完成"]),
    ("B11", ["指标名称", "计量单位", "本月完成", "1—3月累计完成"]),
    ("B11", ["指标名称", "计量单位", "本月完成", "计划累计"]),
    ("B11", ["指标名称", "备注", "本月完成", "累计完成"]),
    ("B31", ["指标名称", "计量单位", "累计完成", "总累计"]),
    ("B31", ["指标名称", "计量单位", "累计完成", "累计完成"]),
]


@pytest.mark.parametrize(("code", "head"), OTHER_MEANINGS)
def test_headings_that_count_something_else(code: str, head: list[str]):
    draft = only(sheet(head, ROW))
    assert errors([draft]) == {code}
    assert draft.observations == ()
    assert all(all(sentences(problem)) for problem in draft.problems)


@pytest.mark.parametrize(
    ("group", "code"),
    [
        ("计划", "B33"),
        ("其中：女性", "B33"),
        ("2024年", "B09"),
        ("本年", "B09"),
        ("2024年上半年", "B09"),
        ("目标", "B33"),
    ],
)
def test_a_group_title_that_changes_what_is_counted(group: str, code: str):
    merges = {"A3:A4": "指标名称", "B3:B4": "计量单位", "C3:D3": group}
    cells = at("A1", BLOCK) | at("C4", [["本月完成", "累计完成"]]) | at("A5", [ROW])
    draft = only(workbook({"月报": cells}, merges=merges))
    assert errors([draft]) == {code}
    assert draft.observations == ()


@pytest.mark.parametrize("group", ["完成情况", "2024年3月", "其中", "截至2024年3月底", "2021年以来"])
def test_a_group_title_that_changes_nothing(group: str):
    merges = {"A3:A4": "指标名称", "B3:B4": "计量单位", "C3:D3": group}
    cells = at("A1", BLOCK) | at("C4", [["本月完成", "累计完成"]]) | at("A5", [ROW])
    draft = only(workbook({"月报": cells}, merges=merges))
    assert errors([draft]) == set()
    assert values(draft) == FIGURES


def test_a_remark_behind_a_heading_that_nobody_understands_needs_a_tick():
    draft = only(sheet(["指标名称", "计量单位", "本月完成", "累计完成（剔除重复）"], ROW))
    assert found(draft) == {("B35", "月报", "D3")}
    assert values(draft) == FIGURES


def test_columns_with_figures_that_are_not_read_are_told():
    draft = only(sheet([*HEAD, "其中女性"], [*ROW, 100]))
    assert found(draft) == {("B37", "月报", "E3")}
    assert "E“其中女性”" in sentences(draft.problems[0])[0]
    draft = only(sheet(["指标名称", "计量单位", "累计完成"], ["护林员培训", "人次", 320]))
    assert found(draft) == {("B38", "月报", "C3")}


def test_months_across():
    months = [f"{month}月" for month in range(1, 13)]
    draft = only(sheet(["指标名称", "计量单位", *months], ["护林员培训", "人次", *range(12)]))
    assert found(draft) == {("B20", "月报", "C3")}
    draft = only(sheet(["指标名称", "计量单位", "累计完成", *months], ["护林员培训", "人次", 320, *range(12)]))
    assert found(draft) == {("B20", "月报", "D3")}


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (["护林员培训", "万人次", "0.002", "0.032"], "D08"),
        (["护林员培训", "人", 20, 320], "D09"),
        (["护林员培训", None, 20, 320], "D44"),
        (["护林员培训", "场", 20, 320], "D09"),
        (["护林员培养", "人次", 20, 320], "D31"),
        (["完全不同的工作", "人次", 20, 320], "D37"),
        ([None, "人次", 20, 320], "D33"),
        (["高技能人才总数", None, None, "320"], "D37"),
        (["乡村振兴技能人才计划·培训", "人次", 20, 320], "D06"),
        (["低收入家庭劳动力培训覆盖率", "%", 1, 75], "D06"),
        (["建设信息平台", None, None, 1], "D41"),
    ],
)  # fmt: skip
def test_rows_in_doubt(row: list[Any], code: str):
    draft = only(sheet(HEAD, row, *([] if code in ("D08", "D09", "D44") else [ROW])))
    assert code in codes(draft)
    assert not any(seen.indicator_id != "S-3" for seen in draft.observations)
    assert code in ("D08", "D44") or code in errors([draft])


def test_d08_names_the_figure_it_made():
    draft = only(sheet(HEAD, ["护林员培训", "万人次", "0.002", "0.032"]))
    assert values(draft) == FIGURES
    assert found(draft) == {("D08", "月报", "B4")}
    assert "D4的0.032换算为320人次" in sentences(draft.problems[0])[0]


def test_units_that_contradict_each_other():
    draft = only(sheet(["指标名称", "计量单位", "本月完成", "累计完成（万人次）"], ROW))
    assert errors([draft]) == {"D43"}
    assert ("S-3", None, "cumulative") not in values(draft)
    draft = only(
        sheet(["指标名称", "本月完成", "累计完成"], ["护林员培训", "0.002", "0.032"], block=[*BLOCK, ["单位：万人次"]])
    )
    assert values(draft) == FIGURES
    assert found(draft) == {("D08", "月报", "A3")}


def test_a_code_and_a_name_that_disagree():
    head = ["指标编码", *HEAD]
    assert errors([only(sheet(head, ["S-3", "家政服务培训", *ROW[1:]]))]) == {"D35"}
    assert errors([only(sheet(head, ["S-3", "家政的服务培训", *ROW[1:]]))]) == {"D35"}
    assert values(only(sheet(head, ["S-3", "培训护林员", *ROW[1:]]))) == FIGURES


def test_a_figure_beside_a_label_like_text_is_not_taken_for_a_footer():
    draft = only(sheet([*HEAD, "备注"], ROW, [None, None, 5, 500, "负责人：张三"]))
    assert ("D33", "月报", "C5") in found(draft)


def test_hidden_sheets_rows_and_columns():
    month = {"月报": at("A1", [*BLOCK, HEAD, ROW])}
    assert found(read(workbook(month | {"封面": {"A1": "封面"}}, hidden=["月报"]))) == {("B04", "月报", "")}
    older = {"旧表": at("A1", [*BLOCK, HEAD, [*ROW[:2], 1, 1]])}
    draft = only(workbook(month | older, hidden=["旧表"]))
    assert found(draft) == {("B01", "月报", "")}
    assert values(draft) == FIGURES
    draft = only(workbook(month, hidden_rows=[4]))
    assert found(draft) == {("B34", "月报", "A4")}
    assert values(draft) == FIGURES
    draft = only(workbook(month, hidden_columns=["D"]))
    assert found(draft) == {("B06", "月报", "D3")}
    assert "D列（累计完成）" in sentences(draft.problems[0])[0]


def test_a_second_month_where_one_was_asked_for():
    content = workbook(
        {"3月": at("A1", [*BLOCK, HEAD, ROW]), "2月": at("A1", [BLOCK[0], ["报告期：2024年2月"], HEAD, ROW])}
    )
    drafts = read(content, expected=Expected("b", MARCH))
    assert errors(drafts) == {"C15"}
    assert [str(draft.period) for draft in read(content)] == ["2024-02", "2024-03"]


def test_the_same_month_twice_in_one_file():
    content = workbook({"月报": at("A1", [*BLOCK, HEAD, ROW]), "月报 (2)": at("A1", [*BLOCK, HEAD, ROW])})
    draft = only(content)
    assert found(draft) == {("B03", "", "")}
    assert "月报 (2)" in sentences(draft.problems[0])[0]


def test_rows_of_another_department():
    draft = only(sheet(HEAD, ROW, ["家政服务培训", "人次", 50, 550]))
    assert found(draft) == {("D06", "月报", "A5")}
    assert values(draft) == FIGURES


def test_a_region_nobody_knows():
    head = ["指标名称", "县区", "计量单位", "累计完成"]
    rows = [["护林员培训", "全市", "人次", 320], ["护林员培训", "南海县", "人次", 320]]
    assert found(only(sheet(head, *rows))) == {("D34", "月报", "B5"), ("B38", "月报", "D3")}
    wide = sheet(
        ["指标名称", "计量单位", "累计完成", "东山县", "西河县", "南海县"], ["护林员培训", "人次", 320, 100, 100, 120]
    )
    assert found(only(wide)) == {("D34", "月报", "F3")}


def test_a_region_left_blank_is_not_taken_for_the_whole_city():
    head = ["指标名称", "县区", "计量单位", "累计完成"]
    rows = [["护林员培训", "东山县", "人次", 200], ["护林员培训", None, "人次", 120]]
    draft = only(sheet(head, *rows))
    assert {"D40"} <= errors([draft]) <= {"D40", "D07"}
    assert ("S-3", None, "cumulative") not in values(draft)


def test_regions_of_another_month_than_the_monthly_sheet():
    content = workbook({
        "月报": at("A1", [*BLOCK, HEAD, ROW]),
        "分县数据": at("A1", [BLOCK[0], ["报告期：2024年2月"], ["指标名称", "东山县", "西河县"], ["护林员培训", 200, 100]]),
    })  # fmt: skip
    drafts = read(content)
    assert errors(drafts) == {"C33"}
    assert ("C33", "分县数据", "A2") in found(drafts)


def test_regions_alone_do_not_make_a_month():
    drafts = read(
        workbook(
            {"分县数据": at("A1", [*BLOCK, ["指标名称", "东山县", "西河县", "市本级"], ["护林员培训", 200, 100, 20]])}
        )
    )
    assert errors(drafts) == {"D07"}


@pytest.mark.parametrize(
    ("content", "place"),
    [
        (sheet(HEAD, ROW, block=[["2024年2月工作情况统计表"], *BLOCK]), ("月报", "A1")),
        (sheet(HEAD, ROW, name="2024年2月"), ("2024年2月", "")),
        (sheet(HEAD, ROW, name="2月"), ("2月", "")),
    ],
)
def test_a_title_left_over_from_another_month(content: bytes, place: tuple[str, str]):
    draft = only(content)
    assert ("C36", *place) in found(draft)
    assert errors([draft]) == set()
    assert draft.period == MARCH


def test_a_label_below_or_between_that_names_another_month():
    assert errors(read(sheet(HEAD, ROW, ["报告期：2024年2月"]))) == {"C33"}
    between = sheet(HEAD, ROW, ["报告期：2024年2月"], [*ROW[:2], 1, 2], block=BLOCK)
    assert "C33" in errors(read(between))


def test_two_months_in_a_title():
    assert errors(read(sheet(HEAD, ROW, block=[BLOCK[0], ["2024年2月、2024年3月情况"]]))) == {"C33"}


def test_long_tables_say_whose_every_row_is():
    rows = [
        ["2024年3月", "江城市林草局", "全市", "护林员培训", "人次", 20, 320],
        [None, None, "东山县", "护林员培训", "人次", 20, 320],
    ]
    drafts = read(sheet(LONG, *rows, block=[]))
    assert {("C30", "月报", "A3"), ("C04", "月报", "B3")} <= found(drafts)
    assert not any(draft.is_acceptable for draft in drafts)


def test_nobody_and_no_month_named():
    draft = only(sheet(HEAD, ROW, block=[]))
    assert errors([draft]) == {"C30", "C31"}
    draft = only(sheet(HEAD, ROW, block=[]), expected=Expected("b", MARCH))
    assert (draft.department_id, draft.period, errors([draft])) == ("b", MARCH, set())


def test_totals_of_shares_belong_on_their_own_sheet():
    head = ["指标编码", "计量单位", "累计完成"]
    draft = only(sheet(head, ["R-1", "%", 75], block=[["填报单位：培训局"], BLOCK[1]]))
    assert ("D38", "月报", "C4") in found(draft)
    shares = sheet(["指标编码", "达标数", "总数"], ["S-3", 5, 10], name="人均指标")
    assert ("D42", "人均指标", "A4") in found(read(shares))


def test_something_far_below_the_table():
    draft = only(workbook({"月报": at("A1", [*BLOCK, HEAD, ROW]) | {"A900": "护林员培训", "D900": 999}}))
    assert found(draft) == {("B32", "月报", "A900")}
    assert values(draft) == FIGURES


def test_an_old_template_year_is_that_of_the_plan():
    """「2021年以来」 is right only where the plan begins in 2021."""
    from dataclasses import replace

    later = replace(
        PLAN, start=Period(2022, 1), indicators=tuple(replace(i, start=Period(2022, 1)) for i in PLAN.indicators)
    )
    content = sheet(["指标名称", "计量单位", "本月完成", "累计完成（2021年以来）"], ROW)
    assert errors(read(content, plan=later)) == {"B09"}


def test_a_month_in_the_middle_of_a_back_fill_that_is_missing():
    rows = [[f"2024年{month}月", "江城市林草局", "全市", "护林员培训", "人次", 10, 300 + month] for month in (1, 3)]
    drafts = read(sheet(LONG, *rows, block=[]))
    assert [codes(draft) for draft in drafts] == [set(), {"C18"}]
