"""The sample's last month, and each report of it made once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest

from loaders import targets_file
from reports.report import Asked, File, make
from storage.store import Store
from tests.conftest import TARGETS
from views.position import Knowledge, Position
from wording import Words

Made = Callable[[str, str], File]


@pytest.fixture(scope="session")
def june(sample_database: Path) -> Iterator[Position]:
    """June 2024 as it was known at the end of 8 July in Shanghai."""
    store = Store.open(f"sqlite:///{sample_database}")
    reading = targets_file.read(TARGETS)
    assert reading.plan is not None
    at = datetime(2024, 7, 8, 15, 59, 59, 999999, UTC)
    day = reading.plan.end.first_day.replace(2024, 7, 8)
    month = reading.plan.start.parse("2024-06")
    yield Knowledge(reading.plan, store.ledger(at), day, at, reading.sha256).position(month)
    store.close()


@pytest.fixture(scope="session")
def report(june: Position) -> Made:
    """Makes a report of a language, once."""

    @cache
    def made(name: str, language: str) -> File:
        return make(name, Asked(june, Words(language)))  # type: ignore[arg-type]

    return made
