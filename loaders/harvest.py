"""What one file says about one department-month, gathered row by row."""

from __future__ import annotations

from dataclasses import dataclass, field

from domain.case import Inclusion, Stated
from domain.observation import Aspect, Draft, Narrative, Observation, Source, TaskState
from domain.period import Period
from domain.problem import Problem
from domain.problem_codes import problem
from domain.question import Line
from loaders import headers
from loaders.answers import Answers
from loaders.names import Item
from loaders.sheet import Cell
from loaders.tables.header import TableKind, is_figure
from loaders.tables.table import Table
from loaders.telling import told_once


@dataclass
class Harvest:
    """The figures, words and findings of one department-month. None: the file did not say which."""

    department_id: str | None = None
    period: Period | None = None
    answers: Answers = field(default_factory=Answers)
    observations: dict[tuple[str, str | None, Aspect], Observation] = field(default_factory=dict)
    narratives: list[Narrative] = field(default_factory=list[Narrative])
    task_states: dict[str, TaskState] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list[Problem])
    previous: dict[str, Observation] = field(default_factory=dict)  # last month's totals as the sheet states them
    totals: dict[str, Observation] = field(default_factory=dict)  # sums over regions as the sheet states them
    blank_months: dict[str, Source] = field(default_factory=dict)  # where a month's figure was left out
    rates: dict[str, Observation] = field(default_factory=dict)  # shares done, as written
    doubtful: set[str] = field(default_factory=set[str])  # some figure of a region could not be read
    persons: dict[str, Observation] = field(default_factory=dict)  # heads given beside person-times
    certified: dict[str, Observation] = field(default_factory=dict)  # those certified, beside those assessed
    unfit: dict[str, Observation] = field(default_factory=dict)  # totals refused, as they stand: 3.62 persons
    by_partner: dict[str, Observation] = field(default_factory=dict)  # of numbers another department leads
    states: dict[str, tuple[str, Source]] = field(default_factory=dict)  # what a row says of a number's state
    reasons_at: dict[str, tuple[Source, Line]] = field(default_factory=dict)  # rows with room to explain a lag
    inclusions: list[Inclusion] = field(default_factory=list[Inclusion])  # regions said to hold a zone's figures
    named: set[str] = field(default_factory=set[str])  # every item with a row for the whole city, right or wrong
    rivals: set[tuple[str, str]] = field(default_factory=set[tuple[str, str]])  # sheets that both tell of one thing
    unseen: set[tuple[str, str]] = field(
        default_factory=set[tuple[str, str]]
    )  # sheet, cell: blank by its number format
    units: set[tuple[str, str]] = field(default_factory=set[tuple[str, str]])  # stated for each indicator; "" for none
    _rows: dict[tuple[str, str | None, TableKind], list[tuple[str, int, str, frozenset[str]]]] = field(
        default_factory=dict
    )

    def claim(self, table: Table, row: int, item: Item, series_id: str, region_id: str | None) -> bool:
        """Whether this is the first row that gives these figures of the item; a second is reported, and not read."""
        sheet, roles = table.sheet.name, frozenset(filter(is_figure, table.header.columns))
        rows = self._rows.setdefault((series_id, region_id, table.header.kind), [])
        known = next((each for each in rows if each[3] & roles or not roles), None)
        if known is None:
            rows.append((sheet, row, item.id, roles))
            return True
        first_sheet, first_row, first_id, _ = known
        if (first_sheet, first_row) == (sheet, row):
            return True  # another part of the same row
        if first_id != item.id:
            return True  # the same series under its other clause: compared figure by figure
        if first_sheet == sheet:
            self.problems.append(_twice(table, first_row, row, item))
        else:
            self.rivals.add((first_sheet, sheet))
        return False

    def observe(self, seen: Observation) -> None:
        """Keep a figure. The same series given twice must agree."""
        key = seen.key
        known = self.observations.setdefault(key, seen)
        if known.value != seen.value:
            place = known.source
            other = place.cell if place.sheet == seen.source.sheet else f"{place.sheet}!{place.cell}"
            facts = {"value": seen.value, "other": known.value, "other_cell": other}
            found = problem("X11", seen.source.sheet, seen.source.cell, indicator=seen.indicator_id, **facts)
            self.problems.append(found)

    def say(self, words: Narrative) -> None:
        """Keep what is said; the same words under both clauses of a series once."""
        said = {(known.indicator_id, known.topic, known.text) for known in self.narratives}
        if (words.indicator_id, words.topic, words.text) not in said:
            self.narratives.append(words)

    def take_totals(self) -> None:
        """Take the sums beside the regions for the city's totals, as in a file that gives no others."""
        for series_id, total in self.totals.items():
            self.named.add(series_id)
            self.observe(total)

    @property
    def stated(self) -> Stated:
        return Stated(
            named=frozenset(self.named),
            previous=self.previous,
            totals=self.totals,
            blank_months=self.blank_months,
            rates=self.rates,
            doubtful=frozenset(self.doubtful),
            persons=self.persons,
            certified=self.certified,
            unfit=self.unfit,
            by_partner=self.by_partner,
            states=self.states,
            reasons_at=self.reasons_at,
            inclusions=tuple(self.inclusions),
        )

    def draft(self, file_name: str, sha256: str) -> Draft:
        return Draft(
            file_name=file_name,
            sha256=sha256,
            department_id=self.department_id,
            period=self.period,
            observations=tuple(self.observations.values()),
            narratives=tuple(self.narratives),
            task_states=tuple(self.task_states.values()),
            problems=told_once(self.problems),
        )


def _twice(table: Table, first: int, row: int, item: Item) -> Problem:
    """What to say of a second row with figures of an item, in a table of regions of the same region.

    A 「合计」 below the row of 「全市」 that says the same is only a sum, 「男」 below a 「小计」 only a part. Of two
    rows 「合计」 one is too many.
    """
    rows = (table.sheet.row_line(first), table.sheet.row_line(row))
    if part := _part_of(table, first, row):
        return problem("B18", table.sheet.name, part.address, row=rows[1], raw=part.raw.strip())
    place = table.text(row, "region")
    if not place:
        cell = table.address(row, "code", "task_code", "name", "task_name")
        return problem("D05", table.sheet.name, cell, indicator=item.id, rows=rows)
    cell = table.address(row, "region")
    is_city = "total" in (headers.row_opening(place), headers.column(place))
    is_sum = is_city and headers.compact(place) != headers.compact(table.text(first, "region"))
    if is_sum and _says_no_more(table, first, row):
        return problem("B18", table.sheet.name, cell, row=rows[1], raw=place)
    return problem("D50", table.sheet.name, cell, name=item.name, raw=place, rows=rows)


def _part_of(table: Table, first: int, row: int) -> Cell | None:
    """The cell by which a row is a part of the first one, which is called the sum in the same column."""
    for heading in table.header.passed_over:
        whole, part = (table.sheet.at(each, heading.cell.column) for each in (first, row))
        if whole and part and headers.row_opening(whole.raw) == "total" != headers.row_opening(part.raw):
            return part
    return None


def _says_no_more(table: Table, first: int, row: int) -> bool:
    """Whether all figures of a row stand in the first one as well."""
    figures = [(table.text(first, role), table.text(row, role)) for role in filter(is_figure, table.header.columns)]
    return all(not own or headers.compact(own) == headers.compact(known) for known, own in figures)
