"""What becomes of drafts at acceptance: which are refused, and what is written of one that is not.

Only `storage.store` calls this, inside its transaction.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table, insert, select

from domain.layout import is_known
from domain.observation import Draft, Held, Submission, keeping_out
from domain.problem import Severity
from domain.problem_codes import asks_why
from domain.question import ReadingRule
from domain.sending import Place, Sending
from storage import chain, journal, rows, tables
from storage.errors import Refused
from storage.journal import Event


def place_of(draft: Draft) -> Place:
    """The department-month `draft` is for. Raises Refused when it does not say."""
    if draft.department_id is None or draft.period is None:
        raise Refused("draft_without_place", file=draft.file_name)
    return draft.department_id, draft.period


def places_of(drafts: Sequence[Draft], content: bytes) -> list[Place]:
    """The department-months of `drafts`. Raises Refused when one of them must not be accepted."""
    sha256 = hashlib.sha256(content).hexdigest()
    places: list[Place] = []
    for draft in drafts:
        if not draft.is_acceptable:
            n = sum(problem.is_error for problem in draft.problems)
            raise Refused("draft_has_errors", file=draft.file_name, n=n)
        if draft.sha256 != sha256:
            raise Refused("content_differs", file=draft.file_name)
        place = place_of(draft)
        if place in places:  # the second would pass for the same file sent again, and be lost
            raise Refused("month_given_twice", file=draft.file_name, period=place[1])
        _check_figures(draft)
        places.append(place)
    return places


def refuse_unanswered(drafts: Sequence[Draft], *, confirmed: bool, reason: str) -> None:
    """Raises Refused for warnings that nobody has confirmed, or that ask why and were not told."""
    held = keeping_out(drafts, confirmed=confirmed, reason=reason)
    found = [problem for draft in drafts for problem in draft.problems]
    if held is Held.WARNING:
        n = sum(problem.severity is Severity.WARNING for problem in found)
        raise Refused("warnings_unconfirmed", file=drafts[0].file_name, n=n)
    if held is Held.REASON:
        codes = tuple(sorted({problem.code for problem in found if asks_why([problem])}))
        raise Refused("reason_wanted", file=drafts[0].file_name, codes=codes)


def layout_rules(drafts: Sequence[Draft], rules: Sequence[ReadingRule], sending: Sending) -> list[ReadingRule]:
    """The rules that keep layouts which none of `rules` knows. Raises Refused unless they were confirmed."""
    found: dict[tuple[str, str], ReadingRule] = {}
    for draft in drafts:
        whose, layout = place_of(draft)[0], draft.layout
        if layout and not is_known(layout, rules, whose):
            if not sending.layouts_confirmed:
                raise Refused("layout_unconfirmed", file=draft.file_name)
            found.setdefault((whose, layout.key), layout.rule(whose, by=sending.by, on=draft.file_name))
    return list(found.values())


def _check_figures(draft: Draft) -> None:
    """Raises Refused for a figure of another month or one that is given twice."""
    seen: set[tuple[str, str | None, str]] = set()
    for entry in draft.observations:
        figure = (entry.indicator_id, entry.region_id, entry.aspect)
        if entry.period != draft.period or figure in seen:
            cell = f"{entry.source.sheet}!{entry.source.cell}"
            raise Refused("draft_contradicts_itself", file=draft.file_name, cell=cell, indicator=entry.indicator_id)
        seen.add(figure)


def append(
    connection: Connection, submission: Submission, draft: Draft, content: bytes, before: Submission | None
) -> Submission:
    """Write `submission` with all that `draft` says, and the entry that seals it. `before` is what it comes after."""
    file = keep_file(connection, draft.sha256, draft.file_name, content, submission.submitted_at)
    row = rows.submission_row(submission)
    submission_id = _add_one(connection, tables.submissions, row)
    said = {
        "observations": rows.observation_rows(submission_id, draft),
        "narratives": rows.narrative_rows(submission_id, draft),
        "task_states": rows.task_rows(submission_id, draft),
        "problems": rows.problem_rows(submission_id, draft),
    }
    for table, added in said.items():
        if added:  # one executemany: rows spelled out in one statement are 5 to 15 times slower
            connection.execute(insert(tables.metadata.tables[table]), added)
    sealed = {
        "submission": chain.described(row, chain.SUBMISSION),
        "rows": {table: chain.digest_of(added, table) for table, added in said.items()},
        **file,
    }
    journal.append(
        connection,
        Event(
            submission.state,
            f"submission:{submission_id}",
            submission.submitted_at,
            submission.submitted_by,
            submission.reason,
            before=None if before is None else {"submission": before.id, "state": str(before.state)},
            after=sealed,
            submission_id=submission_id,
        ),
    )
    return replace(submission, id=submission_id)


def keep_file(connection: Connection, sha256: str, name: str, content: bytes, at: datetime) -> dict[str, Any]:
    """Store a file unless it is there already; what the entry of this write has to say of it: nothing if it was."""
    files = tables.files
    if connection.scalar(select(files.c.sha256).where(files.c.sha256 == sha256)) is not None:
        return {}
    row = {"sha256": sha256, "name": name, "content": content, "size": len(content), "first_seen_at": at}
    connection.execute(insert(files), row)
    return {"file": {"sha256": sha256, **chain.described(row, chain.FILE)}}


def _add_one(connection: Connection, table: Table, row: dict[str, Any]) -> int:
    key = connection.execute(insert(table), row).inserted_primary_key
    assert key is not None
    return key[0]
