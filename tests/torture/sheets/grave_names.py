"""What makes a figure nobody's, or somebody else's: codes, names, units, departments, months, states."""

from __future__ import annotations

from difflib import SequenceMatcher

from tests.torture.sheets.hand import Effect, Hand, Harm, doubt, grave, harm
from tests.torture.sheets.paper import Spot


@grave
def code_altered(hand: Hand) -> Effect | None:
    spot = hand.spot("identity", "code")
    name = hand.beside(spot, "name") if spot else None
    if spot is None or name is None or name.touched or not _names_it(hand, name):
        return None
    hand.pin(name)
    text = str(spot.value)
    at = hand.rng.randrange(len(text))
    spot.value = hand.rng.choice(
        [text[:at] + hand.rng.choice("0123456789XZ") + text[at + 1 :], text + "1", "0" + text, text.replace("-", ".")]
    )
    if str(spot.value) == text:
        return None
    return harm(spot, *_row(hand, spot))


def _names_it(hand: Hand, name: Spot) -> bool:
    return isinstance(name.value, str)


def _row(hand: Hand, spot: Spot) -> list[Spot]:
    """The figures of a row: those that are nobody's when the row is."""
    page = hand.page_of(spot)
    return [each for each in page.row_of(page.where(spot)[0]).values() if each.key]


@grave
def codes_exchanged(hand: Hand) -> Effect | None:
    one = hand.spot("identity", "code")
    if one is None:
        return None
    page = hand.page_of(one)
    other = hand.spot(
        "identity", "code", when=lambda s: s.item != one.item and hand.page_of(s) is page and _differ(hand, s, one)
    )
    names = [hand.beside(each, "name") for each in (one, other) if each]
    if other is None or len(names) < 2 or any(n is None or n.touched for n in names):
        return None
    hand.pin(*names)
    one.value, other.value = other.value, one.value
    return harm(one, other, *_row(hand, one), *_row(hand, other))


def _differ(hand: Hand, one: Spot, other: Spot) -> bool:
    return hand.indicator(one).name.zh != hand.indicator(other).name.zh


@grave
def name_misspelt(hand: Hand) -> Effect | None:
    """Without a code beside it nobody is to guess."""
    spot = hand.spot(
        "identity",
        "name",
        when=lambda s: hand.beside(s, "code") is None or not getattr(hand.beside(s, "code"), "value"),
    )
    if spot is None or spot.item == "" or hand.beside(spot, "code"):
        return None
    text = str(spot.value)
    at = hand.rng.randrange(len(text))
    spot.value = hand.rng.choice(
        [
            text[:at] + text[at + 1 :],
            text[:at] + hand.rng.choice("技能新的市省级") + text[at + 1 :],
            text + "数",
            text[::-1],
        ]
    )
    names = {hand.case.plan.indicator(i.id).name.zh for i in hand.case.plan.indicators} | {
        t.name.zh for t in hand.case.plan.tasks
    }
    if str(spot.value) in {*names, text, ""}:
        return None
    says_the_same = [*filter(str.isalnum, str(spot.value))] == [*filter(str.isalnum, text)]  # but for a dot
    kind = Harm.EITHER if says_the_same else Harm.FIGURE
    return harm(spot, *_row(hand, spot), codes="B24", kind=kind)  # B24: where no other row is left


@grave
def name_misspelt_beside_its_code(hand: Hand) -> Effect | None:
    """The code says which; a clerk's slip in the name changes nothing, unless it becomes another's."""
    spot = hand.spot(
        "identity", "name", when=lambda s: bool((c := hand.beside(s, "code")) and not c.touched and c.value)
    )
    if spot is None:
        return None
    hand.pin(hand.beside(spot, "code"))
    text = str(spot.value)
    at = hand.rng.randrange(len(text))
    spot.value = text[:at] + text[at + 1 :] if hand.rng.random() < 0.5 else text[:at] + "某" + text[at + 1 :]
    others = [i.name.zh for i in hand.case.plan.indicators if i.name.zh != text]
    near = max((SequenceMatcher(None, str(spot.value), other).ratio() for other in others), default=0)
    if near > 0.7 or len(text) < 5:
        return harm(spot, *_row(hand, spot), kind=Harm.EITHER)
    return Effect(Harm.NONE)


@grave
def other_unit(hand: Hand) -> Effect | None:
    spot = hand.spot("unit", when=lambda s: not hand.is_share(s))
    if spot is None:
        return None
    unit = hand.unit(spot)
    spot.value = hand.rng.choice(
        [word for word in ("人", "人次", "家", "课时", "万元", "吨", "万") if word not in (unit.name, *unit.aliases)]
    )
    return harm(spot, *_row(hand, spot))


@grave
def department_unknown(hand: Hand) -> Effect | None:
    spot = hand.spot("department", "department")
    if spot is None:
        return None
    spot.value = hand.rng.choice(["市某某局", "市技能培训中心", f"{spot.value}二科", "各县区", str(spot.value)[::-1]])
    return doubt(spot, codes="C02 C04 C31 C34")


@grave
def department_left_blank(hand: Hand) -> Effect | None:
    spot = hand.spot(
        "department", "department", when=lambda s: len(hand.case.months) == 1 and len(hand.paper.pages) == 1
    )
    if spot is None:
        return None
    spot.value = None
    return doubt(spot, codes="C04 C31 C34")


@grave
def month_unreadable(hand: Hand) -> Effect | None:
    spot = hand.spot("period", "period")
    if spot is None:
        return None
    spot.value = hand.rng.choice(
        [
            "3月",
            "2024年13月",
            "1-6月",
            "上半年",
            "一季度",
            "2024年",
            "本月",
            "2024年1-3月",
            "2019年3月",
            "2099年1月",
            2024.1,
            3,
            "第三期",
            "24年3月",
        ]
    )
    return doubt(spot, codes="C30 C33")


@grave
def state_unknown(hand: Hand) -> Effect | None:
    spot = hand.spot("state")
    if spot is None:
        return None
    spot.value = hand.rng.choice(["差不多了", "完成了80%", 1, "是", "√", True])
    return harm(spot)
