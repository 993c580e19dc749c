"""Numbers of a table under no heading: stray ones, or a sign that its headings or a row slipped sideways."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from domain.problem import Problem
from domain.problem_codes import problem
from loaders import headers
from loaders.sheet import Cell, CellKind
from loaders.tables.header import is_figure
from loaders.tables.scopes import Heading
from loaders.tables.slipped import cut_in_two
from loaders.tables.table import Table


def headless(table: Table) -> Iterator[Problem]:
    """Numbers in a row of the table under no heading at all: a stray sum, or a row pushed to the right."""
    sheet = table.sheet
    bare = without_heading(table)
    if cut := next(cut_in_two(table), None):
        yield cut
        return
    regions = table.header.region_columns.values()
    among = [cell for cell in bare if regions and cell.column < max(regions)]
    if among and len(regions) < len(table.names.plan.regions):  # the headings themselves may have slipped
        yield problem("B42", sheet.name, among[0].address, raw=among[0].raw)
        return
    if slipped := _before_figures(table, bare):
        title = headers.compact(slipped[1].title)
        yield problem("B45", sheet.name, slipped[0].address, raw=slipped[0].raw, title=title)
        return
    bare += table.stray
    if bare:
        yield problem("B39", sheet.name, bare[0].address, raw=bare[0].raw, n=len(bare))


def _before_figures(table: Table, bare: Sequence[Cell]) -> tuple[Cell, Heading] | None:
    """Numbers without a heading right before the first that has one for figures: it, or the row, may have slipped.

    A column that only numbers the rows tells nothing.
    """
    figures = [heading for role, heading in table.header.headings.items() if is_figure(role)]
    first = min(figures, key=lambda heading: heading.cell.column, default=None)
    before = [cell for cell in bare if first and cell.column == first.cell.column - 1]
    numbers_rows = [cell.value for cell in before] == list(range(1, len(before) + 1))
    return (before[0], first) if first and before and not numbers_rows else None


def without_heading(table: Table) -> list[Cell]:
    """Numbers in rows of the table that have no heading."""
    cells = (cell for row in table.rows for cell in table.row(row) if cell.column not in table.header.headed)
    return [cell for cell in cells if cell.kind is CellKind.NUMBER or headers.is_number(cell.raw)]
