"""Does each figure agree with the ones it is made of: last month and this month, the regions, the share done."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from domain.case import Case, at
from domain.observation import Aspect, Key
from domain.path import ends
from domain.plan import Indicator, Kind
from domain.problem import Fact, Problem

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
        parts = {
            region_id: seen
            for (indicator_id, region_id, aspect), seen in case.figures.items()
            if indicator_id == indicator.id and region_id and aspect is Aspect.CUMULATIVE
        }
        total = sum((part.value for part in parts.values()), Decimal(0))
        missing = tuple(region.name for region in case.plan.regions if region.id not in parts)
        first = next(iter(parts.values()), None)
        facts: dict[str, Fact] = {"indicator": indicator.id, "total": total}
        if first and total != city.value and (not missing or total > city.value):
            yield at(first, "X12", value=city.value, difference=abs(total - city.value), **facts)
        elif first and total != city.value and indicator.id not in case.stated.doubtful:
            yield at(first, "X29", value=city.value, regions=missing, **facts)
        stated = case.stated.totals.get(indicator.id)
        if stated and stated.value != total:
            yield at(stated, "X28", value=stated.value, difference=abs(total - stated.value), **facts)


def rates(case: Case) -> Iterable[Problem]:
    """The share done as the sheet states it, against the increment and against the bare total; either will do."""
    for indicator_id, stated in case.stated.rates.items():
        indicator, total = case.plan.indicator(indicator_id), case.city(indicator_id)
        if total is None or indicator.kind not in (Kind.FLOW, Kind.STOCK) or not indicator.target:
            continue
        shares = [total.value / indicator.target, *_increment(indicator, total.value)]
        exponent = stated.value.as_tuple().exponent
        slack = _ROUNDED_SLACK if isinstance(exponent, int) and exponent >= 0 else case.limits.rate_gap
        if all(abs(share * 100 - stated.value) > slack for share in shares):
            value = f"{round(shares[-1] * 100, 1)}%"
            yield at(stated, "E28", indicator=indicator_id, raw=stated.source.raw.strip(), value=value)


def _increment(indicator: Indicator, value: Decimal) -> list[Decimal]:
    low, high = (Decimal(end.numerator) / end.denominator for end in ends(indicator))
    return [(value - low) / (high - low)] if low != high else []
