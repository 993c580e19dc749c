"""What was added month by month, from the levels that were reported: the ground of catch-up and forecast.

Rule: docs/method.md, "Pace". A silent stretch between two reports is spread evenly over its months; nothing is added
before the first report or after the last.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from domain.ledger import Ledger
from domain.measurement import measured, series_id
from domain.path import ends, starts_again
from domain.period import Period, months
from domain.plan import Basis, Indicator
from domain.ruling import dispute_of

Level = tuple[Period, Fraction]


def levels(indicator: Indicator, ledger: Ledger, period: Period, today: date) -> tuple[Level, ...]:
    """The known values up to `period`, oldest first, on the judged scale; values held back are left out.

    The baseline stands before them, at the month before the start, unless it is only assumed.
    """
    series = series_id(indicator)
    known: list[Level] = []
    if indicator.baseline_basis is not Basis.ASSUMED and not starts_again(indicator):
        known.append((indicator.start + -1, ends(indicator)[0]))
    for month in sorted(ledger.values(series)):
        if indicator.start <= month <= period and not dispute_of(ledger.disputes, series, month, today):
            value = measured(indicator, ledger, month).value
            if value is not None:
                known.append((month, value))
    return tuple(known)


def gains(indicator: Indicator, ledger: Ledger, period: Period, today: date) -> tuple[Level, ...]:
    """Month and what it added, without a hole, up to the last report; oldest first.

    A count that starts again in January begins each year from nothing. If a year of it ends unreported, what came
    before is left out, since nobody knows what those months added.
    """
    found: list[Level] = []
    before: Level | None = None
    for month, value in levels(indicator, ledger, period, today):
        if starts_again(indicator) and (before is None or before[0].year < month.year):
            origin = Period(month.year, 1) + -1
            if before is not None and before[0] != origin:
                found.clear()
            before = max(origin, indicator.start + -1), Fraction(0)
        if before is not None:
            stretch = months(before[0] + 1, month)
            found += [(each, (value - before[1]) / len(stretch)) for each in stretch]
        before = month, value
    return tuple(found)
