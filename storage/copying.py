"""A whole ledger from one database into another, row by row and checked row by row; SQLite and PostgreSQL alike.

The copy is the same to the last number and hash. It goes in whole, in one transaction, or not at all.
"""

from __future__ import annotations

from itertools import zip_longest
from typing import Any

from sqlalchemy import Connection, CursorResult, LargeBinary, MetaData, Table, func, insert, select, text

from storage import schema, tables
from storage.engine import Engines, shown
from storage.errors import CopyDiffers, DatabaseNotEmpty

_ROWS, _FILES = 1000, 20  # held at a time


def copy(source: Engines, target: Engines, *, replace: bool = False) -> dict[str, int]:
    """Copy every row of `source`, which must be at this release; the rows of each table.

    `target` gets the tables of this release. Raises DatabaseNotEmpty where it holds anything, unless `replace`; and
    CopyDiffers, with nothing written, where what arrived is not what was sent.
    """
    schema.check(source)
    with source.reading() as giving, target.writing() as taking:
        if replace:
            _clear(taking)
        elif _holds_anything(taking):
            raise DatabaseNotEmpty("database_not_empty", database=shown(target.url))
        schema.upgrade_within(taking)
        counted = {table.name: _fill(giving, taking, table) for table in tables.metadata.sorted_tables}
        for table in tables.metadata.sorted_tables:
            _compare(giving, taking, table)
    return counted


def _holds_anything(connection: Connection) -> bool:
    there = _reflected(connection)
    ours = [there.tables[name] for name in there.tables if name != "alembic_version"]
    return any(connection.execute(select(table).limit(1)).first() is not None for table in ours)


def _clear(connection: Connection) -> None:
    """Take away every table, its guards with it."""
    _reflected(connection).drop_all(connection)
    if connection.dialect.name == "postgresql":
        connection.execute(text("DROP FUNCTION IF EXISTS refuse_change()"))


def _reflected(connection: Connection) -> MetaData:
    there = MetaData()
    there.reflect(connection)
    return there


def _stream(connection: Connection, table: Table) -> CursorResult[Any]:
    """The rows in the order of their key, few at a time where each may be a whole file."""
    held = _FILES if any(isinstance(column.type, LargeBinary) for column in table.columns) else _ROWS
    ordered = select(table).order_by(*table.primary_key.columns)
    return connection.execution_options(yield_per=held).execute(ordered)


def _fill(giving: Connection, taking: Connection, table: Table) -> int:
    n = 0
    with _stream(giving, table) as stream:
        for rows in stream.mappings().partitions():
            taking.execute(insert(table), [dict(row) for row in rows])
            n += len(rows)
    key = table.primary_key.columns.values()[0]
    if n and taking.dialect.name == "postgresql" and key is table.autoincrement_column:
        highest = select(func.max(key)).scalar_subquery()
        taking.execute(select(func.setval(func.pg_get_serial_sequence(table.name, key.name), highest)))
    return n


def _compare(giving: Connection, taking: Connection, table: Table) -> None:
    with _stream(giving, table) as given, _stream(taking, table) as taken:
        pairs = zip_longest(map(tuple[Any, ...], given), map(tuple[Any, ...], taken))
        for n, (sent, arrived) in enumerate(pairs, start=1):
            if sent != arrived:
                raise CopyDiffers("copy_differs", table=table.name, n=n)
