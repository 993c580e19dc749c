"""From what was recorded to the value that is judged, with the cells it rests on. Rule: docs/method.md, "The value".

Nothing is invented here: a month without a report has no value, and neither has a share of an unknown group.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from domain.ledger import Ledger
from domain.observation import Aspect, Recorded, TaskState
from domain.path import WHOLE_GROUP
from domain.period import Period
from domain.plan import Indicator, Kind


class Missing(StrEnum):
    """Why a month has no value."""

    NO_REPORT = "no_report"
    NO_DENOMINATOR = "no_denominator"  # the size of the group is not given, or is zero
    YEAR_NOT_REPORTED = "year_not_reported"  # editions of an earlier year are not known


@dataclass(frozen=True)
class Measured:
    """A month's value on the judged scale (see `domain.path.ends`), and every recorded figure it was made from."""

    value: Fraction | None
    sources: tuple[Recorded, ...] = ()
    missing: Missing | None = None


def measured(indicator: Indicator, ledger: Ledger, period: Period, region_id: str | None = None) -> Measured:
    """What `indicator` stood at when `period` ended, in the whole city or in one region.

    A repeated indicator has the value of the series it repeats.
    """
    series = series_id(indicator)
    counts = ledger.series(series, region_id)
    return _measured(indicator, counts, ledger.series(series, region_id, Aspect.DENOMINATOR), period)


def measured_months(indicator: Indicator, ledger: Ledger) -> dict[Period, Measured]:
    """The same for every month with a report, of the whole city; oldest first."""
    series = series_id(indicator)
    counts, groups = ledger.series(series), ledger.series(series, None, Aspect.DENOMINATOR)
    return {month: _measured(indicator, counts, groups, month) for month in sorted(counts)}


def _measured(
    indicator: Indicator, counts: Mapping[Period, Recorded], groups: Mapping[Period, Recorded], period: Period
) -> Measured:
    now = counts.get(period)
    if now is None:
        return Measured(None, missing=Missing.NO_REPORT)
    if indicator.kind in (Kind.PER_CAPITA, Kind.RATIO):
        return _share_of_group(now, groups.get(period))
    if indicator.kind is Kind.RECURRING and indicator.resets_yearly:
        return _over_the_years(indicator, counts, period)
    return Measured(_amount(now), (now,))


def last_known(
    indicator: Indicator, ledger: Ledger, period: Period, region_id: str | None = None
) -> tuple[Period, Measured] | None:
    """The latest month up to `period` that has a value, and that value; None when there never was one."""
    for month in sorted(ledger.series(series_id(indicator), region_id), reverse=True):
        if month <= period:
            found = measured(indicator, ledger, month, region_id)
            if found.value is not None:
                return month, found
    return None


def series_id(indicator: Indicator) -> str:
    """The id under which its figures are recorded."""
    return indicator.same_as or indicator.id


def task_state(ledger: Ledger, task_id: str, period: Period) -> TaskState | None:
    """What was reported of a task in `period`; None where nothing was."""
    found = (
        state
        for state, submission in reversed(ledger.task_states)
        if state.task_id == task_id and submission.period == period
    )
    return next(found, None)


def _share_of_group(reached: Recorded, group: Recorded | None) -> Measured:
    if group is None or not group.observation.value:
        return Measured(None, (reached,), Missing.NO_DENOMINATOR)
    return Measured(WHOLE_GROUP * _amount(reached) / _amount(group), (reached, group))


def _over_the_years(indicator: Indicator, counts: Mapping[Period, Recorded], period: Period) -> Measured:
    """A count that starts again every January, added up: the last report of each year so far."""
    latest: dict[int, Recorded] = {}
    for month in sorted(month for month in counts if indicator.start <= month <= period):
        latest[month.year] = counts[month]
    sources = tuple(latest.values())
    if len(latest) < period.year - indicator.start.year + 1:
        return Measured(None, sources, Missing.YEAR_NOT_REPORTED)
    return Measured(sum(map(_amount, sources), Fraction(0)), sources)


def _amount(entry: Recorded) -> Fraction:
    return Fraction(entry.observation.value)
