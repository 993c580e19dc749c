"""What makes a column count something else, or nothing that can be known, and must be noticed at its heading."""

from __future__ import annotations

from tests.torture.sheets.hand import Effect, Hand, Harm, grave, harm, value
from tests.torture.sheets.paper import Page, Spot

HEADERS = "B09 B57 B11 B20 B24 B30 B31 B33 B35"


def column_under(page: Page, heading: Spot) -> list[Spot]:
    """What stands under a heading, down to the next one."""
    row, column = page.where(heading)
    found: list[Spot] = []
    for at, spot in page.column_of(column).items():
        if at > row and spot.part == "heading":
            break
        if at > row and spot.item:
            found.append(spot)
    return found


def _heading(hand: Hand, *roles: str) -> tuple[Page, Spot] | None:
    spot = hand.pick(
        s
        for page in hand.paper.pages
        for role in roles
        for s in page.find("heading", role)
        if not s.touched
        and all(not each.touched for each in column_under(page, s))
        and not any(h.touched for h in groups_over(page, s))
    )
    return (hand.page_of(spot), spot) if spot else None


def groups_over(page: Page, heading: Spot) -> list[Spot]:
    row, column = page.where(heading)
    over = page.spots.get((row - 1, column))
    return [over] if over and over.part == "group" else []


def _spoilt(page: Page, heading: Spot, codes: str = HEADERS, kind: Harm = Harm.FIGURE) -> Effect:
    cells = [cell for cell in column_under(page, heading) if cell.key]
    for cell in (heading, *cells):
        cell.touched = True
    return harm(heading, *cells, codes=codes, kind=kind)


@grave
def year_to_date_heading(hand: Hand) -> Effect | None:
    found = _heading(hand, "cumulative")
    if found is None:
        return None
    page, heading = found
    heading.value = hand.rng.choice(
        [
            "自年初累计",
            "本年累计",
            "年初至今",
            "今年累计完成",
            "累计完成（本年）",
            "累计完成（2024年）",
            "累计完成（1-3月）",
            "2024年累计完成",
            "当年累计",
            "全年累计",
            "累计完成(上半年)",
            "一季度累计完成",
            "1—3月累计",
        ]
    )
    has_others = page.kind == "across"  # then it is one column more, and the month it stood for is not given
    return _spoilt(page, heading, f"{HEADERS} B37 B40 C30", Harm.FIGURE if has_others else Harm.DOUBT)


@grave
def planned_heading(hand: Hand) -> Effect | None:
    found = _heading(hand, "cumulative", "month")
    if found is None:
        return None
    page, heading = found
    heading.value = f"{hand.rng.choice(['计划', '拟', '预计', '去年同期', '上年', '其中女性', '同期'])}{heading.value}"
    return _spoilt(page, heading, codes=f"{HEADERS} B37 B38 B39")


@grave
def heading_left_out(hand: Hand) -> Effect | None:
    found = _heading(hand, "cumulative", "month", "reached", "denominator")
    if found is None or groups_over(*found):
        return None  # a group title may still say what is meant
    page, heading = found
    heading.value = None
    return _spoilt(page, heading, codes=f"{HEADERS} B37 B38 B39 B40 D38 D42 D07")


@grave
def heading_not_understood(hand: Hand) -> Effect | None:
    found = _heading(hand, "cumulative", "month", "reached")
    if found is None or groups_over(*found):
        return None
    page, heading = found
    heading.value = hand.rng.choice(["数据", "情况", "完成额度指数", "A", "值"])
    return _spoilt(page, heading, codes=f"{HEADERS} B37 B38 B39 B40 D38 D42 D07")


@grave
def month_and_total_headings_exchanged(hand: Hand) -> Effect | None:
    found = _heading(hand, "month")
    if found is None:
        return None
    page, month = found
    row, _ = page.where(month)
    total = next(
        (s for s in page.row_of(row).values() if s.part == "heading" and s.role == "cumulative" and not s.touched), None
    )
    if total is None or groups_over(page, month) or groups_over(page, total):
        return None
    months, totals = column_under(page, month), column_under(page, total)
    told = [
        (m, t)
        for m, t in zip(months, totals, strict=False)
        if m.is_plain() and t.is_plain() and hand.is_flow(t) and value(m) < value(t)
    ]
    if any(cell.touched for cell in totals) or not told or page.kind == "long":
        return None
    month.value, total.value = total.value, month.value
    total.touched = True
    cells = [*months, *totals]
    for cell in cells:
        cell.touched = True
    return harm(month, total, *cells, kind=Harm.DOUBT)


@grave
def second_total_column(hand: Hand) -> Effect | None:
    """Two columns of totals with different figures."""
    found = _heading(hand, "cumulative")
    if found is None or found[0].tables() != 1:
        return None
    page, heading = found
    column, row = page.last_column + 1, page.where(heading)[0]
    page.put(row, column, Spot(hand.rng.choice(["累计", "累计完成", "累计完成数"]), "foreign"))
    for spot in column_under(page, heading):
        page.put(page.where(spot)[0], column, Spot(hand.rng.randint(1, 999), "foreign"))
    return harm(heading, page.spots[row, column], *column_under(page, heading), codes=f"{HEADERS} C30", kind=Harm.DOUBT)


@grave
def region_misspelt(hand: Hand) -> Effect | None:
    spot = hand.pick(
        s for page in hand.paper.pages for s in page.find("heading") if s.role.startswith("region:") and not s.touched
    )
    if spot is None:
        return None
    page = hand.page_of(spot)
    spot.value = hand.rng.choice(["东城县", f"{str(spot.value)[0]}某县", "其他", "某区"])
    return _spoilt(page, spot, codes="D34")
