"""The cell styles a marked workbook needs: each style in use with a fill of ours, and those of the list of problems.

A mark changes the fill and nothing else. The colour it covers is kept in the second colour of the fill, which a solid
fill does not show, so that a mark can be taken off again after the file was saved. LibreOffice puts another colour
there: after it, a cell whose mark is taken off has no fill.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from domain.problem import Severity
from loaders.limits import Damaged
from reports.marking.xml_text import Node, in_attribute, outer, parse, written

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"
BARE = b'<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'
# Of no colour a palette offers, so that a fill of one of these is known to be ours. Dark where the text is light.
LIGHT = {Severity.ERROR: "FFFFC9CC", Severity.WARNING: "FFFFE89A", Severity.NOTE: "FFD6E6F7"}
DARK = {Severity.ERROR: "FF9C0A0A", Severity.WARNING: "FF7A5C05", Severity.NOTE: "FF1F4A7A"}
_OURS = {*LIGHT.values(), *DARK.values()}
_DEFAULTS = {
    "fonts": '<{p}font><{p}sz val="11"/></{p}font>',
    "fills": '<{p}fill><{p}patternFill patternType="none"/></{p}fill>'
    '<{p}fill><{p}patternFill patternType="gray125"/></{p}fill>',
    "borders": "<{p}border/>",
    "cellStyleXfs": "<{p}xf/>",
    "cellXfs": "<{p}xf/>",
    "cellStyles": '<{p}cellStyle name="Normal" xfId="0" builtinId="0"/>',
}  # the lists of a style part, in the order they stand in
_COVERS_NOTHING = {"indexed": "64"}
_BORDER = (
    "<{p}border><{p}left/><{p}right/><{p}top/>"
    '<{p}bottom style="thin"><{p}color rgb="FFD1D5DB"/></{p}bottom><{p}diagonal/></{p}border>'
)


@dataclass
class Styles:
    """The style part while marks are added. Styles go by their number in cellXfs, as cells name them."""

    xml: bytes
    keeps_hidden_colours: bool = True  # whether the program that saved it last does
    _root: Node = field(init=False)
    _made: dict[bytes, int] = field(default_factory=dict[bytes, int])

    def __post_init__(self) -> None:
        self.xml = _complete(self.xml)
        self._root = parse(self.xml)
        self._cells = self._section("cellXfs")
        self._fonts, self._fills, self._borders = (self._section(name) for name in ("fonts", "fills", "borders"))
        self._found = self._cells.all("xf")
        self._fills_found = [self._colours(fill) for fill in self._fills.all("fill")]
        self._counts = {name: len(self._section(name).children) for name in ("cellXfs", "fonts", "fills", "borders")}
        self._light_fonts = {number for number, font in enumerate(self._fonts.all("font")) if _is_light(font)}

    def _section(self, name: str) -> Node:
        found = self._root.first(name)
        if found is None or not found.children:
            raise Damaged(name)
        return found

    @property
    def marks_found(self) -> frozenset[str]:
        """The styles that carried a mark when the file came in, as cells name them."""
        return frozenset(str(number) for number in range(len(self._found)) if self._is_ours(number))

    def marked(self, style: int, severity: Severity) -> int:
        """`style` with the fill for a problem of that severity."""
        shown, hidden = self._fill_of(style) or (_COVERS_NOTHING, _COVERS_NOTHING)
        covered = (hidden if self.keeps_hidden_colours else _COVERS_NOTHING) if self._is_ours(style) else shown
        palette = DARK if int(self._xf(style).attributes.get("fontId", "0")) in self._light_fonts else LIGHT
        return self._with_fill(style, self._solid({"rgb": palette[severity]}, covered))

    def unmarked(self, style: int) -> int:
        """`style` as it was before an earlier mark; itself when it carries none."""
        if not self._is_ours(style):
            return style
        _, covered = self._fill_of(style) or ({}, _COVERS_NOTHING)
        is_bare = covered == _COVERS_NOTHING or not self.keeps_hidden_colours
        return self._with_fill(style, 0 if is_bare else self._solid(covered, _COVERS_NOTHING))

    def of_list(self, *, bold: bool = False, size: int = 11, link: bool = False, mark: Severity | None = None) -> int:
        """A style for the list of problems: wrapped text, top aligned, with a thin line below but for headings."""
        p = self._root.prefix
        usual = self._fonts.all("font")[0].first("name")
        face = f'<{p}name val="{in_attribute(usual.attributes.get("val", ""))}"/>' if usual else ""
        colour = f'<{p}color rgb="FF0B57D0"/>' if link else ""
        shape = f"<{p}b/>" * bold + f"<{p}u/>" * link
        font = self._add(self._fonts, f'<{p}font>{shape}<{p}sz val="{size}"/>{colour}{face}</{p}font>')
        fill = self._solid({"rgb": LIGHT[mark]}, _COVERS_NOTHING) if mark else 0
        border = self._add(self._borders, _BORDER.format(p=p)) if size == 11 else 0
        return self._add(
            self._cells,
            f'<{p}xf numFmtId="0" fontId="{font}" fillId="{fill}" '
            f'borderId="{border}" xfId="0" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1">'
            f'<{p}alignment vertical="top" wrapText="{int(size < 16)}"/></{p}xf>',
        )

    def written(self) -> bytes:
        return written(self.xml, self._root)

    def _xf(self, style: int) -> Node:
        return self._found[style if 0 <= style < len(self._found) else 0]

    def _is_ours(self, style: int) -> bool:
        colours = self._fill_of(style)
        return colours is not None and colours[0].get("rgb") in _OURS

    def _fill_of(self, style: int) -> tuple[dict[str, str], dict[str, str]] | None:
        number = int(self._xf(style).attributes.get("fillId", "0"))
        return self._fills_found[number] if number < len(self._fills_found) else None

    def _colours(self, fill: Node) -> tuple[dict[str, str], dict[str, str]] | None:
        """The shown and the hidden colour of a solid fill; None for any other."""
        pattern = fill.first("patternFill")
        if pattern is None or pattern.attributes.get("patternType") != "solid":
            return None
        shown, hidden = pattern.first("fgColor"), pattern.first("bgColor")
        return (shown.attributes if shown else {}), (hidden.attributes if hidden else _COVERS_NOTHING)

    def _solid(self, shown: dict[str, str], hidden: dict[str, str]) -> int:
        p = self._root.prefix
        inner = f"<{p}fgColor{_listed(shown)}/><{p}bgColor{_listed(hidden)}/>"
        pattern = f'<{p}patternFill patternType="solid">{inner}</{p}patternFill>'
        return self._add(self._fills, f"<{p}fill>{pattern}</{p}fill>")

    def _with_fill(self, style: int, fill: int) -> int:
        """A copy of a style, to the letter, but for its fill."""
        xf = self._xf(style)
        copy = Node(xf.tag, dict(xf.attributes), xf.start, xf.inner, xf.inner_end, xf.end)
        copy.attributes |= {"fillId": str(fill), "applyFill": "1"}
        return self._add(self._cells, outer(self.xml, copy).decode("utf-8"))

    def _add(self, section: Node, element: str) -> int:
        """The number of `element` in a list, put at its end unless it was before."""
        key = section.name.encode() + element.encode()
        if key not in self._made:
            self._made[key] = self._counts[section.name]
            self._counts[section.name] += 1
            section.added += element.encode()
            section.attributes["count"] = str(self._counts[section.name])
        return self._made[key]


def _complete(xml: bytes) -> bytes:
    """With the lists every spreadsheet program writes, and a default in each; others leave some of them out."""
    root = parse(xml)
    p, order = root.prefix, list(_DEFAULTS)
    for place, (name, element) in enumerate(_DEFAULTS.items()):
        found = root.first(name)
        made = element.format(p=p)
        if found and not found.children:
            found.added += made.encode()
            found.attributes.pop("count", None)
        elif found is None:
            later = next((node for node in root.children if node.name not in ("numFmts", *order[:place])), None)
            new = f"<{p}{name}>{made}</{p}{name}>".encode()
            if later:
                later.before += new
            else:
                root.added += new
    return written(xml, root)


def _listed(attributes: dict[str, str]) -> str:
    return "".join(f' {key}="{in_attribute(value)}"' for key, value in attributes.items())


def _is_light(font: Node) -> bool:
    """Whether text in this font is meant for a dark ground."""
    colour = font.first("color")
    if colour is None:
        return False
    rgb = colour.attributes.get("rgb", "")[-6:]
    if len(rgb) == 6:
        return sum(int(rgb[at : at + 2], 16) for at in (0, 2, 4)) > 3 * 190
    return colour.attributes.get("theme") == "0" or colour.attributes.get("indexed") in ("1", "9")
