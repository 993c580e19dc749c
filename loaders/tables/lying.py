"""Where a sheet holds a table lying down: its headings in the first column, one row for each, its records side by side.

Such rows are turned (`Sheet.turned`) and then read like any others.
"""

from __future__ import annotations

from loaders import headers
from loaders.sheet import Cell, CellKind, Sheet
from loaders.tables.header import FIGURES, IDENTITY
from loaders.tables.labels import labels_in
from loaders.tables.scopes import CITY, WHOLE, ScopeReader


def lying_from(sheet: Sheet, row: int, reader: ScopeReader) -> tuple[range, bool]:
    """The run of rows from `row` on of which each opens with a heading, and whether it is a table.

    It is one if a heading names and one counts. A blank row, or a heading that comes again, ends the run; rows nobody
    understands may stand inside.
    """
    run, said = [row], dict[str, Cell]()
    if corner := _blank_corner(sheet, row, reader):
        run, said = [row + 1], {"name": corner}
    while cells := sheet.row(run[-1]):
        first = sheet.above_in_merge(run[-1], cells[0].column - 1) or cells[0] if cells[0].column > 1 else cells[0]
        beside = next((cell for cell in cells if cell.column > first.column), None)
        word = _heading_word(first, beside, reader)
        is_elsewhere = word is not None and any(heading.column != first.column for heading in said.values())
        if is_elsewhere or (word in said and said[word] is not first) or not (said or (word and beside)):
            break
        if word:
            said[word] = first
        run.append(run[-1] + 1)
    counts = {*FIGURES, "state"} & set(said) or any(_limits(heading, reader) for heading in said.values())
    return range(row, run[-1]), bool(set(IDENTITY) & set(said) and counts)


def _blank_corner(sheet: Sheet, row: int, reader: ScopeReader) -> Cell | None:
    """The place before a row of names that has no heading."""
    cells = sheet.row(row)
    if not cells or cells[0].column == 1 or not all(reader.split(cell.raw)[0].item for cell in cells):
        return None
    column = cells[0].column - 1
    return Cell(sheet.address(row, column), row, column, CellKind.TEXT, "", "")


def _limits(heading: Cell, reader: ScopeReader) -> bool:
    """Whether a heading is a month or a region, and so counts something of what is named."""
    scope = reader.split(heading.raw)[0]
    return bool(scope.month or scope.region not in (None, CITY))


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
