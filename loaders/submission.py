"""A file → the department-months in it, each a draft with everything that is wrong with it.

In two steps, since a file is opened where it can do no harm, while what is known is elsewhere: `extract` opens it and
needs no ledger, `compared` holds what came out of it against one. Decides which sheets count and gathers their rows;
whose a row is, `identity` decides, and whether a department-month is whole, `domain.checks`. It never stores.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import takewhile

from domain.case import Case, Stated, Together
from domain.checks import check, late
from domain.ledger import Ledger
from domain.observation import Draft
from domain.plan import Indicator, Plan
from domain.problem import Fact, Problem, worst_first
from domain.problem_codes import problem
from loaders import headers
from loaders.answers import NONE_GIVEN, NOTHING_CHOSEN, Answers, Choices
from loaders.edition import outdated
from loaders.guard import printable
from loaders.harvest import Harvest
from loaders.heading_checks import header_problems, is_whole, reports
from loaders.headings import IDENTITY
from loaders.identity import Identity
from loaders.inquiry import Inquiry
from loaders.items import ItemReader
from loaders.limits import USUAL, Limits
from loaders.names import Item, Names
from loaders.owner import ANYBODY, Expected, Owner
from loaders.parts import tables
from loaders.rows import read_row
from loaders.sum_rows import wrong_sums
from loaders.table import Table
from loaders.workbook import Sheet, Workbook, read_workbook

MUST_BE_READ = ("monthly", "regions", "per_capita", "tasks")  # sheets of the template that hold a table
_UNSTORABLE = "\x00"  # no database keeps it


@dataclass(frozen=True)
class Extract:
    """What one file says of one department-month, before it is held against anything known.

    `is_whole`: read without a gap, so that the rules of `domain.checks` have something to look at.
    """

    draft: Draft
    stated: Stated
    is_whole: bool


def read(  # noqa: PLR0913 (all that bears on a reading)
    name: str,
    content: bytes,
    plan: Plan,
    *,
    today: date,
    ledger: Ledger | None = None,
    expected: Expected = ANYBODY,
    limits: Limits = USUAL,
    answers: Mapping[str, str] = NONE_GIVEN,
) -> tuple[Draft, ...]:
    """Every department-month found in one file, checked; one draft without figures when nothing in it can be read.

    Never raises for what is in the file. A finding about the file as a whole stands in each of its drafts. `answers`
    holds, for the questions of this file, the key of the reading chosen.
    """
    choices = Choices(answers, ledger.reading_rules if ledger else ())
    extracts = extract(name, content, plan, today, expected, limits, choices)
    return compared(extracts, plan, today=today, ledger=ledger)


def extract(
    name: str,
    content: bytes,
    plan: Plan,
    today: date,
    expected: Expected = ANYBODY,
    limits: Limits = USUAL,
    choices: Choices = NOTHING_CHOSEN,
) -> tuple[Extract, ...]:
    """What the file says, with everything that is wrong in itself: the part of `read` that opens the file.

    The reading rules of a department serve once it is known that the whole file is of that department.
    """
    workbook = read_workbook(name, content, limits)

    def extracts(department_id: str | None) -> tuple[Extract, ...]:
        answers = choices.for_sheets_of(department_id)
        reading = Reading(plan, Identity(plan, Names(plan), expected, today, Inquiry(answers)), answers)
        reading.workbook(workbook)
        return _extracts(reading, printable(name), hashlib.sha256(content).hexdigest())

    found = extracts(expected.department_id)
    (whose, *others) = {each.draft.department_id for each in found}
    is_open = any(problem.question and problem.is_error for each in found for problem in each.draft.problems)
    is_new = is_open and not others and whose and whose != expected.department_id
    return extracts(whose) if is_new and choices.for_sheets_of(whose).rules else found


def _extracts(reading: Reading, name: str, sha256: str) -> tuple[Extract, ...]:
    whole_file = [*reading.found, *reading.identity.inquiry.found, *reading.answers.unused()]
    is_readable = reading.is_whole and not any(found.is_error and found.code[0] in "ABCE" for found in whole_file)
    extracts: list[Extract] = []
    for owner, harvest in reading.harvests.items():
        draft = harvest.draft(name, sha256)
        strayed = _strayed(reading, owner) if is_readable else []
        problems = (*whole_file, *draft.problems, *strayed)
        is_whole = is_readable and owner.is_known and not strayed
        extracts.append(Extract(replace(draft, problems=problems), harvest.stated, is_whole))
    return tuple(extracts)


def compared(
    extracts: Sequence[Extract], plan: Plan, *, today: date, ledger: Ledger | None = None
) -> tuple[Draft, ...]:
    """The drafts of one file with what the rules find in them: in each, between them, and against what was known."""
    together = Together(tuple(each.draft for each in extracts))
    cases = [Case(each.draft, each.stated, plan, ledger, together) for each in extracts]
    found = [
        [*case.draft.problems, *(_of(case, check(case)) if each.is_whole else ())]
        for each, case in zip(extracts, cases, strict=True)
    ]
    if not any(entry.is_error for entries in found for entry in entries):
        found = [[*entries, *_of(case, late(case, today))] for entries, case in zip(found, cases, strict=True)]
    checked = zip(together.drafts, found, strict=True)
    return tuple(replace(draft, problems=_unique(entries)) for draft, entries in checked)


def _of(case: Case, problems: Iterable[Problem]) -> Iterator[Problem]:
    """The problems of a department-month; in a file of several, those without a cell say whose they are."""
    for each in problems:
        is_placed = each.cell or len(case.together.drafts) == 1
        yield each if is_placed else replace(each, facts={**each.facts, "whose": _whose(case)})


def _whose(case: Case) -> tuple[Fact, ...]:
    department_id, period = case.draft.department_id, case.draft.period
    department = case.plan.department(department_id).name if department_id else None
    return tuple(fact for fact in (department, period) if fact)


def _strayed(reading: Reading, owner: Owner) -> list[Problem]:
    """A month of which the file holds but some sheets, beside a month that has the others: it was written wrong."""
    others = [other for other in reading.harvests if other.department_id == owner.department_id and other != owner]
    whole = max(others, key=lambda other: len(reading.harvests[other].named), default=None)
    own = reading.harvests[owner]
    if whole is None or whole.period is None or owner.period is None or any(each.is_error for each in own.problems):
        return []
    named = reading.harvests[whole].named
    if len(own.named) >= len(named) or own.named & named:
        return []
    sheet, cell = reading.identity.months.stated_at.get(owner.period, ("", ""))
    return [problem("C33", sheet, cell, periods=(str(owner.period), str(whole.period)))]


def _unique(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    return tuple(worst_first({repr(entry): entry for entry in problems}.values()))


@dataclass
class Reading:
    """One file being read: what was found in it as a whole, and its rows by department and month."""

    plan: Plan
    identity: Identity
    answers: Answers
    harvests: dict[Owner, Harvest] = field(default_factory=dict[Owner, Harvest])
    found: list[Problem] = field(default_factory=list[Problem])
    is_whole: bool = True  # False once a table had to be passed over

    def workbook(self, workbook: Workbook) -> None:
        self.found += workbook.problems
        used = self._sheets_read(workbook.sheets)
        owner = self._cover(workbook.sheets, used)
        for sheet, laid_out in used.items():
            self.found += [problem("B32", sheet.name, sheet.unread)] if sheet.unread else []
            self.found += [*_unstorable(sheet), *outdated(sheet, laid_out)]
            owners = self.identity.owners(sheet, laid_out, owner)
            for table, owner in zip(laid_out, owners, strict=True):
                self._table(table, owner)
        if not self.harvests:
            expected = self.identity.expected
            owner = owner if owner.is_known else Owner(expected.department_id, expected.period)
            self._harvest(owner)
        in_order = sorted(self.harvests, key=lambda owner: (owner.department_id or "", str(owner.period or "")))
        self.harvests = {owner: self.harvests[owner] for owner in in_order}

    def _cover(self, sheets: Sequence[Sheet], used: Mapping[Sheet, list[Table]]) -> Owner:
        """What the sheets before the first that counts say of whose and which month's the file is."""
        before = takewhile(lambda sheet: sheet not in used, (sheet for sheet in sheets if sheet.visible))
        said = [self.identity.on_cover(sheet) for sheet in before]
        department_id = next((each.department_id for each in said if each.department_id), None)
        return Owner(department_id, next((each.period for each in said if each.period), None))

    def _sheets_read(self, sheets: Sequence[Sheet]) -> Mapping[Sheet, list[Table]]:
        """The sheets that count, with their tables, and what to say of the others."""
        laid_out = {sheet: found for sheet in sheets if (found := tables(sheet, self.identity.names, self.answers))}
        shown = {sheet: found for sheet, found in laid_out.items() if sheet.visible}
        hidden = [sheet for sheet in laid_out if not sheet.visible]
        masked = [sheet for sheet in hidden if not shown or headers.sheet(sheet.name)]
        if masked:
            self.found.append(problem("B04", masked[0].name))
            return {}
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

    def _table(self, table: Table, owner: Owner) -> None:
        names, identity = self.identity.names, self.identity
        found = header_problems(table, names)
        self.found += found
        if any(entry.is_error for entry in found):
            self.is_whole = False
            return
        self.found += wrong_sums(self.plan, table)
        for part in table.parts:
            self._part(part, identity.owner_of_part(part, owner))

    def _part(self, table: Table, owner: Owner) -> None:
        identity = self.identity
        items = ItemReader(self.plan, identity.names, table, self.answers)
        by_region = frozenset(_written(table, row) for row in table.rows if table.text(row, "region"))
        for row in table.rows:
            if not table.says(row) or items.is_silent(row):
                continue
            row_owner = identity.owner_of_row(table, row, owner)
            item, doubts = items.item(row, row_owner.department_id)
            harvest = self._harvest(row_owner)
            harvest.problems += doubts
            if item is None:
                harvest.named |= items.mentioned(row) | items.proposed(doubts)
            readable, region_id = identity.region(table, row)
            if item and not table.scope.region and _lacks_region(table, row, item, by_region):
                place = table.address(row, "region")
                harvest.problems.append(problem("D40", table.sheet.name, place, row=table.sheet.number(row)))
            elif item and readable:
                read_row(self.plan, table, row, item, region_id, harvest)

    def _harvest(self, owner: Owner) -> Harvest:
        return self.harvests.setdefault(owner, Harvest(owner.department_id, owner.period, self.answers))


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
