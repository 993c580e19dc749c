"""The office's cases that need to know what was sent before: figures, corrections, gaps, lateness."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from domain.period import Period
from domain.problem import Severity
from tests.support import office
from tests.support.office import FIGURES, MARCH, PLAN, march, read
from tests.support.plans import figure, ledger_of, sent
from tests.support.sheets import found, sentences, values, workbook

ERROR, WARNING = Severity.ERROR, Severity.WARNING
RIGHT = {(id, region, aspect.value): value for (id, region, aspect), value in FIGURES.items()}

BEFORE = [figure(id, "2024-02", value) for id, value in office.PREVIOUS.items()]
REGIONS = [
    figure("S-2", "2024-02", value, region_id=region) for region, value in (("east", 600), ("west", 300), ("city", 100))
]
LEDGER = ledger_of([*BEFORE, *REGIONS])
RECORDED = [
    ({"H8": 1_100}, {"X02": ("月报", "H8", ERROR, "1,100")}),
    ({"J8": 990, "I8": 0, "H8": None, "分县数据!E5": 490, "分县数据!H5": None},
     {"X01": ("月报", "J8", ERROR, "10"), "X03": ("月报", "J8", ERROR, "990"),
      "X14": ("分县数据", "E5", ERROR, "东山县")}),
    ({"J8": 20_000, "I8": 19_000, "分县数据!E5": 19_500, "分县数据!H5": None}, {"X07": ("月报", "J8", ERROR, "333%")}),
    ({"J8": 9_600, "I8": 8_600, "分县数据!E5": 9_100, "分县数据!H5": None}, {"X27": ("月报", "J8", WARNING, "160%")}),
    ({"分县数据!E5": 590, "分县数据!G5": 210}, {"X14": ("分县数据", "E5", ERROR, "东山县")}),
    ({"J9": 11, "I9": -1}, {"X04": ("月报", "J9", WARNING, "技能大师工作室")}),
    ({"J5": 5, "I5": -495}, {"E11": ("月报", "I5", ERROR, "-495"), "X03": ("月报", "J5", ERROR, "500")}),
]  # fmt: skip


@pytest.mark.parametrize(("cells", "said"), RECORDED, ids=" ".join)
def test_against_the_ledger(cells: dict, said: dict):
    (draft,) = read(march(**{f"K{row}": None for row in range(5, 10)}, **cells), ledger=LEDGER)
    assert {each.code: (each.sheet, each.cell, each.severity) for each in draft.problems} == {
        code: place[:3] for code, place in said.items()
    }
    for problem in draft.problems:
        chinese, english = sentences(problem)
        assert said[problem.code][3] in chinese
        assert problem.cell in chinese and problem.cell in english


def test_x05_a_total_in_ten_thousands_without_saying_so():
    plan = replace(PLAN, indicators=tuple(replace(i, unit="万元") if i.id == "S-1" else i for i in PLAN.indicators),
                   units=(*PLAN.units, replace(PLAN.units[0], name="万元", aliases=(), whole=False)))  # fmt: skip
    content = march(E5="万元", J5=0.05, I5=None, K5=None)
    (draft,) = read(content, ledger=LEDGER, plan=plan)
    assert ("X05", "月报", "J5") in found(draft)


def test_the_ledger_and_the_sheet_agree():
    (draft,) = read(march(), ledger=LEDGER)
    assert found(draft) == set()


def test_x11_the_same_series_under_two_clauses_must_agree():
    row = {"A10": 6, "B10": "M9-1", "D10": "高技能人才培养", "E10": "人", "I10": 10, "J10": 310}
    (draft,) = read(march(**row))
    assert found(draft) == set()
    assert values(draft) == RIGHT
    (draft,) = read(march(**row | {"J10": 300}))
    assert found(draft) == {("X11", "月报", "J10")}
    assert "J7" in sentences(draft.problems[0])[0]


def test_x09_a_stock_larger_than_the_whole():
    stock = office.indicator("L-2", "省级技能大师工作室", "个", 30, kind=office.Kind.STOCK, subset_of="L-1")
    plan = replace(PLAN, indicators=(*PLAN.indicators, stock))
    row = {"A10": 6, "B10": "L-2", "D10": "省级技能大师工作室", "E10": "个", "I10": 1, "J10": 14}
    (draft,) = read(march(**row), plan=plan)
    assert found(draft) == {("X09", "月报", "J10")}


def test_c17_a_correction_counts_what_changes_what_is_new_and_what_falls_away():
    sent_before = ledger_of([
        *BEFORE, *REGIONS,
        *(figure(id, "2024-03", value, region_id=region, aspect=aspect)
          for (id, region, aspect), value in FIGURES.items() if id != "L-1"),
        figure("S-9", "2024-03", 1),
    ])  # fmt: skip
    (draft,) = read(march(I8=210, J8=1_210, **{"分县数据!G5": 110, "分县数据!H5": 1_210}), ledger=sent_before)
    assert found(draft) == {("C17", "", "")}
    assert draft.problems[0].facts["n"] == 3 + 2 + 1  # changed; new: both of L-1; gone: S-9
    assert "2024年4月1日" in sentences(draft.problems[0])[0]


def test_g01_the_very_same_file_changes_nothing():
    content = march()
    same = sent("a", MARCH, sha256=hashlib.sha256(content).hexdigest())
    ledger = replace(LEDGER, history=(*LEDGER.history, same))
    (draft,) = read(content, ledger=ledger)
    assert found(draft) == {("G01", "", "")}
    assert draft.is_acceptable


def test_c18_the_month_before_is_missing():
    (draft,) = read(march(), ledger=ledger_of([figure("S-1", "2024-01", 400)]))
    assert found(draft) == {("C18", "", "")}
    assert "2024年2月" in sentences(draft.problems[0])[0]


def test_c18_is_not_said_of_the_first_report():
    assert found(read(march(), ledger=ledger_of([]))) == set()


# G · late

LATE = date(2024, 4, 8)


def test_g05_a_late_report_is_told_and_accepted():
    (draft,) = read(march(), ledger=LEDGER, today=LATE)
    assert found(draft) == {("G05", "", "")}
    assert "2024年4月5日" in sentences(draft.problems[0])[0]


def test_g05_is_not_said_of_what_cannot_be_accepted_anyway():
    assert found(read(march(J8="约1200"), ledger=LEDGER, today=LATE)) == {("E20", "月报", "J8")}


def test_g05_is_not_said_of_months_filled_in_afterwards():
    plan = replace(PLAN, reports_from=Period(2024, 4))
    assert found(read(march(), ledger=LEDGER, today=LATE, plan=plan)) == set()


def test_g05_is_not_said_of_a_correction():
    known = ledger_of([*BEFORE, figure("S-2", "2024-03", 1_100)])
    drafts = read(march(), ledger=known, today=LATE)
    assert "G05" not in {code for code, _, _ in found(drafts)}


def test_without_a_ledger_nothing_is_said_of_lateness():
    assert found(read(march(), today=LATE)) == set()


def test_submitted_at_is_the_day_where_the_plan_is_carried_out():
    evening = sent("a", MARCH, submitted_at=datetime(2024, 4, 2, 20, tzinfo=UTC), sha256="other")
    (draft,) = read(march(), ledger=replace(LEDGER, history=(*LEDGER.history, evening)))
    assert draft.problems[0].facts["day"] == date(2024, 4, 3)


def test_a_child_of_a_yearly_count_starts_again_in_january():
    yearly = office.indicator(
        "Y-1", "年度赛事", "届", 1, kind=office.Kind.RECURRING, resets_yearly=True, every_years=1, first_year=2021
    )
    plan = replace(PLAN, indicators=(yearly,))
    known = ledger_of([figure("Y-1", "2023-12", 1)])
    cells = {
        "A1": "填报单位：培训局",
        "A2": "报告期：2024年1月",
        "A3": "指标编码",
        "B3": "计量单位",
        "C3": "累计完成",
        "A4": "Y-1",
        "B4": "届",
        "C4": 0,
    }
    (draft,) = read(workbook({"月报": cells}), ledger=known, plan=plan, today=date(2024, 2, 2))
    assert {code for code, _, _ in found(draft)} == {"C01", "B38", "X19"}
    assert values(draft) == {("Y-1", None, "cumulative"): Decimal(0)}
