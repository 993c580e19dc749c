"""Where the distance to the plan comes from. Every split adds up to the whole, exactly. Rule: docs/method.md.

Amounts are on the judged scale and positive towards the target: −600 is 600 short of what is due.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from fractions import Fraction
from math import floor

from domain.assessment import Assessment
from domain.ledger import Ledger
from domain.life import IN_FORCE
from domain.measurement import last_known, measured, series_id
from domain.path import ends, sense
from domain.period import Period
from domain.plan import Indicator, Kind, Plan
from domain.reporting import due_moment


class Shares(StrEnum):
    """By what regions or departments are held to their part of what is due."""

    STATED = "stated"  # the plan splits it
    YEAR_BEFORE = "year_before"  # each region's part of the total twelve months earlier
    EQUAL = "equal"  # alike, for want of either
    LEAD = "lead"  # the lead answers for all
    REPORTER = "reporter"  # nobody leads: whoever reports it


UNREPORTED, UNALLOCATED = "unreported", "unallocated"
ON_TIME, LATE, REVISED = "on_time", "late", "revised"
HUNDREDS = 100  # from here on whole amounts are written


@dataclass(frozen=True)
class Part:
    """One part of a gap. `key` is a region's or department's id, or one of the words above."""

    key: str
    amount: Fraction


@dataclass(frozen=True)
class Split:
    """A gap and its parts, which add up to it. `shares` says what each part was held to; None for a split in time."""

    whole: Fraction
    parts: tuple[Part, ...]
    shares: Shares | None = None


def as_shown(split: Split, decimals: int = 1) -> Split:
    """The split as it is written, rounded so that the parts still add up to the whole.

    A whole of hundreds without a fraction is told in whole things, any other with so many decimals. The whole is
    rounded half up; each part down, and those that lose most get the steps that are left.
    """
    is_large = split.whole.denominator == 1 and abs(split.whole) >= HUNDREDS
    step = Fraction(1) if is_large else Fraction(1, 10**decimals)
    whole = floor(split.whole / step + Fraction(1, 2))
    down = [floor(part.amount / step) for part in split.parts]
    lost = [part.amount / step - steps for part, steps in zip(split.parts, down, strict=True)]
    by_loss = sorted(range(len(down)), key=lambda place: -lost[place])
    for place in by_loss[: whole - sum(down)]:
        down[place] += 1
    parts = (Part(part.key, steps * step) for part, steps in zip(split.parts, down, strict=True))
    return replace(split, whole=whole * step, parts=tuple(parts))


def by_region(judged: Assessment, plan: Plan, ledger: Ledger) -> Split | None:
    """Each region against its part of what is due, those that stand worst first; None for what is not sent by region.

    What regions without a figure leave open is one part; so is any difference between the city and the sum of all.
    """
    indicator, value = judged.indicator, judged.value
    if (
        not indicator.by_region
        or value is None
        or not judged.is_compared
        or indicator.kind not in (Kind.FLOW, Kind.STOCK)
    ):
        return None
    known = _region_values(indicator, plan, ledger, judged.period)
    if not known:
        return None
    shares, basis = _region_shares(indicator, plan, ledger, judged.period)
    sign = sense(indicator)
    parts = [Part(region, (known[region] - shares[region] * judged.expected) * sign) for region in known]
    rest = (value - judged.expected) * sign - sum((part.amount for part in parts), Fraction(0))
    parts.sort(key=lambda part: part.amount)
    if len(known) < len(plan.regions):
        parts.append(Part(UNREPORTED, rest))
    elif rest:
        parts.append(Part(UNALLOCATED, rest))
    return Split((value - judged.expected) * sign, tuple(parts), basis)


def by_department(judged: Assessment) -> Split | None:
    """The gap by who answers for it: stated shares, else the lead alone, else whoever reports."""
    if judged.value is None or not judged.is_compared:
        return None
    indicator = judged.indicator
    whole = (judged.value - judged.expected) * sense(indicator)
    if indicator.lead_shares:
        parts = (Part(department, whole * Fraction(share)) for department, share in indicator.lead_shares)
        return Split(whole, tuple(parts), Shares.STATED)
    only = Part(indicator.lead or indicator.reporter, whole)
    return Split(whole, (only,), Shares.LEAD if indicator.lead else Shares.REPORTER)


def by_time(judged: Assessment, plan: Plan, ledger: Ledger) -> Split | None:
    """The gap as it stood on the due date, what came in late, and what was changed since first reported.

    On the due date the newest value known by then counts, of whatever month; the baseline where there was none. Months
    from before the monthly reporting began cannot be late.
    """
    if judged.value is None or not judged.is_compared:
        return None
    indicator, period = judged.indicator, judged.period
    known = ledger.about(series_id(indicator))
    first_at, first = _first(indicator, known, period, judged.value)
    due = due_moment(plan, period)
    in_time = first
    if period >= plan.reporting_start and first_at is not None and first_at > due:
        found = last_known(indicator, known.known_by(due), period)
        in_time = found[1].value if found and found[1].value is not None else judged.baseline
    sign = sense(indicator)
    steps = ((ON_TIME, in_time - judged.expected), (LATE, first - in_time), (REVISED, judged.value - first))
    return Split((judged.value - judged.expected) * sign, tuple(Part(key, amount * sign) for key, amount in steps))


def _first(indicator: Indicator, known: Ledger, period: Period, value: Fraction) -> tuple[datetime | None, Fraction]:
    """When the month first had a value, and which. Today's where the ledger does not tell."""
    for moment in sorted({e.submitted_at for e in known.history if e.period == period and e.state in IN_FORCE}):
        first = measured(indicator, known.known_by(moment), period).value
        if first is not None:
            return moment, first
    return None, value


def _region_values(indicator: Indicator, plan: Plan, ledger: Ledger, period: Period) -> dict[str, Fraction]:
    seen: Iterable[tuple[str, Fraction | None]] = (
        (region.id, measured(indicator, ledger, period, region.id).value) for region in plan.regions
    )
    return {region: value for region, value in seen if value is not None}


def _region_shares(
    indicator: Indicator, plan: Plan, ledger: Ledger, period: Period
) -> tuple[Mapping[str, Fraction], Shares]:
    """Every region's share of what is due; they add up to 1."""
    if indicator.region_parts:
        low, high = ends(indicator)
        size = high - low
        stated = {region: Fraction(part) / size for region, part in indicator.region_parts}
        return {region.id: stated.get(region.id, Fraction(0)) for region in plan.regions}, Shares.STATED
    before = _region_values(indicator, plan, ledger, period + -12)
    total = sum(before.values(), Fraction(0))
    if len(before) == len(plan.regions) and total:
        return {region: value / total for region, value in before.items()}, Shares.YEAR_BEFORE
    return {region.id: Fraction(1, len(plan.regions)) for region in plan.regions}, Shares.EQUAL
