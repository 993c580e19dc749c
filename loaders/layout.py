"""Where the tables of a sheet are and which of their rows carry data.

What a heading means is for `headings`, what a table says of several months for `parts`, what a value is worth for
`cells`, whose figure it is for `identity`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from domain.period import Period
from domain.problem import Problem
from loaders import headers
from loaders.cells import months_in
from loaders.heading_rows import headers_at
from loaders.headings import FIGURES, IDENTITY, Header, is_figure
from loaders.labels import Block, Labelled, labelled, labels_in, titles, value_beside
from loaders.lying import lying_rows
from loaders.names import Names
from loaders.scopes import WHOLE, Scope, ScopeReader
from loaders.sheet import Cell, CellKind, Sheet

_ORDINAL = re.compile(r"\(?(?:[甲乙丙丁戊己庚辛壬癸]|[A-Za-z]|[0-9]{1,2}|[\u2460-\u2473])\)?(?:=.*)?|栏次")
_NAMING = (*IDENTITY, "region", "period")  # what a row without a name of its own may be known by
_SUMMED = ("year", "period", "department")  # where a row may say that it is a total though it names an item …
_PLACED = ("seq", "clause")  # … and where only one that names none does


@dataclass(eq=False)
class Table:
    """A header with the numbers of the rows below it that carry data, and what is labelled above it.

    `sheet` is the sheet as it is read, `page` as it lies; they differ where a table was turned.
    """

    sheet: Sheet
    header: Header
    names: Names
    page: Sheet
    above: range  # the rows of the page between the table before, or the top, and the table
    rows: list[int] = field(default_factory=list[int])
    totals: list[int] = field(default_factory=list[int])
    others: list[int] = field(default_factory=list[int])  # notes, footers, chapter titles
    turned_from: range = range(0)  # the rows of the page it was turned from
    scope: Scope = WHOLE  # of a part: the region or indicator its columns are limited to
    period: Period | None = None  # of a part: its month, where the table has several
    limited_at: str = ""  # of a part: where that is said
    parts: list[Table] = field(default_factory=list["Table"])  # itself, or one for each month, region or indicator
    found: list[Problem] = field(default_factory=list[Problem])  # why it could not be divided, or what parts lack
    meaning: str | None = None  # what bare columns count: "month", "cumulative", or None while that is open
    has_months: bool = False  # several of them side by side
    dated: tuple[int | None, int, str] | None = None  # the one month its headings name: year, month and cell

    def row(self, row: int) -> Sequence[Cell]:
        """The filled cells of a row that are this table's."""
        cells, reach = self.sheet.row(row), self.header.reach
        return cells if reach.start == 1 and not self._is_beside else [c for c in cells if c.column in reach]

    @cached_property
    def _is_beside(self) -> bool:
        return self.header.reach.stop <= self.sheet.last_column

    def cell(self, row: int, role: str) -> Cell | None:
        """The cell of `role` in `row`; identities may stand in a cell merged over several rows."""
        column = self.header.columns.get(role)
        if column is None:
            return None
        own = self.sheet.at(row, column)
        return own if own is not None or is_figure(role) else self.sheet.above_in_merge(row, column)

    def address(self, row: int, *roles: str) -> str:
        """Where the cell of the first of `roles` that has a column stands, filled or not; column A when none has."""
        if self.scope.item and {"name", "code"} & set(roles):
            return self.limited_at
        columns = (self.header.columns[role] for role in roles if role in self.header.columns)
        return self.sheet.address(row, next(columns, self.header.reach.start))

    def text(self, row: int, role: str) -> str:
        if self.scope.item and role in ("name", "code"):
            return self.scope.item if (role == "code") is bool(self.names.coded(self.scope.item)) else ""
        cell = self.cell(row, role)
        return cell.raw.strip() if cell else ""

    def filled(self, role: str) -> bool:
        """Whether the column of `role` says anything in any row."""
        if role not in self._filled:
            self._filled[role] = any(self.text(row, role) for row in self.rows)
        return self._filled[role]

    @cached_property
    def _filled(self) -> dict[str, bool]:
        return {}  # asked row by row

    def says(self, row: int) -> bool:
        """Whether a row says anything of a part; of a whole table every row does."""
        columns = (column for role, column in self.header.columns.items() if is_figure(role))
        return self.scope == WHOLE or any(self.sheet.at(row, column) for column in columns)

    @property
    def is_by_month(self) -> bool:
        """Whether all it says is of the months its headings name."""
        return self.has_months and all(part.period for part in self.parts)

    @property
    def gives_months_only(self) -> bool:
        """Whether a part has the figures of its month, or of a region's, without any total."""
        roles = set(self.header.columns)
        is_part = bool(self.period or self.scope.region)
        return is_part and "month" in roles and not roles & {"cumulative", "reached", "state"}

    @cached_property
    def inside(self) -> frozenset[int]:
        """The rows of the page that hold its data."""
        return frozenset(self.turned_from or self.rows)

    @property
    def stray(self) -> list[Cell]:
        """Figures beside or below the table in rows that are none of it; values of labels are no figures."""
        found: list[Cell] = []
        for row in self.others:
            cells = self.row(row)
            named = [value_beside(self.sheet, cell) for cell in cells if labels_in(cell.raw)]
            if not _is_numbering(cells):
                found += [cell for cell in cells if cell.kind is CellKind.NUMBER and cell not in named]
        return found

    @property
    def last_row(self) -> int:
        """The last row of the page that is surely the table's."""
        return max(self.inside, default=self.header.last_row)

    @cached_property
    def block(self) -> Block:
        """What is labelled above the table; where tables stand side by side, above this one first."""
        whole = labelled(self.page, self.above)
        if self.turned_from or (self.header.reach.start == 1 and not self._is_beside):
            return whole
        own = labelled(self.page, self.above, self.header.reach)
        return own if self.header.reach.start > 1 else {**whole, **own}

    @cached_property
    def titles(self) -> list[Labelled]:
        """The texts above the table that are no labels."""
        is_beside = self.header.reach.start > 1 and not self.turned_from
        return titles(self.page, self.above, self.header.reach if is_beside else None)

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
            texts = [*heading.remarks, heading.cell.raw, *heading.over]
            unit = next((text for text in texts if self.names.is_unit(text)), None) if role in FIGURES else None
            if unit:
                found[role] = unit
        return found


def tables(sheet: Sheet, names: Names) -> list[Table]:
    """Every table of `sheet`, top to bottom, those side by side from the left; also those with headings in a column."""
    reader = ScopeReader(names)
    lying = {rows.start: (rows, found) for rows in lying_rows(sheet, reader) if (found := _lying(sheet, rows, reader))}
    return _standing(sheet, reader, lying)


def _lying(page: Sheet, rows: range, reader: ScopeReader) -> list[Table]:
    """The tables whose headings stand in the first column of `rows`."""
    found = _standing(page.turned(rows), reader, {})
    for table in found:
        table.page, table.turned_from = page, rows
    return found


def _standing(sheet: Sheet, reader: ScopeReader, lying: Mapping[int, tuple[range, Sequence[Table]]]) -> list[Table]:
    """The tables with headings above their columns, between those that lie: these are known by their first rows.

    A heading repeated at a page break continues its table.
    """
    found: list[Table] = []
    current: list[Table] = []
    row, free = 1, 1
    while row <= sheet.last_row:
        if row in lying:
            rows, those = lying[row]
            for table in current:
                table.others = [other for other in table.others if other < free]
            for table in those:
                table.above = range(free, row)
            found += those
            current, row, free = [], rows.stop, rows.stop
            continue
        started = headers_at(sheet, row, reader)
        if started:
            above = range(max((_end(table, free) for table in current), default=free), started[0].first_row)
            if not _go_on(current, started) or _opens_anew(sheet, above):
                for table in current:
                    table.others = [other for other in table.others if other not in above]
                    table.rows = [other for other in table.rows if other not in above]
                current = [Table(sheet, header, reader.names, sheet, above) for header in started]
                found += current
            row = started[0].last_row
            free = row + 1
        elif sum(_sort_row(table, row) for table in current):
            free = row + 1
        row += 1
    return found


def _go_on(current: Sequence[Table], started: Sequence[Header]) -> bool:
    """Whether these are the headings of the tables above once more."""
    return len(current) == len(started) and all(
        header.continues(table.header) for header, table in zip(started, current, strict=True)
    )


def _end(table: Table, free: int) -> int:
    """The row below the last that is surely of `table`: lone words at its end may be the titles of the next."""
    for row in reversed(table.rows):
        cells = table.row(row)
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
    cells = table.row(row)
    if not cells:
        return False
    of_labels = [value for cell in cells if labels_in(cell.raw) and (value := value_beside(table.sheet, cell))]
    own = [cell for cell in cells if cell not in of_labels and not labels_in(cell.raw)]
    is_named = bool(set(IDENTITY) & set(table.header.columns))
    naming = IDENTITY if is_named else _NAMING
    identities = [cell.raw for role in naming if (cell := table.cell(row, role)) and cell not in of_labels]
    names_item = any(table.names.means(text) for text in identities)
    saying = _SUMMED if names_item else (*_SUMMED, *_PLACED)
    summed = (cell.raw for role in saying if (cell := table.cell(row, role)))
    sums_items = is_named or "region" not in table.header.columns
    is_city = cells[0].column == table.header.columns.get("region") and bool(identities)  # 「合计」 of all regions
    opening = [] if (is_city and is_named) or names_item else [cells[0].raw]
    if any(_is_total(text, sums_items) for text in (*opening, *identities, *summed)):
        table.totals.append(row)
    elif headers.row_opening(cells[0].raw) != "note" and _carries_data(table, own, identities):
        table.rows.append(row)
    else:
        table.others.append(row)
        return False
    return True


def _is_total(text: str, is_over_items: bool) -> bool:
    """Whether a row is a sum of others; where rows are regions, only a subtotal is: the whole is the city's figure."""
    return headers.row_opening(text) == "total" and (is_over_items or headers.is_subtotal(text))


def _carries_data(table: Table, own: Sequence[Cell], identities: list[str]) -> bool:
    """Whether a row names something, or holds a figure without naming anything; `own` are its cells but for labels.

    Footers name labels only, with their values beside them; chapter titles stand in the first column.
    """
    named = [text for text in identities if not labels_in(text)]
    known = {at for role, at in table.header.columns.items() if role not in ("persons", "certified")}
    known |= {heading.cell.column for _, _, heading in table.header.limited}
    numbers = _is_numbering([cell for cell in own if cell.column in known])
    if not table.rows and numbers and not any(table.names.means(text) for text in named):
        return False
    columns = {column for role, column in table.header.columns.items() if is_figure(role)}
    columns |= {heading.cell.column for _, _, heading in table.header.limited}
    return bool(named) or any(cell.column in columns and any(map(str.isdigit, cell.raw)) for cell in own)


def _is_numbering(cells: Sequence[Cell]) -> bool:
    """Whether a row under the header only numbers the columns: 甲, 乙, 1, 2, 3=1+2."""
    return len(cells) >= 3 and all(_ORDINAL.fullmatch(headers.compact(cell.raw)) for cell in cells)
