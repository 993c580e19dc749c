"""Merged cells: a figure that stands in the place of several is refused, what stands under a merge is told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from openpyxl.utils.cell import coordinate_to_tuple, range_boundaries

from domain.observation import Draft
from domain.problem import Severity
from tests.support.office import march, read
from tests.support.sheets import at, errors, found, sentences, values, workbook
from tests.support.tables import BLOCK, FIGURES, HEAD, ROW
from tests.torture.sheets import by_ods, by_xls, by_xlsxwriter
from tests.torture.sheets.paper import Page, Paper, Spot

WRITERS = {"xlsx": by_xlsxwriter, "xls": by_xls, "ods": by_ods}
SECOND = ["家政服务培训", "人次", 50, 550]
WORDS = [*HEAD, "进展情况"]
REGIONS = ["指标名称", "计量单位", "东山县", "西河县", "市本级", "合计"]


def drawn(*rows: list[Any], merges: tuple[str, ...], kind: str = "xlsx", under: dict[str, Any] | None = None) -> Draft:
    """What is read of a table of a department's own, as a program of that format writes it."""
    cells = at("A1", [*BLOCK, *rows]) | (under or {})
    page = Page("月报", {coordinate_to_tuple(place): Spot(value, "other") for place, value in cells.items()})
    page.merges = [(top, left, bottom, right) for left, top, right, bottom in map(range_boundaries, merges)]  # type: ignore[misc]
    (draft,) = read(WRITERS[kind].written(Paper([page])))
    return draft


SHARED = {
    "one month for two rows": ((HEAD, ROW, [*SECOND[:2], None, 550]), "C4:C5"),
    "one total for two rows": ((HEAD, ROW, [*SECOND[:3], None]), "D4:D5"),
    "the total of the rows merged with the last of them": ((HEAD, ROW, ["合计", None, 20, None]), "D4:D5"),
    "a sum merged with the row below it": ((HEAD, ROW, ["合计", None, 20, 320], [*SECOND[:3], None]), "D5:D6"),
    "month and total in one": ((HEAD, [*ROW[:2], 20, None]), "C4:D4"),
    "two regions in one": ((REGIONS, ["护林员培训", "人次", 220, None, 100, 320]), "C4:D4"),
    "the last region with the sum of all": ((REGIONS, ["护林员培训", "人次", 120, 100, 320, None]), "E4:F4"),
    "target and month in one": (
        (["指标名称", "计量单位", "目标值", *HEAD[2:]], ["护林员培训", "人次", 3000, None, 320]),
        "C4:D4",
    ),
    "filled alike by a program": ((HEAD, ROW, [*SECOND[:2], 20, 550]), "C4:C5"),
    "two reached of one group": (
        (["指标名称", "达标数", "总数"], ["每名大师带徒", 30, None]),
        "B4:C4",
    ),
}


@pytest.mark.parametrize("name", SHARED)
@pytest.mark.parametrize("kind", WRITERS)
def test_one_figure_in_the_place_of_several_is_refused_by_its_range(name: str, kind: str):
    rows, merge = SHARED[name]
    draft = drawn(*rows, merges=(merge,), kind=kind)
    told = [problem for problem in draft.problems if problem.code == "B50"]
    assert [(problem.cell, problem.facts["area"]) for problem in told] == [(merge.partition(":")[0], merge)]
    assert "E09" not in errors([draft]), "a clerk sees a figure there"
    assert all(merge in sentence for sentence in sentences(told[0]))


def test_what_it_stands_for_is_named():
    (told,) = (p for p in drawn(*SHARED["two regions in one"][0], merges=("C4:D4",)).problems if p.code == "B50")
    assert "C列“东山县”、D列“西河县”" in sentences(told)[0]
    (told,) = (p for p in drawn(*SHARED["one month for two rows"][0], merges=("C4:C5",)).problems if p.code == "B50")
    assert "第4行、第5行" in sentences(told)[0]


LOOKS: dict[str, Callable[[], Draft]] = {
    "over a blank column beside it": lambda: drawn(
        ["指标名称", "计量单位", "本月完成", "累计完成", None], [*ROW, None], merges=("D3:E3", "D4:E4")
    ),
    "over blank rows below it": lambda: drawn(HEAD, ROW, [], merges=("A4:A5", "B4:B5", "C4:C5", "D4:D5")),
    "with words beside it": lambda: drawn(WORDS, [*ROW, None], merges=("D4:E4",)),
    "the name of a chapter": lambda: drawn(HEAD, ["一、培训"], ROW, merges=("A4:D4",)),
    "nothing in it": lambda: drawn(HEAD, [*ROW[:2], None, 320], [*SECOND[:2], None, 550], merges=("C4:C5",)),
    "no figure": lambda: drawn(HEAD, [*ROW[:2], "—", 320], [*SECOND[:2], None, 550], merges=("C4:C5",)),
    "sums": lambda: drawn(HEAD, ROW, ["合计", None, 20, None], merges=("C5:D5",)),
}


@pytest.mark.parametrize("look", LOOKS)
def test_a_merge_over_one_figure_alone_is_only_a_look(look: str):
    draft = LOOKS[look]()
    assert "B50" not in errors([draft])
    assert values(draft)[("S-3", None, "cumulative")] == 320


@pytest.mark.parametrize("kind", WRITERS)
def test_what_stands_under_a_merge_is_read_and_told(kind: str):
    rows, merges = (HEAD, ROW, [*SECOND[:2], None, 550]), ("C4:C5",)
    draft = drawn(*rows, merges=merges, kind=kind, under={"C5": 50})
    told = [problem for problem in draft.problems if problem.code == "B51"]
    assert [(problem.cell, problem.severity) for problem in told] == [("C5", Severity.WARNING)]
    assert "C5“50”" in sentences(told[0])[0]
    assert "B50" not in errors([draft])
    assert values(draft) == FIGURES


def test_a_name_and_a_label_under_a_merge_are_told_with_all_the_rest():
    draft = drawn(HEAD, ROW, SECOND, merges=("A4:A5", "B2:C2"), under={"B2": "市", "C2": "报告期：2024年2月"})
    (told,) = [problem for problem in draft.problems if problem.code == "B51"]
    assert told.facts["n"] == 2 and "A5“家政服务培训”" in sentences(told)[0]


def test_the_template_with_two_regions_merged():
    content = march(**{"分县数据!E5": 1100, "分县数据!F5": None})
    assert "B50" not in errors(read(content))
    page = at("A4", [REGIONS, ["护林员培训", "人次", 220, None, 100, 320]])
    drafts = read(workbook({"分县数据": at("A1", BLOCK) | page}, merges={"C5:D5": "220"}))
    assert ("B50", "分县数据", "C5") in found(drafts)
