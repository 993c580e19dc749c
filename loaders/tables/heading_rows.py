"""Which rows of a sheet are headings: one to three of them, wherever the table begins, for one table or several beside.

What a column's heading means is for `scopes` and `headings`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from loaders import headers
from loaders.sheet import Cell, CellKind, Sheet
from loaders.tables.header import FIGURES, IDENTITY, LAST, Header
from loaders.tables.headings import header_of
from loaders.tables.labels import is_block_row, says_when_filled
from loaders.tables.naming import with_names
from loaders.tables.scopes import WHOLE, YEARS, Heading, ScopeReader
from loaders.tables.table import is_numbering

DEEPEST = 3  # rows of headings
LONGEST_LIMIT = 40  # no month, region or indicator is written longer in a heading


def headers_at(sheet: Sheet, row: int, reader: ScopeReader) -> list[Header]:
    """The headers that begin in `row`, left to right: several where tables stand side by side.

    Of the rows from here on those make a header that together say most, and of these the fewest.
    """
    deepest = _deepest(sheet, row, reader)
    if deepest < row or not any(
        _may_head(cell, reader) for below in range(row, deepest + 1) for cell in sheet.row(below)
    ):
        return []
    best: Sequence[Header] = ()
    for first in range(row, deepest + 1):
        for last in range(first, deepest + 1):
            found = _headers(sheet, first, last, reader)
            is_cut = last < deepest and any(_reaches_below(sheet, header) for header in found)
            if found and not is_cut and (not best or _is_better(found, best)):
                best = found
    begins_here = bool(best) and best[0].first_row == row
    return [header for header in best if header.is_table or header.wants_item] if begins_here else []


def _is_better(one: Sequence[Header], other: Sequence[Header]) -> bool:
    """Whether `one` says more, or as much of a table; else the shorter is meant, unless the longer has group titles."""
    said, known = ((sum(h.understood for h in each), any(h.is_table for h in each)) for each in (one, other))
    rows, deep = (each[0].last_row - each[0].first_row for each in (one, other))
    if said != known or rows == deep:
        return said > known
    longer = one if rows > deep else other
    return (longer is one) is any(header.is_stepped for header in longer)


def _reaches_below(sheet: Sheet, header: Header) -> bool:
    """Whether any of its headings is merged into the row below: then that row is of the header too."""
    below = header.last_row + 1
    return any(sheet.shown(below, each.cell.column) is each.cell for each in header.headings.values())


def _deepest(sheet: Sheet, row: int, reader: ScopeReader) -> int:
    """The last of the rows from `row` on that may all be headings: no figure, and no label with its value, is there."""
    for below in range(row, min(row + DEEPEST, sheet.last_row + 1)):
        if is_block_row(sheet, below) and (
            says_when_filled(sheet, below) or not any(each.is_table for each in _headers(sheet, below, below, reader))
        ):
            return below - 1
        if not all(_is_worded(cell) or _may_be_a_time(cell, below > row) for cell in _cells(sheet, below)):
            return below - 1
    return min(row + DEEPEST - 1, sheet.last_row)


def _is_worded(cell: Cell) -> bool:
    """Whether a cell is text; numbers kept as text are figures like any."""
    return isinstance(cell.value, str) and not headers.is_number(cell.raw)


def _cells(sheet: Sheet, row: int) -> Sequence[Cell]:
    """The cells of a row but for lone numbers far to the right, which are of nothing: of no column either."""
    cells = sheet.row(row)
    while len(cells) > 1 and cells[-1].column > sheet.right_of(cells[-2]) and _is_mere_number(cells[-1]):
        if sheet.at(row - 1, cells[-1].column):
            break
        cells = cells[:-1]
    return cells


def _is_mere_number(cell: Cell) -> bool:
    return cell.kind in (CellKind.NUMBER, CellKind.TEXT) and not _is_worded(cell) and not _may_be_a_time(cell, True)


def _may_be_a_time(cell: Cell, is_below: bool) -> bool:
    if isinstance(cell.value, date):
        return True
    is_whole = isinstance(cell.value, Decimal | str) and cell.raw.isdecimal()
    return is_whole and (int(cell.raw) in YEARS or (is_below and 1 <= int(cell.raw) <= 12))


def _may_head(cell: Cell, reader: ScopeReader) -> bool:
    if not isinstance(cell.value, str):
        return False
    is_short = len(cell.raw) <= LONGEST_LIMIT
    return reader.names.column(cell.raw) is not None or (is_short and reader.split(cell.raw)[0] != WHOLE)


def _headers(sheet: Sheet, first: int, last: int, reader: ScopeReader) -> list[Header]:
    """The headers read from rows `first`–`last`; none where a figure stands in them."""
    read: list[Heading] = []
    for column, cells in _paths(sheet, first, last, reader):
        heading = reader.heading(cells)
        if heading is None:
            return []
        heading = _told_by_numbers(sheet, last, column, heading)
        if heading.scope == WHOLE or sheet.shown(last, column):  # else the value of a label above
            read.append(heading)
    for starts in _restarts(read):
        ends = [*starts[1:], LAST + 1]
        reaches = (range(*reach) for reach in zip(starts, ends, strict=True))
        beside = [header for reach in reaches if (header := header_of(first, last, read, reader.names, reach))]
        made = [named for header in beside if (named := with_names(sheet, header, reader)).is_table]
        if len(made) == len(starts):
            return made
    one = header_of(first, last, read, reader.names, range(1, LAST + 1))
    return [with_names(sheet, one, reader)] if one else []


def _own_role(heading: Heading) -> str | None:
    """The role that its own cell gives a heading."""
    return headers.column(heading.word if headers.above_numbers(heading.cell.raw) else heading.cell.raw)


def _told_by_numbers(sheet: Sheet, last: int, column: int, heading: Heading) -> Heading:
    """The heading in the words it has where numbers stand below it: 「目标任务」 then is no name but a target."""
    role = headers.above_numbers(heading.word)
    if role is None:
        return heading
    rows = (row for row in range(last + 1, last + 4) if not is_numbering(_together(sheet, row, column)))
    below = next((cell for row in rows if (cell := sheet.at(row, column))), None)
    if below is None or below.kind is not CellKind.NUMBER:
        return heading
    return replace(heading, words=(*heading.words[:-1], headers.title("columns", role)))


def _together(sheet: Sheet, row: int, column: int) -> Sequence[Cell]:
    """The cells of a row that stand without a gap around `column`: those of a list beside it do not."""
    found: list[Cell] = []
    for cell in sheet.row(row):
        if found and cell.column > sheet.right_of(found[-1]):
            if found[-1].column >= column:
                break
            found = []
        found.append(cell)
    return found


def _paths(sheet: Sheet, first: int, last: int, reader: ScopeReader) -> Iterator[tuple[int, list[Cell]]]:
    """Each column with the cells of its headings, top to bottom."""
    rows = range(first, last + 1)
    filled = {at for row in rows for cell in _cells(sheet, row) for at in range(cell.column, sheet.right_of(cell))}
    group: Cell | None = None
    for column in sorted(filled):
        shown = [cell for row in rows if (cell := sheet.shown(row, column))]
        cells = [cell for place, cell in enumerate(shown) if cell not in shown[:place]]
        if not cells:
            continue
        if cells[0].row == first:
            is_loose = cells[-1] is not cells[0] and sheet.right_of(cells[0]) == column + 1
            group = cells[0] if is_loose else None
        elif group and group.row < cells[0].row and _spreads(group, cells[-1], reader):
            cells = [group, *cells]
        yield column, cells


def _spreads(group: Cell, below: Cell, reader: ScopeReader) -> bool:
    """Whether a group title that was not merged stands over a blank to its right too.

    It does where the heading there says nothing by itself; and over one that counts something unless it says itself
    what is counted, or nothing.
    """
    role, title = reader.names.column(below.raw), group.raw
    is_limit = not isinstance(group.value, str) or reader.split(title)[0] != WHOLE
    says_all = not is_limit and (reader.names.column(title) is not None or headers.is_neutral(title))
    return role is None or (role in (*FIGURES, "total") and not says_all)


def _restarts(read: Sequence[Heading]) -> Iterator[list[int]]:
    """Where tables side by side may begin: wherever the first heading, or the one that names, is met again."""
    known = [(role, headers.plain(each.cell.raw), each.cell) for each in read if (role := _own_role(each))]
    for wanted in (known[:1], [each for each in known if each[0] in IDENTITY][:1]):
        again = [cell.column for role, text, cell in known if [role, text] == [*wanted[0][:2]]] if wanted else []
        if len(again) > 1:
            yield [1, *again[1:]]
