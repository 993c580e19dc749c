"""One small sheet for each shape of table, and every shape in every disguise: read right, each figure from its cell."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

import pytest
from openpyxl.utils.cell import coordinate_to_tuple, get_column_letter

from domain.observation import Draft
from tests.support.office import read
from tests.support.sheets import at, errors, figures, workbook

Cells = dict[tuple[int, int], Any]
Area = tuple[int, int, int, int]  # first row, first column, last row, last column

JAN, FEB, MARCH = "2024-01", "2024-02", "2024-03"
ALL_REGIONS = {"east": 200, "west": 120, "city": 0}


@dataclass(frozen=True)
class Shape:
    """A table and what it says: month, region and aspect of a figure of the forestry bureau's one indicator → cell.

    `cells` are in Excel addresses as if the table began in A1; `heads` is the number of its heading rows, 0 for a
    table whose headings stand in a column.
    """

    name: str
    cells: Cells
    says: dict[tuple[str, str | None, str], str]
    merges: tuple[Area, ...] = ()
    heads: int = 1
    block: tuple[str, ...] = ("填报单位：江城市林草局", "报告期：2024年3月")


def shape(
    name: str, rows: list[list[Any]], says: dict[Any, str], *merges: str, heads: int = 1, block: Iterable[str] = ()
) -> Shape:
    cells = {coordinate_to_tuple(address): value for address, value in at("A1", rows).items()}
    corners = ([coordinate_to_tuple(corner) for corner in area.split(":")] for area in merges)
    areas = tuple((*first, *last) for first, last in corners)
    return Shape(name, cells, says, areas, heads, tuple(block) or Shape.block)


def months(*columns: str, row: int, aspects: tuple[str, ...] = ("month", "cumulative")) -> dict[Any, str]:
    """The figures of January, February … in these columns."""
    pairs = [(f"2024-{n // len(aspects) + 1:02}", None, aspects[n % len(aspects)]) for n in range(len(columns))]
    return {key: f"{column}{row}" for key, column in zip(pairs, columns, strict=True)}


ITEM = ["护林员培训", "人次"]
UNDATED = ("填报单位：江城市林草局",)
SHAPES = [
    shape(
        "one row of headings",
        [["指标名称", "计量单位", "本月完成", "累计完成"], [*ITEM, 20, 320]],
        {(MARCH, None, "month"): "C2", (MARCH, None, "cumulative"): "D2"},
    ),
    shape(
        "two rows",
        [
            ["指标名称", "计量单位", "本月", None, "累计"],
            [None, None, "计划", "完成", "计划", "完成"],
            [*ITEM, 30, 20, 400, 320],
        ],
        {(MARCH, None, "month"): "D3", (MARCH, None, "cumulative"): "F3"},
        "A1:A2",
        "B1:B2",
        "C1:D1",
        "E1:F1",
        heads=2,
    ),
    shape(
        "two rows, nothing merged",
        [
            ["指标名称", "计量单位", "本月", None, "累计"],
            [None, None, "计划", "完成", "计划", "完成"],
            [*ITEM, 30, 20, 400, 320],
        ],
        {(MARCH, None, "month"): "D3", (MARCH, None, "cumulative"): "F3"},
        heads=2,
    ),
    shape(
        "three rows",
        [
            ["指标名称", "计量单位", "完成情况"],
            [None, None, "本月", None, "累计"],
            [None, None, "计划", "完成", "计划", "完成"],
            [*ITEM, 30, 20, 400, 320],
        ],
        {(MARCH, None, "month"): "D4", (MARCH, None, "cumulative"): "F4"},
        "A1:A3",
        "B1:B3",
        "C1:F1",
        "C2:D2",
        "E2:F2",
        heads=3,
    ),
    shape(
        "the month in the headings",
        [["指标名称", "计量单位", "3月完成", "3月底累计"], [*ITEM, 20, 320]],
        {(MARCH, None, "month"): "C2", (MARCH, None, "cumulative"): "D2"},
    ),
    shape(
        "months across, totals by the title",
        [["指标名称", "计量单位", *[f"{n}月" for n in range(1, 13)]], [*ITEM, 310, 320, 340]],
        months("C", "D", "E", row=2, aspects=("cumulative",)),
        block=[*UNDATED, "2024年各月累计完成情况表"],
    ),
    shape(
        "months across, each with its own heading",
        [["指标名称", "计量单位", "2024年1月累计", "2024年2月累计", "2024年3月累计"], [*ITEM, 310, 320, 340]],
        months("C", "D", "E", row=2, aspects=("cumulative",)),
        block=UNDATED,
    ),
    shape(
        "1 to 3 under a merged year",
        [["指标名称", "计量单位", "2024年累计"], [None, None, 1, 2, 3], [*ITEM, 310, 320, 340]],
        months("C", "D", "E", row=3, aspects=("cumulative",)),
        "A1:A2",
        "B1:B2",
        "C1:E1",
        heads=2,
        block=[*UNDATED, "各月末数"],
    ),
    shape(
        "pairs by month",
        [
            ["指标名称", "计量单位", "2024年1月", None, "2024年2月"],
            [None, None, *["本月", "累计"] * 2],
            [*ITEM, 10, 310, 10, 320],
        ],
        months("C", "D", "E", "F", row=3),
        "A1:A2",
        "B1:B2",
        "C1:D1",
        "E1:F1",
        heads=2,
        block=UNDATED,
    ),
    shape(
        "pairs by month under a year",
        [
            ["指标名称", "计量单位", "2024年"],
            [None, None, "1月", None, "2月"],
            [None, None, *["本月", "累计"] * 2],
            [*ITEM, 10, 310, 10, 320],
        ],
        months("C", "D", "E", "F", row=4),
        "A1:A3",
        "B1:B3",
        "C1:F1",
        "C2:D2",
        "E2:F2",
        heads=3,
        block=UNDATED,
    ),
    shape(
        "a long table",
        [
            ["报告期", "填报单位", "县区", "指标名称", "计量单位", "本月完成", "累计完成"],
            ["2024年1月", "江城市林草局", "全市", *ITEM, 10, 310],
            ["2024年1月", "江城市林草局", "东山县", *ITEM, 10, 310],
            ["2024年2月", "江城市林草局", "全市", *ITEM, 10, 320],
        ],
        {
            (JAN, None, "month"): "F2",
            (JAN, None, "cumulative"): "G2",
            (JAN, "east", "month"): "F3",
            (JAN, "east", "cumulative"): "G3",
            (FEB, None, "month"): "F4",
            (FEB, None, "cumulative"): "G4",
        },
        block=["历年数据"],
    ),
    shape(
        "year and month in columns of their own",
        [
            ["年份", "月份", "指标名称", "计量单位", "本月完成", "累计完成"],
            [2024, 1, *ITEM, 10, 310],
            [2024, "2月", *ITEM, 10, 320],
        ],
        {
            (JAN, None, "month"): "E2",
            (JAN, None, "cumulative"): "F2",
            (FEB, None, "month"): "E3",
            (FEB, None, "cumulative"): "F3",
        },
        block=UNDATED,
    ),
    shape(
        "regions across",
        [
            ["指标名称", "计量单位", "本月完成", "累计完成", "东山县", "西河县", "市本级", "合计"],
            [*ITEM, 20, 320, 200, 120, 0, 320],
        ],
        {
            (MARCH, None, "month"): "C2",
            (MARCH, None, "cumulative"): "D2",
            (MARCH, "east", "cumulative"): "E2",
            (MARCH, "west", "cumulative"): "F2",
            (MARCH, "city", "cumulative"): "G2",
        },
    ),
    shape(
        "regions across under their total",
        [
            ["指标名称", "计量单位", "累计完成"],
            [None, None, "全市", "东山县", "西河县", "市本级"],
            [*ITEM, 320, 200, 120, 0],
        ],
        {
            (MARCH, None, "cumulative"): "C3",
            (MARCH, "east", "cumulative"): "D3",
            (MARCH, "west", "cumulative"): "E3",
            (MARCH, "city", "cumulative"): "F3",
        },
        "A1:A2",
        "B1:B2",
        "C1:F1",
        heads=2,
    ),
    shape(
        "regions across in pairs",
        [
            ["指标名称", "计量单位", "合计", None, "东山县", None, "西河县"],
            [None, None, *["本月", "累计"] * 3],
            [*ITEM, 20, 320, 10, 200, 10, 120],
        ],
        {
            (MARCH, None, "month"): "C3",
            (MARCH, None, "cumulative"): "D3",
            (MARCH, "east", "month"): "E3",
            (MARCH, "east", "cumulative"): "F3",
            (MARCH, "west", "month"): "G3",
            (MARCH, "west", "cumulative"): "H3",
        },
        "A1:A2",
        "B1:B2",
        "C1:D1",
        "E1:F1",
        "G1:H1",
        heads=2,
    ),
    shape(
        "regions down",
        [["县区", "护林员培训"], ["东山县", 200], ["西河县", 120], ["合计", 320]],
        {(MARCH, "east", "cumulative"): "B2", (MARCH, "west", "cumulative"): "B3", (MARCH, None, "cumulative"): "B4"},
    ),
    shape(
        "regions down, indicators across in pairs",
        [
            ["县区＼指标", "护林员培训"],
            [None, "本月", "累计"],
            ["东山县", 10, 200],
            ["西河县", 10, 120],
            ["全市", 20, 320],
        ],
        {
            (MARCH, "east", "month"): "B3",
            (MARCH, "east", "cumulative"): "C3",
            (MARCH, "west", "month"): "B4",
            (MARCH, "west", "cumulative"): "C4",
            (MARCH, None, "month"): "B5",
            (MARCH, None, "cumulative"): "C5",
        },
        "A1:A2",
        "B1:C1",
        heads=2,
    ),
    shape(
        "regions down, names merged over them",
        [
            ["指标名称", "县区", "计量单位", "累计完成"],
            ["护林员培训", "全市", "人次", 320],
            [None, "东山县", "人次", 200],
        ],
        {(MARCH, None, "cumulative"): "D2", (MARCH, "east", "cumulative"): "D3"},
        "A2:A3",
    ),
    shape(
        "months and regions across",
        [
            ["指标名称", "计量单位", "2024年1月累计", None, None, "2024年2月累计"],
            [None, None, *["合计", "东山县", "西河县"] * 2],
            [*ITEM, 310, 190, 120, 320, 200, 120],
        ],
        {
            (JAN, None, "cumulative"): "C3",
            (JAN, "east", "cumulative"): "D3",
            (JAN, "west", "cumulative"): "E3",
            (FEB, None, "cumulative"): "F3",
            (FEB, "east", "cumulative"): "G3",
            (FEB, "west", "cumulative"): "H3",
        },
        "A1:A2",
        "B1:B2",
        "C1:E1",
        "F1:H1",
        heads=2,
        block=UNDATED,
    ),
    shape(
        "months down, the indicator across",
        [["月份", "护林员培训累计完成（人次）"], ["1月", 310], ["2月", 320]],
        {(JAN, None, "cumulative"): "B2", (FEB, None, "cumulative"): "B3"},
        block=[*UNDATED, "2024年培训情况"],
    ),
    shape(
        "lying down",
        [["指标名称", "护林员培训"], ["计量单位", "人次"], ["本月完成", 20], ["累计完成", 320]],
        {(MARCH, None, "month"): "B3", (MARCH, None, "cumulative"): "B4"},
        heads=0,
    ),
    shape(
        "lying down, in two columns of headings",
        [
            ["指标名称", None, "护林员培训"],
            ["计量单位", None, "人次"],
            ["本月", "计划", 30],
            [None, "完成", 20],
            ["累计", "计划", 400],
            [None, "完成", 320],
        ],
        {(MARCH, None, "month"): "C4", (MARCH, None, "cumulative"): "C6"},
        "A1:B1",
        "A2:B2",
        "A3:A4",
        "A5:A6",
        heads=0,
    ),
    shape(
        "lying down with regions",
        [["指标名称", "护林员培训"], ["计量单位", "人次"], ["累计完成", 320], ["东山县", 200], ["西河县", 120]],
        {(MARCH, None, "cumulative"): "B3", (MARCH, "east", "cumulative"): "B4", (MARCH, "west", "cumulative"): "B5"},
        heads=0,
    ),
]


def moved(given: Shape, down: int, right: int, below: int = 0) -> Shape:
    """The rows after `below` set down lower and everything further right."""

    def place(row: int, column: int) -> tuple[int, int]:
        return row + (down if row > below else 0), column + right

    areas = tuple((*place(r1, c1), *place(r2, c2)) for r1, c1, r2, c2 in given.merges)
    said = {key: coordinate_to_tuple(cell) for key, cell in given.says.items()}
    says = {key: _address(*place(*where)) for key, where in said.items()}
    return replace(given, cells={place(*at): value for at, value in given.cells.items()}, says=says, merges=areas)


def _address(row: int, column: int) -> str:
    return f"{get_column_letter(column)}{row}"


def last_row(given: Shape) -> int:
    return max(row for row, _ in given.cells)


def notes_below(given: Shape) -> Shape:
    row = last_row(given)
    cells = {
        (row + 2, 1): "注：累计数为2021年以来全部数据。",
        (row + 3, 1): "填报人：张三",
        (row + 3, 3): "审核人：李四",
    }
    return replace(given, cells={**given.cells, **cells})


def titles_above(given: Shape) -> Shape:
    return replace(given, block=("附件2", "技能人才工作统计表", *given.block, "（据实填写）"))


def line_breaks(given: Shape) -> Shape:
    heads = {at: value for at, value in given.cells.items() if isinstance(value, str) and at[0] <= (given.heads or 99)}
    broken = {
        at: value[:2] + "\n" + value[2:] if len(value) > 3 else f"{value[0]}　{value[1:]}"
        for at, value in heads.items()
    }
    return replace(given, cells={**given.cells, **broken})


def a_blank_row_inside(given: Shape) -> Shape:
    return moved(given, 1, 0, below=last_row(given) - 1) if given.heads else given


def a_page_break(given: Shape) -> Shape:
    """The headings once more before the last row."""
    if not given.heads or (given.merges and given.merges[-1][2] > given.heads):
        return given
    before = last_row(given) - 1
    lower = moved(given, given.heads, 0, below=before)
    again = {(row + before, column): v for (row, column), v in given.cells.items() if row <= given.heads}
    if before == given.heads:
        return given
    merges = tuple((r1 + before, c1, r2 + before, c2) for r1, c1, r2, c2 in given.merges if r2 <= given.heads)
    return replace(lower, cells={**lower.cells, **again}, merges=(*lower.merges, *merges))


def a_subtotal(given: Shape) -> Shape:
    if not given.heads:
        return given
    row = last_row(given)
    texts = [column for (r, column), value in given.cells.items() if r == row and isinstance(value, str)]
    sums = {
        (row + 1, column): 1 for (r, column), value in given.cells.items() if r == row and not isinstance(value, str)
    }
    return replace(given, cells={**given.cells, (row + 1, min(texts, default=1)): "小计", **sums})


def a_blank_column_inside(given: Shape) -> Shape:
    """One more column, blank, before the last."""
    last = max(column for _, column in given.cells)
    if any(c1 < last <= c2 for _, c1, _, c2 in given.merges):
        return given
    on = {at: value for at, value in given.cells.items() if at[1] == last}
    cells = {at: value for at, value in given.cells.items() if at[1] != last} | {
        (r, last + 1): v for (r, _), v in on.items()
    }
    letter, next_letter = get_column_letter(last), get_column_letter(last + 1)
    says = {key: cell.replace(letter, next_letter) for key, cell in given.says.items()}
    merges = tuple((r1, c1 + (c1 == last), r2, c2 + (c2 == last)) for r1, c1, r2, c2 in given.merges)
    return replace(given, cells=cells, says=says, merges=merges)


DISGUISES: list[Callable[[Shape], Shape]] = [
    lambda given: given,
    lambda given: moved(given, 0, 2),
    notes_below,
    titles_above,
    line_breaks,
    a_blank_row_inside,
    a_blank_column_inside,
    a_page_break,
    a_subtotal,
    lambda given: notes_below(a_subtotal(titles_above(moved(given, 0, 1)))),
]


def content(given: Shape) -> tuple[bytes, dict[Any, str]]:
    """The workbook of a shape, its block above it, and where each figure then stands."""
    lower = moved(given, len(given.block) + 1, 0)
    cells = {_address(*at): value for at, value in lower.cells.items()}
    cells |= {f"A{row}": text for row, text in enumerate(given.block, 1)}
    merges = {f"{_address(r1, c1)}:{_address(r2, c2)}": cells.pop(_address(r1, c1)) for r1, c1, r2, c2 in lower.merges}
    return workbook({"月报": cells}, merges=merges), lower.says


def said(drafts: Iterable[Draft]) -> dict[Any, str]:
    return {
        (str(draft.period), region, aspect): cell.removeprefix("月报!")
        for draft in drafts
        for (_, region, aspect), (_, cell) in figures(draft).items()
    }


@pytest.mark.parametrize("disguise", range(len(DISGUISES)))
@pytest.mark.parametrize("given", SHAPES, ids=lambda each: each.name)
def test_every_shape_in_every_disguise(given: Shape, disguise: int):
    sheet, says = content(DISGUISES[disguise](given))
    drafts = read(sheet)
    assert errors(drafts) <= {"X12"}, "where a region is left out"
    assert said(drafts) == says
    assert {draft.department_id for draft in drafts} == {"b"}
