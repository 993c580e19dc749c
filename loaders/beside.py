"""What a row says beside its figures, read only to be held against them: heads, certified, state, share done.

Nothing of it is stored, so what cannot be understood is left alone.
"""

from __future__ import annotations

from decimal import Decimal

from domain.observation import Aspect, Observation, Source
from domain.plan import Unit
from loaders import cells, headers
from loaders.harvest import Harvest
from loaders.sheet import Cell
from loaders.tables.header import is_figure
from loaders.tables.table import Table

_HEADS = Unit("")


def read_beside(table: Table, row: int, series_id: str, into: Harvest) -> None:
    """Everything of the kind in a row for the whole city."""
    for role, found in (("persons", into.persons), ("certified", into.certified)):
        cell = table.cell(row, role)
        is_told = cell and cell.raw.strip() and not _stands_apart(table, cell.column)
        value = cells.read_number(cell, _HEADS).value if cell and is_told else None
        if cell and value is not None:
            found[series_id] = _observation(table, cell, series_id, into, value)
    cell = table.cell(row, "cumulative")
    is_taken = (series_id, None, Aspect.CUMULATIVE) in into.observations
    if cell and isinstance(cell.value, Decimal) and not is_taken:
        into.unfit[series_id] = _observation(table, cell, series_id, into, cell.value)
    cell = table.cell(row, "state")
    if cell and (state := headers.number_state(cell.raw)):
        into.states[series_id] = (state, Source(table.sheet.name, cell.address, cell.raw))


def _stands_apart(table: Table, column: int) -> bool:
    """Whether a column without a heading lies between this one and the figures: then it is of another list."""
    figures = [at for role, at in table.header.columns.items() if is_figure(role)]
    nearest = min(figures, key=lambda at: abs(at - column), default=column)
    between = range(min(nearest, column) + 1, max(nearest, column))
    rows = range(table.header.first_row, table.header.last_row + 1)
    return any(not any(table.sheet.shown(row, at) for row in rows) for at in between)


def read_rate(table: Table, row: int, series_id: str, into: Harvest) -> None:
    """The share done as the number the sheet has; anything that is no plain number is left alone."""
    cell = table.cell(row, "rate")
    text = headers.compact(cell.raw).rstrip("%") if cell else ""
    if cell and text.replace(".", "", 1).isdecimal() and text.isascii():
        into.rates[series_id] = _observation(table, cell, series_id, into, Decimal(text))


def _observation(table: Table, cell: Cell, series_id: str, into: Harvest, value: Decimal) -> Observation:
    assert into.period is not None
    source = Source(table.sheet.name, cell.address, cell.raw)
    return Observation(series_id, None, into.period, Aspect.CUMULATIVE, value, source)
