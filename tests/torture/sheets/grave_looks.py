"""What makes a cell show something else than it holds: words, another magnitude, nothing at all."""

from __future__ import annotations

from tests.torture.sheets.hand import Effect, Hand, Harm, doubt, grave, harm, value
from tests.torture.sheets.paper import Calculated, Rich, Spot, as_written


def _formatted(hand: Hand, *codes: str) -> Spot | None:
    """A figure above zero in one of these number formats."""
    spot = hand.figure(when=lambda s: not s.format and not hand.is_share(s) and value(s) > 0)
    if spot:
        spot.format = hand.rng.choice(codes)
    return spot


@grave
def words_in_number_format(hand: Hand) -> Effect | None:
    """As if typed so."""
    spot = _formatted(hand, '"约"0', '0"+"', '"不足"0', '0"左右"', '0"余"', '0"%"', '0"人天"', '"已报"')
    return harm(spot) if spot else None


@grave
def ten_thousands_in_number_format(hand: Hand) -> Effect | None:
    """The figure is another one then, and the clerk is told which."""
    spot = _formatted(hand, '0"万"', '0"千"')
    if spot is None:
        return None
    spot.reads = as_written(spot.value) + spot.format[2]
    return harm(spot)


@grave
def another_magnitude_in_number_format(hand: Hand) -> Effect | None:
    spot = _formatted(hand, "0,", '0"0"', '"1"0')
    return doubt(spot) if spot else None


@grave
def hidden_by_number_format(hand: Hand) -> Effect | None:
    spot = _formatted(hand, ";;;")
    return harm(spot, kind=Harm.TOLD) if spot else None


def _is_in_merge(hand: Hand, spot: Spot) -> bool:
    page = hand.page_of(spot)
    return page.is_in_merge(*page.where(spot))


def _rich(hand: Hand, *parts: str, looks: tuple[str, ...]) -> Spot | None:
    """A figure with something raised or struck through beside it; {} is the figure."""
    spot = hand.figure(when=lambda s: not s.format and value(s) > 0 and not _is_in_merge(hand, s))
    if spot is None or not hand.paper.needs("xlsxwriter"):
        return None
    spot.value = Rich(tuple(part.format(as_written(spot.value)) for part in parts), looks)
    return spot


@grave
def raised_note(hand: Hand) -> Effect | None:
    spot = _rich(hand, "{}", str(hand.rng.randint(1, 9)), looks=("", "raised"))
    return harm(spot) if spot else None


@grave
def struck_digits(hand: Hand) -> Effect | None:
    """What is left is the figure, and the clerk is asked whether it is."""
    digit = str(hand.rng.randint(1, 9))
    parts, looks = hand.rng.choice([(("{}", digit), ("", "struck")), ((digit, "{}"), ("struck", ""))])
    spot = _rich(hand, *parts, looks=looks)
    return harm(spot, kind=Harm.TOLD) if spot else None


@grave
def zeros_hidden(hand: Hand) -> Effect | None:
    """By an option of the sheet: a nought looks like nothing."""
    spot = hand.figure(when=lambda s: value(s) == 0 and not s.format)
    if spot is None or not hand.paper.needs("xlsxwriter"):
        return None
    hand.page_of(spot).furniture.add("zeros hidden")
    return harm(spot, kind=Harm.TOLD)


@grave
def placeholder_for_a_result(hand: Hand) -> Effect | None:
    """A program wrote the formula and left 0 for what it comes to."""
    spot = hand.figure(when=lambda s: not s.format)
    if spot is None or not hand.paper.needs("xlsxwriter"):
        return None
    hand.paper.is_uncalculated = True
    spot.value = Calculated("=SUM(Z1:Z9)", 0)
    return harm(spot)


@grave
def shown_otherwise_on_a_condition(hand: Hand) -> Effect | None:
    """A conditional format brings a number format, by which a figure is seen as another."""
    spot = hand.figure(when=lambda s: s.is_plain())
    if spot is None or not hand.paper.needs("xlsxwriter"):
        return None
    spot.conditional = hand.rng.choice(['0"万"', "0.0,", ";;;", "0%"])
    return harm(spot, kind=Harm.TOLD, codes="E54")


@grave
def comment_says_expected(hand: Hand) -> Effect | None:
    spot = hand.figure()
    if spot is None or not hand.paper.needs("xlsxwriter"):
        return None
    spot.comment = hand.rng.choice(["此数为预计数", "待核实", "暂估数，下月调整"])
    return harm(spot, kind=Harm.TOLD)
