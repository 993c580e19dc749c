"""The figures of the first page equal those of the terminal, and both equal a recount straight from the workbooks.

The recount shares nothing with the product but the files: openpyxl, the manifest, and the titles over the columns.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.support.screens import ROOT, expanders, tables
from tests.support.terminal import Terminal

SAMPLE = ROOT / "sample_data"
STATUS = {
    "met": "★ 已完成", "ahead": "▲ 超序时", "on_track": "● 达到序时", "behind": "▼ 滞后", "far_behind": "◆ 严重滞后",
    "not_reported": "□ 未报送",
}  # fmt: skip
Row = dict[str, Any]


@pytest.fixture(scope="module")
def terminal(sample_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Terminal:
    return Terminal(tmp_path_factory.mktemp("terminal"), sample_database)


@pytest.fixture(scope="module")
def plan(terminal: Terminal) -> dict[str, Row]:
    return {row["id"]: row for row in terminal.run("plan", "--json").json["indicators"]}


@pytest.fixture(scope="module")
def june(terminal: Terminal) -> dict[str, Row]:
    return {row["indicator"]: row for row in terminal.run("status", "--period", "2024-06", "--json").json}


def shown(screen, place: int) -> list[list[str]]:
    """The rows of the table below one of the page's charts."""
    (table,) = tables(expanders(screen, "数据表")[place])
    return table[1:]


def expected(row: Row, indicator: Row) -> list[str]:
    """Name, value, target and light as the page should write them."""
    unit = indicator["unit"].split("/")[0] if indicator["kind"] == "recurring" else indicator["unit"]
    value, target = (f"{row[key]:,}{unit}" for key in ("value", "target"))
    return [indicator["name"], value, target, STATUS[row["status"]]]


def gap(row: Row) -> str:
    return f"{round(row['gap_points'] + 1e-9, 1):+.1f} 个百分点".replace("-", "−")


def test_headline_figures_are_those_of_the_terminal(sample, june, plan):
    rows = shown(sample.open("overview"), 0)
    assert [[row[0], *row[2:5]] for row in rows] == [
        expected(june[key], plan[key]) for key in ("T-1", "T-2", "T-3", "T-4")
    ]
    assert [row[5].split("（")[0] for row in rows] == [gap(june[key]) for key in ("T-1", "T-2", "T-3", "T-4")]


def test_worst_lags_are_those_of_the_terminal(sample, june, plan):
    lagging = [row for row in june.values() if row["status"] in ("behind", "far_behind")]
    worst = sorted(lagging, key=lambda row: row["gap_points"])[:8]
    rows = shown(sample.open("overview"), 1)
    assert [[row[0], *row[2:5]] for row in rows] == [expected(row, plan[row["indicator"]]) for row in worst]
    assert [row[5].split("（")[0] for row in rows] == [gap(row) for row in worst]


@pytest.mark.parametrize("month", ["2024-06", "2023-12"])
def test_terminal_figures_are_those_of_the_workbooks(terminal, plan, month):
    status = {row["indicator"]: row["value"] for row in terminal.run("status", "--period", month, "--json").json}
    counted = [key for key in status if plan[key]["kind"] in ("flow", "stock")]
    recounted = recount(month, {plan[key]["name"]: key for key in counted})

    assert len(counted) == 40
    assert {key: status[key] for key in counted} == {key: recounted.get(key) for key in counted}
    missing = {"M19-1", "M26-1"} if month == "2024-06" else set()
    assert {key for key in counted if status[key] is None} == missing


def recount(month: str, codes: dict[str, str]) -> dict[str, Decimal]:
    """The city's total of every number in the file that was sent last for its department and the month."""
    last: dict[str, str] = {}
    with (SAMPLE / "manifest.csv").open(encoding="utf-8-sig") as manifest:
        for sent in sorted(csv.DictReader(manifest), key=lambda row: row["submitted_at"]):
            first, _, end = sent["period"].partition("/")
            if first <= month <= (end or first):
                last[sent["department"]] = sent["file"]
    return {
        code: Decimal(str(row["total"]).replace(",", ""))
        for file in last.values()
        for row in rows_of(SAMPLE / file)
        if (code := row["code"] or codes.get(str(row["name"])))
        if row["region"] in (None, "全市") and same_month(row["period"], month)
    }


def same_month(written: object, month: str) -> bool:
    """A month in a row of its own, as 2024年6月 or 2024-06; a sheet for one month does not say it in every row."""
    year, number = month.split("-")
    return written is None or [int(part) for part in re.findall(r"\d+", str(written))] == [int(year), int(number)]


def rows_of(file: Path) -> Iterator[Row]:
    """Every row below a header that has names and totals; of titles in two lines or rows the first counts."""
    for sheet in openpyxl.load_workbook(file, data_only=True).worksheets:
        columns: dict[str, int] = {}
        for cells in sheet.iter_rows():
            titles = {str(cell.value).split("\n")[0]: cell.column - 1 for cell in cells if cell.value is not None}
            total = [column for title, column in titles.items() if title.startswith("累计")]
            if "指标名称" in titles and total:
                named = {"code": "指标编码", "name": "指标名称", "region": "县区", "period": "报告期"}
                columns = {key: titles[title] for key, title in named.items() if title in titles} | {"total": total[0]}
            elif columns and re.fullmatch(r"[\d,.]+", str(cells[columns["total"]].value)):
                values = {key: cells[column].value for key, column in columns.items()}
                yield {"code": None, "region": None, "period": None} | values
