"""Where the tables of a sheet are and which of their rows carry data.

What a heading means is for `headings`, what a table says of several months for `parts`, what a value is worth for
`cells`, whose figure it is for `identity`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from loaders import headers
from loaders.cells import months_in
from loaders.heading_rows import headers_at
from loaders.headings import IDENTITY, Header, is_figure
from loaders.labels import labelled, labels_in, titles, value_beside
from loaders.lying import lying_rows
from loaders.names import Names
from loaders.scopes import ScopeReader
from loaders.sheet import Cell, Sheet
from loaders.table import Table, is_numbering

_NAMING = (*IDENTITY, "region", "period")  # what a row without a name of its own may be known by
_SUMMED = ("year", "period", "department")  # where a row may say that it is a total though it names an item …
_PLACED = ("seq", "clause")  # … and where only one that names none does


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
            if not _go_on(current, started) or _opens_anew(sheet, above, reader.names):
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


def _opens_anew(sheet: Sheet, rows: range, names: Names) -> bool:
    """Whether what stands above a repeated heading says whose, which month's or which region's the rows below are."""
    is_labelled = bool({"department", "period", "unit"} & set(labelled(sheet, rows)))
    return is_labelled or any(months_in(text.text) or names.regions_in(text.text) for text in titles(sheet, rows))


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
    numbers = is_numbering([cell for cell in own if cell.column in known])
    if not table.rows and numbers and not any(table.names.means(text) for text in named):
        return False
    columns = {column for role, column in table.header.columns.items() if is_figure(role)}
    columns |= {heading.cell.column for _, _, heading in table.header.limited}
    return bool(named) or any(cell.column in columns and any(map(str.isdigit, cell.raw)) for cell in own)
