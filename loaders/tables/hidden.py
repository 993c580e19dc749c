"""Rows and columns of a table that are read though nobody sees them."""

from __future__ import annotations

from collections.abc import Iterator

from domain.problem import Problem
from domain.problem_codes import problem
from loaders import headers
from loaders.cells import months_in
from loaders.sheet import Cell
from loaders.tables.header import BARE, FIGURES, IDENTITY, is_figure
from loaders.tables.labels import labelled, titles
from loaders.tables.table import Table

_MAY_NOT_HIDE = (*IDENTITY, *FIGURES, BARE, "unit", "period", "department", "region", "state")
_MAY_NOT_HIDE_WORDS = ("progress", "problems", "next_steps", "remark", "done_on", "evidence")
_SAYING = ("department", "period", "unit")  # labels that say something of all figures


def hidden(table: Table) -> Iterator[Problem]:
    """What is read of them: headings, figures, words, and what is said above of whose and which month's they are."""
    sheet, page = table.sheet, table.page
    for role, heading in [*table.header.headings.items(), *((role, each) for _, role, each in table.header.limited)]:
        column = heading.cell.column
        is_read = role in _MAY_NOT_HIDE or is_figure(role) or (role in _MAY_NOT_HIDE_WORDS and table.filled(role))
        if column in sheet.hidden_columns and is_read:
            facts = {"column": sheet.column_line(column), "title": headers.plain(heading.cell.raw)}
            yield problem("B06", sheet.name, heading.cell.address, **facts)
    told = {each.cell.column for each in table.header.headings.values()}
    for key, said in table.block.items():
        is_unseen = isinstance(said.value, Cell) and said.value.column in page.hidden_columns - told
        if key in _SAYING and isinstance(said.value, Cell) and is_unseen:
            facts = {"column": page.column_line(said.value.column), "title": headers.title("labels", key)}
            yield problem("B06", page.name, said.cell, **facts)
    above = [row for row in table.above if row in page.hidden_rows and _says_whose(table, row)]
    own = (*range(table.header.first_row, table.header.last_row + 1), *table.rows) if sheet.hidden_rows else ()
    rows = [row for row in own if row in sheet.hidden_rows]
    if above or rows:
        place = page.address(above[0], 1) if above else sheet.address(rows[0], 1)
        lines = (*map(page.row_line, above), *map(sheet.row_line, rows))
        yield problem("B34", sheet.name, place, rows=lines)


def _says_whose(table: Table, row: int) -> bool:
    """Whether a row above says of which department, month, region or thing the figures are, or in which unit."""
    page, names = table.page, table.names
    if set(_SAYING) & set(labelled(page, [row])):
        return True
    texts = [each.text for each in titles(page, [row])]
    return any(months_in(t) or names.departments_in(t) or names.regions_in(t) or names.items_in(t) for t in texts)
