"""What a sheet says of whose and which month's it is in more than one way, and the doubts that gives rise to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from domain.period import Period
from domain.plan import Department, Plan, Region
from domain.problem import Fact
from domain.question import Reading
from loaders import cells, headers
from loaders.findings import Doubt
from loaders.names import Names, spelled
from loaders.tables.labels import Block, Labelled, labelled
from loaders.tables.table import Table
from loaders.values.dates_in_text import About, DayInText

LONGEST_TITLE = 40  # characters; what is longer explains something and names nobody's sheet


def unknown_department(raw: str, near: Sequence[Department]) -> Doubt[Department]:
    choices = tuple((Reading(each.id, "named", {"name": each.name}), each) for each in near)
    facts: dict[str, Fact] = {"raw": raw, "candidates": tuple(each.name for each in near)}
    return Doubt("C34", facts, about=spelled(raw), choices=choices)


def several_departments(named: Sequence[Department], raw: str) -> Doubt[Department]:
    """More than one department is named where one sends the sheet."""
    choices = tuple((Reading(each.id, "named", {"name": each.name}), each) for each in named)
    facts: dict[str, Fact] = {"n": str(len(named)), "candidates": tuple(each.name for each in named)}
    return Doubt("C52", facts, about=spelled(raw), choices=choices)


def unknown_region(raw: str, near: Sequence[Region]) -> Doubt[Region]:
    choices = tuple((Reading(each.id, "named", {"name": each.name}), each) for each in near)
    return Doubt("D34", {"raw": raw}, about=spelled(raw), choices=choices)


def whole_or_own(raw: str, plan: Plan) -> Doubt[str]:
    """A row called by the city's own name: all its regions together (""), or the city's own work."""
    own = [(Reading(each.id, "named", {"name": each.name}), each.id) for each in plan.regions if each.is_city_level]
    return Doubt("D34", {"raw": raw}, about=spelled(raw), choices=((Reading("whole", "whole"), ""), *own))


def another_named(own: Department, title: Department) -> Doubt[Department]:
    """The title, or a stamp below, names another department than the sheet says it is of."""
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


def short(texts: Iterable[Labelled]) -> Iterator[Labelled]:
    """Those that can be titles."""
    return (text for text in texts if len(headers.compact(text.text)) <= LONGEST_TITLE)


def titled(texts: Iterable[Labelled], names: Names) -> dict[str, tuple[Department, Labelled]]:
    """The departments that titles name, by id, with the title."""
    return {body.id: (body, text) for text in short(texts) for body in names.departments_in(text.text)}


def days_beside(texts: Iterable[Labelled], *blocks: Block) -> Iterator[tuple[DayInText, Labelled]]:
    """The days in titles, and those labelled as days of counting or of filling in, with where they stand."""
    for text in short(texts):
        yield from ((day, text) for day in cells.days_in(text.text))
    for block in blocks:
        for key, about in (("cut_off", About.COUNT), ("filled_on", About.PAPER)):
            if key in block and (day := day_labelled(block[key], about)):
                yield DayInText(day, block[key].text, about, is_alone=True), block[key]


def day_labelled(stated: Labelled, about: About) -> date | None:
    """The day a label gives without doubt; of a month the last one, where it was counted up to, or the first."""
    day, month = cells.read_date(stated.value).value, cells.read_period(stated.value).value
    return day or (month and (month.last_day if about is About.COUNT else month.first_day))


def other_months(table: Table, period: Period, below: Block) -> Iterator[tuple[Period, str]]:
    """Months other than `period` that are given for a table beside its own, with their cells."""
    if table.dated and table.dated[1]:
        year, month, cell = table.dated
        if (year or period.year, month) != (period.year, period.month):
            yield Period(year or period.year, month), cell
    between = None if table.turned_from else labelled(table.page, table.others).get("period")
    is_alone = table.header.reach.start == 1 and not table.turned_from
    nearest = labelled(table.page, reversed(table.above)).get("period") if is_alone else None
    for stated in (nearest, between, below.get("period")):
        read = cells.read_period(stated.value).value if stated and stated.text else None
        if stated and read and read != period:
            yield read, stated.cell
