"""The workbook holds the ledger's figures, and formulas that come to the same."""

from __future__ import annotations

import io
import re
from datetime import datetime
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest

from reports import origin
from reports.packing import packed
from reports.report import Asked, make
from tests.support import other_plans
from tests.support.opened import converted
from wording import LANGUAGES, Words

HEAD = 3


@pytest.fixture(scope="module", params=LANGUAGES)
def written(request, report):
    return request.param, report("workbook.xlsx", request.param).content


def load(content: bytes, *, values: bool):
    return openpyxl.load_workbook(io.BytesIO(content), data_only=values)


def rows(sheet) -> list[dict[str, Any]]:
    heads = [cell.value for cell in sheet[HEAD]]
    return [dict(zip(heads, row, strict=True)) for row in sheet.iter_rows(min_row=HEAD + 1, values_only=True)]


def test_every_sheet_can_be_filtered_frozen_and_printed(written):
    language, content = written
    book, words = load(content, values=False), Words(language)
    names = ("indicators", "departments", "regions", "tasks", "submissions", "charts", "notes")
    assert book.sheetnames == [words(f"report_book.{name}") for name in names]
    for sheet in book.worksheets[:5]:
        assert sheet.merged_cells.ranges == set()
        assert sheet.freeze_panes
        assert sheet.print_title_rows == "$3:$3"
        assert sheet.auto_filter.ref.startswith("A3:")
        assert sheet.print_area
        assert sheet.page_setup.paperSize == 9
        assert sheet["A1"].value.endswith(f" · {sheet.title}")
        assert words("report.sample") in sheet["A2"].value
        assert [cell.value for cell in sheet[HEAD] if not cell.value] == []
    assert [sheet.page_setup.orientation == "landscape" for sheet in book.worksheets[:5]] == [
        True, False, True, True, True,
    ]  # fmt: skip
    assert len(book[words("report_book.charts")]._charts) == 3  # type: ignore[attr-defined]


def test_figures_are_numbers_and_those_of_the_ledger(report, june):
    sheet = load(report("workbook.xlsx", "zh").content, values=True)["指标"]
    found = {row["编号"]: row for row in rows(sheet)}
    assert list(found) == list(june.assessments)
    for key, judged in june.assessments.items():
        row = found[key]
        for head, exact in (
            ("目标", judged.target),
            ("累计完成", judged.value),
            ("计划应完成", judged.expected),
            ("完成进度", judged.progress_share),
            ("计划进度", judged.plan_share),
            ("欠量", judged.shortfall),
        ):
            if exact is None:
                assert not row[head]
            else:
                assert row[head] == pytest.approx(float(exact), abs=1e-12)
        assert (row["较计划（百分点）"] or 0) == pytest.approx(100 * float(judged.gap or 0))
    assert found["M19-1"]["累计完成"] is None
    assert found["T-1"]["来源单元格"].startswith("演示数据_市人社局_2024-06.xlsx!")


def test_every_task_and_every_report_is_there(report, june):
    book = load(report("workbook.xlsx", "zh").content, values=True)
    assert [row["编号"] for row in rows(book["任务"])] == [task.id for task in june.plan.tasks]
    sent = rows(book["报送"])
    known = [each for each in june.ledger.history if june.plan.reporting_start <= each.period <= june.period]
    assert len(sent) == len(known) > 50
    late = next(row for row in sent if row["责任单位"] == "市林草局")
    assert (late["是否按时"], late["第几次"]) == ("迟报", 1)
    assert isinstance(late["报送时间"], datetime)
    assert late["报送时间"] > datetime(2024, 7, 5)  # noqa: DTZ001 - a cell knows no zones


def test_the_same_versions_give_the_same_workbook(report, june):
    again = make("workbook.xlsx", Asked(june.known.position(june.period), Words("zh")))
    assert again.content == report("workbook.xlsx", "zh").content
    found = origin.read(again.content)
    assert found is not None
    assert (found.report, found.data) == ("workbook.xlsx", june.ledger.version)


def compared(content: bytes, folder: Path) -> int:
    """How many formulas LibreOffice works out, from a copy without results, as they stand in the workbook."""
    with ZipFile(io.BytesIO(content)) as package:
        files = [(name, package.read(name)) for name in package.namelist()]
    bare = packed(
        (name, re.sub(rb"(</f>)<v>[^<]*</v>", rb"\1", part) if "worksheets/sheet" in name else part)
        for name, part in files
    )
    theirs = load(converted(bare, "bare.xlsx", "xlsx", folder, into=folder / "out").read_bytes(), values=True)
    ours, found = load(content, values=True), 0
    for sheet in load(content, values=False).worksheets[:3]:
        for row in sheet.iter_rows(min_row=HEAD + 1):
            for cell in row:
                if isinstance(cell.value, str) and cell.value.startswith("="):
                    mine, other = (book[sheet.title][cell.coordinate].value or 0 for book in (ours, theirs))
                    assert mine == pytest.approx(other, abs=1e-9), (sheet.title, cell.coordinate)
                    found += 1
    return found


@pytest.mark.slow
def test_another_program_comes_to_the_same_results(report, tmp_path: Path):
    assert compared(report("workbook.xlsx", "zh").content, tmp_path) > 200


@pytest.mark.slow
def test_so_it_does_of_falling_numbers_and_limits(tmp_path: Path):
    content = make("workbook.xlsx", Asked(other_plans.falling_and_limits(), Words("en"))).content
    assert compared(content, tmp_path) > 15
