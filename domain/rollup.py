"""How departments stand on the numbers they lead, and which sums may be formed. Rule: docs/method.md, "Departments".

It adds up assessments that were made elsewhere; it judges no indicator, and never averages unlike things.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from statistics import median_low
from typing import NamedTuple

from domain.ledger import Ledger
from domain.measurement import measured
from domain.observation import Aspect, Observation
from domain.period import Period
from domain.plan import Department, Indicator, Kind, Plan
from domain.progress import LAGGING, Assessment, Status


@dataclass(frozen=True)
class Standing:
    """One department in one month, judged only on the numbers it leads or has a stated share of.

    Shares are 0–1; None where there is nothing.
    """

    department: Department
    led: tuple[Assessment, ...]
    counts: Mapping[Status, int]
    due: int  # of them, figures that should be here
    reported: int  # of those, figures that are
    coverage: Fraction | None  # reported ÷ due
    lagging_share: Fraction | None  # behind or worse ÷ judged, each number by the share the department has of it
    worst: Assessment | None  # the one with the widest gap
    median_ratio: Fraction | None  # of two in the middle the lower: unlike numbers are not averaged

    @property
    def is_participant(self) -> bool:
        """It leads nothing, and is therefore never ranked."""
        return not self.led

    @property
    def worst_gap(self) -> Fraction | None:
        return self.worst.gap if self.worst else None


@dataclass(frozen=True)
class Placing:
    """A place in the ranking: 1 is the best of `of`. Without a rank, `reason` says why."""

    standing: Standing
    rank: int | None
    of: int
    reason: str = ""  # participant, before_judging, nothing_due, low_coverage, nothing_judged


class Addend(NamedTuple):
    """A figure without its cell, all that adding asks of one."""

    indicator_id: str
    region_id: str | None
    period: Period
    aspect: Aspect
    value: Decimal


class ForbiddenSum(ValueError):
    """Figures that mean nothing when added.

    `code`: shares, unlike_units, unlike_kinds, unlike_months, counted_twice.
    """

    def __init__(self, code: str, *names: str) -> None:
        super().__init__(f"{code}: {', '.join(names)}")
        self.code = code
        self.names = names


@dataclass(frozen=True)
class RegionSum:
    """What the regions add up to: `total` of those that reported (None when none did), and who did not."""

    total: Fraction | None
    missing: tuple[str, ...]


def answers_for(indicator: Indicator, department_id: str) -> Fraction:
    """How much of a number a department answers for, 0–1: its stated share, else all of it for the lead alone."""
    if indicator.lead_shares:
        return Fraction(dict(indicator.lead_shares).get(department_id, 0))
    return Fraction(indicator.lead == department_id)


def answering(indicator: Indicator) -> tuple[str, ...]:
    """The departments that answer for a number or a part of it."""
    named = dict(indicator.lead_shares) or {indicator.lead: 1}
    return tuple(department for department, share in named.items() if department and share)


def leads(plan: Plan, department_id: str) -> bool:
    """Whether a department answers for any number; one that does not is a participant."""
    return any(answers_for(indicator, department_id) for indicator in plan.numbers)


def standing(assessments: Iterable[Assessment], department: Department) -> Standing:
    """A department's standing in the month of `assessments`. A number without a lead counts for nobody.

    A value held back counts as reported, and as nothing else.
    """
    led = tuple(j for j in assessments if j.indicator.same_as is None and answers_for(j.indicator, department.id))
    due = [judged for judged in led if judged.status not in (Status.BACK_FILLED, Status.NOT_DUE)]
    reported = [judged for judged in due if judged.status is not Status.NOT_REPORTED]
    known = [judged for judged in reported if judged.status is not Status.DISPUTED]
    weights = {judged.indicator.id: answers_for(judged.indicator, department.id) for judged in known}
    lagging = sum((weights[j.indicator.id] for j in known if j.status in LAGGING), Fraction(0))
    gaps = [(judged.gap, place) for place, judged in enumerate(known) if judged.gap is not None]
    ratios = [judged.ratio for judged in known if judged.ratio is not None]
    return Standing(
        department=department,
        led=led,
        counts=Counter(judged.status for judged in led),
        due=len(due),
        reported=len(reported),
        coverage=Fraction(len(reported), len(due)) if due else None,
        lagging_share=lagging / sum(weights.values()) if known else None,
        worst=known[min(gaps)[1]] if gaps else None,
        median_ratio=median_low(ratios) if ratios else None,
    )


def ranked(plan: Plan, standings: Sequence[Standing], period: Period) -> tuple[Placing, ...]:
    """Worst first: by the share of led numbers behind or worse, then by the widest gap. Equals share a rank.

    Rank 1 is the best. After the ranked come those with too few reports, and last those that lead nothing.
    """
    unranked = [(entry, reason) for entry in standings if (reason := why_unranked(plan, entry, period))]
    keys = [(badness(entry), entry) for entry in standings if not why_unranked(plan, entry, period)]
    keys.sort(key=lambda pair: pair[0], reverse=True)
    best_first = [own for own, _ in reversed(keys)]
    places = [Placing(entry, 1 + bisect_left(best_first, own), len(keys)) for own, entry in keys]
    unranked.sort(key=lambda pair: pair[0].is_participant)
    return (*places, *(Placing(entry, None, len(keys), reason) for entry, reason in unranked))


def total(plan: Plan, observations: Iterable[Observation | Addend]) -> Fraction:
    """The sum of like figures: one unit, one kind, one month, nothing twice. Raises ForbiddenSum otherwise.

    Units are never converted: persons and person-times stay apart whatever their size. A level is not added to what
    was counted up, nor a count of one year to one since the start. A part is not added to the
    whole that holds it, nor a region to the city, nor a repeated number to the series it repeats.
    """
    figures = list(observations)
    indicators = {seen.indicator_id: plan.series(seen.indicator_id) for seen in figures}
    units = {plan.spellings(indicator.unit): indicator.unit for indicator in indicators.values()}
    if any(indicator.kind in (Kind.PER_CAPITA, Kind.RATIO) for indicator in indicators.values()):
        raise ForbiddenSum("shares", *sorted(indicators))
    if len(units) > 1:
        raise ForbiddenSum("unlike_units", *sorted(units.values()))
    if len({how_counted(indicator) for indicator in indicators.values()}) > 1:
        raise ForbiddenSum("unlike_kinds", *sorted(indicators))
    if len({(seen.period, seen.aspect) for seen in figures}) > 1:
        raise ForbiddenSum("unlike_months", *sorted({str(seen.period) for seen in figures}))
    places = Counter((indicators[seen.indicator_id].id, seen.region_id) for seen in figures)
    twice = {indicator_id for (indicator_id, _), times in places.items() if times > 1}
    twice |= {indicator_id for indicator_id, region in places if region and (indicator_id, None) in places}
    twice |= {indicator.id for indicator in indicators.values() if _wholes(plan, indicator) & {i for i, _ in places}}
    if twice:
        raise ForbiddenSum("counted_twice", *sorted(twice))
    return sum((Fraction(seen.value) for seen in figures), Fraction(0))


def how_counted(indicator: Indicator) -> tuple[Kind, bool]:
    """What two numbers must have in common, beside their unit, to be added."""
    return indicator.kind, indicator.resets_yearly


def region_sum(plan: Plan, indicator: Indicator, ledger: Ledger, period: Period) -> RegionSum:
    """The regions and the city's own work added up. Raises ForbiddenSum for shares, which have no sum."""
    if indicator.kind in (Kind.PER_CAPITA, Kind.RATIO):
        raise ForbiddenSum("shares", indicator.id)
    values = {region.id: measured(indicator, ledger, period, region.id).value for region in plan.regions}
    known = [value for value in values.values() if value is not None]
    missing = tuple(region_id for region_id, value in values.items() if value is None)
    return RegionSum(sum(known, Fraction(0)) if known else None, missing)


def badness(entry: Standing) -> tuple[Fraction, Fraction]:
    """What departments are ranked by, higher is worse: the share behind, then the widest gap."""
    return entry.lagging_share or Fraction(0), -(entry.worst_gap or Fraction(0))


def why_unranked(plan: Plan, entry: Standing, period: Period) -> str:
    """The code of why a standing has no place in the ranking; empty where it has one."""
    if entry.is_participant:
        return "participant"
    if period < plan.judging_start:
        return "before_judging"
    if entry.coverage is None:
        return "nothing_due"
    if entry.coverage < Fraction(plan.thresholds_at(period).coverage):
        return "low_coverage"
    return "" if entry.lagging_share is not None else "nothing_judged"


def _wholes(plan: Plan, indicator: Indicator) -> set[str]:
    """Every number that holds `indicator` as a part, directly or through another."""
    found: set[str] = set()
    while indicator.subset_of and indicator.subset_of not in found:
        indicator = plan.series(indicator.subset_of)
        found.add(indicator.id)
    return found
