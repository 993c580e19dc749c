"""Is a department-month all there, may it be sent, and what does it mean for the months around it."""

from __future__ import annotations

from collections.abc import Iterable

from domain.case import Case, at
from domain.observation import Aspect
from domain.period import months
from domain.plan import Kind
from domain.problem import Fact, Problem
from domain.problem_codes import problem


def locked(case: Case) -> Iterable[Problem]:
    """Once its bulletin is issued a month takes nothing more; said at the preview, and refused again on acceptance."""
    if case.ledger and case.period in case.ledger.locked:
        yield problem("G02", period=case.period, office=case.plan.department(case.plan.coordinating_office).name)


def missing_rows(case: Case) -> Iterable[Problem]:
    owed = [i.id for i in case.plan.reported_by(case.department_id) if i.start <= case.period]
    missing = tuple(indicator_id for indicator_id in owed if indicator_id not in case.stated.named)
    if missing:
        yield problem("D07", indicators=missing)


def correction(case: Case) -> Iterable[Problem]:
    """A month sent before: how many figures become different, new or absent."""
    sent = case.submission(case.period)
    if sent and case.ledger:
        counting = case.ledger.current.get((case.department_id, case.period))
        recorded = case.ledger.figures_of(counting) if counting else ()
        before = {entry.observation.key: entry.observation.value for entry in recorded}
        now = {key: seen.value for key, seen in case.figures.items()}
        changed = sum(before.get(key) != now.get(key) for key in {*before, *now})
        yield problem("C17", period=case.period, day=case.day(sent), n=changed)


def later_months(case: Case) -> Iterable[Problem]:
    """A month that others were built on: which are to be checked again, and what in the next one no longer fits."""
    later = case.later_months
    altered = [
        (indicator, total) for indicator, total in case.totals() if total.value != case.recorded(total.key, case.period)
    ]
    if not later or not altered:
        return
    if case.submission(case.period):
        yield problem("G04", period=case.period, first=later[0], last=later[-1], n=len(later))
    following = later[0]
    is_next = case.plan.reported_before(following) == case.period
    for indicator, total in altered:
        after, month = (
            case.recorded(total.key._replace(aspect=a), following) for a in (Aspect.CUMULATIVE, Aspect.MONTH)
        )
        month = month if is_next else None
        is_anew = indicator.resets_yearly and following.year > case.period.year
        counts_on = indicator.kind in (Kind.FLOW, Kind.RECURRING) and not is_anew
        expected = total.value + (month or 0)
        if after is not None and counts_on and (after < expected if month is None else after != expected):
            facts: dict[str, Fact] = {"indicator": indicator.id, "value": total.value, "expected": expected}
            facts |= {"period": following, "after": after}
            if total.region_id:
                facts["region"] = case.plan.region(total.region_id).name
            yield at(total, "X43" if total.region_id else "X31", **facts)


def month_before(case: Case) -> Iterable[Problem]:
    """A gap right before this month, once a department has begun to report; back-filled months count alike."""
    before = case.plan.reported_before(case.period)
    if case.last_sent_before(before) and not case.is_sent(before):
        yield problem("C18", period=before)


def gap(case: Case) -> Iterable[Problem]:
    """The months left out before that one: no figures, hence no line in the charts, and never nought."""
    before = case.plan.reported_before(case.period)
    last = case.last_sent_before(before)
    missing = tuple(filter(case.plan.is_reported, months(last + 1, before + -1))) if last else ()
    if missing and not case.is_sent(before):
        yield problem("X23", periods=missing)


def restart(case: Case) -> Iterable[Problem]:
    """Yearly counters begin anew in January; said once a year, before anybody carries last year's count on."""
    own = case.plan.reported_by(case.department_id)
    anew = tuple(i.name for i in own if case.restarts(i) and case.period > i.start)
    if anew:
        yield problem("X19", period=case.period, names=anew)
