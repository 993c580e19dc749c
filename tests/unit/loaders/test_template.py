"""The monthly template as Excel, a clerk and our own reader see it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from domain.observation import Aspect, Topic
from domain.period import Period
from domain.plan import Basis, Kind, Task
from loaders import headers, submission, template
from loaders.template_filling import Filling, TaskEntry
from tests.support.plans import END, make_indicator, make_plan, named

MARCH = Period(2024, 3)
TODAY = date(2024, 4, 1)
FLOW = make_indicator("N-1", by_region=True)
STOCK = make_indicator("N-2", kind=Kind.STOCK, target=600_000, baseline=400_000)
MEASURED = make_indicator("N-3", unit="ten thousand persons", target=50)
YEARLY = make_indicator("N-4", kind=Kind.RECURRING, target=1, every_years=1, first_year=2021, resets_yearly=True)
MASTERS = make_indicator("N-5", kind=Kind.PER_CAPITA, target=10)
COVERED = make_indicator("N-6", kind=Kind.RATIO, target=100)
OTHERS = make_indicator("N-7", reporter="b")
TASK = Task("K-1", "1", named("Task"), Kind.TASK, END.last_day, Basis.STATED, reporter="a")
PLAN = make_plan(FLOW, STOCK, MEASURED, YEARLY, MASTERS, COVERED, OTHERS, tasks=(TASK,))
PREVIOUS = {"N-1": Decimal(20_000), "N-2": Decimal(519_000), "N-3": Decimal("12.5")}
FILLED = Filling(
    figures={
        ("N-1", None, Aspect.MONTH): Decimal(1_500),
        ("N-1", None, Aspect.CUMULATIVE): Decimal(21_500),
        ("N-1", "east", Aspect.CUMULATIVE): Decimal(20_000),
        ("N-1", "west", Aspect.CUMULATIVE): Decimal(1_499),
        ("N-1", "city", Aspect.CUMULATIVE): Decimal(1),
        ("N-2", None, Aspect.MONTH): Decimal(1_000),
        ("N-2", None, Aspect.CUMULATIVE): Decimal(520_000),
        ("N-3", None, Aspect.MONTH): Decimal("0.25"),
        ("N-3", None, Aspect.CUMULATIVE): Decimal("12.75"),
        ("N-4", None, Aspect.MONTH): Decimal(0),
        ("N-4", None, Aspect.CUMULATIVE): Decimal(0),
        ("N-5", None, Aspect.CUMULATIVE): Decimal(30),
        ("N-5", None, Aspect.DENOMINATOR): Decimal(40),
        ("N-6", None, Aspect.CUMULATIVE): Decimal(900),
        ("N-6", None, Aspect.DENOMINATOR): Decimal(1_200),
    },
    words={
        (id, topic): text
        for id in ("N-1", "N-2", "N-3")
        for topic, text in ((Topic.PROBLEMS, "Too few trainers"), (Topic.NEXT_STEPS, "Hire more"))
    },
    tasks={"K-1": TaskEntry("done", date(2024, 2, 9), "No. 9", "Issued")},
    reporter="Ann",
    reviewer="Ben",
    phone="123",
)


def content(values=None, plan=PLAN, period=MARCH, previous=PREVIOUS) -> bytes:
    return template.write(plan, plan.department("a"), period, previous, TODAY, values)


@pytest.fixture(scope="module")
def blank():
    return openpyxl.load_workbook(BytesIO(content()))


@pytest.fixture(scope="module")
def filled():
    return CalamineWorkbook.from_filelike(BytesIO(content(FILLED)))


def sheet(workbook, key):
    return workbook[headers.title("sheets", key)]


def values(workbook, key):
    return workbook.get_sheet_by_name(headers.title("sheets", key)).to_python(skip_empty_area=False)


def column(key):
    return headers.title("columns", key)


def test_sheets_in_order_and_the_list_of_choices_hidden(blank):
    titles = [headers.title("sheets", key) for key in ("monthly", "regions", "per_capita", "tasks", "guide")]
    assert [one.title for one in blank if one.sheet_state == "visible"] == titles
    assert len(blank.sheetnames) == 6


def test_header_of_the_monthly_sheet_stands_in_row_4(blank):
    titles = [cell.value for cell in sheet(blank, "monthly")[4]]
    assert [headers.column(title) for title in titles] == [
        "seq", "code", "clause", "name", "unit", "target", "deadline", "previous", "month", "cumulative",
        "rate", "plan_rate", "progress", "problems", "next_steps", "remark",
    ]  # fmt: skip
    assert titles[9].startswith(column("cumulative"))
    assert "2021" in titles[9]


def test_department_period_and_cut_off(blank):
    monthly = sheet(blank, "monthly")
    assert [monthly[at].value for at in ("B2", "F2", "I2")] == ["a", "2024年3月", "2024-03-31"]


def test_rows_are_the_departments_own_and_shares_stand_apart(blank):
    assert [sheet(blank, "monthly").cell(row, 2).value for row in range(5, 9)] == ["N-1", "N-2", "N-3", "N-4"]
    assert [sheet(blank, "per_capita").cell(row, 2).value for row in range(5, 7)] == ["N-5", "N-6"]
    assert [sheet(blank, "regions").cell(5, 2).value, sheet(blank, "regions").cell(6, 2).value] == ["N-1", None]
    assert sheet(blank, "tasks")["B5"].value == "K-1"


def test_only_white_cells_can_be_typed_into(blank):
    unlocked = {
        one.title: {cell.coordinate for line in one.iter_rows() for cell in line if not cell.protection.locked}
        for one in blank
    }
    assert all(one.protection.sheet for one in blank)
    footer = {"C10", "E10", "G10"}
    white = {f"{letter}{row}" for row in range(5, 9) for letter in "IJMNOP"}
    assert unlocked[headers.title("sheets", "monthly")] == white | footer
    assert unlocked[headers.title("sheets", "regions")] == {"E5", "F5", "G5"}
    assert unlocked[headers.title("sheets", "per_capita")] == {"H5", "I5", "H6", "I6"}
    assert unlocked[headers.title("sheets", "tasks")] == {"F5", "G5", "H5", "I5", "J5"}


def test_white_cells_are_white_and_the_others_not(blank):
    monthly = sheet(blank, "monthly")
    assert monthly["J5"].fill.fill_type is None
    assert monthly["D5"].fill.fill_type == "solid"


def test_what_may_be_typed(blank):
    def rule(key, cell):
        return next(one for one in sheet(blank, key).data_validations.dataValidation if cell in one.cells)

    assert (rule("monthly", "J5").type, rule("monthly", "J5").operator, rule("monthly", "J5").formula1) == (
        "whole", "greaterThanOrEqual", "0",
    )  # fmt: skip
    assert rule("monthly", "J5").error
    assert rule("monthly", "J7").type == "decimal"
    assert int(rule("monthly", "I6").formula1) < 0  # a level may fall
    assert rule("tasks", "F5").type == rule("monthly", "B2").type == "list"
    assert rule("tasks", "G5").type == "date"


def test_drop_downs_offer_departments_and_states(blank):
    lists = next(one for one in blank if one.sheet_state == "hidden")
    assert [lists.cell(row, 1).value for row in range(1, 5)] == ["a", "b", "c", None]
    states = [lists.cell(row, 2).value for row in range(1, len(PLAN.task_states) + 1)]
    assert [headers.task_state(state) for state in states] == list(PLAN.task_states)


def test_panes_and_print(blank):
    monthly = sheet(blank, "monthly")
    assert monthly.freeze_panes == "E5"
    assert (monthly.page_setup.orientation, monthly.page_setup.paperSize) == ("landscape", 9)
    assert monthly.sheet_properties.pageSetUpPr.fitToPage
    assert monthly.page_setup.fitToHeight == 0  # one page wide, as many long as it takes


def test_formulas_carry_their_results(filled):
    monthly, regions = values(filled, "monthly"), values(filled, "regions")
    rate, plan_rate = 10, 11
    assert [round(monthly[row][rate], 4) for row in (4, 5)] == [0.3583, 0.6]  # a level counts by its increment
    assert [monthly[row][plan_rate] for row in (4, 7)] == [0.65, 0.25]  # editions of this year: a quarter of it is over
    assert regions[4][7] == 21_500
    assert values(filled, "per_capita")[4][9] == 0.75


def test_formula_of_the_rate(blank):
    monthly = sheet(blank, "monthly")
    assert monthly["K6"].value == '=IF(ISNUMBER(J6),(J6-400000)/(F6-400000),"")'
    assert sheet(blank, "regions")["H5"].value == "=SUM(E5:G5)"


def test_what_restarts_in_january_starts_from_zero():
    january = openpyxl.load_workbook(
        BytesIO(content(period=Period(2024, 1), previous={"N-1": Decimal(5), "N-4": Decimal(1)}))
    )
    monthly = sheet(january, "monthly")
    assert [monthly[f"H{row}"].value for row in (5, 6, 8)] == [5, None, 0]
    assert monthly["D8"].value != "N-4"
    assert headers.plain(monthly["D8"].value) == "N-4"


def test_empty_sheets_are_left_out():
    small = make_plan(make_indicator("N-1"))
    workbook = openpyxl.load_workbook(BytesIO(content(plan=small)))
    assert [one.title for one in workbook][:-1] == [headers.title("sheets", key) for key in ("monthly", "guide")]


def test_a_number_not_yet_begun_has_no_row():
    later = make_plan(make_indicator("N-1"), make_indicator("N-2", start=Period(2024, 4)))
    monthly = sheet(openpyxl.load_workbook(BytesIO(content(plan=later))), "monthly")
    assert [monthly["B5"].value, monthly["B6"].value] == ["N-1", None]


def test_a_mark_stands_in_every_title():
    workbook = openpyxl.load_workbook(BytesIO(content(Filling(mark="Demo"))))
    assert all("Demo" in one["A1"].value for one in workbook if one.sheet_state == "visible")


def test_the_same_again_byte_for_byte():
    assert content(FILLED) == content(FILLED)


def test_written_filled_and_read_is_the_same():
    (draft,) = submission.read("filled.xlsx", content(FILLED), PLAN, today=TODAY)
    assert (draft.department_id, draft.period) == ("a", MARCH)
    assert [found for found in draft.problems if found.is_error] == []
    assert {
        (seen.indicator_id, seen.region_id, seen.aspect): seen.value for seen in draft.observations
    } == FILLED.figures
    assert {(said.indicator_id, said.topic): said.text for said in draft.narratives} == FILLED.words
    (task,) = draft.task_states
    assert TaskEntry(task.state, task.done_on, task.evidence, task.text) == FILLED.tasks["K-1"]
