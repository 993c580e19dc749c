"""Headings of figures that stand over several columns: parts without their total, and what may be a total."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from domain.problem import Problem
from domain.problem_codes import problem
from loaders import headers
from loaders.sheet import Cell
from loaders.tables.header import BARE, FIGURES, is_figure
from loaders.tables.scopes import WHOLE, Heading
from loaders.tables.table import Table

_SHOWN = 8  # as many columns are named in one message


def without_total(table: Table) -> Iterator[Problem]:
    """Each heading over several columns of figures, 「男」 and 「女」, that is itself none of them, nor is a 「合计」.

    Where the first has no name of its own and the others are said to be part of it, 「其中：女」, it is the total.
    """
    for group, columns in _groups(table):
        if len(columns) == 1 and table.names.region(group.raw):  # its figure, or only a part of it
            ((at, title),) = columns.items()
            facts = {"title": headers.compact(title), "above": headers.compact(group.raw)}
            yield problem("B33", table.sheet.name, table.sheet.address(table.header.last_row, at), **facts)
        elif len(columns) > 1:
            parts = tuple(table.sheet.column_line(at, title) for at, title in columns.items())
            facts = {"title": headers.plain(group.raw), "columns": parts[:_SHOWN]}
            yield problem("B52", table.sheet.name, group.address, **facts)


def _groups(table: Table) -> Iterator[tuple[Cell, dict[int, str]]]:
    """Those headings, with the columns of figures under them and what these are called."""
    for _, heading in _of_figures(table):
        titles = _below(table, heading.cell)
        named = [title for title in titles.values() if title]
        is_whole = named and not titles.get(heading.cell.column) and all(map(headers.is_of_which, named))
        if len(titles) > 1 and not is_whole:
            yield heading.cell, titles
    read = {role for role, _ in _of_figures(table)}
    understood = [_group(table, each) for _, each in _of_figures(table)]
    groups: dict[str, tuple[Cell, dict[int, str]]] = {}
    for heading in table.header.passed_over:
        group = _group(table, heading)
        is_open = group and group not in understood and (headers.column(group.raw) or group.raw) not in read
        if group and is_open and table.counts(heading.cell.column):
            groups.setdefault(group.address, (group, {}))[1][heading.cell.column] = heading.cell.raw
    yield from groups.values()


def _below(table: Table, cell: Cell) -> dict[int, str]:
    """The columns of figures under a heading, each with the name it has below that, or none.

    It is merged over them, or a row of names that go on to its right stands below.
    """
    sheet, header = table.sheet, table.header
    row = header.last_row + 1
    names = {each.column: each.raw for each in sheet.row(row)} if row in table.others else dict[int, str]()
    end = sheet.right_of(cell)
    while cell.column in names and end in names and end not in header.headed:
        end += 1
    own = {each.cell.column: each.cell.raw for each in header.passed_over if each.cell is not cell}
    columns = (at for at in range(cell.column, end) if at in header.reach and table.counts(at))
    return {at: own.get(at) or names.get(at, "") for at in columns}


def _of_figures(table: Table) -> Sequence[tuple[str, Heading]]:
    """The headings of figures that are understood."""
    every = [*table.header.headings.items(), *((role, each) for _, role, each in table.header.limited)]
    return [(role, each) for role, each in every if is_figure(role) or role in (BARE, "total")]


def _group(table: Table, heading: Heading) -> Cell | None:
    """What stands over a heading and counts, the nearest: the heading of a figure, or a month, region or thing."""
    rows = range(heading.cell.row - 1, table.header.first_row - 1, -1)
    texts = [text for text in heading.over if headers.column(text) in FIGURES or heading.scope != WHOLE]
    above = (cell for row in rows for cell in reversed(table.sheet.row(row)) if cell.column <= heading.cell.column)
    return next((cell for cell in above if cell.raw in texts), None)


def like_totals(table: Table) -> Sequence[Heading]:
    """Headings over figures that speak of a total without being understood as one, left to right."""
    like = [each for each in table.header.like_totals if table.counts(each.cell.column)]
    under = [each for role, each in _of_figures(table) if _is_under_total(each) and role != "cumulative"]
    found = {each.cell.column: each for each in (*like, *under)}
    return [found[at] for at in sorted(found)][:_SHOWN]


def _is_under_total(heading: Heading) -> bool:
    return any(headers.column(text) == "cumulative" for text in heading.over)
