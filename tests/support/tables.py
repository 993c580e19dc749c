"""Small tables of one department's own, sheet by sheet: one number of the forestry bureau in March."""

from __future__ import annotations

from typing import Any

from domain.observation import Draft
from tests.support.office import read
from tests.support.sheets import at, workbook

BLOCK = [["填报单位：江城市林草局"], ["报告期：2024年3月"]]
HEAD = ["指标名称", "计量单位", "本月完成", "累计完成"]
ROW = ["护林员培训", "人次", 20, 320]
FIGURES = {("S-3", None, "month"): 20, ("S-3", None, "cumulative"): 320}


def sheet(
    *rows: list[Any], block: list[list[Any]] = BLOCK, start: str = "A1", name: str = "月报", **marks: Any
) -> bytes:
    return workbook({name: at(start, [*block, *rows])}, **marks)


def only(content: bytes, **given: Any) -> Draft:
    (draft,) = read(content, **given)
    return draft


LONG = ["报告期", "填报单位", "县区", "指标名称", "计量单位", "本月完成", "累计完成"]
