"""Two columns of a table that claim the same, and months that are filled beyond the reporting month: what is meant, a
person says.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from domain.period import Period
from domain.problem import Fact, Problem
from domain.problem_codes import problem
from domain.question import Reading
from loaders import headers
from loaders.answers import Answers
from loaders.findings import Doubt
from loaders.sheet import Cell
from loaders.tables import spans
from loaders.tables.scopes import WHOLE, Heading, Scope
from loaders.tables.table import Table


def settle_doubled(table: Table, answers: Answers) -> None:
    """Give each role that several columns claim the one that a person chose; what remains open is told."""
    chosen: dict[tuple[Scope, str], Heading] = {}
    for scope, role, one, other in table.header.twice:
        if role == "cumulative" and _are_of_parts(table, one, other):
            table.found.append(which_total(table, (one, other)))
            continue
        chosen[scope, role] = which_column(table, chosen.get((scope, role), one), other, answers)
    if not chosen or any(found.is_error for found in table.found):
        return
    header = table.header
    headings, scoped = dict(header.headings), {scope: dict(roles) for scope, roles in header.scoped.items()}
    for (scope, role), heading in chosen.items():
        (headings if scope == WHOLE else scoped[scope])[role] = heading
    kept = [*headings.values(), *(each for roles in scoped.values() for each in roles.values())]
    claimed = [each for _, _, *both in header.twice for each in both]
    given_up = [each for each in claimed if all(each.cell is not other.cell for other in kept)]
    given_up += [
        each for each in header.passed_over if all(each.cell is not other.cell for other in (*kept, *given_up))
    ]
    table.header = replace(header, headings=headings, scoped=scoped, passed_over=tuple(given_up), twice=())


def _are_of_parts(table: Table, one: Heading, other: Heading) -> bool:
    """Whether two totals each say of what they are, 「累计（城镇）」 and 「累计（农村）」: neither is the whole."""
    since, names = table.names.plan.start.year, table.names
    said = [
        {text for text in each.remarks if not (names.is_unit(text) or spans.is_harmless(text, since))}
        for each in (one, other)
    ]
    return all(said) and said[0] != said[1]


def which_total(table: Table, like: Sequence[Heading]) -> Problem:
    """That of several columns that speak of a total none can be told for certain to be the one wanted."""
    columns = tuple(table.sheet.column_line(each.cell.column, each.title) for each in like)
    title = headers.title("columns", "cumulative")
    return problem("B53", table.sheet.name, like[0].cell.address, columns=columns, title=title)


def which_column(table: Table, one: Heading, other: Heading, answers: Answers) -> Heading:
    """The one of two columns that counts; while that is open, or for want of an answer, the first."""
    sheet, both = table.sheet, (one, other)
    titles = [headers.compact(each.title) for each in both]
    lines = [sheet.column_line(each.cell.column, title) for each, title in zip(both, titles, strict=True)]
    keys = titles if titles[0] != titles[1] else [line.label for line in lines]
    choices = tuple(
        (Reading(key, "column", {"column": line, "title": line.title}), heading)
        for key, line, heading in zip(keys, lines, both, strict=True)
    )
    bare = tuple(sheet.column_line(each.cell.column) for each in both)
    facts: dict[str, Fact] = {"title": titles[1], "columns": bare}
    about = " ".join(dict.fromkeys([*titles, *keys]))
    chosen, found = answers.settle(Doubt("B31", facts, about=about, choices=choices), sheet.name, other.cell.address)
    table.found.append(found)
    return chosen or one


Months = Mapping[Period, Sequence[Cell]]
"""The months side by side in a table, each with the figures that stand in its columns."""


def months_meant(table: Table, reported: Period | None, filled: Months, answers: Answers) -> list[Period]:
    """The months to be read: those with figures.

    Some of a month after the reporting month leave a doubt; the reporting month itself may not be without any.
    """
    months = [month for month, cells in filled.items() if cells]
    if reported is None:
        return months
    if reported not in months:
        place = table.block["period"].cell if "period" in table.block else ""
        table.found.append(problem("C39", table.sheet.name, place, period=reported))
        return months
    later = [month for month in months if month > reported]
    if not later:
        return months
    first = filled[later[0]][0]
    choices = (
        (Reading("until_reported", "until_reported", {"period": reported}), reported),
        (Reading("every_month", "every_month"), max(later)),
    )
    facts: dict[str, Fact] = {"period": reported, "month": later[0], "raw": first.raw}
    last, found = answers.settle(Doubt("C38", facts, choices=choices), table.sheet.name, first.address)
    table.found.append(found)
    return [month for month in months if last is None or month <= last]
