"""From what was recorded to the value that is judged, with the cells it rests on. Rule: docs/method.md, "The value".

Nothing is invented here: a month without a report has no value, and neither has a share of an unknown group.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from domain.ledger import Ledger
from domain.observation import Aspect, Recorded
from domain.path import WHOLE_GROUP
from domain.period import Period
from domain.plan import Indicator, Kind

Values = Mapping[Period, Decimal]  # as reported, by month


class Missing(StrEnum):
    """Why a month has no value."""

    NO_REPORT = "no_report"
    NO_DENOMINATOR = "no_denominator"  # the size of the group is not given, or is zero
    YEAR_NOT_REPORTED = "year_not_reported"  # editions of an earlier year are not known


@dataclass(frozen=True)
class Measured:
    """A month's value on the judged scale (see `domain.path.ends`), and which figures of which months it is made of."""

    value: Fraction | None
    made_of: tuple[tuple[Aspect, Period], ...] = ()
    missing: Missing | None = None


def measured(indicator: Indicator, ledger: Ledger, period: Period, region_id: str | None = None) -> Measured:
    """What `indicator` stood at when `period` ended, in the whole city or in one region.

    A repeated indicator has the value of the series it repeats.
    """
    series = series_id(indicator)
    counts = ledger.values(series, region_id)
    return of_month(indicator, counts, ledger.values(series, region_id, Aspect.DENOMINATOR), period)


def sources(indicator: Indicator, ledger: Ledger, period: Period, region_id: str | None = None) -> tuple[Recorded, ...]:
    """Every recorded figure that the value of `period` is made from."""
    made_of = measured(indicator, ledger, period, region_id).made_of
    found = (ledger.figure(series_id(indicator), region_id, aspect, month) for aspect, month in made_of)
    return tuple(entry for entry in found if entry)


def of_month(indicator: Indicator, counts: Values, groups: Values, period: Period) -> Measured:
    """What figures by month, and where it is a share the sizes of its group, come to when `period` ends."""
    now = counts.get(period)
    if now is None:
        return Measured(None, missing=Missing.NO_REPORT)
    if indicator.kind in (Kind.PER_CAPITA, Kind.RATIO):
        return _share_of_group(now, groups.get(period), period)
    if indicator.kind is Kind.RECURRING and indicator.resets_yearly:
        return _over_the_years(indicator, counts, period)
    return Measured(Fraction(now), ((Aspect.CUMULATIVE, period),))


def last_known(
    indicator: Indicator, ledger: Ledger, period: Period, region_id: str | None = None
) -> tuple[Period, Measured] | None:
    """The latest month up to `period` that has a value, and that value; None when there never was one."""
    for month in sorted(ledger.values(series_id(indicator), region_id), reverse=True):
        if month <= period:
            found = measured(indicator, ledger, month, region_id)
            if found.value is not None:
                return month, found
    return None


def series_id(indicator: Indicator) -> str:
    """The id under which its figures are recorded."""
    return indicator.same_as or indicator.id


def _share_of_group(reached: Decimal, group: Decimal | None, period: Period) -> Measured:
    made_of = ((Aspect.CUMULATIVE, period), (Aspect.DENOMINATOR, period))
    if not group:
        return Measured(None, made_of[:1], Missing.NO_DENOMINATOR)
    return Measured(WHOLE_GROUP * Fraction(reached) / Fraction(group), made_of)


def _over_the_years(indicator: Indicator, counts: Values, period: Period) -> Measured:
    """A count that starts again every January, added up: the last report of each year so far."""
    latest: dict[int, Period] = {}
    for month in sorted(month for month in counts if indicator.start <= month <= period):
        latest[month.year] = month
    made_of = tuple((Aspect.CUMULATIVE, month) for month in latest.values())
    if len(latest) < period.year - indicator.start.year + 1:
        return Measured(None, made_of, Missing.YEAR_NOT_REPORTED)
    return Measured(sum((Fraction(counts[month]) for month in latest.values()), Fraction(0)), made_of)
