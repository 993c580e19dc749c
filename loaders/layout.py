"""Where the tables of a sheet are and which of their rows carry data.

What a heading means is for `headings`, what a value is worth for `cells`, whose figure it is for `identity`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from loaders import headers
from loaders.cells import months_in
from loaders.headings import FIGURES, IDENTITY, Header, header_at, is_figure
from loaders.labels import Block, labelled, labels_in, titles, value_beside
from loaders.names import Names
from loaders.workbook import Cell, Sheet

_ORDINAL = re.compile(r"\(?(?:[甲乙丙丁戊己庚辛壬癸]|[A-Za-z]|[0-9]{1,2}|[\u2460-\u2473])\)?(?:=.*)?|栏次")


@dataclass
class Table:
    """A header with the numbers of the rows below it that carry data, and what is labelled above it."""

    sheet: Sheet
    header: Header
    names: Names
    above: range  # the rows between the table before, or the top of the sheet, and the header
    rows: list[int] = field(default_factory=list[int])
    totals: list[int] = field(default_factory=list[int])
    others: list[int] = field(default_factory=list[int])  # notes, footers, chapter titles

    def cell(self, row: int, role: str) -> Cell | None:
        """The cell of `role` in `row`; identities may stand in a cell merged over several rows."""
        column = self.header.columns.get(role)
        if column is None:
            return None
        own = self.sheet.at(row, column)
        return own if own is not None or is_figure(role) else self.sheet.above_in_merge(row, column)

    def address(self, row: int, *roles: str) -> str:
        """Where the cell of the first of `roles` that has a column stands, filled or not; column A when none has."""
        columns = (self.header.columns[role] for role in roles if role in self.header.columns)
        return self.sheet.address(row, next(columns, 1))

    def text(self, row: int, role: str) -> str:
        cell = self.cell(row, role)
        return cell.raw.strip() if cell else ""

    def filled(self, role: str) -> bool:
        """Whether the column of `role` says anything in any row."""
        return any(self.text(row, role) for row in self.rows)

    @cached_property
    def block(self) -> Block:
        """What is labelled above the table."""
        return labelled(self.sheet, self.above)

    @cached_property
    def unit(self) -> str:
        """The unit stated above the table for all of it, 「单位：万人次」; "" where there is none."""
        text = self.block["unit"].text if "unit" in self.block else ""
        return "" if self.names.department(text) else text

    @cached_property
    def header_units(self) -> Mapping[str, str]:
        """The unit written behind or under a figure's heading, 「累计完成（人次）」, by role."""
        found: dict[str, str] = {}
        for role, heading in self.header.headings.items():
            texts = [*heading.remarks, heading.cell.raw, heading.above]
            unit = next((text for text in texts if self.names.is_unit(text)), None) if role in FIGURES else None
            if unit:
                found[role] = unit
        return found


def tables(sheet: Sheet, names: Names) -> list[Table]:
    """Every table of `sheet`, top to bottom. A heading repeated at a page break continues its table."""
    found: list[Table] = []
    row, free = 1, 1
    while row <= sheet.last_row:
        header = header_at(sheet, row, names)
        if header:
            above = range(_end(found[-1], free) if found else free, header.first_row)
            if not found or not header.continues(found[-1].header) or _opens_anew(sheet, above):
                if found:
                    found[-1].others = [other for other in found[-1].others if other not in above]
                    found[-1].rows = [other for other in found[-1].rows if other not in above]
                found.append(Table(sheet, header, names, above))
            row = header.last_row
            free = row + 1
        elif found and _sort_row(found[-1], row):
            free = row + 1
        row += 1
    return found


def _end(table: Table, free: int) -> int:
    """The row below the last that is surely of `table`: lone words at its end may be the titles of the next."""
    for row in reversed(table.rows):
        cells = table.sheet.row(row)
        if len(cells) > 1 or table.names.means(cells[0].raw):
            break
        free = row
    return free


def _opens_anew(sheet: Sheet, rows: range) -> bool:
    """Whether what stands above a repeated heading says whose or which month's the rows below are."""
    is_labelled = bool({"department", "period", "unit"} & set(labelled(sheet, rows)))
    return is_labelled or any(months_in(text.text) for text in titles(sheet, rows))


def _sort_row(table: Table, row: int) -> bool:
    """Put a row below a header where it belongs; True if it is part of the table."""
    cells = table.sheet.row(row)
    if not cells:
        return False
    of_labels = [value for cell in cells if labels_in(cell.raw) and (value := value_beside(table.sheet, cell))]
    own = [cell for cell in cells if cell not in of_labels and not labels_in(cell.raw)]
    identities = [cell.raw for role in IDENTITY if (cell := table.cell(row, role)) and cell not in of_labels]
    is_city = cells[0].column == table.header.columns.get("region") and bool(identities)  # 「合计」 of all regions
    if "total" in [headers.row_opening(text) for text in (*([] if is_city else [cells[0].raw]), *identities)]:
        table.totals.append(row)
    elif headers.row_opening(cells[0].raw) != "note" and _carries_data(table, own, identities):
        table.rows.append(row)
    else:
        table.others.append(row)
        return False
    return True


def _carries_data(table: Table, own: Sequence[Cell], identities: list[str]) -> bool:
    """Whether a row names something, or holds a figure without naming anything; `own` are its cells but for labels.

    Footers name labels only, with their values beside them; chapter titles stand in the first column.
    """
    named = [text for text in identities if not labels_in(text)]
    known = {table.header.columns.get(role) for role in (*IDENTITY, "unit", *FIGURES)}
    numbers = _is_numbering([cell for cell in own if cell.column in known])
    if not table.rows and numbers and not any(table.names.means(text) for text in named):
        return False
    columns = {column for role, column in table.header.columns.items() if is_figure(role)}
    return bool(named) or any(cell.column in columns and any(map(str.isdigit, cell.raw)) for cell in own)


def _is_numbering(cells: Sequence[Cell]) -> bool:
    """Whether a row under the header only numbers the columns: 甲, 乙, 1, 2, 3=1+2."""
    return len(cells) >= 3 and all(_ORDINAL.fullmatch(headers.compact(cell.raw)) for cell in cells)
