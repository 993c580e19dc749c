"""One table of several months, regions or indicators side by side → its parts, each read like a table of its own.

Decides which month a column is of and whether it holds the month's figure or the total; where the headings and titles
leave that open nothing is read. What the words of a heading mean was settled by `scopes` and `headings`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from domain.period import Period
from domain.problem import Problem
from domain.problem_codes import problem
from domain.question import Reading
from loaders import headers, layout
from loaders.answers import Answers
from loaders.findings import Doubt
from loaders.names import Names
from loaders.sheet import Cell, Sheet
from loaders.tables.columns_in_doubt import months_meant, settle_doubled, which_column
from loaders.tables.header import BARE, IDENTITY, is_figure
from loaders.tables.heading_checks import reports
from loaders.tables.scopes import WHOLE, Heading, Scope
from loaders.tables.spans_in_doubt import settle_span
from loaders.tables.table import Table
from loaders.tables.titles import meaning_of, region_of, reported_month, speaks_of_a_year, year_of

_SHARED = (*IDENTITY, "seq", "clause", "unit", "region", "year", "period", "department", "target", "deadline")
Limited = tuple[Scope, str, Heading]


def tables(sheet: Sheet, names: Names, answers: Answers) -> list[Table]:
    """Every table of `sheet`, each divided into its parts."""
    found = [table for table in layout.tables(sheet, names) if not _is_another_list(table)]
    for table in found:
        _divide(table, answers)
        _limit_to_region(table)
    return found


def _is_another_list(table: Table) -> bool:
    """Whether nothing but a column that something was done in makes it a table, and nothing in it is of the plan."""
    return list(table.header.scoped) == [WHOLE] and not reports(table)


def _limit_to_region(table: Table) -> None:
    """What stands under the name of one region, or on a sheet called by it, is that region's, not the city's."""
    is_by_region = "region" in table.header.columns or table.header.region_columns
    region = None if is_by_region or any(part.scope.region for part in table.parts) else region_of(table)
    for part in table.parts if region else ():
        part.scope = replace(part.scope, region=region)


def _divide(table: Table, answers: Answers) -> None:
    """Set the parts of `table`; the table itself where nothing in it is limited to a part."""
    table.meaning = meaning_of(table)
    settle_doubled(table, answers)
    columns = [each for each in table.header.limited if not each[0].month or _is_filled(table, each[2])]
    months = {(scope.year, scope.month) for scope, _, _ in columns if scope.month}
    if not table.header.limited:
        table.parts = [table]
    elif len(months) > 1:
        _by_month(table, columns, answers)
    else:
        _undated(table, columns, answers)
    if len(months) <= 1 and any(map(_counts_up, table.parts)):
        settle_span(table, answers)


def _counts_up(part: Table) -> bool:
    """Whether its figures are totals."""
    return "cumulative" in part.header.columns or bool(part.header.region_columns)


def _is_filled(table: Table, heading: Heading) -> bool:
    """Whether anything stands in the column: months to come are left blank."""
    return any(table.sheet.at(row, heading.cell.column) for row in table.rows)


def _undated(table: Table, columns: Sequence[Limited], answers: Answers) -> None:
    """A table of one month; a month named in its headings only says which."""
    stated = next(((scope, heading) for scope, _, heading in columns if scope.month), None)
    if stated:
        table.dated = (stated[0].year or year_of(table), stated[0].month or 0, stated[1].cell.address)
    roles: dict[Scope, dict[str, Heading]] = {WHOLE: dict(table.header.headings)}
    for scope, role, heading in columns:
        _put(table, roles.setdefault(replace(scope, year=None, month=None), {}), role, heading, answers)
    _make_all(table, {None: roles}, answers)


def _put(table: Table, own: dict[str, Heading], role: str, heading: Heading, answers: Answers) -> None:
    """Keep the heading of a role; of two, the one that is chosen."""
    own[role] = which_column(table, own[role], heading, answers) if role in own else heading


def _by_month(table: Table, columns: Sequence[Limited], answers: Answers) -> None:
    table.has_months, year = True, year_of(table)
    months: dict[Period, dict[Scope, dict[str, Heading]]] = {}
    undated: dict[Scope, dict[str, Heading]] = {WHOLE: dict(table.header.headings)}
    for scope, role, heading in columns:
        if not scope.month:
            undated.setdefault(scope, {})[role] = heading
        elif scope.year or year:
            period = Period(scope.year or year or 0, scope.month)
            own = months.setdefault(period, {}).setdefault(replace(scope, year=None, month=None), {})
            _put(table, own, role, heading, answers)
        else:
            table.found.append(_open(table, columns))
            return
    reported = reported_month(table)
    if not reported or not _is_month_before(months, reported):
        filled = {month: _figures(table, roles) for month, roles in months.items()}
        meant = months_meant(table, reported, filled, answers)
        months = {month: roles for month, roles in months.items() if month in meant}
    else:
        last = months[reported + -1][WHOLE]["cumulative"]
        months = {reported: {**months[reported], WHOLE: {"previous": last, **months[reported].get(WHOLE, {})}}}
    parts: Months = {**months}
    if any(is_figure(role) for roles in undated.values() for role in roles):
        parts = {**months, None: undated}
    _make_all(table, parts, answers)


def _figures(table: Table, roles: Mapping[Scope, Mapping[str, Heading]]) -> list[Cell]:
    """What stands in the columns of one month that are taken over."""
    heads = [each for own in roles.values() for role, each in own.items() if is_figure(role) or role == BARE]
    return [cell for each in heads for row in table.rows if (cell := table.sheet.at(row, each.cell.column))]


Months = Mapping[Period | None, Mapping[Scope, Mapping[str, Heading]]]


def _is_month_before(months: Mapping[Period, Mapping[Scope, Mapping[str, Heading]]], own: Period) -> bool:
    """Whether beside the month of the report only last month's total is given, to count on from."""
    before = own + -1
    return set(months) == {own, before} and {s: set(roles) for s, roles in months[before].items()} == {
        WHOLE: {"cumulative"}
    }


def _make_all(table: Table, months: Months, answers: Answers) -> None:
    """Make the parts; where it is open what their columns count, ask."""
    every = [(period, scope, own) for period, roles in months.items() for scope, own in roles.items()]
    if any(_told(table, own, scope, period) is None for period, scope, own in every):
        columns = [each for each in table.header.limited if each[1] == BARE or is_figure(each[1])]
        _ask(table, columns, answers, is_by_month=any(months))
    if not any(found.is_error for found in table.found):
        for period, scope, own in every:
            _make(table, scope, own, period)


def _ask(table: Table, columns: Sequence[Limited], answers: Answers, *, is_by_month: bool) -> None:
    """Ask what the columns count, unless the titles speak of one year's total, which is neither reading."""
    open_problem = _open(table, columns) if is_by_month else _open_item(table, columns)
    if speaks_of_a_year(table):
        table.found.append(open_problem)
        return
    raw = " ".join(headers.compact(heading.title) for _, _, heading in columns[:3])
    readings = ((Reading("cumulative", "total_so_far"), "cumulative"), (Reading("month", "month_alone"), "month"))
    doubt = Doubt(open_problem.code, {**open_problem.facts, "raw": raw}, choices=readings)
    table.meaning, found = answers.settle(doubt, open_problem.sheet, open_problem.cell)
    table.found.append(found)


def _make(table: Table, scope: Scope, own: Mapping[str, Heading], period: Period | None) -> None:
    header = table.header
    shared = {role: heading for role, heading in header.headings.items() if role in _SHARED}
    told = _told(table, own, scope, period)
    if told is None:  # two columns come to the same
        table.found.append(_open(table, header.limited) if period else _open_item(table, header.limited))
    elif scope != WHOLE or any(is_figure(role) for role in told):
        first = next(iter(own.values())).cell.address
        headings = told if scope == WHOLE and not period else {**shared, **told}
        narrowed = replace(header, headings=headings, scoped={}, refused=(), passed_over=(), twice=())
        table.parts.append(
            replace(table, header=narrowed, scope=scope, period=period, limited_at=first, parts=[], found=[])
        )


def _told(table: Table, own: Mapping[str, Heading], scope: Scope, period: Period | None) -> dict[str, Heading] | None:
    """The roles of a part once it is known what its bare columns count; None where that is open."""
    told = {role: heading for role, heading in own.items() if role != BARE}
    meaning = table.meaning
    if (
        period
        and meaning != "cumulative"
        and any(role.startswith("region:") and not h.words for role, h in own.items())
    ):
        return None
    if BARE not in own:
        return told
    if "cumulative" in told:
        role = "month"
    elif meaning:
        role = meaning
    elif scope.item and not period and "region" in table.header.columns:
        role = "cumulative"  # as in any table by region; its sum is held against the city's total
    else:
        return None
    return None if role in told else {**told, role: own[BARE]}


def _open(table: Table, columns: Sequence[Limited]) -> Problem:
    titles = tuple(dict.fromkeys(headers.compact(heading.title) for scope, _, heading in columns if scope.month))
    first = next(heading for scope, _, heading in columns if scope.month)
    return problem("B20", table.sheet.name, first.cell.address, columns=titles)


def _open_item(table: Table, columns: Sequence[Limited]) -> Problem:
    scope, _, heading = columns[0]
    if scope == WHOLE:
        return problem("B43", table.sheet.name, heading.cell.address, title=headers.compact(heading.title))
    titles = tuple(headers.compact(heading.title) for _, _, heading in columns)
    return problem("B41", table.sheet.name, columns[0][2].cell.address, columns=titles)
