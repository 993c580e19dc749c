"""Whether what a plan says about one number and another can be meant: parts, repeats, persons and their trainings.

A relation names another indicator of the same plan. That it exists is `domain.soundness`'s to say; what a sheet must
fulfil because of it is in `domain.checks.between`.
"""

from __future__ import annotations

from collections.abc import Iterator

from domain.plan import Indicator, Kind, Plan
from domain.problem import Fact
from domain.splits import Fault

RELATIONS = ("same_as", "subset_of", "persons_of", "certified_of", "grows_by", "needs", "same_group")
"""The keys of an indicator that name another one."""
_COMPARED = ("subset_of", "persons_of", "certified_of", "grows_by")
_LIKE = ("kind", "unit", "target", "comparator", "baseline", "direction", "start", "deadline")
SHARES = (Kind.PER_CAPITA, Kind.RATIO)


def faults(plan: Plan, indicator: Indicator) -> Iterator[Fault]:
    """Everything wrong with what `indicator` says about others; what names nothing that exists is passed over."""
    by_id = {each.id: each for each in reversed(plan.indicators)}  # of an id given twice the first counts
    for key in RELATIONS:
        other = by_id.get(getattr(indicator, key) or "")
        if other and other.id == indicator.id and key != "same_as":
            yield Fault("related_to_itself", key, {"found": other.id})
        elif other:
            yield from _fault(plan, indicator, key, other)


def _fault(plan: Plan, indicator: Indicator, key: str, other: Indicator) -> Iterator[Fault]:
    units: dict[str, Fact] = {"found": indicator.unit, "other": other.id, "unit": other.unit}
    alike = _is_same_unit(plan, indicator.unit, other.unit)
    if key == "same_as":
        yield from _repeat(indicator, other)
    elif key in _COMPARED and indicator.resets_yearly != other.resets_yearly:
        yield Fault("related_over_other_time", key, {"found": other.id})
    elif key in ("subset_of", "certified_of", "grows_by") and not alike:
        yield Fault("related_in_other_unit", key, units)
    elif key == "persons_of" and alike:
        yield Fault("persons_in_same_unit", key, units)
    elif key == "subset_of" and indicator.target > other.target:
        yield Fault(
            "subset_exceeds_whole", "target", {"found": indicator.target, "whole": other.id, "limit": other.target}
        )
    elif key == "grows_by" and (indicator.kind, other.kind) != (Kind.STOCK, Kind.FLOW):
        yield Fault("grows_by_no_count", key, {"found": other.id})
    elif key == "same_group" and not {indicator.kind, other.kind} <= set(SHARES):
        yield Fault("group_of_no_share", key, {"found": other.id})


def _is_same_unit(plan: Plan, one: str, other: str) -> bool:
    return one == other or one in plan.unit(other).aliases or other in plan.unit(one).aliases


def _repeat(repeat: Indicator, first: Indicator) -> Iterator[Fault]:
    """A repeated indicator names the first statement itself, and says the same."""
    if first.same_as:
        yield Fault("same_as_chain", "same_as", {"found": first.id, "meant": first.same_as})
        return
    for key in _LIKE:
        found, stated = getattr(repeat, key), getattr(first, key)
        if found != stated:
            yield Fault("same_as_differs", key, {"found": found, "first": first.id, "stated": stated})
