"""Whether the ledger is what its journal says: finds what was changed, removed, inserted or reordered behind our back.

The journal proves itself by its chain, all else is compared with what its entries sealed. What the chain cannot show is
that its newest entries were cut off together with all they wrote, or that all of it was computed anew; against that a
head noted elsewhere (in a backup, on a report) is looked for in it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import groupby

from sqlalchemy import Connection
from sqlalchemy.exc import DataError

from storage import chain, guards, heads, journal, plainly, tables
from storage.engine import Engines
from storage.faults import Fault, fault
from storage.sealed import Sealed

Progress = Callable[[int, int], object]  # parts done, of how many


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

    @property
    def altered(self) -> tuple[Fault, ...]:
        """The faults that something was altered, which leaves out what a clock did."""
        return tuple(found for found in self.faults if found.code != "time_falls")


def verify(engines: Engines, noted_heads: Iterable[str] = (), *, progress: Progress | None = None) -> Verdict:
    """Read everything and compare. `noted_heads` are heads seen earlier, which must still be part of the journal.

    `progress` hears after each part how many of how many are done.
    """
    with engines.reading() as connection, plainly.any_text(connection):
        sealed = Sealed()
        parts: list[tuple[str, Callable[[], Iterator[Fault]]]] = [
            (tables.events.name, lambda: _journal(connection, sealed)),
            (tables.submissions.name, lambda: _submissions(connection, sealed)),
            *((table, partial(_rows, connection, sealed, table)) for table in chain.PARTS),
            (tables.files.name, lambda: _files(connection, sealed)),
        ]
        lacking = plainly.lacking(connection, tables.metadata)
        faults = [_lacking(table, columns) for table, columns in lacking.items()]
        for done, (table, part) in enumerate(parts, start=1):
            if table not in lacking:
                faults += _readable(part(), table)
            if progress:
                progress(done, len(parts))
        faults += heads.missing(noted_heads, sealed.heads)
        faults += guards.faults(connection)
        faults += _whole(connection)
    return Verdict(sealed.entries, len(sealed.submissions), len(sealed.files), sealed.head, tuple(faults))


def head(engines: Engines) -> str:
    """The newest entry as it may be noted elsewhere, unchecked; empty while there is none."""
    with engines.reading() as connection:
        newest = journal.newest(connection)
        return newest.head if newest else ""


def _whole(connection: Connection) -> Iterator[Fault]:
    """Whether a SQLite file holds together: an index that leaves rows out answers wrongly though every row is there."""
    if connection.dialect.name == "sqlite":
        said = str(connection.exec_driver_sql("PRAGMA integrity_check(1)").scalar())
        if said != "ok":
            yield fault("file_inconsistent", detail=said)


def _lacking(table: str, columns: list[str]) -> Fault:
    return fault("column_missing", table=table, column=columns[0]) if columns else fault("table_missing", table=table)


def _readable(found: Iterator[Fault], table: str) -> list[Fault]:
    """What was found, and that a table holds what cannot even be read, such as a moment without end."""
    faults: list[Fault] = []
    try:
        faults.extend(found)
    except (DataError, RecursionError):
        faults.append(fault("unreadable", table=table))
    return faults


def _journal(connection: Connection, sealed: Sealed) -> Iterator[Fault]:
    names = [column.name for column in tables.events.columns]
    for entry in plainly.rows(connection, tables.events, names, order=["id"], at_once=500):
        yield from sealed.take(entry)


def _submissions(connection: Connection, sealed: Sealed) -> Iterator[Fault]:
    found: set[int] = set()
    for row in plainly.rows(connection, tables.submissions, ["id", *chain.SUBMISSION], order=["id"]):
        number = row.pop("id")
        found.add(number)
        if number not in sealed.submissions:
            yield fault("submission_unsealed", number=number)
        elif row != sealed.submissions[number]:
            yield fault("submission_altered", number=number)
    yield from (fault("submission_missing", number=number) for number in sorted(sealed.submissions.keys() - found))


def _rows(connection: Connection, sealed: Sealed, table: str) -> Iterator[Fault]:
    """The rows of each submission in `table`: none may be changed, missing, added or in another order."""
    names = chain.PARTS[table]
    wanted = plainly.rows(
        connection, tables.metadata.tables[table], ["submission_id", *names], order=["submission_id", "id"]
    )
    nothing = chain.digest(())
    found = {
        owner: chain.digest_of_plain([row[name] for name in names] for row in rows)
        for owner, rows in groupby(wanted, key=lambda row: str(row["submission_id"]))
    }
    expected = {str(number): rows.get(table) for number, rows in sealed.rows.items()}
    for number in sorted(expected.keys() | found.keys(), key=lambda number: (len(number), number)):
        if found.get(number, nothing) != expected.get(number, nothing):
            yield fault("rows_altered", number=number, table=table)


def _files(connection: Connection, sealed: Sealed) -> Iterator[Fault]:
    found: set[object] = set()
    for row in plainly.rows(connection, tables.files, ["sha256", "content", *chain.FILE], order=["sha256"], at_once=1):
        sha256, content = str(row.pop("sha256")), row.pop("content")
        found.add(sha256)
        if sha256 not in sealed.files:
            yield fault("file_unsealed", file=row["name"], sha256=sha256)
        elif _hash_of(content) != sha256 or row != sealed.files[sha256]:
            yield fault("file_altered", file=row["name"], sha256=sha256)
    missing = sorted(sealed.files.keys() - found)
    yield from (fault("file_missing", file=sealed.files[sha256].get("name"), sha256=sha256) for sha256 in missing)


def _hash_of(content: object) -> str:
    return hashlib.sha256(content).hexdigest() if isinstance(content, bytes) else ""
