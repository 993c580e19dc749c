"""A file → the department-months in it, each a draft with everything that is wrong with it.

Decides which sheets count and gathers their rows; whose a row is, `identity` decides, and whether a department-month is
whole, `domain.checks`. It reads and never stores; what was known before comes in as a ledger.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date

from domain.checks import Stated, check
from domain.ledger import Ledger
from domain.observation import Draft
from domain.plan import Plan
from domain.problem import Problem, worst_first
from domain.problem_codes import problem
from loaders import headers
from loaders.guard import Limits
from loaders.identity import Expected, Identity, Owner
from loaders.layout import Table, header_problems, tables
from loaders.names import Names
from loaders.rows import Harvest, RowReader
from loaders.workbook import Sheet, Workbook, read_workbook

Harvests = dict[Owner, Harvest]


def read(
    name: str,
    content: bytes,
    plan: Plan,
    *,
    today: date,
    ledger: Ledger | None = None,
    expected: Expected = Expected(),
    limits: Limits = Limits(),
) -> tuple[Draft, ...]:
    """Every department-month found in one file; one draft without figures when nothing in it can be read.

    Never raises for what is in the file. A finding about the file as a whole stands in each of its drafts.
    """
    workbook = read_workbook(name, content, limits)
    identity = Identity(plan, Names(plan), expected, today)
    whole_file = list(workbook.problems)
    harvests = _harvest(workbook, identity, whole_file) if workbook.sheets else {}
    whole_file += identity.found
    if not harvests:
        harvests = {Owner(expected.department_id, expected.period): Harvest(expected.department_id, expected.period)}
    sha256 = hashlib.sha256(content).hexdigest()
    drafts = [_draft(harvest, name, sha256) for harvest in harvests.values()]
    return tuple(
        _judged(draft, harvest, whole_file, plan, ledger, today, drafts)
        for draft, harvest in zip(drafts, harvests.values(), strict=True)
    )


def _harvest(workbook: Workbook, identity: Identity, whole_file: list[Problem]) -> Harvests:
    laid_out = [(sheet, tables(sheet, identity.names)) for sheet in workbook.sheets]
    visible = [(sheet, found) for sheet, found in laid_out if found and sheet.visible]
    if not visible:
        hidden = [sheet.name for sheet, found in laid_out if found]
        looked_at = tuple(sheet.name for sheet in workbook.sheets)
        whole_file.append(problem("B04", hidden[0]) if hidden else problem("B30", names=looked_at))
        return {}
    whole_file += _sheets_used([sheet for sheet, _ in visible], [sheet for sheet, found in laid_out if not found])
    harvests: Harvests = {}
    owner = Owner()
    for sheet, found in visible:
        if sheet.unread:
            whole_file.append(problem("B32", sheet.name, sheet.unread))
        owner = identity.owner_of_sheet(sheet, found, owner)
        for table in found:
            _read_table(table, owner, identity, harvests, whole_file)
    return dict(sorted(harvests.items(), key=lambda entry: (entry[0].department_id or "", str(entry[0].period or ""))))


def _sheets_used(used: list[Sheet], unused: list[Sheet]) -> list[Problem]:
    """Which sheets were read, when that is not plain from their names."""
    ignored = [sheet for sheet in unused if sheet.visible and sheet.last_row and headers.sheet(sheet.name) is None]
    if ignored:
        return [problem("B01", used[0].name, names=tuple(sheet.name for sheet in ignored))]
    if len(used) == 1 and headers.sheet(used[0].name) is None:
        return [problem("B02", used[0].name, expected=headers.title("sheets", "monthly"))]
    return []


def _read_table(table: Table, owner: Owner, identity: Identity, harvests: Harvests, whole_file: list[Problem]) -> None:
    found = header_problems(table)
    whole_file += found
    if any(entry.is_error for entry in found):
        return
    reader = RowReader(identity.plan, table)
    for row in table.rows:
        row_owner = identity.owner_of_row(table, row, owner)
        harvest = harvests.setdefault(row_owner, Harvest(row_owner.department_id, row_owner.period))
        item, doubts = identity.item(table, row, row_owner.department_id)
        harvest.problems += doubts
        readable, region_id = identity.region(table, row)
        if item and readable:
            reader.read(row, item, region_id, harvest)


def _draft(harvest: Harvest, name: str, sha256: str) -> Draft:
    return Draft(
        file_name=name,
        sha256=sha256,
        department_id=harvest.department_id,
        period=harvest.period,
        observations=tuple(harvest.observations.values()),
        narratives=tuple(harvest.narratives),
        task_states=tuple(harvest.task_states.values()),
        problems=tuple(harvest.problems),
    )


def _judged(
    draft: Draft,
    harvest: Harvest,
    whole_file: list[Problem],
    plan: Plan,
    ledger: Ledger | None,
    today: date,
    together: list[Draft],
) -> Draft:
    """The draft with every finding, worst first; wholeness is judged only where the tables themselves could be read."""
    found = [*whole_file, *draft.problems]
    unread = any(entry.is_error and entry.code[0] in "AB" for entry in found)
    if draft.department_id and draft.period and not unread:
        stated = Stated(frozenset(harvest.named), harvest.previous, harvest.totals, harvest.blank_months)
        found += check(draft, stated, plan, ledger, today, together)
    unique = {repr(entry): entry for entry in found}.values()
    return replace(draft, problems=tuple(worst_first(unique)))
