"""What the words of a heading limit its column to: a month, a region, an indicator.

「2024年」 over 「3月」 over 「累计」 is March's total, 「东山县」 over 「本月」 one region's month. What is left of
the words once these are taken away says what is counted, which is for `headings`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from loaders import headers
from loaders.cells import days_in, read_period
from loaders.names import Names
from loaders.sheet import Cell

CITY = "*"  # in place of a region: all of them together
YEARS = range(2000, 2051)  # what a bare number among headings may be
_YEAR = re.compile(r"((?:19|20)\d\d)(?:年度?(?:各月份?|分月|逐月|每月)?)?")
_MONTH = re.compile(r"(?:((?:19|20)\d\d)(?:年|[-./]))?(1[0-2]|0?[1-9])(?:月份?[末底]?|(?<=[-./]\d\d))")
_UNTIL = re.compile(r"^(?:截至|截止|至|到)")
_CHINESE = {word: str(number) for number, word in enumerate("一二三四五六七八九", 1)} | {
    "十": "10",
    "十一": "11",
    "十二": "12",
}
_CHINESE_MONTH = re.compile(r"(?<![一二三四五六七八九十])(十[一二]?|[一二三四五六七八九])(?=月)")
_JOINTS = "·-—:、_/"


@dataclass(frozen=True)
class Scope:
    """None where nothing is said. `item` is the code or name as written: whose it is decides what it means."""

    year: int | None = None
    month: int | None = None
    region: str | None = None
    item: str | None = None

    def within(self, over: Scope) -> Scope:
        """Limited by what stands over it too."""
        return Scope(
            self.year or over.year, self.month or over.month, self.region or over.region, self.item or over.item
        )


WHOLE = Scope()


@dataclass(frozen=True)
class Heading:
    """The heading of one column: its own cell, the texts over it from the top, and what they limit it to.

    `words` are what is left of all the texts: they say what is counted.
    """

    cell: Cell
    over: tuple[str, ...] = ()
    scope: Scope = WHOLE
    words: tuple[str, ...] = ()

    @property
    def word(self) -> str:
        return self.words[-1] if self.words else ""

    @property
    def above(self) -> str:
        """What else is said over the last of the words that may matter, "" for nothing."""
        return "".join(word for word in self.words[:-1] if not headers.is_neutral(word))

    @property
    def title(self) -> str:
        """As a person reads it: 「累计·完成」."""
        return "·".join(headers.compact(text) for text in (*self.over, self.cell.raw))

    @property
    def remarks(self) -> list[str]:
        return headers.remarks("".join((*self.over, self.cell.raw)))


@dataclass(frozen=True)
class ScopeReader:
    """Reads headings; what a text says is worked out once for all sheets of a file."""

    names: Names
    _known: dict[str, tuple[Scope, str]] = field(default_factory=dict[str, tuple[Scope, str]])

    def heading(self, cells: Sequence[Cell]) -> Heading | None:
        """The heading made of `cells`, top to bottom; None where a figure stands among them."""
        scope, read = WHOLE, list[tuple[Scope, str, str]]()
        for cell in cells:
            if isinstance(cell.value, str):
                own, word = self.split(cell.raw)
            elif (of_a_value := _of_value(cell, scope)) is not None:
                own, word = of_a_value, ""
            else:
                return None
            if own.year and scope.month and scope.year not in (None, own.year):
                own, word = WHOLE, cell.raw  # 「2024年累计」 under 「2025年1月」 is no month: it counts something else
            read.append((own, word, cell.raw))
            scope = own.within(scope)
        if not scope.month:  # a year alone is no month: what it says of a figure is left to be understood
            scope = replace(scope, year=None)
            read = [(own, raw if own.year else word, raw) for own, word, raw in read]
        words = [word for _, word, _ in read if word]
        over = tuple(cell.raw for cell in cells[:-1])
        return Heading(cells[-1], over, scope, tuple(words))

    def split(self, text: str) -> tuple[Scope, str]:
        """What `text` limits its column to, and the words that are left: 「3月累计」 → March, 「累计」."""
        if text not in self._known:
            self._known[text] = self._split(text)
        return self._known[text]

    def _split(self, text: str) -> tuple[Scope, str]:
        short = headers.compact(text)
        role = self.names.column(text)
        if role and role != "total":
            return WHOLE, text
        for limit, rest in self._readings(short, headers.plain(text), headers.remarks(text)):
            scope = self._limit(limit)
            if scope and rest in headers.listed("months", "of_that_month"):
                role = (
                    "cumulative" if _UNTIL.match(limit) else "month"
                )  # 「截至3月底完成」 is all that was done till then
                return (scope, headers.title("columns", role)) if scope.month else (WHOLE, text)
            if scope:
                return scope, rest
        return WHOLE, text

    def _readings(self, short: str, plain: str, remarks: Sequence[str]) -> Iterator[tuple[str, str]]:
        yield short, ""
        for remark in remarks:
            if self.names.column(remark):
                yield plain, remark
        yield plain, ""
        for word in headers.tails():
            if short.endswith(word) and short != word:
                yield short.removesuffix(word).rstrip(_JOINTS), word
            elif plain.endswith(word) and plain != word:
                yield plain.removesuffix(word).rstrip(_JOINTS), word

    def _limit(self, text: str) -> Scope | None:
        """What a text limits to that says nothing else."""
        if headers.column(text) == "total":
            return Scope(region=CITY)
        if match := _YEAR.fullmatch(text):
            return Scope(year=int(match[1]))
        if (end := _end_of_a_month(text)) is not None:
            return Scope(end.year, end.month)
        digits = _CHINESE_MONTH.sub(lambda found: _CHINESE[found[1]], _UNTIL.sub("", text))
        if match := _MONTH.fullmatch(digits):
            return Scope(int(match[1]) if match[1] else None, int(match[2]))
        if region := self.names.region(text):
            return Scope(region=region.id)
        return Scope(item=text) if self.names.means(text) else None


def _end_of_a_month(text: str) -> date | None:
    """The day a text consists of, where it is the last of its month: 「截至2024年3月31日」."""
    days = [day for day in days_in(_UNTIL.sub("", text)) if day.is_alone and day.ends_its_month]
    return days[0].day if days else None


def _of_value(cell: Cell, over: Scope) -> Scope | None:
    """A date that opens or closes a month stands for it, 2024 for a year, 1 … 12 under a year for a month; any other
    value is a figure, and any other date may be 「1-6」 that a spreadsheet took for a day.
    """
    if isinstance(cell.value, date):
        month = read_period(cell).value
        return Scope(month.year, month.month) if month else None
    if isinstance(cell.value, Decimal) and cell.raw.isdecimal():
        if over.year and 1 <= cell.value <= 12:
            return Scope(month=int(cell.value))
        return Scope(year=int(cell.value)) if cell.value in YEARS and not over.year else None
    return None
