"""Months and days inside longer texts, such as titles: which month is told, and which days are told beside it.

A month may be told by its last day, 「截至2024年7月31日」. Any other day tells no month: it may be the one on which the
paper was filled in, printed or signed, and then the figures are of the month before as likely as not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.period import Period
from loaders import headers
from loaders.headers import compact

TO = re.compile(r"[-~—–―至到]+").pattern
UNTIL = r"(?:截至|截止到?|止于)"
DAY_PARTS = r"(?P<year>[0-9]{4})(?:(?P<han>年)|(?P<mark>[-/.]))(?P<month>[0-9]{1,2})(?(han)月|(?P=mark))"
_CHINESE_DIGITS = str.maketrans("〇零○一二三四五六七八九", "000123456789")
_NAMES = re.compile("jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec").pattern
_NAMED = re.compile(rf"(?P<name>{_NAMES})[a-z]*[-./]?(?P<year>[0-9]{{2}}(?:[0-9]{{2}})?)", re.IGNORECASE)
_DAY = re.compile(rf"(?<![0-9]){DAY_PARTS}(?P<day>[0-9]{{1,2}})(?(han)[日号]|[日号]?)(?![0-9])")
_WHOLE_MONTH = re.compile(
    rf"(?<![0-9]){DAY_PARTS}0?1日?{TO}(?:(?P=year)(?:年|[-/.]))?(?:0?(?P=month)(?:月|[-/.]))?(?P<day>[0-9]{{1,2}})日?"
)
_ONE_MONTH = re.compile(rf"(?<![0-9])([0-9]{{4}})[年./-]([0-9]{{1,2}})月(?!份?(?:[0-9]+日)?{TO})")
_LISTED = re.compile(
    r"(?P<year>[0-9]{4})年(?P<months>[0-9]{1,2}月?份?(?:[、,/和及与&][0-9]{1,2}月?份?)*[、,/和及与&][0-9]{1,2}月)"
)
_ALONE = re.compile(r"([0-9]{4})[-/]([0-9]{1,2})")
_NO_YEAR = re.compile(
    rf"(?<![0-9年./~至到第—–―-])(?<![0-9][、,和及])(?P<month>1[0-2]|[1-9])月(?:份|[底末])?+(?![0-9一前内中上下初]|{TO})"
)
_COUNTED_UNTIL_DAY = re.compile(rf"{UNTIL}(?P<month>[0-9]{{1,2}})月(?P<day>[0-9]{{1,2}})日")
_IN_BRACKETS = re.compile(r"[(\[]([0-9]{4})[-./](0[1-9]|1[0-2]|[2-9])[)\]]")
_NEVER_ONE_MONTH = re.compile(r"[0-9]{4}年[0-9]{1,2}月(?:[0-9]{1,2}日)?|每年.*")
_COUNTED_UNTIL = re.compile(rf"{UNTIL}[^0-9。;]{{0,6}}$|[至到]$|(?<=[0-9日号])[-~—–―]+$")
_OF_PAPER_BEFORE = re.compile(rf"{headers.paper_words()}(?:截止)?(?:日期|时间|日|时|于)?[:(\[]*$")
_OF_PAPER_BEHIND = re.compile(rf"\)?(?:{headers.paper_words()}|填)")
_A_MONTH = r"[0-9]{4}年[0-9]{1,2}月"
_MONTH_OF_PAPER = re.compile(rf"{headers.paper_words()}(?:日期|时间|于)[:(\[]*{_A_MONTH}(?![0-9])")
_MONTH_DONE = re.compile(rf"{_A_MONTH}份?(?={headers.paper_words()}(?!表))")
_OPENS_OR_ENDS = re.compile(rf"{TO}|起|以来|以?之?前")


class About(StrEnum):
    """What words around a day say of it."""

    COUNT = "count"  # up to it was counted
    PAPER = "paper"  # on it the sheet was filled in, sent, printed or signed
    NOTHING = "nothing"


@dataclass(frozen=True)
class DayInText:
    """A day among other words, in digits as it is written there; `is_alone` where there are no other words."""

    day: date
    raw: str
    about: About
    is_alone: bool = False

    @property
    def ends_its_month(self) -> bool:
        return self.day == Period.of(self.day).last_day

    @property
    def tells_its_month(self) -> bool:
        return self.ends_its_month and self.about is not About.PAPER


def months_in(text: str, *, by_days: bool = True) -> list[str]:
    """Every single month told inside a longer text, as 「2024年3月」, each once: for titles without a label.

    Without `by_days` those told by a bare day alone are left out: 「2024年3月31日」 with no word about it.
    """

    def month_told(found: DayInText) -> str:
        tells = found.tells_its_month and (by_days or found.about is About.COUNT)
        return f"{found.day.year}年{found.day.month}月、" if tells else "、"

    written = _without_paper(_plainly(text))
    alone = _ALONE.fullmatch(written.strip("()[]"))
    found = [alone] if alone else _ONE_MONTH.finditer(_LISTED.sub(_one_by_one, _without_days(written, month_told)))
    return list(dict.fromkeys(f"{each[1]}年{int(each[2])}月" for each in found))


def days_in(text: str) -> list[DayInText]:
    """The days told in a text, but for those that open a span of days, and those before which something is due."""
    return [found for _, found in _days(_plainly(text)) if found]


def months_without_year(text: str) -> list[int]:
    """The months that a text names by their number alone, each once: 「7月份进展情况」."""
    bare = _NEVER_ONE_MONTH.sub("、", _LISTED.sub("", _without_days(_plainly(text), lambda _: "、")))
    bare = re.sub(UNTIL, "、", _COUNTED_UNTIL_DAY.sub(_month_ended, bare))
    return list(dict.fromkeys(int(found["month"]) for found in _NO_YEAR.finditer(bare)))


def _month_ended(found: re.Match[str]) -> str:
    """「截至3月31日」 → 「3月」; nothing for another day than the last."""
    month, day = int(found["month"]), int(found["day"])
    ends = {Period(year, month).last_day.day for year in (2023, 2024)} if 1 <= month <= 12 else set[int]()
    return f"、{month}月、" if day in ends else "、"


def _without_paper(written: str) -> str:
    """Without a month in which the paper was filled in or sent: 「制表时间：2024年8月」, and 「2024年8月上报」 where
    another is named too; alone 「2024年7月上报数据」 may well be of July.
    """
    bare = _MONTH_OF_PAPER.sub("、", written)
    others = _MONTH_DONE.sub("、", bare)
    is_another_told = _ONE_MONTH.search(others) or _NO_YEAR.search(_NEVER_ONE_MONTH.sub("、", others))
    return others if is_another_told else bare


def _plainly(text: str) -> str:
    """In digits; 「（2024.3）」 and spans of a whole month as that month."""
    written = _IN_BRACKETS.sub(r"(\1年\2月)", digits(compact(text)))
    return _WHOLE_MONTH.sub(_month_spanned, written)


def _month_spanned(found: re.Match[str]) -> str:
    year, month = int(found["year"]), int(found["month"])
    is_whole = 1 <= month <= 12 and int(found["day"]) == Period(year, month).last_day.day
    return f"{year}年{month}月" if is_whole else found[0]


def _days(written: str) -> Iterator[tuple[re.Match[str], DayInText | None]]:
    """Every day with its place; None for what is no day of the calendar, opens a span or is a day something is due."""
    for match in _DAY.finditer(written):
        before, behind = written[: match.start()], written[match.end() :]
        try:
            day = date(int(match["year"]), int(match["month"]), int(match["day"]))
        except ValueError:
            yield match, None
        else:
            is_alone = not (before + behind).strip("()[]。")
            told = DayInText(day, match[0], _about(before, behind), is_alone)
            yield match, None if _OPENS_OR_ENDS.match(behind) else told


def _about(before: str, behind: str) -> About:
    if _OF_PAPER_BEFORE.search(before) or _OF_PAPER_BEHIND.match(behind):
        return About.PAPER
    return About.COUNT if _COUNTED_UNTIL.search(before) else About.NOTHING


def _without_days(written: str, instead: Callable[[DayInText], str]) -> str:
    """The text with something else in place of each day."""
    parts, last = list[str](), 0
    for match, found in _days(written):
        parts += [written[last : match.start()], instead(found) if found else "、"]
        last = match.end()
    return "".join([*parts, written[last:]])


def _one_by_one(found: re.Match[str]) -> str:
    """「2024年2月、3月」 → 「2024年2月、2024年3月」."""
    return "、".join(
        f"{found['year']}年{month}月" for month in re.findall(r"(?<![0-9])[0-9]{1,2}(?!年)", found["months"])
    )


def digits(text: str) -> str:
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
