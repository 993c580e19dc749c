"""Which rows below the headings of a table carry data, which add others up, and which are none of it.

Whether a row's figures can be read, and what it is about, is for `rows` and `items`.
"""

from __future__ import annotations

from collections.abc import Sequence

from domain.observation import Topic
from loaders import headers
from loaders.sheet import Cell
from loaders.tables.header import IDENTITY
from loaders.tables.labels import labels_in, value_beside
from loaders.tables.signatures import signs
from loaders.tables.table import Table, is_numbering

_NAMING = (*IDENTITY, "region", "period")  # what a row without a name of its own may be known by
_NAMED = (*_NAMING, "department", *(topic.value for topic in Topic))  # what says that a row is of something
_SUMMED = ("year", "period", "department")  # where a row may say that it is a total though it names an item …
_PLACED = ("seq", "clause")  # … and where only one that names none does


def sort_row(table: Table, row: int) -> bool:
    """Put a row below a header where it belongs; True if it is part of the table."""
    cells = table.row(row)
    if not cells:
        return False
    if _is_prepared(table, row, cells):
        return True
    if len(cells) == 1 and headers.is_continued(cells[0].raw):
        table.others.append(row)
        return False
    of_labels = [value for cell in cells if labels_in(cell.raw) and (value := value_beside(table.sheet, cell))]
    own = [cell for cell in cells if cell not in of_labels and not labels_in(cell.raw)]
    is_named = bool(set(IDENTITY) & set(table.header.columns))
    naming = IDENTITY if is_named else _NAMING
    identities = [cell.raw for role in naming if (cell := table.cell(row, role)) and cell not in of_labels]
    names_item = any(table.names.means(text) for text in identities)
    saying = _SUMMED if names_item else (*_SUMMED, *_PLACED, "unit")
    summed = (cell.raw for role in saying if (cell := table.cell(row, role)))
    sums_items = is_named or "region" not in table.header.columns
    is_city = cells[0].column == table.header.columns.get("region") and bool(identities)  # 「合计」 of all regions
    opening = [] if (is_city and is_named) or names_item else [cells[0].raw]
    if any(_is_total(text, table, sums_items) for text in (*opening, *identities, *summed)):
        table.totals.append(row)
    elif headers.row_opening(cells[0].raw) != "note" and _carries_data(table, own, identities):
        table.rows.append(row)
    else:
        table.others.append(row)
        return False
    return True


def _is_prepared(table: Table, row: int, cells: Sequence[Cell]) -> bool:
    """Whether a row stands ready for one more thing: numbered at most, and all its formulas come to nought."""
    naming = [at for role, at in table.header.columns.items() if role in _NAMED]
    figures = [cell.raw for cell in cells if cell.column in table.header.figure_columns]
    is_nought = bool(figures) and all("0" in raw and not raw.strip(" 0.%") for raw in figures)
    return is_nought and not any(table.sheet.above_in_merge(row, at) for at in naming)


def _is_total(text: str, table: Table, is_over_items: bool) -> bool:
    """Whether a row is a sum of others; where rows are regions, only a subtotal is: the whole is the city's figure."""
    if headers.row_opening(text) == "total":
        return is_over_items or headers.is_subtotal(text)
    summed = headers.sum_of(text)
    is_of_city = not is_over_items and table.names.is_city(summed)
    return bool(summed) and not table.names.means(text) and not is_of_city


def _carries_data(table: Table, own: Sequence[Cell], identities: list[str]) -> bool:
    """Whether a row names something, or holds a figure without naming anything; `own` are its cells but for labels.

    Footers name labels only, with their values beside them; chapter titles stand in the first column.
    """
    named = [text for text in identities if not labels_in(text)]
    known = {at for role, at in table.header.columns.items() if role not in ("persons", "certified")}
    known |= {heading.cell.column for _, _, heading in table.header.limited}
    numbers = is_numbering([cell for cell in own if cell.column in known])
    if numbers and (named or not table.rows) and not any(map(table.names.means, named)):
        return False
    columns = table.header.figure_columns
    has_figure = any(cell.column in columns and any(map(str.isdigit, cell.raw)) for cell in own)
    is_of_a_month = any(cell.column == table.header.columns.get("period") for cell in own)
    return (bool(named) or has_figure) and (is_of_a_month or not signs(own, table.names))


def end_of(table: Table, free: int) -> int:
    """The row below the last that is surely of `table`: lone words at its end may be the titles of the next."""
    for row in reversed(table.rows):
        cells = table.row(row)
        names_a_row = set(IDENTITY) & set(table.header.columns) and table.names.means(cells[0].raw)
        if len(cells) > 1 or names_a_row:
            break
        free = row
    return free
