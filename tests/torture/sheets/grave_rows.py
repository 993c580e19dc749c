"""What makes rows and sheets missing, double, foreign or displaced, and must be noticed."""

from __future__ import annotations

from tests.torture.sheets.grave_headings import HEADERS
from tests.torture.sheets.hand import Effect, Hand, Harm, grave, harm
from tests.torture.sheets.paper import Page, Spot, copied


@grave
def row_twice(hand: Hand) -> Effect | None:
    page = hand.page(when=lambda page: page.kind != "lying")
    row = hand.row(page) if page else None
    if page is None or row is None:
        return None
    cells = page.row_of(row)
    at = hand.rng.choice([row + 1, page.body()[-1] + 1])
    page.insert_rows(at)
    for column, spot in cells.items():
        other = hand.rng.randint(1, 99) if spot.part == "figure" and hand.rng.random() < 0.5 else spot.value
        page.put(
            at, column, Spot(other, spot.part if spot.part != "figure" else "copy", spot.role, spot.item, touched=True)
        )
        spot.touched = True
    return harm(*cells.values(), *page.row_of(at).values(), codes="D05", kind=Harm.DOUBT)


@grave
def row_left_out(hand: Hand) -> Effect | None:
    page = hand.page(when=lambda page: page.kind in ("monthly", "long") and len(page.body()) > 1)
    row = hand.row(page) if page else None
    if page is None or row is None:
        return None
    gone = page.row_of(row)
    keys = [spot.key for spot in gone.values() if spot.key]
    has_neighbour = {row - 1, row + 1} & set(page.body())
    if any(key[3] for key in keys) or not has_neighbour:
        return None
    page.remove_row(row)
    months = {key[:2] for key in keys}  # where only a month's regions are left, their month is what is doubted
    rest = [row for row in page.body() if any(s.key and s.key[:2] in months for s in page.row_of(row).values())]
    periods = [s for row in rest for s in page.row_of(row).values() if s.part == "period"]
    if page.kind == "long" and not rest:  # a month of a back-fill that is not there at all
        items = {spot.item for spot in gone.values() if spot.item}
        return harm(codes="C18 X23 D07", keys=keys, items=items, kind=Harm.EITHER)
    return harm(*periods, codes="D07 C33", keys=keys, items={spot.item for spot in gone.values() if spot.item})


@grave
def row_of_nobody(hand: Hand) -> Effect | None:
    page = hand.page(when=lambda page: page.kind != "lying")
    row = hand.row(page) if page else None
    if page is None or row is None:
        return None
    cells = page.row_of(row)
    page.insert_rows(row + 1)
    named = hand.rng.choice(["累计组织活动", "其他培训", "安全生产培训人次数"])
    for column, spot in cells.items():
        new = {"name": named, "task_name": named, "code": "Q99-9", "task_code": "Q99-9"}.get(spot.role, spot.value)
        page.put(row + 1, column, Spot(new, "copy", spot.role, touched=True))
    return harm(*page.row_of(row + 1).values(), kind=Harm.DOUBT)


@grave
def row_of_another_department(hand: Hand) -> Effect | None:
    page = hand.page(when=lambda page: page.kind == "monthly")
    row = hand.row(page) if page else None
    if page is None or row is None or not page.find("heading", "name"):
        return None
    own = {month.department_id for month in hand.case.months}
    others = [i for i in hand.case.plan.numbers if i.reporter not in own and not own & set(i.cooperating)]
    if not others:
        return None
    other, cells = hand.rng.choice(others), page.row_of(row)
    page.insert_rows(row + 1)
    for column, spot in cells.items():
        new = {"name": other.name.zh, "code": other.id, "unit": other.unit}.get(spot.role, spot.value)
        page.put(row + 1, column, Spot(new, "copy", spot.role, touched=True))
    return harm(*page.row_of(row + 1).values(), kind=Harm.DOUBT, items={other.id})


@grave
def row_slipped_sideways(hand: Hand) -> Effect | None:
    """One row's figures stand a column too far to the right."""
    page = hand.page(when=lambda page: page.kind == "monthly")
    row = hand.row(page) if page else None
    if page is None or row is None:
        return None
    cells = page.row_of(row)
    figures = [column for column, spot in cells.items() if spot.part == "figure"]
    roles = [spot.role for spot in cells.values() if spot.part == "figure"]
    if (
        roles != ["month", "cumulative"]
        or figures[1] != figures[0] + 1
        or cells[figures[0]].value == cells[figures[1]].value
    ):
        return None
    if cells[figures[0]].value == 0:
        return None
    for column in sorted((c for c in cells if c >= figures[0]), reverse=True):
        page.spots[row, column + 1] = page.spots.pop((row, column))
    for spot in cells.values():
        spot.touched = True
    return harm(*cells.values(), kind=Harm.FIGURE, codes="B39 E43 X30 X01")


@grave
def figures_merged_over(hand: Hand) -> Effect | None:
    """Two figures below each other under one merge: the lower one is gone."""
    page = hand.page(when=lambda page: page.kind == "monthly")
    row = hand.row(page) if page else None
    if page is None or row is None or row + 1 not in page.body():
        return None
    upper, lower = page.row_of(row), page.row_of(row + 1)
    column = next((c for c, s in upper.items() if s.role == "cumulative" and c in lower and lower[c].key), None)
    if column is None or page.is_in_merge(row + 1, column) or lower[column].touched:
        return None
    gone = page.spots.pop((row + 1, column))
    page.put(row + 1, column, Spot(None, "figure", gone.role, gone.item, gone.key, touched=True))
    page.merges.append((row, column, row + 1, column))
    for spot in upper.values():
        spot.touched = True
    keys = [spot.key for spot in (upper[column], gone) if spot.key]
    return harm(upper[column], page.spots[row + 1, column], keys=keys, codes="B50")


@grave
def region_of_a_row_misspelt(hand: Hand) -> Effect | None:
    spot = hand.pick(
        s
        for page in hand.paper.pages
        for s in page.find("region")
        if not s.touched and str(s.value) not in ("全市", "合计", "全市合计")
    )
    if spot is None:
        return None
    page = hand.page_of(spot)
    spot.value = hand.rng.choice(["东城县", "其他", None])
    cells = page.row_of(page.where(spot)[0]).values()
    return harm(spot, *(cell for cell in cells if cell.key), codes="D34 D40")


@grave
def sheet_twice(hand: Hand) -> Effect | None:
    """A copy of the sheet left in the workbook, with other figures."""
    page = hand.page(when=lambda page: page.kind == "monthly" and not page.hidden)
    if page is None:
        return None
    copy = copied(page, f"{page.name} (2)")
    for at, spot in page.spots.items():
        if spot.part == "figure" and hand.rng.random() < 0.2:
            copy.spots[at].value = hand.rng.randint(1, 99)
        spot.touched = True
    hand.paper.pages.append(copy)
    spots = [*page.spots.values(), *copy.spots.values()]
    return harm(*spots, codes="B03 D05", kind=Harm.DOUBT)


@grave
def only_sheet_hidden(hand: Hand) -> Effect | None:
    shown = [page for page in hand.paper.pages if not page.hidden]
    if len(shown) != 1 or len(hand.paper.pages) > 1:
        return None
    page = shown[0]
    page.hidden = True
    hand.paper.pages.append(Page("封面", {(1, 1): Spot("封面", "other")}, kind="other"))
    for spot in page.spots.values():
        spot.touched = True
    return harm(*page.spots.values(), codes="B04", kind=Harm.DOUBT)


@grave
def turned_on_its_side(hand: Hand) -> Effect | None:
    """Rows and columns exchanged."""
    page = hand.page(when=lambda page: page.tables() == 1 and page.kind == "monthly" and not page.merges)
    if page is None or any(spot.touched for spot in page.spots.values()):
        return None
    first, last = page.heading_rows()[0], page.body()[-1]
    inside = {at: spot for at, spot in page.spots.items() if first <= at[0] <= last}
    page.spots = {at: spot for at, spot in page.spots.items() if at[0] < first}
    page.spots |= {(first + column - 1, row - first + 1): spot for (row, column), spot in inside.items()}
    for spot in page.spots.values():
        spot.touched = True
    return harm(*inside.values(), codes=f"{HEADERS} B01 B02 B03 C04 C30 C31 D07", kind=Harm.EITHER)
