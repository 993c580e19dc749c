"""Where the tables of a sheet begin and end.

Which rows below a heading carry data is for `tables.table_rows`, what a heading means for `tables.headings`, what a
table says of several months for `parts`, what a value is worth for `cells`, whose figure it is for `identity`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from loaders import headers
from loaders.cells import months_in
from loaders.limits import SEARCHED
from loaders.names import Names
from loaders.sheet import CellKind, Sheet
from loaders.tables.folded import fold_from
from loaders.tables.header import IDENTITY, LAST, Header, is_figure
from loaders.tables.heading_rows import DEEPEST, headers_at
from loaders.tables.labels import labelled, titles
from loaders.tables.lying import lying_from
from loaders.tables.scopes import ScopeReader
from loaders.tables.table import Table
from loaders.tables.table_rows import end_of, sort_row


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
    naming: int = 0  # the next row, far below, in which a heading says what rows are
    upright: int = 1  # the first row of which it is not known that no table lies from there

    def tables(self) -> list[Table]:
        row = 1
        while row <= self.sheet.last_row:
            begun = (self._apart(row) or self._begun(row) or self._section(row)) if self._is_near(row) else 0
            row = begun or self._gone_on(row)
        return self.found

    def _is_near(self, row: int) -> bool:
        """Whether a table may begin in `row`: far below the last, only where a whole row of headings may.

        To look for every kind of table in each row of a long list that is none takes longer than reading it.
        """
        if row - self.free < SEARCHED:
            return True
        if self.naming < row:
            rows = range(row, self.sheet.last_row + 1)
            named = (r for r in rows if any(headers.names_rows(cell.raw) for cell in self.sheet.row(r)))
            self.naming = next(named, self.sheet.last_row + DEEPEST)
        return self.naming - row < DEEPEST

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
        return self._begin(started) or self._begun_beside(row) or self._begin(self._before_gap(row))

    def _begin(self, started: Sequence[Header]) -> int:
        if not started:
            return 0
        ends = (end_of(table, self.free) for table in self.current)
        above = range(max(ends, default=self.free), started[0].first_row)
        started = [named for header in started if (named := self._of_item(header, above))]
        if not started:
            return 0
        if not _go_on(self.current, started) or _opens_anew(self.sheet, above, self.reader.names):
            for table in self.current:
                table.others = [other for other in table.others if other not in above]
                table.rows = [other for other in table.rows if other not in above]
            self.current = [self._table(header, above) for header in started]
            self.found += self.current
        self.free = started[0].last_row + 1
        return self.free

    def _of_item(self, header: Header, above: range) -> Header | None:
        """A header whose figures are of one thing, with what titles, the sheet's name or the next row say it is."""
        if header.is_table:
            return header
        below = self.sheet.row(header.last_row + 1)
        titled = [text.text for text in titles(self.sheet, above)]
        for said in (titled, [self.sheet.name], [below[0].raw] if len(below) == 1 else []):
            if named := {item.id for text in said for item in self.reader.names.items_in(text)}:
                return header.of_item(named.pop()) if len(named) == 1 else None
        return None

    def _section(self, row: int) -> int:
        """A row that names only a region, or what all below it is about: another table under the same headings."""
        cells = self.sheet.row(row)
        if len(self.current) != 1 or len(cells) != 1 or row <= self.current[0].header.last_row:
            return 0
        before, text = self.current[0].header, cells[0].raw
        named = {item.id for item in self.reader.names.items_in(text)}
        if (
            len(named) == 1
            and any(scope.item for scope in before.scoped)
            and {"region", "period"} & set(before.columns)
        ):
            header = before.of_item(named.pop())
        elif self.reader.names.region(text) and not (before.region_columns or "region" in before.columns):
            header = before
        else:
            return 0
        if headers_at(self.sheet, row + 1, self.reader):
            return 0  # the title of the next table
        last, above = self.current[0], range(row, row + 1)
        if not last.rows:  # its headings stand over this section
            self.found.remove(last)
            above = range(last.above.start, row + 1)
        self.current = [self._table(header, above)]
        self.found += self.current
        self.free = row + 1
        return row + 1

    def _repeated(self, row: int) -> Sequence[Header]:
        """The headings above once more, where a number of some list beside them stands in their row."""
        is_again = self.current and all(_stand_again(table, row) for table in self.current)
        return [replace(each.header, first_row=row, last_row=row) for each in self.current] if is_again else ()

    def _before_gap(self, row: int) -> Sequence[Header]:
        """Headings in whose row a number stands too, beyond a blank column: it is none of theirs."""
        if any(_names_an_item(table, row) for table in self.current):
            return ()
        cells = self.sheet.row(row)
        end = next((self.sheet.right_of(a) for a, b in pairwise(cells) if self.sheet.right_of(a) < b.column), 0)
        near = [cell for cell in cells if cell.column < end]
        is_cut = any(headers.column(cell.raw) for cell in near if cell.kind is CellKind.TEXT)
        if not is_cut or any(cell.kind is CellKind.NUMBER for cell in near):
            return ()
        columns = range(1, end)
        found = headers_at(self.sheet.only(columns, row), row, self.reader)
        return [replace(header, reach=_inside(header.reach, columns)) for header in found]

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
        if sum(sort_row(table, row) for table in begun):
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


def _names_an_item(table: Table, row: int) -> bool:
    return any(table.names.means(table.text(row, role)) for role in IDENTITY if role in table.header.columns)


def _stand_again(table: Table, row: int) -> bool:
    """Whether the headings that name and count stand in `row` too."""
    heads = [each.cell for role, each in table.header.headings.items() if role in IDENTITY or is_figure(role)]
    heads += [each.cell for _, _, each in table.header.limited]
    return all((cell := table.sheet.at(row, head.column)) and cell.raw == head.raw for head in heads)


def _opens_anew(sheet: Sheet, rows: range, names: Names) -> bool:
    """Whether what stands above a repeated heading says whose, of which month or region, or about what the rows are."""
    is_labelled = bool({"department", "period", "unit"} & set(labelled(sheet, rows)))
    said = [text.text for text in titles(sheet, rows)]
    return is_labelled or any(months_in(text) or names.regions_in(text) or names.items_in(text) for text in said)
