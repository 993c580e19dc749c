"""What tortured sheets brought to light, each as the smallest sheet that shows it."""

from __future__ import annotations

import csv
from datetime import date

import pytest

from tests.support.office import MARCH, read
from tests.support.sheets import at, codes, errors, found, values, workbook
from tests.support.tables import BLOCK, FIGURES, HEAD, LONG, ROW, only, sheet

WORDS = [*HEAD, "进展情况"]


@pytest.mark.parametrize(
    "row",
    [
        ["第三部分 人才评价"],  # in the column of the codes
        [None, "单位负责人：王五"],  # below a column of names
        ["（公章）"],
    ],
)
def test_words_that_name_nothing_and_give_no_figure_are_no_row(row: list[str | None]):
    draft = only(sheet(["指标编码", *HEAD], ["S-3", *ROW], row))
    assert (values(draft), errors([draft])) == (FIGURES, set())


def test_words_below_a_long_table_need_no_month():
    row = ["2024.03", "江城市林草局", "全市", *ROW]
    draft = only(sheet(LONG, row, [None, None, None, "单位负责人：王五"], block=[]))
    assert (values(draft), errors([draft])) == (FIGURES, set())


@pytest.mark.parametrize("whole_city", ["合计", "全市", "全市合计"])
def test_the_whole_city_may_open_a_row(whole_city: str):
    """A table whose first column is the region: its city rows are no sums to be passed over."""
    head, row = ["县区", *HEAD], [whole_city, *ROW]
    part = ["东山县", "护林员培训", "人次", None, 320]
    draft = only(sheet(head, row, part))
    assert values(draft) == FIGURES | {("S-3", "east", "cumulative"): 320}


def test_a_sum_of_regions_that_names_nothing_stays_a_sum():
    draft = only(sheet(["县区", *HEAD], ["合计", None, None, 20, 320], ["全市", *ROW]))
    assert values(draft) == FIGURES
    assert ("B18", "月报", "A4") in found(draft)


def test_a_sheet_that_reports_is_never_passed_over():
    """Its total stands under a heading nobody knows; that another sheet is whole is no reason to ignore it."""
    other = at(
        "A1", [["填报单位：江城市商务局"], ["报告期：2024年3月"], ["指标名称", "计量单位", "本月完成", "全年数"]]
    )
    other |= at("A4", [["护林员培训", "人次", 20, 50]])
    drafts = read(workbook({"甲": at("A1", [*BLOCK, HEAD, ROW]), "乙": other}))
    assert errors(drafts)
    assert any(sheet == "乙" for code, sheet, _ in found(drafts) if code in errors(drafts))


def test_a_title_says_whose_a_sheet_is_though_another_went_before():
    first = at("A1", [*BLOCK, HEAD, ROW])
    second = at("A1", [["江城市培训局2024年3月工作进展情况统计表"], HEAD, ["家政服务培训", "人次", 50, 550]])
    drafts = read(workbook({"甲": first, "乙": second}))
    assert {(draft.department_id, draft.period) for draft in drafts} == {("a", MARCH), ("b", MARCH)}
    assert "D06" not in codes(drafts)


def test_a_misspelt_name_is_not_taken_for_a_wrong_month():
    april = at("A1", [BLOCK[0], ["报告期：2024年2月"], HEAD, ["护林员陪训", "人次", 20, 300]])
    drafts = read(workbook({"2024年2月": april, "2024年3月": at("A1", [*BLOCK, HEAD, ROW])}))
    assert ("D31", "2024年2月", "A4") in found(drafts)
    assert "C33" not in codes(drafts)


def test_a_row_slipped_sideways_into_the_words_is_told():
    draft = only(sheet([*WORDS, "备注"], ["护林员培训", "人次", None, 20, "顺利", 32]))
    assert ("E42", "月报", "F4") in found(draft), "not right beside the figures"
    draft = only(sheet(WORDS, ["护林员培训", "人次", None, 20, 32]))
    assert ("E43", "月报", "E4") in found(draft)


def test_a_row_that_lacks_a_figure_holds_one_among_words_and_outruns_its_headings_has_slipped():
    draft = only(sheet(WORDS, ["护林员培训", "人次", None, 320, 20, "按计划推进。"]))
    assert ("E43", "月报", "E4") in found(draft)
    assert "E43" in errors([draft])


def test_a_bare_number_among_words_is_told_unless_it_says_that_there_is_nothing_to_say():
    assert ("E42", "月报", "E4") in found(only(sheet(WORDS, [*ROW, 3])))
    assert found(only(sheet(WORDS, [*ROW, 0]))) == set()


SAYING = [*HEAD, "存在问题", "下一步措施", "备注"]
CUT_IN_TWO = {
    "month and total": (SAYING, "1,020,8,213,农忙,七月开班,", "E43", "E4"),
    "the total alone": (SAYING, "20,8,213,农忙,七月开班,", "E43", "E4"),
    "the month alone": (SAYING, "1,020,820,农忙,七月开班,", "E42", "E4"),
    "without words, past the headings": (HEAD, "20,8,213", "B54", "D4"),
    "both, without words": (HEAD, "1,120,8,213", "B54", "C4"),
}


@pytest.mark.parametrize("name", CUT_IN_TWO)
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_thousands_mark_that_cuts_a_number_in_two_moves_the_row(name: str, kind: str):
    head, row, code, cell = CUT_IN_TWO[name]
    lines = [*(row[0] for row in BLOCK), ",".join(head), f"护林员培训,人次,{row}"]
    content = "\n".join(lines).encode("utf-8-sig")
    if kind == "xlsx":
        content = workbook({"三月": at("A1", csv.reader(lines))})
    (draft,) = read(content, name=f"三月.{kind}")
    assert (code, "三月", cell) in found(draft)
    assert (code in errors([draft])) is (code != "E42")


def test_a_stray_number_behind_a_row_of_a_csv_is_told_as_in_any_format():
    rows = [*(row[0] for row in BLOCK), ",".join(HEAD), "护林员培训,人次,20,32,7"]
    assert ("B39", "三月", "E4") in found(only("\n".join(rows).encode(), name="三月.csv"))


def test_two_months_above_one_table_are_asked_about():
    """The headings of the table between them were written over: what is left are two labels of a month."""
    rows = [*BLOCK, ["护林员", 20], ["报告期：2024年2月"], HEAD, ROW]
    assert ("C33", "月报", "A4") in found(only(workbook({"月报": at("A1", rows)})))


@pytest.mark.parametrize("seal", ["（盖章）", "(公章)", "（加盖章）", "（签章）"])
def test_the_place_for_the_seal_is_no_part_of_a_name(seal: str):
    block = [[f"填报单位：{BLOCK[0][0].partition('：')[2]}{seal}"], BLOCK[1]]
    assert only(sheet(HEAD, ROW, block=block)).department_id == "b"


def test_any_other_remark_behind_a_department_is_not_set_aside():
    drafts = read(sheet(HEAD, ROW, block=[["填报单位：江城市林草局（代培训局报）"], BLOCK[1]]))
    assert errors(drafts) and drafts[0].department_id is None


@pytest.mark.parametrize(
    "block",
    [
        ["填报单位", "江城市林草局", None, "报告期", "2024年3月"],
        ["报送单位：", "江城市林草局", None, "统计月份：", "2024.03"],
        ["填报单位：江城市林草局    报告期：2024年3月"],
    ],
)
def test_whose_it_is_stands_right_above_the_headings(block: list[str | None]):
    """The words for whose and which month's head columns too; with their answers beside them they are no headings."""
    draft = only(sheet(["附件1"], block, HEAD, ROW, block=[]))
    assert (draft.department_id, draft.period, values(draft)) == ("b", MARCH, FIGURES)


@pytest.mark.parametrize(("label", "code"), [(["填报单位", "某某局"], "C02"), (["报告期", "3月"], "C09")])
def test_a_wrong_answer_right_above_the_headings_of_a_later_sheet_is_told(label: list[str], code: str):
    second = at("A1", [label, ["任务名称", "状态"], ["出台实施细则", "推进中"]])
    first = at("A1", [["填报单位：江城市培训局", None, "报告期：2024年3月"], HEAD, ["家政服务培训", "人次", 50, 550]])
    drafts = read(workbook({"月报": first, "定性任务": second}))
    assert code in codes(drafts)


@pytest.mark.parametrize("below", ["完成", "完成数", "实际完成"])
@pytest.mark.parametrize("above", ["当月", "本月"])
def test_a_group_title_counts_where_the_heading_below_says_only_that_it_is_done(above: str, below: str):
    merges = {f"{column}3:{column}4": title for column, title in zip("AB", HEAD, strict=False)}
    cells = at("A1", BLOCK) | {"C3": above, "D3": "五年累计", "C4": below, "D4": below} | at("A5", [ROW])
    assert values(only(workbook({"月报": cells}, merges=merges))) == FIGURES


def test_a_heading_merged_downwards_makes_a_second_heading_row():
    merges = {f"{column}3:{column}4": title for column, title in zip("AB", HEAD, strict=False)}
    cells = at("A1", BLOCK) | {"C3": "当月", "D3": "累计", "C4": "计划安排", "D4": "完成"} | at("A5", [ROW])
    draft = only(workbook({"月报": cells}, merges=merges))
    assert values(draft) == {("S-3", None, "cumulative"): 320}
    assert ("B37", "月报", "C4") in found(draft)


@pytest.mark.parametrize("merges", [{}, {"A6:D6": "2024年3月工作进展情况统计表"}])
def test_a_title_between_two_tables_alike_says_which_month_follows(merges: dict[str, str]):
    rows = [["2024年2月工作进展情况统计表"], ["填报单位", "江城市林草局"], HEAD, [*ROW[:2], 30, 300], []]
    rows += [["2024年3月工作进展情况统计表"], ["填报单位", "江城市林草局"], HEAD, ROW]
    drafts = read(workbook({"月报": at("A1", rows)}, merges=merges))
    assert {str(draft.period): values(draft)["S-3", None, "cumulative"] for draft in drafts} == {
        "2024-02": 300,
        "2024-03": 320,
    }


@pytest.mark.parametrize("title", ["附件1", "“技能”行动月报表"])
def test_any_title_may_stand_between_two_tables_alike(title: str):
    rows = [["附件1"], ["填报单位：江城市林草局 报告期：2024年2月"], HEAD, [*ROW[:2], 30, 300], []]
    rows += [[title], ["填报单位：江城市林草局 报告期：2024年3月"], HEAD, ROW]
    drafts = read(workbook({"月报": at("A1", rows)}))
    assert ([str(draft.period) for draft in drafts], errors(drafts)) == (["2024-02", "2024-03"], set())


def test_a_list_beside_the_table_has_no_say_in_it():
    """Its 人数 are not those of the rows, nor does it keep a row that numbers the columns from being one."""
    rows = [[*HEAD, None, "培训班", "人数"], ["甲", "乙", 1, 2, None, "电工班", 900], [*ROW, None, "焊工班", 800]]
    draft = only(sheet(*rows))
    assert (values(draft), errors([draft])) == (FIGURES, set())


def test_heads_in_the_table_itself_are_held_against_it():
    assert "X15" in codes(only(sheet([*HEAD, "人数"], [*ROW, 800])))


def test_a_row_that_names_an_item_is_no_sum_whatever_stands_before_it():
    assert values(only(sheet(["措施", *HEAD], ["合计", *ROW]))) == FIGURES


def test_a_list_beside_headings_merged_downwards_does_not_lay_the_table_down():
    """Headings met one below the other, but each further to the right, are no first column."""
    merges = {"C3:C4": "工作指标", "D3:D4": "计量单位", "F3:F4": "上月累计"}
    cells = {"A1": "填报单位：", "B1": "江城市林草局", "A2": "报告期：2024年3月", "G3": "累计", "G4": "完成"}
    cells |= at("C5", [["护林员培训", "人次", None, 300, 320]]) | at("J4", [["培训班", "人数"], ["电工班", 30]])
    draft = only(workbook({"月报": cells}, merges=merges))
    assert values(draft) == {("S-3", None, "cumulative"): 320}


def test_a_month_before_the_plan_is_told_whatever_the_row_says_in_words():
    draft = only(sheet(WORDS, [*ROW, "按计划推进。"], block=[BLOCK[0], ["报告期：2019年3月"]]))
    assert "C14" in codes(draft)


def test_a_row_may_number_the_columns_of_months_across():
    head = ["指标名称", "计量单位", "2024年2月累计完成", "2024年3月累计完成"]
    drafts = read(sheet(head, ["甲", "乙", "1", "2"], [*ROW[:2], 300, 320], block=[BLOCK[0]]))
    assert {str(draft.period): values(draft)["S-3", None, "cumulative"] for draft in drafts} == {
        "2024-02": 300,
        "2024-03": 320,
    }


def test_a_year_under_a_month_of_another_year_makes_no_month_of_its_own():
    """「2024年累计完成」 under 「2025年1月」 is not January 2024."""
    merges = {"A2:A3": "指标名称", "B2:B3": "计量单位", "C2:D2": "2024年12月", "E2:F2": "2025年1月"}
    rows = [[None, None, "本月完成", "累计完成", "本月完成", "2024年累计完成"], [*ROW[:2], 20, 300, 20, 320]]
    drafts = read(workbook({"月报": at("A1", [BLOCK[0]]) | at("A3", rows)}, merges=merges), today=date(2025, 2, 3))
    assert "2024-01" not in {str(draft.period) for draft in drafts}


def test_a_second_heading_row_is_not_passed_over_because_the_names_are_not_merged():
    """「全年累计」 under 「累计」 counts a year, though only the units' heading is merged over both rows."""
    cells = at("A1", [*BLOCK, ["指标名称", None, "本月", "累计"], [None, None, "完成", "全年累计"], ROW])
    draft = only(workbook({"月报": cells}, merges={"B3:B4": "计量单位"}))
    assert errors([draft])


@pytest.mark.parametrize("row", [1, 3, 4])
def test_a_lone_number_far_to_the_right_is_of_nothing(row: int):
    cells = at("A1", [*BLOCK, HEAD, ROW]) | {f"FH{row}": 1955}
    draft = only(workbook({"月报": cells}))
    assert (values(draft), errors([draft])) == (FIGURES, set())


@pytest.mark.parametrize("words", ["续表", "（续表2）", "接上页"])
def test_words_that_a_table_goes_on_are_no_row(words: str):
    head = ["指标编码", *HEAD]
    draft = only(sheet(head, ["S-3", *ROW], [None, None, None, None, words], head))
    assert (values(draft), errors([draft])) == (FIGURES, set())


def test_a_total_that_looks_like_a_year_beside_what_it_is_of_heads_no_column():
    """2009 persons in a row of words are a figure, though years head columns too."""
    group = [None, None, None, "工作进展"], ["指标名称", "期限", "计量单位", "总累计"]
    draft = only(sheet(*group, ["护林员培训", "2025年底", "人次", 2009]))
    assert values(draft) == {("S-3", None, "cumulative"): 2009}


def test_headings_with_words_and_numbers_kept_as_text_below_are_no_rows_of_one_thing():
    """「总数」 over 「650.0」, 「进展情况」 over remarks: different words below each other, yet nothing is folded."""
    group = ["序号", "进展情况", *HEAD], [1, "—", *ROW], [2, "按计划推进。", None]
    shares = ["达标数", "总数", "编号", "指标名称"], [608, "650.0", 1, "每名大师带徒"]
    drafts = read(workbook({"月报": at("A1", [*BLOCK, *group, [], *shares])}))
    assert FIGURES.items() <= values(drafts[0]).items()
    assert "B24" not in codes(drafts[0])


def test_a_number_larger_than_any_remainder_can_be_taken_of_beside_a_missing_unit_is_refused():
    draft = only(sheet(HEAD, ["护林员培训", None, 20, 1e300]))
    assert errors([draft])


def test_a_title_merged_over_units_and_regions_is_no_group_of_them():
    title = "江城市培训局2024年3月统计表"
    cells = at(
        "A1",
        [
            [title],
            ["东山县", "计量单位", "西河县", "市本级", "指标名称"],
            [200, "人次", 100, 20, "乡村振兴技能人才计划·培训"],
        ],
    )
    drafts = read(workbook({"分县数据": cells}, merges={"A1:C1": title}))
    assert "B33" not in {code for draft in drafts for code in codes(draft)}


@pytest.mark.parametrize("label", ["填报单位（盖章）：", "填报单位"])
def test_a_label_left_blank_above_the_headings_is_asked_for_where_it_stands(label: str):
    title = ["2024年3月技能培训工作进展情况统计表"]
    head = [["期限", "完成情况", "计量单位", "完成情况", "指标名称"], [None, "上月累计", None, "累计完成", None]]
    row = ["2025年底", 300, "人次", 320, "护林员培训"]
    drafts = read(workbook({"月报": at("A1", [title, [label], [], *head, row])}))
    assert "B31" not in {code for draft in drafts for code in codes(draft)}
    assert ("C04", "月报", "B2") in found(drafts)


def test_a_number_among_words_in_a_row_that_goes_on_past_its_headings_is_told():
    """The row slipped to the right, and the heading of the month was left out as well: no figure is blank."""
    head = ["指标名称", "计量单位", None, "累计完成", "存在问题"]
    draft = only(sheet(head, ["护林员培训", "人次", None, 96, 2755, "按计划推进。"]))
    assert ("E42", "月报", "E4") in found(draft)


def test_a_row_with_a_blank_before_its_figures_heads_no_table_whatever_word_it_opens_with():
    """「目标任务」 in the column of the clauses, no rate of a level: still a row about what it names."""
    head = ["措施", "指标名称", "进展情况", "完成率", "序号", "计量单位", "本月完成", "累计完成"]
    draft = only(sheet(head, ["目标任务", "护林员培训", "—", None, 1, "人次", 20, 320]))
    assert (values(draft), errors([draft])) == (FIGURES, set())


def test_a_sheet_of_another_month_whose_totals_have_no_heading_is_not_passed_over():
    def month(number: int, total: str | None) -> dict[str, object]:
        block = [BLOCK[0], [f"报告期：2024年{number}月"]]
        return at(
            "A1", [*block, ["序号", *HEAD[:2], "完成时限", total, "备注"], [1, *ROW[:2], "2025年底", 300 + number]]
        )

    drafts = read(workbook({"二月": month(2, "累计完成"), "三月": month(3, None)}))
    assert errors(drafts)
    assert any(sheet == "三月" for code, sheet, _ in found(drafts) if code in errors(drafts))


def test_a_sheet_that_says_whose_it_is_is_not_passed_over_because_its_totals_have_an_unknown_heading():
    """Among sheets that are whole; without a word of whose and which month's it is, it may be any other list."""
    head = ["进展情况", "序号", *HEAD[:2]]
    other = at("A1", [["填报单位：江城市培训局"], BLOCK[1], [*head, "A"], ["无", 1, "家政服务培训", "人次", 500]])
    drafts = read(workbook({"甲": at("A1", [*BLOCK, HEAD, ROW]), "乙": other}))
    assert any(sheet == "乙" for code, sheet, _ in found(drafts) if code in errors(drafts))


def test_a_misspelt_name_before_a_blank_and_a_total_heads_no_table_of_its_own():
    """A row of a region in a long table: month, place and a name nobody knows, and its only figure behind a blank."""
    about = ["2024年3月", "江城市林草局"]
    parts = [[*about, place, "护林员培训", "人次", None, 100] for place in ("东山县", "西河县", "市本级")]
    parts[1][3] = "护林员训"
    draft = only(sheet(LONG, [*about, "全市", *ROW], *parts, block=[]))
    assert {(code, cell) for code, _, cell in found(draft) if code in errors([draft])} == {("D31", "D4")}


def test_a_day_beside_what_says_when_it_was_filled_in_heads_no_column():
    """Right above the headings, with the department before it: no table of a month across."""
    block = ["单位名称", "江城市林草局", None, None, "导出时间", date(2024, 4, 1)]
    head = [None, None, "项目", "本月新增", "计量单位", "上月累计", "累计数"]
    draft = only(sheet(head, [None, None, "护林员培训", 20, "人次", 300, 320], block=[["“技能”行动月报表"], block]))
    assert {(code, cell) for code, _, cell in found(draft) if code in errors([draft])} == {("C51", "F2")}
