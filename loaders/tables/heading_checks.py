"""What is wrong with, or worth telling about, the headings of a table and the rows that are only used for checking."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from domain.problem import Fact, Problem
from domain.problem_codes import problem
from loaders import headers
from loaders.names import Names
from loaders.sheet import Cell
from loaders.tables import remarks, spans
from loaders.tables.columns_in_doubt import which_total
from loaders.tables.header import BARE, FIGURES, IDENTITY, TableKind, is_figure
from loaders.tables.headings import counts_otherwise
from loaders.tables.headless import headless, without_heading
from loaders.tables.hidden import hidden
from loaders.tables.labels import labels_in, value_beside
from loaders.tables.merged import shared_figures
from loaders.tables.scopes import Heading
from loaders.tables.subcolumns import like_totals, without_total
from loaders.tables.table import Table
from loaders.tables.titles import LONGEST, meaning_of, reported_month

REQUIRED: Mapping[TableKind, tuple[str, ...]] = {
    TableKind.MONTHLY: ("cumulative", "unit"),
    TableKind.REGIONS: (),
    TableKind.PER_CAPITA: ("reached", "denominator"),
    TableKind.TASKS: ("state",),
}
_A_YEAR = re.compile("[0-9]{4}年?度?")
LONGEST_CAPTION = 12  # a longer text in a single cell above a heading is a title
_TOLD_OF = ("previous", "month", "cumulative", "total", "progress", "problems", "next_steps", "remark")  # if not read
_SHOWN = 8  # as many columns are named in one message


def header_problems(table: Table, names: Names) -> list[Problem]:
    """Everything about the headings and rows of `table` as a whole; with an error among it no row can be trusted."""
    found = [
        *_years_alone(table, names),
        *_look_alikes(table),
        *_scopes(table, names),
        *_strangers(table),
        *table.found,
        *without_total(table),
    ]
    missing = missing_columns(table)
    if "cumulative" in missing and (like := like_totals(table)) and not any(entry.is_error for entry in found):
        missing.remove("cumulative")
        found.append(which_total(table, like))
    if missing and not any(entry.is_error and entry.code != "B53" for entry in found):
        titles = tuple(headers.title("columns", role) for role in missing)
        found.append(problem("B11", table.sheet.name, table.sheet.address(table.header.first_row, 1), columns=titles))
    if not table.rows:
        row = table.header.last_row
        found.append(problem("B24", table.sheet.name, table.sheet.address(row, 1), row=table.sheet.row_line(row)))
    if not any(entry.is_error for entry in found):
        found += [
            *shared_figures(table),
            *_deep(table),
            *_unsettled(table),
            *_left_out(table),
            *headless(table),
            *hidden(table),
            *_totals(table, names),
        ]
    return found


def missing_columns(table: Table) -> list[str]:
    """The columns that the table, or one of its parts, cannot do without."""
    missing = (role for part in table.parts or [table] for role in _missing_in(part))
    return list(dict.fromkeys(missing))


def _missing_in(table: Table) -> list[str]:
    """What a table of its kind lacks. The unit may stand behind a heading or above the table."""
    present = set(table.header.columns)
    if table.units_around or table.header_units or table.scope.item or table.rows_have_units:
        present.add("unit")
    if table.header.kind is TableKind.PER_CAPITA and "cumulative" in present:
        return []  # numbers and shares in one table: each row tells by itself what it lacks
    if table.gives_months_only:
        present.add("cumulative")  # told of by `_left_out`
    return [role for role in REQUIRED[table.header.kind] if role not in present]


def _years(table: Table) -> list[Heading]:
    """Headings that are years and nothing else, where there are several and no total."""
    years = [heading for heading in table.header.refused if _A_YEAR.fullmatch(headers.compact(heading.title))]
    return years if len(years) > 1 and "cumulative" not in table.header.columns else []


def _years_alone(table: Table, names: Names) -> Iterator[Problem]:
    if years := _years(table):
        columns = tuple(headers.compact(heading.title) for heading in years)
        facts = {"columns": columns, "period": names.plan.start, "title": headers.title("columns", "cumulative")}
        yield problem("B57", table.sheet.name, years[0].cell.address, **facts)


def _look_alikes(table: Table) -> Iterator[Problem]:
    header = table.header
    has_total = "cumulative" in header.columns or any(role in ("cumulative", BARE) for _, role, _ in header.limited)
    counts_up = any(scope.month and role in ("cumulative", BARE) for scope, role, _ in header.limited)
    years = _years(table)
    for heading in (each for each in header.refused if each not in years):
        is_of_the_year = counts_up and spans.is_run_of_months(heading.title)
        if not has_total or (is_of_the_year and _has_figures(table, heading.cell.column)):
            yield _counts_a_year(table, heading.cell, heading.title)


def _counts_a_year(table: Table, cell: Cell, raw: str) -> Problem:
    expected = headers.title("columns", "cumulative")
    return problem("B09", table.sheet.name, cell.address, raw=headers.compact(raw), expected=expected)


def _unsettled(table: Table) -> Iterator[Problem]:
    """A title, or a comment beside a heading, by which the figures are expected or not yet agreed."""
    for text in table.titles:
        if len(text.text) <= LONGEST and (word := remarks.unsettled(text.text, is_title=True)):
            yield problem("F34", table.sheet.name, text.cell, word=word)
    comments = table.sheet.aside.comments
    for role, heading in table.header.headings.items():
        if is_figure(role) and (word := remarks.unsettled(comments.get(heading.cell.address, ""))):
            yield problem("F34", table.sheet.name, heading.cell.address, word=word)


def _scopes(table: Table, names: Names) -> Iterator[Problem]:
    """Headings whose group title or bracketed remark makes them count something else, or may do so."""
    since, header = names.plan.start.year, table.header
    for role, heading in [*header.headings.items(), *((role, heading) for _, role, heading in header.limited)]:
        if not is_figure(role) and role != BARE:
            continue
        cell = heading.cell
        above = heading.above or (_caption(table, cell) if not heading.over else "")
        is_of_year = role == "month" and spans.is_year(above, reported_month(table))
        if any(spans.narrows(text, since) for text in (above, *heading.remarks)) and not is_of_year:
            yield _counts_a_year(table, cell, f"{above}·{cell.raw}" if above else cell.raw)
            continue
        if role.startswith("region:") and not heading.words and meaning_of(table) == "month":
            above = above or next(text.text for text in table.titles if headers.speaks_of_the_month(text.text))
        if counts_otherwise(role, heading, names, above) and not is_of_year:
            facts = {"title": headers.compact(cell.raw), "above": headers.compact(above or "".join(heading.words))}
            yield problem("B33", table.sheet.name, cell.address, **facts)
        for remark in heading.remarks:
            if role in FIGURES and not names.is_unit(remark) and not spans.is_harmless(remark, since):
                if names.column(remark) == role:
                    continue
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
    beside = (header.columns[role] for role in (*IDENTITY, "seq", "clause", "unit") if role in header.columns)
    is_title = any(sheet.shown(row, column) is over for column in beside)
    is_title = is_title or (not is_merged and len(headers.compact(over.raw)) > LONGEST_CAPTION)
    is_value = any(value_beside(sheet, each) is over for each in sheet.row(row) if labels_in(each.raw))
    return "" if is_title or is_value else over.raw


def _strangers(table: Table) -> Iterator[Problem]:
    """Columns with figures below that are not read. In a table by region each must be a region that we know."""
    for heading in _passed_over(table):
        if table.header.kind is TableKind.REGIONS:
            yield problem("D34", table.sheet.name, heading.cell.address, raw=heading.cell.raw.strip())


def _left_out(table: Table) -> Iterator[Problem]:
    """What is not taken over though it holds figures or words, and a month's column that is not there."""
    sheet, roles = table.sheet, {role for part in table.parts for role in part.header.columns}
    unread = [heading for role, heading in table.header.headings.items() if role in _TOLD_OF and role not in roles]
    worded = (each for each in unread if _has_figures(table, each.cell.column, str.isalnum))
    passed_over = [*_passed_over(table), *worded]
    if passed_over:
        titles = tuple(sheet.column_line(each.cell.column, each.title) for each in passed_over)
        yield problem("B37", sheet.name, passed_over[0].cell.address, columns=titles)
    for part in [p for p in table.parts if p.gives_months_only and not p.gives_totals_elsewhere][:1]:
        title = headers.title("columns", "cumulative")
        yield problem("B40", sheet.name, part.header.headings["month"].cell.address, title=title)
    totals = (part.header.headings["cumulative"] for part in table.parts if "cumulative" in part.header.columns)
    if (total := next(totals, None)) and "month" not in roles:
        title = headers.title("columns", "month")
        address = sheet.address(table.header.first_row, total.cell.column)
        yield problem("B38", sheet.name, address, title=title)


def _passed_over(table: Table) -> list[Heading]:
    """Columns with figures below whose heading means nothing known, or a figure that another column gives better."""
    column = table.names.column
    unknown = (each for each in table.header.passed_over if column(each.cell.raw) in (None, *FIGURES))
    return [each for each in unknown if _has_figures(table, each.cell.column)]


def _has_figures(table: Table, column: int, mark: Callable[[str], bool] = str.isdigit) -> bool:
    below = (table.sheet.at(row, column) for row in table.rows)
    return any(cell and any(map(mark, cell.raw)) for cell in below)


def _deep(table: Table) -> Iterator[Problem]:
    """That the heading was read from several rows, and what its columns were taken for."""
    header, sheet = table.header, table.sheet
    if header.last_row > header.first_row:
        every = [*header.headings.items(), *((role, heading) for _, role, heading in header.limited)]
        read = [heading for role, heading in every if is_figure(role) or role == BARE]
        read.sort(key=lambda heading: heading.cell.column)
        columns = tuple(sheet.column_line(heading.cell.column, heading.title) for heading in read[:_SHOWN])
        rows = {"first": sheet.row_line(header.first_row), "last": sheet.row_line(header.last_row)}
        yield problem("B08", sheet.name, sheet.address(header.first_row, 1), columns=columns, **rows)


def _totals(table: Table, names: Names) -> Iterator[Problem]:
    """Rows with a sum: never taken over, and one over unlike units means nothing at all."""
    figures = [column for role, column in table.header.columns.items() if is_figure(role)]
    every = _units(table, table.rows, names) if table.totals else ()
    for row in table.totals:
        first = table.row(row)[0]
        is_of_some = headers.is_subtotal(first.raw) or headers.sum_of(first.raw)
        units = _units(table, table.since_last_sum(row), names) if is_of_some else every
        facts: dict[str, Fact] = {"row": table.sheet.row_line(row), "raw": first.raw.strip()}
        yield problem("B18", table.sheet.name, first.address, **facts)
        summed = next((cell for cell in table.row(row) if cell.column in figures), None)
        if summed and len(units) > 1:
            yield problem("X25", table.sheet.name, summed.address, units=units, **facts)


def _units(table: Table, rows: Sequence[int], names: Names) -> tuple[str, ...]:
    """The units that rows name, each once."""
    return tuple(dict.fromkeys(names.one_unit(text) for row in rows if (text := table.text(row, "unit"))))


def is_whole(table: Table) -> bool:
    """Whether a table has all it needs, or fails in a way that must be told rather than passed over."""
    return bool(table.header.refused or table.header.scoped) or not missing_columns(table)


def reports(table: Table) -> bool:
    """Whether a table gives figures of something the plan knows, however much of its headings is missing or misread."""
    names = (table.text(row, role) for row in table.rows for role in IDENTITY)
    has_figures = bool(table.header.scoped) or table.header.has_parts or any(map(is_figure, table.header.columns))
    has_figures = has_figures or any(headers.sounds_like_a_figure(each.cell.raw) for each in _passed_over(table))
    has_figures = has_figures or bool(without_heading(table))
    has_figures = has_figures or bool({"department", "period"} <= set(table.block) and _passed_over(table))
    return has_figures and any(table.names.means(name) for name in names if name)
