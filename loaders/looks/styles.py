"""How a cell looks: fill, ink, weight, alignment and lines, and a value in the number format of its cell.

Only what can be said in a colour, a word or a number is taken over; anything else a file may claim is left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from loaders.sheet import Cell, CellKind
from wording import rounded

_THEME = ("FFFFFF", "000000", "E7E6E6", "44546A", "4472C4", "ED7D31", "A5A5A5", "FFC000", "5B9BD5", "70AD47")
LINES = {"hair": 1, "thin": 1, "dashed": 1, "dotted": 1, "medium": 2, "double": 2, "thick": 3}  # px
_HEX = re.compile(r"[0-9A-Fa-f]{6}")
_NUMERAL = re.compile(r"(#,##)?[0#]*0(\.0+)?(%)?")
ALIGNED = ("left", "center", "right")


@dataclass(frozen=True)
class Look:
    """Colours are RRGGBB or empty, lines px wide or 0: top, right, bottom, left."""

    fill: str = ""
    ink: str = ""
    align: str = ""
    is_bold: bool = False
    is_italic: bool = False
    is_struck: bool = False
    lines: tuple[int, int, int, int] = (0, 0, 0, 0)


PLAIN = Look()


def look_of(cell: Any, far_corner: Any) -> Look:
    """The look of a cell of openpyxl; of a merge, whose last lines belong to its far corner."""
    fill, font, border, far = cell.fill, cell.font, cell.border, far_corner.border
    return Look(
        _colour(fill.fgColor) if fill and fill.fill_type == "solid" else "",
        _colour(font.color) if font and font.color else "",
        cell.alignment.horizontal if cell.alignment and cell.alignment.horizontal in ALIGNED else "",
        bool(font and font.b),
        bool(font and font.i),
        bool(font and font.strike),
        (_line(border.top), _line(far.right), _line(far.bottom), _line(border.left)),
    )


def _line(side: Any) -> int:
    return LINES.get(str(side.style), 1) if side is not None and side.style else 0


def _colour(colour: Any) -> str:
    """RRGGBB; a colour of the theme as the usual theme has it."""
    if colour.type == "rgb" and isinstance(colour.rgb, str) and _HEX.fullmatch(colour.rgb[-6:]):
        return colour.rgb[-6:].upper()
    if colour.type == "theme" and isinstance(colour.theme, int) and colour.theme < len(_THEME):
        return _tinted(_THEME[colour.theme], float(colour.tint or 0))
    return ""


def _tinted(colour: str, tint: float) -> str:
    parts = (int(colour[place : place + 2], 16) for place in (0, 2, 4))
    mixed = (part * (1 + tint) if tint < 0 else part + (255 - part) * tint for part in parts)
    return "".join(f"{min(255, max(0, round(part))):02X}" for part in mixed)


def drawn(cell: Cell, number_format: str) -> str:
    """What a cell shows: its number in the cell's format where that is a plain one, else the text it was read as."""
    if cell.shown is not None:
        return cell.shown.text
    if cell.kind is CellKind.DATE and isinstance(cell.value, date):
        return _day(cell.value, number_format) or cell.raw
    numeral = _NUMERAL.fullmatch(number_format.split(";", maxsplit=1)[0].strip())
    if cell.kind is not CellKind.NUMBER or not isinstance(cell.value, Decimal) or not numeral:
        return cell.raw
    thousands, decimals, percent = numeral.groups()
    value = rounded(cell.value * 100 if percent else cell.value, len(decimals or ".") - 1)
    return f"{value:{',' if thousands else ''}f}{percent or ''}"


def _day(value: date | datetime, number_format: str) -> str:
    """A day in a format of year, month and day; empty for any other."""
    code = number_format.split(";", maxsplit=1)[0].replace('"', "").replace("\\", "").replace("[$-804]", "").lower()
    written = re.sub(r"y+", str(value.year), code)
    for letter, part in (("m", value.month), ("d", value.day)):
        written = re.sub(f"{letter}{letter}?", lambda code, part=part: f"{part:0{len(code[0])}}", written, count=1)
    return written if not re.search(r"[a-z@#]", written) else ""
