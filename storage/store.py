"""The ledger in the database: what is accepted, which submission is in force, and what was known at any moment.

The newest submission of a department-month that counts is in force, as a whole. Nothing is changed or deleted, so
asking as of an earlier moment gives what was given then. Decides no rule of the plan and makes no sentence. What
happens to a submission later is in `storage.office`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from threading import Lock

from sqlalchemy import select

from domain.decision import disputes, overrides
from domain.ledger import Ledger
from domain.life import at_acceptance
from domain.observation import Draft, Submission
from domain.problem import Problem
from domain.sending import Sending
from storage import accepting, journal, office, plans, reading_rules, recall, schema, tables
from storage.engine import Engines, connect
from storage.errors import Superseded
from storage.known import Known


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

    def __init__(self, engines: Engines, *, confirmation: bool = False) -> None:
        self.engines = engines
        self.confirmation = confirmation
        self._asking = Lock()  # one at a time: the others find what it has read
        self._known = Known(engines)
        self._now: Ledger | None = None  # the last one asked for

    @classmethod
    def open(cls, url: str, *, confirmation: bool = False) -> Store:
        """The store at `url`; with `confirmation`, what is accepted counts once the office confirms it.

        Raises DatabaseNotMigrated or DatabaseNewer unless its tables are of this release.
        """
        engines = connect(url)
        try:
            schema.check(engines)
        except BaseException:
            engines.dispose()
            raise
        return cls(engines, confirmation=confirmation)

    def close(self) -> None:
        self.engines.dispose()

    def accept_file(
        self, drafts: Sequence[Draft], content: bytes, sending: Sending, *, at: datetime
    ) -> tuple[Receipt, ...]:
        """Add every draft read from the file `content` to the ledger: all of them or, on any error, nothing.

        A department-month whose newest submission is this very file is left as it is. Superseded is raised where it
        is no longer what the sender has `seen`. `at` is aware. A layout not known before becomes a rule of the
        department. Raises Refused for a locked month, for warnings not confirmed or without the reason they ask for,
        for a layout neither known nor confirmed, and for a draft with errors, without department or month, or not read
        from `content`.
        """
        places = accepting.places_of(drafts, content)
        journal.refuse_unwritable(sending.by, sending.reason)
        accepting.refuse_unanswered(drafts, confirmed=sending.confirmed, reason=sending.reason)
        receipts, written = list[Receipt](), list[Draft]()
        with self.engines.writing() as connection:
            at = journal.moment(connection, at)
            plan = plans.newest(connection)
            for place, draft in zip(places, drafts, strict=True):
                before = recall.newest(connection, *place)
                if before is not None and before.sha256 == draft.sha256:
                    receipts.append(Receipt(before, unchanged=True))
                    continue
                if sending.seen.get(place, before.sequence if before else 0) != (before.sequence if before else 0):
                    raise Superseded(before, period=place[1], file=before.file_name if before else "")
                office.refuse_locked(connection, place[1])
                added = Submission(
                    id=0,  # given by the database
                    department_id=place[0],
                    period=place[1],
                    sequence=recall.last_sequence(connection, *place) + 1,
                    state=at_acceptance(is_confirmed_by_office=self.confirmation),
                    submitted_at=at,
                    submitted_by=sending.by,
                    channel=sending.channel,
                    file_name=draft.file_name,
                    sha256=draft.sha256,
                    reason=sending.reason,
                    correction=str(sending.correction or ""),
                    plan_sha256=plan.sha256 if plan else "",
                )
                made = accepting.append(connection, added, draft, content, before)
                receipts.append(Receipt(made, replaced=before))
                written.append(draft)
            known = reading_rules.in_force(connection)
            for rule in (*sending.rules, *accepting.layout_rules(written, known, sending)):
                reading_rules.append(connection, rule, at)
        return tuple(receipts)

    def ledger(self, as_of: datetime | None = None) -> Ledger:
        """Everything accepted by `as_of` (aware, that moment included), or by now."""
        with self._asking, self.engines.reading() as connection:
            history, said = self._known.history(connection, as_of)
            version, now = recall.version(connection, as_of), self._now
            if as_of is None and now and (now.version, now.said) == (version, said):
                return now
            decisions = office.decisions(connection, as_of)
            plan = plans.newest(connection, as_of)
            ledger = Ledger(
                version=version,
                history=history,
                said=said,
                locked=office.locked(connection, as_of),
                decisions=decisions,
                disputes=disputes(decisions),
                overrides=overrides(decisions),
                reading_rules=reading_rules.in_force(connection, as_of),
                plan_sha256=plan.sha256 if plan else "",
            )
            if as_of is None:
                self._now = ledger
            return ledger

    def version(self) -> int:
        """Grows with every event; 0 while there is none. Cheap: ask before reusing anything kept."""
        with self.engines.reading() as connection:
            return recall.version(connection)

    def moment_of(self, version: int) -> datetime | None:
        """When the data came to a version; None where they never did."""
        events = tables.events.c
        with self.engines.reading() as connection:
            return connection.scalar(select(events.at).where(events.id == version))

    def file(self, sha256: str) -> StoredFile:
        """The accepted file with that hash. Raises KeyError when there is none."""
        files = tables.files.c
        with self.engines.reading() as connection:
            row = connection.execute(select(files.name, files.content).where(files.sha256 == sha256)).one_or_none()
        if row is None:
            raise KeyError(sha256)
        return StoredFile(row.name, bytes(row.content))

    def said_by(self, submission: Submission) -> Draft:
        """What an accepted submission says, whatever has become of it since."""
        with self.engines.reading() as connection:
            return recall.said_by(connection, submission)

    def problems_of(self, submission_id: int) -> tuple[Problem, ...]:
        """The warnings and notes that submission was accepted with, in the order found."""
        with self.engines.reading() as connection:
            return recall.problems(connection, submission_id)
