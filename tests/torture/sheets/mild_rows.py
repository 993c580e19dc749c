"""What people do to the rows and columns of a table without changing what it says."""

from __future__ import annotations

from tests.torture.sheets.hand import HARMLESS, Effect, Hand, mild
from tests.torture.sheets.paper import Spot


@mild
def blank_row(hand: Hand) -> Effect | None:
    page = hand.page(when=lambda page: page.kind != "lying")
    if page:
        page.insert_rows(hand.rng.choice(page.body()), hand.rng.choice([1, 1, 2, 5]))
    return HARMLESS if page else None


@mild
def blank_column(hand: Hand) -> Effect | None:
    page = hand.page()
    if page:
        page.insert_columns(hand.rng.randint(1, page.last_column))
    return HARMLESS if page else None


@mild
def hidden_row(hand: Hand) -> Effect | None:
    page = hand.page()
    if page:
        page.hidden_rows.add(hand.rng.choice(page.body()))
    return HARMLESS if page else None


@mild
def hidden_column(hand: Hand) -> Effect | None:
    page = hand.page()
    if page:
        page.hidden_columns.add(hand.rng.randint(1, page.last_column))
    return HARMLESS if page else None


@mild
def columns_exchanged(hand: Hand) -> Effect | None:
    """Two columns of a table change places, headings and all."""
    page = hand.page(when=lambda page: page.tables() == 1 and not page.find("group"))
    if page is None:
        return None
    headings = page.find("heading")
    if len(headings) < 2:
        return None
    one, other = hand.rng.sample(headings, 2)
    rows = range(page.heading_rows()[0], page.body()[-1] + 1)
    if any(top in rows for top, *_ in page.merges):
        return None
    page.swap_columns(page.where(one)[1], page.where(other)[1], rows)
    return HARMLESS


@mild
def rows_shuffled(hand: Hand) -> Effect | None:
    page = hand.page(when=lambda page: page.tables() == 1)
    if page is None:
        return None
    rows = page.body()
    if any(top <= row <= bottom for row in rows for top, _, bottom, _ in page.merges):
        return None
    moved = dict(zip(rows, hand.rng.sample(rows, len(rows)), strict=True))
    page.spots = {(moved.get(row, row), column): spot for (row, column), spot in page.spots.items()}
    return HARMLESS


@mild
def subtotal_row(hand: Hand) -> Effect | None:
    page = hand.page(when=lambda page: page.kind in ("monthly", "regions"))
    if page is None:
        return None
    row = hand.rng.choice(page.body())
    cells = page.row_of(row)
    page.insert_rows(row + 1)
    word = hand.rng.choice(
        ["合计", "小计", "总计", "合 计", "汇总", "分类汇总", "合计数", "共计", "培训类小计", "Grand Total"]
    )
    at = min(cells)
    units = [column for column, spot in cells.items() if spot.role == "unit"]
    if units and hand.rng.random() < 0.2:
        at, word = units[0], f"{cells[units[0]].value} 汇总"  # as spreadsheets write the sums of their groups
    page.put(row + 1, at, Spot(word, "total row"))
    for column, spot in cells.items():
        if column > at and spot.part == "figure":
            page.put(row + 1, column, Spot(hand.rng.randint(1, 9999), "total row"))
    return HARMLESS


@mild
def chapter_row(hand: Hand) -> Effect | None:
    page = hand.page(when=lambda page: page.kind != "long")
    if page is None:
        return None
    row = hand.rng.choice(page.body())
    left = min(page.row_of(row))
    page.insert_rows(row)
    page.put(
        row, left, Spot(hand.rng.choice(["一、培训类", "（二）平台建设", "第三部分 人才评价", "专项计划"]), "chapter")
    )
    if hand.rng.random() < 0.5:
        page.merges.append((row, left, row, left + 3))
    return HARMLESS


@mild
def repeated_headings(hand: Hand) -> Effect | None:
    """As a page break leaves them."""
    page = hand.page(when=lambda page: page.tables() == 1 and len(page.body()) > 1)
    if page is None:
        return None
    rows = page.heading_rows()
    first, count = rows[0], rows[-1] - rows[0] + 1
    at = hand.rng.choice(page.body()[1:])
    if any(top < at <= bottom for top, _, bottom, _ in page.merges):
        return None
    headings = {place: spot for place, spot in page.spots.items() if place[0] in rows}
    if any(spot.part not in ("heading", "group") for spot in headings.values()):
        return None
    page.insert_rows(at, count)
    for (row, column), spot in headings.items():
        page.put(at + row - first, column, Spot(spot.value, "repeated", spot.role))
    again = [
        (top + at - first, left, bottom + at - first, right)
        for top, left, bottom, right in page.merges
        if top in rows and bottom in rows
    ]
    page.merges += again
    for spot in headings.values():
        spot.touched = True
    return HARMLESS


@mild
def numbering_row(hand: Hand) -> Effect | None:
    """A row under the headings that numbers the columns."""
    page = hand.page(when=lambda page: page.tables() == 1 and len(page.find("heading")) > 2)
    if page is None:
        return None
    row = page.heading_rows()[-1] + 1
    page.insert_rows(row)
    columns = sorted(page.where(spot)[1] for spot in page.find("heading"))
    style = hand.rng.choice(["甲乙丙", "", "栏次", "一二三四五六七八九十"])
    for number, column in enumerate(columns, 1):
        text = "栏次" if style == "栏次" and number == 1 else number
        if style not in ("", "栏次") and number <= len(style):
            text = style[number - 1]
        page.put(row, column, Spot(text, "numbering"))
    return HARMLESS


@mild
def rows_that_stand_ready(hand: Hand) -> Effect | None:
    """Below the last row some are numbered, with formulas that come to nought."""
    page = hand.page(when=lambda page: page.kind == "monthly" and page.tables() == 1)
    last = page.body()[-1] if page else 0
    if page is None or any(top <= last < bottom for top, _, bottom, _ in page.merges):
        return None
    count, cells = hand.rng.randint(1, 5), page.row_of(last)
    page.insert_rows(last + 1, count)
    for number in range(1, count + 1):
        for column, spot in cells.items():
            if spot.part in ("seq", "figure"):
                page.put(last + number, column, Spot(number if spot.part == "seq" else 0, "prepared"))
    return HARMLESS


@mild
def foreign_column(hand: Hand) -> Effect | None:
    """A column of their own that means nothing here."""
    page = hand.page(when=lambda page: page.tables() == 1 and page.kind != "regions")
    if page is None:
        return None
    column, row = page.last_column + 1, page.heading_rows()[-1]
    page.put(
        row,
        column,
        Spot(hand.rng.choice(["联系人", "上年同期", "同比增长", "资金（万元）", "计划开班数", "签字"]), "foreign"),
    )
    for at in page.body():
        page.put(at, column, Spot(hand.rng.choice(["张三", 12, 3.5, "15%", None]), "foreign"))
    return HARMLESS
