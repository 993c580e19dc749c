from __future__ import annotations

from datetime import UTC, date, datetime
from fractions import Fraction

import pytest

from domain.ledger import Ledger
from domain.observation import Submission
from domain.period import Period
from domain.reporting import ReportingStatus, due_date, is_corrected, on_time_rate, owed, reporting_status
from tests.support.plans import make_indicator, make_plan, sent
from wording import Words

PLAN = make_plan(make_indicator())
JUNE = Period(2023, 6)


def ledger(*history: Submission) -> Ledger:
    return Ledger(1, history)


def light(*history: Submission, today: date = date(2024, 1, 1), department: str = "a") -> ReportingStatus:
    return reporting_status(PLAN, ledger(*history), department, JUNE, today)


def at(day: int, hour: int = 0) -> datetime:
    return datetime(2023, 7, day, hour, tzinfo=UTC)


def test_a_report_is_due_on_the_due_day_of_the_next_month():
    assert due_date(PLAN, JUNE) == date(2023, 7, 5)
    assert due_date(PLAN, Period(2023, 12)) == date(2024, 1, 5)
    assert due_date(make_plan(due_day=31), Period(2024, 1)) == date(2024, 2, 29)


def test_the_day_is_that_of_the_place():
    assert light(sent(submitted_at=at(5, 15))) is ReportingStatus.ON_TIME  # 23:00 there
    assert light(sent(submitted_at=at(5, 16))) is ReportingStatus.LATE  # midnight there


def test_a_correction_makes_nobody_late_and_is_flagged():
    first, second = sent(submitted_at=at(1)), sent(id=2, sequence=2, submitted_at=at(20))
    assert light(first, second) is ReportingStatus.ON_TIME
    assert is_corrected(ledger(first, second), "a", JUNE)
    assert not is_corrected(ledger(first), "a", JUNE)
    assert not is_corrected(ledger(), "a", JUNE)


def test_what_was_returned_or_withdrawn_counts_as_never_sent():
    back, later = sent(submitted_at=at(1), state="returned"), sent(id=2, sequence=2, submitted_at=at(20))
    assert light(back) is ReportingStatus.MISSING
    assert light(back, later) is ReportingStatus.LATE
    assert light(sent(submitted_at=at(1), state="withdrawn")) is ReportingStatus.MISSING
    assert light(sent(submitted_at=at(1), state="awaiting")) is ReportingStatus.ON_TIME
    assert not is_corrected(ledger(back, later), "a", JUNE)


def test_a_report_is_missing_only_after_its_due_date():
    assert light(today=date(2023, 7, 5)) is ReportingStatus.NOT_DUE
    assert light(today=date(2023, 7, 6)) is ReportingStatus.MISSING


def test_another_department_s_report_does_not_count():
    assert light(sent("b")) is ReportingStatus.MISSING


def test_who_reports_no_number_owes_nothing():
    assert light(department="b") is ReportingStatus.NOT_DUE
    later = make_plan(make_indicator(start=Period(2024, 1)))
    assert reporting_status(later, ledger(), "a", JUNE, date(2025, 1, 1)) is ReportingStatus.NOT_DUE


@pytest.mark.parametrize("history", [(), (sent(period="2023-06", submitted_at=at(30)),)])
def test_back_filled_months_are_neither_late_nor_owed(history: tuple[Submission, ...]):
    plan = make_plan(make_indicator(), reports_from=Period(2023, 7))
    assert reporting_status(plan, ledger(*history), "a", JUNE, date(2024, 1, 1)) is ReportingStatus.NOT_DUE


def test_owed_lists_overdue_months_oldest_first():
    plan = make_plan(make_indicator(), reports_from=Period(2023, 5))
    assert owed(plan, ledger(sent()), "a", date(2023, 9, 6)) == (Period(2023, 5), Period(2023, 7), Period(2023, 8))


def test_nothing_is_owed_beyond_the_plan():
    plan = make_plan(make_indicator(), reports_from=Period(2025, 12))
    assert owed(plan, ledger(), "a", date(2027, 1, 1)) == (Period(2025, 12),)


def test_the_on_time_rate_leaves_out_what_is_not_due():
    seen = [ReportingStatus(name) for name in ("on_time", "late", "missing", "on_time", "not_due")]
    assert on_time_rate(seen) == Fraction(1, 2)
    assert on_time_rate([ReportingStatus.NOT_DUE]) is None


def test_every_light_has_its_words():
    assert all(Words("zh").has(f"reporting_status.{code}") for code in [*ReportingStatus, "corrected"])
