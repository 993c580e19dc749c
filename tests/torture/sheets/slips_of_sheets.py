"""Whole columns and whole reports that are readable and wrong: pasted a row too low, from another month, sent again."""

from __future__ import annotations

from domain.period import Period
from tests.torture.sheets.hand import Effect, Hand, Harm, harm, slip, slipping, value, whole
from tests.torture.sheets.paper import Page, Spot


def _totals(hand: Hand, page: Page) -> list[Spot]:
    return [s for s in page.find("figure", "cumulative") if s.key and not s.key[3]]


def _table(hand: Hand) -> tuple[Page, list[Spot]] | None:
    """A monthly table none of whose figures was touched, with its totals."""
    page = hand.page(when=lambda page: page.kind == "monthly" and page.tables() == 1 and len(page.body()) > 2)
    if page is None or len(hand.case.months) > 1:
        return None
    totals = _totals(hand, page)
    cells = [s for s in page.spots.values() if s.part in ("figure", "previous", "period", "heading", "group", "unit")]
    return (page, totals) if len(totals) > 2 and not any(s.touched for s in cells) else None


def _pin_all(page: Page) -> None:
    for spot in page.spots.values():
        spot.touched = True


@slipping
def column_a_row_too_low(hand: Hand) -> Effect | None:
    """The totals pasted one row lower: each is its upper neighbour's, the first is blank."""
    found = _table(hand)
    if found is None:
        return None
    page, totals = found
    values = [spot.value for spot in totals]
    _pin_all(page)
    for spot, new in zip(totals, [None, *values], strict=False):
        spot.value = new
    return harm(*totals)


@slipping
def columns_of_a_row_exchanged(hand: Hand) -> Effect | None:
    """In one row the month stands under the total and the total under the month."""
    spot = hand.checked_total(when=lambda s: (m := hand.beside(s, "month")) is not None and value(m) < value(s))
    month = hand.beside(spot, "month") if spot else None
    if spot is None or month is None:
        return None
    spot.value, month.value = month.value, spot.value
    return slip(spot, month)


@slipping
def previous_column_of_another_month(hand: Hand) -> Effect | None:
    """All totals of the month before are those of the one before that. No figure taken over is wrong by it."""
    found = _table(hand)
    if found is None:
        return None
    page, totals = found
    previous = [s for s in page.find("previous") if s.is_plain() and hand.is_flow(s) and value(s) > 0]
    if not previous:
        return None
    _pin_all(page)
    for spot in previous:
        spot.value = max(spot.value - hand.rng.randint(1, 9), 0)
    return harm(*previous, *totals, *page.find("figure", "month"), kind=Harm.EITHER)


@slipping
def last_months_report_sent_again(hand: Hand) -> Effect | None:
    """Only the date was changed: all totals are those already in the ledger."""
    found = _table(hand)
    if found is None or hand.case.ledger is None:
        return None
    page, totals = found
    before = hand.case.months[0].before
    told = [s for s in totals if s.item in before and hand.is_flow(s) and value(s) != before[s.item]]
    told = [s for s in told if not hand.indicator(s).resets_yearly and not hand.indicator(s).by_region]
    has_months = any((m := hand.beside(s, "month")) and value(m) for s in told)
    if not told or not has_months:
        return None
    _pin_all(page)
    for spot in told:
        old = before[spot.item]
        spot.value = int(old) if whole(spot) else float(old)
        if (previous := hand.beside(spot, "previous")) is not None:
            previous.value = spot.value - int(min(value(spot), 3))
    months = [m for s in told if (m := hand.beside(s, "month"))]
    return slip(*told, *months)


@slipping
def month_altered(hand: Hand) -> Effect | None:
    """Another month that may well be. Where the ledger knows the month before, a gap or a report sent twice shows."""
    spots = [s for page in hand.paper.pages for s in page.find("period", "period")]
    if len(hand.case.months) > 1 or len(spots) != 1 or spots[0].touched or hand.paper.pages[0].kind == "long":
        return None
    if hand.paper.is_final or any(page.find(part) for page in hand.paper.pages for part in ("block", "title")):
        return None
    month, plan = hand.case.months[0], hand.case.plan
    other = month.period + -hand.rng.choice([1, 1, 2, 3])
    owed = {i.id for i in plan.reported_by(month.department_id) if i.start <= other}
    if other < plan.start or owed != {i.id for i in plan.reported_by(month.department_id) if i.start <= month.period}:
        return None
    spots[0].value, spots[0].touched = f"{other.year}年{other.month}月", True
    flows = [s for _, s in hand.paper.figures("cumulative") if hand.is_total(s) and hand.is_flow(s)]
    hand.pin(*flows)
    has_grown = any(value(s) > month.before.get(s.item, value(s)) for s in flows)  # above what came after it
    is_known = hand.case.ledger is not None and (has_grown or other == month.period + -1)
    if not is_known and hand.rng.random() < 0.8:
        return None  # of what nobody can see a few are enough
    return _given_to(hand, spots[0], other, is_known=is_known)


def _given_to(hand: Hand, spot: Spot, other: Period, *, is_known: bool) -> Effect:
    keys = [s.key for _, s in hand.paper.everything() if s.key]
    moved = [(key[0], str(other), *key[2:]) for key in keys]
    cells = [s for _, s in hand.paper.everything() if s.key or s.part == "previous"]
    codes = "C16 C17 C18 C33 X23 X24 X31"
    kind = Harm.ELSEWHERE if is_known else Harm.UNSEEN
    return harm(spot, *cells, codes=codes, kind=kind, keys=[*keys, *moved])


@slipping
def digits_exchanged_unseen(hand: Hand) -> Effect | None:
    """In a total beside which nothing stands and of which nothing was known."""
    spot = hand.figure(
        "cumulative",
        when=lambda s: (
            hand.is_total(s)
            and whole(s)
            and value(s) >= 100
            and hand.case.ledger is None
            and not (hand.beside(s, "month") or hand.beside(s, "previous") or hand.beside(s, "rate"))
            and bool(s.key and hand.indicator(s).start != s.key[1])
            and not hand.indicator(s).by_region
            and str(s.value)[-1] != str(s.value)[-2]
            and len(hand.case.months) == 1
        ),
    )
    if spot is None:
        return None
    text = str(spot.value)
    spot.value = int(text[:-2] + text[-1] + text[-2])
    return harm(spot, kind=Harm.UNSEEN)
