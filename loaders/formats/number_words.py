"""What a number format makes of a number beyond the number itself: words, a unit, another magnitude, or nothing at all.

A clerk sees 1万 where the file holds 1 and a format `0"万"`. Then the cell is read as if 1万 had been typed. Where the
format shows another number than the file holds, or none, the number stays and `Marked.shown` says what is seen.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from math import isfinite
from typing import NamedTuple

from loaders.formats.grid import Marked, Raw
from loaders.sheet import UNSEEN, Display, exact, plain

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|[\\!](?P<escaped>.)|(?P<space>_.?)|\*.?|\[(?P<bracket>[^\]]*)\]?|(?P<end>;)'
    r"|(?P<general>General|G/通用格式)|(?P<number>[0#?](?:[0#?.,]|E[-+](?=[0#?])|[ ]?/[ ]?[0-9#?]+)*|\.[0#?]+)"
    r"|(?P<text>@)|(?P<other>.)",
    re.DOTALL | re.IGNORECASE,
)
_MIXED_FRACTION = re.compile(r"[0#?]+(?: |\\ )(?=[0#?]+ ?/)")  # 「# ?/?」 is one number
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=) *(-?[0-9.]+)")
_HOLDS: Mapping[str, Callable[[Decimal, Decimal], bool]] = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge, "=": operator.eq, "<>": operator.ne,
}  # fmt: skip
_CURRENCY = re.compile(r"\$([^-]*)(?:-.*)?")
_DASHES = frozenset("-—–―−‐‑─━/")
_NUMBER = re.compile(r"[-−(]?[0-9][0-9,. ]*\)?")  # nothing around it, though words may have made it one: `0"000"`
_NO_MARKS = str.maketrans({",": "", " ": "", "−": "-"})
_MONEY = "¥￥$ "
_NOUGHTS = ("0", "零", "〇")
_PLACEHOLDERS = re.compile(r"[0#?]")
_LARGEST = Decimal(10) ** 20  # beyond, digits are not laid out


class _Piece(NamedTuple):
    """Something shown as it is, or the placeholders of a number."""

    text: str
    is_number: bool = False


@dataclass(frozen=True)
class _Section:
    """One of the up to four parts of a code. `condition`: for which numbers; None: for those its place says."""

    pieces: tuple[_Piece, ...]
    condition: tuple[str, Decimal] | None = None
    is_text: bool = False  # it shows what is typed where @ stands
    percents: int = 0

    @property
    def numbers(self) -> list[str]:
        return [piece.text for piece in self.pieces if piece.is_number]

    @property
    def is_negative_only(self) -> bool:
        return self.condition is not None and self.condition[0] in ("<", "<=") and self.condition[1] <= 0


class _Seen(NamedTuple):
    """What a section makes of a number. `text` has all its digits, `shown` as many as are seen; `before` and `after`
    stand around them. `factor`: how many times the number the digits are; None where they are no number any more.
    """

    text: str
    shown: str
    before: str
    after: str
    factor: Decimal | None
    is_negative: bool


def as_shown(value: Decimal, code: str) -> Raw:
    """The number a cell holds, or the text it is read as, with what is known of it."""
    sections = _sections(code)
    section, is_bare_of_sign = _section_for(value, sections)
    seen = _seen(value, section, is_bare_of_sign=is_bare_of_sign)
    shown, text, number = seen.shown.strip(UNSEEN), seen.text.strip(UNSEEN), float(value)
    if not shown:
        return Marked(number, shown=Display(""))
    if value == 0 and (_DASHES.issuperset(shown.strip(_MONEY)) or shown in _NOUGHTS):
        return Marked(number)  # a dash is how programs write 0 where figures stand in columns
    around = seen.before.strip(UNSEEN) + seen.after.strip(UNSEEN)
    if seen.factor is not None and around == "%"[: section.percents]:
        is_same = seen.factor == 100**section.percents and (value < 0) == seen.is_negative
        if is_same or value == 0:
            return Marked(number, is_percent=section.percents == 1)
    if _NUMBER.fullmatch(text) or _DASHES.issuperset(shown):
        worth = _worth(text)
        return Marked(number, shown=None if worth == value else Display(shown, worth))
    return text


def _worth(text: str) -> Decimal | None:
    """The number a text of digits reads as; brackets around it mean minus."""
    try:
        number = Decimal(text.strip("()").translate(_NO_MARKS))
    except ArithmeticError:
        return None
    return -number if text.startswith("(") else number


def text_as_shown(text: str, code: str) -> Raw:
    """A text a cell holds, with what its format adds to texts."""
    sections = _sections(code)
    section = sections[3] if len(sections) > 3 else next((each for each in sections if each.is_text), None)
    if section is None:
        return text
    found = "".join(text if piece.is_number else piece.text for piece in section.pieces).strip(UNSEEN)
    if not found:
        return Marked(text, shown=Display(""))
    return text if found == text.strip(UNSEEN) else found


def as_seen(stored: Raw, code: str) -> Raw:
    """What a cell of any kind holds, as a format shows it that is not plain."""
    match stored:
        case str():
            return text_as_shown(stored, code)
        case bool():
            return stored
        case int() | float() if isfinite(stored):
            return as_shown(exact(stored), code)
        case Marked(value=float() as share, fault=None):
            return as_seen(share, code)
        case _:
            return stored


@lru_cache(maxsize=512)
def is_plain(code: str) -> bool:
    """Whether a format shows every number as itself (at most rounded, with marks and signs) and every text too."""
    if any(section.condition for section in _sections(code)):
        return False
    seen = [as_shown(Decimal(number), code) for number in (1, 0, -1)]
    is_bare = all(isinstance(each, Marked) and each.shown is None for each in seen)
    percents = {each.is_percent for each in seen if isinstance(each, Marked) and each.value}
    return is_bare and len(percents) == 1 and text_as_shown("x", code) == "x"


@lru_cache(maxsize=512)
def _sections(code: str) -> tuple[_Section, ...]:
    """At least one."""
    found: list[_Section] = []
    pieces: list[_Piece] = []
    condition: tuple[str, Decimal] | None = None
    percents, is_text = 0, False
    for kind, text in _tokens(code):
        if kind == "end":
            found.append(_Section(tuple(pieces), condition, is_text, percents))
            pieces, condition, percents, is_text = [], None, 0, False
        elif kind == "condition":
            condition = _condition(text)
        else:
            is_text = is_text or kind == "text"
            percents += kind == "other" and text == "%"
            pieces.append(_Piece(text, kind in ("number", "general", "text")))
    return (*found, _Section(tuple(pieces), condition, is_text, percents))


def _tokens(code: str) -> Iterator[tuple[str, str]]:
    for match in _TOKEN.finditer(_MIXED_FRACTION.sub("", code)):
        kind = match.lastgroup or ""
        text = match[kind] if kind else ""
        if kind == "bracket":
            currency, condition = _CURRENCY.fullmatch(text), _CONDITION.fullmatch(text)
            if condition:
                yield "condition", text
            elif currency and currency[1]:
                yield "quoted", currency[1]
        elif kind == "space":
            yield "quoted", " "
        elif kind:
            yield kind, text


def _condition(text: str) -> tuple[str, Decimal] | None:
    found = _CONDITION.fullmatch(text)
    try:
        return (found[1], Decimal(found[2])) if found else None
    except ArithmeticError:
        return None


def _section_for(value: Decimal, sections: Sequence[_Section]) -> tuple[_Section, bool]:
    """The one for a number, and whether it shows the number without its sign: that is then for the section to say."""
    numeric = [each for each in sections[:3] if not (each.is_text and len(sections) > 1)] or [_GENERAL]
    if any(each.condition for each in numeric[:2]):
        for section in numeric[:2]:
            if section.condition and _HOLDS[section.condition[0]](value, section.condition[1]):
                return section, section.is_negative_only
        return next((each for each in numeric if not each.condition), _GENERAL), False
    if value < 0 and len(numeric) > 1:
        return numeric[1], True
    return (numeric[2] if value == 0 and len(numeric) > 2 else numeric[0]), False


def _seen(value: Decimal, section: _Section, *, is_bare_of_sign: bool) -> _Seen:
    places = [at for at, piece in enumerate(section.pieces) if piece.is_number]
    sign = "-" if value < 0 and not is_bare_of_sign else ""
    if not places:
        said = sign + "".join(piece.text for piece in section.pieces)
        return _Seen(said, said, said, "", None, bool(sign))
    before = "".join(piece.text for piece in section.pieces[: places[0]])
    after = "".join(piece.text for piece in section.pieces[places[-1] + 1 :])
    exact, shown, factor = _digits(abs(value), section.pieces[places[0] : places[-1] + 1], section.percents)
    if after.translate(_NO_MARKS).strip(UNSEEN)[:1].isdigit():  # digits behind it give those that are seen their worth
        exact = shown
    is_negative = bool(sign)
    opened, closed = before.strip(UNSEEN), after.strip(UNSEEN)
    if not sign and (opened[-1:] in ("-", "−") or (opened[-1:] == "(" and closed[:1] == ")")):
        is_negative, rest = True, opened[:-1]
        after = closed[1:] if opened[-1:] == "(" else after
        return _Seen(before + exact + closed, before + shown + closed, rest, after, factor, is_negative)
    return _Seen(sign + before + exact + after, sign + before + shown + after, before, after, factor, is_negative)


def _digits(number: Decimal, pieces: Sequence[_Piece], percents: int) -> tuple[str, str, Decimal | None]:
    """All digits of a number laid out on its placeholders, those that are seen, and how many times the number they are.

    What stands among the placeholders may be a decimal point where there is none (`0!.0,` shows 7213 as 0.7), or a
    unit (`0"万"0000`): then the digits are laid out as they are seen.
    """
    codes = [piece.text for piece in pieces if piece.is_number]
    between = "".join(piece.text for piece in pieces if not piece.is_number).strip(UNSEEN)
    last = codes[-1]
    factor = Decimal(100) ** percents / Decimal(1000) ** (len(last) - len(last.rstrip(",")))
    if between == "." and len(codes) == 2 and "." not in "".join(codes):
        factor /= Decimal(10) ** len(_PLACEHOLDERS.findall(last))
        return plain(number * factor), _rounded(number * factor, f"0.{last.rstrip(',')}"), factor
    if between and number < _LARGEST:
        laid_out = _laid_out(number * factor, pieces)
        return laid_out, laid_out, None
    code = "".join(codes)
    shown = _rounded(number * factor, code)
    return (plain(number * factor) if shown else ""), shown, factor


def _rounded(number: Decimal, code: str) -> str:
    """With as many decimals as are seen; nothing where no digit is. Other ways of writing one are told in full."""
    if not _PLACEHOLDERS.search(code) or re.search(r"[/E]", code, re.IGNORECASE) or number > _LARGEST:
        return plain(number)
    decimals = _PLACEHOLDERS.findall(code.partition(".")[2])
    rounded = number.quantize(Decimal(1).scaleb(-len(decimals)), ROUND_HALF_UP)
    if not rounded and "0" not in code:
        return ""
    whole, _, fraction = f"{rounded:f}".partition(".")
    kept = fraction.rstrip("0").ljust(decimals.count("0"), "0")
    return f"{whole}.{kept}" if kept else whole


def _laid_out(number: Decimal, pieces: Sequence[_Piece]) -> str:
    decimals = len(_PLACEHOLDERS.findall(pieces[-1].text.partition(".")[2]))
    rest, _, fraction = f"{number.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP):f}".partition(".")
    found = f".{fraction}" if fraction else ""
    first = next(at for at, piece in enumerate(pieces) if piece.is_number)
    for at in range(len(pieces) - 1, -1, -1):
        piece = pieces[at]
        if not piece.is_number:
            found = piece.text + found
            continue
        wanted = _PLACEHOLDERS.findall(piece.text.partition(".")[0])
        taken = rest if at == first else rest[-len(wanted) :] if wanted else ""
        rest = rest[: len(rest) - len(taken)]
        found = taken.rjust(wanted.count("0"), "0") + found
    return found


_GENERAL = _Section((_Piece("General", is_number=True),))
