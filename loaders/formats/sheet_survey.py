"""One walk over the XML of a sheet, however it is written: what stands around its cells, and the cells written anew.

`sheet_rows` reads cells by patterns that fit what nearly every program writes. A sheet they do not fit is written out
here as they expect it: slower, with the same result.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple
from xml.parsers import expat

from loaders.formats.book_xml import local_name, parse_xml
from loaders.formats.rich_text import Runs, told
from loaders.formats.sizes import is_low, is_narrow
from loaders.formats.xml_text import written
from loaders.limits import LAST_COLUMN, LAST_ROW, Damaged
from loaders.sheet import Merge, column_letter

_ADDRESS = re.compile(r"([A-Za-z]{1,8})([0-9]{1,12})")
_KIND = re.compile(r"[A-Za-z]{1,12}")
_STYLE = re.compile(r"[0-9]{1,6}")
_TRUE, _FALSE = ("1", "true"), ("0", "false")
_TEXTS = ("v", "f", "t")
_INLINE = "inlineStr"


class TooFar(Exception):
    """A cell that holds something beyond the last row or column a sheet can have."""

    def __init__(self, address: str, row: int, column: int) -> None:
        super().__init__(address)
        self.address, self.row, self.column = address, row, column


def column_number(letters: str) -> int:
    """Column A is 1."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


class Conditional(NamedTuple):
    """Where a number format holds on a condition: the number of its style, or the code itself."""

    where: str  # areas, 「F4:F9 H2」
    style: str = ""
    code: str = ""


@dataclass
class Survey:
    """What was found; `rows` are the cells by row and column, each written anew."""

    merges: list[Merge] = field(default_factory=list[Merge])
    hidden_columns: frozenset[int] = frozenset()
    hidden_rows: set[int] = field(default_factory=set[int])
    hides_zeros: bool = False
    has_low_rows: bool = False  # those that say nothing of their height cannot be seen
    conditional: list[Conditional] = field(default_factory=list[Conditional])
    rows: dict[int, dict[int, str]] = field(default_factory=dict[int, dict[int, str]])

    def written(self) -> str:
        """The rows as `sheet_rows` reads them."""
        rows = ((row, "".join(text for _, text in sorted(cells.items()))) for row, cells in sorted(self.rows.items()))
        return "".join(f'<row r="{row}">{cells}</row>' for row, cells in rows)


def survey(xml: str) -> Survey:
    """Raises Damaged for XML that is none, declares a DOCTYPE, or fills one cell twice; TooFar for a cell too far."""
    walk = _Walk()
    walk.parser.EndElementHandler = walk.end
    parse_xml(xml, walk.start, walk.parser)
    hidden = frozenset(_union(walk.hidden_spans))
    if walk.hides_columns:  # all but those that have a width of their own
        hidden |= frozenset(range(1, LAST_COLUMN + 1)) - frozenset(_union(walk.spans))
    walk.found.hidden_columns = hidden
    return walk.found


def _number(text: str | None) -> int:
    """An attribute as a number; 0 for one that is absent, no number, or absurdly long."""
    return int(text) if text and len(text) < 10 and text.isdecimal() else 0


def _union(spans: Iterable[tuple[int, int]]) -> Iterator[int]:
    """The columns covered by `spans`, in time that does not grow with their overlap."""
    done = 0
    for first, last in sorted(spans):
        end = min(last, LAST_COLUMN)
        yield from range(max(first, done + 1), end + 1)
        done = max(done, end)


def _place(address: str) -> tuple[int, int]:
    match = _ADDRESS.fullmatch(address)
    if match is None:
        raise Damaged(address)
    return int(match[2]), column_number(match[1])


class _Walk:
    def __init__(self) -> None:
        self.parser = expat.ParserCreate("utf-8")
        self.found = Survey()
        self.spans: list[tuple[int, int]] = []  # of columns of which something is said
        self.hidden_spans: list[tuple[int, int]] = []
        self.hides_columns = False
        self._row, self._column = 0, 0
        self._cell: dict[str, str] | None = None
        self._parts: dict[str, list[str]] = {}  # the texts of the open cell, by tag
        self._runs = Runs()  # of the text among them
        self._where, self._codes = [""], list[str]()  # of the open rules: their cells, and formats of their own
        self._aside = False  # in what helps to read a text, and is not of it

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = local_name(tag)
        if name == "c":
            self._cell, self._parts, self._runs = attributes, {}, Runs()
            if "r" in attributes:
                self._row, self._column = _place(attributes["r"])
            else:
                self._column += 1
        elif self._cell is not None:
            self._aside = self._aside or name == "rPh"
            self._runs.start(name, attributes)
            if name in _TEXTS and not self._aside:
                kept = self._parts.setdefault(name, [])
                self.parser.CharacterDataHandler = self._runs.add if name == "t" else kept.append
        elif name == "row":
            self._row, self._column = _number(attributes.get("r")) or self._row + 1, 0
            is_without_height = self.found.has_low_rows and "ht" not in attributes
            if attributes.get("hidden") in _TRUE or is_low(attributes.get("ht", "")) or is_without_height:
                self.found.hidden_rows.add(self._row)
        else:
            self._around(name, attributes)

    def _around(self, name: str, attributes: dict[str, str]) -> None:
        """What is said of more than one cell."""
        match name:
            case "sheetFormatPr":
                self.found.has_low_rows = is_low(attributes.get("defaultRowHeight", ""))
                self.hides_columns = is_narrow(attributes.get("defaultColWidth", ""))
            case "col":
                self.spans.append(span := (_number(attributes.get("min")), _number(attributes.get("max"))))
                if attributes.get("hidden") in _TRUE or is_narrow(attributes.get("width", "")):
                    self.hidden_spans.append(span)
            case "sheetView":
                self.found.hides_zeros = attributes.get("showZeros") in _FALSE
            case "mergeCell":
                self._merge(attributes.get("ref", ""))
            case "conditionalFormatting":
                self._where, self._codes = [attributes.get("sqref", "")], []
            case "cfRule" if "dxfId" in attributes:
                self.found.conditional.append(Conditional(self._where[0], style=attributes["dxfId"]))
            case "numFmt":  # of a newer rule, which holds its style and says last where it applies
                self._codes.append(attributes.get("formatCode", ""))
            case "sqref":
                self.parser.CharacterDataHandler = self._where.append
            case _:
                pass

    def _merge(self, reference: str) -> None:
        first, _, last = reference.partition(":")
        if last:
            (top, left), (bottom, right) = _place(first), _place(last)
            self.found.merges.append((top, left, bottom, right))

    def end(self, tag: str) -> None:
        name = local_name(tag)
        if name in _TEXTS:
            self.parser.CharacterDataHandler = None
        elif name == "rPh":
            self._aside = False
        elif name == "sqref":
            self.parser.CharacterDataHandler = None
        elif name == "conditionalFormatting":
            self.found.conditional += [Conditional("".join(self._where), code=code) for code in self._codes]
        elif name == "c" and self._cell is not None:
            if self._parts:
                self._close(self._cell)
            self._cell = None

    def _close(self, cell: dict[str, str]) -> None:
        row, column, parts = self._row, self._column, self._parts
        if not (1 <= row <= LAST_ROW and 1 <= column <= LAST_COLUMN):
            raise TooFar(cell.get("r", ""), row, column)
        style, kind = cell.get("s", ""), cell.get("t", "")
        head = f'<c r="{column_letter(column)}{row}"'
        head += f' s="{style}"' if _STYLE.fullmatch(style) else ""
        head += f' t="{kind}"' if _KIND.fullmatch(kind) else ""
        body = f"<f>{written(''.join(parts['f']))}</f>" if "f" in parts else ""
        if "v" in parts and not (kind == _INLINE and "t" in parts):  # a value may stand beside the text that is shown
            body += f"<v>{written(''.join(parts['v']))}</v>"
        elif "t" in parts:
            body += f"<is><t>{written(told(self._runs.found))}</t></is>"
        if self.found.rows.setdefault(row, {}).setdefault(column, text := f"{head}>{body}</c>") is not text:
            raise Damaged("one cell twice: readers would not agree which counts")
