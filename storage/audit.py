"""Whether the ledger is what its journal says: finds what was changed, removed, inserted or reordered behind our back.

The journal proves itself by its chain, all else is compared with what its entries sealed. What the chain cannot show is
that its newest entries were cut off together with all they wrote, or that all of it was computed anew; against that a
head noted elsewhere (in a backup, on a report) is looked for in it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, select, text

from domain.problem import Fact
from storage import chain, journal, tables
from storage.engine import Engines
from storage.journal import Event

Progress = Callable[[int, int], object]  # parts done, of how many


@dataclass(frozen=True)
class Fault:
    """One thing that is not as it was sealed. The sentence for each code is `audit_fault.<code>` in `wording`."""

    code: str
    facts: Mapping[str, Fact]


@dataclass(frozen=True)
class Verdict:
    """What was found. `head` is the newest entry, to be noted elsewhere; empty while there is none."""

    entries: int
    submissions: int
    files: int
    head: str
    faults: tuple[Fault, ...]

    @property
    def is_sound(self) -> bool:
        return not self.faults


@dataclass
class _Sealed:
    """What the journal says there must be."""

    entries: int = 0
    head: str = ""
    heads: set[str] = field(default_factory=set[str])
    submissions: dict[int, Mapping[str, Any]] = field(default_factory=dict[int, Mapping[str, Any]])
    rows: dict[int, Mapping[str, str]] = field(default_factory=dict[int, Mapping[str, str]])
    files: dict[str, Mapping[str, Any]] = field(default_factory=dict[str, Mapping[str, Any]])


def verify(engines: Engines, noted_heads: Iterable[str] = (), *, progress: Progress | None = None) -> Verdict:
    """Read everything and compare. `noted_heads` are heads seen earlier, which must still be part of the journal.

    `progress` hears after each part how many of how many are done.
    """
    with engines.reading() as connection:
        sealed = _Sealed()
        parts: list[tuple[str, Callable[[], Iterator[Fault]]]] = [
            (tables.events.name, lambda: _chain(connection, sealed)),
            (tables.submissions.name, lambda: _submissions(connection, sealed)),
            *((table, partial(_rows, connection, sealed, table)) for table in chain.PARTS),
            (tables.files.name, lambda: _files(connection, sealed)),
        ]
        faults: list[Fault] = []
        for done, (table, part) in enumerate(parts, start=1):
            faults += _readable(part(), table)
            if progress:
                progress(done, len(parts))
        faults += [_fault("head_unknown", head=head) for head in noted_heads if head not in sealed.heads]
        faults += _guards(connection)
    return Verdict(sealed.entries, len(sealed.submissions), len(sealed.files), sealed.head, tuple(faults))


def head(engines: Engines) -> str:
    """The newest entry as it may be noted elsewhere, unchecked; empty while there is none."""
    with engines.reading() as connection:
        newest = journal.newest(connection)
        return newest.head if newest else ""


def _fault(code: str, **facts: Fact) -> Fault:
    return Fault(code, facts)


def _readable(found: Iterator[Fault], table: str) -> list[Fault]:
    """What was found, and that a table holds something no product of ours wrote: no number, moment or JSON."""
    faults: list[Fault] = []
    try:
        faults.extend(found)
    except (ValueError, ArithmeticError):
        faults.append(_fault("unreadable", table=table))
    return faults


def _chain(connection: Connection, sealed: _Sealed) -> Iterator[Fault]:
    previous = chain.GENESIS
    for entry in journal.all_of(connection):
        if chain.link(previous, entry.sealed()) != entry.hash:
            yield _fault("chain_broken", number=str(entry.id), action=entry.action, subject=entry.subject)
        previous = entry.hash
        sealed.entries += 1
        sealed.head = entry.head
        sealed.heads.add(entry.head)
        _note(entry, sealed)


def _note(entry: Event, sealed: _Sealed) -> None:
    """Remember what an entry sealed. One that was tampered with may hold anything, and seals nothing then."""
    match entry.after:
        case {"submission": dict(), "rows": dict()} if entry.submission_id is not None:
            sealed.submissions[entry.submission_id] = entry.after["submission"]
            sealed.rows[entry.submission_id] = entry.after["rows"]
        case _:
            pass
    match entry.after:
        case {"file": {"sha256": str(sha256), **described}}:
            sealed.files[sha256] = described
        case _:
            pass


def _submissions(connection: Connection, sealed: _Sealed) -> Iterator[Fault]:
    found: set[int] = set()
    for row in connection.execute(select(tables.submissions)).mappings():
        number = row["id"]
        found.add(number)
        if number not in sealed.submissions:
            yield _fault("submission_unsealed", number=str(number))
        elif chain.described(row, chain.SUBMISSION) != sealed.submissions[number]:
            yield _fault("submission_altered", number=str(number))
    yield from (
        _fault("submission_missing", number=str(number)) for number in sorted(sealed.submissions.keys() - found)
    )


def _rows(connection: Connection, sealed: _Sealed, table: str) -> Iterator[Fault]:
    """The rows of each submission in `table`: none may be changed, missing, added or in another order."""
    columns = tables.metadata.tables[table].c
    wanted = select(columns.submission_id, *(columns[name] for name in chain.PARTS[table]))
    ordered = connection.execution_options(yield_per=2000).execute(wanted.order_by(columns.submission_id, columns.id))
    nothing = chain.digest(())
    found = {owner: chain.digest(row[1:] for row in rows) for owner, rows in groupby(ordered, key=lambda row: row[0])}
    for number in sorted(sealed.rows.keys() | found.keys()):
        if found.get(number, nothing) != sealed.rows.get(number, {}).get(table, nothing):
            yield _fault("rows_altered", number=str(number), table=table)


def _files(connection: Connection, sealed: _Sealed) -> Iterator[Fault]:
    found: set[str] = set()
    for row in connection.execution_options(yield_per=1).execute(select(tables.files)).mappings():
        sha256 = row["sha256"]
        found.add(sha256)
        if sha256 not in sealed.files:
            yield _fault("file_unsealed", file=row["name"], sha256=sha256)
        elif (
            hashlib.sha256(row["content"]).hexdigest() != sha256
            or chain.described(row, chain.FILE) != sealed.files[sha256]
        ):
            yield _fault("file_altered", file=row["name"], sha256=sha256)
    missing = sorted(sealed.files.keys() - found)
    yield from (_fault("file_missing", file=str(sealed.files[sha256].get("name")), sha256=sha256) for sha256 in missing)


def _guards(connection: Connection) -> Iterator[Fault]:
    """The triggers that keep rows from being changed must be there."""
    if connection.dialect.name == "sqlite":
        kinds = ("no_update", "no_delete")
        there = text("SELECT name FROM sqlite_master WHERE type = 'trigger'")
    else:
        kinds = ("append_only",)
        there = text(
            "SELECT tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
            "WHERE tgenabled IN ('O', 'A') AND relnamespace = current_schema()::regnamespace"
        )
    names = set(connection.scalars(there))
    for table in tables.APPEND_ONLY:
        if any(f"{table.name}_{kind}" not in names for kind in kinds):
            yield _fault("guard_missing", table=table.name)
