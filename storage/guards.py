"""The triggers that keep rows from being changed: are they there, whole, and alone.

A trigger that bears a guard's name and does nothing is none, and a strange one may undo what is written.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, text

from storage import tables
from storage.faults import Fault, fault

_GUARDED = tuple(table.name for table in tables.APPEND_ONLY)
_SQLITE = "CREATE TRIGGER {name} BEFORE {verb} ON {table} BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
_POSTGRESQL = (
    "CREATE TRIGGER {name} BEFORE DELETE OR UPDATE OR TRUNCATE ON {table} FOR EACH STATEMENT "
    "EXECUTE FUNCTION refuse_change() "
    "BEGIN RAISE integrity_constraint_violation USING MESSAGE = TG_TABLE_NAME || ' is append-only'; END"
)
_THERE = {  # every trigger and rule on a table of ours: its name, its table and all it does
    "sqlite": text("SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger'"),
    "postgresql": text(
        "SELECT tgname, relname, pg_get_triggerdef(pg_trigger.oid, true) || ' ' || prosrc "
        "FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid JOIN pg_proc ON pg_proc.oid = tgfoid "
        "WHERE NOT tgisinternal AND tgenabled IN ('O', 'A') AND relnamespace = current_schema()::regnamespace "
        "UNION ALL SELECT rulename, tablename, definition FROM pg_rules WHERE schemaname = current_schema()"
    ),
}


def faults(connection: Connection) -> Iterator[Fault]:
    """What is wrong with the guards."""
    expected = dict(_expected(connection.dialect.name))
    there = {
        (name, table): " ".join(str(does).split())
        for name, table, does in connection.execute(_THERE[connection.dialect.name])
    }
    for table in _GUARDED:
        own = {key: does for key, does in expected.items() if key[1] == table}
        if own.keys() - there.keys():
            yield fault("guard_missing", table=table)
        if any(there.get(key, does) != does for key, does in own.items()):
            yield fault("guard_idle", table=table)
    for name, table in sorted(there.keys() - expected.keys()):
        yield fault("trigger_unknown", name=name, table=table)


def _expected(dialect: str) -> Iterator[tuple[tuple[str, str], str]]:
    for table in _GUARDED:
        if dialect == "postgresql":
            name = f"{table}_append_only"
            yield (name, table), _POSTGRESQL.format(name=name, table=table)
            continue
        for verb in ("UPDATE", "DELETE"):
            name = f"{table}_no_{verb.lower()}"
            yield (name, table), _SQLITE.format(name=name, table=table, verb=verb)
