"""Is a department-month whole, and does it agree with itself and with what was known before.

Every rule is one small function `(case) -> problems`; add a rule by adding it to `RULES`. Whether a cell is readable at
all was settled before, in `loaders`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal

from domain.case import Case
from domain.observation import Aspect, Observation
from domain.path import ends
from domain.plan import Direction, Indicator, Kind
from domain.problem import Fact, Problem
from domain.problem_codes import problem
from domain.reporting import due_date

_SCALE_SLIPS = ((Decimal(9000), Decimal(11000)), (Decimal(900), Decimal(1100)))  # 万 or 千 taken for 1, or the reverse
_FAR_OVER, _OVER = Decimal(3), Decimal("1.5")  # shares of the target beyond which a total is doubted
_WORTH_COMPARING = Decimal(20)  # below this the total of a small count may well be many times its target
_RATE_SLACK = Decimal("0.1")  # percentage points
_ROUNDED_SLACK = Decimal("0.5")


def check(case: Case) -> list[Problem]:
    """Everything the rules find in one department-month. The very file that is in force already changes nothing."""
    current = case.submission(case.period)
    if current and current.sha256 == case.draft.sha256:
        return [problem("G01", day=case.day(current))]
    return [found for rule in RULES for found in rule(case)]


def late(case: Case, today: date) -> list[Problem]:
    """The note that a first report comes after its due date. Only for what can otherwise be accepted."""
    due = due_date(case.plan, case.period)
    counts = case.ledger is not None and case.period >= case.plan.reporting_start
    if counts and today > due and not case.submission(case.period):
        return [problem("G05", day=today, due=due)]
    return []


def _missing_rows(case: Case) -> Iterable[Problem]:
    owed = [i.id for i in case.plan.reported_by(case.department_id) if i.start <= case.period]
    missing = tuple(indicator_id for indicator_id in owed if indicator_id not in case.stated.named)
    if missing:
        yield problem("D07", indicators=missing)


def _correction(case: Case) -> Iterable[Problem]:
    """A month sent before: how many figures become different, new or absent."""
    current = case.submission(case.period)
    if current and case.ledger:
        recorded = (entry.observation for entry in case.ledger.recorded if entry.submission.id == current.id)
        before = {(seen.indicator_id, seen.region_id, seen.aspect): seen.value for seen in recorded}
        now = {key: seen.value for key, seen in case.figures.items()}
        changed = sum(before.get(key) != now.get(key) for key in {*before, *now})
        yield problem("C17", period=case.period, day=case.day(current), n=changed)


def _locked(case: Case) -> Iterable[Problem]:
    """Once its bulletin is issued a month takes nothing more; said at the preview, and refused again on acceptance."""
    if case.ledger and case.period in case.ledger.locked:
        yield problem("G02", period=case.period, office=case.plan.department(case.plan.coordinating_office).name)


def _month_before(case: Case) -> Iterable[Problem]:
    """A gap right before this month, once a department has begun to report; back-filled months count alike."""
    before = case.period + -1
    if case.has_begun_before(before) and not case.is_in_file(before) and not case.submission(before):
        yield problem("C18", period=before)


def _blank_months(case: Case) -> Iterable[Problem]:
    """A month's figure left out is worked out for the reader, from the total before; it is not stored."""
    for indicator_id, source in case.stated.blank_months.items():
        total = case.city(indicator_id)
        before = case.before(case.plan.indicator(indicator_id))
        if total and before is not None:
            yield problem("E10", source.sheet, source.cell, value=total.value - before, indicator=indicator_id)


def _sums(case: Case) -> Iterable[Problem]:
    """Total = total before + month, for whatever is counted up; with nothing known before, at least no less."""
    for indicator, total in case.cities():
        month, before = case.city(indicator.id, Aspect.MONTH), case.before(indicator)
        if indicator.kind is not Kind.FLOW or month is None:
            continue
        if before is None:
            if month.value > total.value:
                yield _at(total, "X30", indicator=indicator.id, value=total.value, month=month.value)
            continue
        expected = before + month.value
        if expected != total.value:
            facts: dict[str, Fact] = {"value": total.value, "before": before, "month": month.value}
            difference = abs(total.value - expected)
            yield _at(total, "X01", indicator=indicator.id, difference=difference, expected=expected, **facts)


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
        facts: dict[str, Fact] = {"indicator": indicator_id, "value": seen.value, "before": before}
        if indicator.kind is Kind.FLOW and region_id:
            yield _at(seen, "X14", region=case.plan.region(region_id).name, **facts)
        elif indicator.kind is Kind.FLOW:
            yield _at(seen, "X03", **facts)
        elif indicator.kind is Kind.STOCK and region_id is None and indicator.direction is Direction.UP:
            yield _at(seen, "X04", name=indicator.name, **facts)


def _slips_of_scale(case: Case) -> Iterable[Problem]:
    for indicator, seen in case.cities():
        before = case.before(indicator)
        if not before or not seen.value:
            continue
        times = max(seen.value / before, before / seen.value)
        if any(low <= times <= high for low, high in _SCALE_SLIPS):
            yield _at(seen, "X05", indicator=indicator.id, value=seen.value, before=before, times=round(times))


def _over_target(case: Case) -> Iterable[Problem]:
    for indicator, seen in case.cities():
        rises = indicator.kind in (Kind.FLOW, Kind.STOCK) and indicator.direction is Direction.UP
        if not rises or indicator.target <= _WORTH_COMPARING:
            continue
        share = seen.value / indicator.target
        if share > _OVER:
            code = "X07" if share > _FAR_OVER else "X27"
            yield _at(seen, code, indicator=indicator.id, percent=round(share * 100))


def _subsets(case: Case) -> Iterable[Problem]:
    """A part is never more than the whole it belongs to, in the month and in all."""
    for indicator, total in case.cities():
        month = case.city(indicator.id, Aspect.MONTH) if indicator.kind is Kind.FLOW else None
        for part in (total, month):
            whole = case.city(indicator.subset_of or "", part.aspect) if part else None
            if part and whole and part.value > whole.value:
                names = {"part": indicator.name, "whole": case.plan.indicator(whole.indicator_id).name}
                code = "X08" if indicator.kind is Kind.FLOW else "X09"
                yield _at(part, code, value=part.value, other=whole.value, **names)


def _region_sums(case: Case) -> Iterable[Problem]:
    """Regions add up to the city; a sum above it is wrong however many regions are still blank."""
    for indicator, city in case.cities():
        parts = {
            region_id: seen
            for (indicator_id, region_id, aspect), seen in case.figures.items()
            if indicator_id == indicator.id and region_id and aspect is Aspect.CUMULATIVE
        }
        total = sum((part.value for part in parts.values()), Decimal(0))
        missing = tuple(region.name for region in case.plan.regions if region.id not in parts)
        first = next(iter(parts.values()), None)
        facts: dict[str, Fact] = {"indicator": indicator.id, "total": total}
        if first and total != city.value and (not missing or total > city.value):
            yield _at(first, "X12", value=city.value, difference=abs(total - city.value), **facts)
        elif first and total != city.value and indicator.id not in case.stated.doubtful:
            yield _at(first, "X29", value=city.value, regions=missing, **facts)
        stated = case.stated.totals.get(indicator.id)
        if stated and stated.value != total:
            yield _at(stated, "X28", value=stated.value, difference=abs(total - stated.value), **facts)


def _rates(case: Case) -> Iterable[Problem]:
    """The share done as the sheet states it, against the increment and against the bare total; either will do."""
    for indicator_id, stated in case.stated.rates.items():
        indicator, total = case.plan.indicator(indicator_id), case.city(indicator_id)
        if total is None or indicator.kind not in (Kind.FLOW, Kind.STOCK) or not indicator.target:
            continue
        shares = [total.value / indicator.target, *_increment(indicator, total.value)]
        exponent = stated.value.as_tuple().exponent
        slack = _ROUNDED_SLACK if isinstance(exponent, int) and exponent >= 0 else _RATE_SLACK
        if all(abs(share * 100 - stated.value) > slack for share in shares):
            value = f"{round(shares[-1] * 100, 1)}%"
            yield _at(stated, "E28", indicator=indicator_id, raw=stated.source.raw.strip(), value=value)


def _increment(indicator: Indicator, value: Decimal) -> list[Decimal]:
    low, high = (Decimal(end.numerator) / end.denominator for end in ends(indicator))
    return [(value - low) / (high - low)] if low != high else []


def _at(seen: Observation, code: str, **facts: Fact) -> Problem:
    return problem(code, seen.source.sheet, seen.source.cell, **facts)


RULES: tuple[Callable[[Case], Iterable[Problem]], ...] = (
    _locked,
    _missing_rows,
    _correction,
    _month_before,
    _blank_months,
    _sums,
    _altered_totals,
    _falling_totals,
    _slips_of_scale,
    _over_target,
    _subsets,
    _region_sums,
    _rates,
)
