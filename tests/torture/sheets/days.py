"""Days beside and in place of months: when a sheet was filled in, printed or signed, and what is no month at all."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from domain.period import Period
from tests.torture.sheets.hand import HARMLESS, Effect, Hand, doubt, grave, mild
from tests.torture.sheets.paper import Page, Spot

PAPER = ["填报日期", "填表时间", "制表时间", "打印日期", "上报时间", "报送日期", "审核日期", "导出时间"]


def _written(hand: Hand, day: date) -> Any:
    return hand.rng.choice(
        [day, f"{day.year}年{day.month}月{day.day}日", f"{day:%Y-%m-%d}", f"{day.year}.{day.month}.{day.day}"]
    )


def _day_of_paper(hand: Hand, period: Period) -> date:
    """Some day after the month is over, its last one too."""
    return period.last_day + timedelta(days=hand.rng.choice([0, 1, 2, 5, 12, 31]))


def _first_cell(page: Page) -> tuple[int, int]:
    return min(page.spots)


@mild
def day_of_filling_in(hand: Hand) -> Effect | None:
    """In the first row beside all that stands there, with its label before it or in one cell."""
    page = hand.page()
    if page is None:
        return None
    row, _ = _first_cell(page)
    column = page.last_column + 2
    day, label = _day_of_paper(hand, max(month.period for month in hand.case.months)), hand.rng.choice(PAPER)
    if hand.rng.random() < 0.5:
        page.put(row, column, Spot(label, "other"))
        page.put(row, column + 1, Spot(_written(hand, day), "other"))
    else:
        page.put(row, column, Spot(f"{label}：{day.year}年{day.month}月{day.day}日", "other"))
    return HARMLESS


@mild
def day_behind_department(hand: Hand) -> Effect | None:
    spot = hand.spot("department", "department") or hand.spot("block", "department")
    if spot is None:
        return None
    day = _day_of_paper(hand, max(month.period for month in hand.case.months)) + timedelta(days=1)
    gap = hand.rng.choice([" ", "          ", "（盖章） ", "\n", "，"])
    spot.value = f"{spot.value}{gap}{day.year}年{day.month}月{day.day}日"
    return HARMLESS if day.day != Period.of(day).last_day.day else None


@mild
def signed_below(hand: Hand) -> Effect | None:
    """A stamp and a day at the right, where figures stand above."""
    page = hand.page(when=lambda page: page.kind in ("monthly", "regions"))
    if page is None or len({month.department_id for month in hand.case.months}) > 1:
        return None
    name = hand.case.plan.department(hand.case.months[0].department_id).name.zh
    day = _day_of_paper(hand, max(month.period for month in hand.case.months))
    row, column = page.last_row + hand.rng.randint(1, 3), max(page.last_column - 1, 2)
    if hand.rng.random() < 0.5:
        page.put(row, column, Spot(f"{name}（公章）", "other"))
        page.put(row + hand.rng.randint(0, 1), column + 1, Spot(_written(hand, day), "other"))
    else:
        page.put(row, column, Spot(f"{name}  {day.year}年{day.month}月{day.day}日", "other"))
    return HARMLESS


@mild
def counted_until(hand: Hand) -> Effect | None:
    spot = hand.spot("period", "period", when=lambda s: hand.page_of(s).kind != "long")
    if spot is None or len(hand.case.months) > 1:
        return None
    period = hand.case.months[0].period
    until = f"{period.year}年{period.month}月"
    spot.value = hand.rng.choice(
        [f"截至{until}底", f"截至{until}{period.last_day.day}日", f"{until}1日—{period.last_day.day}日"]
    )
    return HARMLESS


@grave
def day_for_month(hand: Hand) -> Effect | None:
    """A day in the place of a month: 1-6 as a spreadsheet keeps it, or the day of filling in."""
    spot = hand.spot("period", "period")
    if spot is None:
        return None
    period = hand.case.months[0].period
    day = hand.rng.choice([date(period.year, 1, hand.rng.randint(2, 12)), (period + 1).first_day + timedelta(days=4)])
    spot.value = _written(hand, day)
    return doubt(spot, codes="C30 C33")


@grave
def day_of_filling_in_alone(hand: Hand) -> Effect | None:
    """Where the month should stand there is only when the sheet was filled in."""
    if len(hand.case.months) > 1 or len(hand.paper.pages) > 1 or "月" in hand.paper.pages[0].name.replace("月报", ""):
        return None
    label = hand.spot("label", "period")
    spot = hand.spot("period", "period") if label else hand.spot("block", "period")
    if spot is None:
        return None
    period = hand.case.months[0].period
    day = hand.rng.choice([period.last_day, (period + 1).first_day, period.last_day + timedelta(days=3)])
    if label:
        label.value, spot.value = hand.rng.choice(PAPER), _written(hand, day)
    else:
        spot.value = f"{hand.rng.choice(PAPER)}：{day.year}年{day.month}月{day.day}日"
    return doubt(spot, codes="C30 C51")
