"""What span of time the words beside a heading leave to its figures: all of the plan, one month, or less than that.

The words themselves are data, in `headers.toml`.
"""

from __future__ import annotations

import re

from domain.period import Period
from loaders import headers

_ONE_MONTH = re.compile(r"\d{4}年\d{1,2}月(?![-~—–―至到]+\d)")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_TO = r"[-~—–―至到]+"
_MONTH_RANGE = re.compile(rf"\d{{1,2}}月?{_TO}\d{{1,2}}月")
_BEGINNING = re.compile(r"(?:自|从)?(?:19|20)\d\d年(?:\d{1,2}月)?(?:\d{1,2}日)?(?:以来|起|至今)")
_PART = r"(?:第?[一二三四1-4]季度?|[上下]半年|全年|年度|[Qq][1-4]|\d{1,2}月?[-~—–―至到]+\d{1,2}月)"
_SPAN = re.compile(rf"(?:(?:19|20)\d\d年?度?{_PART}?|{_PART})份?(?:本月|当月|累计|合计|小计|完成|实际|数|情况|·)*")


def narrows(text: str, since: int) -> bool:
    """Whether words beside a heading make it count less than everything since the year `since`.

    「本年」, 「上半年」, 「1-3月」 and 「2024年」 do; 「2021年以来」, where that is the year, and one month do not.
    """
    spelled = _ONE_MONTH.sub("", without_since(headers.compact(text), since))
    is_part = any(word in spelled for word in headers.listed("narrower", "words"))
    return is_part or bool(_MONTH_RANGE.search(spelled) or _YEAR.search(spelled))


def speaks_of_a_part(text: str, since: int) -> bool:
    """Whether a title or note speaks of a part of the time since `since`, a year, other than one month or a bare year.

    「2024年1—3月」, 「一季度」, 「年度」 and 「自2024年1月起」 do; 「2021年以来」, if that is the year, does not.
    """
    spelled = without_since(headers.compact(text), since)
    for word in headers.listed("narrower", "whole"):
        spelled = spelled.replace(word, "")
    if _BEGINNING.search(spelled):
        return True
    spelled = _ONE_MONTH.sub("", spelled)
    return any(word in spelled for word in headers.listed("narrower", "words")) or bool(_MONTH_RANGE.search(spelled))


def is_target_of_a_part(text: str, since: int) -> bool:
    """Whether a heading is that of a target, or of what was planned, for a part of the plan's time: 「年度目标」."""
    is_target = any(word in headers.compact(text) for word in headers.listed("narrower", "of_targets"))
    return is_target and narrows(text, since)


def is_span(text: str) -> bool:
    """Whether a heading is that of a quarter, half-year, year or run of months: 「一季度完成」, 「2024年1-3月」."""
    return _SPAN.fullmatch(headers.plain(text)) is not None


def is_of_an_earlier_year(text: str) -> bool:
    """Whether a heading is of a year before, 「上年同期」: its figures stand there for comparison."""
    return any(word in headers.compact(text) for word in headers.listed("years", "earlier"))


def is_year(text: str, month: Period | None) -> bool:
    """Whether a text is the year of `month`, or 「本年」, and no more: a month's figure below it stays what it is."""
    if headers.compact(text) in headers.listed("years", "this_year"):
        return True
    return month is not None and re.fullmatch(rf"{month.year}(?:年度?)?", headers.compact(text)) is not None


def is_run_of_months(text: str) -> bool:
    """Whether a heading speaks of several months from one to another: beside single months it counts up the year."""
    return _MONTH_RANGE.search(headers.compact(text)) is not None


def is_harmless(text: str, since: int) -> bool:
    """Whether a bracketed remark says nothing that needs understanding: formulas, notes, 「2021年以来」."""
    spelled = _ONE_MONTH.sub("", without_since(headers.compact(text), since))
    for word in sorted(headers.listed("harmless", "words"), key=len, reverse=True):
        spelled = spelled.replace(word, "")
    return headers.is_formula(spelled)


def _five_years(since: int) -> str:
    """A pattern for the name of the five years from `since` on, 「十四五」 for 2021. Matches nothing for others."""
    number, rest = divmod(since - 1951, 5)
    if rest or not 10 <= number <= 19:
        return r"(?!)"
    return rf"[“\"]?十{'一二三四五六七八九'[number - 11] if number > 10 else ''}五[”\"]?(?:时期|期间|规划|以来)*"


def without_since(spelled: str, since: int) -> str:
    """A compact text without what only says that all the time since the year `since` counts."""
    start = rf"{since}年?(?:1月)?(?:1日)?"
    reaching = rf"(?:自|从)?{start}(?:以来|起|至今|{_TO}(?=\d{{4}}年?\d{{1,2}}月))"
    ways = (reaching, rf"(?:自|从){start}", rf"{start}{_TO}\d{{4}}年?", _five_years(since))
    return re.sub("|".join(ways), "", spelled)
