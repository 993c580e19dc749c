"""A copy in .xlsx of a workbook of another format, so that problems can be marked in it: same values, same looks.

What cannot be taken over is not in its `Likeness`; a formula whose text is unknown becomes its value.
"""

from __future__ import annotations

import logging
from dataclasses import replace
from itertools import zip_longest

from loaders.guard import Inspection
from loaders.likeness import likeness
from loaders.limits import Limits
from loaders.sheet import Cell, CellKind, Sheet
from loaders.workbook import read_workbook
from reports.marking.copy_parts import Copy, written
from reports.marking.xml_text import in_text

_log = logging.getLogger(__name__)


def copied(inspection: Inspection, limits: Limits) -> Copy | None:
    """The copy of a file; None for a format not known, or where the copy would not read just as the file does."""
    before = read_workbook(inspection.name, inspection.content, limits)  # first: it refuses what cannot be trusted
    found = likeness(inspection, limits) if before.sheets else None
    if found is None:
        return None
    made = written(found)
    after = read_workbook("", made.content, replace(limits, file_bytes=max(limits.file_bytes, len(made.content))))
    if len(before.sheets) == len(after.sheets) and all(map(_reads_alike, before.sheets, after.sheets)):
        return made
    _log.warning("a copy that does not read as its original: %s", inspection.real)
    return None


def _reads_alike(before: Sheet, after: Sheet) -> bool:
    """Values, visibility and merges; of a formula never calculated, only that it is one."""
    if (before.visible, before.hidden_rows, before.merges) != (after.visible, after.hidden_rows, after.merges):
        return False
    if list(before.beyond) != list(after.beyond):
        return False
    return all(
        cells == others or [_read(cell) for cell in cells] == [_read(cell) for cell in others]
        for (_, cells), (_, others) in zip_longest(before.rows(), after.rows(), fillvalue=(0, ()))
    )


def _read(cell: Cell) -> Cell:
    if cell.kind is CellKind.UNCALCULATED:
        return cell._replace(raw="")
    return cell._replace(
        raw=in_text(cell.raw), value=in_text(cell.value) if isinstance(cell.value, str) else cell.value
    )
