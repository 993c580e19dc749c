"""Is a plan sound: can its figures, dates and paths be meant together; what it refers to is for `references`.

Judges a `Plan` as built, whose references may still point nowhere. Says what is wrong as codes and facts, and where
in the words of the plan file; it must not know how that file is read or how a mistake is worded.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import fields

from domain import references, relations, splits
from domain.mistake import Mistake, at, place
from domain.period import Period
from domain.plan import Comparator, Direction, Indicator, Kind, Plan, Thresholds
from domain.problem import Fact
from domain.relations import SHARES
from domain.working_days import contradictions

LONGEST = 50 * 12  # months
DUE_DAYS = range(1, 29)  # every month has these


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
        references.same_ids,
        references.shared_spellings,
        _validity,
        lambda plan: references.references(plan, unread),
        _dates,
        _figures,
        _kinds,
        _splits,
        _relations,
    )
    return tuple(mistake for check in checks for mistake in check(plan))


def _general(plan: Plan) -> Iterator[Mistake]:
    if plan.end < plan.start:
        yield Mistake("end_before_start", "plan", "end", {"start": plan.start, "end": plan.end})
    elif plan.end - plan.start >= LONGEST:
        yield Mistake("plan_too_long", "plan", "end", {"start": plan.start, "end": plan.end, "n": LONGEST // 12})
    else:
        for key, month in (("reports_from", plan.reporting_start), ("judged_from", plan.judging_start)):
            if not plan.start <= month <= plan.end:
                facts: dict[str, Fact] = {"found": month, "start": plan.start, "end": plan.end}
                yield Mistake(f"{key}_outside_plan", "plan", key, facts)
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


def _validity(plan: Plan) -> Iterator[Mistake]:
    for entry in plan.departments:
        if entry.valid_from and entry.valid_to and entry.valid_to < entry.valid_from:
            facts: dict[str, Fact] = {"start": entry.valid_from, "found": entry.valid_to}
            yield Mistake("valid_to_before_from", place("departments", entry.id), "valid_to", facts)


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
        yield from _last_milestone(indicator, sign)


def _last_milestone(indicator: Indicator, sign: int) -> Iterator[Mistake]:
    """A path may not lead past its target, nor elsewhere in the month of the deadline."""
    if not indicator.path:
        return
    last = max(indicator.path, key=lambda milestone: milestone.period)
    is_at_end = last.period == Period.of(indicator.deadline) and last.value != indicator.target
    if is_at_end or sign * (indicator.target - last.value) < 0:
        facts: dict[str, Fact] = {"found": last.value, "period": last.period, "target": indicator.target}
        yield Mistake("path_misses_target", at(indicator), "path", facts)


def _kinds(plan: Plan) -> Iterator[Mistake]:
    """What only some kinds of indicators can say, and what some must."""
    for indicator in plan.indicators:
        if indicator.comparator is Comparator.AT_LEAST and indicator.direction is Direction.DOWN:
            yield Mistake("at_least_falling", at(indicator), "comparator", {"found": indicator.comparator})
        for key in ("reached", "group", "counted_in"):
            fits = SHARES if key != "counted_in" else (Kind.RATIO,)
            if getattr(indicator, key) and indicator.kind not in fits:
                yield Mistake("of_shares_only", at(indicator), key, {"found": indicator.kind})
        if indicator.is_cap and indicator.kind in (Kind.RECURRING, Kind.PER_CAPITA):
            yield Mistake("limit_of_no_amount", at(indicator), "comparator", {"found": indicator.comparator})
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
