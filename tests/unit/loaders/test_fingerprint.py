"""The fingerprint of a layout: what stays through the months, what may not change unseen, and what is ours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from random import Random
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.styles import Font, PatternFill

from domain.layout import Fingerprint, differences
from domain.observation import Draft
from domain.period import Period
from loaders import submission, targets_file, template
from tests.support.office import PLAN, march
from tests.support.sheets import at, workbook
from tests.support.tables import BLOCK, HEAD, ROW, read, sheet
from tests.torture.sheets.hand import Harm
from tests.torture.sheets.torture import Trial
from tests.torture.sheets.torture import sheet as torture_sheet

ROOT = Path(__file__).parents[3]
ROWS = [["家政服务培训", "人次", 50, 550], ["新增技能人才", "人", 100, 2_100], ["新增高技能人才", "人", 10, 310]]
SHEET = [["填报单位：江城市培训局"], ["报告期：2024年3月"], HEAD, *ROWS]


def layouts(drafts: Sequence[Draft]) -> Mapping[str | None, Fingerprint | None]:
    return {draft.department_id: draft.layout for draft in drafts}


def layout(rows: Sequence[Sequence[Any]] = SHEET, start: str = "A1", name: str = "月报", **marks: Any) -> Fingerprint:
    (found,) = {draft.layout for draft in read(workbook({name: at(start, rows)}, **marks))}
    assert found is not None
    return found


def changed(cells: Mapping[str, Any], **marks: Any) -> Fingerprint:
    (draft,) = read(workbook({"月报": {**at("A1", SHEET), **cells}}, **marks))
    assert draft.layout is not None
    return draft.layout


def test_it_names_headings_with_what_they_were_read_as():
    (table,) = layout().tables
    assert table.headings == tuple(HEAD)
    assert table.read_as == ("", "", "month", "cumulative")
    assert (table.merges, table.hidden, table.formats, layout().units) == ((), (), (), ())


@settings(max_examples=15)
@given(st.lists(st.integers(0, 9_000), min_size=6, max_size=6), st.permutations(ROWS), st.integers(1, 5))
def test_values_and_the_order_and_number_of_rows_and_where_they_stand_are_no_part_of_it(values, rows, row):
    numbers = iter(values)
    filled = [[*one[:2], next(numbers), next(numbers)] for one in rows]
    assert layout([*SHEET[:3], *filled[: Random(values[0]).randint(1, 3)]], start=f"B{row}") == layout()


@pytest.mark.parametrize(
    ("block", "name"),
    [
        ([["填报单位：江城市培训局"], ["报告期：2024年2月"]], "月报"),
        ([["江城市培训局2024年3月工作情况"], ["3月份统计表"]], "3月"),
        ([["江城市培训局2024年2月工作情况"], ["说明"], ["2月份统计表"]], "2月"),
    ],
)
def test_titles_and_names_of_sheets_are_no_part_of_it(block, name):
    assert layout([*block, *SHEET[2:]], name=name) == layout()


@pytest.mark.parametrize(
    "titles",
    [
        ("{}月完成", "截至{}月底累计"),
        ("2024年{}月完成", "2024年{}月末累计"),
        ("本月", "2024年1-{}月累计完成"),
        ("{}月", "累计"),
    ],
)
def test_the_month_in_a_heading_is_no_part_of_it(titles):
    def dated(month: int) -> Fingerprint | None:
        block = [["填报单位：江城市培训局"], [f"报告期：2024年{month}月"]]
        heads = [*HEAD[:2], *(title.format(month) for title in titles)]
        (draft,) = read(workbook({"月报": at("A1", [*block, heads, *ROWS])}))
        return draft.layout

    assert dated(2) == dated(3)


def test_months_side_by_side_are_as_many_as_have_passed():
    def until(month: int) -> Fingerprint:
        head = [*HEAD[:2], *(f"{each}月累计" for each in range(1, 13))]
        rows = [[*row[:2], *(each * 100 for each in range(1, month + 1))] for row in ROWS]
        block = [["填报单位：江城市培训局"], [f"报告期：2024年{month}月"]]
        return layout([*block, head, *rows])

    assert until(2) == until(3)
    assert until(3).tables[0].headings == ("指标名称", "计量单位", "月累计")
    assert until(3).tables[0].read_as == ("", "", "cumulative")


@pytest.mark.parametrize("column", range(4))
def test_every_heading_is_part_of_it(column):
    words = ["项目名称", "单位", "当月完成", "累计完成数"]
    heads = [word if at == column else HEAD[at] for at, word in enumerate(words)]
    now = layout([*SHEET[:2], heads, *ROWS])
    assert now != layout()
    assert differences(now, layout())


@settings(max_examples=12)
@given(st.permutations(range(4)))
def test_the_order_of_columns_is_part_of_it(order):
    def turned(row: Sequence[Any]) -> list[Any]:
        return [row[column] for column in order]

    now = layout([*SHEET[:2], *map(turned, SHEET[2:])])
    assert (now == layout()) is (list(order) == [0, 1, 2, 3])


@pytest.mark.parametrize("place", range(5))
def test_another_column_is_part_of_it_wherever_it_stands(place):
    rows = [[*row[:place], "备注栏" if row is HEAD else None, *row[place:]] for row in SHEET[2:]]
    assert layout([*SHEET[:2], *rows]) != layout()


@pytest.mark.parametrize(
    ("cells", "marks", "told"),
    [
        ({"B4": "万人次", "C4": 0.005, "D4": 0.055}, {}, {"unit_new"}),
        ({"D3": "累计完成（万人次）", "D4": 0.055, "D5": 0.21, "D6": 0.031}, {}, {"unit_new"}),
        ({"B4": None}, {}, {"unit_new"}),
        ({}, {"hidden_columns": ["D"]}, {"hidden_new"}),
        ({}, {"hidden_columns": ["A"]}, {"hidden_new"}),
        ({}, {"hidden_rows": [5]}, {"hidden_new"}),
        ({}, {"merges": {"D4:D5": "550"}}, {"merges_new"}),
        ({}, {"merges": {"C4:D4": "50"}}, {"merges_new"}),
        ({"D4": "550人次"}, {}, {"formats_new"}),
    ],
)
def test_units_merges_hidden_cells_and_words_beside_figures_are_part_of_it(cells, marks, told):
    now = changed(cells, **marks)
    assert told <= {each.key for each in differences(now, layout())}


@pytest.mark.parametrize(
    "marks",
    [
        {"merges": {"A1:D1": "填报单位：江城市培训局"}},
        {"struck": ["A3"]},
        {"hidden_rows": [1]},
        {"hidden_columns": ["F"]},
    ],
)
def test_what_touches_no_figure_is_no_part_of_it(marks):
    assert changed({"F9": "另附"}, **marks) == layout()


@pytest.mark.parametrize(("code", "told"), [('0"人次"', True), ("#,##0", False), ("0.00", False), ("[Red]0", False)])
def test_text_in_a_number_format_is_part_of_it_and_nothing_else_of_formats(code, told):
    book = openpyxl.load_workbook(BytesIO(workbook({"月报": at("A1", SHEET)})))
    page = book["月报"]
    page["D4"].number_format, page["D4"].font, page["C4"].fill = (
        code,
        Font("SimHei", 18, b=True),
        PatternFill("solid", "FFEE00"),
    )
    stream = BytesIO()
    book.save(stream)
    (draft,) = read(stream.getvalue())
    assert draft.layout is not None
    assert draft.layout.tables[0].formats == (("累计完成 人次",) if told else ())
    assert (draft.layout == layout()) is not told


def test_figures_that_their_format_hides_are_part_of_it():
    book = openpyxl.load_workbook(BytesIO(workbook({"月报": at("A1", SHEET)})))
    book["月报"]["D4"].number_format = ";;;"
    stream = BytesIO()
    book.save(stream)
    (draft,) = read(stream.getvalue())
    assert draft.layout is not None
    assert draft.layout.tables[0].hidden == ("累计完成",)


def test_a_title_that_makes_other_figures_of_the_same_column_is_seen():
    def titled(title: str) -> Fingerprint:
        rows = [[*row[:2], 100, 200, 300] for row in ROWS]
        return layout([*SHEET[:2], [title], [*HEAD[:2], "1月", "2月", "3月"], *rows])

    now, before = titled("各月当月完成情况"), titled("各月累计完成情况")
    assert [each.key for each in differences(now, before)] == ["read"]


def test_each_department_of_a_file_has_its_own():
    rows = [["填报单位", *HEAD], ["江城市培训局", *ROWS[0]], ["江城市林草局", "护林员培训", "万人次", 0.002, 0.032]]
    drafts = read(workbook({"月报": at("A1", [["报告期：2024年3月"], *rows])}))
    found = layouts(drafts)
    assert found["a"] and found["b"]
    assert found["a"].tables == found["b"].tables
    assert (found["a"].units, found["b"].units) == ((), ("护林员培训 万人次",))


def test_tables_stand_in_order_and_those_alike_once():
    below = ["任务编号", "任务名称", "任务状态"], ["K-1", "出台实施细则", "已完成"]
    both = layout([*SHEET, [None], *below])
    assert [table.headings[0] for table in both.tables] == ["指标名称", "任务编号"]
    assert both.tables[1].read_as == ("", "", "state")
    again = layout([*SHEET[:4], ["续表"], *SHEET[2:3], *SHEET[4:]])
    assert len(again.tables) == 1


def test_a_table_lying_down_has_its_headings_in_order():
    across = list(map(list, zip(*SHEET[2:], strict=True)))
    (table,) = layout([*SHEET[:2], *across]).tables
    assert (table.headings, table.read_as) == (tuple(HEAD), ("", "", "month", "cumulative"))
    (hidden,) = layout([*SHEET[:2], *across], hidden_rows=[6]).tables
    assert hidden.hidden == ("累计完成",)


def test_the_same_in_every_format():
    content = "\n".join(",".join(map(str, row)) for row in [*BLOCK, HEAD, ROW]).encode()
    (plain,) = submission.read("三月.csv", content, PLAN, today=Period(2024, 4).first_day)
    (booked,) = read(sheet(HEAD, ROW))
    assert plain.layout == booked.layout is not None


@pytest.mark.parametrize("cells", [{}, {"P5": "备注"}, {"J5": None, "I5": None}])
def test_our_own_template_has_none(cells):
    assert layouts(read(march(**cells)))["a"] is None


def test_no_template_of_the_whole_plan_has_one():
    plan = targets_file.read(ROOT / "targets.toml").plan
    assert plan is not None
    for department in plan.departments:
        period = Period(2024, 6)
        content = template.write(plan, department, period, {}, period.last_day)
        drafts = submission.read("模板.xlsx", content, plan, today=period.last_day + timedelta(days=3))
        assert {draft.layout for draft in drafts} == {None}


def test_a_template_that_was_altered_is_a_layout_of_their_own():
    assert layouts(read(march(J4="累计完成（人次）")))["a"] is not None
    assert layouts(read(march(Q4="其中女性")))["a"] is not None


SEEDS = range(15)
HARMLESS = (
    "blank_row", "rows_shuffled", "blank_rows_on_top", "blank_columns_on_the_left", "footers", "other_sheets",
    "formatted_rows_below", "wrong_dimension", "protected_sheet", "title_over_the_whole_width", "sheet_renamed",
    "saved_as_xls", "saved_as_ods", "by_the_other_library", "stray_number_far_right",
)  # fmt: skip


@pytest.mark.parametrize("seed", SEEDS)
def test_no_harmless_change_alters_the_layout_of_any_sheet(seed):
    before = layouts(torture_sheet(Trial(seed, ())).read())
    name = HARMLESS[seed % len(HARMLESS)]
    spoilt = torture_sheet(Trial(seed, (name,)))
    if spoilt.done and all(effect.harm is Harm.NONE for effect in spoilt.effects):
        assert layouts(spoilt.read()) == before


@pytest.mark.parametrize("seed", SEEDS)
def test_other_figures_leave_the_layout_of_any_sheet_as_it_is(seed):
    made = torture_sheet(Trial(seed, ()))
    before = layouts(made.read())
    for _, spot in made.paper.figures():
        spot.value = spot.value * 3 + 1
    after = layouts(made.read())
    assert {who: after[who] for who in after if before.get(who)} == {
        who: before[who] for who in after if before.get(who)
    }
