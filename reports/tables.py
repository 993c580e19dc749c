"""A table as CSV or as a workbook. Figures stay figures; nothing a person typed can run as a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import datetime
from math import isfinite
from typing import Any

from charts.exhibit import Kind, Table, Value
from charts.lines import length
from domain.amount import Amount
from domain.period import Period
from wording import decimal_of, hundredfold, rounded

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_FORMATS: dict[Kind, str] = {"share": "0.0%", "points": "+0.0;−0.0;0.0", "number": "#,##0.0#"}
_WHOLE = "#,##0"
_FINE = 6  # decimals of a file that is read on
_CREATED = datetime(2022, 1, 1)  # noqa: DTZ001 - the same figures give the same bytes; the format knows no zones
_WIDEST, _NARROWEST = 46, 9  # of a column, in characters


def csv_bytes(table: Table, notes: Sequence[str] = ()) -> bytes:
    """UTF-8 with the mark Excel needs, CRLF, dots for decimals. Shares read "56.25%", points are plain numbers.

    The notes follow below an empty line, so that invented figures say so in this form too.
    A text that a spreadsheet would take for a formula gets an apostrophe before it.
    """
    sheet = io.StringIO()
    writer = csv.writer(sheet)
    writer.writerow(_harmless(column.title) for column in table.columns)
    writer.writerows(
        [_csv_cell(value, column.kind) for value, column in zip(row, table.columns, strict=True)] for row in table.rows
    )
    if notes:
        writer.writerows([[], *([_harmless(note)] for note in notes)])
    return sheet.getvalue().encode("utf-8-sig")


def xlsx_bytes(table: Table, title: str, notes: Sequence[str]) -> bytes:
    """One sheet: the title, the notes, then the table with its header frozen. The same input gives the same bytes."""
    import xlsxwriter  # pyright: ignore[reportMissingTypeStubs]

    file = io.BytesIO()
    book: Any = xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": title, "created": _CREATED})
    sheet = book.add_worksheet()
    sheet.write_string(0, 0, title, book.add_format({"bold": True, "font_size": 14}))
    for line, note in enumerate(notes, start=1):
        sheet.write_string(line, 0, note, book.add_format({"font_color": "#4B5563"}))
    top = len(notes) + 2
    _write(book, sheet, table, top)
    sheet.freeze_panes(top + 1, 0)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(top)
    book.close()
    return file.getvalue()


def _write(book: Any, sheet: Any, table: Table, top: int) -> None:
    """The header and the rows, with formats and widths by column."""
    header = book.add_format({"bold": True, "bg_color": "#E5E7EB", "bottom": 1, "text_wrap": True, "valign": "vcenter"})
    words = book.add_format({"text_wrap": True, "valign": "top"})
    figures: dict[str, Any] = {}
    for place, column in enumerate(table.columns):
        sheet.write_string(top, place, column.title, header)
        widest = length(column.title, 2)  # a Chinese character takes two of the sheet's
        for line, row in enumerate(table.rows, start=top + 1):
            value = _figure(row[place], column.kind)
            if isinstance(value, float):
                code = _format(row[place], column.kind, is_whole=value.is_integer())
                sheet.write_number(line, place, value, figures.setdefault(code, book.add_format(_figure_style(code))))
            elif value:
                sheet.write_string(line, place, value, words)
            widest = max(widest, length(value if isinstance(value, str) else f"{value:,.1f}", 2))
        sheet.set_column(place, place, min(max(widest + 2, _NARROWEST), _WIDEST))


def _format(value: Value, kind: Kind, *, is_whole: bool) -> str:
    """How a workbook shows a number: an amount with its own decimals."""
    if isinstance(value, Amount) and (value.is_fixed or not is_whole):
        least = value.decimals if value.is_fixed else min(1, value.decimals)
        decimals = "0" * least + "#" * (value.decimals - least)
        return f"{_WHOLE}.{decimals}" if decimals else _WHOLE
    return _WHOLE if kind == "number" and is_whole else _FORMATS[kind]


def number_format(value: Amount) -> str:
    """The format of a cell for an amount, with the decimals it is written with."""
    exact = decimal_of(value.value)
    return _format(value, "number", is_whole=exact == exact.to_integral_value())


def _figure_style(code: str) -> dict[str, str]:
    return {"num_format": code, "valign": "top"}


def _figure(value: Value, kind: Kind) -> float | str:
    """A cell of a workbook: a number wherever it is one, text otherwise; nothing where nothing is known."""
    if value is None:
        return ""
    if isinstance(value, (str, Period)):
        return str(value)
    value = value.value if isinstance(value, Amount) else value
    exact = hundredfold(value) if kind == "points" else decimal_of(value)
    return number if isfinite(number := float(exact)) else str(exact)  # a workbook has no such number


def _csv_cell(value: Value, kind: Kind) -> str:
    if value is None:
        return ""
    if isinstance(value, (str, Period)):
        return _harmless(str(value))
    decimals = max(_FINE, value.decimals) if isinstance(value, Amount) else _FINE
    value = value.value if isinstance(value, Amount) else value
    exact = decimal_of(value)
    if kind == "share":
        return f"{rounded(hundredfold(value), 2)}%"
    if kind == "points":
        return str(rounded(hundredfold(value), 2))
    return f"{exact:.0f}" if exact == exact.to_integral_value() else f"{rounded(exact, decimals):f}".rstrip("0")


def _harmless(text: str) -> str:
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA_STARTS) else text
