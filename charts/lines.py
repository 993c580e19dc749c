"""How long a text is, and where it breaks: by rule of thumb, since charts are described before anything is drawn."""

from __future__ import annotations

import unicodedata


def length(text: str, size: float) -> float:
    """Estimated px of `text` at font size `size`: a full square for a Chinese character, less for a Latin letter."""
    return sum(size if _is_wide(character) else 0.55 * size for character in text)


def wrapped(text: str, room: float, size: float) -> list[str]:
    """`text` in lines of at most `room` px at font size `size`; Latin breaks between words, Chinese anywhere."""
    lines = [""]
    for piece in _pieces(text):
        if lines[-1] and length(lines[-1] + piece.rstrip(), size) > room:
            lines.append("")
        lines[-1] += piece if lines[-1] else piece.lstrip()
    return [line.rstrip() for line in lines]


def _pieces(text: str) -> list[str]:
    """What may not be broken: a Latin word with the space before it, a Chinese character with the marks after it."""
    pieces: list[str] = []
    for character in text:
        wide = _is_wide(character)
        closes = wide and unicodedata.category(character) in ("Pe", "Po", "Pf")
        continues = not wide and character != " " and bool(pieces) and not _is_wide(pieces[-1][-1])
        if pieces and (closes or continues):
            pieces[-1] += character
        else:
            pieces.append(character)
    return pieces


def _is_wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in "WF"
