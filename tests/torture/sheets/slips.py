"""What makes a number another number, and must be noticed by what stands beside it or was known before."""

from __future__ import annotations

from decimal import Decimal

from domain.path import plan_path
from domain.plan import Direction
from tests.torture.sheets.hand import Effect, Hand, Harm, harm, slip, slipping, value, whole
from tests.torture.sheets.paper import Spot


@slipping
def total_off_by_some(hand: Hand) -> Effect | None:
    spot = hand.checked_total()
    if spot is None:
        return None
    spot.value = spot.value + hand.rng.choice([1, 2, 10, 100])
    return slip(spot)


@slipping
def digits_exchanged(hand: Hand) -> Effect | None:
    spot = hand.checked_total(when=lambda s: whole(s) and len(set(str(s.value))) > 1)
    if spot is None:
        return None
    text = str(spot.value)
    at = next(n for n in range(len(text) - 1) if text[n] != text[n + 1])
    spot.value = int(text[:at] + text[at + 1] + text[at] + text[at + 2 :])
    return slip(spot)


@slipping
def wrong_scale(hand: Hand) -> Effect | None:
    """Thousands or ten thousands for ones, or the other way round."""
    spot = hand.checked_total(when=lambda s: value(s) > 0)
    if spot is None:
        return None
    factor = Decimal(hand.rng.choice([10, 1000, 10000]))
    new = value(spot) * factor if hand.rng.random() < 0.5 else value(spot) / factor
    spot.value = int(new) if new == int(new) else float(new)
    return slip(spot)


@slipping
def first_total_in_ten_thousands(hand: Hand) -> Effect | None:
    """Of a first report, which nothing before it stands behind: only its path shows it."""
    if hand.case.ledger is not None or len(hand.case.months) > 1:
        return None
    period = hand.case.months[0].period

    def is_far(spot: Spot) -> bool:
        if not (hand.is_total(spot) and hand.is_flow(spot) and whole(spot)):
            return False
        item = hand.indicator(spot)
        due = plan_path(item, hand.case.plan, period).expected(period)
        return item.direction is Direction.UP and 0 < max(1, value(spot) // 10_000) * 600 < due

    spot = hand.figure("cumulative", when=is_far)
    if spot is None or any(heading.touched for heading in hand.headings(spot)):
        return None
    hand.pin(spot)
    spot.value = max(1, int(value(spot) // 10_000))
    return slip(spot)


@slipping
def totals_of_two_rows_exchanged(hand: Hand) -> Effect | None:
    one = hand.checked_total()
    if one is None:
        return None
    page = hand.page_of(one)
    other = hand.checked_total(when=lambda s: hand.page_of(s) is page and s.value != one.value)
    if other is None:
        return None
    one.value, other.value = other.value, one.value
    return slip(one, other)


@slipping
def region_off_by_one(hand: Hand) -> Effect | None:
    """The regions no longer add up to the city."""

    def adds_up(spot: Spot) -> bool:
        parts, totals = _parts(hand, spot), _city(hand, spot)
        return bool(
            len(parts) == len(hand.case.plan.regions) and len(totals) == 1 and all(s.is_plain() for s in parts + totals)
        )

    spot = hand.figure(when=lambda s: bool(s.key and s.key[3]) and adds_up(s))
    if spot is None:
        return None
    parts = _parts(hand, spot)
    if any(heading.touched for each in (*parts, *_city(hand, spot)) for heading in hand.headings(each)):
        return None
    hand.pin(*parts, *_city(hand, spot))
    spot.value = spot.value + 1
    return slip(spot, *parts)


def _parts(hand: Hand, spot: Spot) -> list[Spot]:
    assert spot.key
    return [
        s for _, s in hand.paper.everything() if s.part == "figure" and s.key and s.key[:3] == spot.key[:3] and s.key[3]
    ]


def _city(hand: Hand, spot: Spot) -> list[Spot]:
    assert spot.key
    key = (*spot.key[:3], None, "cumulative")
    return [s for _, s in hand.paper.everything() if s.part == "figure" and s.key == key]


@slipping
def more_reached_than_there_are(hand: Hand) -> Effect | None:
    spot = hand.figure("reached")
    group = hand.beside(spot, "denominator") if spot else None
    if (
        spot is None
        or group is None
        or not group.is_plain()
        or any(h.touched for s in (spot, group) for h in hand.headings(s))
    ):
        return None
    hand.pin(spot, group)
    spot.value = int(group.value) + 1
    return slip(spot, group)


@slipping
def last_months_total_altered(hand: Hand) -> Effect | None:
    spot = hand.spot("previous", when=lambda s: s.is_plain() and hand.is_flow(s))
    if spot is None:
        return None
    month, total = hand.beside(spot, "month"), hand.beside(spot, "cumulative")
    cells = [each for each in (spot, month, total) if each]
    if (
        len(cells) < 3
        or any(not each.is_plain() for each in cells[1:])
        or any(h.touched for c in cells for h in hand.headings(c))
    ):
        return None
    hand.pin(*cells)
    spot.value = spot.value + 7
    # Where the ledger knows better only the altered cell is wrong, else the sum is: nothing else can show it.
    first = min(m.period for m in hand.case.months)
    if hand.indicator(spot).start == first or (
        total and total.key and total.key[1] != str(first) and hand.case.ledger is None
    ):
        return harm(*cells, kind=Harm.EITHER)
    return slip(*cells)
