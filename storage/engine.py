"""How the database is reached: two engines, one that writes and one that only reads; SQLite or PostgreSQL alike.

One writer at a time on both: SQLite by BEGIN IMMEDIATE, PostgreSQL by an advisory lock. Sequence numbers and event
numbers are therefore handed out in the order in which they become visible, and the newest event number is a safe key
for caches. Readers are never held up and see one unmoving state for as long as they read.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from time import monotonic, sleep
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

from storage.errors import (
    DatabaseBusy,
    DatabaseDamaged,
    DatabaseUnreachable,
    LedgerUnreadable,
    SettingsError,
    StorageError,
)

_WRITER_LOCK = 7_305_120  # any number, the same in every process
_LOCK_NOT_AVAILABLE = "55P03"  # PostgreSQL's code for a lock waited for in vain
_LACKING = ("42P01", "42703")  # and for a table or a column that is not there


@dataclass(frozen=True)
class Engines:
    """The two ways into one database. Made by `connect`; does not look at what the database holds."""

    url: URL
    write: Engine
    read: Engine
    wait_seconds: float

    @contextmanager
    def writing(self) -> Generator[Connection]:
        """One transaction, committed at the end, rolled back on any error. Only one runs at a time."""
        with self._explaining(), self.write.begin() as connection:
            yield connection

    @contextmanager
    def reading(self) -> Generator[Connection]:
        """One unmoving view of the database; writing through it fails.

        Raises LedgerUnreadable where what is read there makes no sense: somebody else wrote it.
        """
        try:
            with self._explaining(), self.read.begin() as connection:
                yield connection
        except (UnicodeEncodeError, OverflowError):  # of what was asked for
            raise
        except (ValueError, ArithmeticError, KeyError, TypeError) as error:
            raise LedgerUnreadable("ledger_unreadable", database=shown(self.url), detail=str(error)) from error

    def dispose(self) -> None:
        self.write.dispose()
        self.read.dispose()

    def explained(self, error: BaseException | None) -> StorageError | None:
        """What the operator should know of an error of the driver; None for faults of our own statements."""
        sqlite_code = getattr(error, "sqlite_errorcode", None)
        primary = sqlite_code & 0xFF if sqlite_code is not None else None
        sqlstate = getattr(error, "sqlstate", None)
        if primary == sqlite3.SQLITE_BUSY or sqlstate == _LOCK_NOT_AVAILABLE:
            return DatabaseBusy("database_busy", database=shown(self.url), seconds=round(self.wait_seconds))
        detail = str(error).strip().partition("\n")[0]
        lacks = sqlstate in _LACKING or (primary == sqlite3.SQLITE_ERROR and detail.split(" ")[:2] == ["no", "such"])
        if lacks or primary in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
            return DatabaseDamaged("database_damaged", database=shown(self.url), detail=detail)
        if isinstance(error, self.read.dialect.loaded_dbapi.OperationalError) and primary != sqlite3.SQLITE_ERROR:
            return DatabaseUnreachable("database_unreachable", database=shown(self.url), detail=detail)
        return None

    @contextmanager
    def _explaining(self) -> Generator[None]:
        try:
            yield
        except DBAPIError as error:
            explained = self.explained(error.orig)
            if explained is None:
                raise
            raise explained from error


def parse_url(text: str) -> URL:
    """The database address in `text`: an SQLite file or PostgreSQL. Raises SettingsError, never quoting the text."""
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        raise SettingsError("database_url_unreadable") from None
    if url.drivername in ("postgres", "postgresql"):
        url = url.set(drivername="postgresql+psycopg")
    in_memory = url.drivername == "sqlite" and url.database in (None, "", ":memory:")
    mangled = "@" in (url.host or "")  # an @ inside the password must be written %40
    if in_memory or mangled or url.drivername not in ("sqlite", "postgresql+psycopg"):
        raise SettingsError("database_url_unreadable")
    return url


def shown(url: URL) -> str:
    """The address without anything secret: no password, no query."""
    return url.set(query={}).render_as_string(hide_password=True)


def connect(text: str, wait_seconds: float = 30) -> Engines:
    """Engines for the database address `text`; nothing is opened yet. Raises SettingsError for an unusable address.

    `wait_seconds` is how long to wait for another writer before DatabaseBusy.
    """
    url = parse_url(text)
    return (_sqlite if url.get_backend_name() == "sqlite" else _postgresql)(url, wait_seconds)


def _sqlite(url: URL, wait_seconds: float) -> Engines:
    def engine(begin: str, *pragmas: str) -> Engine:
        made = create_engine(url, connect_args={"timeout": wait_seconds})

        @event.listens_for(made, "connect")
        def prepare(connection: sqlite3.Connection, _: Any) -> None:  # pyright: ignore[reportUnusedFunction]
            connection.isolation_level = None  # the driver's own idea of transactions loses updates
            for pragma in pragmas:
                _patiently(connection, f"PRAGMA {pragma}", wait_seconds)

        _begin_with(made, begin)
        return made

    # recursive_triggers: else INSERT OR REPLACE deletes a row past the trigger that forbids it
    safe = ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "recursive_triggers = ON")
    return Engines(url, engine("BEGIN IMMEDIATE", *safe), engine("BEGIN", "query_only = ON"), wait_seconds)


def _patiently(connection: sqlite3.Connection, statement: str, wait_seconds: float) -> None:
    """Run `statement`; SQLite does not itself wait its turn to switch a new file to WAL."""
    give_up = monotonic() + wait_seconds
    while True:
        try:
            connection.execute(statement)
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or monotonic() > give_up:
                raise
            sleep(0.02)
        else:
            return


def _postgresql(url: URL, wait_seconds: float) -> Engines:
    url = url.update_query_dict({"connect_timeout": "10", **url.query})

    def engine(level: str, *, read_only: bool) -> Engine:
        return create_engine(
            url,
            isolation_level=level,
            execution_options={"postgresql_readonly": read_only},
            pool_pre_ping=True,
        )

    write = engine("READ COMMITTED", read_only=False)  # so that what is read after the lock is what is there
    patience = f"SET LOCAL lock_timeout = '{round(wait_seconds * 1000)}ms'"
    _begin_with(write, patience, f"SELECT pg_advisory_xact_lock({_WRITER_LOCK})")
    return Engines(url, write, engine("REPEATABLE READ", read_only=True), wait_seconds)


def _begin_with(engine: Engine, *statements: str) -> None:
    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:  # pyright: ignore[reportUnusedFunction]
        for statement in statements:
            connection.exec_driver_sql(statement)
