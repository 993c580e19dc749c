"""What libraries that share no code with the reader see in a cell: openpyxl, calamine, Python's own csv."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from datetime import datetime
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any

import openpyxl
from openpyxl.utils.cell import coordinate_to_tuple
from python_calamine import load_workbook

Seen = Callable[[str, str], str]
"""Sheet and cell to the text that stands there, as a person would write it down."""


def seen_by_others(content: bytes, kind: str) -> Iterator[Seen]:
    """Every other library that can open a file of this kind: csv, xls, ods, or else an .xlsx."""
    if kind == "csv":
        yield _by_csv(content)
        return
    if kind not in ("xls", "ods"):
        book = openpyxl.load_workbook(BytesIO(content), data_only=True)
        yield lambda sheet, cell: as_text(book[sheet][cell].value)
    yield _by_calamine(content)


def _by_calamine(content: bytes) -> Seen:
    book = load_workbook(BytesIO(content))
    sheets = {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}

    def seen(sheet: str, cell: str) -> str:
        row, column = coordinate_to_tuple(cell)
        return as_text(sheets[sheet][row - 1][column - 1])

    return seen


def _by_csv(content: bytes) -> Seen:
    marks = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
    stated = next((encoding for mark, encoding in marks.items() if content.startswith(mark)), None)
    try:
        text = content.decode(stated or "utf-8")
    except UnicodeDecodeError:
        text = content.decode("gb18030")
    delimiter = max(",;\t", key=text.count)
    rows = list(csv.reader(StringIO(text, newline=""), delimiter=delimiter))

    def seen(_: str, cell: str) -> str:
        row, column = coordinate_to_tuple(cell)
        return rows[row - 1][column - 1]

    return seen


def as_text(value: Any) -> str:
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, float):
        value = Decimal(format(value, ".15g"))
        return format(value, "f").rstrip("0").rstrip(".") if value % 1 else format(value.quantize(Decimal(1)), "f")
    return "" if value is None else str(value)
