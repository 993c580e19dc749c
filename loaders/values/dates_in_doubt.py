"""Months and days written so that they can be read in more than one way, or only with what the text leaves out.

Gives the values a text may stand for; which of them is meant, a person says.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date, timedelta
from typing import TypeVar

from domain.period import Period
from domain.problem import Fact
from domain.question import Reading
from loaders.findings import Doubt, Read, refused
from loaders.sheet import Cell, CellKind

T = TypeVar("T", Period, date)

_YEAR_LAST = re.compile(r"([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{4})")
_SHORT_YEAR = re.compile(r"([0-9]{2})([-/.])([0-9]{1,2})\2([0-9]{1,2})")
_SHORT_YEAR_MONTH = re.compile(r"[0-9]{2}(?:年|[-/.])[0-9]{1,2}月?")
_NO_YEAR = re.compile(r"(1[0-2]|0?[1-9])(?:月|[-/.])([0-9]{1,2})日?")
_DAY_OF_PAPER = re.compile(r"\(?(?:[0-9]{4}年)?[0-9]{1,2}月[0-9]{1,2}日")
_SERIAL_START, _SERIALS = date(1899, 12, 30), range(36_526, 73_051)  # the days of 2000 to 2099 as spreadsheets count
_SAME_CENTURY = 2000


def days_meant(cell: Cell | None, text: str) -> tuple[str, dict[str, date]]:
    """The days `text` may stand for, by the way of writing that gives each; and what these ways are about."""
    if cell and cell.kind is CellKind.NUMBER:
        is_serial = text.isdecimal() and int(text) in _SERIALS
        return "serial", {"serial": _SERIAL_START + timedelta(days=int(text))} if is_serial else {}
    if match := _YEAR_LAST.fullmatch(text):
        first, second, year = int(match[1]), int(match[3]), int(match[4])
        return "d/m/y", _valid({"day_first": (year, second, first), "month_first": (year, first, second)})
    if match := _SHORT_YEAR.fullmatch(text):
        first, second, third = (int(match[part]) for part in (1, 3, 4))
        ways = {"year_first": (_SAME_CENTURY + first, second, third)}
        if len(match[4]) == 2:
            ways |= {
                "day_first": (_SAME_CENTURY + third, second, first),
                "month_first": (_SAME_CENTURY + third, first, second),
            }
        return "y/m/d", _valid(ways)
    return "", {}


def _valid(ways: Mapping[str, tuple[int, int, int]]) -> dict[str, date]:
    """Those that are days of the calendar, each day once."""
    found: dict[str, date] = {}
    for way, parts in ways.items():
        with suppress(ValueError):
            day = date(*parts)
            found |= {} if day in found.values() else {way: day}
    return found


def day_in_doubt(cell: Cell | None, text: str, newest: Period | None, facts: Mapping[str, Fact]) -> Read[date]:
    """A day that `values.dates` knows no one reading for. 「13/04/2024」 can only be read in one way, and is."""
    about, days = days_meant(cell, text)
    if about == "d/m/y" and len(days) == 1:
        return Read(next(iter(days.values())))
    if newest and (match := _NO_YEAR.fullmatch(text)):
        month, day = int(match[1]), int(match[2])
        newest_year = _newest_year(newest, month)
        parts = {"newest": (newest_year, month, day), "year_before": (newest_year - 1, month, day)}
        about, days = "m/d", _valid(parts)
    return proposed("F30", facts, days, about=about)


def month_in_doubt(cell: Cell | None, text: str, named: Sequence[str], facts: Mapping[str, Fact]) -> Read[Period]:
    """A month that `values.dates` knows no one reading for; `named` are those written in full among other words."""
    if _SHORT_YEAR_MONTH.fullmatch(text):
        return _month_shown("C35", f"{_SAME_CENTURY // 100}{text}", facts)
    rest = _DAY_OF_PAPER.sub("", text.replace(named[0], "")) if named else text
    if len(named) == 1 and not re.search(r"[0-9]", rest):  # 「2024年3月（4月2日填）」
        return _month_shown("C35", named[0], facts)
    about, days = days_meant(cell, text)
    if about == "d/m/y" and len(days) == 1:
        return month_by_day(next(iter(days.values())), None, facts)
    return proposed("C35", facts, {way: Period.of(day) for way, day in days.items()}, about=about)


def month_by_day(day: date, newest: Period | None, facts: Mapping[str, Fact], *, may_open: bool = True) -> Read[Period]:
    """The month that a day stands for, its last or, where it `may_open` it, its first. Of another nobody can say: it
    may be one of filling in, or 「1-6」 of a spreadsheet that took it for a day.
    """
    own = Period.of(day)
    if day == own.last_day or (may_open and day == own.first_day):
        return Read(own)
    return _months_near("C50", (own, own + -1), str(day), newest, facts)


def month_of_days(first: date, last: date, newest: Period | None, facts: Mapping[str, Fact]) -> Read[Period]:
    """The month whose days from `first` to `last` are told: all of them, or else a person says that it is meant."""
    own = Period.of(first)
    if (first, last) == (own.first_day, own.last_day):
        return Read(own)
    return _months_near("C50", (own,), f"{first} {last}", newest, facts)


def month_beside_day(day: date, newest: Period, facts: Mapping[str, Fact]) -> Read[Period]:
    """The month of a table that names none and bears the day of some other thing: its own, or the one before."""
    own = Period.of(day)
    return _months_near("C51", (own + -1, own), str(day), newest, facts)


def _months_near(
    code: str, months: Sequence[Period], about: str, newest: Period | None, facts: Mapping[str, Fact]
) -> Read[Period]:
    """The question which of `months`, of those that can be, a day or two are to stand for this time."""
    choices = {str(month): month for month in months if newest is None or month <= newest}
    return proposed(code, facts, choices, about=about, says="shown", may_be_rule=False)


def january_or_october(text: str, facts: Mapping[str, Fact]) -> Read[Period]:
    """「2024.1」: typed as a number, or saved as text after that, it may have been 2024.10."""
    return _month_shown("C32", text, facts)


def _month_shown(code: str, text: str, facts: Mapping[str, Fact]) -> Read[Period]:
    """The question whether the one month that `text` names is meant."""
    year, month = re.findall(r"[0-9]+", text)
    months = [int(month), 10] if text.endswith(".1") else [int(month)]
    choices = {str(period): period for each in months if 1 <= each <= 12 for period in [Period(int(year), each)]}
    return proposed(code, facts, choices, about=text, says="shown")


def month_without_year(month: int, newest: Period, facts: Mapping[str, Fact]) -> Read[Period]:
    """A bare 「3月」: the newest one there can be, or the one before. The answer holds for every month so written."""
    year = _newest_year(newest, month)
    return proposed("C09", facts, {"newest": Period(year, month), "year_before": Period(year - 1, month)})


def _newest_year(newest: Period, month: int) -> int:
    return newest.year if month <= newest.month else newest.year - 1


def proposed(
    code: str,
    facts: Mapping[str, Fact],
    choices: Mapping[str, T],
    *,
    about: str = "",
    says: str = "",
    may_be_rule: bool = True,
) -> Read[T]:
    """The question which of `choices` is meant; a plain refusal where there are none."""
    if not choices:
        return refused(code, **facts)
    readings = tuple((Reading(key, says or key, {"shown": value}), value) for key, value in choices.items())
    return Read(doubt=Doubt(code, facts, about=about, choices=readings, may_be_rule=may_be_rule))
