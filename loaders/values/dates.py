"""What counts as a month and as a day. Part of the grammar of `cells`."""

from __future__ import annotations

import re
from datetime import date

from domain.period import Period
from domain.problem import Fact
from loaders.findings import Read, refused
from loaders.headers import compact
from loaders.sheet import Cell, CellKind
from loaders.values.dates_in_doubt import day_in_doubt, january_or_october, month_in_doubt, month_without_year

LONGEST = 60  # no month or day is written longer

_TO = re.compile(r"[-~—–―至到]+").pattern
_CHINESE_DIGITS = str.maketrans("〇零○一二三四五六七八九", "000123456789")
_YEAR_MONTH = r"(?P<year>[0-9]{4})(?:年|[-/.])(?P<month>[0-9]{1,2})"
_MONTH = re.compile(rf"{_YEAR_MONTH}(?:月份?)?[末底]?")
_DAY_PARTS = r"(?P<year>[0-9]{4})(?:(?P<han>年)|(?P<mark>[-/.]))(?P<month>[0-9]{1,2})(?(han)月|(?P=mark))"
_DAY = re.compile(rf"{_DAY_PARTS}(?P<day>[0-9]{{1,2}})[日号]?(?:T?0?0:00(?::00)?)?")
_MONTH_FIRST = re.compile(r"(?P<month>1[0-2]|0?[1-9])[-/.](?P<year>[0-9]{4})")
_NAMES = re.compile("jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec").pattern
_NAMED = re.compile(rf"(?P<name>{_NAMES})[a-z]*[-./]?(?P<year>[0-9]{{2}}(?:[0-9]{{2}})?)", re.IGNORECASE)
_RUN_TOGETHER = re.compile(r"(?P<year>(?:19|20)[0-9]{2})(?P<month>[0-9]{2})(?P<day>[0-9]{2})?")
_DAYS_OF_ONE_MONTH = re.compile(
    rf"{_DAY_PARTS}[0-9]{{1,2}}日?{_TO}(?:(?P=year)(?:年|[-/.]))?(?:(?P=month)(?:月|[-/.]))?[0-9]{{1,2}}日?"
)
_NO_YEAR = re.compile(r"(?P<month>1[0-2]|0?[1-9])月份?")
_SEVERAL_MONTHS = re.compile(
    rf".*(?:季|半年|全年|年度|以来|累计).*|[0-9]{{4}}年?|.*[0-9月日年份]{_TO}[0-9].*|.*Q[1-4].*", re.IGNORECASE
)
_MONTH_IN_TEXT = re.compile(rf"(?<![0-9])[0-9]{{4}}年[0-9]{{1,2}}月(?!份?(?:[0-9]+日)?{_TO})")
_LISTED = re.compile(
    r"(?P<year>[0-9]{4})年(?P<months>[0-9]{1,2}月?份?(?:[、,/和及与&][0-9]{1,2}月?份?)*[、,/和及与&][0-9]{1,2}月)"
)


def read_period(value: Cell | str, newest: Period | None = None) -> Read[Period]:
    """The month `value` names; a day stands for its month. Blank gives no value.

    `newest` is the newest month there can be: one without a year is proposed up to it, and messages give it as an
    example of how to write a month.
    """
    cell = value if isinstance(value, Cell) else None
    raw = _raw(value)
    if cell and isinstance(cell.value, date):
        return Read(Period.of(cell.value))
    if cell and cell.kind in (CellKind.ERROR, CellKind.UNCALCULATED):
        return refused("E15" if cell.kind is CellKind.ERROR else "E16", raw=raw)
    text = _written(raw)
    if not text:
        return Read()
    if cell and re.fullmatch(r"[0-9]{4}\.1", text):
        return january_or_october(text, {"raw": raw})
    shown = newest or Period(2024, 3)
    if match := _match(text, _MONTH, _DAY, _RUN_TOGETHER, _DAYS_OF_ONE_MONTH, _MONTH_FIRST):
        period = _month_of(match)
        return Read(period) if period else refused("C12", raw=raw)
    if match := _NO_YEAR.fullmatch(text):
        month = int(match["month"])
        return month_without_year(month, shown, {"raw": raw, "example": f"{shown.year}年{month}月"})
    if _SEVERAL_MONTHS.fullmatch(text):
        return refused("C11", raw=raw)
    facts: dict[str, Fact] = {"raw": raw, "example": f"{shown.year}年{shown.month}月"}
    return month_in_doubt(cell, text, months_in(text), facts)


def _month_of(found: re.Match[str]) -> Period | None:
    """The month matched; None where there is no such month, or no such day in it."""
    year, month, day = int(found["year"]), int(found["month"]), found.groupdict().get("day")
    try:
        return Period.of(date(year, month, int(day))) if day else Period(year, month)
    except ValueError:
        return None


def months_in(text: str) -> list[str]:
    """Every single month named inside a longer text, as 「2024年3月」, each once: for titles without a label."""
    written = _LISTED.sub(_one_by_one, _digits(compact(text)))
    return list(dict.fromkeys(match[0] for match in _MONTH_IN_TEXT.finditer(written)))


def _one_by_one(found: re.Match[str]) -> str:
    """「2024年2月、3月」 → 「2024年2月、2024年3月」."""
    return "、".join(
        f"{found['year']}年{month}月" for month in re.findall(r"(?<![0-9])[0-9]{1,2}(?!年)", found["months"])
    )


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
    return _digits(compact(text))


def _digits(text: str) -> str:
    """Chinese numerals made digits where they count years, months and days: 「二〇二四年十二月」 → 「2024年12月」."""
    years = re.sub(r"[〇零○0一二三四五六七八九]{4}(?=年)", lambda found: found[0].translate(_CHINESE_DIGITS), text)
    years = _NAMED.sub(_numbered, re.sub("元月", "1月", years))
    return re.sub(r"(?:[二三]?十[一二三四五六七八九]?|[一二三四五六七八九])(?=月|日)", _below_hundred, years)


def _numbered(found: re.Match[str]) -> str:
    """「March2024」 → 「2024年3月」; two digits of a year stay two."""
    return f"{found['year']}年{_NAMES.split('|').index(found['name'].lower()) + 1}月"


def _below_hundred(found: re.Match[str]) -> str:
    """「三」 → 3, 「十二」 → 12, 「二十」 → 20, 「三十一」 → 31."""
    tens, ten, ones = found[0].translate(_CHINESE_DIGITS).partition("十")
    return f"{tens or 1}{ones or 0}" if ten else tens
