"""An `as_of` is an instant or a day; a day means its end, today means now, and tomorrow is known to nobody."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from domain.as_of import NotKnown, moment_of

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2024, 7, 8, 9, 30, tzinfo=SHANGHAI)
START = date(2021, 1, 1)  # of the plan


def test_a_day_means_its_end():
    assert moment_of("2024-05-19", NOW, START) == datetime(2024, 5, 19, 23, 59, 59, 999999, tzinfo=SHANGHAI)


def test_an_instant_is_what_it_says():
    assert moment_of("2024-05-19T08:00", NOW, START) == datetime(2024, 5, 19, 8, tzinfo=SHANGHAI)
    assert moment_of("2024-05-19T00:00:00Z", NOW, START) == datetime(2024, 5, 19, 8, tzinfo=SHANGHAI)
    assert moment_of(NOW.isoformat(), NOW, START) == NOW


def test_today_is_now():
    assert moment_of("2024-07-08", NOW, START) is None


@pytest.mark.parametrize("text", ["2024-07-09", "2024-07-08T09:31", "9999-12-31", "2024-07-08T01:30:01Z"])
def test_what_nobody_knows_yet(text):
    with pytest.raises(NotKnown) as refused:
        moment_of(text, NOW, START)
    assert refused.value.code == "future"


@pytest.mark.parametrize(
    "text", ["", "昨天", "2024-02-30", "2024-13-01", "2024-7-8", "<b>", "0", "0001-01-01T25:00", "0001-01-01T00:00"]
)
def test_what_is_no_moment(text):
    with pytest.raises(NotKnown) as refused:
        moment_of(text, NOW, START)
    assert refused.value.code == "unreadable"


@pytest.mark.parametrize("text", ["0001-01-01", "0001-01-01T12:00", "2020-12-31", "2020-12-31T23:59:59"])
def test_what_was_before_the_plan(text):
    with pytest.raises(NotKnown) as refused:
        moment_of(text, NOW, START)
    assert refused.value.code == "early"
    assert moment_of("2021-01-01", NOW, START)
