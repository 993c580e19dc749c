"""Where a sheet holds a table lying down: its headings in the first column, one row for each, its records side by side.

Such rows are turned (`Sheet.turned`) and then read like any others.
"""

from __future__ import annotations

from collections.abc import Iterator

from loaders import headers
from loaders.headings import FIGURES, IDENTITY
from loaders.labels import labels_in
from loaders.scopes import WHOLE, ScopeReader
from loaders.sheet import Cell, CellKind, Sheet


def lying_rows(sheet: Sheet, reader: ScopeReader) -> Iterator[range]:
    """Runs of rows of which each opens with a heading, among them one that names and one that counts.

    A blank row, or a heading that comes again, ends a run; rows nobody understands may stand inside.
    """
    run, said = list[int](), dict[str, Cell]()
    before = 0
    for row, cells in sheet.rows():
        first = sheet.above_in_merge(row, cells[0].column - 1) or cells[0] if cells[0].column > 1 else cells[0]
        beside = next((cell for cell in cells if cell.column > first.column), None)
        word = _heading_word(first, beside, reader)
        is_elsewhere = word is not None and any(heading.column != first.column for heading in said.values())
        if run and (row > before + 1 or is_elsewhere or (word in said and said[word] is not first)):
            yield from _whole(run, said)
            run, said = [], {}
        if word and (len(cells) > 1 or run):
            run.append(row)
            said[word] = first
        before = row
    yield from _whole(run, said)


def _whole(run: list[int], said: dict[str, Cell]) -> Iterator[range]:
    if set(IDENTITY) & set(said) and {*FIGURES, "state"} & set(said):
        yield range(run[0], run[-1] + 1)


def _heading_word(cell: Cell, beside: Cell | None, reader: ScopeReader) -> str | None:
    """What a first cell says as a heading: a role, or the month or region it is about; None for anything else."""
    if not isinstance(cell.value, str):
        return None
    if beside and beside.kind is CellKind.NUMBER and (role := headers.above_numbers(cell.raw)):
        return role
    if role := headers.column(cell.raw):
        return role
    if labels_in(cell.raw):
        return None
    scope, rest = reader.split(cell.raw)
    return cell.raw if scope != WHOLE and not scope.item and (not rest or headers.column(rest)) else None
