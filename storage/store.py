"""The ledger in the database: what is accepted, which submission is in force, and what was known at any moment.

The latest accepted submission of a department-month is in force, as a whole. Nothing is changed or deleted, so asking
as of an earlier moment gives what was given then. Decides no rule of the plan and makes no sentence.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Select, Table, insert, select

from domain.ledger import Ledger
from domain.observation import Draft, Submission
from domain.period import Period
from domain.problem import Problem
from storage import recall, rows, schema, tables
from storage.engine import Engines, connect
from storage.errors import Refused, Superseded

Place = tuple[str, Period]  # a department-month


@dataclass(frozen=True)
class Receipt:
    """What acceptance came to: the submission now in force, and the one it replaced, if any.

    `unchanged`: this very file was in force already; nothing was written and `submission` is the earlier one.
    """

    submission: Submission
    unchanged: bool = False
    replaced: Submission | None = None


@dataclass(frozen=True)
class StoredFile:
    """An accepted file byte for byte, under the name it first came with."""

    name: str
    content: bytes


class Store:
    """The ledger of one database. Safe to share between threads. Any method may raise DatabaseUnreachable or -Busy."""

    def __init__(self, engines: Engines) -> None:
        self.engines = engines

    @classmethod
    def open(cls, url: str) -> Store:
        """The store at `url`. Raises DatabaseNotMigrated or DatabaseNewer unless its tables are of this release."""
        engines = connect(url)
        try:
            schema.check(engines)
        except BaseException:
            engines.dispose()
            raise
        return cls(engines)

    def close(self) -> None:
        self.engines.dispose()

    def accept(
        self,
        draft: Draft,
        content: bytes,
        *,
        by: str,
        at: datetime,
        channel: str = "upload",
        reason: str = "",
        seen_sequence: int | None = None,
    ) -> Receipt:
        """Add one `draft` read from the file `content`, as `accept_file` does; `seen_sequence` is for its own month."""
        seen = {} if seen_sequence is None else {_place(draft): seen_sequence}
        (receipt,) = self.accept_file(
            [draft], content, by=by, at=at, channel=channel, reason=reason, seen_sequence=seen
        )
        return receipt

    def accept_file(
        self,
        drafts: Sequence[Draft],
        content: bytes,
        *,
        by: str,
        at: datetime,
        channel: str = "upload",
        reason: str = "",
        seen_sequence: Mapping[Place, int] | None = None,
    ) -> tuple[Receipt, ...]:
        """Add every draft read from the file `content` to the ledger: all of them or, on any error, nothing.

        A department-month for which this file is in force already is left as it is. `seen_sequence` gives, for each
        department-month, the sequence of the submission that was in force when the person looked (0: none); Superseded
        is raised where that is no longer so, and one missing from it is not asked about. `at` is aware.
        Raises Refused for a draft with errors, without department or month, or not read from `content`.
        """
        if at.tzinfo is None:
            raise ValueError(f"an instant without time zone: {at!r}")
        expected = seen_sequence or {}
        places = _acceptable(drafts, content)
        receipts: list[Receipt] = []
        with self.engines.writing() as connection:
            for place, draft in zip(places, drafts, strict=True):
                before = recall.in_force(connection, *place)
                if before is not None and before.sha256 == draft.sha256:
                    receipts.append(Receipt(before, unchanged=True))
                    continue
                if place in expected and expected[place] != (before.sequence if before else 0):
                    raise Superseded(before, period=place[1], file=before.file_name if before else "")
                _keep_file(connection, draft, content, at)
                added = Submission(
                    id=0,  # given by the database
                    department_id=place[0],
                    period=place[1],
                    sequence=recall.last_sequence(connection, *place) + 1,
                    state=recall.ACCEPTED,
                    submitted_at=at.astimezone(UTC),
                    submitted_by=by,
                    channel=channel,
                    file_name=draft.file_name,
                    sha256=draft.sha256,
                    reason=reason,
                )
                receipts.append(Receipt(_append(connection, added, draft), replaced=before))
        return tuple(receipts)

    def ledger(self, as_of: datetime | None = None) -> Ledger:
        """Everything accepted by `as_of` (aware, that moment included), or by now."""
        with self.engines.reading() as connection:
            known = recall.known(as_of).order_by(tables.submissions.c.id)
            history = tuple(rows.submission(row) for row in connection.execute(known))
            owners = {submission.id: submission for submission in history}
            winners = recall.winners(as_of)

            def said(table: Table, by: Select[Any] = winners) -> Any:
                speakers = by.subquery()
                joined = select(table).join(speakers, speakers.c.id == table.c.submission_id)
                return connection.execute(joined.order_by(table.c.id))

            return Ledger(
                version=recall.version(connection, as_of),
                history=history,
                recorded=rows.recorded(said(tables.observations), owners),
                narratives=tuple((rows.narrative(row), owners[row.submission_id]) for row in said(tables.narratives)),
                task_states=tuple(
                    (rows.task_state(row), owners[row.submission_id]) for row in said(tables.task_states)
                ),
                superseded=rows.recorded(said(tables.observations, recall.outdone(as_of)), owners),
            )

    def version(self) -> int:
        """Grows with every event; 0 while there is none. Cheap: ask before reusing anything kept."""
        with self.engines.reading() as connection:
            return recall.version(connection)

    def file(self, sha256: str) -> StoredFile:
        """The accepted file with that hash. Raises KeyError when there is none."""
        files = tables.files.c
        with self.engines.reading() as connection:
            row = connection.execute(select(files.name, files.content).where(files.sha256 == sha256)).one_or_none()
        if row is None:
            raise KeyError(sha256)
        return StoredFile(row.name, bytes(row.content))

    def problems_of(self, submission_id: int) -> tuple[Problem, ...]:
        """The warnings and notes that submission was accepted with, in the order found."""
        problems = tables.problems
        found = select(problems).where(problems.c.submission_id == submission_id).order_by(problems.c.id)
        with self.engines.reading() as connection:
            return tuple(rows.problem(row) for row in connection.execute(found))


def _place(draft: Draft) -> Place:
    """The department-month `draft` is for. Raises Refused when it does not say."""
    if draft.department_id is None or draft.period is None:
        raise Refused("draft_without_place", file=draft.file_name)
    return draft.department_id, draft.period


def _acceptable(drafts: Sequence[Draft], content: bytes) -> list[Place]:
    """The department-months of `drafts`. Raises Refused when one of them must not be accepted."""
    sha256 = hashlib.sha256(content).hexdigest()
    places: list[Place] = []
    for draft in drafts:
        if not draft.is_acceptable:
            n = sum(problem.is_error for problem in draft.problems)
            raise Refused("draft_has_errors", file=draft.file_name, n=n)
        if draft.sha256 != sha256:
            raise Refused("content_differs", file=draft.file_name)
        place = _place(draft)
        if place in places:  # the second would pass for the same file sent again, and be lost
            raise Refused("month_given_twice", file=draft.file_name, period=place[1])
        _check_figures(draft)
        places.append(place)
    return places


def _check_figures(draft: Draft) -> None:
    """Raises Refused for a figure of another month or one that is given twice."""
    seen: set[tuple[str, str | None, str]] = set()
    for entry in draft.observations:
        figure = (entry.indicator_id, entry.region_id, entry.aspect)
        if entry.period != draft.period or figure in seen:
            cell = f"{entry.source.sheet}!{entry.source.cell}"
            raise Refused("draft_contradicts_itself", file=draft.file_name, cell=cell, indicator=entry.indicator_id)
        seen.add(figure)


def _append(connection: Connection, submission: Submission, draft: Draft) -> Submission:
    """Write `submission` with all that `draft` says, and the event that it was accepted."""
    submission_id = _add_one(connection, tables.submissions, rows.submission_row(submission))
    made = replace(submission, id=submission_id)
    _add_one(connection, tables.submission_events, rows.event_row(made))
    _add(connection, tables.observations, rows.observation_rows(submission_id, draft))
    _add(connection, tables.narratives, rows.narrative_rows(submission_id, draft))
    _add(connection, tables.task_states, rows.task_rows(submission_id, draft))
    _add(connection, tables.problems, rows.problem_rows(submission_id, draft))
    return made


def _keep_file(connection: Connection, draft: Draft, content: bytes, at: datetime) -> None:
    files = tables.files
    if connection.scalar(select(files.c.sha256).where(files.c.sha256 == draft.sha256)) is None:
        file = {"sha256": draft.sha256, "name": draft.file_name, "content": content, "size": len(content)}
        connection.execute(insert(files), {**file, "first_seen_at": at})


def _add_one(connection: Connection, table: Table, row: dict[str, Any]) -> int:
    key = connection.execute(insert(table), row).inserted_primary_key
    assert key is not None
    return key[0]


def _add(connection: Connection, table: Table, added: list[dict[str, Any]]) -> None:
    if added:  # one executemany: rows spelled out in one statement are 5 to 15 times slower
        connection.execute(insert(table), added)
