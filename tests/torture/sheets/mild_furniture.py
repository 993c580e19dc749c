"""What programs put around the cells, and what stands on a sheet without being of its table. Nothing of it counts."""

from __future__ import annotations

from collections.abc import Callable

from tests.torture.sheets.hand import HARMLESS, Effect, Hand, Harm, harm, mild
from tests.torture.sheets.paper import Spot, copied

FURNITURE = (
    "frozen panes",
    "conditional formats",
    "grouped rows",
    "filter",
    "text box",
    "drop-down lists",
    "print area",
)


def _furnished(name: str) -> Callable[[Hand], Effect | None]:
    def put(hand: Hand) -> Effect | None:
        page = hand.page(when=lambda page: bool(page.heading_rows()))
        if page is None or name in page.furniture or not hand.paper.needs("xlsxwriter"):
            return None
        page.furniture.add(name)
        return HARMLESS

    put.__name__ = name.replace(" ", "_").replace("-", "_")
    return mild(put)


for each in FURNITURE:
    _furnished(each)


@mild
def formats_to_the_last_column(hand: Hand) -> Effect | None:
    """A format chosen for whole rows: 16,384 columns of nothing."""
    page = hand.page()
    if page is None or not hand.paper.needs("xlsxwriter"):
        return None
    page.furniture.add("wide formats")
    return HARMLESS


@mild
def rows_filtered_away(hand: Hand) -> Effect | None:
    """Rows hidden by a filter are rows of the table all the same."""
    page = hand.page(when=lambda page: page.kind in ("monthly", "long") and len(page.body()) > 2)
    if page is None or not hand.paper.needs("xlsxwriter"):
        return None
    page.furniture.add("filter")
    page.hidden_rows |= set(hand.rng.sample(page.body(), len(page.body()) // 2))
    return HARMLESS


@mild
def stray_number_far_right(hand: Hand) -> Effect | None:
    page = hand.page(when=lambda page: page.kind != "lying")
    if page is None:
        return None
    column = page.last_column + hand.rng.choice([5, 20, 150])
    row = hand.rng.choice([1, *page.body()]) if page.tables() == 1 else 1
    page.put(row, column, Spot(hand.rng.choice([1, 37, 450, 1999, 9999]), "foreign"))  # a year may head columns
    return HARMLESS


@mild
def stray_number_far_below(hand: Hand) -> Effect | None:
    page = hand.page()
    if page is None:
        return None
    page.put(page.last_row + hand.rng.choice([10, 60, 400]), page.last_column + 2, Spot(1204, "foreign"))
    return HARMLESS


@mild
def older_copy_hidden(hand: Hand) -> Effect | None:
    """Last month's sheet, hidden and forgotten."""
    page = hand.page(when=lambda page: page.kind == "monthly" and not page.hidden)
    if page is None or any(each.name == "上月" for each in hand.paper.pages):
        return None
    copy = copied(page, "上月")
    copy.hidden = True
    for at, spot in page.spots.items():
        if spot.part == "figure":
            copy.spots[at].value = hand.rng.randint(1, 99)
    hand.paper.pages.append(copy)
    return HARMLESS


@mild
def figure_over_two_columns(hand: Hand) -> Effect | None:
    """A column is widened by merging every one of its cells with a blank one beside it."""
    page = hand.page(when=lambda page: page.tables() == 1 and page.kind in ("monthly", "shares") and not page.merges)
    heading = (
        hand.pick(s for s in page.find("heading") if s.role in ("month", "cumulative", "reached")) if page else None
    )
    if page is None or heading is None:
        return None
    row, column = page.where(heading)
    page.insert_columns(column + 1)
    page.merges += [(each, column, each, column + 1) for each in (row, *page.body())]
    return HARMLESS


@mild
def apostrophe_before_number(hand: Hand) -> Effect | None:
    """As programs export a number kept as text; a mark in front is asked about."""
    spot = hand.figure()
    if spot is None:
        return None
    spot.value = f"'{spot.value}"
    return harm(spot, kind=Harm.EITHER)
