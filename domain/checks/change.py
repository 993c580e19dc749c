"""Can a figure have come from last month's: totals that fall, counters carried on, units mixed up, sudden leaps.

And did a whole sheet: last month's, sent again under another date.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from domain.case import Case, at
from domain.observation import Aspect
from domain.period import Period
from domain.plan import Direction, Indicator, Kind
from domain.problem import Fact, Problem

_UNITS_MIXED_UP = (Decimal(10_000), Decimal(1_000))  # 万 or 千 taken for one, or the reverse


def falling_totals(case: Case) -> Iterable[Problem]:
    """What is counted up never falls. A level that is to rise may, for a reason; one that has a limit may always."""
    for indicator, seen in case.totals():
        before = case.last(seen.key)
        if before is None and seen.region_id is None and (stated := case.stated.previous.get(indicator.id)):
            before = stated.value
        if before is None or seen.value >= before or case.restarts(indicator):
            continue
        facts: dict[str, Fact] = {"indicator": indicator.id, "value": seen.value, "before": before}
        is_counted_up = indicator.kind in (Kind.FLOW, Kind.RECURRING)
        if is_counted_up and seen.region_id:
            yield at(seen, "X14", region=case.plan.region(seen.region_id).name, **facts)
        elif is_counted_up:
            yield at(seen, "X03", **facts)
        elif indicator.kind is Kind.STOCK and seen.region_id is None and _is_to_rise(indicator):
            yield at(seen, "X04", name=indicator.name, **facts)


def _is_to_rise(indicator: Indicator) -> bool:
    return indicator.direction is Direction.UP and not indicator.is_cap


def not_restarted(case: Case) -> Iterable[Problem]:
    """A yearly count that in January is no lower than in December was probably carried on."""
    for indicator, seen in case.cities():
        last = case.last(seen.key)
        if case.restarts(indicator) and last and seen.value >= last:
            yield at(seen, "X38", indicator=indicator.id, name=indicator.name, value=seen.value, before=last)


def slips_of_scale(case: Case) -> Iterable[Problem]:
    """A factor near 万 or 千 since last month; also of a total that was refused, to say why it may be wrong."""
    unfit = ((case.plan.indicator(each), seen) for each, seen in case.stated.unfit.items())
    for indicator, seen in (*case.cities(), *unfit):
        before = case.before(indicator)
        if not before or not seen.value:
            continue
        times = max(seen.value / before, before / seen.value)
        if any(abs(times - slip) <= slip * case.limits.slip_band for slip in _UNITS_MIXED_UP):
            yield at(seen, "X05", indicator=indicator.id, value=seen.value, before=before, times=round(times))


def surges(case: Case) -> Iterable[Problem]:
    """A month far above the usual one, and not small against the target either."""
    limits = case.limits
    for indicator, total in case.cities():
        before, month = case.before(indicator), case.city(indicator.id, Aspect.MONTH)
        value = month.value if month else total.value - before if before is not None else None
        if indicator.kind is not Kind.FLOW or value is None or value <= limits.surge_share * indicator.target:
            continue
        usual = case.usual_month(indicator)
        if usual and value > limits.surge_times * usual:
            facts: dict[str, Fact] = {"value": value, "usual": usual, "times": round(value / usual, 1)}
            yield at(month or total, "X06", indicator=indicator.id, n=limits.surge_months, **facts)


def unchanged(case: Case) -> Iterable[Problem]:
    """A sheet in which nothing is new: every total as it was, and no month's figure that says so itself."""
    last = _sent_apart(case)
    totals = [(indicator, seen) for indicator, seen in case.totals() if seen.value]
    counts = any(indicator.kind is Kind.FLOW for indicator, _ in totals)
    says_so = any(key.aspect is Aspect.MONTH for key in case.figures)
    if last is None or not counts or says_so:
        return
    if all(case.known(seen.key, last) == seen.value for _, seen in totals):
        yield at(totals[0][1], "X40", n=len(totals), period=last)


def repeated_months(case: Case) -> Iterable[Problem]:
    """The figures of this month are, every one, those of the month before."""
    last = _sent_apart(case)
    done = [seen for key, seen in case.figures.items() if key.aspect is Aspect.MONTH and seen.value]
    if last is None or len(done) < case.limits.round_items:
        return
    if all(case.known(seen.key, last) == seen.value for seen in done):
        yield at(done[0], "X41", n=len(done), period=last)


def _sent_apart(case: Case) -> Period | None:
    """The month reported last before this one, unless in the very same file: that is no old file sent again."""
    last = case.last_sent_before(case.period)
    return None if last is None or case.is_in_file(last) else last
