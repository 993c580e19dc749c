"""A file → the department-months in it, each a draft with everything that is wrong with it.

In two steps, since a file is opened where it can do no harm, while what is known is elsewhere: `extract` opens it and
needs no ledger, `compared` holds what came out of it against one. What a sheet says is gathered by `gathering`; whether
a department-month is whole, `domain.checks` decides. It never stores.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date

from domain.case import Case, Stated, Together
from domain.checks import check, late
from domain.layout import settling
from domain.ledger import Ledger
from domain.observation import Draft
from domain.plan import Plan
from domain.problem import Fact, Problem, worst_first
from domain.problem_codes import problem
from domain.question import Reading
from loaders.answers import NONE_GIVEN, NOTHING_CHOSEN, Choices
from loaders.findings import Doubt
from loaders.fingerprint import fingerprints
from loaders.gathering import Gathering
from loaders.guard import printable
from loaders.identity import Identity
from loaders.inquiry import Inquiry
from loaders.limits import USUAL, Limits
from loaders.names import Names
from loaders.owners.owner import ANYBODY, Expected, Owner
from loaders.workbook import read_workbook

_ITEMS = ("indicator", "indicators", "first")  # facts that may be codes of the plan


@dataclass(frozen=True)
class Extract:
    """What one file says of one department-month, before it is held against anything known.

    `is_whole`: read without a gap, so that the rules of `domain.checks` have something to look at. `has_codes`: things
    are called by their codes too; those of a file without any are told by their names.
    """

    draft: Draft
    stated: Stated
    is_whole: bool
    has_codes: bool = True


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
    choices = Choices(answers, settling(ledger.reading_rules) if ledger else ())
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

    The reading rules of a department serve for what is known to be its own. What a table says as a whole is read
    before that is known; so where a doubt is left, the file is read once more, then knowing whose each sheet is.
    """
    workbook = read_workbook(name, content, limits)
    answers = choices.for_sheets_of(expected.department_id)

    def gathered(whose: Mapping[str, str], left_out: AbstractSet[str]) -> Gathering:
        identity = Identity(plan, Names(plan), expected, today, Inquiry(answers))
        gathering = Gathering(plan, identity, answers, whose, left_out)
        gathering.workbook(workbook)
        return gathering

    first = gathered({}, frozenset())
    left_out, open_sheets, told = _left_out(first)
    whose = _whose_sheets(first) if choices.rules else dict[str, str]()
    last = gathered(whose, left_out) if whose or left_out else first
    last.found += told
    return _extracts(last, printable(name), hashlib.sha256(content).hexdigest(), open_sheets)


def _whose_sheets(gathering: Gathering) -> Mapping[str, str]:
    """The department of each sheet that is of one alone."""
    everybody = set[str]().union(*gathering.departments.values())
    met = {name: own or everybody for name, own in gathering.departments.items()}
    return {name: next(iter(own)) for name, own in met.items() if len(own) == 1}


def _left_out(gathering: Gathering) -> tuple[AbstractSet[str], AbstractSet[str], list[Problem]]:
    """Of sheets that say the same things: those that a person left out, those still to be chosen from, what to say."""
    left_out, open_sheets = set[str](), set[str]()
    told: list[Problem] = []
    for names in gathering.rivals:
        choices = tuple((Reading(name, "sheet", {"name": name}), name) for name in names)
        facts: dict[str, Fact] = {"n": str(len(names)), "names": names}
        doubt = Doubt("B03", facts, about=" ".join(names), choices=choices, may_be_rule=False)
        chosen, found = gathering.answers.settle(doubt, "", "")
        told.append(replace(found, sheet=chosen or ""))
        left_out |= set(names) - {chosen} if chosen else set()
        open_sheets |= set() if chosen else set(names)
    return left_out, open_sheets, told


def _extracts(gathering: Gathering, name: str, sha256: str, open_sheets: AbstractSet[str]) -> tuple[Extract, ...]:
    whole_file = [*gathering.found, *gathering.identity.inquiry.found, *gathering.answers.unused()]
    is_readable = gathering.is_whole and not any(found.is_error and found.code[0] in "ABCE" for found in whole_file)
    layouts = fingerprints(gathering.tables, gathering.harvests, gathering.plan)
    extracts: list[Extract] = []
    for owner, harvest in gathering.harvests.items():
        draft = harvest.draft(name, sha256)
        strayed = _strayed(gathering, owner) if is_readable else []
        problems = (*whole_file, *draft.problems, *strayed)
        settled = tuple(seen for seen in draft.observations if seen.source.sheet not in open_sheets)
        is_whole = is_readable and owner.is_known and not strayed
        layout = layouts.get(owner.department_id or "")
        draft = replace(draft, problems=problems, observations=settled, layout=layout)
        extracts.append(Extract(draft, harvest.stated, is_whole, gathering.has_codes))
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
    if not any(each.has_codes for each in extracts):
        names = Names(plan)
        found = [[_by_name(entry, names) for entry in entries] for entries in found]
    checked = zip(together.drafts, found, strict=True)
    return tuple(replace(draft, problems=_unique(entries)) for draft, entries in checked)


def _by_name(found: Problem, names: Names) -> Problem:
    """What is told of indicators and tasks, with their names in place of their codes."""

    def name(fact: Fact) -> Fact:
        item = names.coded(fact) if isinstance(fact, str) else None
        return item.name if item else fact

    facts = {
        key: tuple(map(name, fact)) if isinstance(fact, tuple) else name(fact)
        for key, fact in found.facts.items()
        if key in _ITEMS
    }
    return replace(found, facts={**found.facts, **facts}) if facts else found  # type: ignore[arg-type]


def _of(case: Case, problems: Iterable[Problem]) -> Iterator[Problem]:
    """The problems of a department-month; in a file of several, those without a cell say whose they are."""
    for each in problems:
        is_placed = each.cell or len(case.together.drafts) == 1
        yield each if is_placed else replace(each, facts={**each.facts, "whose": _whose(case)})


def _whose(case: Case) -> tuple[Fact, ...]:
    department_id, period = case.draft.department_id, case.draft.period
    department = case.plan.department(department_id).name if department_id else None
    return tuple(fact for fact in (department, period) if fact)


def _strayed(gathering: Gathering, owner: Owner) -> list[Problem]:
    """A month of which the file holds but some sheets, beside a month that has the others: it was written wrong."""
    harvests = gathering.harvests
    others = [other for other in harvests if other.department_id == owner.department_id and other != owner]
    whole = max(others, key=lambda other: len(harvests[other].named), default=None)
    own = harvests[owner]
    if whole is None or whole.period is None or owner.period is None or any(each.is_error for each in own.problems):
        return []
    named = harvests[whole].named
    if len(own.named) >= len(named) or own.named & named:
        return []
    sheet, cell = gathering.identity.months.stated_at.get(owner.period, ("", ""))
    return [problem("C33", sheet, cell, periods=(owner.period, whole.period))]


def _unique(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    return tuple(worst_first({repr(entry): entry for entry in problems}.values()))
