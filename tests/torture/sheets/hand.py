"""The hand that spoils sheets: what a distortion may pick, and what it then says it has done.

Every distortion states its effect on the truth itself; the verdict believes it and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from random import Random

from domain.plan import Indicator, Kind, Unit
from tests.torture.sheets.paper import Key, Page, Paper, Spot
from tests.torture.sheets.truth import Case


class Harm(StrEnum):
    NONE = "harmless"  # the same figures must come out; at most a warning may be given
    FIGURE = "harmful"  # a figure is wrong or gone: it may not come out wrong without a word at its cell
    SLIP = "slip"  # a figure is another one, which only those beside it or known before can show; as harmful
    DOUBT = "doubtful"  # nobody can know what is meant: the file must be refused
    EITHER = "either"  # read right, or refused; never wrong
    TOLD = "told"  # the same figures must come out, and the clerk be warned of what was done
    ELSEWHERE = "elsewhere"  # all figures are given to another month: the clerk must be warned of the report
    UNSEEN = "unseen"  # a figure is another one, and nothing in the file nor in what was known can show it


@dataclass(frozen=True)
class Effect:
    """What was done: where, to which figures, and which problems answer it.

    A problem answers when it stands in one of `spots`, names one of `items` that do not go together or are missing, or
    is one of `codes`, which speak of their rows, columns, sheet or file.
    """

    harm: Harm
    spots: tuple[Spot, ...] = ()
    items: frozenset[str] = frozenset()
    codes: frozenset[str] = frozenset()
    keys: frozenset[Key] = frozenset()  # figures that may be absent, or differ where a problem stands at their cell


HARMLESS = Effect(Harm.NONE)
WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}  # to full-width forms


def harm(
    *spots: Spot, codes: str = "", kind: Harm = Harm.FIGURE, keys: Iterable[Key] = (), items: Iterable[str] = ()
) -> Effect:
    """Something that may not pass in silence, at `spots`, with the figures that stand there."""
    own = {spot.key for spot in spots if spot.key}
    about = {spot.item for spot in spots if spot.item}
    return Effect(kind, spots, frozenset({*about, *items}), frozenset(codes.split()), frozenset({*own, *keys}))


def slip(*spots: Spot) -> Effect:
    return harm(*spots, kind=Harm.SLIP)


def doubt(*spots: Spot, codes: str = "") -> Effect:
    return harm(*spots, codes=codes, kind=Harm.DOUBT)


Distortion = Callable[["Hand"], Effect | None]
"""None: there is nothing on this sheet that it could be done to."""

ALL: dict[str, Distortion] = {}
MILD: list[str] = []
GRAVE: list[str] = []
SLIPS: list[str] = []


def mild(distortion: Distortion) -> Distortion:
    """One that changes nothing of the truth."""
    ALL[distortion.__name__] = distortion
    MILD.append(distortion.__name__)
    return distortion


def grave(distortion: Distortion) -> Distortion:
    """One that must be noticed."""
    ALL[distortion.__name__] = distortion
    GRAVE.append(distortion.__name__)
    return distortion


def slipping(distortion: Distortion) -> Distortion:
    """One that leaves every cell readable: only what stands beside it, or was known before, can show it."""
    ALL[distortion.__name__] = distortion
    SLIPS.append(distortion.__name__)
    return distortion


@dataclass
class Hand:
    """One distortion at work on a paper. What it picks it marks as touched, so that no other comes there."""

    paper: Paper
    case: Case
    rng: Random
    found: list[Spot] = field(default_factory=list[Spot])

    def figure(self, *roles: str, when: Callable[[Spot], bool] = lambda spot: True) -> Spot | None:
        """An untouched number that counts, in one of the columns `roles`."""
        return self.pick(spot for _, spot in self.paper.figures(*roles) if when(spot))

    def spot(self, part: str, role: str = "", when: Callable[[Spot], bool] = lambda spot: True) -> Spot | None:
        """An untouched cell of that part of a sheet."""
        return self.pick(s for page in self.paper.pages for s in page.find(part, role) if not s.touched and when(s))

    def pick(self, spots: Iterable[Spot]) -> Spot | None:
        able = list(spots)
        if not able:
            return None
        chosen = self.rng.choice(able)
        chosen.touched = True
        return chosen

    def page(self, *, when: Callable[[Page], bool] = lambda page: True) -> Page | None:
        """A page with a table."""
        able = [page for page in self.paper.pages if page.kind != "other" and page.body() and when(page)]
        return self.rng.choice(able) if able else None

    def page_of(self, spot: Spot) -> Page:
        return next(page for page in self.paper.pages if any(each is spot for each in page.spots.values()))

    def row(self, page: Page) -> int | None:
        """A row of a table in which nothing was touched yet, and which no merge crosses."""
        rows = [row for row in page.body() if not any(spot.touched for spot in page.row_of(row).values())]
        rows = [row for row in rows if not any(top <= row <= bottom for top, _, bottom, _ in page.merges)]
        return self.rng.choice(rows) if rows else None

    def beside(self, spot: Spot, role: str) -> Spot | None:
        """The cell of `role` in the same row of the same table."""
        page = self.page_of(spot)
        row, _ = page.where(spot)
        cells = [each for each in page.row_of(row).values() if each.role == role]
        return next((each for each in cells if not (each.key and spot.key) or each.key[:4] == spot.key[:4]), None)

    def headings(self, spot: Spot) -> list[Spot]:
        """The headings over a cell, nearest first; of its own table only."""
        page = self.page_of(spot)
        row, column = page.where(spot)
        over = [(r, s) for r, s in page.column_of(column).items() if r < row and s.part in ("heading", "group")]
        over.sort(key=lambda pair: -pair[0])
        return [s for r, s in over if over[0][0] - r <= 1]

    def indicator(self, spot: Spot) -> Indicator:
        return self.case.plan.indicator(spot.item)

    def unit(self, spot: Spot) -> Unit:
        return self.case.plan.unit(self.indicator(spot).unit)

    def is_share(self, spot: Spot) -> bool:
        return self.indicator(spot).kind in (Kind.PER_CAPITA, Kind.RATIO)

    def is_flow(self, spot: Spot) -> bool:
        return self.indicator(spot).kind is Kind.FLOW

    def is_total(self, spot: Spot) -> bool:
        """Whether it is a total of the whole city."""
        return bool(spot.key and spot.key[3] is None and spot.role == "cumulative")

    def pin(self, *spots: Spot | None) -> None:
        """Nothing else may happen to what must be there for the harm to be seen."""
        for spot in spots:
            if spot:
                spot.touched = True
                for heading in self.headings(spot):
                    heading.touched = True

    def checked_total(self, when: Callable[[Spot], bool] = lambda spot: True) -> Spot | None:
        """A total of the city that cannot be wrong without its being seen. Pins what shows it."""
        spot = self.figure("cumulative", when=lambda s: self.is_checked(s) and when(s))
        if spot:
            self.pin(*self._witnesses(spot))
        return spot

    def _witnesses(self, spot: Spot) -> list[Spot]:
        return [each for each in (spot, self.beside(spot, "month"), self.beside(spot, "previous")) if each]

    def is_checked(self, spot: Spot) -> bool:
        """Whether a wrong total is bound to show: month and total before stand beside it, or the ledger has that."""
        if not (spot.key and self.is_total(spot) and self.is_flow(spot)):
            return False
        month, previous = self.beside(spot, "month"), self.beside(spot, "previous")
        first = min(m.period for m in self.case.months)
        known = (self.case.ledger is not None and spot.key[1] == str(first)) or self.indicator(spot).start == first
        if month is None or not month.is_plain() or not (known or (previous and previous.is_plain())):
            return False
        return not any(heading.touched for each in self._witnesses(spot) for heading in self.headings(each))


def value(spot: Spot) -> Decimal:
    return Decimal(str(spot.value))


def whole(spot: Spot) -> bool:
    return isinstance(spot.value, int)


def rewritten(spot: Spot | None, text: str) -> Effect | None:
    """The cell says the same in another way."""
    if spot is None:
        return None
    spot.value = text
    return HARMLESS
