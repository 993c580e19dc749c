"""A paper as openpyxl writes it: formulas without results, texts where they stand."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
from openpyxl.comments import Comment
from openpyxl.styles import Font, Protection
from openpyxl.utils.cell import get_column_letter
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from tests.torture.sheets.paper import MADE, Calculated, Fault, Page, Paper, Rich, Spot


def written(paper: Paper) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    book.properties.created = MADE
    if paper.from_1904:
        book.epoch = CALENDAR_MAC_1904
    for page in paper.pages:
        _write_page(book.create_sheet(page.name), page)
    book.active = next(number for number, page in enumerate(paper.pages) if not page.hidden)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _write_page(sheet: Any, page: Page) -> None:
    for (row, column), spot in sorted(page.spots.items()):
        _write(sheet.cell(row, column), spot)
    for top, left, bottom, right in page.merges:
        sheet.merge_cells(start_row=top, start_column=left, end_row=bottom, end_column=right)
    for row in page.hidden_rows:
        _hide(sheet.row_dimensions[row], "height", page)
    for column in page.hidden_columns:
        _hide(sheet.column_dimensions[get_column_letter(column)], "width", page)
    sheet.protection.sheet = page.protected
    sheet.sheet_state = "hidden" if page.hidden else "visible"


def _hide(line: Any, size: str, page: Page) -> None:
    if page.shrunk:
        setattr(line, size, 0.01)  # what is 0 it leaves out
    else:
        line.hidden = True


def _write(cell: Any, spot: Spot) -> None:
    match spot.value:
        case Calculated(formula, None):
            cell.value = formula
        case Calculated(_, result):
            cell.value = result
        case Fault(text):
            cell.value = text
        case Rich(parts):
            cell.value = "".join(parts)
        case str() as text:
            cell.value = text
            cell.data_type = "s"  # whatever it begins with, it is a text
        case other:
            cell.value = other
    if spot.look:
        cell.number_format = spot.look
    if spot.struck:
        cell.font = Font(strike=True)
    if not spot.locked:
        cell.protection = Protection(locked=False)
    if spot.comment:
        cell.comment = Comment(spot.comment, "审核")
