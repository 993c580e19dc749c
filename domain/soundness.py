"""Is a plan sound: does all it refers to exist, and can its figures, dates and paths be meant together.

Judges a `Plan` as built, whose references may still point nowhere. Says what is wrong as codes and facts, and where
in the words of the plan file; it must not know how that file is read or how a mistake is worded.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, fields
from difflib import get_close_matches

from domain import relations, splits
from domain.plan import Department, Direction, Indicator, Kind, Plan, Region, Task, Thresholds
from domain.problem import Fact
from domain.working_days import contradictions

DUE_DAYS = range(1, 29)  # every month has these


@dataclass(frozen=True)
class Mistake:
    """One thing wrong with a plan file: in which table (`measures "3" › indicators "3.1"`), at which key."""

    code: str
    table: str
    key: str
    facts: Mapping[str, Fact] = field(default_factory=dict[str, Fact])


def place(*steps: str) -> str:
    """A table as the file names it, from pairs of list and entry: `place("measures", "3", "tasks", "3.2")`."""
    return " › ".join(f'{kind} "{entry}"' for kind, entry in zip(steps[::2], steps[1::2], strict=True))


def nearest(found: str, known: Iterable[str]) -> tuple[str, ...]:
    """What `found` was probably meant to be: the closest spelling, or the least unlike three when none is close."""
    choices = tuple(dict.fromkeys(known))
    return tuple(get_close_matches(found, choices, n=1) or get_close_matches(found, choices, n=3, cutoff=0))


def mistakes(plan: Plan, unread: AbstractSet[str] = frozenset()) -> tuple[Mistake, ...]:
    """Everything unsound in `plan`, in the order of the file.

    `unread` holds the texts of entries too broken to be part of `plan`: a reference to one of those is not held
    against the entry that makes it.
    """
    checks: tuple[Callable[[Plan], Iterator[Mistake]], ...] = (
        _general,
        _thresholds,
        _working_days,
        _checks,
        _same_ids,
        _shared_spellings,
        _validity,
        lambda plan: _references(plan, unread),
        _dates,
        _figures,
        _splits,
        _relations,
    )
    return tuple(mistake for check in checks for mistake in check(plan))


def at(indicator: Indicator) -> str:
    return place("measures", indicator.clause, "indicators", indicator.id)


def spellings(item: Department | Region) -> tuple[str, ...]:
    """Every way the plan itself may refer to a department or region: id, names, aliases, short name."""
    short = item.short if isinstance(item, Department) else ""
    written = (item.id, item.name.zh, item.name.en, short, *item.aliases)
    return tuple(dict.fromkeys(text for text in written if text))


def _general(plan: Plan) -> Iterator[Mistake]:
    if plan.end < plan.start:
        yield Mistake("end_before_start", "plan", "end", {"start": plan.start, "end": plan.end})
    elif not plan.start <= plan.reporting_start <= plan.end:
        facts: dict[str, Fact] = {"found": plan.reporting_start, "start": plan.start, "end": plan.end}
        yield Mistake("reports_from_outside_plan", "plan", "reports_from", facts)
    if plan.due_day not in DUE_DAYS:
        facts = {"found": plan.due_day, "first": DUE_DAYS[0], "last": DUE_DAYS[-1]}
        yield Mistake("due_day_outside", "plan", "due_day", facts)


def _thresholds(plan: Plan) -> Iterator[Mistake]:
    if plan.thresholds and all(entry.valid_from > plan.start for entry in plan.thresholds):
        first = min(entry.valid_from for entry in plan.thresholds)
        table = place("thresholds", str(first))
        yield Mistake("no_thresholds_at_start", table, "valid_from", {"start": plan.start, "found": first})
    for entry in plan.thresholds:
        yield from _limits(entry)


def _working_days(plan: Plan) -> Iterator[Mistake]:
    for found in contradictions(plan.working_days):
        yield Mistake(found.code, place("calendar", str(found.year)), found.key, {"found": found.day})


def _checks(plan: Plan) -> Iterator[Mistake]:
    """Limits of the checks: there from the start, above nought, and the graver one further off."""
    if plan.checks and all(entry.valid_from > plan.start for entry in plan.checks):
        first = min(entry.valid_from for entry in plan.checks)
        facts: dict[str, Fact] = {"start": plan.start, "found": first}
        yield Mistake("no_checks_at_start", place("checks", str(first)), "valid_from", facts)
    for entry in plan.checks:
        table = place("checks", str(entry.valid_from))
        for key in (each.name for each in fields(entry) if each.name != "valid_from"):
            if getattr(entry, key) <= 0:
                yield Mistake("check_not_positive", table, key, {"found": str(getattr(entry, key))})
        for lower, higher in (("over_target", "far_over_target"), ("shown_text", "long_text")):
            if getattr(entry, lower) >= getattr(entry, higher):
                facts = {"found": str(getattr(entry, lower)), "other": higher, "limit": str(getattr(entry, higher))}
                yield Mistake("checks_not_rising", table, lower, facts)


def _limits(entry: Thresholds) -> Iterator[Mistake]:
    table = place("thresholds", str(entry.valid_from))
    for lower, higher in (("behind", "on_track"), ("on_track", "ahead")):
        if getattr(entry, lower) >= getattr(entry, higher):
            facts: dict[str, Fact] = {"found": str(getattr(entry, lower)), "other": higher}
            facts["limit"] = str(getattr(entry, higher))
            yield Mistake("thresholds_not_descending", table, lower, facts)
    for key in ("too_early", "about", "task_start", "coverage"):
        if not 0 <= getattr(entry, key) <= 1:
            yield Mistake("not_a_share", table, key, {"found": str(getattr(entry, key))})


def _same_ids(plan: Plan) -> Iterator[Mistake]:
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


def _shared_spellings(plan: Plan) -> Iterator[Mistake]:
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


def _validity(plan: Plan) -> Iterator[Mistake]:
    for entry in plan.departments:
        if entry.valid_from and entry.valid_to and entry.valid_to < entry.valid_from:
            facts: dict[str, Fact] = {"start": entry.valid_from, "found": entry.valid_to}
            yield Mistake("valid_to_before_from", place("departments", entry.id), "valid_to", facts)


def _references(plan: Plan, unread: AbstractSet[str]) -> Iterator[Mistake]:
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
        yield from (("unknown_region", at(indicator), "region_parts", region) for region, _ in indicator.region_parts)
        yield from (("unknown_department", at(indicator), "lead_shares", who) for who, _ in indicator.lead_shares)
        others = ((key, getattr(indicator, key)) for key in relations.RELATIONS)
        yield from (("unknown_indicator", at(indicator), key, other) for key, other in others if other)
    for region in plan.regions:
        yield from (("unknown_region", place("regions", region.id), "within", other) for other in region.within)


def _dates(plan: Plan) -> Iterator[Mistake]:
    """Deadlines lie within the plan, and milestones between an indicator's start and its deadline."""
    if plan.end < plan.start:
        return
    dated = [(at(entry), entry.deadline) for entry in plan.indicators]
    dated += [(place("measures", entry.clause, "tasks", entry.id), entry.deadline) for entry in plan.tasks]
    first, last = plan.start.first_day, plan.end.last_day
    for table, deadline in dated:
        if not first <= deadline <= last:
            yield Mistake("deadline_outside_plan", table, "deadline", {"found": deadline, "first": first, "last": last})
    for indicator in plan.indicators:
        for milestone in indicator.path:
            facts: dict[str, Fact] = {"found": milestone.period, "deadline": indicator.deadline}
            if milestone.period.first_day > indicator.deadline:
                yield Mistake("milestone_after_deadline", at(indicator), "path", facts)
            elif milestone.period < indicator.start:
                facts = {"found": milestone.period, "start": indicator.start}
                yield Mistake("milestone_before_start", at(indicator), "path", facts)


def _figures(plan: Plan) -> Iterator[Mistake]:
    """Target, baseline and path of each indicator move the same way. A target equal to its baseline is one to hold."""
    for indicator in plan.indicators:
        sign = 1 if indicator.direction is Direction.UP else -1
        if sign * (indicator.target - indicator.baseline) < 0:
            facts: dict[str, Fact] = {"found": indicator.target, "baseline": indicator.baseline}
            code = "target_below_baseline" if sign == 1 else "target_above_baseline"
            yield Mistake(code, at(indicator), "target", facts)
        reached = indicator.baseline
        for milestone in indicator.path:
            if sign * (milestone.value - reached) < 0:
                facts = {"found": milestone.value, "period": milestone.period, "before": reached}
                yield Mistake("path_turns_back", at(indicator), "path", facts)
            reached = milestone.value
        if indicator.kind is Kind.RECURRING and indicator.every_years < 1:
            yield Mistake("recurring_without_interval", at(indicator), "every_years")
        elif indicator.kind is Kind.RECURRING and not plan.start.year <= indicator.first_year <= plan.end.year:
            facts = {"found": str(indicator.first_year), "first": str(plan.start.year), "last": str(plan.end.year)}
            yield Mistake("first_year_outside_plan", at(indicator), "first_year", facts)


def _splits(plan: Plan) -> Iterator[Mistake]:
    for indicator in plan.indicators:
        for fault in splits.faults(indicator):
            yield Mistake(fault.code, at(indicator), fault.key, fault.facts)


def _relations(plan: Plan) -> Iterator[Mistake]:
    for indicator in plan.indicators:
        for fault in relations.faults(plan, indicator):
            yield Mistake(fault.code, at(indicator), fault.key, fault.facts)
