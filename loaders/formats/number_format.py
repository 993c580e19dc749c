"""What kind of value a number format shows, and the day or time behind a serial number, as Excel counts them."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from enum import IntEnum, auto
from functools import lru_cache
from typing import NamedTuple

from loaders.formats.number_words import is_plain


class Shown(IntEnum):  # quick to hash
    NUMBER = auto()
    PERCENT = auto()
    DATE = auto()  # a day, an instant or a time of day
    DURATION = auto()
    WORDS = auto()  # a number with more than itself, or less: what of it is seen, `number_words` tells


class Format(NamedTuple):
    """What a format shows a positive number as; `code` only where `number_words` needs it."""

    shown: Shown
    code: str = ""


# 27–36 and 50–58 are the Chinese, Japanese and Korean dates; files name them by number alone.
_BUILT_IN = {
    **dict.fromkeys((9, 10), Shown.PERCENT),
    **dict.fromkeys((*range(14, 23), *range(27, 37), 45, 47, *range(50, 59)), Shown.DATE),
    46: Shown.DURATION,
}
_YUAN = {
    **dict.fromkeys(range(5, 9), '"¥"0.00;"¥"-0.00'),
    **dict.fromkeys((42, 44), '"¥"0.00;"¥"-0.00;"¥""-";@'),
}
_QUOTED = re.compile(r'"[^"]*"|[\\_*!].|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
_IN_DATES = re.compile(r"[dmhysDMHYS]|[aA]/[pP]")
_EPOCH = datetime(1899, 12, 31)  # noqa: DTZ001 - calendars of workbooks know no zones
_DAY_THAT_NEVER_WAS = 60  # 29 February 1900
_YEARS_1904 = 1462  # days between the two calendars
_LAST_DAY = 2_958_466  # 1 January 10000
_MILLISECONDS = 86_400_000  # of a day


def built_in(number: int) -> Format:
    """What one of the formats shows that files name by number alone; amounts of money as in China."""
    return format_by(_YUAN[number]) if number in _YUAN else Format(_BUILT_IN.get(number, Shown.NUMBER))


@lru_cache(maxsize=512)
def format_by(code: str) -> Format:
    """What a format code shows."""
    bare = _QUOTED.sub("", code)
    first = bare.partition(";")[0]
    if _ELAPSED.search(first):
        return Format(Shown.DURATION)
    if "general" not in first.lower() and _IN_DATES.search(first):
        return Format(Shown.DATE)
    if code and not is_plain(code):
        return Format(Shown.WORDS, code)
    return Format(Shown.PERCENT if "%" in bare else Shown.NUMBER)


def moment(serial: float, shown: Shown, *, from_1904: bool = False) -> date | datetime | time | timedelta | float:
    """What a date format makes of a number, to the millisecond; the number itself beyond all calendars.

    Whole days are dates, what lies within the first day is a time of day.
    """
    if shown is Shown.DURATION:
        return _elapsed(serial) if abs(serial) < _LAST_DAY else serial
    serial += _YEARS_1904 if from_1904 else 0
    if not 0 <= serial < _LAST_DAY:
        return serial
    if serial < 1:
        return (_EPOCH + _elapsed(serial)).time()
    found = _EPOCH + _elapsed(serial if serial < _DAY_THAT_NEVER_WAS else serial - 1)
    return found.date() if found.time() == time() else found


def _elapsed(days: float) -> timedelta:
    return timedelta(milliseconds=round(days * _MILLISECONDS))
