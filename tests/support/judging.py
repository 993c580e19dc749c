"""Judging in one call, for tests that ask about a month or two."""

from __future__ import annotations

from datetime import date

from domain.assessment import Assessment
from domain.judging import Judged, grounds, judge
from domain.ledger import Ledger
from domain.period import Period
from domain.plan import Indicator, Plan
from tests.support.plans import LONG_AFTER


def judged(indicator: Indicator, plan: Plan, ledger: Ledger, today: date = LONG_AFTER, *also: Period) -> Judged:
    """An indicator in every month of the plan, and in those of `also`."""
    return judge(indicator, plan, grounds(indicator, plan, ledger, today, *also))


def assess(indicator: Indicator, plan: Plan, ledger: Ledger, period: Period, today: date) -> Assessment:
    """An indicator in one month."""
    return judged(indicator, plan, ledger, today, period).at(period)
