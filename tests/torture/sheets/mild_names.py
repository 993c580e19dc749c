"""What people and programs do to words of a sheet without changing what they say."""

from __future__ import annotations

from datetime import date

from domain.period import Period
from tests.torture.sheets import wordings
from tests.torture.sheets.hand import HARMLESS, WIDE, Effect, Hand, Harm, harm, mild, rewritten
from tests.torture.sheets.paper import Rich, Spot


@mild
def comment(hand: Hand) -> Effect | None:
    page = hand.page()
    if page is None:
        return None
    spot = hand.rng.choice(list(page.spots.values()))
    spot.comment = "请核对：1200"
    return HARMLESS


@mild
def phonetic(hand: Hand) -> Effect | None:
    spot = hand.spot("identity", when=lambda s: isinstance(s.value, str))
    if spot:
        spot.phonetic = "シヒョウ"
    return HARMLESS if spot else None


@mild
def spaced_name(hand: Hand) -> Effect | None:
    spot = hand.spot("identity", hand.rng.choice(["name", "task_name"]))
    if spot is None:
        return None
    text = str(spot.value)
    at = hand.rng.randint(1, len(text) - 1)
    changes = [f"{text[:at]}{gap}{text[at:]}" for gap in (" ", "\n", "\u3000", "\u200b", "\u00a0")]
    return rewritten(
        spot, hand.rng.choice([*changes, f" {text} ", text.translate(WIDE), text.replace("·", "－"), f"{text}："])
    )


@mild
def remark_behind_name(hand: Hand) -> Effect | None:
    """Words in brackets that say nothing, or perhaps of what part: then it is asked."""
    spot = hand.spot("identity", "name", when=lambda s: "（" not in str(s.value))
    if spot is None:
        return None
    remark = hand.rng.choice(["（必填）", "(市级)", "（累计）"])
    spot.value = f"{spot.value}{remark}"
    row = [each for each in hand.page_of(spot).row_of(hand.page_of(spot).where(spot)[0]).values() if each.key]
    return harm(spot, *row, kind=Harm.EITHER) if remark == "(市级)" else HARMLESS


@mild
def bold_part_of_name(hand: Hand) -> Effect | None:
    spot = hand.spot("identity", "name")
    if spot is None or not hand.paper.needs("xlsxwriter"):
        return None
    text = str(spot.value)
    spot.value = Rich((text[:2], text[2:])) if len(text) > 2 else text
    return HARMLESS


@mild
def code_spelled_otherwise(hand: Hand) -> Effect | None:
    spot = hand.spot("identity", "code")
    if spot is None:
        return None
    text = str(spot.value)
    dashes = [text.replace("-", dash) for dash in "—–－‐−"]
    return rewritten(
        spot, hand.rng.choice([*dashes, text.lower(), f" {text} ", text.translate(WIDE), text.replace("-", " - ")])
    )


@mild
def code_left_out(hand: Hand) -> Effect | None:
    """The name says it as well."""
    spot = hand.spot("identity", "code", when=lambda s: _has_plain_name(hand, s))
    if spot is None:
        return None
    spot.value = None
    hand.pin(hand.beside(spot, "name"))
    return HARMLESS


def _has_plain_name(hand: Hand, spot: Spot) -> bool:
    name = hand.beside(spot, "name")
    return name is not None and not name.touched


@mild
def unit_by_another_word(hand: Hand) -> Effect | None:
    spot = hand.spot("unit", when=lambda s: not hand.is_share(s) and bool(hand.unit(s).aliases))
    return rewritten(spot, hand.rng.choice(hand.unit(spot).aliases) if spot else "")


@mild
def heading_spelled_otherwise(hand: Hand) -> Effect | None:
    spot = hand.spot("heading", when=lambda s: isinstance(s.value, str) and not s.role.startswith("region:"))
    if spot is None:
        return None
    text = str(spot.value)
    at = len(text) // 2
    changes = [
        f"{text[:at]}\n{text[at:]}",
        f" {text} ",
        f"{text[:at]} {text[at:]}",
        text.translate(WIDE),
        f"{text}：",
        f"{text}*"[:-1],
    ]
    return rewritten(spot, hand.rng.choice(changes))


@mild
def department_spelled_otherwise(hand: Hand) -> Effect | None:
    spot = hand.spot("department", "department")
    if spot is None:
        return None
    text = str(spot.value)
    return rewritten(spot, hand.rng.choice([f" {text} ", f"{text[:2]} {text[2:]}", f"{text}（盖章）", f"{text}\n"]))


@mild
def month_as_a_day(hand: Hand) -> Effect | None:
    """In the formats only Chinese Excel has, which libraries know in different degrees."""
    spot = hand.spot("period", "period", when=lambda s: isinstance(s.value, date))
    if spot is None or not hand.paper.needs("xlsxwriter"):
        return None
    spot.format = hand.rng.choice(
        [*map(str, (*range(27, 37), *range(50, 59), 14, 17, 22)), '[$-804]yyyy"年"m"月"', "yyyy.mm", "mmm-yy"]
    )
    return HARMLESS


@mild
def first_or_last_day_of_the_month(hand: Hand) -> Effect | None:
    spot = hand.spot("period", "period", when=lambda s: isinstance(s.value, date))
    if spot is None:
        return None
    spot.value = hand.rng.choice([Period.of(spot.value).first_day, Period.of(spot.value).last_day])
    return HARMLESS


@mild
def words_changed(hand: Hand) -> Effect | None:
    spot = hand.spot("said")
    said = [
        "1200",
        1200,
        "=1+1",
        "@SUM(A1)",
        "合计",
        "累计完成",
        "目标完成率100%，累计3.5万人次",
        date(2024, 3, 1),
        True,
        *wordings.SAID,
    ]
    if spot:
        spot.value = hand.rng.choice(said)
    return HARMLESS if spot else None


@mild
def sequence_broken(hand: Hand) -> Effect | None:
    spot = hand.spot("seq")
    if spot:
        spot.value = hand.rng.choice([None, 7, "一", "（1）", "1.", "①", "1-1"])
    return HARMLESS if spot else None
