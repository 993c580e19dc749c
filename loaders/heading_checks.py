"""What is wrong with, or worth telling about, the headings of a table and the rows that are only used for checking."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from domain.problem import Fact, Problem
from domain.problem_codes import problem
from loaders import headers
from loaders.headings import FIGURES, IDENTITY, TableKind, counts_otherwise, is_figure
from loaders.labels import labels_in, value_beside
from loaders.layout import Table
from loaders.names import Names
from loaders.sheet import Cell, CellKind

REQUIRED: Mapping[TableKind, tuple[str, ...]] = {
    TableKind.MONTHLY: ("cumulative", "unit"),
    TableKind.REGIONS: (),
    TableKind.PER_CAPITA: ("reached", "denominator"),
    TableKind.TASKS: ("state",),
}
LONGEST_CAPTION = 12  # a longer text in a single cell above a heading is a title
_MAY_NOT_HIDE = (*IDENTITY, *FIGURES, "unit", "period", "department", "region", "state")


def header_problems(table: Table, names: Names) -> list[Problem]:
    """Everything about the headings and rows of `table` as a whole; with an error among it no row can be trusted."""
    found = [*_look_alikes(table), *_doubled(table), *_scopes(table, names), *_strangers(table)]
    missing = missing_columns(table)
    if missing and not found:
        titles = tuple(headers.title("columns", role) for role in missing)
        found.append(problem("B11", table.sheet.name, table.sheet.address(table.header.first_row, 1), columns=titles))
    if not table.rows:
        row = table.header.last_row
        found.append(problem("B24", table.sheet.name, table.sheet.address(row, 1), row=str(row)))
    if not any(entry.is_error for entry in found):
        found += [*_two_rows(table), *_left_out(table), *_headless(table), *_hidden(table), *_totals(table, names)]
    return found


def missing_columns(table: Table) -> list[str]:
    """The columns a table of its kind cannot do without. The unit may stand behind a heading or above the table."""
    present = set(table.header.columns)
    if table.unit or table.header_units:
        present.add("unit")
    if table.header.kind is TableKind.PER_CAPITA and "cumulative" in present:
        return []  # numbers and shares in one table: each row tells by itself what it lacks
    return [role for role in REQUIRED[table.header.kind] if role not in present]


def _look_alikes(table: Table) -> Iterator[Problem]:
    header, name = table.header, table.sheet.name
    if len(header.months) >= 3:
        columns = tuple(cell.raw for cell in header.months)
        yield problem("B20", name, header.months[0].address, columns=columns)
    if "cumulative" not in header.columns:
        yield from (_counts_a_year(table, cell, cell.raw) for cell in header.refused)


def _counts_a_year(table: Table, cell: Cell, raw: str) -> Problem:
    expected = headers.title("columns", "cumulative")
    return problem("B09", table.sheet.name, cell.address, raw=headers.compact(raw), expected=expected)


def _doubled(table: Table) -> Iterator[Problem]:
    for role, cell in table.header.twice:
        both = (table.sheet.letter(table.header.columns[role]), table.sheet.letter(cell.column))
        yield problem("B31", table.sheet.name, cell.address, title=headers.compact(cell.raw), columns=both)


def _scopes(table: Table, names: Names) -> Iterator[Problem]:
    """Headings whose group title or bracketed remark makes them count something else, or may do so."""
    since = names.plan.start.year
    for role, heading in table.header.headings.items():
        if not is_figure(role):
            continue
        cell, above = heading.cell, heading.above or _caption(table, heading.cell)
        raw = f"{above}·{cell.raw}" if above else cell.raw
        if any(headers.narrows(text, since) for text in (above, *heading.remarks)):
            yield _counts_a_year(table, cell, raw)
            continue
        if counts_otherwise(role, above, cell.raw, names):
            facts = {"title": headers.compact(cell.raw), "above": headers.compact(above)}
            yield problem("B33", table.sheet.name, cell.address, **facts)
        for remark in heading.remarks:
            if role in FIGURES and not names.is_unit(remark) and not headers.is_harmless(remark, since):
                title = headers.plain(cell.raw)
                yield problem("B35", table.sheet.name, cell.address, remark=remark, title=title)


def _caption(table: Table, cell: Cell) -> str:
    """A group title standing over a heading though the header was read as one row; titles and labels are none."""
    header, sheet = table.header, table.sheet
    if header.first_row == 1:
        return ""
    row = header.first_row - 1
    over = sheet.shown(row, cell.column)
    if over is None or not isinstance(over.value, str) or labels_in(over.raw):
        return ""
    is_merged = sheet.right_of(over) > over.column + 1
    named = (header.columns[role] for role in IDENTITY if role in header.columns)
    is_title = any(sheet.shown(row, column) is over for column in named)
    is_title = is_title or (not is_merged and len(headers.compact(over.raw)) > LONGEST_CAPTION)
    is_value = any(value_beside(sheet, each) is over for each in sheet.row(row) if labels_in(each.raw))
    return "" if is_title or is_value else over.raw


def _strangers(table: Table) -> Iterator[Problem]:
    """Columns with figures below that are not read. In a table by region each must be a region that we know."""
    for cell in _passed_over(table):
        if table.header.kind is TableKind.REGIONS:
            yield problem("D34", table.sheet.name, cell.address, raw=cell.raw.strip())


def _left_out(table: Table) -> Iterator[Problem]:
    """What of a table of totals is not taken over, though it holds figures, and a month's column that is not there."""
    if "cumulative" not in table.header.columns:
        return
    sheet, row = table.sheet, table.header.first_row
    if passed_over := _passed_over(table):
        titles = tuple(f"{sheet.letter(cell.column)}“{headers.compact(cell.raw)}”" for cell in passed_over)
        yield problem("B37", sheet.name, passed_over[0].address, columns=titles)
    if "month" not in table.header.columns:
        title = headers.title("columns", "month")
        yield problem("B38", sheet.name, sheet.address(row, table.header.columns["cumulative"]), title=title)


def _headless(table: Table) -> Iterator[Problem]:
    """Numbers in a row of the table under no heading at all: a stray sum, or a row pushed to the right."""
    header, sheet = table.header, table.sheet
    cells = (cell for row in table.rows for cell in sheet.row(row) if cell.kind is CellKind.NUMBER)
    bare = [c for c in cells if not any(sheet.shown(row, c.column) for row in (header.first_row, header.last_row))]
    if bare:
        yield problem("B39", sheet.name, bare[0].address, raw=bare[0].raw, n=len(bare))


def _passed_over(table: Table) -> list[Cell]:
    """Columns with figures below a heading that means nothing known."""

    def has_figures(column: int) -> bool:
        below = (table.sheet.at(row, column) for row in table.rows)
        return any(cell and any(map(str.isdigit, cell.raw)) for cell in below)

    unknown = (cell for cell in table.header.passed_over if headers.column(cell.raw) is None)
    return [cell for cell in unknown if has_figures(cell.column)]


def _two_rows(table: Table) -> Iterator[Problem]:
    header, sheet = table.header, table.sheet
    if header.last_row > header.first_row:
        read = {role: header.headings[role] for role in ("month", "cumulative") if role in header.headings}
        columns = tuple(f"{sheet.letter(heading.cell.column)}=“{heading.title}”" for heading in read.values())
        rows = {"first": str(header.first_row), "last": str(header.last_row)}
        yield problem("B08", sheet.name, sheet.address(header.first_row, 1), columns=columns, **rows)


def _hidden(table: Table) -> Iterator[Problem]:
    """Columns and rows that are read though nobody sees them."""
    header, sheet = table.header, table.sheet
    for role, heading in header.headings.items():
        if heading.cell.column in sheet.hidden_columns and (role in _MAY_NOT_HIDE or is_figure(role)):
            facts = {"column": sheet.letter(heading.cell.column), "title": headers.plain(heading.cell.raw)}
            yield problem("B06", sheet.name, heading.cell.address, **facts)
    hidden = tuple(str(row) for row in table.rows if row in sheet.hidden_rows)
    if hidden:
        yield problem("B34", sheet.name, sheet.address(int(hidden[0]), 1), rows=hidden)


def _totals(table: Table, names: Names) -> Iterator[Problem]:
    """Rows with a sum: never taken over, and one over unlike units means nothing at all."""
    units = dict.fromkeys(names.one_unit(text) for row in table.rows if (text := table.text(row, "unit")))
    figures = [column for role, column in table.header.columns.items() if is_figure(role)]
    for row in table.totals:
        first = table.sheet.row(row)[0]
        facts: dict[str, Fact] = {"row": str(row), "raw": first.raw.strip()}
        yield problem("B18", table.sheet.name, first.address, **facts)
        summed = next((cell for cell in table.sheet.row(row) if cell.column in figures), None)
        if summed and len(units) > 1:
            yield problem("X25", table.sheet.name, summed.address, units=tuple(units), **facts)


def is_whole(table: Table) -> bool:
    """Whether a table has all it needs, or fails in a way that must be told rather than passed over."""
    return bool(table.header.refused or table.header.months) or not missing_columns(table)


def reports(table: Table) -> bool:
    """Whether a table gives figures of something the plan knows, however much of its headings is missing or misread."""
    names = (table.text(row, role) for row in table.rows for role in IDENTITY)
    has_figures = any(map(is_figure, table.header.columns))
    has_figures = has_figures or any(headers.sounds_like_a_figure(cell.raw) for cell in _passed_over(table))
    return has_figures and any(table.names.means(name) for name in names if name)
