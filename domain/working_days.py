"""Which days are worked: weekends, public holidays, and the weekend days worked to make up for them.

Holidays are data of the plan; that Saturdays and Sundays are free is not. Knows nothing of what is due when.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

_DAY = timedelta(days=1)
_SATURDAY = 5

Span = tuple[date, date]  # first and last day


@dataclass(frozen=True)
class YearOff:
    """The public holidays of one year as they were decreed, and the weekend days worked instead."""

    year: int
    holidays: tuple[Span, ...] = ()
    workdays: tuple[date, ...] = ()

    def free_days(self) -> Iterator[date]:
        for first, last in self.holidays:
            yield from (first + _DAY * n for n in range((last - first).days + 1))


@dataclass(frozen=True)
class WorkingDays:
    """The days worked. Of a year that is not listed only the weekends are known."""

    years: tuple[YearOff, ...] = ()

    @cached_property
    def _free(self) -> frozenset[date]:
        return frozenset(day for year in self.years for day in year.free_days())

    @cached_property
    def _made_up(self) -> frozenset[date]:
        return frozenset(day for year in self.years for day in year.workdays)

    def is_worked(self, day: date) -> bool:
        return day in self._made_up or not (is_weekend(day) or day in self._free)

    def next_from(self, day: date) -> date:
        """The first day worked from `day` on, that day included."""
        while not self.is_worked(day):
            day += _DAY
        return day


def is_weekend(day: date) -> bool:
    return day.weekday() >= _SATURDAY


@dataclass(frozen=True)
class Contradiction:
    """A day of one year's entry that cannot be meant: its code, the key it stands under, and the day."""

    year: int
    code: str
    key: str
    day: date


def contradictions(working_days: WorkingDays) -> Iterator[Contradiction]:
    """What of the listed days contradicts itself or the calendar."""
    for entry in working_days.years:
        for first, last in entry.holidays:
            if last < first:
                yield Contradiction(entry.year, "holiday_backwards", "holidays", first)
            for day in {first, last}:
                if day.year != entry.year:
                    yield Contradiction(entry.year, "day_of_another_year", "holidays", day)
        for day in entry.workdays:
            if day.year != entry.year:
                yield Contradiction(entry.year, "day_of_another_year", "workdays", day)
            elif not is_weekend(day):
                yield Contradiction(entry.year, "workday_no_weekend", "workdays", day)
            elif any(first <= day <= last for first, last in entry.holidays):
                yield Contradiction(entry.year, "workday_in_holiday", "workdays", day)
