"""The screens on the sample data, and on a database that is migrated but empty."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.screens import Screens, deployed


@pytest.fixture(scope="module")
def sample(sample_to_read: str) -> Iterator[Screens]:
    with deployed(sample_to_read) as screens:
        yield screens


@pytest.fixture(scope="module")
def empty(migrated_sqlite: Path) -> Iterator[Screens]:
    with deployed(migrated_sqlite) as screens:
        yield screens
