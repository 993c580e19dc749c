"""What counts as a number. Part of the grammar of `cells`; which units go together is for `units`."""

from __future__ import annotations

import re
from decimal import Decimal

from domain.plan import Unit
from loaders.findings import Finding, Read, refused
from loaders.headers import half_width
from loaders.numbers_in_doubt import LARGEST, figure_in_doubt, share_in_doubt
from loaders.sheet import Cell, CellKind, plain
from loaders.units import is_percent, scale_to

MOST_DIGITS = 15  # a spreadsheet keeps no more
CHECKS = ("previous", "total")  # columns that repeat what can be known without them
LONGEST = 60  # no figure is longer; prose is not searched for one

_SPACES = re.compile(r"\s+")
_INVISIBLE = re.compile(r"[\u200b-\u200f\u2060\ufeff]")
_NUMBER = re.compile(
    r"(?P<sign>[+\-−]?) ?(?P<digits>[0-9][0-9, ]*)(?P<fraction>\.[0-9]+)? ?(?P<suffix>(?![0-9, .%‰]).*)?"
)
_PLAIN = re.compile(r"0|[1-9][0-9]*")
_GROUPED = re.compile(r"[1-9][0-9]{0,2}(?:(,|, | )[0-9]{3})(?:\1[0-9]{3})*")
_PERCENT = re.compile(r"[+\-−]?[0-9][0-9., ]*?(?P<fraction>\.[0-9]+)? ?[%‰]")
_DASH = re.compile(r"[-—–―−‐‑─━/\\∕]+|无|没有|暂无")

_NOTE = r"[\u2460-\u24ff\u2776-\u2793\u3251-\u325f\u32b1-\u32bf⁰¹²³⁴-⁹*※#▲△†‡★☆]"
_BRACKETED = r"[(\[【〔][^)\]】〕]*[)\]】〕]"
_HAN = "零〇○一二三四五六七八九十百千万亿两壹贰叁肆伍陆柒捌玖拾佰仟萬億廿卅点半几数"

# Texts that are no number, with the code of the first that fits.
_NO_NUMBER = {
    code: re.compile("|".join(patterns), re.IGNORECASE)
    for code, *patterns in (
        ("E15", r"#(?:REF!|DIV/0!|VALUE!|N/A|NAME\?|NUM!|NULL!)"),
        ("E18", r"true|false"),
        ("E30", r"[0-9]{4}([-/.])[0-9]{1,2}\1[0-9]{1,2}(?: .*)?", r"[0-9]{4}年[0-9]{1,2}月.*", r"[0-9]{1,2}:[0-9:]+"),
        ("E21", r"[+\-]?(?:nan|inf|infinity|0x[0-9a-f]+)", r"[+\-]?(?=.*[e_])[0-9_]+(?:\.[0-9_]*)?(?:e[+\-]?[0-9_]+)?"),
        ("E25", r"\(.*[0-9].*\)", r"\[.*[0-9].*\]"),
        ("E38", rf"[+\-−]?[0-9].*?(?P<after>(?:{_NOTE}|{_BRACKETED})+)", rf"(?P<before>{_NOTE}+).*[0-9].*"),
        (
            "E20",
            r"(?:大?约|近|将近|接近|超|逾|不足|不到|至少|大概|[<>≤≥~≈±]).*[0-9].*",
            r".*[0-9].*(?:左右|上下|以上|以下|以内|[余多几]\S*|\+)",
            r"[0-9].* ?[-~—–至到] ?[0-9].*",
        ),
        ("E06", rf"[{_HAN}][{_HAN}0-9.]*\D{{0,4}}", rf"[0-9.]+[{_HAN}]+[0-9{_HAN}]+\D{{0,4}}"),
    )
}


def read_number(
    cell: Cell,
    unit: Unit,
    *,
    role: str = "cumulative",
    multiplier: Decimal = Decimal(1),
    may_fall: bool = True,
) -> Read[Decimal]:
    """The figure in `cell`, in `unit`. `multiplier` is how many of `unit` one unit of the sheet is (万人次: 10,000).

    `role` is the column's. "previous" and "total" only serve to check other figures, so a dash or a formula never
    calculated leaves them blank; a dash means nothing done under "month" and is refused elsewhere. "reached" and
    "denominator" count people or things, whatever the indicator's unit. Only "month" may be negative, and only where
    the figure `may_fall`.
    """
    if role in ("reached", "denominator"):
        unit = Unit(unit.name, unit.aliases, whole=True)
    if cell.kind is CellKind.UNCALCULATED and role in CHECKS:
        return Read()
    read = _typed(cell, unit, role, multiplier) if cell.kind is CellKind.TEXT else _stored(cell, unit, multiplier)
    value = read.value
    if value is None:
        return _in_doubt(cell, read, unit, multiplier, may_be_negative=role == "month" and may_fall)
    if abs(value) > LARGEST:
        return refused("E32", raw=_short(cell))
    if value < 0 and not (role == "month" and may_fall):
        return refused("E11" if role == "month" else "E35", raw=_short(cell))
    return Read(Decimal(plain(value)), read.findings)


def _in_doubt(
    cell: Cell, read: Read[Decimal], unit: Unit, multiplier: Decimal, *, may_be_negative: bool
) -> Read[Decimal]:
    """A refusal with the other readings the text allows."""
    if len(read.findings) != 1 or read.doubt:
        return read
    found = read.findings[0]
    return figure_in_doubt(found.code, _tidy(cell), unit, multiplier, may_be_negative, found.facts)


def _tidy(cell: Cell) -> str:
    """What stands in a cell in half-width forms, without what cannot be seen."""
    return _SPACES.sub(" ", _INVISIBLE.sub("", half_width(cell.raw))).strip()


def _short(cell: Cell) -> str:
    """The cell's text for a message."""
    raw = cell.raw.strip()
    return raw if len(raw) <= LONGEST else f"{raw[:LONGEST]}…"


def _stored(cell: Cell, unit: Unit, multiplier: Decimal) -> Read[Decimal]:
    """A cell the spreadsheet itself holds as something other than text."""
    value, raw = cell.value, _short(cell)
    if not isinstance(value, Decimal):
        codes = {CellKind.ERROR: "E15", CellKind.UNCALCULATED: "E16", CellKind.BOOLEAN: "E18"}
        return refused(codes.get(cell.kind, "E30"), raw=raw)
    if is_percent(unit) and not unit.whole:
        if not cell.is_percent and 0 < value <= 1:
            return share_in_doubt(value, {"raw": raw})
        return Read(value * 100 if cell.is_percent else value)
    if cell.is_percent:
        return refused("E31", raw=raw, expected_unit=unit.name)
    return _fraction(value, multiplier, raw, unit) or Read(value * multiplier)


def _typed(cell: Cell, unit: Unit, role: str, multiplier: Decimal) -> Read[Decimal]:
    """A cell holding text."""
    raw = _short(cell)
    text = _tidy(cell)
    if not text:
        return Read()
    if len(text) > LONGEST:
        return refused("E33", raw=raw)
    if _DASH.fullmatch(text):
        return _dash(raw, role)
    if match := _PERCENT.fullmatch(text):
        return _percentage(text, raw, unit)
    match = _NUMBER.fullmatch(text)
    suffix = (match["suffix"] or "").strip() if match else ""
    scale = scale_to(unit, suffix) if suffix else Decimal(1)
    if match is None or scale is None:
        return _no_number(text, raw, suffix, unit)
    number = _digits(match)
    if isinstance(number, str):
        return refused(number, raw=raw)
    if suffix and multiplier != 1:
        return refused("E41", raw=raw, expected_unit=unit.name)
    factor = scale * multiplier
    return _fraction(number, factor, raw, unit) or Read(
        number * factor, _conversion(raw, match, suffix, scale, number * factor)
    )


def _dash(raw: str, role: str) -> Read[Decimal]:
    if role in CHECKS:
        return Read()
    return Read(Decimal(0), (Finding("E07", {"raw": raw}),)) if role == "month" else refused("E08", raw=raw)


def _percentage(text: str, raw: str, unit: Unit) -> Read[Decimal]:
    digits = text.rstrip("% ").replace("−", "-")
    is_plain = re.fullmatch(r"[+-]?(?:0|[1-9][0-9]{0,11})(?:\.[0-9]{1,12})?", digits)
    if is_percent(unit) and not unit.whole and is_plain:
        return Read(Decimal(digits))
    return refused("E31", raw=raw, expected_unit=unit.name)


def _digits(match: re.Match[str]) -> Decimal | str:
    """The number written, or the code of what is wrong with its digits. Thousands marks count only in threes."""
    digits, fraction = match["digits"].rstrip(" "), match["fraction"] or ""
    if _GROUPED.fullmatch(digits):
        digits = re.sub(r"[, ]", "", digits)
    if not _PLAIN.fullmatch(digits):
        return "E39" if re.search(r"[, ]", digits) else "E21"
    if len(digits + fraction.lstrip(".")) > MOST_DIGITS:
        return "E32"
    number = Decimal(digits + fraction)
    return -number if match["sign"] in ("-", "−") else number


def _fraction(number: Decimal, factor: Decimal, raw: str, unit: Unit) -> Read[Decimal] | None:
    """The refusal of a value that is not whole where only whole ones make sense."""
    value = number * factor
    if not unit.whole or value == value.to_integral_value():
        return None
    if factor == 1:
        return refused("E12", raw=raw, expected_unit=unit.name)
    return refused("E14", raw=raw, value=_grouped(value))


def _grouped(value: Decimal) -> str:
    """With thousands marks and every decimal there is: nothing rounded in what a person is asked to confirm."""
    return f"{Decimal(plain(value)):,f}"


def _conversion(raw: str, match: re.Match[str], suffix: str, scale: Decimal, value: Decimal) -> tuple[Finding, ...]:
    """The one thing most worth saying about how a text became a number; nothing for a number merely kept as text."""
    if scale != 1:
        return (Finding("E05", {"raw": raw, "value": _grouped(value)}),)
    if suffix:
        code = "E03"
    elif match["sign"] == "+" or re.search(r"[, ]", match["digits"]):
        code = "E02"
    elif half_width(raw) != raw:
        code = "E01"
    else:
        return ()
    return (Finding(code, {"raw": raw, "value": plain(value)}),)


def _no_number(text: str, raw: str, suffix: str, unit: Unit) -> Read[Decimal]:
    """Why a text is no number, or none in this unit."""
    for code, pattern in _NO_NUMBER.items():
        if match := pattern.fullmatch(text):
            named = match.groupdict()
            mark = named.get("after") or named.get("before")
            return refused(code, raw=raw, mark=mark) if mark else refused(code, raw=raw)
    if re.fullmatch(r"[^\W\d_]{1,6}(?:/[^\W\d_]{1,3})?", suffix):
        return refused("E04", raw=raw, expected_unit=unit.name)
    return refused("E39" if re.fullmatch(r"[+\-−]?[0-9][0-9,.' ]*", text) else "E33", raw=raw)
