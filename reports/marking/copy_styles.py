"""The styles of a workbook written anew: each look once, cells name it by number."""

from __future__ import annotations

from loaders.looks.parts import Line, Style
from reports.marking.xml_text import in_attribute

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_FIRST_OWN = 164  # number of the first format that has a code of its own
_FACE, _SIZE = "宋体", 11.0  # where a file names none


class StyleSheet:
    """Number 0 is the usual style, which cells have that name none."""

    def __init__(self, usual: Style) -> None:
        self._usual = usual
        self._numbers: dict[Style, int] = {}
        self._fonts: dict[str, int] = {}
        self._fills: dict[str, int] = {}
        self._borders: dict[str, int] = {}
        self._formats: dict[str, int] = {}
        self._cells: list[str] = []
        for fill in ("none", "gray125"):  # the two every workbook begins with
            self._place(self._fills, f'<fill><patternFill patternType="{fill}"/></fill>')
        self._place(self._borders, _border((Line(), Line(), Line(), Line())))
        self.number(usual)

    def number(self, style: Style) -> int:
        if style not in self._numbers:
            self._numbers[style] = len(self._cells)
            self._cells.append(self._cell(style))
        return self._numbers[style]

    def written(self) -> bytes:
        formats = "".join(
            f'<numFmt numFmtId="{n}" formatCode="{in_attribute(code)}"/>' for code, n in self._formats.items()
        )
        formats = f'<numFmts count="{len(self._formats)}">{formats}</numFmts>' if formats else ""
        lists = "".join(
            f'<{name} count="{len(found)}">{"".join(found)}</{name}>'
            for name, found in (("fonts", self._fonts), ("fills", self._fills), ("borders", self._borders))
        )
        base = '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        cells = f'<cellXfs count="{len(self._cells)}">{"".join(self._cells)}</cellXfs>'
        names = '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
        return (
            '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
            f'<styleSheet xmlns="{_MAIN}">{formats}{lists}{base}{cells}{names}</styleSheet>'
        ).encode()

    def _cell(self, style: Style) -> str:
        font = self._place(self._fonts, self._font(style))
        fill = self._place(self._fills, _fill(style)) if style.fill or style.pattern != "solid" else 0
        border = self._place(self._borders, _border(style.lines))
        return (
            f'<xf numFmtId="{self._format(style.number_format)}" fontId="{font}" fillId="{fill}" borderId="{border}" '
            f'xfId="0" applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1">'
            f"{_alignment(style)}</xf>"
        )

    def _font(self, style: Style) -> str:
        marks = "<b/>" * style.is_bold + "<i/>" * style.is_italic + "<strike/>" * style.is_struck
        marks += "<u/>" * style.is_underlined
        size = style.size or self._usual.size or _SIZE
        colour = f'<color rgb="FF{style.ink}"/>' if style.ink else ""
        name = in_attribute(style.font or self._usual.font or _FACE)
        return f'<font>{marks}<sz val="{size:g}"/>{colour}<name val="{name}"/></font>'

    def _format(self, given: str | int) -> int:
        if isinstance(given, int):
            return given
        if given in ("", "General", "general"):
            return 0
        if given == "@":
            return 49
        return self._formats.setdefault(given, _FIRST_OWN + len(self._formats))

    @staticmethod
    def _place(found: dict[str, int], element: str) -> int:
        return found.setdefault(element, len(found))


def _fill(style: Style) -> str:
    shown = f'<fgColor rgb="FF{style.fill}"/>' if style.fill else '<fgColor indexed="64"/>'
    ground = (
        f'<bgColor rgb="FF{style.ground}"/>' if style.ground and style.pattern != "solid" else '<bgColor indexed="64"/>'
    )
    return f'<fill><patternFill patternType="{style.pattern}">{shown}{ground}</patternFill></fill>'


def _border(lines: tuple[Line, Line, Line, Line]) -> str:
    sides = "".join(_side(name, line) for name, line in zip(("left", "right", "top", "bottom"), lines, strict=True))
    return f"<border>{sides}<diagonal/></border>"


def _side(name: str, line: Line) -> str:
    if not line.kind:
        return f"<{name}/>"
    colour = f'rgb="FF{line.colour}"' if line.colour else 'auto="1"'
    return f'<{name} style="{line.kind}"><color {colour}/></{name}>'


def _alignment(style: Style) -> str:
    said = {
        "horizontal": style.horizontal,
        "vertical": style.vertical,
        "wrapText": "1" if style.is_wrapped else "",
        "indent": str(style.indent) if style.indent else "",
        "textRotation": str(style.rotation) if style.rotation else "",
    }
    return "<alignment" + "".join(f' {key}="{value}"' for key, value in said.items() if value) + "/>"
