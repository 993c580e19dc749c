"""The sheets that are not our template: back-fill over years, and three departments' own tables for one month.

Decides layout only. The figures come as the template takes them, so the same month can be written in any layout.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import xlsxwriter

from domain.observation import Aspect, Topic
from domain.period import Period, months
from domain.plan import Department, Indicator, Plan
from loaders import headers
from loaders.row_figures import SHARES
from loaders.template_filling import Filling
from sample_data.invent import Figures, month_figure
from wording import Words

TEXTS: dict[str, Any] = tomllib.loads((Path(__file__).parent / "words.toml").read_text(encoding="utf-8"))
MARK: str = TEXTS["mark"]
_ZH = Words("zh")


class _Sheets:
    """A workbook in memory with the two styles all of these tables use."""

    def __init__(self, made_on: datetime) -> None:
        self.buffer = BytesIO()
        self.workbook: Any = xlsxwriter.Workbook(self.buffer, {"in_memory": True})
        self.workbook.set_properties({"created": made_on})
        self.title = self.workbook.add_format({"bold": True, "font_size": 16, "align": "center", "valign": "vcenter"})
        self.header = self.workbook.add_format({"bold": True, "border": 1, "align": "center", "valign": "vcenter"})
        self.cell = self.workbook.add_format({"border": 1})

    def add(self, name: str, widths: Sequence[int]) -> Any:
        sheet = self.workbook.add_worksheet(name)
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        return sheet

    def table(self, sheet: Any, titles: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
        """A header in the second row, under the title, and the rows below it."""
        sheet.write_row(1, 0, titles, self.header)
        for row, values in enumerate(rows, start=2):
            sheet.write_row(row, 0, values, self.cell)

    def content(self) -> bytes:
        self.workbook.close()
        return self.buffer.getvalue()


def _made_on(period: Period) -> datetime:
    day = (period + 1).first_day
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def backfill(plan: Plan, department: Department, figures: Figures, first: Period, last: Period) -> bytes:
    """All months `first` … `last` of one department in one long table; shares of groups on a second sheet."""
    sheets, words = _Sheets(_made_on(last)), TEXTS["backfill"]
    own = plan.reported_by(department.id)
    title = words["title"].format(document=plan.document.zh, department=department.name.zh, mark=MARK)
    roles = ("period", "department", "code", "name", "unit", "region", "month", "cumulative")
    sheet = sheets.add(words["sheet"], (12, 24, 10, 36, 10, 20, 12, 12))
    sheet.merge_range(0, 0, 0, len(roles) - 1, title, sheets.title)
    counted = [indicator for indicator in own if indicator.kind not in SHARES]
    rows = _long_rows(plan, department, counted, figures, months(first, last), words["whole_city"])
    sheets.table(sheet, [headers.title("columns", role) for role in roles], rows)
    sheet.freeze_panes(2, 0)
    shares = [indicator for indicator in own if indicator.kind in SHARES]
    if shares:
        roles = ("period", "department", "code", "name", "unit", "reached", "denominator")
        sheet = sheets.add(headers.title("sheets", "per_capita"), (12, 24, 10, 36, 12, 12, 12))
        sheet.merge_range(0, 0, 0, len(roles) - 1, title, sheets.title)
        rows = _share_rows(department, shares, figures, months(first, last))
        sheets.table(sheet, [headers.title("columns", role) for role in roles], rows)
        sheet.freeze_panes(2, 0)
    return sheets.content()


def _long_rows(
    plan: Plan,
    department: Department,
    indicators: Iterable[Indicator],
    figures: Figures,
    periods: Iterable[Period],
    whole_city: str,
) -> Iterator[tuple[object, ...]]:
    places = [(None, whole_city), *((region.id, region.name.zh) for region in plan.regions)]
    listed = list(indicators)
    for period in periods:
        for indicator in listed:
            for region, place in places:
                totals = figures.get((indicator.id, region, Aspect.CUMULATIVE), {})
                if period in totals:
                    identity = (_ZH.month(period), department.name.zh, indicator.id, indicator.name.zh, indicator.unit)
                    yield *identity, place, month_figure(indicator, region, totals, period), totals[period]


def _share_rows(
    department: Department, indicators: Sequence[Indicator], figures: Figures, periods: Iterable[Period]
) -> Iterator[tuple[object, ...]]:
    for period in periods:
        for indicator in indicators:
            reached = figures[indicator.id, None, Aspect.CUMULATIVE].get(period)
            if reached is not None:
                identity = (_ZH.month(period), department.name.zh, indicator.id, indicator.name.zh, indicator.unit)
                yield *identity, reached, figures[indicator.id, None, Aspect.DENOMINATOR][period]


def grouped(plan: Plan, department: Department, period: Period, filling: Filling) -> bytes:
    """Header in two rows under groups, names instead of codes, department and month each in one merged cell."""
    sheets, words = _Sheets(_made_on(period)), TEXTS["grouped"]
    sheet = sheets.add(words["sheet"], (6, 34, 12, 10, 12, 10, 12, 40, 40))
    facts = {"document": plan.document.zh, "department": department.name.zh, "month": _ZH.month(period), "mark": MARK}
    facts |= {"reporter": filling.reporter, "reviewer": filling.reviewer, "phone": filling.phone}
    sheet.merge_range("A1:I1", words["title"].format(**facts), sheets.title)
    sheet.merge_range("A2:D2", words["department"].format(**facts), sheets.cell)
    sheet.merge_range("E2:I2", words["period"].format(**facts), sheets.cell)
    column = 0
    for title in words["single"]:
        sheet.merge_range(2, column, 3, column, title, sheets.header)
        column += 1
    for group, titles in words["groups"]:
        if len(titles) > 1:
            sheet.merge_range(2, column, 2, column + len(titles) - 1, group, sheets.header)
        else:
            sheet.write(2, column, group, sheets.header)
        sheet.write_row(3, column, titles, sheets.header)
        column += len(titles)
    for title in words["rest"]:
        sheet.merge_range(2, column, 3, column, title, sheets.header)
        column += 1
    row = 4
    for number, (indicator, month, total) in enumerate(_monthly(plan, department, filling), start=1):
        said = _said(indicator, filling)
        rate = f"{_ZH.share(total / indicator.target)}"
        values = (number, indicator.name.zh, int(total), rate, int(month), indicator.unit, int(indicator.target), *said)
        sheet.write_row(row, 0, values, sheets.cell)
        row += 1
    sheet.merge_range(row + 1, 0, row + 1, 8, words["footer"].format(**facts))
    return sheets.content()


def plain(plan: Plan, department: Department, period: Period, filling: Filling) -> bytes:
    """From C3 on, the everyday name, figures stored as text with thousands marks, blank rows, sum and note."""
    sheets, words = _Sheets(_made_on(period)), TEXTS["plain"]
    sheet = sheets.add(words["sheet"], (3, 3, 36, 12, 14, 14, 40, 40))
    sheet.write("C3", words["title"].format(mark=MARK), sheets.title)
    everyday = department.short or next(iter(department.aliases), department.name.zh)
    sheet.write_row("C4", [words["department"], everyday])
    sheet.write_row("E4", [words["period"], f"{period.year}.{period.month:02d}"])
    sheet.write_row("C6", words["columns"], sheets.header)
    row, sums = 7, [Decimal(0), Decimal(0)]
    for indicator, month, total in _monthly(plan, department, filling):
        sums = [sums[0] + month, sums[1] + total]
        values = (indicator.name.zh, indicator.unit, f"{int(month):,}", f"{int(total):,}", *_said(indicator, filling))
        sheet.write_row(row, 2, values, sheets.cell)
        row += 2
    sheet.write_row(row, 2, [words["total"], "", f"{int(sums[0]):,}", f"{int(sums[1]):,}"], sheets.cell)
    sheet.write(row + 2, 2, words["note"].format(mark=MARK))
    return sheets.content()


def long(plan: Plan, department: Department, period: Period, filling: Filling) -> bytes:
    """One row for the whole city and one for each region, month and department in columns of their own."""
    sheets, words = _Sheets(_made_on(period)), TEXTS["long"]
    sheet = sheets.add(words["sheet"], (12, 24, 22, 36, 10, 12, 14, 40, 40))
    sheet.merge_range("A1:I1", words["title"].format(document=plan.document.zh, mark=MARK), sheets.title)
    rows: list[tuple[object, ...]] = []
    for indicator, month, total in _monthly(plan, department, filling):
        item = (indicator.name.zh, indicator.unit)
        figures = (int(month), int(total), *_said(indicator, filling))
        rows.append((str(period), department.name.zh, words["whole_city"], *item, *figures))
        for region in plan.regions:
            done = filling.figures.get((indicator.id, region.id, Aspect.MONTH))
            part = filling.figures.get((indicator.id, region.id, Aspect.CUMULATIVE))
            if done is not None and part is not None:
                rows.append((str(period), department.name.zh, region.name.zh, *item, int(done), int(part)))
    sheets.table(sheet, words["columns"], rows)
    return sheets.content()


def _said(indicator: Indicator, filling: Filling) -> tuple[str, ...]:
    """What stands in the way of an indicator and what will be done, "" where nothing does."""
    return tuple(filling.words.get((indicator.id, topic), "") for topic in (Topic.PROBLEMS, Topic.NEXT_STEPS))


def _monthly(plan: Plan, department: Department, filling: Filling) -> Iterator[tuple[Indicator, Decimal, Decimal]]:
    """Every counted indicator of the department with its figures of the month and in all."""
    for indicator in plan.reported_by(department.id):
        total = filling.figures.get((indicator.id, None, Aspect.CUMULATIVE))
        month = filling.figures.get((indicator.id, None, Aspect.MONTH))
        if total is not None and month is not None:
            yield indicator, month, total
