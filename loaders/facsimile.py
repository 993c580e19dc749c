"""A part of a sheet as the clerk saw it: what stands in the cells, merged how, in which colours and lines.

It opens files that anybody may have made, so it is called in a worker (`apart`). What the cells say comes from the
reader the figures came from; looks are read beside it (`looks.styled`), from workbooks small enough for that. Where
there are none to be had, the cells stand without them.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from loaders.limits import Limits
from loaders.looks.styled import Styled, styled
from loaders.looks.styles import PLAIN, Look, drawn
from loaders.sheet import Cell, CellKind, Merge, Place, Sheet, column_letter, place_of
from loaders.workbook import read_workbook

TOP, AROUND, ASIDE = 5, 4, 30  # rows of headings above, rows on either side, columns on either side
BEFORE, AFTER = 4, 2  # rows about each of many cells


@dataclass(frozen=True)
class Square:
    """A cell of the picture, or of several merged into one: what it shows, how far it reaches, and how it looks."""

    text: str
    to_row: int
    to_column: int
    look: Look = PLAIN


@dataclass(frozen=True)
class Picture:
    """Rows and columns of a sheet that are to be seen together, numbered as in the sheet; sizes in px.

    `squares` are keyed by row and column of their top left corner, those of merges that begin outside left out.
    `hidden_…` are those that the file keeps out of sight and that are drawn all the same.
    """

    sheet: str
    rows: tuple[tuple[int, int], ...]  # number, height
    columns: tuple[tuple[int, int], ...]  # number, width
    squares: Mapping[Place, Square] = field(default_factory=dict[Place, Square])
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Facsimile(Picture):
    """What was to be seen around one cell."""

    row: int = 0
    column: int = 0

    @property
    def address(self) -> str:
        return f"{column_letter(self.column)}{self.row}"

    def columns_within(self, px: int, widest: int) -> tuple[tuple[int, int], ...]:
        """The columns that matter most and fit into `px`, none wider than `widest`: the cell's own, the one that names
        its row, then the nearest.
        """
        widths = {number: min(width, widest) for number, width in self.columns}
        named = max(
            (number for number in widths if number < self.column),
            key=lambda number: len(square.text) if (square := self.squares.get((self.row, number))) else 0,
            default=self.column,
        )
        nearest = sorted(widths, key=lambda number: abs(number - self.column))
        kept: set[int] = set()
        for number in dict.fromkeys((self.column, named, *nearest)):
            if not kept or sum(widths[each] for each in kept) + widths[number] <= px:
                kept.add(number)
        return tuple((number, widths[number]) for number in sorted(kept))


def facsimile(name: str, content: bytes, sheet_name: str, address: str, limits: Limits) -> Facsimile | None:
    """The part of the sheet around a cell; None where there is no such sheet or cell any more."""
    read = read_workbook(name, content, limits)
    sheet = next((sheet for sheet in read.sheets if sheet.name == sheet_name), None)
    place = place_of(address)
    if sheet is None or place is None:
        return None
    row, column = place
    looks = styled(name, content, sheet, limits)
    rows = [r for r in _rows(row, max(sheet.last_row, row)) if r == row or r not in sheet.hidden_rows]
    columns = range(max(1, column - ASIDE), min(max(sheet.last_column, column), column + ASIDE) + 1)
    columns = [c for c in columns if c == column or c not in sheet.hidden_columns]
    return Facsimile(**vars(_drawn(sheet, looks, rows, columns)), row=row, column=column)


def spread(name: str, content: bytes, sheet_name: str, addresses: Sequence[str], limits: Limits) -> Picture | None:
    """All of those cells, with the rows around them and the topmost of the sheet; None where there is no such sheet.

    What the sheet hides is drawn where one of the cells stands in it.
    """
    read = read_workbook(name, content, limits)
    sheet = next((sheet for sheet in read.sheets if sheet.name == sheet_name), None)
    places = [place for address in addresses if (place := place_of(address))]
    if sheet is None or not places:
        return None
    own_rows, own_columns = {row for row, _ in places}, {column for _, column in places}
    rows = {*range(1, TOP + 1), *(near for row in own_rows for near in range(row - BEFORE, row + AFTER + 1))}
    columns = {near for column in own_columns for near in range(column - ASIDE, column + ASIDE + 1)}
    rows = own_rows | (rows & set(range(1, sheet.last_row + 1)) - sheet.hidden_rows)
    columns = own_columns | (columns & set(range(1, sheet.last_column + 1)) - sheet.hidden_columns)
    return _drawn(sheet, styled(name, content, sheet, limits), sorted(rows), sorted(columns))


def _drawn(sheet: Sheet, looks: Styled, rows: Sequence[int], columns: Sequence[int]) -> Picture:
    owners = _owners(sheet, rows, columns)
    squares = {
        (r, c): _square(sheet, looks, owners.get((r, c), (r, c, r, c)))
        for r in rows
        for c in columns
        if owners.get((r, c), (r, c))[:2] == (r, c)
    }
    heights, widths = tuple((r, looks.height(r)) for r in rows), tuple((c, looks.width(c)) for c in columns)
    hidden = sheet.hidden_rows & set(rows), sheet.hidden_columns & set(columns)
    return Picture(sheet.name, heights, widths, squares, *hidden)


def _rows(row: int, last: int) -> Iterator[int]:
    """The headings, and the rows around the one asked for."""
    yield from range(1, min(TOP, row - AROUND - 1) + 1)
    yield from range(max(1, row - AROUND), min(last, row + AROUND) + 1)


def _owners(sheet: Sheet, rows: Sequence[int], columns: Sequence[int]) -> dict[tuple[int, int], Merge]:
    """Each place that lies in a merge, with the merge; only places of the picture."""
    return {
        (r, c): merge
        for merge in sheet.merges
        for r in rows[bisect_left(rows, merge[0]) : bisect_right(rows, merge[2])]
        for c in columns[bisect_left(columns, merge[1]) : bisect_right(columns, merge[3])]
    }


def _square(sheet: Sheet, looks: Styled, merge: Merge) -> Square:
    row, column = merge[:2]
    cell: Cell | None = sheet.at(row, column)
    look = looks.look(merge)
    if cell and cell.kind is not CellKind.TEXT and look != PLAIN and not look.align:
        look = replace(look, align="right")  # as numbers and days stand of themselves
    return Square(drawn(cell, looks.number_format(row, column)) if cell else "", *merge[2:], look)
