"""The rows of one file, gathered by department and month from the sheets that count.

Decides which sheets those are. Whose a row is, `identity` decides; what its cells are worth, `rows`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from itertools import takewhile

from domain.period import Period
from domain.plan import Indicator, Plan
from domain.problem import Problem
from domain.problem_codes import problem
from domain.question import Reading
from loaders import headers
from loaders.answers import Answers
from loaders.findings import Doubt
from loaders.harvest import Harvest
from loaders.identity import Identity
from loaders.items import ItemReader
from loaders.limits import SEARCHED
from loaders.names import Item
from loaders.owners.owner import Owner
from loaders.parts import tables
from loaders.rows import read_row
from loaders.tables.edition import outdated
from loaders.tables.header import IDENTITY
from loaders.tables.heading_checks import header_problems, is_whole, reports
from loaders.tables.merged import cells_shared, under_merges
from loaders.tables.sum_rows import wrong_sums
from loaders.tables.table import Table
from loaders.workbook import Sheet, Workbook

MUST_BE_READ = ("monthly", "regions", "per_capita", "tasks")  # sheets of the template that hold a table
_UNSTORABLE = "\x00"  # no database keeps it


@dataclass
class Gathering:
    """One file being read: what was found in it as a whole, and its rows by department and month."""

    plan: Plan
    identity: Identity
    answers: Answers
    whose: Mapping[str, str] = field(default_factory=dict[str, str])  # the department of a sheet, where that is known
    left_out: AbstractSet[str] = frozenset()  # sheets that another one is read instead of
    harvests: dict[Owner, Harvest] = field(default_factory=dict[Owner, Harvest])
    found: list[Problem] = field(default_factory=list[Problem])
    tables: list[Table] = field(default_factory=list[Table])  # those read, in order
    departments: dict[str, set[str]] = field(default_factory=dict[str, set[str]])  # met in each sheet
    covers: list[tuple[str, str, Period]] = field(default_factory=list[tuple[str, str, Period]])  # months they name
    is_whole: bool = True  # False once a table had to be passed over
    has_codes: bool = False  # some table has a column for the codes of the plan

    def workbook(self, workbook: Workbook) -> None:
        self.found += workbook.problems
        sheets = [sheet for sheet in workbook.sheets if sheet.name not in self.left_out]
        used = self._sheets_read(sheets)
        owner = self._cover(sheets, used)
        all_tables = [table for laid_out in used.values() for table in laid_out]
        self.has_codes = any({"code", "task_code"} & set(table.header.columns) for table in all_tables)
        for table in all_tables:
            table.gives_totals_elsewhere = _totals_stand_elsewhere(table, all_tables)
        for sheet, laid_out in used.items():
            self.found += [problem("B32", sheet.name, sheet.unread)] if sheet.unread else []
            self.found += [*_unstorable(sheet), *under_merges(sheet), *outdated(sheet, laid_out)]
            owners = self.identity.owners(sheet, laid_out, owner, self.whose.get(sheet.name))
            for table, owner in zip(laid_out, owners, strict=True):
                self._table(table, owner)
        if self.is_whole and not any(harvest.named for harvest in self.harvests.values()):
            for harvest in self.harvests.values():
                harvest.take_totals()
        self._tell_old_covers()
        if not self.harvests:
            expected = self.identity.expected
            owner = owner if owner.is_known else Owner(expected.department_id, expected.period)
            self._harvest(owner)
        in_order = sorted(self.harvests, key=lambda owner: (owner.department_id or "", str(owner.period or "")))
        self.harvests = {owner: self.harvests[owner] for owner in in_order}

    def _cover(self, sheets: Sequence[Sheet], used: Mapping[Sheet, list[Table]]) -> Owner:
        """What the sheets before the first that counts say of whose and which month's the file is."""
        owner = Owner()
        for sheet in takewhile(lambda each: each not in used, (each for each in sheets if each.visible)):
            said, cell = self.identity.on_cover(sheet)
            owner = Owner(owner.department_id or said.department_id, owner.period or said.period)
            if said.period:
                self.covers.append((sheet.name, cell, said.period))
        return owner

    def _tell_old_covers(self) -> None:
        """Covers that name a month of which the file has nothing."""
        months = [owner.period for owner in self.harvests if owner.period]
        for sheet, cell, month in self.covers:
            if months and month not in months:
                self.found.append(problem("C36", sheet, cell, raw=f"{month.year}年{month.month}月", period=max(months)))

    def _sheets_read(self, sheets: Sequence[Sheet]) -> Mapping[Sheet, list[Table]]:
        """The sheets that count, with their tables, and what to say of the others."""
        laid_out = {
            sheet: found
            for sheet in sheets
            if (found := tables(sheet, self.identity.names, self.answers.of(self.whose.get(sheet.name))))
        }
        shown = {sheet: found for sheet, found in laid_out.items() if sheet.visible}
        hidden = [sheet for sheet in laid_out if not sheet.visible]
        masked = [sheet for sheet in hidden if not shown or headers.sheet(sheet.name)]
        if masked:
            self.found.append(problem("B04", masked[0].name))
            return {}
        visible = [sheet for sheet in sheets if sheet.visible]
        self.found += [found for sheet in visible for found in _not_searched(sheet, shown.get(sheet, []))]
        if not shown:
            if sheets:
                self.found.append(problem("B30", names=tuple(sheet.name for sheet in sheets)))
            return {}
        unread = [each for each in sheets if each.visible and each.last_row and each not in laid_out]
        self.found += [
            problem("B30", each.name, names=(each.name,)) for each in unread if headers.sheet(each.name) in MUST_BE_READ
        ]
        used = {
            sheet: found for sheet, found in shown.items() if headers.sheet(sheet.name) or _is_meant(found)
        } or shown
        unused = [sheet for sheet in sheets if sheet.visible and sheet.last_row and sheet not in used]
        self.found += _sheets_used(list(used), [sheet for sheet in sheets if sheet in (*unused, *hidden)])
        return used

    @property
    def rivals(self) -> list[tuple[str, ...]]:
        """Sheets that say of one thing what another says of it, in the order of the file: one of them counts."""
        groups: list[set[str]] = []
        for pair in (pair for harvest in self.harvests.values() for pair in harvest.rivals):
            joined = [group for group in groups if group & set(pair)]
            groups = [group for group in groups if group not in joined] + [set(pair).union(*joined)]
        return [tuple(name for name in self.departments if name in group) for group in groups]

    def _table(self, table: Table, owner: Owner) -> None:
        self._meet(table.page, owner.department_id)
        names, identity = self.identity.names, self.identity
        found = header_problems(table, names)
        self.found += found
        if any(entry.is_error for entry in found):
            self.is_whole = False
            self.found += self._wrong_anyway(table, owner) if _understands_its_headings(found) else []
            return
        self.found += wrong_sums(self.plan, table)
        self.tables.append(table)
        for part in table.parts:
            self._part(part, identity.owner_of_part(part, owner))

    def _wrong_anyway(self, table: Table, owner: Owner) -> list[Problem]:
        """What is wrong in the cells of a table that is not taken over, so that all is told at once."""
        kept, self.harvests = self.harvests, {}
        for part in table.parts:
            self._part(part, self.identity.owner_of_part(part, owner))
        aside, self.harvests = self.harvests, kept
        told = (found for harvest in aside.values() for found in harvest.problems if found.is_error)
        shared = cells_shared(table)
        return [
            found
            for found in told
            if found.code not in ("D38", "D42")  # that the column is missing
            and not (found.code == "E09" and found.cell in shared)
        ]

    def _part(self, table: Table, owner: Owner) -> None:
        identity = self.identity
        readers: dict[str | None, ItemReader] = {}
        nameless = ItemReader(self.plan, identity.names, table)
        by_region = frozenset(_written(table, row) for row in table.rows if table.text(row, "region"))
        for row in table.rows:
            if not table.says(row) or nameless.is_silent(row):
                continue
            row_owner = identity.owner_of_row(table, row, owner)
            whose = row_owner.department_id
            if whose not in readers:
                self._meet(table.page, whose)
                readers[whose] = ItemReader(self.plan, identity.names, table, self.answers.of(whose))
            items = readers[whose]
            item, doubts = items.item(row, whose)
            harvest = self._harvest(row_owner)
            harvest.problems += doubts
            if item is None:
                harvest.named |= items.mentioned(row) | items.proposed(doubts)
            readable, region_id = identity.region(table, row)
            if item and not table.scope.region and _lacks_region(table, row, item, by_region):
                readable, region_id = self._region_meant(table, row, harvest)
                harvest.named |= set() if readable else items.mentioned(row)
            if item and readable:
                read_row(self.plan, table, row, item, region_id, harvest)

    def _region_meant(self, table: Table, row: int, harvest: Harvest) -> tuple[bool, str | None]:
        """Whether a person says which region a row is of that names none, and which: the whole city, or as above."""
        above = next((text for each in reversed(table.rows) if each < row and (text := table.text(each, "region"))), "")
        region = self.identity.names.region(above)
        choices = [(Reading("whole", "whole"), ""), *([(Reading("above", "above"), region.id)] if region else [])]
        doubt = Doubt("D40", {"row": table.sheet.row_line(row)}, choices=tuple(choices))
        chosen, found = harvest.answers.settle(doubt, table.sheet.name, table.address(row, "region"))
        harvest.problems.append(found)
        return chosen is not None, chosen or None

    def _harvest(self, owner: Owner) -> Harvest:
        if owner not in self.harvests:
            answers = self.answers.of(owner.department_id)
            self.harvests[owner] = Harvest(owner.department_id, owner.period, answers)
        return self.harvests[owner]

    def _meet(self, page: Sheet, department_id: str | None) -> None:
        met = self.departments.setdefault(page.name, set())
        if department_id:
            met.add(department_id)


def _understands_its_headings(found: Sequence[Problem]) -> bool:
    """Whether a table is refused for want of columns, what totals count, or merged figures; all else headings say."""
    return {each.code for each in found if each.is_error} <= {"B09", "B11", "B44", "B50"}


def _totals_stand_elsewhere(table: Table, others: Sequence[Table]) -> bool:
    """Whether a table of months alone has its totals in another: all it names is named there beside a total."""
    if "month" not in table.header.columns or "cumulative" in table.header.columns:
        return False
    totals = (other for other in others if other is not table and "cumulative" in other.header.columns)
    named = {_written(other, row) for other in totals if "month" not in other.header.columns for row in other.rows}
    return bool(table.rows) and {_written(table, row) for row in table.rows} <= named


def _lacks_region(table: Table, row: int, item: Item, by_region: frozenset[tuple[str, ...]]) -> bool:
    """Whether a row must say which region it is of: others of the table do, and what it is about is split by region."""
    is_split = (isinstance(item, Indicator) and item.by_region) or _written(table, row) in by_region
    is_named = table.text(row, "region") or headers.row_opening(table.row(row)[0].raw) == "total"  # merged over both
    return bool(by_region) and is_split and not is_named


def _written(table: Table, row: int) -> tuple[str, ...]:
    """What a row is about, as it says it itself."""
    return tuple(table.text(row, role) for role in IDENTITY)


def _is_meant(found: Sequence[Table]) -> bool:
    """Whether a sheet has a table that is whole, or wrong in a way that must be told: not some other list."""
    return any(is_whole(table) or reports(table) for table in found)


def _not_searched(sheet: Sheet, found: Sequence[Table]) -> Iterator[Problem]:
    """That a long list without headings was not looked through for every kind of table."""
    last = max((table.last_row for table in found), default=0)
    if sheet.last_row - last > SEARCHED:
        yield problem("B55", sheet.name, sheet.address(last + 1, 1), n=sheet.last_row - last, limit=SEARCHED)


def _sheets_used(used: Sequence[Sheet], unused: Sequence[Sheet]) -> list[Problem]:
    """Which sheets were read, when that is not plain from their names."""
    ignored = tuple(sheet.name for sheet in unused if headers.sheet(sheet.name) is None)
    if ignored:
        return [problem("B01", used[0].name, names=ignored)]
    if len(used) == 1 and headers.sheet(used[0].name) is None:
        return [problem("B02", used[0].name, expected=headers.title("sheets", "monthly"))]
    return []


def _unstorable(sheet: Sheet) -> Iterator[Problem]:
    """Characters no database can keep: they come from other programs and cannot be seen."""
    for _, cells in sheet.rows():
        for cell in cells:
            if _UNSTORABLE in cell.raw or any("\ud800" <= mark <= "\udfff" for mark in cell.raw):
                yield problem("F32", sheet.name, cell.address)
