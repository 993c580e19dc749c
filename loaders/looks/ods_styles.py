"""How the cells of an .ods look: its styles, each resting on another, as .xlsx would say it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from loaders.formats.ods_names import NUMBER, STYLE
from loaders.formats.ods_numbers import NumberFormats
from loaders.looks.parts import PLAIN, Line, Style

FO = "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0 "
SVG = "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0 "
_POINTS = {"pt": 1.0, "in": 72.0, "cm": 72 / 2.54, "mm": 72 / 25.4, "px": 0.75, "pc": 12.0}
_LINES = {
    "solid": "thin",
    "double": "double",
    "double-thin": "double",
    "dotted": "dotted",
    "fine-dashed": "hair",
    "dashed": "dashed",
    "dash-dot": "dashDot",
    "dash-dot-dot": "dashDotDot",
}
_HORIZONTAL = {
    "start": "left",
    "left": "left",
    "center": "center",
    "end": "right",
    "right": "right",
    "justify": "justify",
}
_VERTICAL = {"top": "top", "middle": "center", "bottom": "bottom"}
_SIDES = ("left", "right", "top", "bottom")
_COLOUR = re.compile("#[0-9A-Fa-f]{6}")
_MEDIUM, _THICK = 1.25, 2.25  # points, from which on a line is called so


def points(length: str) -> float:
    """A length such as "0.889cm" in points; 0 for what is none."""
    number, unit = length.rstrip("abcdefghijklmnopqrstuvwxyz%"), length.lstrip("+-.0123456789")
    try:
        return float(number) * _POINTS.get(unit, 0)
    except ValueError:
        return 0


class Styles:
    """Filled tag by tag from styles.xml and the head of content.xml; then `of` tells what a named style shows."""

    def __init__(self) -> None:
        self.numbers = NumberFormats()
        self.widths: dict[str, float] = {}  # of column styles, in points
        self.heights: dict[str, float] = {}  # of row styles, in points; those that fit their text left out
        self._page_layouts: set[str] = set()  # that are so
        self._masters: set[str] = set()  # pages that have such a layout
        self._tables: dict[str, str] = {}  # table styles, with the page each is printed on
        self._parents: dict[str, str] = {}
        self._said: dict[str, dict[str, Any]] = {}
        self._faces: dict[str, str] = {}
        self._open: tuple[str, str] = ("", "")
        self._made: dict[str, Style] = {}

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        family, name = self._open
        if tag in (f"{STYLE}style", f"{STYLE}default-style"):
            self._begin(attributes)
        elif tag.startswith((f"{STYLE}page-layout", f"{STYLE}master-page")):
            self._printing(tag.removeprefix(STYLE), attributes)
        elif tag == f"{STYLE}font-face":
            family = attributes.get(f"{SVG}font-family", "")
            self._faces[attributes.get(f"{STYLE}name", "")] = family.split(",")[0].strip("' \"")
        elif tag == f"{STYLE}table-column-properties" and f"{STYLE}column-width" in attributes:
            self.widths[name] = points(attributes[f"{STYLE}column-width"])
        elif tag == f"{STYLE}table-row-properties" and attributes.get(f"{STYLE}use-optimal-row-height") != "true":
            self.heights[name] = points(attributes.get(f"{STYLE}row-height", ""))
        elif family == "table-cell" and tag.startswith(STYLE):
            self._properties(tag.removeprefix(STYLE), attributes, self._said[name])
        elif tag.startswith(NUMBER) or tag == f"{STYLE}map":
            self.numbers.start(tag, attributes)

    def _begin(self, attributes: dict[str, str]) -> None:
        family, name = self._open = attributes.get(f"{STYLE}family", ""), attributes.get(f"{STYLE}name", "")
        if family == "table":
            self._tables[name] = attributes.get(f"{STYLE}master-page-name", "")
        elif family == "table-cell":
            self._parents[name] = attributes.get(f"{STYLE}parent-style-name", "")
            self._said[name] = {}
            if f"{STYLE}data-style-name" in attributes:
                self._said[name]["number_format"] = attributes[f"{STYLE}data-style-name"]

    def is_landscape(self, table: str) -> bool:
        """Whether a sheet of that style is printed broadside."""
        return self._tables.get(table, "") in self._masters

    def _printing(self, about: str, given: dict[str, str]) -> None:
        if about == "page-layout":
            self._open = about, given.get(f"{STYLE}name", "")
        elif about == "page-layout-properties" and given.get(f"{STYLE}print-orientation") == "landscape":
            self._page_layouts.add(self._open[1])
        elif about == "master-page" and given.get(f"{STYLE}page-layout-name") in self._page_layouts:
            self._masters.add(given.get(f"{STYLE}name", ""))

    def _properties(self, about: str, given: dict[str, str], said: dict[str, Any]) -> None:
        if about == "text-properties":
            said |= _text(given, self._faces)
        elif about == "paragraph-properties":
            if f"{FO}text-align" in given:
                said["horizontal"] = _HORIZONTAL.get(given[f"{FO}text-align"], "")
            if f"{FO}margin-left" in given:
                said["indent"] = round(points(given[f"{FO}margin-left"]) / 10)
        elif about == "table-cell-properties":
            said |= _box(given)

    def of(self, name: str) -> Style:
        """What a style shows, with all it rests on; number formats still by their name."""
        if name not in self._made:
            said: dict[str, Any] = {}
            seen: set[str] = set()
            at = name
            while at not in seen and at in self._said:
                said = {**self._said[at], **said}
                seen.add(at)
                at = self._parents[at]
            said = {**self._said.get("", {}), **said}
            if not said.pop("is_aligned", False):
                said.pop("horizontal", None)  # as its value stands of itself
            edges = [said.pop(f"line_{side}", Line()) for side in _SIDES]
            number = self.numbers.code(said.pop("number_format", ""))
            made = replace(PLAIN, **said, number_format=number)
            self._made[name] = replace(made, lines=(edges[0], edges[1], edges[2], edges[3]))
        return self._made[name]


def _text(given: dict[str, str], faces: dict[str, str]) -> dict[str, Any]:
    said: dict[str, Any] = {}
    if f"{FO}font-weight" in given:
        said["is_bold"] = given[f"{FO}font-weight"] in ("bold", "600", "700", "800", "900")
    if f"{FO}font-style" in given:
        said["is_italic"] = given[f"{FO}font-style"] != "normal"
    for key, name in (("underline", "is_underlined"), ("line-through", "is_struck")):
        if told := [given[at] for end in ("style", "type") if (at := f"{STYLE}text-{key}-{end}") in given]:
            said[name] = any(each != "none" for each in told)
    if f"{FO}color" in given:
        said["ink"] = _colour(given[f"{FO}color"])
    if size := points(given.get(f"{FO}font-size", "")):
        said["size"] = size
    face = given.get(f"{STYLE}font-name") or given.get(f"{STYLE}font-name-asian", "")
    if face := faces.get(face, face) or given.get(f"{FO}font-family", "").strip("'"):
        said["font"] = face
    return said


def _box(given: dict[str, str]) -> dict[str, Any]:
    said: dict[str, Any] = {}
    if f"{FO}background-color" in given:
        said["fill"] = _colour(given[f"{FO}background-color"])
    for side in _SIDES:
        if line := given.get(f"{FO}border-{side}", given.get(f"{FO}border", "")):
            said[f"line_{side}"] = _line(line)
    if f"{STYLE}vertical-align" in given:
        said["vertical"] = _VERTICAL.get(given[f"{STYLE}vertical-align"], "")
    if f"{STYLE}text-align-source" in given:
        said["is_aligned"] = given[f"{STYLE}text-align-source"] == "fix"
    if f"{FO}wrap-option" in given:
        said["is_wrapped"] = given[f"{FO}wrap-option"] == "wrap"
    return said


def _line(given: str) -> Line:
    """Such as "0.74pt solid #000000"."""
    parts = given.split()
    kind = next((_LINES[part] for part in parts if part in _LINES), "")
    thickness = max((points(part) for part in parts), default=0)
    if kind == "thin" and thickness >= _MEDIUM:
        kind = "thick" if thickness >= _THICK else "medium"
    return Line(kind, next((_colour(part) for part in parts if part.startswith("#")), "")) if kind else Line()


def _colour(given: str) -> str:
    return given[1:].upper() if _COLOUR.fullmatch(given) else ""
