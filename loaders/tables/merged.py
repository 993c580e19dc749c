"""Merged cells among the figures of a table, and what stands under a merge, where nobody sees it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from domain.problem import Problem
from domain.problem_codes import problem
from domain.question import Line
from loaders import headers
from loaders.sheet import Cell, CellKind, Merge, Place, Sheet, address_of
from loaders.tables.header import BARE, is_figure
from loaders.tables.table import Table

_SHOWN = 8  # as many cells are named in one message
_LONGEST = 12  # characters of each


class Figure(NamedTuple):
    """The place of one: its row and column as the clerk knows them, and whether it is of a row that adds others up."""

    row: Line
    column: Line
    is_sum: bool


Figures = Mapping[Place, Figure]
"""By where they stand on the page."""


def shared_figures(table: Table) -> Iterator[Problem]:
    """Each merge by which one figure stands in the places of several: whose it is, nobody can say."""
    page, figures = table.page, _figures(table)
    for merge, places in _shared(page, figures).items():
        rows = tuple(dict.fromkeys(figures[place].row for place in places))
        columns = tuple(dict.fromkeys(figures[place].column for place in places))
        area, shown = f"{address_of(*merge[:2])}:{address_of(*merge[2:])}", page.at(*merge[:2])
        facts = {"area": area, "raw": shown.raw.strip() if shown else "", "lines": rows if len(rows) > 1 else columns}
        yield problem("B50", page.name, address_of(*merge[:2]), **facts)


def cells_shared(table: Table) -> frozenset[str]:
    """The cells of those places: 「未填写」 is not what a clerk sees there."""
    shared = _shared(table.page, _figures(table))
    return frozenset(address_of(*place) for places in shared.values() for place in places)


def _shared(page: Sheet, figures: Figures) -> Mapping[Merge, Sequence[Place]]:
    """Those merges, with the places of figures in them.

    A merge over one figure's own place, with blank columns or rows beside it, is only a look. Where each place has
    something of its own under the merge, `under_merges` tells of it.
    """
    covered: dict[Merge, list[Place]] = {}
    for place in figures:
        if merge := page.merge_at(*place):
            covered.setdefault(merge, []).append(place)
    return {merge: places for merge, places in covered.items() if _is_shared(page, merge, places, figures)}


def _is_shared(page: Sheet, merge: Merge, places: Sequence[Place], figures: Figures) -> bool:
    shown = page.at(*merge[:2])
    if shown is None or not any(map(str.isalnum, shown.raw)) or all(figures[place].is_sum for place in places):
        return False
    if merge[:2] not in figures and shown.kind is not CellKind.NUMBER:
        return False  # the title of a chapter, across everything
    others = [page.at(*place) for place in places if place != merge[:2]]
    return any(own is None or _says_the_same(own, shown) for own in others)


def _figures(table: Table) -> Figures:
    """The places of figures in rows that hold merged cells; of totals too, which one may be merged with."""
    sheet, page = table.sheet, table.page
    headings = [*table.header.headings.items(), *((role, each) for _, role, each in table.header.limited)]
    columns = {
        each.cell.column: sheet.column_line(each.cell.column, each.title)
        for role, each in headings
        if is_figure(role) or role in (BARE, "total")
    }
    is_upright, merged = sheet is page, page.rows_merged
    rows = [row for row in (*table.rows, *table.totals) if merged and (row in merged or not is_upright)]
    return {
        sheet.place(row, at): Figure(sheet.row_line(row), line, row in table.totals)
        for row in rows
        for at, line in columns.items()
    }


def under_merges(sheet: Sheet) -> Iterator[Problem]:
    """What stands under a merge that shows something else: it is read, though nobody sees it."""
    hidden = [cell for cell, shown in sheet.under_merges() if shown is None or not _says_the_same(cell, shown)]
    if hidden:
        cells = tuple(f"{cell.address}“{cell.raw.strip()[:_LONGEST]}”" for cell in hidden[:_SHOWN])
        yield problem("B51", sheet.name, hidden[0].address, cells=cells, n=len(hidden))


def _says_the_same(one: Cell, other: Cell) -> bool:
    """Programs that write a table often fill every cell of a merge alike."""
    return headers.compact(one.raw) == headers.compact(other.raw)
