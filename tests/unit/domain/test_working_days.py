"""Weekends are known to the code, holidays and make-up days to the plan; due days move past both."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from domain.period import Period, months
from domain.reporting import due_date
from domain.working_days import WorkingDays, YearOff, contradictions
from loaders import targets_file
from tests.support.plans import make_indicator, make_plan

MAY = YearOff(2024, ((date(2024, 5, 1), date(2024, 5, 5)),), (date(2024, 4, 28), date(2024, 5, 11)))
DAYS = WorkingDays((MAY,))


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        (date(2024, 4, 27), False),  # a Saturday
        (date(2024, 4, 28), True),  # a Sunday made up
        (date(2024, 4, 30), True),
        (date(2024, 5, 1), False),
        (date(2024, 5, 5), False),
        (date(2024, 5, 6), True),
        (date(2024, 5, 11), True),
        (date(2023, 5, 1), True),  # a Monday of a year that is not listed
    ],
)
def test_which_days_are_worked(day, worked):
    assert DAYS.is_worked(day) is worked


def test_a_due_day_moves_to_the_next_day_worked():
    plan = make_plan(make_indicator(), working_days=DAYS)
    assert due_date(plan, Period(2024, 4)) == date(2024, 5, 6), "past the holiday"
    assert due_date(plan, Period(2024, 9)) == date(2024, 10, 7), "past the weekend"
    assert due_date(plan, Period(2024, 6)) == date(2024, 7, 5), "a Friday stays"


@pytest.mark.parametrize(
    ("year", "codes"),
    [
        (MAY, []),
        (YearOff(2024, ((date(2024, 5, 5), date(2024, 5, 1)),)), ["holiday_backwards"]),
        (YearOff(2024, ((date(2024, 12, 30), date(2025, 1, 1)),)), ["day_of_another_year"]),
        (YearOff(2024, (), (date(2023, 1, 1),)), ["day_of_another_year"]),
        (YearOff(2024, (), (date(2024, 5, 6),)), ["workday_no_weekend"]),
        (YearOff(2024, ((date(2024, 5, 1), date(2024, 5, 5)),), (date(2024, 5, 4),)), ["workday_in_holiday"]),
    ],
)
def test_days_that_cannot_be_meant(year, codes):
    assert [found.code for found in contradictions(WorkingDays((year,)))] == codes


@pytest.fixture(scope="module")
def real():
    plan = targets_file.read(Path(__file__).parents[3] / "targets.toml").plan
    assert plan is not None
    return plan


def test_the_real_plan_lists_every_year_in_which_a_report_is_due(real):
    years = {due_date(real, period).year for period in months(real.start, real.end)}
    assert years <= {entry.year for entry in real.working_days.years}


@pytest.mark.parametrize(
    ("month", "day"),
    [  # from the calendars of the State Council, by hand
        ("2021-01", "2021-02-05"),
        ("2022-01", "2022-02-07"),  # Spring Festival, 31 January to 6 February
        ("2022-03", "2022-04-06"),  # Tomb-Sweeping, 3 to 5 April
        ("2022-09", "2022-10-08"),  # National Day to the 7th; Saturday the 8th is made up
        ("2023-03", "2023-04-06"),
        ("2024-03", "2024-04-07"),  # Sunday the 7th is made up
        ("2024-04", "2024-05-06"),
        ("2025-01", "2025-02-05"),
        ("2025-09", "2025-10-09"),  # eight days off with Mid-Autumn
        ("2025-12", "2026-01-05"),
    ],
)
def test_due_days_of_the_real_plan(real, month, day):
    assert str(due_date(real, Period.parse(month))) == day
