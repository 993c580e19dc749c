"""What counts as a month and as a day. Part of the grammar of `cells`."""

from __future__ import annotations

import re
from datetime import date

from domain.period import Period
from domain.problem import Fact
from loaders.findings import Read, refused
from loaders.headers import compact
from loaders.sheet import Cell, CellKind
from loaders.values.dates_in_doubt import (
    day_in_doubt,
    january_or_october,
    month_by_day,
    month_in_doubt,
    month_of_days,
    month_without_year,
)
from loaders.values.dates_in_text import DAY_PARTS, TO, UNTIL, digits, months_in

LONGEST = 60  # no month or day is written longer

_YEAR_MONTH = r"(?P<year>[0-9]{4})(?:年|[-/.])(?P<month>[0-9]{1,2})"
_MONTH = re.compile(rf"{_YEAR_MONTH}(?:月份?)?[末底]?")
_DAY = re.compile(rf"{DAY_PARTS}(?P<day>[0-9]{{1,2}})[日号]?(?:T?0?0:00(?::00)?)?")
_MONTH_FIRST = re.compile(r"(?P<month>1[0-2]|0?[1-9])[-/.](?P<year>[0-9]{4})")
_RUN_TOGETHER = re.compile(r"(?P<year>(?:19|20)[0-9]{2})(?P<month>[0-9]{2})(?P<day>[0-9]{2})?")
_DAYS_OF_ONE_MONTH = re.compile(
    rf"{DAY_PARTS}(?P<day>[0-9]{{1,2}})日?{TO}(?:(?P=year)(?:年|[-/.]))?(?:(?P=month)(?:月|[-/.]))?(?P<last>[0-9]{{1,2}})日?"
)
_UNTIL = re.compile(rf"^(?:{UNTIL}|至)")
_NO_YEAR = re.compile(r"(?P<month>1[0-2]|0?[1-9])月(?:份|[末底])?")
_SEVERAL_MONTHS = re.compile(
    rf".*(?:季|半年|全年|年度|以来|累计).*|[0-9]{{4}}年?|.*[0-9月日年份]{TO}[0-9].*|.*Q[1-4].*", re.IGNORECASE
)


def read_period(value: Cell | str, newest: Period | None = None) -> Read[Period]:
    """The month `value` names. Its last day stands for it, 「截至2024年3月31日」, and so does its first, by which
    spreadsheets keep a month; of any other day a person says which month is meant. Blank gives no value.

    `newest` is the newest month there can be: one without a year is proposed up to it, and messages give it as an
    example of how to write a month.
    """
    cell = value if isinstance(value, Cell) else None
    raw = _raw(value)
    shown = newest or Period(2024, 3)
    facts: dict[str, Fact] = {"raw": raw, "example": f"{shown.year}年{shown.month}月"}
    if cell and isinstance(cell.value, date):
        return month_by_day(date(cell.value.year, cell.value.month, cell.value.day), newest, facts)
    if cell and cell.kind in (CellKind.ERROR, CellKind.UNCALCULATED):
        return refused("E15" if cell.kind is CellKind.ERROR else "E16", raw=raw)
    text = _written(raw)
    if not text:
        return Read()
    if cell and re.fullmatch(r"[0-9]{4}\.1", text):
        return january_or_october(text, {"raw": raw})
    told = _UNTIL.sub("", text)
    if match := _match(told, _DAY, _MONTH, _RUN_TOGETHER, _DAYS_OF_ONE_MONTH, _MONTH_FIRST):
        return _month_of(match, newest, facts, may_open=told == text)
    if match := _NO_YEAR.fullmatch(told):
        month = int(match["month"])
        return month_without_year(month, shown, {"raw": raw, "example": f"{shown.year}年{month}月"})
    if _SEVERAL_MONTHS.fullmatch(text):
        return refused("C11", raw=raw)
    return month_in_doubt(cell, text, months_in(text), facts)


def _month_of(found: re.Match[str], newest: Period | None, facts: dict[str, Fact], *, may_open: bool) -> Read[Period]:
    """The month matched, by its days where it names any; refused where there is no such month, or no such day in it.

    `may_open`: whether the first day may stand for the month, as it does not behind 「截至」, nor where a person wrote
    「2024年3月1日」, which no spreadsheet makes of a month.
    """
    parts = found.groupdict()
    year, month, day, last = int(found["year"]), int(found["month"]), parts.get("day"), parts.get("last")
    try:
        if day is None:
            return Read(Period(year, month))
        first = date(year, month, int(day))
        if last is not None:
            return month_of_days(first, date(year, month, int(last)), newest, facts)
    except ValueError:
        return refused("C12", raw=str(facts["raw"]))
    return month_by_day(first, newest, facts, may_open=may_open and not parts.get("han"))


def read_date(value: Cell | str, newest: Period | None = None) -> Read[date]:
    """The day `value` names. Blank gives no value; a bare month is refused.

    `newest` is the newest month there can be: a day without a year is proposed up to it.
    """
    if isinstance(value, Cell) and isinstance(value.value, date):
        return Read(date(value.value.year, value.value.month, value.value.day))
    raw = _raw(value)
    text = _written(raw)
    if not text:
        return Read()
    match = _match(text, _DAY, _RUN_TOGETHER)
    if match and match["day"]:
        try:
            return Read(date(int(match["year"]), int(match["month"]), int(match["day"])))
        except ValueError:  # the 31st of a month that has none
            return refused("F30", raw=raw)
    return day_in_doubt(value if isinstance(value, Cell) else None, text, newest, {"raw": raw})


def _match(text: str, *patterns: re.Pattern[str]) -> re.Match[str] | None:
    return next((match for pattern in patterns if (match := pattern.fullmatch(text))), None)


def _raw(value: Cell | str) -> str:
    """What stands there, cut short where it cannot be a date anyway."""
    raw = (value.raw if isinstance(value, Cell) else value).strip()
    return raw if len(raw) <= LONGEST else f"{raw[:LONGEST]}…"


def _written(text: str) -> str:
    return digits(compact(text))
