"""What makes whole tables say what nobody can take over: old ones left below, strangers' rows, regions gone."""

from __future__ import annotations

from tests.torture.sheets.hand import Effect, Hand, Harm, grave, harm, value
from tests.torture.sheets.paper import Spot


@grave
def older_table_below(hand: Hand) -> Effect | None:
    """The same table as it was a month before, left under the new one without a word."""
    page = hand.page(when=lambda page: page.kind == "monthly" and page.tables() == 1 and len(hand.case.months) == 1)
    if page is None or any(spot.touched for spot in page.spots.values()):
        return None
    first, last = page.heading_rows()[0], page.body()[-1]
    down = page.last_row + hand.rng.randint(1, 3) - first + 1
    for (row, column), spot in list(page.spots.items()):
        if first <= row <= last:
            new = spot.value - 1 if spot.part in ("figure", "previous") and spot.is_plain() else spot.value
            page.put(row + down, column, Spot(new, "copy", spot.role, format=spot.format, touched=True))
        spot.touched = True
    inside = [merge for merge in page.merges if first <= merge[0] <= last]
    page.merges += [(top + down, left, bottom + down, right) for top, left, bottom, right in inside]
    return harm(*page.spots.values(), codes="D05 B03", kind=Harm.DOUBT)


@grave
def half_of_another_department(hand: Hand) -> Effect | None:
    """Somebody else's rows pasted over the lower half."""
    page = hand.page(when=lambda page: page.kind == "monthly" and len(page.body()) > 1)
    if page is None or not page.find("heading", "name"):
        return None
    own = {month.department_id for month in hand.case.months}
    others = [i for i in hand.case.plan.numbers if i.reporter not in own and not own & set(i.cooperating)]
    rows = [row for row in page.body() if not any(s.touched for s in page.row_of(row).values())]
    rows = [row for row in rows if all(not s.key or not s.key[3] for s in page.row_of(row).values())]
    rows = rows[len(rows) // 2 :][: len(others)]
    if not rows or not all(any(s.key for s in page.row_of(row).values()) for row in rows):
        return None
    spots: list[Spot] = []
    for row, other in zip(rows, hand.rng.sample(others, len(rows)), strict=True):
        for spot in page.row_of(row).values():
            spot.value = {"name": other.name.zh, "code": other.id, "unit": other.unit}.get(spot.role, spot.value)
            spot.touched = True
            spots.append(spot)
    return harm(*spots, codes="D07", kind=Harm.DOUBT)


@grave
def region_left_out(hand: Hand) -> Effect | None:
    """A region's column is gone, and with it what the regions add up to."""
    page = hand.page(when=lambda page: page.kind == "regions" and page.tables() == 1 and not page.merges)
    heading = hand.pick(s for s in (page.find("heading") if page else []) if s.role.startswith("region:"))
    if page is None or heading is None:
        return None
    column = page.where(heading)[1]
    gone = [spot for spot in page.column_of(column).values() if spot is heading or spot.key]
    if any(spot.touched for spot in gone if spot is not heading):
        return None
    rows = range(page.heading_rows()[0], page.body()[-1] + 1)
    left = [spot for row in rows for spot in page.row_of(row).values() if spot not in gone]
    if any(spot.touched for spot in left):
        return None
    for spot in left:
        spot.touched = True
    page.spots = {at: spot for at, spot in page.spots.items() if not (at[0] in rows and at[1] == column)}
    for at in sorted(at for at in page.spots if at[0] in rows and at[1] > column):
        page.spots[at[0], at[1] - 1] = page.spots.pop(at)
    is_seen = any(value(spot) for spot in gone if spot.key)  # a region that has nothing is missed by nobody
    kind = Harm.FIGURE if is_seen else Harm.EITHER
    return harm(*left, keys=[spot.key for spot in gone if spot.key], codes="B11 B21 B24 B34 X12 X29", kind=kind)


@grave
def region_twice(hand: Hand) -> Effect | None:
    """Two columns for one region, with different figures."""
    page = hand.page(when=lambda page: page.kind == "regions" and page.tables() == 1)
    heading = hand.pick(s for s in (page.find("heading") if page else []) if s.role.startswith("region:"))
    if page is None or heading is None:
        return None
    row, column = page.where(heading)
    at = page.last_column + 1
    double = [page.put(row, at, Spot(heading.value, "copy", touched=True))]
    double += [page.put(below, at, Spot(hand.rng.randint(1, 99), "copy", touched=True)) for below in page.body()]
    cells = [spot for spot in page.column_of(column).values() if spot.key]
    return harm(heading, *double, *cells, codes="B31 D05 D45", kind=Harm.DOUBT)


@grave
def unit_in_heading_disagrees(hand: Hand) -> Effect | None:
    """The heading says ten thousands, the rows say ones."""
    heading = hand.pick(
        s
        for page in hand.paper.pages
        for s in page.find("heading", "cumulative")
        if not s.touched and page.tables() == 1 and "（" not in str(s.value) and page.find("unit")
    )
    if heading is None:
        return None
    page = hand.page_of(heading)
    column = page.where(heading)[1]
    cells = [s for s in page.column_of(column).values() if s.key]
    told = [s for s in cells if not hand.is_share(s) and (unit := hand.beside(s, "unit")) and unit.value]
    if not told or len(told) < len(cells) or any(s.touched for s in cells):
        return None
    heading.value = f"{heading.value}（万{hand.unit(told[0]).name}）"
    hand.pin(*cells, *(hand.beside(s, "unit") for s in cells))
    return harm(heading, *cells, *(u for s in cells if (u := hand.beside(s, "unit"))), codes="D43 D06", kind=Harm.DOUBT)


@grave
def title_of_another_month(hand: Hand) -> Effect | None:
    """Last month's title over this month's label."""
    page = hand.page(when=lambda page: page.kind == "monthly" and bool(page.find("period", "period")))
    if page is None or len(hand.case.months) > 1 or page.row_of(1) or page.find("title"):
        return None
    label = page.find("period", "period")[0]
    if label.touched:
        return None
    other = hand.case.months[0].period + -hand.rng.randint(1, 5)
    if other == hand.case.plan.start:
        return None  # a title may say since when the plan is
    label.touched = True
    title = page.put(1, 1, Spot(f"{other.year}年{other.month}月份技能培训工作进展情况统计表", "title", touched=True))
    return harm(label, title, kind=Harm.TOLD)


@grave
def name_over_two_rows(hand: Hand) -> Effect | None:
    """One name merged over its own row and the one below, whose own name is gone."""
    page = hand.page(when=lambda page: page.kind == "monthly" and not page.find("heading", "code"))
    row = hand.row(page) if page else None
    if page is None or row is None or row + 1 not in page.body():
        return None
    upper, lower = page.row_of(row), page.row_of(row + 1)
    column = next((c for c, s in upper.items() if s.role == "name" and c in lower), None)
    if column is None or page.is_in_merge(row + 1, column) or any(s.touched for s in lower.values()):
        return None
    page.spots.pop((row + 1, column))
    page.merges.append((row, column, row + 1, column))
    for spot in (*upper.values(), *lower.values()):
        spot.touched = True
    return harm(*upper.values(), *lower.values(), codes="D05 D07", kind=Harm.DOUBT)
