"""Where the tables of a sheet are and what their columns mean; what stands above and below them.

Headings are found by what they say, in one row or two, wherever the table begins. What a value is worth is for
`cells`, whose figure it is for `names`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from domain.problem import Problem
from domain.problem_codes import problem
from loaders import headers
from loaders.names import Names
from loaders.workbook import Cell, Sheet

IDENTITY = ("code", "name", "task_code", "task_name")
FIGURES = ("previous", "month", "cumulative", "reached", "denominator")
_REGION = "region:"


class TableKind(StrEnum):
    MONTHLY = "monthly"
    REGIONS = "regions"
    PER_CAPITA = "per_capita"
    TASKS = "tasks"


REQUIRED: Mapping[TableKind, tuple[str, ...]] = {
    TableKind.MONTHLY: ("cumulative", "unit"),
    TableKind.REGIONS: (),
    TableKind.PER_CAPITA: ("reached", "denominator"),
    TableKind.TASKS: ("state",),
}


@dataclass(frozen=True)
class Header:
    """The heading rows of a table and the column number of each role; `titles` keeps what was written above each."""

    first_row: int
    last_row: int
    columns: Mapping[str, int]
    titles: Mapping[str, str]
    refused: tuple[Cell, ...] = ()
    months: tuple[Cell, ...] = ()
    twice: tuple[tuple[str, Cell], ...] = ()  # a second column for a role that can have only one

    @property
    def kind(self) -> TableKind:
        if "state" in self.columns and {"task_code", "task_name"} & set(self.columns):
            return TableKind.TASKS
        if {"reached", "denominator"} & set(self.columns):
            return TableKind.PER_CAPITA
        if len(self.region_columns) >= 2:
            return TableKind.REGIONS
        return TableKind.MONTHLY

    @property
    def region_columns(self) -> dict[str, int]:
        return {role.removeprefix(_REGION): at for role, at in self.columns.items() if role.startswith(_REGION)}

    @property
    def is_table(self) -> bool:
        """An identity and a figure, or an identity and enough else to be sure a table was meant."""
        has_figure = bool({*FIGURES, "state"} & set(self.columns)) or len(self.region_columns) >= 2
        is_named = any(role in self.columns for role in IDENTITY)
        return is_named and (has_figure or bool(self.refused) or len(self.months) >= 3 or len(self.columns) >= 3)


@dataclass
class Table:
    """A header and the numbers of the rows that may carry data."""

    sheet: Sheet
    header: Header
    rows: list[int] = field(default_factory=list[int])
    totals: list[int] = field(default_factory=list[int])

    def cell(self, row: int, role: str) -> Cell | None:
        """The cell of `role` in `row`; identities may stand in a cell merged over several rows."""
        column = self.header.columns.get(role)
        if column is None:
            return None
        own = self.sheet.at(row, column)
        if own is not None or role in FIGURES or role.startswith(_REGION):
            return own
        return self.sheet.above_in_merge(row, column)

    def address(self, row: int, role: str) -> str:
        """Where the cell of `role` stands, filled or not."""
        return self.sheet.address(row, self.header.columns[role])

    def text(self, row: int, role: str) -> str:
        cell = self.cell(row, role)
        return cell.raw.strip() if cell else ""


def tables(sheet: Sheet, names: Names) -> list[Table]:
    """Every table of `sheet`, top to bottom. A heading repeated further down (page breaks) continues its table."""
    found: list[Table] = []
    row = 1
    while row <= sheet.last_row:
        header = _header_at(sheet, row, names)
        if header:
            if not found or found[-1].header.columns != header.columns:
                found.append(Table(sheet, header))
            row = header.last_row
        elif found:
            _sort_row(found[-1], row)
        row += 1
    return found


def _sort_row(table: Table, row: int) -> None:
    """Put a row below a header where it belongs: data, totals, or neither (notes, footers, chapter titles, blanks)."""
    cells = table.sheet.row(row)
    if not cells:
        return
    identities = [text for role in IDENTITY if (text := table.text(row, role))]
    if "total" in [headers.row_opening(text) for text in (cells[0].raw, *identities)]:
        table.totals.append(row)
    elif headers.row_opening(cells[0].raw) != "note" and _carries_data(table, row, identities):
        table.rows.append(row)


def _carries_data(table: Table, row: int, identities: list[str]) -> bool:
    """Whether the row names something and says something of it, or holds a figure without naming anything.

    Footers name labels only; chapter titles merged across the table stand in its first column.
    """
    own = {role for role, column in table.header.columns.items() if table.sheet.at(row, column)}
    if any(not labels_in(text) for text in identities):
        return bool(own - {"seq"})
    is_figure = {role for role in own if role in FIGURES or role.startswith(_REGION)}
    return not any(labels_in(cell.raw) for cell in table.sheet.row(row)) and bool(is_figure)


def _header_at(sheet: Sheet, row: int, names: Names) -> Header | None:
    """The header that begins in `row`. Two rows are one header only if together they say more than either alone."""
    one = _header(sheet, row, row, names)
    two = _header(sheet, row, row + 1, names) if row < sheet.last_row else None
    below = _header(sheet, row + 1, row + 1, names) if two else None
    alone = max(len(header.columns) if header else 0 for header in (one, below))
    best = two if two and len(two.columns) > alone else one
    return best if best and best.is_table else None


def _header(sheet: Sheet, first: int, last: int, names: Names) -> Header | None:
    """The header read from rows `first`–`last`, or None when they cannot be one (a figure stands in them)."""
    ranked: dict[str, tuple[int, Cell, str]] = {}
    twice: list[tuple[str, Cell]] = []
    refused: list[Cell] = []
    months: list[Cell] = []
    for column in range(1, sheet.last_column + 1):
        upper, lower = sheet.shown(first, column), sheet.shown(last, column)
        cell = lower or upper
        if cell is None:
            continue
        if not isinstance(cell.value, str):
            return None
        above = upper.raw if upper and upper is not lower else ""
        if headers.refused(above + cell.raw):
            refused.append(cell)
        if headers.is_month_heading(cell.raw):
            months.append(cell)
        role = headers.column_below(above, cell.raw) if above else headers.column(cell.raw)
        region = None if role else names.region(cell.raw)
        role = f"{_REGION}{region.id}" if region else role
        if role is None:
            continue
        rank = headers.rank(role, cell.raw)
        if role in ranked and (role in FIGURES or region):
            twice.append((role, cell))
        if role not in ranked or rank < ranked[role][0]:
            ranked[role] = (rank, cell, f"{above}·{cell.raw}" if above else cell.raw)
    if not ranked:
        return None
    columns = {role: cell.column for role, (_, cell, _) in ranked.items()}
    titles = {role: headers.compact(title) for role, (_, _, title) in ranked.items()}
    return Header(first, last, columns, titles, tuple(refused), tuple(months), tuple(twice))


def header_problems(table: Table) -> list[Problem]:
    """What is wrong with, or worth telling about, the headings alone, and the rows that are read for checking only."""
    header, sheet = table.header, table.sheet
    columns: dict[str, str] = {role: sheet.letter(column) for role, column in header.columns.items()}
    found: list[Problem] = []
    if len(header.months) >= 3:
        found.append(problem("B20", sheet.name, header.months[0].address, columns=tuple(c.raw for c in header.months)))
    if header.refused and "cumulative" not in header.columns:
        expected = headers.title("columns", "cumulative")
        found += [problem("B09", sheet.name, cell.address, raw=cell.raw, expected=expected) for cell in header.refused]
    missing = [role for role in REQUIRED[header.kind] if role not in header.columns]
    if missing and not found:
        titles = tuple(headers.title("columns", role) for role in missing)
        found.append(problem("B11", sheet.name, sheet.address(header.first_row, 1), columns=titles))
    for role, cell in header.twice:
        both = (columns[role], sheet.letter(cell.column))
        found.append(problem("B31", sheet.name, cell.address, title=cell.raw, columns=both))
    if not table.rows:
        found.append(problem("B24", sheet.name, sheet.address(header.last_row, 1), row=str(header.last_row)))
    if header.last_row > header.first_row and not found:
        read = tuple(f"{columns[role]}=“{header.titles[role]}”" for role in ("month", "cumulative") if role in columns)
        rows = {"first": str(header.first_row), "last": str(header.last_row)}
        found.append(problem("B08", sheet.name, sheet.address(header.first_row, 1), columns=read, **rows))
    for row in table.totals:
        first = sheet.row(row)[0]
        found.append(problem("B18", sheet.name, first.address, row=str(row), raw=first.raw.strip()))
    return found


@dataclass(frozen=True)
class Labelled:
    """A value found beside or behind its label, above or below the tables. `cell` is where the value stands."""

    value: Cell | str
    cell: str

    @property
    def text(self) -> str:
        return (self.value if isinstance(self.value, str) else self.value.raw).strip()


def labels(sheet: Sheet, found: list[Table]) -> dict[str, Labelled]:
    """Everything labelled outside the tables, the first of each kind: department, period, cut-off, reporter …"""
    inside = {row for table in found for row in (*table.rows, table.header.first_row, table.header.last_row)}
    block: dict[str, Labelled] = {}
    for row in range(1, sheet.last_row + 1):
        if row in inside:
            continue
        for cell in sheet.row(row):
            for key, value in labels_in(cell.raw):
                block.setdefault(key, Labelled(value, cell.address) if value else _beside(sheet, cell))
    return block


def _beside(sheet: Sheet, label: Cell) -> Labelled:
    """The next filled cell to the right, unless that is a label itself; else the empty cell next to the label."""
    for column in range(label.column + 1, sheet.last_column + 1):
        cell = sheet.at(label.row, column)
        if cell and cell.raw.strip():
            if labels_in(cell.raw):
                break
            return Labelled(cell, cell.address)
    return Labelled("", sheet.address(label.row, sheet.right_of(label)))


def labels_in(text: str) -> list[tuple[str, str]]:
    """The labels of one cell with the values written behind them: 「填报单位（盖章）：… 报告期：2024年3月」."""
    whole = headers.label(text)
    if whole and not whole[1]:
        return [whole]
    marks = list(headers.label_marks().finditer(headers.half_width(text)))
    ends = [*(mark.start() for mark in marks[1:]), len(text)][: len(marks)]
    pieces = (headers.half_width(text)[mark.start() : end] for mark, end in zip(marks, ends, strict=True))
    return [found for piece in pieces if (found := headers.label(piece))]


def titles_above(sheet: Sheet, found: list[Table]) -> list[Labelled]:
    """The texts above the first table, such as 「2024年3月工作进展情况统计表」."""
    cells = (cell for row in range(1, found[0].header.first_row) for cell in sheet.row(row))
    return [Labelled(cell, cell.address) for cell in cells]
