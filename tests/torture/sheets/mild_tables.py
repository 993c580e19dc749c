"""What people do to whole tables without changing what they say: continued, torn, reordered, summed up once more."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from tests.torture.sheets.hand import HARMLESS, Effect, Hand, Harm, harm, mild
from tests.torture.sheets.mild_rows import repeated_headings
from tests.torture.sheets.paper import Spot
from tests.torture.sheets.tables import stored


@mild
def continued_on_the_next_page(hand: Hand) -> Effect | None:
    """续表, with the headings once more."""
    page = hand.page(when=lambda page: page.tables() == 1 and page.kind in ("monthly", "regions"))
    if page is None:
        return None
    if repeated_headings(Hand(replace(hand.paper, pages=[page]), hand.case, hand.rng)) is None:
        return None
    first = min(row for (row, _), spot in page.spots.items() if spot.part == "repeated")
    page.insert_rows(first, hand.rng.choice([1, 2]))
    words = hand.rng.choice(["续表", "续表1", "（续表）", "续上表"])
    page.put(first, hand.rng.choice([1, 1, max(page.last_column - 1, 1)]), Spot(words, "heading text"))
    return HARMLESS


@mild
def row_torn_over_two(hand: Hand) -> Effect | None:
    """A long name goes on in the row below, where nothing else stands: a page ended there."""
    page = hand.page(when=lambda page: page.kind == "monthly")
    spot = hand.pick(
        s for s in (page.find("identity", "name") if page else []) if not s.touched and len(str(s.value)) > 3
    )
    if page is None or spot is None:
        return None
    row, column = page.where(spot)
    if page.is_in_merge(row, column):
        return None
    text = str(spot.value)
    half = hand.rng.randint(2, len(text) - 1)
    page.insert_rows(row + 1)
    spot.value = text[:half]
    rest = page.put(row + 1, column, Spot(text[half:], "torn", touched=True))
    cells = [each for each in page.row_of(row).values() if each.key]
    return harm(spot, rest, *cells, kind=Harm.EITHER, codes="D05 D07 D30 D04")


@mild
def regions_in_another_order(hand: Hand) -> Effect | None:
    page = hand.page(when=lambda page: page.kind == "regions" and page.tables() == 1)
    if page is None:
        return None
    columns = [page.where(s)[1] for s in page.find("heading") if s.role.startswith("region:")]
    rows = range(page.heading_rows()[0], page.body()[-1] + 1)
    if len(columns) < 2 or any(top in rows for top, *_ in page.merges):
        return None
    for one, other in zip(columns, hand.rng.sample(columns, len(columns)), strict=True):
        page.swap_columns(one, other, rows)
    return HARMLESS


@mild
def sum_column_among_the_regions(hand: Hand) -> Effect | None:
    """The city's total stands between its regions."""
    page = hand.page(when=lambda page: page.kind == "regions" and page.tables() == 1 and not page.merges)
    if page is None or page.find("heading", "total"):
        return None
    columns = [page.where(s)[1] for s in page.find("heading") if s.role.startswith("region:")]
    row, at = page.heading_rows()[-1], hand.rng.choice(columns)
    sums = {
        each: sum(Decimal(str(s.value)) for s in page.row_of(each).values() if s.part == "figure" and s.is_plain())
        for each in page.body()
        if all(s.is_plain() for s in page.row_of(each).values() if s.part == "figure")
    }
    if len(sums) < len(page.body()):
        return None
    page.insert_columns(at)
    page.put(row, at, Spot(hand.rng.choice(["合计", "小计", "全市合计"]), "heading", "total", touched=True))
    for each, total in sums.items():
        item = next(spot.item for spot in page.row_of(each).values() if spot.item)
        page.put(each, at, Spot(stored(Decimal(total)), "total", "total", item))
    return HARMLESS
