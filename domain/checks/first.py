"""Where nothing was known before: is a first total of the size that its target, its path and others' reports suggest.

Later ones are held against those before them, in `change`. Here a slip of the unit has nothing else to show it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from statistics import median

from domain.case import Case, at
from domain.observation import Key, Observation
from domain.path import plan_path
from domain.period import Period
from domain.plan import Direction, Indicator, Kind
from domain.problem import Fact, Problem

_COUNTED = (Kind.FLOW, Kind.STOCK)


def sizes(case: Case) -> Iterable[Problem]:
    """A first total many times what its path expects, or a small fraction of it."""
    limits = case.limits
    above, below = Fraction(limits.first_above), Fraction(limits.first_below)
    for indicator, seen in _first(case):
        due, value, target = _due(case, indicator), Fraction(seen.value), Fraction(indicator.target)
        facts: dict[str, Fact] = {"indicator": indicator.id, "value": seen.value, "unit": indicator.unit_name}
        facts |= {"expected": _whole(due), "target": indicator.target}
        most = above * max(due, target * Fraction(limits.first_share))
        is_small, is_told = target <= limits.small_target, value > target * Fraction(limits.over_target)
        if value > most and (value > limits.small_target if is_small else not is_told):
            yield at(seen, "X50", **facts)
        elif 0 < value * below < due:
            yield at(seen, "X51", times=_whole(due / value), **facts)


def scale(case: Case) -> Iterable[Problem]:
    """A department's first report that, against its paths, is as a whole far from where all others are on theirs."""
    limits = case.limits
    if case.last_sent_before(case.period):
        return
    own = [(seen, Fraction(seen.value) / due) for indicator, seen in _first(case) if (due := _due(case, indicator)) > 0]
    others = [median(shares) for shares in _shares_of_others(case).values()]
    if len(own) < limits.scale_items or len(others) < limits.scale_items:
        return
    shares = [share for _, share in own]
    low, high = sorted((median(shares), median(others)))
    if low > 0 and high > low * Fraction(limits.scale_times):
        facts: dict[str, Fact] = {"n": len(own), "own": _percent(median(shares)), "others": _percent(median(others))}
        yield at(own[0][0], "X52", m=len(others), times=_whole(high / low), **facts)


def _first(case: Case) -> Iterator[tuple[Indicator, Observation]]:
    """The city's totals that are to rise and of which nothing was known for any month before."""
    for indicator, seen in case.cities():
        rises = indicator.kind in _COUNTED and indicator.direction is Direction.UP
        if rises and not case.has_past(seen.key):
            yield indicator, seen


def _due(case: Case, indicator: Indicator) -> Fraction:
    return plan_path(indicator, case.plan, case.period).expected(case.period)


def _shares_of_others(case: Case) -> Mapping[str, list[Fraction]]:
    """Every other department's totals of the month, or its newest before, as shares of what was due, by department."""
    newest: dict[str, Period] = {}
    for department_id, period in case.months_reported:
        if department_id != case.department_id and period <= case.period:
            newest[department_id] = max(period, newest.get(department_id, period))
    found: dict[str, list[Fraction]] = {}
    for department_id, period in newest.items():
        for indicator in case.plan.reported_by(department_id):
            value = case.known(Key(indicator.id), period)
            if value is None or indicator.kind not in _COUNTED or indicator.direction is not Direction.UP:
                continue
            due = plan_path(indicator, case.plan, period).expected(period)
            if due > 0:
                found.setdefault(department_id, []).append(Fraction(value) / due)
    return found


def _whole(amount: Fraction) -> Decimal:
    return Decimal(round(amount))


def _percent(share: Fraction) -> Decimal:
    return Decimal(round(share * 1000)) / 10
