"""What the headings of a table say: the role of each column, and the month, region or indicator it is limited to.

Which rows they are is for `tables.heading_rows`. Whether a heading's surroundings change what it counts is for
`tables.heading_checks`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from loaders import headers
from loaders.cells import days_in, months_in
from loaders.names import Names
from loaders.tables import spans
from loaders.tables.header import BARE, FIGURES, IDENTITY, REGION, Header, is_figure
from loaders.tables.scopes import CITY, WHOLE, Heading, Scope
from loaders.values.dates_in_text import About

_SETTLING = (
    *IDENTITY,
    "unit",
    "period",
    "year",
    "department",
    "region",
    "state",
    "done_on",
)  # not to be told twice alike
_MAY_BE_LIMITED = (*FIGURES, "target", "rate", "plan_rate", "unit", "share")
_CORNER = {"region", "name"}


def header_of(first: int, last: int, read: Sequence[Heading], names: Names, reach: range) -> Header | None:
    """The header made of the headings `read`; None where none of them is understood."""
    own = [each for each in read if each.cell.column in reach]
    found = _Found()
    is_across = any(each.scope.item for each in own)
    by_month = len({(each.scope.year, each.scope.month) for each in own if each.scope.month}) > 1
    for heading in own:
        whole = "".join((*heading.over, heading.cell.raw))
        is_span = not heading.scope.month and spans.is_span(whole)
        if headers.refused(whole) or is_span:
            found.refused.append(heading)
        if (by_month and is_span) or spans.is_of_an_earlier_year(whole):
            continue  # a quarter beside its months, last year's figures beside this year's
        if told := _role(heading, names, is_across):
            found.take(*told, heading, names)
    if not found.best:
        return None
    found.settle_totals(names)
    found.take_bare(own)
    scoped: dict[Scope, dict[str, Heading]] = {}
    for (scope, role), (_, heading) in found.best.items():
        scoped.setdefault(scope, {})[role] = heading
    chosen = {heading.cell.column for _, heading in found.best.values()}
    passed_over = tuple(each for each in own if each.cell.column not in chosen)
    whole = scoped.pop(WHOLE, {})
    if BARE in whole:
        scoped[WHOLE] = {BARE: whole.pop(BARE)}
    return Header(first, last, whole, scoped, tuple(found.refused), passed_over, tuple(found.twice), reach)


@dataclass
class _Found:
    """The best heading of each role so far, by what it is limited to, with what argues against it."""

    best: dict[tuple[Scope, str], tuple[tuple[bool, int], Heading]] = field(default_factory=dict[Any, Any])
    refused: list[Heading] = field(default_factory=list[Heading])
    twice: list[tuple[Scope, str, Heading, Heading]] = field(default_factory=list[tuple[Scope, str, Heading, Heading]])

    def take(self, role: str, scope: Scope, heading: Heading, names: Names) -> None:
        rank = (counts_otherwise(role, heading, names), headers.rank(role, heading.word))
        known = self.best.get((scope, role))
        settles = role in _SETTLING or role == BARE
        is_rival = known and (rank == known[0] if settles else is_figure(role) and rank[0] == known[0][0])
        if known and is_rival and heading.cell is not known[1].cell:
            self.twice.append((scope, role, known[1], heading))
        if known is None or rank < known[0]:
            self.best[scope, role] = rank, heading

    def take_bare(self, own: Sequence[Heading]) -> None:
        """A column that only says that something was done, where no other has figures: what it counts is open."""
        bare = [
            each
            for each in own
            if each.scope == WHOLE and headers.plain(each.cell.raw) in headers.listed("bare", "words")
        ]
        if len(bare) == 1 and not self.refused and not any(is_figure(role) or role == BARE for _, role in self.best):
            self.best[WHOLE, BARE] = (False, 0), bare[0]

    def settle_totals(self, names: Names) -> None:
        """Totals under a title that says so: the sum is the city's own figure where the table has no other, and
        regions of which nothing but totals is told are plain columns.
        """
        for scope, role in [key for key in self.best if key[1] == "total"]:
            heading = self.best[scope, role][1]
            if names.column(heading.word) == "cumulative" and (scope, "cumulative") not in self.best:
                self.best[scope, "cumulative"] = self.best.pop((scope, role))
        by_region = [key for key in self.best if key[0].region]
        if all(role == "cumulative" for _, role in by_region):
            for scope, role in by_region:
                own = self.best.pop((scope, role))
                self.best.setdefault((replace(scope, region=None), f"{REGION}{scope.region}"), own)


def _role(heading: Heading, names: Names, is_across: bool) -> tuple[str, Scope] | None:
    """The role of a column and what it is limited to; a region's plain column is a role of its own."""
    scope, words = heading.scope, [word for word in heading.words if not headers.is_neutral(word)]
    region, scope = scope.region, replace(scope, region=None if scope.region == CITY else scope.region)
    if not words and heading.scope != WHOLE:
        if region == CITY:
            return "total", scope
        return (f"{REGION}{region}", replace(scope, region=None)) if region else (BARE, scope)
    role = _meaning([*words, heading.word] if words[-1:] != [heading.word] else words, names)
    if role is None and {headers.column(part) for part in headers.parts(heading.cell.raw)} == _CORNER:
        role = "region" if is_across else "name"
    if region and role is None and heading.word == heading.cell.raw:
        return None  # a part of what stands under the region
    if region and (role is None or (region == CITY and role == "cumulative")):
        return ("total", scope) if region == CITY else (f"{REGION}{region}", replace(scope, region=None))
    if role is None or (scope != WHOLE and role not in _MAY_BE_LIMITED):
        return None
    return role, scope


def _meaning(words: list[str], names: Names) -> str | None:
    """The role told by all the words together, else by the lower ones, else by the upper over a unit or 「完成」."""
    if not words or (len(words) > 1 and headers.refused("".join(words))):
        return None
    endings = ("".join(words[start:]) for start in range(len(words)))
    role = next((role for text in endings if (role := _column(text, names))), None)
    adds_nothing = len(words) > 1 and (names.is_unit(words[-1]) or headers.is_neutral(words[-1]))
    return role or (_meaning(words[:-1], names) if adds_nothing else None)


def _column(text: str, names: Names) -> str | None:
    """The role of a column; that a total counts from the plan's start may stand in its heading: 「2021年以来累计」."""
    bare = spans.without_since(headers.compact(text), names.plan.start.year)
    return names.column(text) or (names.column(bare) if bare and names.column(bare) == "cumulative" else None)


def counts_otherwise(role: str, heading: Heading, names: Names, over: str = "") -> bool:
    """Whether what stands over a figure's heading may change what it counts: 「计划」 or 「其中女性」 over 「累计」."""
    above, since = over or heading.above, names.plan.start.year
    if role.startswith(REGION):
        above = over or "".join(heading.words)
        return bool(above) and not (headers.is_about_regions(above) or spans.is_harmless(above, since))
    if not above or not is_figure(role):
        return False
    if spans.narrows(above, since):
        return True
    says_nothing = headers.is_neutral(above) or spans.is_harmless(above, since) or _tells_a_time(above)
    adds_nothing = names.is_unit(above) or names.is_unit(heading.word) or headers.is_neutral(heading.word)
    return not (says_nothing or adds_nothing or names.column(above + heading.word) == role)


def _tells_a_time(text: str) -> bool:
    """Whether a text names a month, or the day of filling in, which stands above the last columns of many a table."""
    days = days_in(text)
    return bool(months_in(text)) or (bool(days) and all(day.about is not About.COUNT for day in days))
