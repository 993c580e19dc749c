"""Which characters a picture cannot show: those the shipped typeface lacks and no font of this machine has either.

They are drawn as crossed boxes without any error: rare characters of personal and place names, such as 堃 or 𬭬.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

from fontTools.ttLib import TTFont  # pyright: ignore[reportMissingTypeStubs]

from charts.theme import FONT
from reports.drawing import FONTS, DrawingFailed, draw

_NOBODYS = "\U000f0000"  # a character of private use, which no font has


def undrawn(text: str) -> tuple[str, ...]:
    """The characters of a text that are drawn as boxes, each once, in their order; none where nothing can be drawn."""
    lacking = filter(_is_lacking, dict.fromkeys(text))
    try:
        return tuple(character for character in lacking if _is_box(character))
    except DrawingFailed:
        return ()  # told by whoever wants the picture


def lacking(text: str, fonts: Path | None = None) -> tuple[str, ...]:
    """The characters of a text that neither the shipped typeface has nor one in the folder `fonts`, each once.

    It asks no font of the machine: the same report is the same everywhere.
    """
    more = frozenset[int]().union(*map(_of, sorted(fonts.glob("*.[ot]t[fc]")))) if fonts else frozenset[int]()
    return tuple(sign for sign in filter(_is_lacking, dict.fromkeys(text)) if ord(sign) not in more)


@cache
def _of(path: Path) -> frozenset[int]:
    """What a typeface has, of a collection its first."""
    font: Any
    with TTFont(path, lazy=True, fontNumber=0) as font:
        return frozenset(font.getBestCmap())


def _is_lacking(character: str) -> bool:
    """Whether the shipped typeface has nothing for what is a letter or a sign of its own."""
    return ord(character) not in _shipped() and unicodedata.category(character)[0] not in "CZM"


@cache
def _shipped() -> frozenset[int]:
    return _of(FONTS / "PlanSansSC-Regular.otf")


@cache
def _is_box(character: str) -> bool:
    return _drawn(character) == _drawn(_NOBODYS)


@cache
def _drawn(character: str) -> bytes:
    mark = {"type": "text", "fontSize": 40, "font": FONT}
    spec: dict[str, Any] = {"data": {"values": [{}]}, "width": 60, "height": 60, "mark": mark}
    return draw(spec | {"encoding": {"text": {"value": character}}}, "png", 1)
