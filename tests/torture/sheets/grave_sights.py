"""What a person sees otherwise than a file holds it: merged figures, parts under one heading, cells out of sight."""

from __future__ import annotations

from tests.torture.sheets.grave_headings import column_under, groups_over
from tests.torture.sheets.hand import Effect, Hand, Harm, grave, harm
from tests.torture.sheets.paper import Page, Spot


def _merged(page: Page, upper: Spot, lower: Spot) -> Effect:
    """One cell over both, with what the first one holds."""
    (top, left), (bottom, right) = page.where(upper), page.where(lower)
    gone = page.spots.pop((bottom, right))
    page.put(bottom, right, Spot(None, "figure", gone.role, gone.item, gone.key, touched=True))
    page.merges.append((top, left, bottom, right))
    keys = [spot.key for spot in (upper, gone) if spot.key]
    return harm(upper, page.spots[bottom, right], keys=keys, codes="B50")


def _beside(hand: Hand, kind: str) -> tuple[Page, Spot, Spot] | None:
    """Two figures side by side in one row, the first to count and the other."""
    page = hand.page(when=lambda page: page.kind == kind)
    row = hand.row(page) if page else None
    if page is None or row is None:
        return None
    cells = page.row_of(row)
    pairs = [(s, cells[c + 1]) for c, s in cells.items() if s.part == "figure" and c + 1 in cells]
    pairs = [(one, other) for one, other in pairs if other.part == "figure"]
    for spot in cells.values():
        spot.touched = True
    return (page, *hand.rng.choice(pairs)) if pairs else None


@grave
def regions_merged(hand: Hand) -> Effect | None:
    found = _beside(hand, "regions")
    return _merged(*found) if found else None


@grave
def month_and_total_merged(hand: Hand) -> Effect | None:
    found = _beside(hand, "monthly")
    return _merged(*found) if found else None


@grave
def figure_under_a_merge(hand: Hand) -> Effect | None:
    """Two figures below each other look like one; the lower is still there, and right."""
    page = hand.page(when=lambda page: page.kind == "monthly")
    row = hand.row(page) if page else None
    if page is None or row is None or row + 1 not in page.body() or not hand.paper.needs("xlsxwriter"):
        return None
    upper, lower = page.row_of(row), page.row_of(row + 1)
    both = [
        (upper[c], s)
        for c, s in lower.items()
        if s.is_plain() and c in upper and upper[c].is_plain() and s.key and upper[c].role == s.role
        if s.value != upper[c].value and not page.is_in_merge(row + 1, c)
    ]
    if not both:
        return None
    one, other = hand.rng.choice(both)
    page.merges.append((*page.where(one), *page.where(other)))
    one.touched = other.touched = True
    return harm(other, kind=Harm.TOLD, codes="B51")


@grave
def parts_without_total(hand: Hand) -> Effect | None:
    """The heading of a figure stands over two columns of them, with or without names of their own below it."""
    page = hand.page(when=lambda page: page.kind == "monthly" and page.tables() == 1)
    headings = [s for role in ("month", "cumulative") for s in (page.find("heading", role) if page else [])]
    heading = hand.pick(s for s in headings if not s.touched)
    if page is None or heading is None or groups_over(page, heading):
        return None
    column = [spot for spot in column_under(page, heading) if spot.key]
    (top, at), rows = page.where(heading), page.heading_rows()
    if not column or any(spot.touched for spot in column) or len(rows) > 1:
        return None
    page.insert_columns(at + 1)
    for spot in column:
        page.put(page.where(spot)[0], at + 1, Spot(hand.rng.randint(1, 99), "foreign", touched=True))
        spot.touched = True
    page.merges.append((top, at, top, at + 1))
    if hand.rng.random() < 0.6:
        page.insert_rows(top + 1)
        for place, word in enumerate(hand.rng.choice([("男", "女"), ("城镇", "农村"), ("脱贫户", "其他")])):
            page.put(top + 1, at + place, Spot(word, "foreign"))
    return harm(heading, *column, codes="B52", kind=Harm.DOUBT)


@grave
def figures_out_of_sight(hand: Hand) -> Effect | None:
    """A row or a column of figures is hidden, by a mark or by its size."""
    spot = hand.figure()
    if spot is None or not hand.paper.needs(hand.paper.by):
        return None
    page = hand.page_of(spot)
    row, column = page.where(spot)
    page.shrunk = hand.rng.random() < 0.7
    if hand.rng.random() < 0.5:
        page.hidden_rows.add(row)
    else:
        page.hidden_columns.add(column)
    return harm(spot, kind=Harm.TOLD, codes="B06 B34")


@grave
def unit_above_contradicts(hand: Hand) -> Effect | None:
    """A unit above the table that is ten thousand of the one in its rows."""
    page = hand.page(when=lambda page: page.kind == "monthly" and not page.find("block", "unit"))
    units = [spot for spot in (page.find("unit", "unit") if page else []) if not spot.touched and spot.item]
    if page is None or not units or page.find("heading", "unit") == []:
        return None
    unit = hand.rng.choice(units)
    page.insert_rows(1)
    text = hand.rng.choice(["单位：万{}", "（单位：万{}）", "统计表（万{}）"]).format(unit.value)
    label = page.put(1, 3, Spot(text, "block", "unit", touched=True))
    for each in units:
        each.touched = True
    return harm(label, *units, codes="D43", kind=Harm.DOUBT)


@grave
def number_cut_in_two(hand: Hand) -> Effect | None:
    """A thousands mark nobody quoted: in a .csv it begins another field."""
    page = hand.page(when=lambda page: page.kind == "monthly")
    row = hand.row(page) if page else None
    if page is None or row is None or not hand.paper.needs(hand.paper.by):
        return None
    cells = page.row_of(row)
    at = next((c for c, s in cells.items() if s.role == "cumulative" and s.is_plain()), 0)
    spot = cells.get(at)
    behind = cells.get(at + 1)
    has_words = behind is not None and behind.part == "said" and behind.role != "deadline"
    if spot is None or not isinstance(spot.value, int) or not 1000 <= spot.value < 1_000_000 or not has_words:
        return None
    for column in sorted((c for c in cells if c > at), reverse=True):
        page.spots[row, column + 1] = page.spots.pop((row, column))
    whole, rest = divmod(spot.value, 1000)
    spot.value = str(whole)
    page.put(row, at + 1, Spot(f"{rest:03}", "foreign", touched=True))
    for each in page.row_of(row).values():
        each.touched = True
    return harm(*page.row_of(row).values(), kind=Harm.FIGURE, codes="E43 B54 B39")
