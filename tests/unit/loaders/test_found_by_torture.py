"""What tortured sheets brought to light, each as the smallest sheet that shows it."""

from __future__ import annotations

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
    draft = only(sheet(WORDS, ["护林员培训", "人次", None, 20, 320]))
    assert ("E42", "月报", "E4") in found(draft)


def test_a_bare_number_among_words_is_nothing_to_tell_of_where_no_figure_is_missing():
    assert "E42" not in codes(only(sheet(WORDS, [*ROW, 3])))


@pytest.mark.parametrize("seal", ["（盖章）", "(公章)", "（加盖章）", "（签章）"])
def test_the_place_for_the_seal_is_no_part_of_a_name(seal: str):
    block = [[f"填报单位：{BLOCK[0][0].partition('：')[2]}{seal}"], BLOCK[1]]
    assert only(sheet(HEAD, ROW, block=block)).department_id == "b"


def test_any_other_remark_behind_a_department_is_not_set_aside():
    drafts = read(sheet(HEAD, ROW, block=[["填报单位：江城市林草局（代培训局报）"], BLOCK[1]]))
    assert errors(drafts) and drafts[0].department_id is None
