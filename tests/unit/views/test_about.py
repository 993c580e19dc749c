"""What a figure is of survives its address, and an address that asks nonsense asks nothing."""

from __future__ import annotations

import pytest

from domain.observation import Aspect
from domain.plan import Plan
from domain.progress import Status
from loaders import targets_file
from tests.conftest import TARGETS
from views.about import About, RestsOn


def read() -> Plan:
    plan = targets_file.read(TARGETS).plan
    assert plan is not None
    return plan


PLAN = read()


@pytest.mark.parametrize(
    "about",
    [
        About(indicator="M16-1"),
        About(indicator="M16-1", region=PLAN.regions[0].id, aspect=Aspect.MONTH),
        About(department=PLAN.departments[0].id, statuses=(Status.BEHIND, Status.FAR_BEHIND)),
        About(clause="16", rests_on=RestsOn.PLAN),
        About(department=PLAN.departments[0].id, rests_on=RestsOn.REPORTS),
        About(),
    ],
)
def test_an_address_asks_what_was_meant(about):
    assert About.of({"lang": "en", **about.query()}, PLAN) == about


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"lang": "zh", "period": "2024-06"},
        {"indicator": "X"},
        {"rests_on": "hearsay"},
        {"rests_on": "month", "department": "none"},
        {"rests_on": "month", "status": "purple"},
        {"indicator": "M16-1", "region": "<b>"},
        {"indicator": "M16-1", "aspect": "sum"},
        {"rests_on": "plan", "clause": "99"},
    ],
)
def test_an_address_that_asks_nonsense_asks_nothing(query):
    assert About.of(query, PLAN) is None
