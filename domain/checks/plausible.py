"""Is a figure likely: far beyond its target, one edition too many, the same as another's, all round hundreds."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from domain.case import Case, at
from domain.checks.between import related
from domain.observation import Aspect, Observation
from domain.plan import Direction, Indicator, Kind
from domain.problem import Fact, Problem
from domain.problem_codes import problem

_COUNTED = (Kind.FLOW, Kind.STOCK)


def over_target(case: Case) -> Iterable[Problem]:
    """A total that is a multiple of its target. Small targets are left out: two instead of one is no slip."""
    limits = case.limits
    for indicator, seen in case.cities():
        rises = indicator.kind in _COUNTED and indicator.direction is Direction.UP
        if not rises or indicator.target <= limits.small_target:
            continue
        share = seen.value / indicator.target
        if share > limits.over_target:
            code = "X07" if share > limits.far_over_target else "X27"
            facts: dict[str, Fact] = {"value": seen.value, "target": indicator.target, "unit": indicator.unit_name}
            yield at(seen, code, indicator=indicator.id, percent=round(share * 100), **facts)


def editions(case: Case) -> Iterable[Problem]:
    """An event held once every so many years: one more than there can have been was probably counted twice."""
    for indicator, seen in case.cities():
        if indicator.kind is not Kind.RECURRING or not indicator.every_years:
            continue
        most = _editions_by(indicator, case.period.year)
        if seen.value > most:
            before = case.before(indicator)
            facts: dict[str, Fact] = {"year": str(case.period.year), "name": indicator.name, "value": seen.value}
            yield at(seen, "X20", before=Decimal(0) if before is None else before, most=most, **facts)


def _editions_by(indicator: Indicator, year: int) -> Decimal:
    """The most editions a report of `year` can count: those of the year alone where the count begins anew."""
    cycles = 1 if indicator.resets_yearly else (year - indicator.first_year) // indicator.every_years + 1
    return max(1, cycles) * indicator.target


def same_figures(case: Case) -> Iterable[Problem]:
    """One figure given for two things that have nothing to do with each other: pasted into the wrong row, perhaps."""
    first: dict[Decimal, Observation] = {}
    for indicator, seen in case.cities():
        if indicator.kind not in _COUNTED or seen.value < case.limits.same_figure:
            continue
        twin = first.setdefault(seen.value, seen)
        if twin is not seen and not related(case, twin.indicator_id, seen.indicator_id):
            yield at(seen, "X16", indicators=(twin.indicator_id, seen.indicator_id), value=seen.value)


def round_figures(case: Case) -> Iterable[Problem]:
    """Where every month's figure is a round one, they are likely to be estimates."""
    done = [
        seen
        for (_, region_id, aspect), seen in case.figures.items()
        if region_id is None and aspect is Aspect.MONTH and seen.value
    ]
    if len(done) >= case.limits.round_items and not any(seen.value % case.limits.round_to for seen in done):
        yield problem("X17", done[0].source.sheet, n=len(done), unit=case.limits.round_to)
