"""Whether the database has the tables this release needs, and how it gets them. The steps are in `storage/migrations`.

Alembic is configured here rather than in an `alembic.ini`, so that there is one address of the database, the settings'.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect

from storage.engine import Engines, connect, parse_url, shown
from storage.errors import DatabaseDamaged, DatabaseNewer, DatabaseNotMigrated, DatabaseUnreachable
from storage.tables import metadata


def head() -> str:
    """The revision this release needs."""
    return _known()[0]


def current(engines: Engines) -> str | None:
    """The revision the database is at; None when it holds no tables yet."""
    if engines.url.get_backend_name() == "sqlite" and not Path(str(engines.url.database)).exists():
        return None  # asking SQLite would create the file
    with engines.reading() as connection:
        return _revision(connection)


def check(engines: Engines) -> None:
    """Raises DatabaseNotMigrated, -Newer, -Damaged or -Unreachable unless the database is at `head` with all tables."""
    revision = current(engines)
    _refuse_newer(revision, engines)
    if revision != head():
        raise DatabaseNotMigrated("database_not_migrated", database=shown(engines.url))
    with engines.reading() as connection:
        lacking = metadata.tables.keys() - set(inspect(connection).get_table_names())
    if lacking:
        raise DatabaseDamaged("database_damaged", database=shown(engines.url), detail=", ".join(sorted(lacking)))


def upgrade(url: str) -> None:
    """Bring the database at `url` to `head`, making an SQLite file and its folder where missing.

    One transaction: failed or killed, it leaves the database as it was. Several processes may call it at once.
    """
    engines = connect(url)
    try:
        make_folder(url)
        with engines.writing() as connection:
            _refuse_newer(_revision(connection), engines)
            upgrade_within(connection)
    finally:
        engines.dispose()


def upgrade_within(connection: Connection, revision: str = "head") -> None:
    """The same as part of a transaction that somebody else has begun, if wanted only up to an earlier revision."""
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def _refuse_newer(revision: str | None, engines: Engines) -> None:
    if revision is not None and revision not in _known():
        raise DatabaseNewer("database_newer", database=shown(engines.url), revision=revision)


def make_folder(url: str) -> None:
    """Make the folder of an SQLite file where it is missing. Raises DatabaseUnreachable where that cannot be."""
    address = parse_url(url)
    if address.get_backend_name() != "sqlite":
        return
    try:
        Path(str(address.database)).parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DatabaseUnreachable("database_unreachable", database=shown(address), detail=str(error)) from error


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


@cache
def _known() -> tuple[str, ...]:
    """Every revision of this release, newest first."""
    return tuple(step.revision for step in ScriptDirectory.from_config(_config()).walk_revisions())


def _config() -> Config:
    config = Config()
    folder = str(Path(__file__).parent / "migrations")
    config.set_main_option("script_location", folder.replace("%", "%%"))
    return config
