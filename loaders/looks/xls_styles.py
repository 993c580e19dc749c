"""How the cells of an .xls look: fonts, colours, formats and the numbered styles that put them together."""

from __future__ import annotations

from dataclasses import replace
from struct import unpack_from

from loaders.formats import biff
from loaders.looks.parts import PLAIN, Line, Style

_PALETTE = 0x92
_LINES = (
    "", "thin", "medium", "dashed", "dotted", "thick", "double", "hair", "mediumDashed", "dashDot",
    "mediumDashDot", "dashDotDot", "mediumDashDotDot", "slantDashDot",
)  # fmt: skip
_PATTERNS = (
    "none", "solid", "mediumGray", "darkGray", "lightGray", "darkHorizontal", "darkVertical", "darkDown", "darkUp",
    "darkGrid", "darkTrellis", "lightHorizontal", "lightVertical", "lightDown", "lightUp", "lightGrid", "lightTrellis",
    "gray125", "gray0625",
)  # fmt: skip
_HORIZONTAL = ("", "left", "center", "right", "fill", "justify", "centerContinuous", "distributed")
_VERTICAL = ("top", "center", "bottom", "justify", "distributed")
_USUAL = bytes.fromhex(  # the colours a file has that names none
    "000000FFFFFFFF000000FF000000FFFFFF00FF00FF00FFFF800000008000000080808000800080008080"
    "C0C0C08080809999FF993366FFFFCCCCFFFF660066FF80800066CCCCCCFF000080FF00FFFFFF0000FFFF"
    "8000808000000080800000FF00CCFFCCFFFFCCFFCCFFFF9999CCFFFF99CCCC99FFFFCC993366FF33CCCC"
    "99CC00FFCC00FF9900FF6600666699969696003366339966003300333300993300993366333399333333"
)
_FIRST = 8  # of the palette; those before it are the same eight again


class Styles:
    """Gathered record by record, then settled; cells name them by number."""

    def __init__(self) -> None:
        self._palette = bytearray(_USUAL)
        self._fonts: list[bytes] = []
        self.fonts = biff.Fonts()  # what matters of them in pieces of texts
        self._formats: dict[int, str] = {}
        self._described: list[bytes] = []
        self._known: list[Style] = []

    def add(self, kind: int, data: bytes) -> None:
        if kind == biff.FONT:
            self._fonts.append(data)
            self.fonts.add(data)
        elif kind == biff.FORMAT:
            self._formats[unpack_from("<H", data)[0]] = biff.format_code(data)
        elif kind == biff.XF:
            self._described.append(data)
        elif kind == _PALETTE:
            for place in range(min(unpack_from("<H", data)[0], len(_USUAL) // 3)):
                self._palette[3 * place : 3 * place + 3] = data[2 + 4 * place : 5 + 4 * place]

    def settle(self) -> None:
        self._known = [self._style(data) for data in self._described]

    @property
    def usual(self) -> Style:
        """Of cells without one: the first font, no lines, no fill."""
        return self._font(0)

    def of(self, number: int) -> Style:
        return self._known[number] if number < len(self._known) else self.usual

    def _font(self, number: int) -> Style:
        """There is no font number 4: those after it count one further."""
        place = number - (number > 4)
        if not 0 <= place < len(self._fonts):
            return PLAIN
        data = self._fonts[place]
        height, flags, colour, weight = unpack_from("<4H", data)
        return Style(
            font=biff.text(data, 14, wide_length=False),
            size=height / 20,
            is_bold=weight >= 600,
            is_italic=bool(flags & 2),
            is_struck=bool(flags & 8),
            is_underlined=data[10] != 0,
            ink=self._colour(colour),
        )

    def _style(self, data: bytes) -> Style:
        font, number_format = unpack_from("<HH", data)
        alignment, turn, indent = data[6:9]
        edges, (more, fill) = unpack_from("<I", data, 10)[0], unpack_from("<IH", data, 14)
        sides = [(edges >> shift) & 15 for shift in (0, 4, 8, 12)]
        inks = [(edges >> 16) & 127, (edges >> 23) & 127, more & 127, (more >> 7) & 127]
        drawn = [
            Line(_LINES[min(side, 13)], self._colour(ink) if side else "")
            for side, ink in zip(sides, inks, strict=True)
        ]
        pattern = (more >> 26) & 63
        name = _PATTERNS[pattern] if pattern < len(_PATTERNS) else "none"
        shown = self._formats.get(number_format)
        return replace(
            self._font(font),
            fill=self._colour(fill & 127) if name != "none" else "",
            pattern=name if name != "none" else "solid",
            ground=self._colour((fill >> 7) & 127),
            horizontal=_HORIZONTAL[alignment & 7],
            is_wrapped=bool(alignment & 8),
            vertical=_VERTICAL[min((alignment >> 4) & 7, 4)],
            rotation=turn if turn <= 180 or turn == 255 else 0,
            indent=indent & 15,
            lines=(drawn[0], drawn[1], drawn[2], drawn[3]),
            number_format=number_format if shown is None else shown,
        )

    def _colour(self, number: int) -> str:
        """RRGGBB; "" for those of the system, which numbers beyond the palette mean."""
        place = number if number < _FIRST else number - _FIRST
        return self._palette[3 * place : 3 * place + 3].hex().upper()
