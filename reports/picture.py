"""The picture an exhibit becomes when it leaves the page: its chart with title, reading hint and notes, at a fixed width."""

from __future__ import annotations

import unicodedata
from typing import Any

from charts import theme
from charts.exhibit import Exhibit

WIDE, NARROW = 1100, 350
_TITLE_SIZE, _NOTE_SIZE, _MARGIN = 20, 13, 20


def picture(exhibit: Exhibit, width: int = WIDE) -> dict[str, Any]:
    """A specification `width` px wide that can stand alone. The exhibit's own is left as it is."""
    hint = exhibit.spec.get("title", {}).get("text", [])
    room = width - 2 * _MARGIN
    below = [line for text in (*hint, " · ".join(exhibit.notes)) for line in wrapped(text, room, _NOTE_SIZE)]
    title = {
        "text": wrapped(exhibit.title, room, _TITLE_SIZE),
        "fontSize": _TITLE_SIZE,
        "fontWeight": "bold",
        "lineHeight": 28,
        "color": theme.INK,
        "subtitle": below,
        "subtitleFontSize": _NOTE_SIZE,
        "subtitleLineHeight": 20,
        "subtitleColor": theme.QUIET_INK,
        "subtitlePadding": 6,
        "offset": 18,
    }
    return exhibit.spec | {"width": width, "title": title, "padding": _MARGIN}


def wrapped(text: str, room: float, size: float) -> list[str]:
    """`text` in lines of at most `room` px at font size `size`, by rule of thumb: Latin between words, Chinese anywhere."""
    lines, line = [""], 0.0
    for piece in _pieces(text):
        long = sum(size if unicodedata.east_asian_width(character) in "WF" else 0.57 * size for character in piece)
        if line + long > room and lines[-1]:
            lines.append("")
            line = 0.0
        lines[-1] += piece if lines[-1] else piece.lstrip()
        line += long
    return [finished.rstrip() for finished in lines]


def _pieces(text: str) -> list[str]:
    """What may not be broken: a Latin word with the space before it, or a Chinese character with marks after it."""
    pieces: list[str] = []
    for character in text:
        wide = unicodedata.east_asian_width(character) in "WF"
        closing = wide and unicodedata.category(character) in ("Pe", "Po", "Pf")
        joins = closing or not wide and character != " " and pieces and not _is_wide(pieces[-1][-1])
        if pieces and joins:
            pieces[-1] += character
        else:
            pieces.append(character)
    return pieces


def _is_wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in "WF"
