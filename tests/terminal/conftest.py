"""`manage.py` on a copy of the sample data, and where there is no database yet."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.support.terminal import Terminal


@pytest.fixture
def terminal(sample_copy: Path, tmp_path: Path) -> Terminal:
    """A deployment of the test's own, filled with the sample data."""
    return Terminal(tmp_path, sample_copy)


@pytest.fixture
def reader(sample_database: Path, tmp_path: Path) -> Terminal:
    """The sample data every test shares: for commands that store nothing."""
    return Terminal(tmp_path, sample_database)


@pytest.fixture
def bare(tmp_path: Path) -> Terminal:
    """A machine on which nothing was prepared."""
    return Terminal(tmp_path, tmp_path / "new" / "none.sqlite")


@pytest.fixture
def fresh(migrated_sqlite: Path, tmp_path: Path) -> Terminal:
    """A deployment whose database is ready and empty."""
    return Terminal(tmp_path, Path(shutil.copy(migrated_sqlite, tmp_path / "fresh.sqlite")))
