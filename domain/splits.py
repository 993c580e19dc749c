"""Do the parts of a target add up to it: years, regions, the months of a season, the shares of several leads.

What is split is the amount to be added, target − baseline, so a level is split without its baseline; a limit is split
as a whole. Says what is wrong as codes and facts; where it stands in the file is `domain.soundness`'s to say.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from domain.period import Period
from domain.plan import Indicator, Kind
from domain.problem import Fact

_MONTHS, _WHOLE_YEAR, _ALL = 12, Decimal(100), Decimal(1)


@dataclass(frozen=True)
class Fault:
    """One thing wrong with a split, at one key of the indicator's entry."""

    code: str
    key: str
    facts: Mapping[str, Fact] = field(default_factory=dict[str, Fact])


def faults(indicator: Indicator) -> Iterator[Fault]:
    """Everything wrong with the splits of one indicator; nothing where it has none."""
    yield from _season(indicator)
    for key, parts in (("year_parts", indicator.year_parts), ("region_parts", indicator.region_parts)):
        if parts:
            yield from _parts(indicator, key, [(str(owner), amount) for owner, amount in parts])
    yield from _years(indicator)
    shares = sum((share for _, share in indicator.lead_shares), Decimal(0))
    if indicator.lead_shares and (shares != _ALL or any(share <= 0 for _, share in indicator.lead_shares)):
        yield Fault("shares_not_whole", "lead_shares", {"found": str(shares)})
    yield from _twice("lead_shares", [who for who, _ in indicator.lead_shares])


def _season(indicator: Indicator) -> Iterator[Fault]:
    if not (season := indicator.season):
        return
    total = sum(season, Decimal(0))
    if len(season) != _MONTHS or total != _WHOLE_YEAR or min(season) < 0:
        yield Fault("season_not_a_year", "season", {"n": len(season), "found": str(total)})


def _parts(indicator: Indicator, key: str, parts: Sequence[tuple[str, Decimal]]) -> Iterator[Fault]:
    is_yearly_level = indicator.is_cap and indicator.kind is Kind.STOCK and key == "year_parts"
    if indicator.kind not in (Kind.FLOW, Kind.STOCK) or indicator.resets_yearly or is_yearly_level:
        yield Fault("split_not_countable", key)
        return
    yield from _twice(key, [owner for owner, _ in parts])
    whole = indicator.target - (0 if indicator.is_cap else indicator.baseline)
    total = sum((amount for _, amount in parts), Decimal(0))
    for owner, amount in parts:
        if amount * whole < 0:
            yield Fault("split_turns_back", key, {"part": owner, "found": amount})
    if total != whole:
        yield Fault("split_not_whole", key, {"found": total, "whole": whole, "difference": abs(total - whole)})


def _years(indicator: Indicator) -> Iterator[Fault]:
    last = Period.of(indicator.deadline)
    if indicator.year_parts and indicator.path:
        yield Fault("path_given_twice", "year_parts")
    for year, _ in indicator.year_parts:
        if not indicator.start.year <= year <= last.year:
            facts: dict[str, Fact] = {"found": str(year), "start": indicator.start, "deadline": indicator.deadline}
            yield Fault("year_part_outside", "year_parts", facts)


def _twice(key: str, owners: Sequence[str]) -> Iterator[Fault]:
    for owner, times in Counter(owners).items():
        if times > 1:
            yield Fault("split_twice", key, {"part": owner})
