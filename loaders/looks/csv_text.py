"""The likeness of a .csv, which has no looks: every cell is the text it is, and nothing in it turns into a number."""

from __future__ import annotations

from itertools import chain
from unicodedata import east_asian_width

from loaders.formats import csv_text
from loaders.guard import Inspection
from loaders.limits import Limits
from loaders.looks.parts import Columns, Entry, Fault, Likeness, Page, Style
from loaders.sheet import Cell, CellKind

_AS_TEXT = Style(number_format="@")
_NARROWEST, _WIDEST = 9, 40  # of the columns, in characters


def likeness(inspection: Inspection, limits: Limits) -> Likeness:
    """Of a text that `formats.csv_text` can read. Raises Unreadable as that does."""
    (sheet,) = csv_text.read(inspection, limits).sheets
    page, widths = Page(sheet.name), dict[int, int]()
    beyond = ((row, tuple(cells.values())) for row, cells in sheet.beyond.items())
    for row, cells in chain(sheet.rows(), beyond):
        for cell in cells:
            page.cells[row, cell.column] = Entry(Fault(cell.raw) if cell.kind is CellKind.ERROR else cell.raw, _AS_TEXT)
            widths[cell.column] = max(widths.get(cell.column, _NARROWEST), min(_width(cell), _WIDEST))
    page.columns = [Columns(column, column, width, style=_AS_TEXT) for column, width in sorted(widths.items())]
    return Likeness([page])


def _width(cell: Cell) -> int:
    """In narrow characters, of its widest line."""
    return max((sum(1 + (east_asian_width(each) in "WF") for each in line) for line in cell.raw.split("\n")), default=0)
