"""Tables that look right and count something else, or leave in doubt whose or what they are: refused, or told."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from domain.period import Period
from loaders.owners.owner import Expected
from tests.support.drawn import Drawing
from tests.support.office import MARCH, PLAN, read
from tests.support.sheets import at, codes, errors, found, sentences, values, workbook
from tests.support.tables import BLOCK, FIGURES, HEAD, LONG, ROW, only, sheet

ITEM = ROW[:2]

OTHER_MEANINGS = [
    ("B09", ["指标名称", "计量单位", "本月完成", "本年累计"]),
    ("B09", ["指标名称", "计量单位", "本月完成", "累计完成（2024年）"]),
    ("B09", ["指标名称", "计量单位", "本月完成", "累计完成（今年以来）"]),
    ("B09", ["指标名称", "计量单位", "本月完成", "累计完成（1-3月）"]),
    ("B09", ["指标名称", "计量单位", "本月完成", "累计（2024年以来）"]),
    ("B09", ["指标名称", "计量单位", "本月完成（一季度）", "累计完成"]),
    ("B09", ["指标名称", "计量单位", "本月完成", "1—3月累计完成"]),
    ("B09", ["指标名称", "计量单位", "一季度", "二季度"]),
    ("B09", ["指标名称", "计量单位", "上半年完成", "下半年完成"]),
    ("B57", ["指标名称", "计量单位", "2023年", "2024年"]),
    ("B09", ["指标名称", "计量单位", "3月累计", "1-3月累计"]),
    ("B11", ["指标名称", "计量单位", "本月完成", "计划累计"]),
    ("B11", ["指标名称", "备注", "本月完成", "累计完成"]),
    ("B53", ["指标名称", "计量单位", "上报累计完成", "核定累计完成"]),
    ("B53", ["指标名称", "计量单位", "累计完成（城镇）", "累计完成（农村）"]),
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
    assert "E列“其中女性”" in sentences(draft.problems[0])[0]
    draft = only(sheet(["指标名称", "计量单位", "累计完成"], ["护林员培训", "人次", 320]))
    assert found(draft) == {("B38", "月报", "C3")}


def test_a_row_pushed_to_the_right():
    draft = only(sheet(HEAD, ["护林员培训", "人次", None, 20, 320]))
    assert ("B39", "月报", "E4") in found(draft)


def test_month_and_total_swapped():
    assert found(only(sheet(HEAD, ["护林员培训", "人次", 320, 20]))) == {("X30", "月报", "D4")}


def test_months_across():
    months = [f"{month}月" for month in range(1, 13)]
    draft = only(sheet(["指标名称", "计量单位", *months], ["护林员培训", "人次", *range(12)]))
    assert found(draft) == {("B20", "月报", "C3"), ("C38", "月报", "F4")}
    draft = only(sheet(["指标名称", "计量单位", "累计完成", *months], ["护林员培训", "人次", 320, *range(12)]))
    assert found(draft) == {("B20", "月报", "D3"), ("C38", "月报", "G4")}


QUARTER = ["指标名称", "计量单位", "1月", "2月", "一季度", "合计"]


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("2024年各月情况", "B20"),  # totals, or each month's own?
        ("各月累计完成情况", "B20"),  # of which year?
        ("2023年、2024年各月累计完成情况", "B20"),
        ("2024年累计完成情况", "B20"),  # since the plan began, or since January?
        ("2024年本年累计完成情况", "B20"),
        ("2024年各月本月和累计完成情况", "B20"),
        ("2024年各月累计完成情况", ""),
        ("2024年各月当月完成情况", ""),
    ],
)
def test_months_across_are_read_where_year_and_meaning_are_certain(title: str, code: str):
    drafts = read(sheet(QUARTER, [*ITEM, 10, 20, 30, 40], block=[BLOCK[0], [title], ["填表日期：2025年1月5日"]]))
    assert errors(drafts) == ({code} if code else set())
    assert bool(drafts[0].observations) is not bool(code)
    if not code:
        assert [str(draft.period) for draft in drafts] == ["2024-01", "2024-02"]
        assert ("B37", "月报", "E4") in found(drafts), "quarters and sums are told, and not read"


ASKED = [
    ("B20", QUARTER[:4], [*ITEM, 310, 320], "2024年各月情况"),
    ("B41", ["报告期", "护林员培训（人次）"], ["2024年3月", 320], "情况表"),
]


@pytest.mark.parametrize(("code", "head", "row", "title"), ASKED)
@pytest.mark.parametrize("chosen", ["cumulative", "month"])
def test_what_columns_count_is_asked_and_the_answer_settles_it(
    code: str, head: list[str], row: list[Any], title: str, chosen: str
):
    content = sheet(head, row, block=[BLOCK[0], [title]])
    (asked,) = (found for found in only(content).problems if found.code == code)
    assert asked.question
    assert [reading.key for reading in asked.question.readings] == ["cumulative", "month"]
    drafts = read(content, answers={code: chosen})
    assert "Q01" in codes(drafts)
    if chosen == "cumulative" or code == "B20":
        assert {key[2] for draft in drafts for key in values(draft)} == {chosen}
        assert errors(drafts) == set()
    else:
        assert errors(drafts) == {"B11"}, "an indicator's month without its total"


def test_two_columns_for_one_month_are_refused():
    head = ["指标名称", "计量单位", "2024年1月累计", "1月累计", "2月累计"]
    draft = only(sheet(head, [*ITEM, 310, 311, 320], block=[BLOCK[0], ["2024年情况"]]))
    assert ("B31", "月报", "D3") in found(draft)


def test_the_months_own_figures_without_totals_need_a_tick():
    drafts = read(sheet(QUARTER[:4], [*ITEM, 10, 20], block=[BLOCK[0], ["2024年各月当月完成情况"]]))
    assert [values(draft) for draft in drafts] == [{("S-3", None, "month"): 10}, {("S-3", None, "month"): 20}]
    assert ("B40", "月报", "C3") in found(drafts)


def test_last_months_total_beside_this_months_figures_is_what_to_count_on_from():
    head = ["指标名称", "计量单位", "2月累计", "3月完成", "3月累计"]
    assert values(only(sheet(head, [*ITEM, 300, 20, 320]))) == FIGURES
    assert errors([only(sheet(["指标名称", "计量单位", "2月完成", "累计完成"], ROW))]) == {"C33"}


@pytest.mark.parametrize("group", ["计划", "其中女性"])
def test_a_group_title_that_was_not_merged_still_changes_what_is_counted(group: str):
    draft = only(sheet(["指标名称", "计量单位", group], [None, None, "本月", "累计"], [*ITEM, 30, 400]))
    assert found(draft) == {("B33", "月报", "C4"), ("B33", "月报", "D4")}


@pytest.mark.parametrize(
    ("head", "title", "code"),
    [
        (["县区", "护林员培训"], "", ""),
        (["县区", "护林员培训"], "本月完成情况", "B11"),
        (["报告期", "护林员培训（人次）"], "", "B41"),
        (["报告期", "护林员培训（人次）"], "累计完成情况", ""),
    ],
)
def test_indicators_across_say_what_they_count(head: list[str], title: str, code: str):
    rows = [["东山县", 20], ["全市", 20]] if head[0] == "县区" else [["2024年3月", 320]]
    drafts = read(sheet(head, *rows, block=[*BLOCK, [title or "情况表"]]))
    assert codes(drafts) & {"B11", "B41"} == ({code} if code else set())


def test_regions_across_under_a_title_that_speaks_of_the_month():
    head = ["指标名称", "计量单位", "累计完成", "东山县", "西河县"]
    draft = only(sheet(head, [*ITEM, 320, 10, 10], block=[*BLOCK, ["各县本月完成情况"]]))
    assert found(draft) == {("B33", "月报", "D4"), ("B33", "月报", "E4")}


def test_figures_beside_the_table_that_no_heading_covers_are_told():
    beside = at("G4", [["家政服务培训", "人次", 1, 1]])
    draft = only(workbook({"月报": at("A1", [*BLOCK, HEAD, ROW]) | beside}))
    assert ("B39", "月报", "I4") in found(draft)


def test_a_table_that_begins_further_down_beside_another_is_read_too():
    beside = at("G4", [HEAD, ["家政服务培训", "人次", 1, 1]])
    draft = only(workbook({"月报": at("A1", [*BLOCK, HEAD, ROW]) | beside}))
    assert found(draft) == {("D06", "月报", "G5")}
    assert values(draft) == FIGURES


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


@pytest.mark.parametrize(
    ("row", "around", "code"),
    [
        (ROW, {"block": [*BLOCK, [None, None, "单位：万人次"]]}, "D43"),
        (ROW, {"block": [*BLOCK, ["培训情况表（万人次）"]]}, "D43"),
        (ROW, {"name": "月报（万人次）"}, "D43"),
        (ROW, {"block": [*BLOCK, [None, None, "单位：万"]]}, "D43"),
        (ROW, {"block": [*BLOCK, [None, None, "单位：万人"]]}, "D43"),
        (ROW, {"block": [*BLOCK, [None, None, "单位：人"]]}, "D43"),
        (["护林员培训", "万人次", 0.002, 0.032], {"block": [*BLOCK, [None, None, "单位：人次"]]}, "D43"),
        (ROW, {"block": [*BLOCK, [None, None, "单位：人次"]]}, ""),
        (ROW, {"block": [*BLOCK, ["培训情况表（人次）"]]}, ""),
        (ROW, {"block": [*BLOCK, [None, None, "单位：元"]]}, ""),  # of money columns that are none of ours
        (["护林员培训", None, 20, 320], {"block": [*BLOCK, ["培训情况表（人次）"]]}, ""),
    ],
)
def test_a_unit_stated_for_the_table_agrees_with_that_of_its_rows(row: list[Any], around: dict[str, Any], code: str):
    draft = only(sheet(HEAD, row, **around))
    assert errors([draft]) == ({code} if code else set())
    assert values(draft) == ({} if code else FIGURES)


def test_a_unit_that_only_some_rows_have_may_stand_above_all():
    block = [["填报单位：江城市培训局"], BLOCK[1], [None, None, "单位：人次"]]
    draft = only(sheet(HEAD, ["家政服务培训", "人次", 50, 550], ["技能大师工作室", "个", 1, 13], block=block))
    assert "D43" not in errors([draft])


def test_a_unit_that_makes_too_much_of_a_figure_is_told_where_it_stands():
    """Not as a sum that no longer fits: nobody sees ninety million anywhere."""
    draft = only(sheet(HEAD, ["护林员培训", "万人次", 20, 320]))
    (told,) = [problem for problem in draft.problems if problem.is_error]
    assert (told.code, told.cell) == ("D51", "B4")
    assert "D4的320按此就是3,200,000人次" in sentences(told)[0]


def test_what_is_wrong_with_one_unit_is_told_once():
    rows = [[f"{name}", 1, 2] for name in ("家政服务培训", "乡村振兴技能人才计划·培训")]
    head, block = [*HEAD[:1], *HEAD[2:]], [["填报单位：江城市培训局"], BLOCK[1]]
    draft = only(sheet(head, *rows, block=[*block, ["单位：个"]]))
    (told,) = [problem for problem in draft.problems if problem.code == "D09"]
    assert (told.cell, "家政服务培训、乡村振兴技能人才计划·培训的单位" in sentences(told)[0]) == ("A3", True)
    draft = only(sheet(head, *([name, 0.01, 0.05] for name, *_ in rows), block=[*block, ["单位：万人次"]]))
    (told,) = [problem for problem in draft.problems if problem.code == "D08"]
    assert "共2处" in sentences(told)[0]


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


def test_words_and_what_is_said_above_a_table_are_not_read_from_where_nobody_sees():
    worded = {"月报": at("A1", [*BLOCK, [*HEAD, "进展情况", "备注"], [*ROW, "顺利", None]])}
    assert found(only(workbook(worded, hidden_columns=["E", "F"]))) == {("B06", "月报", "E3")}, (
        "a blank one says nothing"
    )
    month = at("A1", [*BLOCK, ["技能人才工作"], HEAD, ROW])
    assert found(only(workbook({"月报": month}, hidden_rows=[2]))) == {("B34", "月报", "A2")}
    assert found(only(workbook({"月报": month}, hidden_rows=[3]))) == set(), "a title that says nothing of the figures"
    assert found(only(workbook({"月报": month}, hidden_rows=[4]))) == {("B34", "月报", "A4")}
    apart = at("A1", [BLOCK[0], HEAD, ROW]) | {"F1": "报告期", "G1": "2024年3月"}
    assert found(only(workbook({"月报": apart}, hidden_columns=["G"]))) == {("B06", "月报", "G1")}


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


def test_a_region_left_blank_beside_regions_of_other_numbers_is_the_whole_city():
    head = ["指标名称", "县区", "计量单位", "累计完成"]
    others = [["技能大师工作室", "东山县", "个", 1], ["技能大师工作室", "西河县", "个", 1]]
    draft = only(sheet(head, ["护林员培训", None, "人次", 320], *others))
    assert "D40" not in errors([draft])
    assert values(draft)["S-3", None, "cumulative"] == 320


def test_regions_of_another_month_than_the_monthly_sheet():
    content = workbook({
        "月报": at("A1", [*BLOCK, HEAD, ROW]),
        "分县数据": at("A1", [BLOCK[0], ["报告期：2024年2月"], ["指标名称", "东山县", "西河县"], ["护林员培训", 2, 1]]),
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

    later = replace(
        PLAN, start=Period(2022, 1), indicators=tuple(replace(i, start=Period(2022, 1)) for i in PLAN.indicators)
    )
    content = sheet(["指标名称", "计量单位", "本月完成", "累计完成（2021年以来）"], ROW)
    assert errors(read(content, plan=later)) == {"B09"}


def test_a_month_in_the_middle_of_a_back_fill_that_is_missing():
    rows = [[f"2024年{month}月", "江城市林草局", "全市", "护林员培训", "人次", 10, 300 + month] for month in (1, 3)]
    drafts = read(sheet(LONG, *rows, block=[]))
    assert [codes(draft) for draft in drafts] == [set(), {"C18"}]


PARTS = [
    ("A1", {"A1": "2024年1—3月培训完成情况"}),
    ("A1", {"A1": "一季度培训完成情况"}),
    ("A1", {"A1": "2024年度目标任务完成情况"}),
    ("A1", {"A1": "说明：累计数自2024年1月1日起统计"}),
    ("A6", {"A6": "注：累计完成为本年数"}),
    ("E4", {"E4": "年度目标", "E5": 900}),
    ("E5", {"E4": "备注", "E5": "为今年数"}),
]


@pytest.mark.parametrize(("place", "more"), PARTS)
def test_words_that_speak_of_a_part_of_the_time_leave_open_what_totals_count(place: str, more: dict[str, Any]):
    content = workbook({"月报": at("A2", [*BLOCK, HEAD, ROW]) | more})
    draft = only(content)
    assert ("B44", "月报", place) in found(draft)
    assert errors([draft]) == {"B44"}
    (key,) = {each.question.key for each in draft.problems if each.question}
    whole = only(content, answers={key: "whole"})
    assert (errors([whole]), values(whole)) == (set(), FIGURES)
    assert ("Q01", "月报", place) in found(whole)
    assert ("B09", "月报", place) in found(only(content, answers={key: "part"}))


@pytest.mark.parametrize(
    "title",
    ["2024年3月培训完成情况", "2024年培训月报", "2021年以来培训完成情况", "2021—2025年培训情况", "累计数含以前年度"],
)
def test_titles_that_speak_of_all_the_time_or_one_month_leave_nothing_open(title: str):
    draft = only(workbook({"月报": at("A1", [[title], *BLOCK, HEAD, ROW])}))
    assert (errors([draft]), values(draft)) == (set(), FIGURES)


def test_a_column_that_only_says_something_was_done():
    content = sheet(["指标名称", "计量单位", "完成数"], [*ITEM, 320])
    assert found(only(content)) == {("B43", "月报", "C3")}
    assert values(only(content, answers={"B43": "cumulative"})) == {("S-3", None, "cumulative"): 320}
    assert errors([only(content, answers={"B43": "month"})]) == {"B11"}
    titled = sheet(["指标名称", "计量单位", "完成数"], [*ITEM, 320], block=[["培训累计完成情况"], *BLOCK])
    assert values(only(titled)) == {("S-3", None, "cumulative"): 320}
    beside = {"E3": "项目", "F3": "完成数", "E4": "会议", "F4": 3}
    assert values(only(workbook({"月报": at("A1", [*BLOCK, HEAD, ROW]) | beside}))) == FIGURES
    other = {"月报": at("A1", [*BLOCK, HEAD, ROW]), "台账": at("A1", [["项目", "完成数"], ["会议", 3]])}
    assert found(only(workbook(other))) == {("B01", "月报", "")}


@pytest.mark.parametrize(
    "heading",
    [
        "截至目前累计完成",
        "截至3月底完成",
        "截止本月底累计完成数",
        "截至目前完成",
        "2021年以来累计完成",
        "方案实施以来累计",
    ],
)
def test_all_that_was_done_until_now_is_a_total(heading: str):
    draft = only(sheet(["指标名称", "计量单位", heading], [*ITEM, 320]))
    assert (errors([draft]), values(draft)) == (set(), {("S-3", None, "cumulative"): 320})


@pytest.mark.parametrize(
    ("place", "more"),
    [
        ("A1", {"A1": "培训情况（征求意见稿）"}),
        ("A1", {"A1": "培训情况（预计）"}),
        ("E5", {"E4": "备注", "E5": "预计数"}),
    ],
)
def test_figures_that_are_none_yet_are_told(place: str, more: dict[str, Any]):
    draft = only(workbook({"月报": at("A2", [*BLOCK, HEAD, ROW]) | more}))
    assert ("F34", "月报", place) in found(draft)
    assert values(draft) == FIGURES
    assert not found(only(workbook({"月报": at("A2", [*BLOCK, [*HEAD, "备注"], [*ROW, "预计6月底开班"]])})))


def test_a_month_above_rows_of_other_months_is_told():
    head, row = ["报告期", *HEAD], ["2024年2月", *ROW]
    assert ("C36", "月报", "A2") in found(only(sheet(head, row)))
    drafts = read(sheet(head, row, ["2024年3月", *ROW[:2], 20, 340]))
    assert "C36" not in codes(drafts)


def test_headings_that_may_have_slipped_to_the_right():
    head, row = ["指标名称", "计量单位", None, "累计完成"], ["护林员培训", "人次", 320, 3000]
    assert ("B45", "月报", "C4") in found(only(sheet(head, row)))
    numbered = only(sheet(["指标名称", "计量单位", None, "本月完成", "累计完成"], ["护林员培训", "人次", 1, 20, 320]))
    assert (errors([numbered]), values(numbered)) == (set(), FIGURES)


def test_what_is_wrong_in_the_cells_is_told_beside_the_question_what_totals_count():
    title = ["2024年1—3月培训完成情况"]
    draft = only(sheet(HEAD, [*ITEM, "约20", 320], block=[title, *BLOCK]))
    assert {("B44", "月报", "A1"), ("E20", "月报", "C5")} <= found(draft)


SUBCOLUMNS: dict[str, tuple[str, ...]] = {
    "of total and month, names in one row": (
        "指标名称 计量单位 本月完成 < 累计完成 <",
        "- - 城镇 农村 城镇 农村",
        "C3 E3",
    ),
    "names over both rows": ("指标名称 计量单位 本月完成 < 累计完成 <", "^ ^ 男 女 男 女", "C3 E3"),
    "of the total alone": ("指标名称 计量单位 本月完成 累计完成 < <", "^ ^ ^ 城镇 农村 其他", "D3"),
    "of the month alone": ("指标名称 计量单位 本月完成 < 累计完成", "^ ^ 男 女 ^", "C3"),
    "under three rows": ("指标名称 计量单位 完成情况 < < <", "^ ^ 本月完成 < 累计完成 <", "^ ^ 男 女 男 女", "C4 E4"),
    "under a heading that is not merged": ("指标名称 计量单位 累计完成 -", "- - 男 女", "C3"),
    "of regions": ("指标名称 计量单位 东山县 < 西河县 < 合计", "^ ^ 男 女 男 女 ^", "C3 E3"),
    "without any name": ("指标名称 计量单位 累计完成 <", "", "C3"),
}


@pytest.mark.parametrize("name", SUBCOLUMNS)
def test_parts_without_their_total_are_refused_at_the_heading_over_them(name: str):
    *headings, cells = SUBCOLUMNS[name]
    draft = only(_headed(*headings))
    assert {(code, cell) for code, _, cell in found(draft) if code in errors([draft])} == {
        ("B52", cell) for cell in cells.split()
    }
    assert draft.observations == ()


def test_totals_of_two_months_under_one_heading_are_named_not_called_missing():
    draft = only(_headed("指标名称 计量单位 累计完成 <", "- - 上月 本月"))
    (told,) = [problem for problem in draft.problems if problem.is_error]
    assert (told.code, told.cell) == ("B53", "C4")
    assert "C列“累计完成·上月”、D列“累计完成·本月”" in sentences(told)[0]


def test_last_years_figures_are_passed_over_and_this_years_total_is_no_total():
    draft = only(_headed("指标名称 计量单位 上年同期 < 本年 <", "- - 本月完成 累计完成 本月完成 累计完成"))
    assert {(code, cell) for code, _, cell in found(draft) if code in errors([draft])} == {("B09", "F4")}
    draft = only(_headed("指标名称 计量单位 上年同期 < 本月完成 累计完成", "^ ^ 本月完成 累计完成 ^ ^"))
    assert errors([draft]) == set() and ("B37", "月报", "C4") in found(draft)
    assert values(draft) == {("S-3", None, "month"): 15, ("S-3", None, "cumulative"): 16}


WHOLES = {
    "a column for their total": ("指标名称 计量单位 累计完成 < <", "^ ^ 合计 男 女", 13),
    "a total behind them": ("指标名称 计量单位 累计完成 < <", "- - 男 女 小计", 15),
    "one called 计": ("指标名称 计量单位 累计完成 < <", "^ ^ 计 男 女", 13),
    "a part of which the first is the whole": ("指标名称 计量单位 累计完成 <", "- - - 其中：女", 13),
    "a part, names over both rows": ("指标名称 计量单位 累计完成 <", "^ ^ - 其中：女", 13),
    "parts of the target": ("指标名称 计量单位 目标值 < 累计完成", "^ ^ 男 女 ^", 15),
    "a rate": ("指标名称 计量单位 累计完成 <", "^ ^ 数量 完成率", 13),
}


@pytest.mark.parametrize("name", WHOLES)
def test_parts_beside_their_total_are_left_alone(name: str):
    *headings, whole = WHOLES[name]
    draft = only(_headed(*headings))
    assert errors([draft]) == set()
    assert values(draft)["S-3", None, "cumulative"] == whole


def _headed(*headings: str) -> bytes:
    """A sheet with headings from row 3 on: `<` goes on from the left, `^` from above, `-` is blank. The figure of the
    first column would be 11, of the second 12 …
    """
    rows = [row.replace("-", "").split(" ") for row in headings if row]
    rows += [[*ITEM, *map(str, range(13, 11 + len(rows[0])))]]
    text = "\n".join("|".join(row) for row in [*BLOCK, *rows])
    return Drawing(PLAN, {}, {"月报": text}).workbook()
