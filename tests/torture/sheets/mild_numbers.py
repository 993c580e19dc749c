"""What people and programs do to the cell of a number without changing what it says."""

from __future__ import annotations

from decimal import Decimal

from tests.torture.sheets.hand import HARMLESS, WIDE, Effect, Hand, Harm, harm, mild, rewritten, value, whole
from tests.torture.sheets.paper import Calculated, Rich, as_written


@mild
def full_width_digits(hand: Hand) -> Effect | None:
    spot = hand.figure()
    return rewritten(spot, str(spot.value).translate(WIDE) if spot else "")


@mild
def kept_as_text(hand: Hand) -> Effect | None:
    spot = hand.figure()
    return rewritten(spot, str(spot.value) if spot else "")


@mild
def whole_column_as_text(hand: Hand) -> Effect | None:
    spot = hand.figure()
    if spot is None:
        return None
    page = hand.page_of(spot)
    for each in page.column_of(page.where(spot)[1]).values():
        if each is spot or (each.part == "figure" and each.is_plain()):
            each.value, each.touched = str(each.value), True
    return HARMLESS


@mild
def thousands_marks(hand: Hand) -> Effect | None:
    spot = hand.figure(when=lambda s: abs(value(s)) >= 1000)
    mark = hand.rng.choice([",", "，", " ", "\u00a0", "\u2009"])
    return rewritten(spot, f"{spot.value:,}".replace(",", mark) if spot else "")


@mild
def unit_behind_number(hand: Hand) -> Effect | None:
    spot = hand.figure(when=lambda s: not hand.is_share(s))
    if spot is None:
        return None
    unit = hand.unit(spot)
    return rewritten(spot, f"{spot.value}{hand.rng.choice(['', ' '])}{hand.rng.choice([unit.name, *unit.aliases])}")


@mild
def ten_thousands_exact(hand: Hand) -> Effect | None:
    spot = hand.figure(when=lambda s: whole(s) and value(s) >= 1000)
    return rewritten(spot, f"{Decimal(spot.value) / 10000:f}万" if spot else "")


@mild
def white_space(hand: Hand) -> Effect | None:
    spot = hand.figure()
    before, behind = (hand.rng.choice(["", " ", "\u3000", "\u00a0", "\u200b", "\n", "\t", "\ufeff"]) for _ in range(2))
    return rewritten(spot, f"{before}{spot.value}{behind}" if spot else "")


@mild
def plus_sign(hand: Hand) -> Effect | None:
    spot = hand.figure(when=lambda s: value(s) > 0)
    return rewritten(spot, f"+{spot.value}" if spot else "")


@mild
def needless_decimals(hand: Hand) -> Effect | None:
    spot = hand.figure(when=whole)
    return rewritten(spot, f"{spot.value}.{'0' * hand.rng.randint(1, 3)}" if spot else "")


@mild
def number_format(hand: Hand) -> Effect | None:
    spot = hand.figure(when=lambda s: not s.format)
    if spot is None:
        return None
    spot.format = hand.rng.choice(["#,##0", "0.00", "@", "#,##0;[Red]-#,##0", "_ * #,##0_ ", "General"])
    return HARMLESS


@mild
def own_unit_in_number_format(hand: Hand) -> Effect | None:
    spot = hand.figure(when=lambda s: not s.format and not hand.is_share(s))
    if spot is None:
        return None
    unit = hand.rng.choice([hand.unit(spot).name, *hand.unit(spot).aliases])
    spot.format, spot.reads = f'0"{unit}"', f"{as_written(spot.value)}{unit}"
    return HARMLESS


@mild
def exact_ten_thousands_in_number_format(hand: Hand) -> Effect | None:
    spot = hand.figure(when=lambda s: not s.format and not hand.is_share(s) and whole(s) and value(s) >= 1000)
    if spot is None:
        return None
    spot.format, spot.reads = '0!.0,"万"', f"{as_written(spot.value / 10000)}万"
    return HARMLESS


@mild
def float_noise(hand: Hand) -> Effect | None:
    spot = hand.figure(when=lambda s: value(s) != 0)
    if spot is None:
        return None
    spot.value = float(spot.value) * (1 + 3e-16)
    return HARMLESS


@mild
def formula_with_result(hand: Hand) -> Effect | None:
    spot = hand.figure()
    if spot is None or not hand.paper.needs("xlsxwriter"):
        return None
    formula = hand.rng.choice(["=SUM(Z1:Z9)+0", "='[上月.xlsx]Sheet1'!$B$3", "=ROUND(Z1,0)", '=IF(Z1="","",Z1)'])
    spot.value = Calculated(formula, spot.value)
    return HARMLESS


@mild
def formula_with_text_result(hand: Hand) -> Effect | None:
    spot = hand.figure()
    if spot is None or not hand.paper.needs("xlsxwriter"):
        return None
    spot.value = Calculated('=TEXT(Z1,"0.###")', str(spot.value))
    return HARMLESS


@mild
def rich_number(hand: Hand) -> Effect | None:
    spot = hand.figure(when=lambda s: len(str(s.value)) > 1)
    if spot is None or not hand.paper.needs("xlsxwriter"):
        return None
    text = str(spot.value)
    spot.value = Rich((text[:1], text[1:]))
    return HARMLESS


@mild
def text_beside_a_stored_value(hand: Hand) -> Effect | None:
    """A program put the text in and left the value of before: what is shown is the text."""
    spot = hand.figure(when=lambda s: not s.format)
    if spot is None or not hand.paper.needs("xlsxwriter"):
        return None
    spot.value, spot.stored = str(spot.value), hand.rng.choice(["0", "1204", "7.0"])
    return HARMLESS


@mild
def struck_through(hand: Hand) -> Effect | None:
    spot = hand.figure()
    if spot:
        spot.struck = True
    return HARMLESS if spot else None


@mild
def unit_left_out(hand: Hand) -> Effect | None:
    spot = hand.spot("unit", when=lambda s: not hand.is_share(s))
    if spot is None:
        return None
    page = hand.page_of(spot)
    column = page.where(spot)[1]
    if not any(s.part == "unit" and s.value and s is not spot for s in page.column_of(column).values()):
        return None
    spot.value = None
    row = [s for s in page.row_of(page.where(spot)[0]).values() if s.part == "figure"]
    return harm(spot, *row, kind=Harm.EITHER)  # asked about where ten thousand times as much would do as well


@mild
def row_in_ten_thousands(hand: Hand) -> Effect | None:
    """Unit and all figures of a row in ten thousands, exact."""
    spot = hand.spot("unit", when=lambda s: not hand.is_share(s))
    if spot is None:
        return None
    page = hand.page_of(spot)
    cells = [
        s for s in page.row_of(page.where(spot)[0]).values() if s.part in ("figure", "previous", "target", "total")
    ]
    if any(not cell.is_plain() or not whole(cell) for cell in cells) or page.kind in ("shares", "lying"):
        return None
    if page.find("block", "unit"):  # which would contradict it
        return None
    if any(hand.headings(cell) and "（" in str(hand.headings(cell)[0].value) for cell in cells):
        return None
    spot.value = f"万{hand.unit(spot).name}"
    for cell in cells:
        cell.value, cell.touched = float(Decimal(cell.value) / 10000), True
    return HARMLESS
