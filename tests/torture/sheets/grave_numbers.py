"""What makes a cell no number, and must be noticed there."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal
from typing import Any

from tests.torture.sheets.hand import Effect, Hand, Harm, grave, harm, value
from tests.torture.sheets.paper import Calculated, Fault


def _figure(hand: Hand, new: Any, *roles: str, flow: bool = False) -> Effect | None:
    spot = hand.figure(*roles, when=lambda s: not flow or hand.is_flow(s))
    if spot is None:
        return None
    spot.value = new(spot) if callable(new) else new
    return harm(spot)


@grave
def error_value(hand: Hand) -> Effect | None:
    faults = ["#REF!", "#DIV/0!", "#VALUE!", "#N/A", "#NAME?", "#NUM!"]
    return _figure(hand, Fault(hand.rng.choice(faults)))


@grave
def error_as_text(hand: Hand) -> Effect | None:
    return _figure(hand, hand.rng.choice(["#REF!", "#N/A", "#DIV/0!"]))


@grave
def never_calculated(hand: Hand) -> Effect | None:
    spot = hand.figure()
    if spot is None or not hand.paper.needs("openpyxl"):
        return None
    spot.value = Calculated("=SUM(Z1:Z9)")
    return harm(spot)


@grave
def true_or_false(hand: Hand) -> Effect | None:
    return _figure(hand, hand.rng.choice([True, False]))


@grave
def day_for_a_number(hand: Hand) -> Effect | None:
    spot = hand.figure(when=lambda s: not s.format)  # in a format of its own a day is the number it is
    if spot is None:
        return None
    spot.value = hand.rng.choice([date(2024, 3, 31), date(2024, 3, 1), time(12, 30)])
    spot.format = "hh:mm" if isinstance(spot.value, time) else ""
    return harm(spot)


@grave
def vague_number(hand: Hand) -> Effect | None:
    forms = [
        "约{}",
        "近{}",
        "{}左右",
        "{}余",
        "{}+",
        "{}多",
        "超{}",
        "不足{}",
        "{}以上",
        "{0}-{1}",
        "{0}～{1}",
        "{0}至{1}",
        ">{}",
        "≈{}",
        "{}几",
    ]
    form = hand.rng.choice(forms)
    return _figure(hand, lambda s: form.format(abs(value(s)), abs(value(s)) + 100))


@grave
def number_in_words(hand: Hand) -> Effect | None:
    return _figure(hand, hand.rng.choice(["三千", "壹仟贰佰", "一百二十人次", "十二", "两千余", "3千2百", "1万2千"]))


@grave
def no_number_at_all(hand: Hand) -> Effect | None:
    forms = [
        "nan",
        "Infinity",
        "1e3",
        "1_000",
        "0x1F",
        "null",
        "NA",
        "N/A",
        "见附件",
        "同上",
        "〃",
        "待定",
        "?",
        "12..5",
        "1.2.3",
        "12,00",
        "1,20,000",
        "1 20",
        "二",
        "①",
        "=SUM(A1:A3)",
        "１２月",
        "3/4",
        "½",
        "²",
        "٣",
        "1200\n1300",
    ]
    return _figure(hand, hand.rng.choice(forms))


@grave
def marked_number(hand: Hand) -> Effect | None:
    forms = ["{}①", "{}*", "({})", "（{}）", "[{}]", "{}(含市本级)", "{}（预计）", "※{}", "{}²"]
    form = hand.rng.choice(forms)
    return _figure(hand, lambda s: form.format(abs(value(s))))


@grave
def other_unit_behind_number(hand: Hand) -> Effect | None:
    spot = hand.figure(when=lambda s: not hand.is_share(s))
    if spot is None:
        return None
    unit = hand.unit(spot)
    others = [word for word in ("人", "人次", "家", "课时", "元", "次") if word not in (unit.name, *unit.aliases)]
    spot.value = f"{spot.value}{hand.rng.choice(others)}"
    return harm(spot)


@grave
def fraction_of_a_head(hand: Hand) -> Effect | None:
    spot = hand.figure(when=lambda s: hand.is_share(s) or hand.unit(s).whole)
    if spot is None:
        return None
    add = Decimal(hand.rng.choice(["0.5", "0.01", "0.333"]))
    spot.value = float(value(spot) + add) if hand.rng.random() < 0.5 else str(value(spot) + add)
    return harm(spot)


@grave
def vague_ten_thousands(hand: Hand) -> Effect | None:
    spot = hand.figure(when=lambda s: not hand.is_share(s) and hand.unit(s).whole)
    if spot is None:
        return None
    spot.value = f"{hand.rng.randint(1, 9)}.{hand.rng.randint(10000, 99999)}{hand.rng.randint(1, 9)}万"
    return harm(spot)


@grave
def below_zero(hand: Hand) -> Effect | None:
    spot = hand.figure(when=lambda s: value(s) > 0 and (s.role != "month" or hand.is_flow(s)))
    if spot is None:
        return None
    spot.value = hand.rng.choice([-spot.value, f"-{spot.value}", f"－{spot.value}", f"−{spot.value}"])
    return harm(spot)


@grave
def percent_format(hand: Hand) -> Effect | None:
    spot = hand.figure(when=lambda s: value(s) != 0)
    if spot is None:
        return None
    if hand.rng.random() < 0.5:
        spot.format = hand.rng.choice(["0%", "0.00%"])
    else:
        spot.value = f"{spot.value}{hand.rng.choice('%％‰')}"
    return harm(spot)


@grave
def too_many_digits(hand: Hand) -> Effect | None:
    return _figure(hand, hand.rng.choice(["1234567890123456", 1e15, 123456789012345680, "99999999999999999999", 1e300]))


@grave
def total_left_blank(hand: Hand) -> Effect | None:
    spot = hand.figure("cumulative", "reached", "denominator")
    if spot is None:
        return None
    spot.value = hand.rng.choice([None, "", " ", "\u3000"])
    is_across = hand.page_of(spot).kind == "across"  # a column left blank is a month to come
    return harm(spot, kind=Harm.EITHER if is_across else Harm.FIGURE)


@grave
def month_left_blank(hand: Hand) -> Effect | None:
    """Nothing is known then; nothing may be made up."""
    spot = hand.figure("month")
    if spot is None:
        return None
    spot.value = hand.rng.choice([None, " "])
    return Effect(Harm.NONE, (spot,), keys=frozenset({spot.key} if spot.key else ()))


@grave
def dash_for_a_total(hand: Hand) -> Effect | None:
    spot = hand.figure("cumulative", "reached", "denominator", when=lambda s: bool(s.key and s.key[3] is None))
    if spot is None:
        return None
    spot.value = hand.rng.choice(["—", "-", "/", "无", "——", "暂无", "－"])
    return harm(spot)


@grave
def dash_for_a_month(hand: Hand) -> Effect | None:
    """A dash says 0; where that is not so the total shows it, and in any case it is told."""
    spot = hand.figure("month")
    if spot is None:
        return None
    total = hand.beside(spot, "cumulative")
    spot.value = hand.rng.choice(["—", "-", "/", "无"])
    return harm(spot, *([total] if total else []))
