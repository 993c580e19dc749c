"""How a sheet of the template looks and what its cells let one type: styles, title block, locks, drop-downs, print.

Knows xlsxwriter and nothing of plans: what stands where is decided by `template`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time
from io import BytesIO
from typing import Any

import xlsxwriter  # pyright: ignore[reportMissingTypeStubs]
from xlsxwriter.utility import xl_col_to_name  # pyright: ignore[reportMissingTypeStubs]

from loaders import headers
from wording import Words

HEADER_ROW, FIRST_ROW = 4, 5

Cell = tuple[object, str]
"""What stands in a cell, None for nothing, and the style it stands in."""

_BASE = {"font_name": "SimSun", "font_size": 10, "valign": "vcenter"}
_BOX = _BASE | {"border": 1, "text_wrap": True}
_LOCKED = _BOX | {"bg_color": "#EDEDED"}
_INPUT = _BOX | {"locked": False}
_CENTRE = {"align": "center"}
_WHOLE, _DECIMAL = {"num_format": "#,##0"}, {"num_format": "#,##0.0########"}
_STYLES: Mapping[str, Mapping[str, Any]] = {
    "title": _BASE | _CENTRE | {"font_size": 16, "bold": True},
    "hint": _BASE | {"text_wrap": True, "font_color": "#595959"},
    "label": _BASE | {"align": "right"},
    "header": _BOX | _CENTRE | {"bold": True, "bg_color": "#D6E4F0"},
    "text": _LOCKED,
    "centre": _LOCKED | _CENTRE,
    "whole": _LOCKED | _WHOLE,
    "decimal": _LOCKED | _DECIMAL,
    "share": _LOCKED | {"num_format": "0.0%"},
    "input": _INPUT,
    "input_centre": _INPUT | _CENTRE,
    "input_whole": _INPUT | _WHOLE,
    "input_decimal": _INPUT | _DECIMAL,
    "input_date": _INPUT | _CENTRE | {"num_format": "yyyy-mm-dd"},
    "guide": _BASE | {"font_size": 11, "text_wrap": True},
}
_A4 = 9
_FULL_WIDTH = 2  # a Chinese character is as wide as two digits, in which column widths are measured
_LINE_HEIGHT = 15


class Book:
    """A workbook whose sheets share one set of styles and one hidden sheet of choices.

    Built the same way it comes out byte for byte the same; `made_on` is written into it.
    """

    def __init__(self, words: Words, made_on: date) -> None:
        self._buffer = BytesIO()
        self.workbook: Any = xlsxwriter.Workbook(self._buffer, {"in_memory": True})
        self.workbook.set_properties({"created": datetime.combine(made_on, time(), UTC)})
        self.words = words
        self.styles = {name: self.workbook.add_format(dict(style)) for name, style in _STYLES.items()}
        self.is_signed = False

    def content(self) -> bytes:
        """The finished file; nothing can be added after."""
        self.workbook.close()
        return self._buffer.getvalue()

    def choices(self, columns: Sequence[Sequence[str]]) -> None:
        """The hidden sheet the drop-downs take their choices from; the first column holds the departments."""
        sheet = self.workbook.add_worksheet(self.words("template.lists"))
        for column, choices in enumerate(columns):
            sheet.write_column(0, column, choices)
        sheet.protect()
        sheet.hide()

    def guide(self, title: str, text: str) -> None:
        sheet = self.workbook.add_worksheet(headers.title("sheets", "guide"))
        sheet.set_column("A:A", 100)
        for row, line in enumerate([title, *text.strip().splitlines()]):
            sheet.write(row, 0, line, self.styles["guide" if row else "title"])
            sheet.set_row(row, 36)
        sheet.protect()
        print_on_a4(sheet)


class FormSheet:
    """One sheet with a title block and a table of which only the white cells can be typed into."""

    def __init__(self, book: Book, name: str, titles: Mapping[str, str], widths: Sequence[int]) -> None:
        self.book, self.styles = book, book.styles
        self.columns = {role: column for column, role in enumerate(titles)}
        self.widths = widths
        self.sheet: Any = book.workbook.add_worksheet(name)
        for column, width in enumerate(widths):
            self.sheet.set_column(column, column, width)
        self.sheet.write_row(HEADER_ROW - 1, 0, list(titles.values()), self.styles["header"])
        self.sheet.set_row(HEADER_ROW - 1, 2 * _LINE_HEIGHT + 4)
        names = self.columns.get("name", self.columns.get("task_name", 0))
        self.sheet.freeze_panes(HEADER_ROW, names + 1)
        self.sheet.repeat_rows(HEADER_ROW - 1)
        self.sheet.protect("", {"format_columns": True, "format_rows": True})
        print_on_a4(self.sheet)

    def block(self, title: str, hint: str, department: str, period: str, cut_off: str) -> None:
        """Title, whose and which month's it is, and the hint, above the table."""
        last = len(self.columns) - 1
        self.sheet.merge_range(0, 0, 0, last, title, self.styles["title"])
        for at, label in (("A2", "department"), ("E2", "period"), ("H2", "cut_off")):
            self.sheet.write(at, headers.title("labels", label), self.styles["label"])
        self.sheet.merge_range("B2:D2", department, self.styles["centre"])
        self.sheet.write("F2", period, self.styles["centre"])
        self.sheet.write("I2", cut_off, self.styles["centre"])
        self.sheet.merge_range(2, 0, 2, last, hint, self.styles["hint"])
        for row, height in enumerate((30, 24, 30)):
            self.sheet.set_row(row, height)

    def row(self, row: int, cells: Mapping[str, Cell]) -> None:
        """Write `row`, high enough for its longest text."""
        lines = 1
        for role, (value, style) in cells.items():
            column = self.columns[role]
            if isinstance(value, date):
                self.sheet.write_datetime(row - 1, column, value, self.styles[style])
            else:
                self.sheet.write(row - 1, column, value, self.styles[style])
            lines = max(lines, -(-_width(str(value or "")) // (self.widths[column] - 1)))
        self.sheet.set_row(row - 1, lines * _LINE_HEIGHT + 4)

    def letter(self, role: str) -> str:
        """The column of `role` as it is called in formulas."""
        return xl_col_to_name(self.columns[role])

    def formula(self, row: int, role: str, formula: str, style: str, result: float | None) -> None:
        """`result` is what the formula gives now: readers that do not calculate see it."""
        shown = "" if result is None else result
        self.sheet.write_formula(row - 1, self.columns[role], formula, self.styles[style], shown)

    def signatures(self, row: int, reporter: str, reviewer: str, phone: str, version: str) -> None:
        """Who filled it in; on the first sheet only, so that nobody signs four times."""
        if self.book.is_signed:
            return
        self.book.is_signed = True
        for column, (key, value) in {1: ("reporter", reporter), 3: ("reviewer", reviewer), 5: ("phone", phone)}.items():
            self.sheet.write(row - 1, column, headers.title("labels", key), self.styles["label"])
            self.sheet.write(row - 1, column + 1, value or None, self.styles["input_centre"])
        self.sheet.write(row - 1, 7, headers.title("labels", "version"), self.styles["label"])
        self.sheet.write(row - 1, 8, version, self.styles["centre"])
        self.sheet.set_row(row - 1, 24)

    def only_numbers(self, row: int, roles: Sequence[str], *, whole: bool, may_fall: bool = False) -> None:
        rule = {
            "validate": "integer" if whole else "decimal",
            "criteria": ">=",
            "value": -1_000_000_000 if may_fall else 0,
        }
        kind = "whole" if whole else "decimal"
        for role in roles:
            self._allow(row, self.columns[role], rule, kind, f"{kind}_change" if may_fall else kind)

    def only_choices(self, row: int, column: int, list_number: int, length: int) -> None:
        """A drop-down over the first `length` choices of column `list_number` of the hidden sheet."""
        letter = "AB"[list_number]
        source = f"='{self.book.words('template.lists')}'!${letter}$1:${letter}${length}"
        self._allow(row, column, {"validate": "list", "source": source}, "choice", "choice")

    def only_dates(self, row: int, role: str, last: date) -> None:
        rule = {"validate": "date", "criteria": "<=", "value": last}
        self._allow(row, self.columns[role], rule, "date", "date", day=last.isoformat())

    def _allow(self, row: int, column: int, rule: Mapping[str, Any], kind: str, text: str, **facts: str) -> None:
        words = self.book.words
        message = {"error_title": words(f"template.{kind}_title"), "error_message": words(f"template.{text}", **facts)}
        self.sheet.data_validation(row - 1, column, row - 1, column, {**rule, **message})


def print_on_a4(sheet: Any) -> None:
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.set_footer("&C&P/&N")


def _width(text: str) -> int:
    return sum(_FULL_WIDTH if ord(character) > 0x2E7F else 1 for character in text)
