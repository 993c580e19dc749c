"""Tables that lie otherwise: months across, under one to three rows of headings; or headings down the first column."""

from __future__ import annotations

from random import Random

from tests.torture.sheets import wordings
from tests.torture.sheets.paper import LIBRARIES, Page, Paper, Spot
from tests.torture.sheets.tables import figures, identity, label
from tests.torture.sheets.truth import Case, draw
from tests.torture.sheets.wordings import heading


def months_across(rng: Random) -> tuple[Paper, Case]:
    """A column, or two, for every month; the year stands with each month, or in the title."""
    case = _counted(rng, months=rng.randint(2, 6))
    page = Page(rng.choice(["月报", "Sheet1"]), kind="across")
    years = {month.period.year for month in case.months}
    in_title = len(years) == 1 and rng.random() < 0.5
    title = f"{years.pop()}年累计完成情况表" if in_title else "各月累计完成情况表"
    page.put(1, 1, Spot(title, "heading text"))
    whose = wordings.department(rng, case.plan, case.months[0].department_id)
    row = label(page, 2, wordings.DEPARTMENT_LABELS, whose, rng, "department") + 1
    both = rng.random() < 0.6 and not in_title
    if rng.random() < 0.3:
        page.put(row, 3, Spot("完成情况", "group"))
        page.merges.append((row, 3, row, 2 + len(case.months) * (1 + both)))
        row += 1
    page.put(row, 1, Spot(heading(rng, "name"), "heading", "name"))
    page.put(row, 2, Spot(heading(rng, "unit"), "heading", "unit"))
    for at, month in enumerate(case.months):
        period = month.period
        name = f"{period.month}月" if in_title else f"{period.year}年{period.month}月"
        column = 3 + at * (1 + both)
        if both:
            page.put(row, column, Spot(name, "group"))
            page.merges.append((row, column, row, column + 1))
            page.put(row + 1, column, Spot("本月完成", "heading", "month"))
            page.put(row + 1, column + 1, Spot("累计完成", "heading", "cumulative"))
        else:
            page.put(row, column, Spot(f"{name}累计完成", "heading", "cumulative"))
    if both:
        page.merges += [(row, 1, row + 1, 1), (row, 2, row + 1, 2)]
    row += 1 + both
    for down, indicator in enumerate(case.months[-1].counted):
        named = identity(rng, indicator)
        page.put(row + down, 1, named["name"])
        page.put(row + down, 2, named["unit"])
        for at, month in enumerate(case.months):
            told = figures(month, indicator)
            column = 3 + at * (1 + both)
            if both:
                page.put(row + down, column, told["month"])
            page.put(row + down, column + both, told["cumulative"])
    return Paper([page], by=rng.choice(LIBRARIES)), case


def lying(rng: Random) -> tuple[Paper, Case]:
    """Headings down the first column, a column for every item."""
    case = _counted(rng, months=1)
    month = case.months[0]
    page = Page("月报", kind="lying")
    whose = wordings.department(rng, case.plan, month.department_id)
    row = label(page, 1, wordings.DEPARTMENT_LABELS, whose, rng, "department")
    row = label(page, row, wordings.PERIOD_LABELS, wordings.month(rng, month.period), rng, "period") + 1
    roles = ["name", "unit", "month", "cumulative"]
    for down, role in enumerate(roles):
        page.put(row + down, 1, Spot(heading(rng, role), "lying heading", role))
        for across, indicator in enumerate(month.counted, 2):
            line = identity(rng, indicator) | figures(month, indicator)
            page.put(row + down, across, line[role])
    return Paper([page], by=rng.choice(LIBRARIES)), case


def _counted(rng: Random, *, months: int) -> Case:
    """A case in which nothing needs a table of its own."""
    while True:
        case = draw(rng, months=months)
        if all(month.counted and not month.shares for month in case.months) and _is_one_list(case):
            return case


def _is_one_list(case: Case) -> bool:
    """Whether every month owes the same."""
    return len({tuple(i.id for i in month.counted) for month in case.months}) == 1
