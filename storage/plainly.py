"""Rows in the plain form in which they are sealed, whatever the database holds.

SQLite keeps any value in any column. What is no number, moment or JSON where one belongs must be found by comparing, so
nothing here stumbles over it. Knows no seal.
"""

from __future__ import annotations

import json
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, Column, Connection, LargeBinary, MetaData, Table, inspect, select, type_coerce
from sqlalchemy.types import NullType, TypeDecorator

from storage import chain

Row = dict[str, Any]


def rows(
    connection: Connection, table: Table, names: Sequence[str], *, order: Sequence[str], at_once: int = 2000
) -> Iterator[Row]:
    """Those columns of every row, `at_once` held at a time. Content of files stays as it is."""
    columns = [table.c[name] for name in names]
    wanted = select(*(type_coerce(column, NullType()).label(column.name) for column in columns))
    found = connection.execution_options(yield_per=at_once).execute(wanted.order_by(*(table.c[name] for name in order)))
    for row in found:
        yield {column.name: _plain(value, column) for column, value in zip(columns, row, strict=True)}


def lacking(connection: Connection, wanted: MetaData) -> dict[str, list[str]]:
    """The tables that are not there, each with the columns it lacks: none of its own where it lacks altogether."""
    there = inspect(connection)
    names = set(there.get_table_names())
    found: dict[str, list[str]] = {}
    for table in wanted.sorted_tables:
        if table.name not in names:
            found[table.name] = []
            continue
        known = {column["name"] for column in there.get_columns(table.name)}
        if missing := [column.name for column in table.columns if column.name not in known]:
            found[table.name] = missing
    return found


@contextmanager
def any_text(connection: Connection) -> Generator[None]:
    """Within, text in no readable encoding is read as well, as something nobody sealed. Only SQLite keeps such."""
    if connection.dialect.name != "sqlite":
        yield
        return
    driver = connection.connection.driver_connection
    assert driver is not None
    driver.text_factory = _any_text
    try:
        yield
    finally:
        driver.text_factory = str


def _any_text(text: bytes) -> str:
    return text.decode("utf-8", "surrogateescape")


def _plain(value: Any, column: Column[Any]) -> Any:
    if isinstance(value, str) and _is_json(column):
        try:
            return json.loads(value)
        except (ValueError, RecursionError):
            return {"unreadable": value}
    if isinstance(value, bytes) and not isinstance(column.type, LargeBinary):
        return {"bytes": value.hex()}
    return chain.plain(value) if isinstance(value, Decimal | date) else value


def _is_json(column: Column[Any]) -> bool:
    kind = column.type.impl_instance if isinstance(column.type, TypeDecorator) else column.type
    return isinstance(kind, JSON)
