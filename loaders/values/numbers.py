"""What counts as a number. Part of the grammar of `cells`; which units go together is for `units`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from domain import figures
from domain.figures import Flaw
from domain.plan import Unit
from loaders.findings import Finding, Read, refused
from loaders.headers import compact, half_width
from loaders.sheet import UNSEEN, Cell, CellKind, Display, plain, unstruck
from loaders.values.no_numbers import why_no_number
from loaders.values.numbers_in_doubt import figure_in_doubt, proposed, share_in_doubt
from loaders.values.units import bare, is_percent, scale_to

CHECKS = ("previous", "total")  # columns that repeat what can be known without them
_TAIL = Decimal("0.0000005")
"""How far from a whole number a count may be: what arithmetic in binary fractions leaves behind (68.9999999 of 69).

With 15 digits a figure below 10⁹ is kept to 10⁻⁶ at worst; nobody means less than a ten-thousandth of a person, which
is what four decimals in 万 can tell apart. So everything nearer than half a millionth is the whole number.
"""
LONGEST = 60  # no figure is longer; prose is not searched for one

_SPACES = re.compile(r"\s+")
_UNSEEN = dict.fromkeys(ord(mark) for mark in UNSEEN if not mark.isspace())
_NUMBER = re.compile(
    r"(?P<sign>[+\-−]?) ?(?P<digits>[0-9][0-9, ]*)(?P<fraction>\.[0-9]+)? ?(?P<suffix>(?![0-9, .]).*)?"
)
_DASH = re.compile(r"\(?(?:[-—–―−‐‑─━/\\∕]+|无|没有|暂无)\)?。?")
_CODES = {Flaw.NO_NUMBER: "E21", Flaw.MISPLACED_MARKS: "E39", Flaw.TOO_LARGE: "E32"}
_YUAN = re.compile(r"^([+\-−]?) ?[¥￥] ?(?=[+\-−0-9])")
_YUAN_UNIT = "元"
_SHARES = {"%": Decimal(1), "‰": Decimal("0.1")}  # in per cent
_A_UNIT = re.compile(r"[^\W\d_]{1,6}(?:/[^\W\d_]{1,3})?")


@dataclass(frozen=True)
class Wanted:
    """What the column of a cell asks for. `others` are the units known beside its own."""

    unit: Unit
    role: str
    multiplier: Decimal
    may_be_negative: bool
    others: tuple[Unit, ...]
    in_per_cent: bool = False  # what stands beside it leaves no doubt

    @property
    def is_share(self) -> bool:
        return is_percent(self.unit) and not self.unit.whole

    def scale(self, suffix: str) -> Decimal | None:
        """How many of the unit one of what stands behind a number is; None where they differ in kind."""
        if suffix in _SHARES:
            return _SHARES[suffix] if self.is_share else None
        return scale_to(self.unit, suffix) if suffix else Decimal(1)

    def is_another_unit(self, text: str) -> bool:
        """Whether a text is a unit of the plan; a per cent sign is for `scale`."""
        is_word = text not in _SHARES and bool(compact(text))
        return is_word and any(scale_to(other, text) is not None for other in self.others)


def read_number(
    cell: Cell,
    unit: Unit,
    *,
    role: str = "cumulative",
    multiplier: Decimal = Decimal(1),
    may_fall: bool = True,
    others: Iterable[Unit] = (),
    in_per_cent: bool = False,
) -> Read[Decimal]:
    """The figure in `cell`, in `unit`. `multiplier` is how many of `unit` one unit of the sheet is (万人次: 10,000).

    `role` is the column's. "previous" and "total" only serve to check other figures, so a dash or a formula never
    calculated leaves them blank; a dash means nothing done under "month" and is refused elsewhere. Only "month" may be
    negative, and only where the figure `may_fall`. `others` are the units of the plan: what stands in brackets may be
    one of them. `in_per_cent`: a small number beside others in per cent is one too, and no share of one.
    """
    wanted = Wanted(unit, role, multiplier, role == "month" and may_fall, tuple(others), in_per_cent)
    if cell.kind is CellKind.UNCALCULATED and role in CHECKS:
        return Read()
    if cell.shown and cell.shown.text:
        return _shown_or_stored(cell, cell.shown, wanted)
    return _settled(cell, _held(cell, wanted), wanted)


def _held(cell: Cell, wanted: Wanted) -> Read[Decimal]:
    return _typed(_tidy(cell), _short(cell), wanted) if cell.kind is CellKind.TEXT else _stored(cell, wanted)


def _shown_or_stored(cell: Cell, shown: Display, wanted: Wanted) -> Read[Decimal]:
    """A format shows another number than the cell holds, such as 0.7 for 7213: which is meant, the clerk says."""
    seen = Read[Decimal]() if shown.number is None else _held(cell._replace(value=shown.number), wanted)
    found = {"as_shown": seen, "as_stored": _held(cell, wanted)}
    values = [(key, read.value) for key, read in found.items() if read.value is not None]
    fitting = [(key, value) for key, value in values if value >= 0 or wanted.may_be_negative]
    facts = {"raw": _short(cell), "shown": shown.text}
    return proposed("E50", facts, fitting, about=f"{shown.text}/{_short(cell)}", may_be_rule=False)


def _settled(cell: Cell, read: Read[Decimal], wanted: Wanted) -> Read[Decimal]:
    """A figure within its bounds, or the readings of one that is refused."""
    value = read.value
    if value is None:
        return _in_doubt(cell, read, wanted)
    flaw = figures.flaw(value, may_be_negative=wanted.may_be_negative)
    if flaw is Flaw.NEGATIVE:
        return refused("E11" if wanted.role == "month" else "E35", raw=_short(cell))
    if flaw:
        return refused(_CODES[flaw], raw=_short(cell))
    return Read(Decimal(plain(value)), read.findings)


def _in_doubt(cell: Cell, read: Read[Decimal], wanted: Wanted) -> Read[Decimal]:
    """A refusal with the other readings the text allows."""
    if len(read.findings) != 1 or read.doubt:
        return read
    found = read.findings[0]
    return figure_in_doubt(found.code, _tidy(cell), wanted.unit, wanted.multiplier, wanted.may_be_negative, found.facts)


def _tidy(cell: Cell) -> str:
    """What stands in a cell in half-width forms, without what cannot be seen or is struck out."""
    return _SPACES.sub(" ", half_width(unstruck(cell.raw)).translate(_UNSEEN)).strip()


def _short(cell: Cell) -> str:
    """The cell's text for a message."""
    raw = cell.raw.strip()
    return raw if len(raw) <= LONGEST else f"{raw[:LONGEST]}…"


def _stored(cell: Cell, wanted: Wanted) -> Read[Decimal]:
    """A cell the spreadsheet itself holds as something other than text."""
    value, raw = cell.value, _short(cell)
    if not isinstance(value, Decimal):
        codes = {CellKind.ERROR: "E15", CellKind.UNCALCULATED: "E16", CellKind.BOOLEAN: "E18"}
        return refused(codes.get(cell.kind, "E30"), raw=raw)
    if wanted.is_share:
        return Read(value * 100) if cell.is_percent else _share(value, raw, wanted)
    if cell.is_percent:
        return refused("E31", raw=raw, expected_unit=wanted.unit.name)
    return _counted(value, wanted.multiplier, raw, wanted.unit)


def _share(value: Decimal, raw: str, wanted: Wanted) -> Read[Decimal]:
    """A number without its sign where per cent are asked for: 0.65 may be meant as a share of one."""
    return share_in_doubt(value, {"raw": raw}) if 0 < value <= 1 and not wanted.in_per_cent else Read(value)


def _typed(text: str, raw: str, wanted: Wanted) -> Read[Decimal]:
    """A cell holding text."""
    if not text:
        return Read()
    if len(text) > LONGEST:
        return refused("E33", raw=raw)
    if _DASH.fullmatch(text):
        return _dash(raw, wanted.role)
    if wanted.unit.name == _YUAN_UNIT:
        text = _YUAN.sub(r"\1", text)
    match, unit = _NUMBER.fullmatch(text), wanted.unit
    suffix = bare(match["suffix"] or "") if match else ""
    scale = wanted.scale(suffix)
    if match is None or scale is None:
        return _no_number(text, raw, suffix, wanted)
    number = _digits(match)
    if isinstance(number, str):
        return refused(number, raw=raw)
    if wanted.is_share and not suffix:
        return _share(number, raw, wanted)
    if suffix and wanted.multiplier != 1:
        return refused("E41", raw=raw, expected_unit=unit.name)
    counted = _counted(number, scale * wanted.multiplier, raw, unit)
    if counted.value is None or counted.findings:
        return counted
    return Read(counted.value, _conversion(raw, match, suffix, scale, counted.value))


def _dash(raw: str, role: str) -> Read[Decimal]:
    if role in CHECKS:
        return Read()
    return Read(Decimal(0), (Finding("E07", {"raw": raw}),)) if role == "month" else refused("E08", raw=raw)


def _digits(match: re.Match[str]) -> Decimal | str:
    """The number written, or the code of what is wrong with its digits. Thousands marks count only in threes."""
    number = figures.digits(match["digits"].rstrip(" "), match["fraction"] or "")
    if isinstance(number, Flaw):
        return _CODES[number]
    return -number if match["sign"] in ("-", "−") else number


def _counted(number: Decimal, factor: Decimal, raw: str, unit: Unit) -> Read[Decimal]:
    """A figure in `unit`, `factor` of which one of the sheet is; refused where it must be whole and is not."""
    value = number * factor
    whole = value.to_integral_value()
    if not unit.whole or value == whole:
        return Read(value)
    if abs(value - whole) < _TAIL:
        found = whole + 0  # never −0
        return Read(found, (Finding("E52", {"raw": raw, "value": _grouped(found)}),))
    if factor == 1:
        return refused("E12", raw=raw, expected_unit=unit.name)
    return refused("E14", raw=raw, value=_grouped(value))


def _grouped(value: Decimal) -> str:
    """With thousands marks and every decimal there is: nothing rounded in what a person is asked to confirm."""
    return f"{Decimal(plain(value)):,f}"


def _conversion(raw: str, match: re.Match[str], suffix: str, scale: Decimal, value: Decimal) -> tuple[Finding, ...]:
    """The one thing most worth saying about how a text became a number; nothing for a number merely kept as text."""
    if scale != 1 and value:  # nothing is nothing in every unit
        return (Finding("E05", {"raw": raw, "value": _grouped(value)}),)
    if suffix and suffix not in _SHARES:
        code = "E03"
    elif match["sign"] == "+" or (match["suffix"] and not suffix) or re.search(r"[, ]", match["digits"].rstrip()):
        code = "E02"
    elif half_width(raw) != raw:
        code = "E01"
    else:
        return ()
    return (Finding(code, {"raw": raw, "value": plain(value)}),)


def _no_number(text: str, raw: str, suffix: str, wanted: Wanted) -> Read[Decimal]:
    """Why a text is no number, or none in this unit. One with marks around it may be the number without them."""
    facts = {"raw": raw, "expected_unit": wanted.unit.name}
    if wanted.is_another_unit(suffix) or _YUAN.match(text):
        return refused("E04", **facts)
    reason = why_no_number(text)
    within = _typed(reason.rest, raw, wanted)
    if within.value is not None and (within.value >= 0 or wanted.may_be_negative):
        facts = {"raw": raw, "mark": reason.mark}
        return proposed(reason.code, facts, [("unmarked", within.value)], about=text, may_be_rule=False)
    if within.findings:
        return within
    if reason.code != "E33":
        return refused(reason.code, raw=raw, **({"mark": reason.mark} if reason.mark else {}))
    return refused("E31" if suffix in _SHARES else "E04" if _A_UNIT.fullmatch(suffix) else "E33", **facts)
