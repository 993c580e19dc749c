"""Do the entries of a plan go by names of their own, and does all that they name exist.

A department or region may be named by any of its spellings. Whether what is named fits is for `domain.soundness`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from difflib import get_close_matches

from domain import relations
from domain.mistake import Mistake, at, place
from domain.plan import Department, Indicator, Plan, Region, Task
from domain.problem import Fact


def nearest(found: str, known: Iterable[str]) -> tuple[str, ...]:
    """What `found` was probably meant to be: the closest spelling, or the least unlike three when none is close."""
    choices = tuple(dict.fromkeys(known))
    return tuple(get_close_matches(found, choices, n=1) or get_close_matches(found, choices, n=3, cutoff=0))


def spellings(item: Department | Region) -> tuple[str, ...]:
    """Every way the plan itself may refer to a department or region: id, names, aliases, short name."""
    short = item.short if isinstance(item, Department) else ""
    written = (item.id, item.name.zh, item.name.en, short, *item.aliases)
    return tuple(dict.fromkeys(text for text in written if text))


def same_ids(plan: Plan) -> Iterator[Mistake]:
    """Indicators, tasks and standards share one numbering; every other list has its own."""
    numbered = [
        *((at(entry), "id", entry.id) for entry in plan.indicators),
        *((place("measures", entry.clause, "tasks", entry.id), "id", entry.id) for entry in plan.tasks),
        *((place("measures", entry.clause, "standards", entry.id), "id", entry.id) for entry in plan.standards),
    ]
    shelves = (
        [(place("units", entry.name), "name", entry.name) for entry in plan.units],
        [(place("thresholds", str(on := entry.valid_from)), "valid_from", str(on)) for entry in plan.thresholds],
        [(place("calendar", str(entry.year)), "year", str(entry.year)) for entry in plan.working_days.years],
        [(place("checks", str(on := entry.valid_from)), "valid_from", str(on)) for entry in plan.checks],
        [(place("departments", entry.id), "id", entry.id) for entry in plan.departments],
        [(place("regions", entry.id), "id", entry.id) for entry in plan.regions],
        [(place("groups", entry.id), "id", entry.id) for entry in plan.groups],
        [(place("measures", entry.clause), "clause", entry.clause) for entry in plan.measures],
        numbered,
    )
    for shelf in shelves:
        first: dict[str, str] = {}
        for table, key, entry_id in shelf:
            if entry_id in first:
                yield Mistake("duplicate_id", table, key, {"found": entry_id, "first": first[entry_id]})
            first.setdefault(entry_id, table)


def shared_spellings(plan: Plan) -> Iterator[Mistake]:
    for shelf, items in (("departments", plan.departments), ("regions", plan.regions)):
        owner: dict[str, str] = {}
        for item in items:
            for text in spellings(item):
                if owner.setdefault(text, item.id) != item.id:
                    facts: dict[str, Fact] = {"found": text, "first": place(shelf, owner[text])}
                    yield Mistake("shared_spelling", place(shelf, item.id), _key_of(item, text), facts)


def _key_of(item: Department | Region, text: str) -> str:
    """The key of the entry that says `text`."""
    if text == item.id:
        return "id"
    if isinstance(item, Department) and text == item.short:
        return "short"
    return "name" if text in (item.name.zh, item.name.en) else "aliases"


def references(plan: Plan, unread: AbstractSet[str]) -> Iterator[Mistake]:
    """Whatever is named must exist. A department is looked up by any of its spellings, so that hints use them all."""
    known = {
        "unknown_department": [text for item in plan.departments for text in spellings(item)],
        "unknown_group": [group.id for group in plan.groups],
        "unknown_region": [text for item in plan.regions for text in spellings(item)],
        "unknown_indicator": [indicator.id for indicator in plan.indicators],
        "unknown_unit": [unit.name for unit in plan.units],
    }
    for code, table, key, found in _named(plan):
        if found not in known[code] and found not in unread:
            yield Mistake(code, table, key, {"found": found, "choices": nearest(found, known[code])})


def _named(plan: Plan) -> Iterator[tuple[str, str, str, str]]:
    """Every reference in the plan: what it would be called if wrong, table, key, and what is named."""
    yield "unknown_department", "plan", "coordinating_office", plan.coordinating_office
    for entry in plan.departments:
        if entry.successor:
            yield "unknown_department", place("departments", entry.id), "successor", entry.successor
    for measure in plan.measures:
        table = place("measures", measure.clause)
        yield "unknown_group", table, "group", measure.group
        named = [("lead", measure.lead or ""), *(("cooperating", partner) for partner in measure.cooperating)]
        yield from (("unknown_department", table, key, name) for key, name in named if name)
    reporting: list[tuple[str, Indicator | Task]] = [(at(entry), entry) for entry in plan.indicators]
    reporting += [(place("measures", entry.clause, "tasks", entry.id), entry) for entry in plan.tasks]
    for table, entry in reporting:
        if entry.reporter not in (entry.lead, plan.coordinating_office):  # those are named elsewhere
            yield "unknown_department", table, "reporter", entry.reporter
    for indicator in plan.indicators:
        yield "unknown_unit", at(indicator), "unit", indicator.unit
        if indicator.counted_in:
            yield "unknown_unit", at(indicator), "counted_in", indicator.counted_in
        yield from (("unknown_region", at(indicator), "region_parts", region) for region, _ in indicator.region_parts)
        yield from (("unknown_department", at(indicator), "lead_shares", who) for who, _ in indicator.lead_shares)
        others = ((key, getattr(indicator, key)) for key in relations.RELATIONS)
        yield from (("unknown_indicator", at(indicator), key, other) for key, other in others if other)
    for region in plan.regions:
        yield from (("unknown_region", place("regions", region.id), "within", other) for other in region.within)
