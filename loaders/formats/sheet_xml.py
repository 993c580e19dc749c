"""What python-calamine leaves out of a sheet, read from its XML.

That is: errors, formulas without a result, hidden rows and columns, percent formats, struck-through cells, and how far
the filled area reaches. What a mark means for a figure is for `cells`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from xml.parsers import expat

from loaders.formats.book_xml import Styles, local_name, parse_xml
from loaders.limits import LAST_COLUMN, LAST_ROW, Damaged
from loaders.marks import SheetMarks

_ADDRESS = re.compile(r"([A-Za-z]{1,8})([0-9]{1,12})")


def column_number(letters: str) -> int:
    """Column A is 1."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def walk(xml: bytes, styles: Styles) -> SheetMarks:
    """Everything worth knowing about one sheet, however it is written.

    Raises Damaged for XML that is none, or that declares a DOCTYPE.
    """
    parser = expat.ParserCreate("utf-8")
    scan = _Scan(styles, parser)
    parse_xml(xml, scan.start, parser)
    return scan.finish()


def _number(text: str | None) -> int:
    """An attribute as a number; 0 for one that is absent, no number, or absurdly long."""
    return int(text) if text and len(text) < 10 and text.isdecimal() else 0


def _union(spans: Iterable[tuple[int, int]]) -> set[int]:
    """The columns covered by `spans`, in time that does not grow with their overlap."""
    covered: set[int] = set()
    done = 0
    for first, last in sorted(spans):
        end = min(last, LAST_COLUMN)
        covered.update(range(max(first, done + 1), end + 1))
        done = max(done, end)
    return covered


class _Scan:
    """Walks the cells of a sheet; text is listened to only inside formulas and error cells, for speed."""

    def __init__(self, styles: Styles, parser: expat.XMLParserType) -> None:
        self._styles = styles
        self._parser = parser
        self._marks = SheetMarks()
        self._row, self._column = 0, 0
        self._in_cells = False  # formulas of conditional formats and the like come after the cells
        self._cell: dict[str, str] = {}
        self._has_formula = False
        self._into = ""
        self._text: dict[str, list[str]] = {}
        self._spans: list[tuple[int, int]] = []
        self._area = [LAST_ROW + 1, LAST_COLUMN + 1, 0, 0]

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = local_name(tag)
        if name == "c":
            self._close()
            self._open(attributes)
        elif name in ("v", "f", "is"):
            if self._in_cells:
                self._fill(name)
        elif name == "row":
            self._close()
            self._row, self._column = _number(attributes.get("r")) or self._row + 1, 0
            self._in_cells = True
            if attributes.get("hidden") in ("1", "true"):
                self._marks.hidden_rows.add(self._row)
        elif name in ("mergeCells", "extLst"):
            self._close()
            self._in_cells = False
        elif name == "col" and attributes.get("hidden") in ("1", "true"):
            self._spans.append((_number(attributes.get("min")), _number(attributes.get("max"))))

    def _listen(self, text: str) -> None:
        self._text.setdefault(self._into, []).append(text)

    def _open(self, attributes: dict[str, str]) -> None:
        self._cell = attributes
        address = attributes.get("r")
        if address is None:
            self._column += 1
            return
        match = _ADDRESS.fullmatch(address)
        if match is None:
            raise Damaged(address)
        self._row, self._column = int(match[2]), column_number(match[1])

    def _fill(self, name: str) -> None:
        """The open cell holds something: note how far the sheet reaches, and what its style says."""
        row, column, area = self._row, self._column, self._area
        if row > LAST_ROW or column > LAST_COLUMN or row < 1 or column < 1:
            self._marks.far = self._marks.far or self._cell.get("r", "")
            return
        area[0], area[1] = min(area[0], row), min(area[1], column)
        area[2], area[3] = max(area[2], row), max(area[3], column)
        style = self._cell.get("s")
        if style in self._styles.percent:
            self._marks.percent.add((row, column))
        if style in self._styles.struck:
            self._marks.struck.add((row, column))
        self._has_formula = self._has_formula or name == "f"
        if self._has_formula or self._cell.get("t") == "e":
            self._into = name
            self._parser.CharacterDataHandler = self._listen
            self._parser.EndElementHandler = self._end

    def _end(self, tag: str) -> None:
        if local_name(tag) == self._into:
            self._parser.CharacterDataHandler = None

    def _close(self) -> None:
        if not self._into:
            return
        self._parser.CharacterDataHandler = None
        self._parser.EndElementHandler = None
        place = self._row, self._column
        value = "".join(self._text.get("v", ())).strip()
        if self._cell.get("t") == "e":
            self._marks.errors[place] = value or "#N/A"
        elif self._has_formula and not value and self._cell.get("t") != "str":
            self._marks.uncalculated[place] = "=" + "".join(self._text.get("f", ())).strip()
        self._has_formula, self._into, self._text = False, "", {}

    def finish(self) -> SheetMarks:
        self._close()
        if self._area[2]:
            self._marks.area = (self._area[0], self._area[1], self._area[2], self._area[3])
        self._marks.hidden_columns = _union(self._spans)
        return self._marks
