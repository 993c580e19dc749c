"""Which department, region, indicator, task or unit a sheet means.

By exact spelling or a spelling set down in the plan, without what names nothing: the ordinal or the city before it, a
seal or a harmless remark behind. A near match is only ever offered as a suggestion, never taken.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property, lru_cache
from typing import TypeVar

from domain.plan import Department, Indicator, Name, Plan, Region, Task, Unit
from loaders.headers import (
    column,
    compact,
    excluding,
    including,
    is_formula,
    listed,
    numeral,
    of_a_plan,
    plain,
    title_words,
)
from loaders.tables.spans import is_harmless
from loaders.values.units import scale_to
from wording import Words

Item = Indicator | Task
T = TypeVar("T")
MOST_SUGGESTIONS = 3
LONGEST_TITLE = 40  # characters; what is longer explains something and is nobody's title

_PUNCTUATION = re.compile(r"[^\w]+|_+")
_REMARK = re.compile(r"\([^()]*\)$")
_SEAL = re.compile(r"\(?(?:加?盖章|公章|签章|代章|\(章\))\)?:?$")
_ORDINAL = r"\(?(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})(?:\)[、.]?|[、.])|[\u2460-\u2473][、.]?"
_LETTER = re.compile(r"[^\W\d_]")
_OPENING = re.compile(rf"^(?:{_ORDINAL})?(?:其中:?)?")
_DASHES = re.compile(r"[‐-―−－_]+")


@lru_cache(maxsize=8192)
def spelled(text: str) -> str:
    """`text` as names are compared: half-width, without spaces and punctuation, Latin letters in lower case."""
    return _PUNCTUATION.sub("", compact(text)).lower()


def _spellings(name: Name, aliases: Iterable[str] = ()) -> Iterator[str]:
    for text in (name.zh, name.en, *aliases):
        yield spelled(text)
        without_remark = spelled(_REMARK.sub("", compact(text)))
        if without_remark:
            yield without_remark


def counted(item: Item) -> str:
    """What a share counts, as our template writes it behind the name; nothing where the plan does not say."""
    if not isinstance(item, Indicator) or not (item.reached or item.group):
        return ""
    words = Words("zh")
    said = [words(f"template.{key}", name=name) for key in ("reached", "group") if (name := getattr(item, key))]
    return words("template.counted", parts=tuple(said))


def _code(text: str) -> str:
    return _DASHES.sub("-", compact(text)).upper()


@dataclass(frozen=True)
class Names:
    """The spellings of one plan. Every lookup returns None, or an empty list, for a text it does not know."""

    plan: Plan

    @cached_property
    def _departments(self) -> dict[str, Department]:
        return {
            text: item for item in self.plan.departments for text in _spellings(item.name, (*item.aliases, item.short))
        }

    @cached_property
    def _regions(self) -> dict[str, Region]:
        return {text: item for item in self.plan.regions for text in _spellings(item.name, item.aliases)}

    @cached_property
    def _codes(self) -> dict[str, Item]:
        return {_code(item.id): item for item in (*self.plan.indicators, *self.plan.tasks)}

    @cached_property
    def _items(self) -> dict[str, list[Item]]:
        found: dict[str, list[Item]] = defaultdict(list)
        for item in (*self.plan.indicators, *self.plan.tasks):
            for text in {*_spellings(item.name), spelled(item.name.zh + counted(item))}:
                found[text].append(item)
        return found

    def department(self, text: str) -> Department | None:
        """With or without the city before it, and the place for its seal behind it, 「（盖章）」."""
        forms = (form for part in (text, _SEAL.sub("", compact(text))) for form in self._without_city(part))
        return next((known for form in map(spelled, forms) if form and (known := self._departments.get(form))), None)

    def _without_city(self, text: str) -> Iterator[str]:
        """`text`, and after the city's name: 「江城市教育局」 is also 「市教育局」 and 「教育局」."""
        yield text
        for city in filter(None, (self.plan.city.zh, self.plan.city.en)):
            if spelled(text).startswith(spelled(city)):
                rest = spelled(text).removeprefix(spelled(city))
                yield from filter(None, (rest and city[-1] + rest, rest))

    def stands_alone(self, sentence: str, body: Department) -> bool:
        """Whether no other word runs into the name of a department in a title: 「东山县教育局」 is another one."""
        text = compact(sentence).lower()
        written = max((each for each in self._spellings_of(body) if each in text), key=len, default="")
        before = text.partition(written)[0]
        endings = (*map(spelled, (self.plan.city.zh, self.plan.city.en)), *listed("before_departments", "words"))
        return not written or not _LETTER.match(before[-1:]) or before.endswith(tuple(filter(None, endings)))

    def _spellings_of(self, body: Department) -> list[str]:
        return [text for text, known in self._departments.items() if known is body and text]

    def departments_in(self, sentence: str) -> list[Department]:
        """The departments whose spelling stands in a title such as 「某局2024年3月报表」, each once."""
        return _within(sentence, self._departments)

    def regions_in(self, sentence: str) -> list[Region]:
        """The regions whose spelling stands in a title, or is all of it."""
        alone = self.region(sentence)
        return [alone] if alone else _within(sentence, self._regions)

    def items_in(self, sentence: str) -> list[Item]:
        """What a title names, if it says nothing else that might limit it: 「某培训（女性）情况表」 names nothing."""
        if alone := self.named(sentence):
            return alone
        one = {text: items[0] for text, items in self._items.items() if len(items) == 1}
        found = _within(sentence, one) if len(compact(sentence)) <= LONGEST_TITLE else []
        rest = spelled(sentence)
        bodies = [*self._departments, *map(spelled, (self.plan.city.zh, self.plan.name.zh, self.plan.document.zh))]
        units = [spelled(text) for unit in self.plan.counted_units for text in (unit.name, *unit.aliases)]
        said = [text for text, item in one.items() if item in found]
        for word in (*sorted((*said, *bodies), key=len, reverse=True), *title_words(), *units):
            rest = rest.replace(word, "")
        return found if is_formula(rest) else []

    def is_city(self, text: str) -> bool:
        """Whether a text is the name of the city as a whole, and of no region."""
        return spelled(text) in map(spelled, (self.plan.city.zh, self.plan.city.en)) and self.region(text) is None

    def region(self, text: str) -> Region | None:
        """The region called `text`; a remark that it holds another one, or not, is set aside, any other is not."""
        forms = map(spelled, self._without_city(_OPENING.sub("", compact(text))))
        exact = next((known for form in forms if form and (known := self._regions.get(form))), None)
        remark = _REMARK.search(compact(text))
        held = [*including(remark[0]), *excluding(remark[0])] if remark else []
        if exact or remark is None or not any(spelled(part) in self._regions for part in held):
            return exact
        return self._regions.get(spelled(_REMARK.sub("", compact(text))))

    def coded(self, text: str) -> Item | None:
        """The indicator or task whose code is `text`, dashes of any kind."""
        return self._codes.get(_code(text))

    def named(self, text: str) -> list[Item]:
        """Everything called `text`; several where names repeat.

        An ordinal before it and a closing remark are set aside, unless the remark may say of what part: 「（女）」.
        """
        if exact := self._items.get(spelled(text)):
            return exact
        bare = _OPENING.sub("", compact(text))
        remark = _REMARK.search(bare)
        if remark and self._says_nothing(remark[0][1:-1]):
            bare = bare.removesuffix(remark[0])
        return self._items.get(spelled(bare), [])

    def _says_nothing(self, remark: str) -> bool:
        since = self.plan.start.year
        return self.is_unit(remark) or bool(self.column(remark)) or is_harmless(remark, since)

    def column(self, text: str) -> str | None:
        """The role of the column headed `text`: by the words of every plan, else by those of this one."""
        return column(text) or self._headings.get(compact(text)) or self._headings.get(plain(text))

    @cached_property
    def _headings(self) -> dict[str, str]:
        """What only this plan calls a column: the words it states, its span of years, the group of a share."""
        plan = self.plan
        years, rest = divmod(plan.end - plan.start + 1, 12)
        spans = {"year": str(plan.end.year)} | ({} if rest or not numeral(years) else {"years": numeral(years)})
        groups = {item.group.zh for item in plan.indicators if item.group}
        found = [(role, word) for role in ("target", "cumulative") for word in of_a_plan(role, **spans)]
        found += [("denominator", word) for group in groups for word in of_a_plan("denominator", group=group)]
        found += [(role, word) for role, words in plan.headings for word in words]
        return {compact(word): role for role, word in found}

    def means(self, text: str) -> bool:
        """Whether `text` is the code or the name of something."""
        return bool(self.coded(text) or self.named(text))

    def one_unit(self, text: str) -> str:
        """The unit that `text` means under the first of its spellings, so that two texts of one unit agree."""
        spelled = compact(text)
        alike = next((u for u in self.plan.counted_units if spelled in (u.name, *u.aliases)), None)
        return min(alike.name, *alike.aliases) if alike and alike.aliases else spelled

    def is_unit(self, text: str) -> bool:
        """Whether `text` is a unit of the plan, or a thousand or ten thousand of one (but not 「万」 alone)."""
        known = self._are_units
        if text not in known:
            is_one = bool(compact(text)) and any(scale_to(unit, text) is not None for unit in self._units)
            known[text] = is_one and scale_to(Unit(""), text) is None
        return known[text]

    @cached_property
    def _are_units(self) -> dict[str, bool]:
        return {}  # answers given already: the same few texts are asked about over and over

    @cached_property
    def _units(self) -> list[Unit]:
        return [*self.plan.counted_units, *(self.plan.unit(item.unit) for item in self.plan.indicators)]

    def near(self, text: str, among: Iterable[Item], at_least: float = 0.5) -> list[Item]:
        """What a name nobody has may stand for, the likeliest first; `at_least` is how alike they must be, 0–1."""
        return _near(text, ((item, _spellings(item.name)) for item in among), at_least)

    def near_departments(self, text: str) -> list[Department]:
        known = self.plan.departments
        return _near(text, ((each, _spellings(each.name, (*each.aliases, each.short))) for each in known), 0.6)

    def near_regions(self, text: str) -> list[Region]:
        return _near(text, ((each, _spellings(each.name, each.aliases)) for each in self.plan.regions), 0.6)


def _within(sentence: str, known: Mapping[str, T]) -> list[T]:
    """What stands in a sentence, each once; short spellings may be part of some other word."""
    within = spelled(sentence)
    found = [text for text in known if len(text) > 2 and text in within]
    longest = [text for text in found if not any(text != other and text in other for other in found)]
    return list(dict.fromkeys(known[text] for text in longest))


def _near(text: str, known: Iterable[tuple[T, Iterable[str]]], at_least: float) -> list[T]:
    """The best few things whose spelling is like `text`; only ever proposed."""
    by_spelling = {spelling: thing for thing, spellings in known for spelling in spellings if spelling}
    close = get_close_matches(spelled(text), by_spelling, n=2 * MOST_SUGGESTIONS, cutoff=at_least)
    return list(dict.fromkeys(by_spelling[spelling] for spelling in close))[:MOST_SUGGESTIONS]
