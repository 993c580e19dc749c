"""Sheets without a fault, in the many shapes departments give them, each with the truth it says.

A figure's cell carries its key; whatever else stands on the sheet is chosen at random and means nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from tests.torture.sheets import wordings
from tests.torture.sheets.long_tables import long
from tests.torture.sheets.paper import LIBRARIES, Page, Paper, Spot
from tests.torture.sheets.tables import label, monthly, regions, shares, tasks
from tests.torture.sheets.truth import Case, Month, draw


def clean(rng: Random) -> tuple[Paper, Case]:
    """A workbook without a fault, and what it is about."""
    make = rng.choices((own, stacked, by_sheet, long), (6, 1, 1, 2))[0]
    return make(rng)


def own(rng: Random) -> tuple[Paper, Case]:
    """One department's own tables for one month: on one sheet below each other, or on several sheets."""
    case = draw(rng)
    return Paper(
        _pages(rng, case.months[0], rng.choice(["月报", "Sheet1", "报表", "统计表"])), by=rng.choice(LIBRARIES)
    ), case


def by_sheet(rng: Random) -> tuple[Paper, Case]:
    """Several months, a sheet each; or several departments."""
    many = rng.randint(2, 4)
    case = draw(rng, departments=many) if rng.random() < 0.4 else draw(rng, months=many)
    habits, pages = rng.getrandbits(32), list[Page]()
    for month in case.months:
        suffix = f"{month.period.year}年{month.period.month}月"
        name = suffix if len({m.period for m in case.months}) > 1 else month.department_id
        pages += _pages(Random(habits), month, name, one_sheet=True)
    return Paper(pages, by=rng.choice(LIBRARIES)), case


def several(rng: Random) -> tuple[Paper, Case]:
    """Several departments with several months each, a sheet for each of these."""
    case = draw(rng, departments=rng.randint(2, 3), months=rng.randint(2, 3))
    habits, pages = {month.department_id: rng.getrandbits(32) for month in case.months}, list[Page]()
    for month in case.months:
        name = f"{month.department_id} {month.period}"
        pages += _pages(Random(habits[month.department_id]), month, name, one_sheet=True)
    return Paper(pages, by=rng.choice(LIBRARIES)), case


def stacked(rng: Random) -> tuple[Paper, Case]:
    """Several months below each other on one sheet, each with what it needs above it."""
    case = draw(rng, months=rng.randint(2, 3))
    habits = rng.getrandbits(32)
    page = Page("月报", kind="monthly")
    row = 1
    for month in case.months:
        row = _month(Random(habits), page, row, month) + rng.randint(1, 2)
    return Paper([page], by=rng.choice(LIBRARIES)), case


def _pages(rng: Random, month: Month, name: str, *, one_sheet: bool = False) -> list[Page]:
    """All of one department-month, on one sheet or on several."""
    page = Page(name, kind="monthly")
    if one_sheet or rng.random() < 0.3:
        _month(rng, page, rng.choice([1, 1, 2]), month)
        return [page]
    pages = [page] if month.counted else []
    _sheet(rng, page, month, monthly)
    for wanted, title, make in (
        (month.by_region, "分县数据", regions),
        (month.shares, "人均指标", shares),
        (month.tasks, "定性任务", tasks),
    ):
        if wanted and (make is shares or rng.random() < 0.7):
            pages.append(Page(title, kind=make.__name__))
            _sheet(rng, pages[-1], month, make)
    if rng.random() < 0.15:
        other = Page("通讯录", kind="other")
        for at, text in enumerate(["姓名", "电话", "张三", "13800000000"]):
            other.put(1 + at // 2, 1 + at % 2, Spot(text, "other"))
        pages.append(other)
    return pages


Make = Callable[[Random, Page, int, int, Month, str], int]


def _sheet(rng: Random, page: Page, month: Month, make: Make) -> None:
    """A sheet with one table, whose it is above it, and perhaps a footer."""
    left = rng.choice([1, 1, 1, 2, 3])
    row, unit = _above(rng, page, rng.choice([1, 1, 2, 3]), month)
    last = make(rng, page, row, left, month, unit)
    _footer(rng, page, last, left)


def _month(rng: Random, page: Page, row: int, month: Month) -> int:
    """All tables of one department-month below each other; the row after the last."""
    row, unit = _above(rng, page, row, month)
    if month.counted:
        row = monthly(rng, page, row, 1, month, unit) + rng.randint(1, 2)
    if month.shares:
        row = shares(rng, page, row, 1, month, "") + rng.randint(1, 2)
    if month.by_region and rng.random() < 0.5:
        row = regions(rng, page, row, 1, month, "") + 1
    return row


def _above(rng: Random, page: Page, row: int, month: Month) -> tuple[int, str]:
    """Title, whose and which month's; the row below, and the unit of the whole table where one is stated there."""
    whose, when = wordings.department(rng, month.plan, month.department_id), month.period
    style = rng.choice(["labels", "labels", "one cell", "each in a cell", "title", "title and label"])
    if style.startswith("title"):
        whose = wordings.department_in_title(rng, month.plan, month.department_id)
        named = f"{whose}{when.year}年{when.month}月" if style == "title" else f"{when.year}年{when.month}月"
        page.put(row, 1, Spot(f"{named}技能培训工作进展情况统计表", "title"))
        page.merges += [(row, 1, row, rng.randint(4, 7))] if rng.random() < 0.7 else []
        row += 1
    elif rng.random() < 0.6:
        page.put(row, 1, Spot(rng.choice(["工作进展情况统计表", "“技能”行动月报表", "附件1"]), "heading text"))
        page.merges += [(row, 1, row, 6)] if rng.random() < 0.7 else []
        row += rng.randint(1, 2)
    if style == "labels":
        row = label(page, row, wordings.DEPARTMENT_LABELS, whose, rng, "department") - 1
        page.put(row, 5, Spot(rng.choice(wordings.PERIOD_LABELS), "label", "period"))
        page.put(row, 6, Spot(wordings.month(rng, when), "period", "period"))
        row += 1
    elif style == "one cell":
        first, second = rng.choice(wordings.DEPARTMENT_LABELS), rng.choice(wordings.PERIOD_LABELS)
        text = f"{first}：{whose}    {second}：{wordings.month(rng, when, as_text=True)}"
        page.put(row, 1, Spot(text, "block"))
        row += 1
    elif style == "each in a cell":
        page.put(row, 1, Spot(f"{rng.choice(wordings.DEPARTMENT_LABELS)}：{whose}", "block", "department"))
        text = f"{rng.choice(wordings.PERIOD_LABELS)}：{wordings.month(rng, when, as_text=True)}"
        page.put(row + (rng.random() < 0.3), 4, Spot(text, "block", "period"))
        row += 2
    elif style == "title and label":
        row = label(page, row, wordings.DEPARTMENT_LABELS, whose, rng, "department")
    units = {i.unit for i in month.counted}
    unit = units.pop() if len(units) == 1 and rng.random() < 0.15 else ""
    if unit:
        page.put(row, 3, Spot(f"单位：{unit}", "block", "unit"))
        row += 1
    return row + rng.choice([0, 0, 1]), unit


def _footer(rng: Random, page: Page, row: int, left: int) -> None:
    if rng.random() < 0.4:
        page.put(row + 1, left, Spot("填报人：张三", "footer"))
        page.put(row + 1, left + 2, Spot("审核人：李四", "footer"))
        page.put(row + 1, left + 3, Spot("联系电话：0874-1234567", "footer"))
    if rng.random() < 0.3:
        page.put(row + 2, left, Spot("注：本表每月5日前报送。", "note"))
