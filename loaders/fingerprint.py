"""The fingerprint of the layout a department's figures were read from: that of `domain.layout`, from what was read.

It rests on headings and on the cells that figures came from, and on nothing that changes from one month to the next:
not on values, on how many rows there are or in which order, on months and years in headings, on fonts or fills.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from domain.layout import Fingerprint, TableLayout
from domain.plan import Plan
from loaders import template_columns
from loaders.harvest import Harvest
from loaders.headers import compact
from loaders.owners.owner import Owner
from loaders.tables.header import IDENTITY, is_figure
from loaders.tables.scopes import Heading
from loaders.tables.table import Table

_TOLD = ("state", "done_on")  # what is read of a task
_BEARING = (*IDENTITY, "name_over", "region", "period", "department", "unit")  # what says of which thing a figure is
_MONTH = re.compile(r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])").pattern
_TO = re.compile(r"[-~—–―至到]+").pattern
_TIMES = (
    (re.compile(r"(?:19|20)\d\d[-./](?:1[0-2]|0?[1-9])(?:[-./]\d{1,2})?(?!\d)"), "月"),
    (re.compile(r"(?:19|20)\d\d(?:年度?)?(?!\d)"), "年"),
    (re.compile(rf"{_MONTH}(?:月份?)?{_TO}年?{_MONTH}月份?"), "月"),
    (re.compile(rf"{_MONTH}月份?(?:\d{{1,2}}[日号])?[末底]?"), "月"),
    (re.compile(r"\b(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\b\.?", re.IGNORECASE), "月"),
    (re.compile(r"第?[一二三四1-4]季度"), "季"),
)
_DIGITS = re.compile(r"[\s\d.,+−-]+")

Cells = Mapping[tuple[str, str], list[tuple[str, str, str]]]
"""By sheet and cell: the department a figure there counts for, the name of its item, and the text that stood there."""


def fingerprints(tables: Sequence[Table], harvests: Mapping[Owner, Harvest], plan: Plan) -> dict[str, Fingerprint]:
    """By department; one whose figures came from sheets of our template alone has none."""
    names = {item.id: item.name.zh for item in (*plan.indicators, *plan.tasks)}
    read = _read(harvests, names)
    unseen = set[tuple[str, str]]().union(*(harvest.unseen for harvest in harvests.values()))
    found: dict[str, dict[TableLayout, None]] = {}
    for table in tables:
        for department_id, layout in _OneTable(table, unseen).layouts(read):
            found.setdefault(department_id, {})[layout] = None
    ours = _of_template(plan)
    made = {each: Fingerprint(tuple(layouts), _units(harvests, each, plan)) for each, layouts in found.items()}
    return {each: layout for each, layout in made.items() if layout.units or not set(layout.tables) <= ours}


def _read(harvests: Mapping[Owner, Harvest], names: Mapping[str, str]) -> Cells:
    found: dict[tuple[str, str], list[tuple[str, str, str]]] = {}
    for owner, harvest in harvests.items():
        if owner.department_id:
            told = [(seen.source, seen.indicator_id) for seen in harvest.observations.values()]
            told += [(state.source, state.task_id) for state in harvest.task_states.values()]
            for source, item_id in told:
                known = found.setdefault((source.sheet, source.cell), [])
                known.append((owner.department_id, names[item_id], source.raw))
    return found


def _units(harvests: Mapping[Owner, Harvest], department_id: str, plan: Plan) -> tuple[str, ...]:
    """What is counted in other words than the plan's, by indicator; none where a column of units was left blank."""
    stated = set[tuple[str, str]]().union(
        *(harvest.units for owner, harvest in harvests.items() if owner.department_id == department_id)
    )
    told = ((plan.indicator(item), unit) for item, unit in stated)
    return tuple(sorted(f"{item.name.zh} {unit}" for item, unit in told if unit != compact(item.unit)))


@dataclass
class _Figures:
    """What one department has in one table."""

    items: dict[int, str] = field(default_factory=dict[int, str])  # by row
    unseen: set[int] = field(default_factory=set[int])  # columns with cells that their number format leaves blank
    words: set[tuple[int, str]] = field(default_factory=set[tuple[int, str]])  # column, and what stands in it by digits


@dataclass(frozen=True)
class _OneTable:
    """A table as it was read; rows and columns are those of its sheet as it is read, turned or folded."""

    table: Table
    unseen: AbstractSet[tuple[str, str]]  # cells by sheet and address

    def layouts(self, read: Cells) -> Iterator[tuple[str, TableLayout]]:
        """The layout for each department with figures in it."""
        titles, roles = tuple(zip(*self._headings, strict=True)) if self._named else ((), ())
        for department_id, figures in self._figures(read).items():
            words = sorted(f"{self._named[at]} {text}" for at, text in figures.words)
            yield department_id, TableLayout(titles, roles, self._merges(figures), self._hidden(figures), tuple(words))

    def _figures(self, read: Cells) -> Mapping[str, _Figures]:
        sheet, roles, found = self.table.sheet, self._roles, dict[str, _Figures]()
        for row in self.table.rows:
            for column, role in roles.items():
                at = sheet.name, sheet.address(row, column)
                for department_id, item, raw in read.get(at, ()):
                    figures = found.setdefault(department_id, _Figures())
                    figures.items[row] = item
                    if at in self.unseen:
                        figures.unseen.add(column)
                    if is_figure(role) and (words := _words(raw)):
                        figures.words.add((column, words))
        return found

    @cached_property
    def _roles(self) -> Mapping[int, str]:
        """The columns that are taken over, with what each was read as."""
        headings = (entry for part in self.table.parts for entry in part.header.headings.items())
        return {heading.cell.column: role for role, heading in headings if is_figure(role) or role in _TOLD}

    @cached_property
    def _every(self) -> Mapping[int, Heading]:
        """Every heading there is, understood or not, by column from the left."""
        header = self.table.header
        limited = (heading for _, _, heading in header.limited)
        every = (*header.refused, *header.passed_over, *limited, *header.headings.values())
        return {heading.cell.column: heading for heading in sorted(every, key=lambda heading: heading.cell.column)}

    @cached_property
    def _named(self) -> Mapping[int, str]:
        """What each column is called in any month."""
        return {column: _plain(heading) for column, heading in self._every.items()}

    @cached_property
    def _headings(self) -> Sequence[tuple[str, str]]:
        """Each heading with what its column was read as, left to right.

        Columns of one month after another are as many as months have passed: of those that are called alike without
        their month the first stands for all.
        """
        dated = {column for column, heading in self._every.items() if self._named[column] != heading.title}
        alike: dict[str, set[str]] = {}
        for column in dated:
            alike.setdefault(self._named[column], set()).add(self._roles.get(column, ""))
        found: list[tuple[str, str]] = []
        for column, title in self._named.items():
            roles = (alike[title] if column in dated else {self._roles.get(column, "")}) - {""}
            entry = title, "+".join(sorted(roles - {"previous"} or roles))  # a month before may only be counted on from
            if column not in dated or entry not in found:
                found.append(entry)
        return found

    @cached_property
    def _bearing(self) -> frozenset[int]:
        """The columns that hold figures, or say of what a figure is."""
        own = {column for role, column in self.table.header.columns.items() if role in _BEARING}
        return frozenset((own | self._roles.keys()) & self._named.keys())

    def _merges(self, figures: _Figures) -> tuple[str, ...]:
        """Where cells beside or among the figures are merged: the first and the last heading they reach."""
        found: set[str] = set()
        for top, left, bottom, right in self.table.sheet.merges:
            reached = [column for column in self._bearing if left <= column <= right]
            if reached and any(row in figures.items for row in range(top, bottom + 1)):
                headed = [title for column, title in self._named.items() if left <= column <= right]
                found.add("–".join(dict.fromkeys((headed[0], headed[-1]))))
        return tuple(sorted(found))

    def _hidden(self, figures: _Figures) -> tuple[str, ...]:
        hidden = figures.unseen | (self._bearing & self.table.sheet.hidden_columns)
        columns = {self._named[column] for column in hidden}
        rows = {figures.items[row] for row in figures.items.keys() & self.table.sheet.hidden_rows}
        return *sorted(columns), *sorted(rows)


def _plain(heading: Heading) -> str:
    """A heading as it stands in every month."""
    if heading.scope.month and heading.cell.raw.isdecimal():
        return "·".join((*map(_timeless, heading.over), "月"))
    return _timeless(heading.title)


@lru_cache(maxsize=1024)
def _timeless(text: str) -> str:
    """A text without the months and years in it: 「2024年6月」 → 「年月」."""
    text = compact(text)
    for pattern, said in _TIMES:
        text = pattern.sub(said, text)
    return text


@lru_cache(maxsize=1024)
def _words(raw: str) -> str:
    """What stands beside the digits of a figure, typed or put there by its number format: 「人次」, 「%」."""
    return _DIGITS.sub("", compact(raw)) if any(map(str.isdigit, raw)) else ""


def _of_template(plan: Plan) -> set[TableLayout]:
    """The tables of our own template."""
    found: set[TableLayout] = set()
    for sheet in template_columns.SHEETS:
        titles = template_columns.titles(sheet, plan)
        roles = (role if is_figure(role) or role in _TOLD else "" for role in titles)
        found.add(TableLayout(tuple(map(_timeless, titles.values())), tuple(roles)))
    return found
