"""Turns the words of an SVG into outlines of the shipped typeface, so that it looks the same on every machine.

It knows the SVG that Vega writes: words stand in `text`, or in the `tspan` lines below it. A text with a character the
typeface lacks stays text. Kerning is left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from fontTools.pens.svgPathPen import SVGPathPen  # pyright: ignore[reportMissingTypeStubs]
from fontTools.pens.transformPen import TransformPen  # pyright: ignore[reportMissingTypeStubs]
from fontTools.ttLib import TTFont  # pyright: ignore[reportMissingTypeStubs]

_SVG = "{http://www.w3.org/2000/svg}"
_ABOUT_TYPE = ("text-anchor", "font-family", "font-size", "font-weight", "font-style")


def outlined(svg: str, fonts: Path, description: str = "") -> str:
    """The same picture, needing no fonts; `fonts` is the folder of the typeface.

    What a text said stays beside its outline as its `aria-label`, and `description` becomes that of the whole.
    """
    ElementTree.register_namespace("", "http://www.w3.org/2000/svg")
    root = ElementTree.fromstring(svg)  # noqa: S314 - written by our own renderer
    for text in root.iter(f"{_SVG}text"):
        lines = [*_lines(text)]
        face = _face(fonts, "Bold" if text.get("font-weight") == "bold" else "Regular")
        if all(face.has(line.words) for line in lines):
            _replace(text, face, lines)
    root.attrib |= {"role": "img", "aria-label": description} if description else {}
    return ElementTree.tostring(root, encoding="unicode")


@dataclass(frozen=True)
class _Line:
    words: str
    y: float


class _Face:
    """One weight of the typeface."""

    def __init__(self, fonts: Path, weight: str) -> None:
        font: Any = TTFont(fonts / f"PlanSansSC-{weight}.otf", lazy=True)
        self._glyphs: Any = font.getGlyphSet()
        self._names: dict[int, str] = font.getBestCmap()
        self._units: int = font["head"].unitsPerEm

    def has(self, words: str) -> bool:
        return all(ord(character) in self._names for character in words)

    def width(self, words: str, size: float) -> float:
        return sum(self._glyphs[self._names[ord(character)]].width for character in words) * size / self._units

    def draw(self, words: str, x: float, y: float, size: float) -> str:
        """Path commands of `words` from the point (x, y) on their base line."""
        scale, pen = size / self._units, SVGPathPen(self._glyphs, ntos=_short)
        for character in words:
            glyph = self._glyphs[self._names[ord(character)]]
            glyph.draw(TransformPen(pen, (scale, 0, 0, -scale, x, y)))
            x += glyph.width * scale
        return pen.getCommands()


def _short(number: float) -> str:
    """A hundredth of a px is exact enough."""
    return f"{number:.2f}".rstrip("0").rstrip(".")


@cache
def _face(fonts: Path, weight: str) -> _Face:
    return _Face(fonts, weight)


def _lines(text: ElementTree.Element) -> Iterator[_Line]:
    """The lines of a text element, each `dy` below the one before."""
    if text.text:
        yield _Line(text.text, 0)
    y = 0.0
    for line in text:
        y += float(line.get("dy", 0))
        yield _Line(line.text or "", y)


def _replace(text: ElementTree.Element, face: _Face, lines: list[_Line]) -> None:
    """Makes the element a path in place; its colours and its position stay."""
    size = float(text.get("font-size", "11px").removesuffix("px"))
    share = {"middle": 0.5, "end": 1}.get(text.get("text-anchor", "start"), 0)
    drawn = [face.draw(line.words, -share * face.width(line.words, size), line.y, size) for line in lines]
    said = " ".join(line.words for line in lines)
    for child in list(text):
        text.remove(child)
    for name in _ABOUT_TYPE:
        text.attrib.pop(name, None)
    text.tag, text.text = f"{_SVG}path", None
    text.attrib |= {"d": "".join(drawn), "aria-label": said, "role": "img"}
