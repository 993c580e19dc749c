"""A paper as xlsxwriter writes it: formulas with their results, texts in shared strings."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

import xlsxwriter

from tests.torture.sheets.paper import MADE, Calculated, Fault, Page, Paper, Rich, Spot

_AS_USUAL = ("", False, True)


def written(paper: Paper) -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True, "date_1904": paper.from_1904}) as book:
        book.set_properties({"created": MADE})
        book.calc_on_load = paper.is_uncalculated  # a person's program has calculated
        styles = _Styles(book)
        for page in paper.pages:
            _write_page(book, page, styles)
        shown = [sheet for sheet, page in zip(book.worksheets(), paper.pages, strict=True) if not page.hidden]
        shown[0].activate()
    return stream.getvalue()


class _Styles:
    """Each look once."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[tuple[str, bool, bool], Any] = {}
        self.bold = book.add_format({"bold": True})
        self.raised, self.struck = book.add_format({"font_script": 1}), book.add_format({"font_strikeout": True})
        self.grey = book.add_format({"bg_color": "#EEEEEE"})

    def run(self, look: str) -> Any:
        """Of a piece of a text."""
        return {"raised": self.raised, "struck": self.struck}.get(look)

    def conditional(self, number_format: str) -> Any:
        return self._book.add_format({"num_format": number_format})

    def of(self, spot: Spot) -> Any:
        look = (spot.look, spot.struck, spot.locked)
        if look == _AS_USUAL:
            return None
        if look not in self._made:
            number_format = int(look[0]) if look[0].isdecimal() else look[0] or "General"
            given = {"num_format": number_format, "font_strikeout": look[1], "locked": look[2]}
            self._made[look] = self._book.add_format(given)
        return self._made[look]


def _write_page(book: Any, page: Page, styles: _Styles) -> None:
    sheet = book.add_worksheet(page.name)
    merged = {merge[:2] for merge in page.merges}
    for top, left, bottom, right in page.merges:
        sheet.merge_range(top - 1, left - 1, bottom - 1, right - 1, "")
    for (row, column), spot in sorted(page.spots.items()):
        _write(sheet, (row - 1, column - 1), spot, styles, in_merge=(row, column) in merged)
        _say_beside(sheet, (row - 1, column - 1), spot, styles)
    for row in page.hidden_rows:
        sheet.set_row(row - 1, *((0, None) if page.shrunk else (None, None, {"hidden": True})))
    for column in page.hidden_columns:
        sheet.set_column(column - 1, column - 1, *((0, None) if page.shrunk else (None, None, {"hidden": True})))
    for row in range(page.last_row, page.last_row + page.extra_rows):
        sheet.set_row(row, None, styles.grey)
    for name in sorted(page.furniture):
        _FURNITURE[name](sheet, page)
    if page.protected:
        sheet.protect()
    if page.hidden:
        sheet.hide()


def _write(sheet: Any, place: tuple[int, int], spot: Spot, styles: _Styles, *, in_merge: bool) -> None:
    style = styles.of(spot)
    match spot.value:
        case Calculated(formula, result):
            sheet.write_formula(*place, formula, style, "" if result is None else result)
        case Fault(text):
            sheet.write_formula(*place, f"={text}", style, text)
        case Rich(parts, (_, *_) as looks) if not in_merge:
            pieces = (
                each for part, look in zip(parts, looks, strict=True) for each in (styles.run(look), part) if each
            )
            sheet.write_rich_string(*place, *pieces, *([style] if style else []))
        case Rich((first, *rest)) if rest and not in_merge:
            sheet.write_rich_string(*place, first, styles.bold, *rest)
        case Rich(parts):
            sheet.write_string(*place, "".join(parts), style)
        case bool() as truth:
            sheet.write_boolean(*place, truth, style)
        case datetime() | date() | time() as moment:
            sheet.write_datetime(*place, moment, style)
        case str() as text if text:
            sheet.write_string(*place, text, style)
        case int() | float() as number:
            sheet.write_number(*place, number, style)
        case _:
            sheet.write_blank(*place, None, style)


def _say_beside(sheet: Any, place: tuple[int, int], spot: Spot, styles: _Styles) -> None:
    if spot.comment:
        sheet.write_comment(*place, spot.comment)
    if spot.conditional:
        shown = {"type": "no_blanks", "format": styles.conditional(spot.conditional)}
        sheet.conditional_format(*place, *place, shown)


def _filter(sheet: Any, page: Page) -> None:
    sheet.autofilter(page.heading_rows()[-1] - 1, 0, page.last_row - 1, page.last_column - 1)


def _conditional_formats(sheet: Any, page: Page) -> None:
    sheet.conditional_format(0, 0, page.last_row, page.last_column, {"type": "data_bar"})
    sheet.conditional_format(0, 0, page.last_row, 3, {"type": "cell", "criteria": ">", "value": 1200})


def _grouped_rows(sheet: Any, page: Page) -> None:
    for row in page.body():
        sheet.set_row(row - 1, None, None, {"level": 1, "hidden": row in page.hidden_rows})


def _wide_formats(sheet: Any, page: Page) -> None:
    """Rows and columns formatted to the end, and one blank cell that carries a format there."""
    sheet.set_column(0, 16383, 9)
    sheet.write_blank(page.body()[0] - 1, 16383, None, sheet.default_url_format)


_FURNITURE: dict[str, Callable[[Any, Page], None]] = {
    "frozen panes": lambda sheet, page: sheet.freeze_panes(page.heading_rows()[-1], 2),
    "conditional formats": _conditional_formats,
    "grouped rows": _grouped_rows,
    "filter": _filter,
    "text box": lambda sheet, page: sheet.insert_textbox(1, 1, "合计 1204 报告期：2020年1月"),
    "drop-down lists": lambda sheet, page: sheet.data_validation(
        0, 0, page.last_row, 5, {"validate": "list", "source": ["已完成", "推进中"]}
    ),
    "zeros hidden": lambda sheet, page: sheet.hide_zero(),
    "print area": lambda sheet, page: sheet.print_area(0, 0, 2, 2),
    "wide formats": _wide_formats,
}
