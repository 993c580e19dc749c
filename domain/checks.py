"""Is a department-month whole, and does it agree with itself and with what was known before.

Every rule is one small function `(case) -> problems`; add a rule by adding it to `RULES`. Whether a cell is readable at
all was settled before, in `loaders`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from zoneinfo import ZoneInfo

from domain.ledger import Ledger
from domain.observation import Aspect, Draft, Observation, Source, Submission
from domain.period import Period
from domain.plan import Indicator, Kind, Plan
from domain.problem import Problem
from domain.problem_codes import problem
from domain.reporting import due_date

_SCALE_SLIPS = ((Decimal(9000), Decimal(11000)), (Decimal(900), Decimal(1100)))  # 万 or 千 taken for 1, or the reverse
_FAR_OVER, _OVER = Decimal(3), Decimal("1.5")  # shares of the target beyond which a total is doubted
_WORTH_COMPARING = Decimal(20)  # below this the total of a small count may well be many times its target


@dataclass(frozen=True)
class Stated:
    """What a sheet says beside its figures: rows present, last month's totals, sums over regions, months left blank."""

    named: frozenset[str]
    previous: Mapping[str, Observation]
    totals: Mapping[str, Observation]
    blank_months: Mapping[str, Source]


@dataclass(frozen=True)
class Case:
    """A draft with everything it is held against. `together` are the drafts of the same file."""

    draft: Draft
    stated: Stated
    plan: Plan
    ledger: Ledger | None
    today: date
    together: Sequence[Draft]

    @property
    def department_id(self) -> str:
        assert self.draft.department_id is not None
        return self.draft.department_id

    @property
    def period(self) -> Period:
        assert self.draft.period is not None
        return self.draft.period

    @cached_property
    def figures(self) -> Mapping[tuple[str, str | None, Aspect], Observation]:
        return {(seen.indicator_id, seen.region_id, seen.aspect): seen for seen in self.draft.observations}

    def submission(self, period: Period) -> Submission | None:
        return self.ledger.current.get((self.department_id, period)) if self.ledger else None

    def known(self, indicator_id: str, period: Period, region_id: str | None = None) -> Decimal | None:
        """The total recorded for an earlier month: in the same file, else in the ledger."""
        for draft in self.together:
            if (draft.department_id, draft.period) == (self.department_id, period):
                for seen in draft.observations:
                    if (seen.indicator_id, seen.region_id, seen.aspect) == (indicator_id, region_id, Aspect.CUMULATIVE):
                        return seen.value
        entry = self.ledger.series(indicator_id, region_id).get(period) if self.ledger else None
        return entry.observation.value if entry else None

    def day(self, submission: Submission) -> date:
        return submission.submitted_at.astimezone(ZoneInfo(self.plan.timezone)).date()

    def restarts(self, indicator: Indicator) -> bool:
        """Whether the indicator's count begins anew in this month."""
        return indicator.resets_yearly and self.period.month == 1

    def cities(self) -> Iterator[tuple[Indicator, Observation]]:
        """The whole-city totals of the draft with their indicators."""
        for (indicator_id, region_id, aspect), seen in self.figures.items():
            if region_id is None and aspect is Aspect.CUMULATIVE:
                yield self.plan.indicator(indicator_id), seen


def check(
    draft: Draft, stated: Stated, plan: Plan, ledger: Ledger | None, today: date, together: Sequence[Draft]
) -> list[Problem]:
    """Everything the rules find in one department-month. The very file that is in force already changes nothing."""
    case = Case(draft, stated, plan, ledger, today, together)
    current = case.submission(case.period)
    if current and current.sha256 == draft.sha256:
        return [problem("G01", day=case.day(current))]
    return [found for rule in RULES for found in rule(case)]


def _missing_rows(case: Case) -> Iterable[Problem]:
    owed = [i.id for i in case.plan.reported_by(case.department_id) if i.start <= case.period]
    missing = tuple(indicator_id for indicator_id in owed if indicator_id not in case.stated.named)
    if missing:
        yield problem("D07", indicators=missing)


def _correction(case: Case) -> Iterable[Problem]:
    current = case.submission(case.period)
    if current and case.ledger:
        before = {
            key: entry.observation.value
            for key in case.figures
            if (entry := case.ledger.series(*key).get(case.period)) and entry.submission.id == current.id
        }
        changed = sum(before.get(key) != seen.value for key, seen in case.figures.items())
        yield problem("C17", period=case.period, day=case.day(current), n=changed)


def _month_before(case: Case) -> Iterable[Problem]:
    before = case.period + -1
    history = case.ledger.history if case.ledger else ()
    has_begun = any(entry.department_id == case.department_id and entry.period < before for entry in history)
    in_file = any((d.department_id, d.period) == (case.department_id, before) for d in case.together)
    if has_begun and not in_file and not case.submission(before):
        yield problem("C18", period=before)


def _late(case: Case) -> Iterable[Problem]:
    due = due_date(case.plan, case.period)
    if case.ledger is not None and case.today > due and not case.submission(case.period):
        if case.period >= case.plan.reporting_start:
            yield problem("G05", day=case.today, due=due)


def _blank_months(case: Case) -> Iterable[Problem]:
    """A month's figure left out is worked out for the reader, from the total before; it is not stored."""
    for indicator_id, source in case.stated.blank_months.items():
        total = case.figures.get((indicator_id, None, Aspect.CUMULATIVE))
        before = _before(case, case.plan.indicator(indicator_id))
        if total and before is not None:
            yield problem("E10", source.sheet, source.cell, value=total.value - before, indicator=indicator_id)


def _before(case: Case, indicator: Indicator) -> Decimal | None:
    """The total before this month: recorded, else as the sheet itself states it; 0 where counting begins."""
    if case.restarts(indicator) or case.period == indicator.start:
        return Decimal(0)
    recorded = case.known(indicator.id, case.period + -1)
    stated = case.stated.previous.get(indicator.id)
    return recorded if recorded is not None else stated.value if stated else None


def _sums(case: Case) -> Iterable[Problem]:
    """Total = total before + month, for whatever is counted up."""
    for indicator, total in case.cities():
        month = case.figures.get((indicator.id, None, Aspect.MONTH))
        before = _before(case, indicator)
        if indicator.kind is not Kind.FLOW or month is None or before is None:
            continue
        expected = before + month.value
        if expected != total.value:
            facts = {"value": total.value, "before": before, "month": month.value, "expected": expected}
            difference = abs(total.value - expected)
            yield _at(total, "X01", indicator=indicator.id, difference=difference, **facts)


def _altered_totals(case: Case) -> Iterable[Problem]:
    for indicator_id, stated in case.stated.previous.items():
        stored = case.known(indicator_id, case.period + -1)
        if stored is not None and stored != stated.value and not case.restarts(case.plan.indicator(indicator_id)):
            yield _at(stated, "X02", indicator=indicator_id, value=stated.value, stored=stored)


def _falling_totals(case: Case) -> Iterable[Problem]:
    for (indicator_id, region_id, aspect), seen in case.figures.items():
        indicator = case.plan.indicator(indicator_id)
        before = case.known(indicator_id, case.period + -1, region_id)
        if aspect is not Aspect.CUMULATIVE or before is None or seen.value >= before or case.restarts(indicator):
            continue
        if indicator.kind is Kind.FLOW:
            code = "X14" if region_id else "X03"
            facts = {"region": case.plan.region(region_id).name} if region_id else {}
            yield _at(seen, code, indicator=indicator_id, value=seen.value, before=before, **facts)
        elif indicator.kind is Kind.STOCK and region_id is None:
            yield _at(seen, "X04", indicator=indicator_id, name=indicator.name, value=seen.value, before=before)


def _slips_of_scale(case: Case) -> Iterable[Problem]:
    for indicator, seen in case.cities():
        before = _before(case, indicator)
        if not before or not seen.value:
            continue
        times = max(seen.value / before, before / seen.value)
        if any(low <= times <= high for low, high in _SCALE_SLIPS):
            yield _at(seen, "X05", indicator=indicator.id, value=seen.value, before=before, times=round(times))


def _over_target(case: Case) -> Iterable[Problem]:
    for indicator, seen in case.cities():
        if indicator.kind not in (Kind.FLOW, Kind.STOCK) or indicator.target <= _WORTH_COMPARING:
            continue
        share = seen.value / indicator.target
        if share > _OVER:
            code = "X07" if share > _FAR_OVER else "X27"
            yield _at(seen, code, indicator=indicator.id, percent=round(share * 100))


def _subsets(case: Case) -> Iterable[Problem]:
    for indicator, seen in case.cities():
        whole = case.figures.get((indicator.subset_of or "", None, Aspect.CUMULATIVE))
        if whole and seen.value > whole.value:
            names = {"part": indicator.name, "whole": case.plan.indicator(whole.indicator_id).name}
            code = "X08" if indicator.kind is Kind.FLOW else "X09"
            yield _at(seen, code, value=seen.value, other=whole.value, **names)


def _region_sums(case: Case) -> Iterable[Problem]:
    """Regions add up to the city; a sum already above it is wrong however many regions are still blank."""
    for indicator, city in case.cities():
        parts = [
            s for (i, region, a), s in case.figures.items() if i == indicator.id and region and a is Aspect.CUMULATIVE
        ]
        total = sum((part.value for part in parts), Decimal(0))
        is_complete = len(parts) == len(case.plan.regions)
        if parts and total != city.value and (is_complete or total > city.value):
            facts = {"total": total, "value": city.value, "difference": abs(total - city.value)}
            yield _at(parts[0], "X12", indicator=indicator.id, **facts)
        stated = case.stated.totals.get(indicator.id)
        if stated and stated.value != total:
            facts = {"total": total, "value": stated.value, "difference": abs(total - stated.value)}
            yield _at(stated, "X28", indicator=indicator.id, **facts)


def _at(seen: Observation, code: str, **facts: object) -> Problem:
    return problem(code, seen.source.sheet, seen.source.cell, **facts)  # type: ignore[arg-type]


RULES: tuple[Callable[[Case], Iterable[Problem]], ...] = (
    _missing_rows,
    _correction,
    _month_before,
    _late,
    _blank_months,
    _sums,
    _altered_totals,
    _falling_totals,
    _slips_of_scale,
    _over_target,
    _subsets,
    _region_sums,
)
