"""What a sheet says of whose and which month's it is in more than one way, and the doubts that gives rise to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from domain.period import Period
from domain.plan import Department, Plan, Region
from domain.problem import Fact
from domain.question import Reading
from loaders import cells, headers
from loaders.findings import Doubt
from loaders.names import Names, spelled
from loaders.tables.labels import Block, Labelled, labelled
from loaders.tables.table import Table

LONGEST_TITLE = 40  # characters; what is longer explains something and names nobody's sheet


def unknown_department(raw: str, near: Sequence[Department]) -> Doubt[Department]:
    choices = tuple((Reading(each.id, "named", {"name": each.name}), each) for each in near)
    facts: dict[str, Fact] = {"raw": raw, "candidates": tuple(each.name for each in near)}
    return Doubt("C34", facts, about=spelled(raw), choices=choices)


def unknown_region(raw: str, near: Sequence[Region]) -> Doubt[Region]:
    choices = tuple((Reading(each.id, "named", {"name": each.name}), each) for each in near)
    return Doubt("D34", {"raw": raw}, about=spelled(raw), choices=choices)


def whole_or_own(raw: str, plan: Plan) -> Doubt[str]:
    """A row called by the city's own name: all its regions together (""), or the city's own work."""
    own = [(Reading(each.id, "named", {"name": each.name}), each.id) for each in plan.regions if each.is_city_level]
    return Doubt("D34", {"raw": raw}, about=spelled(raw), choices=((Reading("whole", "whole"), ""), *own))


def another_in_title(own: Department, title: Department) -> Doubt[Department]:
    """The title names another department than the sheet says it is of."""
    choices = tuple(
        (Reading(says, says, {"name": body.name}), body) for says, body in (("department", own), ("title", title))
    )
    facts: dict[str, Fact] = {"title": title.name, "department": own.name}
    return Doubt("C37", facts, about=spelled(title.name.zh), choices=choices)


def several_months(read: Sequence[Period]) -> Doubt[Period]:
    """Several months are named. Which is right this time says nothing of the next."""
    choices = tuple((Reading(str(month), "shown", {"shown": month}), month) for month in dict.fromkeys(read))
    about = " ".join(map(str, read))
    return Doubt("C33", {"periods": tuple(read)}, about=about, choices=choices, may_be_rule=False)


def titled(texts: Sequence[Labelled], names: Names) -> dict[str, tuple[Department, Labelled]]:
    """The departments that titles name, by id, with the title."""
    short = (text for text in texts if len(headers.compact(text.text)) <= LONGEST_TITLE)
    return {body.id: (body, text) for text in short for body in names.departments_in(text.text)}


def other_months(table: Table, period: Period, below: Block) -> Iterator[tuple[Period, str]]:
    """Months other than `period` that are given for a table beside its own, with their cells."""
    if table.dated and table.dated[1]:
        year, month, cell = table.dated
        if (year or period.year, month) != (period.year, period.month):
            yield Period(year or period.year, month), cell
    between = None if table.turned_from else labelled(table.page, table.others).get("period")
    for stated in (between, below.get("period")):
        read = cells.read_period(stated.value).value if stated and stated.text else None
        if stated and read and read != period:
            yield read, stated.cell
