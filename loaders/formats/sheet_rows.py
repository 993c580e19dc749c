"""The rows of a sheet of an .xlsx, found by patterns in its XML, each as the text of its filled cells.

Nothing is taken for granted: from the first row to the last every character has to be part of what a pattern expects,
in ascending order, or the sheet is written anew by `sheet_survey` first. What is in a cell is for `xlsx_cells`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from loaders.formats.sheet_survey import Survey, column_number, survey
from loaders.formats.sizes import is_low
from loaders.formats.xml_text import is_plain
from loaders.limits import LAST_COLUMN, LAST_ROW, Damaged
from loaders.sheet import UNSEEN, shows_nothing

_OPEN, _CLOSE = "<sheetData>", "</sheetData>"
FORMULA = r"<f(?: [^<>/]*+)?+(?:/>|>[^<]*+</f>)"
VALUE_OPENED = r'<v(?: xml:space="preserve")?+>'
_TEXT = r'<t(?: xml:space="preserve")?+>'
_ATTRIBUTES = r'(?: (?:s="[0-9]{1,6}+"|t="[A-Za-z]{1,12}+"|(?:cm|vm|ph)="[0-9]++"))*+'
_BODY = rf"(?:{FORMULA})?+(?:{VALUE_OPENED}[^<]*+</v>|<v/>|<is>(?:[^<]*+<(?!/is>))*+[^<]*+</is>)?+"
_ROW = re.compile(
    r'<row r="([0-9]{1,7}+)"((?: [A-Za-z0-9:]++="[^"<>&]*+")*+)(?:/>|>'
    rf'((?:<c r="[A-Z]{{1,3}}+\1"{_ATTRIBUTES}>{_BODY}</c>)*+)</row>)|(.++)',
    re.DOTALL,
)
_UNSEEN = f"[{UNSEEN}]*+"
_NOTHING = rf"(?:{VALUE_OPENED}{_UNSEEN}</v>|<v/>|<is>(?:{_TEXT}{_UNSEEN}</t>|<t/>)?+</is>|<is/>)?+"
_BLANK = re.compile(  # an error is never blank; a formula is where it came to a blank text
    r'<c r="[A-Z]++[0-9]++"(?: (?:s="[0-9]++"|t="(?:(str)"|(e)"|[A-Za-z]++")|(?:cm|vm|ph)="[0-9]++"))*+'
    rf"(?:/>|>(?(1)(?:{FORMULA})?+{_NOTHING}|(?(2)|{_NOTHING}))</c>)"
)
_SHARED = re.compile(r'<c r="[A-Z]++[0-9]++"(?: s="[0-9]++")?+ t="s"(?: s="[0-9]++")?+><v>([0-9]{1,9}+)</v></c>')
_ZERO_RESULT = re.compile(rf'<c r="([A-Z]++[0-9]++)"[^>]*+>{FORMULA}{VALUE_OPENED}-?0(?:\.0*)?</v>')
_COLUMNS = re.compile(r'<c r="([A-Z]++)')
_HIDDEN = re.compile(r' hidden="(?:1|true)"')
_HEIGHT = re.compile(r' ht="([^"]*)"')
_MAY_BE_LOW = re.compile(r' ht="(?:[01]?(?:\.|")|[0-9.]+[eE]-)')


class _Unusual(Exception):
    """Written in a way that the patterns do not fit."""


@dataclass
class Rows:
    """The text of the cells of each row that holds something, by row, with its first and last column."""

    cells: dict[int, str] = field(default_factory=dict[int, str])
    spans: dict[int, tuple[int, int]] = field(default_factory=dict[int, tuple[int, int]])
    hidden: set[int] = field(default_factory=set[int])

    @property
    def area(self) -> tuple[int, int, int, int] | None:
        """First row, first column, last row, last column of what is filled."""
        if not self.spans:
            return None
        spans = set(self.spans.values())
        top, bottom = next(iter(self.spans)), next(reversed(self.spans))
        return top, min(first for first, _ in spans), bottom, max(last for _, last in spans)


def read_rows(xml: str, strings: Sequence[str] = ()) -> tuple[Rows, Survey]:
    """The rows, and what stands around them; `strings` are the shared texts, or none where each says something.

    Raises Damaged for XML that is none, TooFar for a cell beyond the last row or column.
    """
    start, end = xml.find(_OPEN) + len(_OPEN), xml.rfind(_CLOSE)
    if len(_OPEN) <= start <= end and is_plain(xml):
        around = survey(xml[:start] + xml[end:])
        try:
            if not around.rows and not around.hidden_rows:
                return _rows(xml[start:end], strings, has_low_rows=around.has_low_rows), around
        except _Unusual:
            pass
    around = survey(xml)
    try:
        rows = _rows(around.written(), strings)
    except _Unusual as error:
        raise Damaged from error
    rows.hidden = around.hidden_rows
    return rows, around


def _rows(text: str, strings: Sequence[str], *, has_low_rows: bool = False) -> Rows:
    text = _BLANK.sub("", _without_tail(text))
    if strings:
        text = _SHARED.sub(lambda cell: "" if _says_nothing(strings, int(cell[1])) else cell[0], text)
    found, before = Rows(), 0
    is_any_hidden = has_low_rows or "hidden" in text or _MAY_BE_LOW.search(text)
    for number, attributes, cells, other in _ROW.findall(text):
        if other:
            raise _Unusual
        row = int(number)
        if row <= before:
            raise _Unusual
        before = row
        if cells:
            found.cells[row] = cells
            found.spans[row] = _span(tuple(_COLUMNS.findall(cells)))
        if is_any_hidden and (_HIDDEN.search(attributes) or _is_low(attributes, by_default=has_low_rows)):
            found.hidden.add(row)
    if before > LAST_ROW and found.cells and next(reversed(found.cells)) > LAST_ROW:
        raise _Unusual
    return found


def _is_low(attributes: str, *, by_default: bool) -> bool:
    height = _HEIGHT.search(attributes)
    return is_low(height[1]) if height else by_default


def zero_results(rows: Rows) -> frozenset[str]:
    """Where a formula has come to 0, or was given that by a program that did not calculate."""
    return frozenset(address for cells in rows.cells.values() for address in _ZERO_RESULT.findall(cells))


def _says_nothing(strings: Sequence[str], number: int) -> bool:
    return number < len(strings) and shows_nothing(strings[number])


def _without_tail(text: str) -> str:
    """The rows down to the last that may hold something: formatting alone can reach row 1,048,576."""
    last = -1
    for tag in ("<v", "<f", "<is"):
        last = max(last, text.rfind(tag, max(last, 0)))  # what stands before is of no account: looking takes time
    end = text.find("</row>", last) + len("</row>") if last >= 0 else 0
    tail = text[end:]
    if tail.count("<") != sum(map(tail.count, ("<row ", "</row>", "<c ", "</c>"))):
        raise _Unusual
    return text[:end]


@lru_cache(maxsize=1024)
def _span(letters: tuple[str, ...]) -> tuple[int, int]:
    """The first and the last of some columns, which are in ascending order."""
    numbers = list(map(column_number, letters))
    if any(after <= before for before, after in pairwise(numbers)) or numbers[-1] > LAST_COLUMN:
        raise _Unusual
    return numbers[0], numbers[-1]
