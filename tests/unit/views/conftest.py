"""One position with every hard case of a record in it."""

from __future__ import annotations

from itertools import accumulate

import pytest

from domain.period import Period
from domain.plan import Department, Kind, Name
from tests.support.plans import LONG_AFTER, START, figure, ledger_of, make_indicator, make_plan
from views.position import Knowledge, Position

MAY = Period(2023, 5)


@pytest.fixture
def position() -> Position:
    """29 months of 800 a month, a number never reported, and one that was met by its baseline."""
    plan = make_plan(
        make_indicator("N-1", by_region=True, lead="b"),
        make_indicator("N-2"),
        make_indicator("N-3", kind=Kind.STOCK, baseline=5, target=5),
        departments=tuple(Department(name, Name(name, name)) for name in "abc"),
    )
    totals = list(accumulate([800] * 29))
    figures = [figure("N-1", START + at, total) for at, total in enumerate(totals)]
    figures += [figure("N-1", MAY, 10_000, region_id="east"), figure("N-3", MAY, 5)]
    return Knowledge(plan, ledger_of(figures), LONG_AFTER).position(MAY)
