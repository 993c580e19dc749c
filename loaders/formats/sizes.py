"""Rows and columns too small for anything in them to be seen: as good as hidden."""

from __future__ import annotations

import re

_CHARACTERS = 0.5  # a narrower column shows no digit
_POINTS = 2.0  # nor does a lower row
_CHARACTER = 5.25  # points: about the width of a digit
_IN_POINTS = {"pt": 1.0, "in": 72.0, "cm": 72 / 2.54, "mm": 72 / 25.4, "pc": 12.0, "px": 0.75}
_LENGTH = re.compile(r"\s*(\d*\.?\d+(?:[eE][-+]?\d{1,3})?)\s*([a-z]{0,2})\s*")


def is_narrow(width: str | float) -> bool:
    """Whether a column shows nothing; `width` in characters, or as ODF writes it, 「0.2cm」. Not what says nothing."""
    if isinstance(width, str):
        measured = _measured(width, _CHARACTER)
        return measured is not None and measured < _CHARACTERS * _CHARACTER
    return width < _CHARACTERS


def is_low(height: str | float) -> bool:
    """Whether a row shows nothing; `height` in points, or as ODF writes it."""
    measured = _measured(height, 1.0) if isinstance(height, str) else height
    return measured is not None and measured < _POINTS


def _measured(text: str, one: float) -> float | None:
    """A length in points; a bare number counts in units of `one`."""
    match = _LENGTH.fullmatch(text)
    return float(match[1]) * _IN_POINTS.get(match[2], one) if match else None
