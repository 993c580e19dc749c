"""A file → its sheets, as cells that keep their address and the text a clerk sees in them.

Which formats there are stands in READERS and nowhere else. What a value means is for `cells`, where the tables are for
`layout`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from domain.problem_codes import problem
from loaders import guard
from loaders.formats import csv_text, ods, xls, xlsx
from loaders.formats.grid import told
from loaders.guard import Inspection
from loaders.limits import USUAL, Limits, Unreadable
from loaders.sheet import Cell, CellKind, Sheet, Workbook

__all__ = ["Cell", "CellKind", "Sheet", "Workbook", "read_workbook", "told"]

READERS: Mapping[str, Callable[[Inspection, Limits], Workbook]] = {
    ".xlsx": xlsx.read,
    ".xls": xls.read,
    ".et": xls.read,
    ".ods": ods.read,
    ".csv": csv_text.read,
}


def read_workbook(name: str, content: bytes, limits: Limits = USUAL) -> Workbook:
    """Read a file of any format there is a reader for. Never raises for what is in it."""
    inspection = guard.inspect(name, content, limits)
    if inspection.is_refused:
        return Workbook(problems=inspection.problems)
    reader = READERS.get(inspection.real)
    if reader is None:
        return Workbook(problems=(problem("A30", real=inspection.real),))
    try:
        read = reader(inspection, limits)
    except Unreadable as refusal:
        return Workbook(problems=(refusal.problem,))
    return Workbook(read.sheets, (*inspection.problems, *read.problems))
