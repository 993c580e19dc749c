"""Does each figure agree with the ones it is made of: last month and this month, the regions, the share done."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from domain.case import Case, at
from domain.observation import Aspect, Key, Observation
from domain.path import ends
from domain.plan import Indicator, Kind
from domain.problem import Fact, Problem

_WRITTEN = 8  # characters of a share as people write it
_ROUNDED_SLACK = Decimal("0.5")  # a share stated in whole points may have been rounded by so much


def blank_months(case: Case) -> Iterable[Problem]:
    """A month's figure left out is worked out for the reader, from the total before; it is not stored."""
    for indicator_id, source in case.stated.blank_months.items():
        total = case.city(indicator_id)
        before = case.before(case.plan.indicator(indicator_id))
        if total and before is not None and total.value >= before:
            yield at(source, "E10", value=total.value - before, indicator=indicator_id)


def totals(case: Case) -> Iterable[Problem]:
    """Total = total before + month, for the city and each region; with nothing known before, at least no less.

    A level may have been closed as well as opened: there a difference is asked about, not refused.
    """
    for indicator, total in case.totals():
        month = case.figures.get(Key(indicator.id, total.region_id, Aspect.MONTH))
        before = case.before(indicator, total.region_id)
        if month is None or indicator.kind not in (Kind.FLOW, Kind.STOCK, Kind.RECURRING):
            continue
        if before is None:
            if indicator.kind is not Kind.STOCK and month.value > total.value:
                yield at(total, "X30", indicator=indicator.id, value=total.value, month=month.value)
            continue
        expected = before + month.value
        if expected != total.value:
            facts: dict[str, Fact] = {"value": total.value, "before": before, "month": month.value}
            facts |= {"difference": abs(total.value - expected), "expected": expected, "indicator": indicator.id}
            if total.region_id:
                facts["region"] = case.plan.region(total.region_id).name
            level = "X34" if indicator.kind is Kind.STOCK else "X01"
            yield at(total, "X36" if total.region_id else level, **facts)


def altered_totals(case: Case) -> Iterable[Problem]:
    for indicator_id, stated in case.stated.previous.items():
        stored = case.last(Key(indicator_id))
        if stored is not None and stored != stated.value and not case.restarts(case.plan.indicator(indicator_id)):
            yield at(stated, "X02", indicator=indicator_id, value=stated.value, stored=stored)


def region_sums(case: Case) -> Iterable[Problem]:
    """Regions add up to the city; a sum above it is wrong however many regions are still blank."""
    for indicator, city in case.cities():
        parts = _by_region(case, indicator.id)
        total = sum((part.value for part in parts), Decimal(0))
        given = {part.region_id for part in parts}
        missing = tuple(region.name for region in case.plan.regions if region.id not in given)
        facts: dict[str, Fact] = {"indicator": indicator.id, "total": total, "value": city.value}
        if not parts or total == city.value:
            continue
        if not missing or total > city.value:
            yield at(parts[0], "X12", difference=abs(total - city.value), **facts)
        elif indicator.id not in case.stated.doubtful:
            yield at(parts[0], "X29", regions=missing, **facts)


def region_totals(case: Case) -> Iterable[Problem]:
    """Nor does the sum that a sheet states for its regions differ from theirs."""
    for indicator_id, stated in case.stated.totals.items():
        total = sum((part.value for part in _by_region(case, indicator_id)), Decimal(0))
        if stated.value != total:
            facts: dict[str, Fact] = {"value": stated.value, "difference": abs(total - stated.value)}
            yield at(stated, "X28", indicator=indicator_id, total=total, **facts)


def _by_region(case: Case, indicator_id: str) -> list[Observation]:
    """The totals of an indicator's regions, as the sheet has them."""
    return [seen for indicator, seen in case.totals() if indicator.id == indicator_id and seen.region_id]


def rates(case: Case) -> Iterable[Problem]:
    """The share done as the sheet states it, against the increment and against the bare total; either will do.

    Without its sign 「2」 may be two points, or twice the target.
    """
    for indicator_id, stated in case.stated.rates.items():
        indicator, total = case.plan.indicator(indicator_id), case.city(indicator_id)
        if total is None or indicator.kind not in (Kind.FLOW, Kind.STOCK) or not indicator.target:
            continue
        shares = [total.value / indicator.target, *_increment(indicator, total.value)]
        has_sign = stated.source.raw.strip().endswith(("%", "％"))
        meant = [stated.value] if has_sign else [stated.value, stated.value.scaleb(2)]
        if not any(_rounds_to(share * 100, points, case.limits.rate_gap) for share in shares for points in meant):
            raw, value = stated.source.raw.strip(), f"{round(shares[-1] * 100, 1)}%"
            if len(raw) > _WRITTEN:  # nobody wrote so many digits, nor sees them
                raw = f"{round(stated.value, 1)}%" if has_sign else f"{round(stated.value, 3)}"
            yield at(stated, "E28", indicator=indicator_id, raw=raw, value=value)


def _rounds_to(exact: Decimal, stated: Decimal, slack: Decimal) -> bool:
    """Whether a share may have been written as `stated`: whole points may have been rounded by half a point."""
    exponent = stated.as_tuple().exponent
    return abs(exact - stated) <= (_ROUNDED_SLACK if isinstance(exponent, int) and exponent >= 0 else slack)


def _increment(indicator: Indicator, value: Decimal) -> list[Decimal]:
    low, high = (Decimal(end.numerator) / end.denominator for end in ends(indicator))
    return [(value - low) / (high - low)] if low != high else []
