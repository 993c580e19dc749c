"""The office's own list of cases, one line each: what is done to a sheet that is right, and all that must be said.

Every workbook is a real one; `None` for what is left means that the figures are those of the sheet without the change.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import pytest

from domain.observation import Aspect
from domain.period import Period
from domain.problem import Severity
from loaders.limits import Limits
from loaders.owners.owner import Expected
from loaders.submission import read as read_file
from tests.support.office import FIGURES, FILLING, MARCH, PLAN, TODAY, march, read
from tests.support.sheets import Error, Formula, at, found, sentences, values, workbook

ERROR, WARNING, NOTE = Severity.ERROR, Severity.WARNING, Severity.NOTE
RIGHT = {(id, region, aspect.value): value for (id, region, aspect), value in FIGURES.items()}
J8, I8 = ("S-2", None, "cumulative"), ("S-2", None, "month")


MONTHLY = [key for key in RIGHT if key[0] not in ("P-1", "R-1") and key[1] is None]


@dataclass(frozen=True)
class Line:
    """One case. `said`: code, severity, place, and what the sentence must name; `left`: figures that differ."""

    id: str
    cells: Mapping[str, Any]
    said: tuple[tuple[str, Severity, str, str], ...] = ()
    left: Mapping[Any, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.id} {' '.join(f'{at}={value}' for at, value in self.cells.items())}"


def line(
    id: str, said: tuple[Severity, str, str] | None = None, left: Mapping[Any, Any] | None = None, **cells: Any
) -> Line:
    """A case with at most one finding, (severity, cell, text named); its code is the case's own id."""
    if said is None:
        return Line(id, cells, (), left or {})
    severity, cell, named = said
    return Line(id, cells, ((id, severity, cell if "!" in cell else f"月报!{cell}", named),), left or {})


def refused(id: str, cell: str, raw: str, code: str = "", **cells: Any) -> Line:
    """A figure in row 8 that is refused: the others of the sheet are still read, that one is not."""
    gone = {J8: None} if cell == "J8" else {I8: None} if cell == "I8" else {}
    return Line(id, cells, ((code or id, ERROR, f"月报!{cell}", raw),), gone)


DASHES = ("—", "-", "/", "无")
BLANK_ROW = {f"{column}8": None for column in "ABCDEFGHIJKL"}

LINES = [
    line("A01"),
    # B · sheets and headers (layouts of their own are in test_layouts)
    line("B09", (ERROR, "J4", "自年初累计"), dict.fromkeys(MONTHLY), J4="自年初累计"),
    Line("B09", {"J4": "自年初累计", "I5": "约50", "E6": "人次", "M8": Error("#REF!")},
         (("B09", ERROR, "月报!J4", "自年初累计"), ("E20", ERROR, "月报!I5", "约50"),
          ("D09", ERROR, "月报!E6", "人次"), ("E15", ERROR, "月报!M8", "#REF!")), dict.fromkeys(MONTHLY)),
    line("B10", J4="累 计\n完成数（2021年\n以来）", I4="当月完成", E4="单  位："),
    Line("B18", {"A10": "合计", "I10": 361, "J10": 4_173},
         (("B18", NOTE, "月报!A10", "合计"), ("X25", NOTE, "月报!I10", "人次"))),
    # C · heading block
    line("C01", (NOTE, "B2", "培训局"), B2="培训局"),
    line("C01", (NOTE, "B2", "江城市职业培训局"), B2="江城市职业培训局"),
    line("C06", F2="2024-03"),
    line("C06", F2="2024.03"),
    line("C06", F2="二〇二四年三月"),
    line("C06", F2="２０２４年３月"),
    line("C16", (WARNING, "I2", "2024年3月25日"), I2="2024年3月25日"),
    line("C36", (WARNING, "I2", "2024年2月"), I2="2024年2月29日"),
    line("C36", (WARNING, "I2", "2024年2月"), I2="2024-02-29"),
    line("C36", (WARNING, "I2", "2024年4月"), I2="2024年4月30日"),
    line("C36", (WARNING, "I2", "2023年3月"), I2="2023年3月31日"),
    line("C19", (WARNING, "C11", "填报人、审核人"), C11=None, E11=None),
    # D · rows
    line("D01", D8="乡村振兴技能人才计划培训"),
    line("D01", D8="乡村振兴技能人才培训"),
    line("D02", (NOTE, "B8", "S-2"), B8=None),
    line("D04", (ERROR, "B8", "M31-1"), {I8: None, J8: None}, B8="M31-1"),
    Line("D05", {"B9": "S-2", "D9": "乡村振兴技能人才计划·培训", "E9": "人次"},
         (("D05", ERROR, "月报!B9", "第8行、第9行"), ("D07", ERROR, "!", "L-1")),
         {("L-1", None, "month"): None, ("L-1", None, "cumulative"): None}),
    Line("D06", {"B9": "S-3", "D9": "护林员培训"},
         (("D06", ERROR, "月报!B9", "江城市林草局"), ("D07", ERROR, "!", "L-1")),
         {("L-1", None, "month"): None, ("L-1", None, "cumulative"): None}),
    Line("D07", BLANK_ROW, (("D07", ERROR, "!", "S-2"),), {I8: None, J8: None}),
    Line("D08", {"E8": "万人次", "I8": 0.02, "J8": 0.12}, (("D08", WARNING, "月报!E8", "1,200"),)),
    Line("D09", {"E8": "人"}, (("D09", ERROR, "月报!E8", "人次"),), {I8: None, J8: None}),
    Line("D09", {"E6": "人次"}, (("D09", ERROR, "月报!E6", "人次"),), {key: None for key in RIGHT if key[0] == "N-1"}),
    line("D11", A8="17", A9=None),
    # E · figures
    line("E01", (NOTE, "J8", "１２００"), J8="１２００"),
    line("E02", (NOTE, "J8", "1,200"), J8="1,200"),
    line("E02", (NOTE, "J8", "1，200"), J8="1，200"),
    line("E02", (NOTE, "J8", "1 200"), J8="1 200"),
    line("E03", (NOTE, "J8", "1200人次"), J8="1200人次"),
    refused("E04", "J8", "1200人", J8="1200人"),
    line("E05", (WARNING, "J8", "0.12万"), J8="0.12万"),
    refused("E06", "J8", "三千", J8="三千"),
    refused("E06", "J8", "壹仟贰佰", J8="壹仟贰佰"),
    *(Line("E07", {"I8": dash, "H8": 1_200}, (("E07", WARNING, "月报!I8", dash),), {I8: 0}) for dash in DASHES),
    *(refused("E08", "J8", dash, J8=dash) for dash in DASHES),
    refused("E09", "J8", "累计完成", J8=None),
    refused("E09", "J8", "累计完成", J8="\u200b"),
    Line("X29", {"分县数据!F5": "\u200b \u3164", "分县数据!H5": Formula("=SUM(E5:G5)", "800")},
         (("X29", WARNING, "分县数据!E5", "西河县"),),
         {("S-2", "west", "cumulative"): None}),
    refused("E04", "J8", "1200（人）", J8="1200（人）"),
    Line("E09", {"人均指标!H5": None}, (("E09", ERROR, "人均指标!H5", "达标数"),), {("P-1", None, "cumulative"): None}),
    Line("E09", {"人均指标!I6": None}, (("E09", ERROR, "人均指标!I6", "总数"),), {("R-1", None, "denominator"): None}),
    Line("E10", {"I8": None}, (("E10", WARNING, "月报!I8", "200"),), {I8: None}),
    refused("E11", "I8", "-15", I8=-15),
    refused("E12", "J8", "12.5", J8=12.5),
    Line("E12", {"人均指标!H5": 30.5}, (("E12", ERROR, "人均指标!H5", "达标数"),), {("P-1", None, "cumulative"): None}),
    Line("E03", {"人均指标!H5": "30名"}, (("E03", NOTE, "人均指标!H5", "30名"),)),
    refused("E14", "J8", "8.12345万", J8="8.12345万"),
    *(refused("E15", "J8", text, J8=Error(text)) for text in ("#REF!", "#DIV/0!", "#VALUE!", "#N/A")),
    line("E15", (ERROR, "M8", "#REF!"), M8=Error("#REF!")),  # words of a formula that went wrong are none
    line("E16", (ERROR, "M8", "=X1"), M8=Formula("=X1")),
    refused("E16", "J8", "=SUM(J9:J12)", J8=Formula("=SUM(J9:J12)")),
    refused("E18", "J8", "TRUE", J8=True),
    refused("E18", "J8", "FALSE", J8=False),
    *(refused("E20", "J8", text, J8=text) for text in ("约1200", "1000-1200", "1200+", "近1200")),
    *(refused("E21", "J8", text, J8=text) for text in ("nan", "Infinity", "1e3", "1_000")),
    line("E22", J8="1200", I8="200"),
    refused("E25", "J8", "（120）", J8="（120）"),
    line("E28", (WARNING, "K8", "65%"), K8=0.65),
    line("E28", (WARNING, "K8", "65%"), K8="65%"),
    line("A01", K8="20%"),  # the share done as a text, …
    line("A01", K6="10.5"),  # … in points, …
    line("A01", K8="0.2"),  # … as a share, …
    line("A01", K6=0.11),
    line("E28", (WARNING, "K8", "2"), K8=2),
    line("E28", (WARNING, "K8", "31.8%"), K8=0.318273645501),
    line("E28", (WARNING, "K8", "65"), K8=65),
    line("A01", K6="11%"),  # … as near as it was rounded
    # F · text and states
    Line("F01", {"定性任务!F6": "差不多了"}, (("F01", ERROR, "定性任务!F6", "差不多了"),)),
    Line("F02", {"定性任务!G5": None}, (("F02", WARNING, "定性任务!F5", "5"),)),
    Line("F02", {"定性任务!H5": None}, (("F02", WARNING, "定性任务!F5", "5"),)),
    Line("F03", {"定性任务!G5": "2024-05-06"}, (("F03", ERROR, "定性任务!G5", "2024年5月6日"),)),
    line("F04", (WARNING, "M8", "812"), M8="字" * 812),
    line("F06", (ERROR, "M8", "进展情况"), M8="学员王某（530302199003071234）已结业"),
    line("F06", (ERROR, "P8", "备注"), P8="５３０３０２１９９００３０７１２３Ｘ"),
    Line("F06", {"定性任务!H5": "身份证530302199003071234"}, (("F06", ERROR, "定性任务!H5", "佐证"),)),
    Line("F06", {"定性任务!I6": "530302199003071234"}, (("F06", ERROR, "定性任务!I6", "进展情况"),)),
    line("F06", (ERROR, "M8", "进展情况"), M8="530302-19900307-1234"),
    line("A01", M8="投入530302199003071234元、530302199003071234.50"),  # amounts
    line("A01", M8="订单号530302199013071234，合同2024030512345678"),  # no day of birth in it, or too short
    Line("F31", {"定性任务!F6": None, "定性任务!I6": "已开工"}, (("F31", ERROR, "定性任务!F6", "6"),)),
    # X · figures that do not agree
    line("X01", (ERROR, "J8", "差10"), {I8: 190}, I8=190),
    Line("X08", {"I7": 200, "J7": 500, "K7": None}, (("X08", ERROR, "月报!I7", "200"),),
         {("N-2", None, "month"): 200, ("N-2", None, "cumulative"): 500}),
    Line("X12", {"分县数据!E5": 800, "分县数据!H5": Formula("=SUM(E5:G5)", "1300")},
         (("X12", ERROR, "分县数据!E5", "1,300"),), {("S-2", "east", "cumulative"): 800}),
    Line("X28", {"分县数据!H5": 1_300}, (("X28", ERROR, "分县数据!H5", "1,300"),)),
    Line("X29", {"分县数据!F5": None, "分县数据!H5": Formula("=SUM(E5:G5)", "800")},
         (("X29", WARNING, "分县数据!E5", "西河县"),), {("S-2", "west", "cumulative"): None}),
    Line("E20", {"分县数据!F5": "约400"}, (("E20", ERROR, "分县数据!F5", "约400"),),
         {("S-2", "west", "cumulative"): None}),
    line("X18", (ERROR, "人均指标!H5", "41"), {("P-1", None, "cumulative"): 41}, **{"人均指标!H5": 41}),
    Line("E37", {"人均指标!H5": 0, "人均指标!I5": 0}, (("E37", ERROR, "人均指标!I5", "P-1"),),
         {("P-1", None, "cumulative"): 0, ("P-1", None, "denominator"): 0}),
]  # fmt: skip


@pytest.mark.parametrize("case", LINES, ids=str)
def test_a_cell_changed(case: Line):
    (draft,) = read(march(**case.cells))
    said = {(each.code, each.severity, f"{each.sheet}!{each.cell}") for each in draft.problems}
    assert said == {(code, severity, place) for code, severity, place, _ in case.said}
    for problem in draft.problems:
        named = next(text for code, *_, text in case.said if code == problem.code)
        chinese, english = sentences(problem)
        assert named in chinese
        assert all(place in text for text in (chinese, english) for place in (problem.sheet,))
        if problem.code not in ROW_OR_FILE:
            assert problem.cell in chinese and problem.cell in english
    expected = {key: value for key, value in {**RIGHT, **case.left}.items() if value is not None}
    assert values(draft) == expected
    assert draft.is_acceptable is not any(severity is ERROR for _, severity, _, _ in case.said)


ROW_OR_FILE = {"B18", "C19", "D05", "D06", "D07", "F02"}  # name the row, the foot of the sheet or the whole file


def test_every_figure_names_its_cell():
    (draft,) = read(march())
    cells = {
        (seen.indicator_id, seen.aspect.value): f"{seen.source.sheet}!{seen.source.cell}"
        for seen in draft.observations
        if not seen.region_id
    }
    assert cells["S-2", "cumulative"] == "月报!J8"
    assert cells["S-2", "month"] == "月报!I8"
    assert (cells["P-1", "cumulative"], cells["R-1", "denominator"]) == ("人均指标!H5", "人均指标!I6")
    regions = {seen.region_id: seen.source.cell for seen in draft.observations if seen.region_id}
    assert regions == {"east": "E5", "west": "F5", "city": "G5"}


def test_raw_text_is_kept_as_it_stood():
    (draft,) = read(march(J8="1，200", I8="0.02万"))
    assert {seen.source.cell: seen.source.raw for seen in draft.observations if seen.source.cell in ("I8", "J8")} == {
        "I8": "0.02万", "J8": "1，200",
    }  # fmt: skip


# A · the file

GOOD = march()


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.xlsx", GOOD[: len(GOOD) * 2 // 3], "A10"),
        ("a.xlsx", b"", "A11"),
        ("a.xlsx", b"PK" + bytes(11 * 1024 * 1024), "A12"),
        ("a.pdf", b"%PDF-1.4", "A14"),
        ("a.jpg", b"\xff\xd8\xff\xe0", "A14"),
        ("a.xlsx", workbook({"Sheet1": {"A1": "通讯录"}}), "B30"),
    ],
)
def test_a_file_that_cannot_be_read(name: str, content: bytes, code: str):
    (draft,) = read_file(name, content, PLAN, today=TODAY, expected=Expected("a", MARCH))
    assert [each.code for each in draft.problems] == [code]
    assert not draft.is_acceptable
    assert (draft.department_id, draft.period, draft.observations) == ("a", MARCH, ())
    assert all(sentences(draft.problems[0]))


def test_a_small_limit_is_told_in_megabytes():
    (draft,) = read_file("a.xlsx", GOOD, PLAN, today=TODAY, limits=Limits(file_bytes=1024))
    assert "上限" in sentences(draft.problems[0])[0]


# C · whose and which month's

BLOCK = [
    ("C02", {"B2": "市教育局"}, "B2", "市教育局", {}),
    ("C03", {}, "B2", "江城市林草局", {"expected": Expected("b", None)}),
    ("C04", {"B2": None}, "B2", "", {}),
    ("C09", {"F2": "3月"}, "F2", "3月", {}),
    ("C11", {"F2": "1-6月"}, "F2", "1-6月", {}),
    ("C11", {"F2": "上半年"}, "F2", "上半年", {}),
    ("C11", {"F2": "一季度"}, "F2", "一季度", {}),
    ("C12", {"F2": "2024年13月"}, "F2", "2024年13月", {}),
    ("C13", {"F2": "2024年8月"}, "F2", "2024年8月", {}),
    ("C13", {"F2": "2024年4月"}, "F2", "2024年4月", {}),
    ("C14", {"F2": "2026年1月"}, "F2", "2026年1月", {}),
    ("C14", {"F2": "2020年12月"}, "F2", "2020年12月", {}),
    ("C15", {}, "F2", "2024年2月", {"expected": Expected(None, Period(2024, 2))}),
    ("C30", {"F2": None}, "F2", "2024年3月", {}),
    ("C32", {"F2": 2024.1}, "F2", "2024.1", {}),
    ("C35", {"F2": "本期"}, "F2", "本期", {}),
    ("E15", {"F2": Error("#REF!")}, "F2", "#REF!", {}),
    ("E16", {"F2": Formula("=X1")}, "F2", "=X1", {}),
    ("C02", {"B2": Error("#REF!")}, "B2", "#REF!", {}),
]


@pytest.mark.parametrize(("code", "cells", "cell", "raw", "given"), BLOCK, ids=str)
def test_whose_and_which_month(code: str, cells: dict, cell: str, raw: str, given: dict):
    drafts = read(march(**cells), **given)
    assert found(drafts) == {(code, "月报", cell)}
    chinese, english = sentences(drafts[0].problems[0])
    assert raw in chinese and cell in chinese and cell in english
    assert not any(draft.is_acceptable for draft in drafts)


def test_c33_one_sheet_of_several_taken_to_another_month():
    """Only the month of the first sheet was altered: the others still say March."""
    drafts = read(march(F2="2024年2月"))
    said = {(each.code, each.sheet, each.cell) for draft in drafts for each in draft.problems}
    assert ("C33", "分县数据", "F2") in said
    assert not any(draft.is_acceptable for draft in drafts)


@pytest.mark.parametrize("day", [date(2024, 3, 1), date(2024, 3, 31)])
def test_c07_a_month_as_a_true_date(day: date):
    """Excel's own date, which the template's text cell becomes when a clerk types 2024-3-1."""
    drafts = read(own_table(period=day))
    assert found(drafts) == {("B02", "上报", "")}
    assert drafts[0].period == MARCH


def test_c09_gives_the_newest_finished_month_as_an_example():
    drafts = read(march(F2="本月"), today=date(2024, 7, 8))
    assert "2024年6月" in sentences(drafts[0].problems[0])[0]


def own_table(period: Any = "2024年3月") -> bytes:
    """A table of its own, short of the shares."""
    rows = [
        ["填报单位", "江城市林草局", None, "报告期", period],
        ["指标名称", "计量单位", "本月完成", "累计完成"],
        ["护林员培训", "人次", 20, 320],
    ]
    return workbook({"上报": at("A1", rows)})


# what cannot be stored


def test_f32_a_character_no_database_keeps():
    drafts = read(march(M8="已完成_x0000_"))
    assert found(drafts) == {("F32", "月报", "M8")}


def test_a_name_made_of_broken_bytes_can_be_shown():
    (draft,) = read_file("三\udcff月\x00.xlsx", GOOD, PLAN, today=TODAY)
    assert draft.file_name == "三?月?.xlsx"


def test_b22_a_struck_figure():
    cells = at(
        "A1",
        [
            ["填报单位：江城市林草局"],
            ["报告期：2024年3月"],
            ["指标名称", "计量单位", "本月完成", "累计完成"],
            ["护林员培训", "人次", 20, 320],
        ],
    )
    drafts = read(workbook({"月报": cells}, struck=["D4"]))
    assert found(drafts) == {("B22", "月报", "D4")}
    assert "320" in sentences(drafts[0].problems[0])[0]


def test_the_template_left_blank_says_which_totals_are_missing():
    drafts = read(march(replace(FILLING, figures={}, tasks={}, reporter="", reviewer="", phone="")))
    assert {code for code, _, _ in found(drafts)} == {"E09", "C19"}
    assert sum(each.code == "E09" for each in drafts[0].problems) == 5 + 4
    assert Aspect.MONTH not in {seen.aspect for seen in drafts[0].observations}
