"""From nothing to the tables of this release, and what is said of a database that is not there yet."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect, make_url, text
from sqlalchemy.exc import DBAPIError

from storage import schema, tables
from storage.engine import connect
from storage.errors import DatabaseNewer, DatabaseNotMigrated, DatabaseUnreachable
from storage.store import Store


def test_from_nothing_to_this_release_and_again_without_harm(bare_database_url: str) -> None:
    for _ in range(2):
        schema.upgrade(bare_database_url)
    engines = connect(bare_database_url)
    assert schema.current(engines) == schema.head()
    with engines.reading() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, tables.metadata) == [], "tables.py and the migrations must say the same"
    engines.dispose()


def test_an_upgrade_that_fails_half_way_leaves_nothing(bare_database_url: str) -> None:
    if make_url(bare_database_url).get_backend_name() == "sqlite":
        Path(str(make_url(bare_database_url).database)).parent.mkdir()
    engines = connect(bare_database_url)
    with engines.writing() as connection:
        connection.execute(text("CREATE TABLE task_states (id INTEGER)"))  # in the way of a later step
    with pytest.raises(DBAPIError, match="task_states"):
        schema.upgrade(bare_database_url)
    assert schema.current(engines) is None
    assert inspect(engines.write).get_table_names() == ["task_states"]
    engines.dispose()


def test_several_processes_may_upgrade_at_once(bare_database_url: str) -> None:
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(schema.upgrade, [bare_database_url] * 4))
    Store.open(bare_database_url).close()


def test_a_database_without_tables_is_told_apart_and_not_created(bare_database_url: str) -> None:
    with pytest.raises(DatabaseNotMigrated):
        Store.open(bare_database_url)
    url = make_url(bare_database_url)
    assert url.get_backend_name() != "sqlite" or not Path(str(url.database)).exists()


def test_a_database_of_a_later_release_is_neither_opened_nor_touched(database_url: str) -> None:
    engines = connect(database_url)
    with engines.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    for act in (Store.open, schema.upgrade):
        with pytest.raises(DatabaseNewer) as refusal:
            act(database_url)
        assert refusal.value.facts["revision"] == "9999"
    engines.dispose()


@pytest.mark.parametrize("act", [Store.open, schema.upgrade])
def test_an_unreachable_server_says_where_but_not_the_password(act: object) -> None:
    with pytest.raises(DatabaseUnreachable) as refusal:
        act("postgresql://clerk:s3cret@127.0.0.1:1/none?sslpassword=s3cret")  # type: ignore[operator]
    assert "127.0.0.1" in str(refusal.value)
    assert "s3cret" not in str(refusal.value)


def test_a_file_that_is_no_database_says_so(tmp_path: Path) -> None:
    (tmp_path / "x.sqlite").write_bytes(b"not a database, only some text" * 100)
    for act in (Store.open, schema.upgrade):
        with pytest.raises(DatabaseUnreachable):
            act(f"sqlite:///{tmp_path}/x.sqlite")
    with pytest.raises(DatabaseUnreachable):
        schema.upgrade(f"sqlite:///{tmp_path}/x.sqlite/under/a/file.sqlite")


def test_sqlite_is_durable_and_holds_references(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/x.sqlite"
    schema.upgrade(url)
    engines = connect(url)
    with engines.writing() as connection:
        pragmas = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    assert pragmas == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 30_000}
    engines.dispose()
