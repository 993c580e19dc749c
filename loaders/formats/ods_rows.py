"""The rows of an .ods that are written the way nearly every program writes them, found by patterns.

They are taken out of the XML before it is walked through, a mark in their place: each of their cells has no more than
one paragraph, without anything inside, and opens no merge. All other rows stay where they are and are walked through,
to the same result. Values are made when a row is asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from loaders.formats.ods_cells import OdsCell, number, read_cell
from loaders.formats.ods_names import CALC, OFFICE, TABLE, TEXT
from loaders.formats.xml_text import decoded, is_plain, unwritten
from loaders.limits import Damaged

MARK = "usual-rows"  # in no namespace, where no tag of a file is
_NAMED = {"office": OFFICE, "table": TABLE, "text": TEXT, "calcext": CALC}  # what prefixes have to stand for
_ATTRIBUTE = r' (?!xmlns|table:number-(?:rows|columns)-spanned)[a-z]++:[a-z-]++="[^"<>]*+"'
_TAG = "table:(?:covered-)?table-cell"
_PARAGRAPH = r"<text:p(?:/>|>[^<]*+</text:p>)"
_ROW_ATTRIBUTE = r' table:(?:style-name|number-rows-repeated|default-cell-style-name)="[^"<>&]*+"'
_ANY_CELL = rf"<{_TAG}(?:{_ATTRIBUTE})*+(?:/>|>(?:{_PARAGRAPH})?+</{_TAG}>)"
_RUN = re.compile(rf"(?:<table:table-row(?:{_ROW_ATTRIBUTE})*+>(?:{_ANY_CELL})++</table:table-row>)++")
_CELL = re.compile(
    rf'<{_TAG}((?: (?:office:value-type="(?:(float)|(string)|[a-z]++)"|office:value="([^"<>&]*+)"|'
    r'table:style-name="([^"<>&]*+)"|calcext:value-type="(?!error)[a-z]*+"|([a-z]++:[a-z-]++)="[^"<>]*+"))*+)'
    rf"(?:/>|>({_PARAGRAPH})?+</)"
)
_ONE_ATTRIBUTE = re.compile(r' ([a-z]++):([a-z-]++)="([^"<>]*+)"')
_ROW_OPEN, _ROW_CLOSE, _CELL_CLOSE = "<table:table-row", "</table:table-row>", "</table:"
_OPENING, _CLOSING = len("<text:p>"), -len("</text:p>")
_TRUTHS = ("<text:p>TRUE</text:p>", "<text:p>FALSE</text:p>")  # numbers that are more than that
_SAYING = ("office:", "table:formula")  # attributes without which a cell of no text is blank


@dataclass
class UsualRow:
    """One of them. `width`: so many cells it has up to its last that may hold something, a figure among them; 0 where
    that cannot be told without looking at each.
    """

    attributes: dict[str, str]
    width: int
    _text: str
    _start: int
    _end: int

    def cells(self) -> Iterator[OdsCell]:
        """Its cells, left to right."""
        for found in _CELL.findall(self._text, self._start, self._end):
            yield _cell(*found)


class UsualRows:
    """Those of one file, run by run."""

    def __init__(self) -> None:
        self._text = ""
        self._runs: list[tuple[int, int]] = []

    def taken_out(self, xml: bytes) -> bytes | str:
        """The XML without them; as it came where names may not mean what they say."""
        try:
            text = decoded(xml)
        except Damaged:
            return xml  # for the parser to refuse
        head = text.find("<office:body")
        is_named = all(
            f'xmlns:{prefix}="{name.strip()}"' in text[: max(head, 0)]
            for prefix, name in _NAMED.items()
            if f" {prefix}:" in text or f"<{prefix}:" in text
        )
        if not is_named or text.find("xmlns", head) >= 0 or not is_plain(text):
            return xml
        self._text = text
        return _RUN.sub(self._marked, text)

    def _marked(self, run: re.Match[str]) -> str:
        self._runs.append(run.span())
        return f'<{MARK} at="{len(self._runs) - 1}"/>'

    def rows(self, mark: dict[str, str]) -> Iterator[UsualRow]:
        """Those that stood where `mark` stands."""
        text = self._text
        at, end = self._runs[int(mark["at"])]
        while at < end:
            opened, closed = text.find(">", at) + 1, text.find(_ROW_CLOSE, at)
            yield _row(_attributes(text[at + len(_ROW_OPEN) : opened - 1]), text, opened, closed)
            at = closed + len(_ROW_CLOSE)


def _row(attributes: dict[str, str], text: str, start: int, end: int) -> UsualRow:
    closed = text.rfind(_CELL_CLOSE, start, end)
    last = text.find(">", closed, end) + 1 if closed >= 0 else start
    if any(text.find(word, last, end) >= 0 for word in _SAYING):
        last = end
    is_simple = text.find("repeated", start, last) < 0 <= text.find(' office:value="', start, last)
    return UsualRow(attributes, text.count("<table:", start, last) if is_simple else 0, text, start, last)


def _cell(attributes: str, is_number: str, is_text: str, value: str, style: str, other: str, paragraph: str) -> OdsCell:
    if not other and is_number and value and paragraph not in _TRUTHS:
        return OdsCell(number(value, ""), 1, style)
    if not other and is_text and paragraph:
        return OdsCell(unwritten(paragraph[_OPENING:_CLOSING]), 1, style)
    shown = unwritten(paragraph[_OPENING:_CLOSING]) if paragraph else None
    return read_cell(_attributes(attributes), shown)


def _attributes(written: str) -> dict[str, str]:
    """By namespace and name, as the walk names them."""
    found = _ONE_ATTRIBUTE.findall(written)
    return {f"{_NAMED.get(prefix, prefix)}{name}": unwritten(value) for prefix, name, value in found}
