"""All lights of the sample plan, recomputed by a program written apart from this one, over all 60 months."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from domain.ledger import Ledger
from domain.observation import Observation
from domain.period import Period, months
from domain.progress import Status, assess
from tests.support import other_hand
from tests.support.backtest import ROOT, ledger_of_sample, sample_plan
from tests.support.plans import LONG_AFTER, ledger_of

TODAY = date(2024, 7, 8)


def sent_months() -> set[tuple[str, str]]:
    """Department and month of every sheet of the sample, from its list of files."""
    with (ROOT / "sample_data" / "manifest.csv").open(encoding="utf-8-sig", newline="") as manifest:
        rows = list(csv.DictReader(manifest))
    ends = ((row["department"], row["period"].split("/")) for row in rows)
    return {
        (department, str(month))
        for department, span in ends
        for month in months(Period.parse(span[0]), Period.parse(span[-1]))
    }


def as_sent() -> Ledger:
    """The figures of the sample sheets: what nobody sent is missing."""
    plan, sent = sample_plan(), sent_months()
    every = [entry.observation for entry in ledger_of_sample(Period(2024, 6)).recorded]

    def arrived(seen: Observation) -> bool:
        reporter = plan.department(plan.indicator(seen.indicator_id).reporter)
        return (reporter.name.zh, str(seen.period)) in sent or (reporter.short, str(seen.period)) in sent

    return ledger_of([seen for seen in every if arrived(seen)])


def with_holes() -> Ledger:
    """All 60 months, every seventh figure missing and every eleventh too low, so that every light occurs."""
    seen = [entry.observation for entry in ledger_of_sample(Period(2025, 12)).recorded]
    kept = [entry for place, entry in enumerate(seen) if place % 7]
    return ledger_of(
        replace(entry, value=entry.value // 2) if place % 11 == 0 else entry for place, entry in enumerate(kept)
    )


def table(figures: Iterable[Observation]) -> pd.DataFrame:
    rows = [(s.indicator_id, str(s.period), s.aspect.value, s.value) for s in figures if s.region_id is None]
    return pd.DataFrame(rows, columns=["indicator", "month", "aspect", "value"])


CASES: list[tuple[Callable[[], Ledger], date, set[Status]]] = [
    (as_sent, TODAY, {Status.NOT_DUE, Status.NOT_REPORTED}),
    (lambda: ledger_of_sample(Period(2025, 12)), LONG_AFTER, {Status.MET, Status.OVERDUE}),
    (with_holes, LONG_AFTER, set(Status) - {Status.NOT_DUE, Status.DISPUTED}),
]


@pytest.mark.parametrize(("make", "today", "among"), CASES, ids=["as sent", "all months", "with holes"])
def test_another_hand_comes_to_the_same_lights(make: Callable[[], Ledger], today: date, among: set[Status]):
    plan, ledger = sample_plan(), make()
    theirs = other_hand.lights(ROOT / "targets.toml", table(e.observation for e in ledger.recorded), today)
    ours = [
        (number.id, str(month), assess(number, plan, ledger, month, today).status.value)
        for number in plan.numbers
        for month in months(plan.start, plan.end)
    ]
    assert len(ours) == len(theirs) == 60 * len(plan.numbers)
    assert among <= {light for _, _, light in ours}
    differing = [(mine, light) for mine, light in zip(ours, theirs.light, strict=True) if mine[2] != light]
    assert differing == []
    assert [mine[:2] for mine in ours] == list(zip(theirs.indicator, theirs.month, strict=True))
