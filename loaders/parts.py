"""One table of several months, regions or indicators side by side → its parts, each read like a table of its own.

Decides which month a column is of and whether it holds the month's figure or the total; where the headings and titles
leave that open nothing is read. What the words of a heading mean was settled by `scopes` and `headings`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from domain.period import Period
from domain.problem import Problem
from domain.problem_codes import problem
from domain.question import Reading
from loaders import headers, layout
from loaders.answers import Answers
from loaders.cells import read_period
from loaders.findings import Doubt
from loaders.headings import BARE, IDENTITY, is_figure
from loaders.names import Names
from loaders.scopes import WHOLE, Heading, Scope
from loaders.sheet import Cell, Sheet
from loaders.table import Table

_SHARED = (*IDENTITY, "seq", "clause", "unit", "region", "year", "period", "department", "target", "deadline")
Limited = tuple[Scope, str, Heading]
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)年(?!\d{1,2}月\d{1,2}日|以来|起|至今)")
_YEAR_ALONE = re.compile(r"((?:19|20)\d\d)(?:年?度?)?")
_MONTH_ALONE = re.compile(r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])月份?|\d{1,2}")
_TOTAL, _TOTAL_OF_A_YEAR = re.compile("累计"), re.compile(r"\d年?度?累计")
_SPAN = re.compile(r"(?:19|20)\d\d年?[-~—–―至到]+(?:19|20)\d\d年?|(?:自|从)(?:19|20)\d\d年")


def tables(sheet: Sheet, names: Names, answers: Answers) -> list[Table]:
    """Every table of `sheet`, each divided into its parts."""
    found = layout.tables(sheet, names)
    for table in found:
        _divide(table, answers)
    return found


def _divide(table: Table, answers: Answers) -> None:
    """Set the parts of `table`; the table itself where nothing in it is limited to a part."""
    table.meaning = meaning_of(table)
    columns = [each for each in table.header.limited if not each[0].month or _is_filled(table, each[2])]
    months = {(scope.year, scope.month) for scope, _, _ in columns if scope.month}
    if not table.header.limited:
        table.parts = [table]
    elif len(months) > 1:
        _by_month(table, columns, answers)
    else:
        _undated(table, columns, answers)


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
        _put(table, roles.setdefault(replace(scope, year=None, month=None), {}), role, heading)
    _make_all(table, {None: roles}, answers)


def _put(table: Table, own: dict[str, Heading], role: str, heading: Heading) -> None:
    """Keep the heading of a role; that there are two is told."""
    if role in own:
        both = tuple(table.sheet.letter(each.cell.column) for each in (own[role], heading))
        facts = {"title": headers.compact(heading.title), "columns": both}
        table.found.append(problem("B31", table.sheet.name, heading.cell.address, **facts))
    own.setdefault(role, heading)


def _by_month(table: Table, columns: Sequence[Limited], answers: Answers) -> None:
    table.has_months, year = True, year_of(table)
    months: dict[Period | None, dict[Scope, dict[str, Heading]]] = {}
    undated: dict[Scope, dict[str, Heading]] = {WHOLE: dict(table.header.headings)}
    for scope, role, heading in columns:
        if not scope.month:
            undated.setdefault(scope, {})[role] = heading
        elif scope.year or year:
            period = Period(scope.year or year or 0, scope.month)
            own = months.setdefault(period, {}).setdefault(replace(scope, year=None, month=None), {})
            _put(table, own, role, heading)
        else:
            table.found.append(_open(table, columns))
            return
    reported = read_period(table.block["period"].value).value if "period" in table.block else None
    if reported and _is_month_before(months, reported):
        last = months[reported + -1][WHOLE]["cumulative"]
        months = {reported: {**months[reported], WHOLE: {"previous": last, **months[reported].get(WHOLE, {})}}}
    if any(is_figure(role) for roles in undated.values() for role in roles):
        months[None] = undated
    _make_all(table, months, answers)


Months = Mapping[Period | None, Mapping[Scope, Mapping[str, Heading]]]


def _is_month_before(months: Months, own: Period) -> bool:
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
    if _speaks_of_a_year(table):
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


def year_of(table: Table) -> int | None:
    """The one year named above the table or by the sheet's name; None where there is none or several."""
    texts = [text.text for text in table.titles if ":" not in headers.compact(text.text)]
    texts += [table.block["period"].text] if "period" in table.block else []
    named = {year for text in [*texts, table.sheet.name] for year in _years_in(headers.compact(text))}
    return int(named.pop()) if len(named) == 1 else None


def month_of(table: Table, row: int) -> Cell | str:
    """The month of a row; a bare 「3月」 is of the year in a column of its own, or else named above the table."""
    cell = table.cell(row, "period")
    if cell is None or not _MONTH_ALONE.fullmatch(headers.compact(cell.raw)):
        return cell or ""
    own = _YEAR_ALONE.fullmatch(headers.compact(table.text(row, "year")))
    if cell.raw.isdecimal():
        return f"{own[1]}年{cell.raw}月" if own else cell
    year = own[1] if own else year_of(table)
    return f"{year}年{cell.raw.strip()}" if year else cell


def _years_in(text: str) -> Iterator[str]:
    bare = _SPAN.sub("", text)
    if match := _YEAR_ALONE.fullmatch(bare):
        yield match[1]
    yield from _YEAR.findall(bare)


def meaning_of(table: Table) -> str | None:
    """What the titles above say all figures are, "month" or "cumulative"; None where they say neither, or both."""
    texts = [headers.compact(text.text) for text in table.titles]
    is_month = any(headers.speaks_of_the_month(text) for text in texts)
    is_total = any(map(_TOTAL.search, texts))
    if is_month == is_total or _speaks_of_a_year(table):
        return None
    return "month" if is_month else "cumulative"


def _speaks_of_a_year(table: Table) -> bool:
    """Whether a title says that the figures are totals of one year."""
    texts = [headers.compact(text.text) for text in table.titles]
    return any(headers.refused(text) or _TOTAL_OF_A_YEAR.search(text) for text in texts)


def _open(table: Table, columns: Sequence[Limited]) -> Problem:
    titles = tuple(dict.fromkeys(headers.compact(heading.title) for scope, _, heading in columns if scope.month))
    first = next(heading for scope, _, heading in columns if scope.month)
    return problem("B20", table.sheet.name, first.cell.address, columns=titles)


def _open_item(table: Table, columns: Sequence[Limited]) -> Problem:
    titles = tuple(headers.compact(heading.title) for _, _, heading in columns)
    return problem("B41", table.sheet.name, columns[0][2].cell.address, columns=titles)
