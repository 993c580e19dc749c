"""Where the tables of a sheet are and which of their rows carry data.

What a heading means is for `headings`, what a table says of several months for `parts`, what a value is worth for
`cells`, whose figure it is for `identity`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from loaders import headers
from loaders.cells import months_in
from loaders.folded import fold_from
from loaders.heading_rows import headers_at
from loaders.headings import IDENTITY, LAST, Header, is_figure
from loaders.labels import labelled, labels_in, titles, value_beside
from loaders.lying import lying_from
from loaders.names import Names
from loaders.scopes import ScopeReader
from loaders.sheet import Cell, Sheet
from loaders.table import Table, is_numbering

_NAMING = (*IDENTITY, "region", "period")  # what a row without a name of its own may be known by
_SUMMED = ("year", "period", "department")  # where a row may say that it is a total though it names an item …
_PLACED = ("seq", "clause")  # … and where only one that names none does


def tables(sheet: Sheet, names: Names) -> list[Table]:
    """Every table of `sheet`, top to bottom, those side by side from the left; also those with headings in a column."""
    return _Walk(sheet, ScopeReader(names)).tables()


@dataclass
class _Walk:
    """Down a sheet row by row. `current` are the tables that may go on, `free` the row below the last surely theirs.

    Each step takes what begins in a row and gives the row to go on with, or 0 where nothing of its kind begins there.
    """

    sheet: Sheet
    reader: ScopeReader
    is_view: bool = False  # of rows that were turned, or laid beside each other
    found: list[Table] = field(default_factory=list[Table])
    current: list[Table] = field(default_factory=list[Table])
    free: int = 1
    upright: int = 1  # the first row of which it is not known that no table lies from there

    def tables(self) -> list[Table]:
        row = 1
        while row <= self.sheet.last_row:
            row = self._apart(row) or self._begun(row) or self._begun_beside(row) or self._gone_on(row)
        return self.found

    def _apart(self, row: int) -> int:
        """Tables to be read from a view: with headings in a column, or with several rows for each thing."""
        those = [] if self.is_view else self._lying(row) or self._folded(row)
        if not those:
            return 0
        rows = those[0].turned_from
        begun = [table for table in self.current if table.header.first_row in rows]  # by the headings of a fold
        for table in self.current:
            table.others = [other for other in table.others if other < self.free]
        for table in those:
            table.above = begun[0].above if begun else range(self.free, rows.start)
        self.found = [table for table in self.found if table not in begun] + those
        self.current, self.free = [], rows.stop
        return rows.stop

    def _lying(self, row: int) -> list[Table]:
        if row < self.upright:
            return []
        rows, is_table = lying_from(self.sheet, row, self.reader)
        self.upright = max(rows.stop, row + 1)
        return self._of_view(self.sheet.turned(rows), rows) if is_table else []

    def _folded(self, row: int) -> list[Table]:
        fold = fold_from(self.sheet, row, self.reader)
        if fold is None:
            return []
        first = fold.first_row
        found = self._of_view(fold.sheet, range(first, fold.last_row + 1))
        for table in found:
            table.turned_from = range(found[0].header.first_row, fold.last_row + 1)
        return found

    def _of_view(self, view: Sheet, rows: range) -> list[Table]:
        found = _Walk(view, self.reader, is_view=True).tables()
        for table in found:
            table.page, table.turned_from = self.sheet, rows
        return found

    def _begun(self, row: int) -> int:
        """Tables with headings above their columns. A heading repeated at a page break continues its table."""
        started = headers_at(self.sheet, row, self.reader) or self._repeated(row)
        if not started:
            return 0
        ends = (_end(table, self.free) for table in self.current)
        above = range(max(ends, default=self.free), started[0].first_row)
        if not _go_on(self.current, started) or _opens_anew(self.sheet, above, self.reader.names):
            for table in self.current:
                table.others = [other for other in table.others if other not in above]
                table.rows = [other for other in table.rows if other not in above]
            self.current = [self._table(header, above) for header in started]
            self.found += self.current
        self.free = started[0].last_row + 1
        return self.free

    def _repeated(self, row: int) -> Sequence[Header]:
        """The headings above once more, where a number of some list beside them stands in their row."""
        is_again = self.current and all(_stand_again(table, row) for table in self.current)
        return [replace(each.header, first_row=row, last_row=row) for each in self.current] if is_again else ()

    def _begun_beside(self, row: int) -> int:
        """Tables that begin beside those above them, further down: each has the columns on its side from there on."""
        cells = self.sheet.row(row)
        if not self.current or not cells:
            return 0
        left, right = self.current[0].header.left, self.current[-1].header.right
        for columns in (range(right + 1, LAST + 1), range(1, left)):
            if not any(cell.column in columns for cell in cells):
                continue
            started = headers_at(self.sheet.only(columns, row), row, self.reader)
            if started:
                self._put_beside([replace(each, reach=_inside(each.reach, columns)) for each in started], row)
                return self._gone_on(row)
        return 0

    def _put_beside(self, started: Sequence[Header], row: int) -> None:
        are_left = started[0].left < self.current[0].header.left
        nearest = self.current[0 if are_left else -1]
        reach = nearest.header.reach
        own = range(started[-1].right + 1, reach.stop) if are_left else range(reach.start, started[0].left)
        nearest.header = replace(nearest.header, reach=own)
        made = [self._table(header, range(nearest.above.start, row)) for header in started]
        place = self.found.index(nearest) + (0 if are_left else 1)
        self.found[place:place] = made
        self.current = [*made, *self.current] if are_left else [*self.current, *made]

    def _gone_on(self, row: int) -> int:
        begun = [table for table in self.current if row > table.header.last_row]
        if sum(_sort_row(table, row) for table in begun):
            self.free = row + 1
        return row + 1

    def _table(self, header: Header, above: range) -> Table:
        return Table(self.sheet, header, self.reader.names, self.sheet, above)


def _inside(reach: range, columns: range) -> range:
    return range(max(reach.start, columns.start), min(reach.stop, columns.stop))


def _go_on(current: Sequence[Table], started: Sequence[Header]) -> bool:
    """Whether these are the headings of the tables above once more."""
    return len(current) == len(started) and all(
        header.continues(table.header) for header, table in zip(started, current, strict=True)
    )


def _stand_again(table: Table, row: int) -> bool:
    """Whether the headings that name and count stand in `row` too."""
    heads = [each.cell for role, each in table.header.headings.items() if role in IDENTITY or is_figure(role)]
    heads += [each.cell for _, _, each in table.header.limited]
    return all((cell := table.sheet.at(row, head.column)) and cell.raw == head.raw for head in heads)


def _end(table: Table, free: int) -> int:
    """The row below the last that is surely of `table`: lone words at its end may be the titles of the next."""
    for row in reversed(table.rows):
        cells = table.row(row)
        if len(cells) > 1 or table.names.means(cells[0].raw):
            break
        free = row
    return free


def _opens_anew(sheet: Sheet, rows: range, names: Names) -> bool:
    """Whether what stands above a repeated heading says whose, which month's or which region's the rows below are."""
    is_labelled = bool({"department", "period", "unit"} & set(labelled(sheet, rows)))
    return is_labelled or any(months_in(text.text) or names.regions_in(text.text) for text in titles(sheet, rows))


def _sort_row(table: Table, row: int) -> bool:
    """Put a row below a header where it belongs; True if it is part of the table."""
    cells = table.row(row)
    if not cells:
        return False
    if len(cells) == 1 and headers.is_continued(cells[0].raw):
        table.others.append(row)
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
    numbers = is_numbering([cell for cell in own if cell.column in known])
    if not table.rows and numbers and not any(table.names.means(text) for text in named):
        return False
    columns = {column for role, column in table.header.columns.items() if is_figure(role)}
    columns |= {heading.cell.column for _, _, heading in table.header.limited}
    return bool(named) or any(cell.column in columns and any(map(str.isdigit, cell.raw)) for cell in own)
