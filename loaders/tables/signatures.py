"""What stands below a table to sign it: the stamp of a department, with its seal or without, and the day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from loaders import headers
from loaders.cells import days_in
from loaders.names import Names
from loaders.sheet import Cell, Sheet
from loaders.tables.labels import Labelled, labels_in, name_and_date

_MOST = 3  # cells that sign: a department, its seal, the day; rows of data hold more
_EARLIEST = 2000  # a number shown as a day is of some other year


def signs(cells: Sequence[Cell], names: Names) -> bool:
    """Whether a row holds nothing but that."""
    return 0 < len(cells) <= _MOST and all(
        _is_day(cell) or names.department(name_and_date(cell.raw)[0]) for cell in cells
    )


def stamps(sheet: Sheet, rows: Iterable[int], names: Names) -> list[Labelled]:
    """The departments that sign in `rows`, each by its full name, whose cell holds no more than that."""
    cells = (cell for row in rows for cell in sheet.row(row) if not labels_in(cell.raw))
    signed = ((names.department(name_and_date(cell.raw)[0]), cell.address) for cell in cells)
    return [Labelled(department.name.zh, address) for department, address in signed if department]


def _is_day(cell: Cell) -> bool:
    if isinstance(cell.value, date):
        return cell.value.year >= _EARLIEST
    return headers.plain(cell.raw) in headers.listed("paper", "places") or any(
        day.is_alone for day in days_in(cell.raw)
    )
