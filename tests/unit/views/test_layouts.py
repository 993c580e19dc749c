"""When a layout is asked about, and what every cell of it is said to have been read as."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from domain.layout import Fingerprint
from domain.observation import Draft
from domain.problem_codes import problem
from tests.support.office import PLAN, march
from tests.support.sheets import at, workbook
from tests.support.tables import BLOCK, HEAD, ROW, only, read, sheet
from views import layouts
from wording import LANGUAGES, Words

OWN = only(sheet(HEAD, ROW))


def layout(draft: Draft) -> Fingerprint:
    assert draft.layout is not None
    return draft.layout


def asked(draft: Draft, *known: Draft) -> list[str]:
    rules = [layout(each).rule(each.department_id or "", by="王", on="x") for each in known]
    (found,) = layouts.asked([draft], PLAN, rules)
    return [each.code for each in found.problems if each.code.startswith("Q1")]


def test_it_is_asked_once_of_each_department():
    theirs = replace(OWN, department_id="a")
    wider = only(sheet([*HEAD, "备注"], ROW))
    assert asked(OWN) == ["Q10"]
    assert asked(OWN, theirs) == ["Q10"]
    assert asked(OWN, OWN) == []
    assert asked(wider, OWN) == ["Q11"]
    assert asked(wider, OWN, wider) == []
    assert asked(replace(OWN, layout=None)) == []


@pytest.mark.parametrize("code", ["E09", "G01"])
def test_it_is_not_asked_of_what_does_not_go_in(code):
    assert asked(replace(OWN, problems=(problem(code),))) == []


def test_in_a_file_of_several_departments_it_is_said_whose_it_is():
    rows = [["填报单位", *HEAD], ["江城市培训局", "家政服务培训", "人次", 50, 550], ["江城市林草局", *ROW]]
    drafts = [
        replace(draft, problems=()) for draft in read(workbook({"月报": at("A1", [["报告期：2024年3月"], *rows])}))
    ]
    found = layouts.asked(drafts, PLAN, ())
    assert [Words("zh").fact(each.facts["whose"]) for draft in found for each in draft.problems] == [
        "江城市培训局",
        "江城市林草局",
    ]


def test_every_cell_is_named_sheet_by_sheet_and_row_by_row():
    (draft,) = read(march())
    every = layouts.read(PLAN, [draft])
    assert len(every) == len(draft.observations) + len(draft.task_states)
    assert [each.source.cell for each in every if each.source.sheet == "月报"] == [
        f"{column}{row}" for row in range(5, 10) for column in "IJ"
    ]
    said = {f"{each.source.sheet}!{each.source.cell}": layouts.named(each, Words("zh")) for each in every}
    assert said["月报!I5"] == "家政服务培训（S-1），本月数，2024年3月，全市，人次"
    assert said["分县数据!E5"] == "乡村振兴技能人才计划·培训（S-2），累计数，2024年3月，东山县，人次"
    assert said["人均指标!H5"] == "每名大师带徒（P-1），达到的人数，2024年3月，全市"
    assert said["人均指标!I5"] == "每名大师带徒（P-1），总数（应覆盖数），2024年3月，全市"
    assert said["定性任务!F5"] == "出台实施细则（K-1），任务状态，2024年3月"
    values = {each.source.cell: layouts.value(each, Words("zh")) for each in every if each.source.sheet != "人均指标"}
    assert (values["I5"], values["J6"], values["F5"]) == ("50 人次", "2,100 人", "已完成")
    assert all(layouts.named(each, Words(language)) for language in LANGUAGES for each in every)


def test_a_value_is_said_with_every_decimal():
    (first, *_) = layouts.read(PLAN, [OWN])
    assert layouts.value(replace(first, value=Decimal("1200.250")), Words("zh")) == "1,200.25 人次"


def test_a_layout_is_described_by_all_that_is_in_it():
    cells = at("A1", [*BLOCK, HEAD, ["护林员培训", "万人次", "0.002", 0.032]])
    (draft,) = read(workbook({"月报": cells}, hidden_columns=["C"]))
    told = layouts.described(layout(draft), Words("zh"))
    columns, hidden, units = told.split("；")
    assert columns == "列依次为“指标名称”、“计量单位”、“本月完成”、“累计完成”"
    assert (hidden, units) == ("隐藏的行、列“本月完成”", "计量单位写作“护林员培训 万人次”")
    assert layouts.described(layout(draft), Words("en")).startswith("columns “指标名称”")
