"""Which edition of our template a sheet was made from, and whether it is too old to be read.

An old sheet that still has the codes of its indicators is read like any other table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from domain.problem import Problem
from domain.problem_codes import problem
from loaders.headers import compact
from loaders.tables.header import TableKind
from loaders.tables.labels import labelled
from loaders.tables.table import Table
from loaders.workbook import Sheet

CURRENT = "V1.2"
_EDITION = re.compile(r"V?(\d{1,3})\.(\d{1,3})", re.IGNORECASE)


def outdated(sheet: Sheet, found: Sequence[Table]) -> Iterator[Problem]:
    """The finding that `sheet` was made from an older edition, one without codes."""
    stated = labelled(sheet, range(1, sheet.last_row + 1)).get("version")
    edition = _EDITION.fullmatch(compact(stated.text)) if stated else None
    has_codes = all("code" in each.header.columns for each in found if each.header.kind is not TableKind.TASKS)
    if stated and edition and not has_codes and _number(edition) < _number(_EDITION.fullmatch(CURRENT)):
        yield problem("B21", sheet.name, stated.cell, version=stated.text, current=CURRENT)


def _number(edition: re.Match[str] | None) -> tuple[int, int]:
    assert edition is not None
    return int(edition[1]), int(edition[2])
