"""Do numbers that bind one another agree: wholes and parts, persons and trainings, levels and counts, zones, partners.

Which numbers do is data of the plan. The other figure may stand in the same sheet, in the same file or in the ledger,
and the one that is named in the message with its cell is always the one of this sheet.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from domain.case import Case, at
from domain.observation import Aspect, Key, Observation
from domain.plan import Indicator, Kind
from domain.problem import Fact, Problem

_SHARES = (Kind.PER_CAPITA, Kind.RATIO)


def parts(case: Case) -> Iterable[Problem]:
    """A part is never more than the whole it belongs to: in all, in the month, and in each region."""
    for part, whole in _bound(case, "subset_of"):
        aspects = (Aspect.CUMULATIVE, Aspect.MONTH) if part.kind is Kind.FLOW else (Aspect.CUMULATIVE,)
        for region_id in (None, *(region.id for region in case.plan.regions)):
            code = "X37" if region_id else "X08" if part.kind is Kind.FLOW else "X09"
            for aspect in aspects:
                yield from _no_more_than(case, code, part, whole, region_id, aspect)


def persons_and_certified(case: Case) -> Iterable[Problem]:
    """No more persons than their trainings, no more certified than assessed; as numbers or as columns beside one."""
    for persons, trainings in _bound(case, "persons_of"):
        yield from _no_more_than(case, "X15", persons, trainings)
    for certified, assessed in _bound(case, "certified_of"):
        yield from _no_more_than(case, "X26", certified, assessed)
    for code, stated in (("X15", case.stated.persons), ("X26", case.stated.certified)):
        for indicator_id, seen in stated.items():
            whole = case.city(indicator_id)
            if whole and seen.value > whole.value:
                name = case.plan.indicator(indicator_id).name
                yield at(seen, code, part=name, value=seen.value, whole=name, other=whole.value)


def growth(case: Case) -> Iterable[Problem]:
    """What a level rose by since its baseline is no more than was newly counted, and not far less."""
    for level, count in _bound(case, "grows_by"):
        stands, counted = case.now(Key(level.id)), case.now(Key(count.id))
        if stands is None or counted is None:
            continue
        rise = stands - level.baseline
        if rise > counted or counted - rise > case.limits.growth_gap * counted:
            facts: dict[str, Fact] = {"stock": level.name, "rise": rise, "flow": count.name, "counted": counted}
            yield at(_own(case, level, count), "X10", difference=abs(rise - counted), **facts)


def groups(case: Case) -> Iterable[Problem]:
    """Of a group no more can have reached a number than there are; and one group has one size."""
    for indicator, reached in case.cities():
        group = case.city(indicator.id, Aspect.DENOMINATOR)
        if indicator.is_part and group and 0 < group.value < reached.value:
            facts: dict[str, Fact] = {"reached": reached.value, "denominator": group.value}
            yield at(reached, "X18", indicator=indicator.id, name=indicator.name, **facts)
    for one, other in _bound(case, "same_group"):
        sizes = [case.now(Key(each.id, None, Aspect.DENOMINATOR)) for each in (one, other)]
        seen = case.city(one.id, Aspect.DENOMINATOR) or case.city(other.id, Aspect.DENOMINATOR)
        if seen and None not in sizes and sizes[0] != sizes[1]:
            facts = {"value": sizes[0] or 0, "other": sizes[1] or 0}
            yield at(seen, "X32", indicator=one.id, first=other.id, **facts)


def needs(case: Case) -> Iterable[Problem]:
    """There is none of what depends on something that is not there."""
    for dependent, basis in _bound(case, "needs"):
        value, there = case.now(Key(dependent.id)), case.now(Key(basis.id))
        if value and there == 0:
            facts: dict[str, Fact] = {"name": dependent.name, "value": value, "needed": basis.name}
            yield at(_own(case, dependent, basis), "X21", **facts)


def zones(case: Case) -> Iterable[Problem]:
    """A zone that sends figures of its own is not also held in those of the region around it."""
    for said in case.stated.inclusions:
        own = [
            seen
            for (indicator_id, region_id, _), seen in case.figures.items()
            if region_id == said.zone_id and seen.value > 0 and said.indicator_id in (None, indicator_id)
        ]
        if own:
            region, zone = (case.plan.region(each).name for each in (said.region_id, said.zone_id))
            facts: dict[str, Fact] = {"raw": said.source.raw.strip(), "value": own[0].value}
            yield at(said.source, "X13", region=region, zone=zone, indicator=own[0].indicator_id, **facts)


def partners(case: Case) -> Iterable[Problem]:
    """A figure sent along by a department that only takes part: the lead's counts, and a difference is told."""
    for indicator_id, seen in case.stated.by_partner.items():
        indicator, led = case.plan.indicator(indicator_id), case.known(Key(indicator_id), case.period)
        lead, partner = (case.plan.department(each).name for each in (indicator.reporter, case.department_id))
        facts: dict[str, Fact] = {"indicator": indicator_id, "value": seen.value, "lead": lead, "partner": partner}
        if led is None or led == seen.value:
            yield at(seen, "X39", **facts)
        else:
            yield at(seen, "X24", other=led, **facts)


def _bound(case: Case, key: str) -> Iterator[tuple[Indicator, Indicator]]:
    """The pairs of numbers related by `key` of which this sheet gives one, or both."""
    for indicator in case.plan.numbers:
        named = getattr(indicator, key)
        if named:
            other = case.plan.series(named)
            if case.city(indicator.id) or case.city(other.id):
                yield indicator, other


def _own(case: Case, one: Indicator, other: Indicator) -> Observation:
    """The total of this sheet that a finding about two numbers is told at."""
    seen = case.city(one.id) or case.city(other.id)
    assert seen is not None
    return seen


def _no_more_than(
    case: Case,
    code: str,
    part: Indicator,
    whole: Indicator,
    region_id: str | None = None,
    aspect: Aspect = Aspect.CUMULATIVE,
) -> Iterator[Problem]:
    keys = [Key(each.id, region_id, aspect) for each in (part, whole)]
    value, limit = map(case.now, keys)
    seen = next((case.figures[key] for key in keys if key in case.figures), None)
    if seen and value is not None and limit is not None and value > limit:
        facts: dict[str, Fact] = {"part": part.name, "value": value, "whole": whole.name, "other": limit}
        if region_id:
            facts["region"] = case.plan.region(region_id).name
        yield at(seen, code, **facts)


def related(case: Case, one: str, other: str) -> bool:
    """Whether two numbers may well be equal, being part and whole."""
    pairs = ((i.id, getattr(i, key)) for i in case.plan.numbers for key in ("subset_of", "persons_of", "certified_of"))
    return any({one, other} == {part, whole} for part, whole in pairs)
