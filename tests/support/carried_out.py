"""Any plan carried out by invented clerks: each month every department fills in its form and hands it in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction

from domain.observation import Aspect, Draft, Topic
from domain.path import plan_path
from domain.period import Period, months
from domain.plan import Department, Indicator, Kind, Plan
from domain.relations import SHARES
from domain.sending import Sending
from loaders import submission, template
from loaders.template_filling import Filling, TaskEntry
from storage.store import Store

PACE = Fraction(9, 10)  # of what the path asks for
GROUP = Decimal(2000)


@dataclass
class Clerks:
    """What they have reported so far: a little less than is due, in every indicator and region."""

    plan: Plan
    totals: dict[str, Decimal] = field(default_factory=dict[str, Decimal])

    def filling(self, department: Department, period: Period) -> Filling:
        figures: dict[tuple[str, str | None, Aspect], Decimal] = {}
        for indicator in self.plan.reported_by(department.id):
            if indicator.start <= period:
                figures |= self._figures(indicator, period)
        own = {indicator_id for indicator_id, _, _ in figures}
        said = {(each, topic): "资金到位慢" for each in own for topic in (Topic.PROBLEMS, Topic.NEXT_STEPS)}
        conditions = {each: self.plan.indicator(each).condition for each in own}
        said |= {(each, Topic.PROGRESS): named.zh for each, named in conditions.items() if named}
        tasks = {task.id: TaskEntry("in_progress", None, "", "推进中") for task in self.plan.tasks_of(department.id)}
        return Filling(figures=figures, words=said, tasks=tasks, reporter="甲", reviewer="乙", phone="1")

    def _figures(self, item: Indicator, period: Period) -> Iterator[tuple[tuple[str, str | None, Aspect], Decimal]]:
        key = (item.id, None, Aspect.CUMULATIVE)
        if item.kind in SHARES:
            group = GROUP if self.plan.counted_whole(item) else GROUP + Decimal("0.5")
            yield key, Decimal(int(self._value(item, period) * Fraction(group) / 100))
            yield (item.id, None, Aspect.DENOMINATOR), group
            return
        total = self._rounded(item, self._value(item, period))
        restarts = item.resets_yearly and self.plan.reported_before(period).year < period.year
        start = item.baseline if item.kind is Kind.STOCK else Decimal(0)
        before = Decimal(0) if restarts else self.totals.get(item.id, start)
        self.totals[item.id] = total
        yield key, total
        yield (item.id, None, Aspect.MONTH), total - before
        if item.by_region:
            regions = [region.id for region in self.plan.regions]
            part = self._rounded(item, Fraction(total) / len(regions))
            for region in regions[1:]:
                yield (item.id, region, Aspect.CUMULATIVE), part
            yield (item.id, regions[0], Aspect.CUMULATIVE), total - part * (len(regions) - 1)

    def _value(self, item: Indicator, period: Period) -> Fraction:
        path = plan_path(item, self.plan, period)
        if item.kind is Kind.RECURRING:
            return Fraction(period.year - item.first_year)
        start = path.baseline if not item.is_cap or item.kind is Kind.FLOW else Fraction(item.baseline)
        return start + (path.target - start) * path.line_share(period) * PACE

    def _rounded(self, item: Indicator, value: Fraction) -> Decimal:
        exact = Decimal(value.numerator) / value.denominator
        return Decimal(int(exact)) if self.plan.unit(item.unit).whole else exact.quantize(Decimal("0.001"))


def forms(plan: Plan, period: Period, clerks: Clerks, store: Store) -> Iterator[tuple[bytes, tuple[Draft, ...]]]:
    """The form of every department that has one for the month, filled in, and what is read of it."""
    for department in plan.departments:
        if template.is_asked(plan, department, period):
            ledger, day = store.ledger(), (period + 1).first_day
            known = ledger.totals(plan.reported_before(period))
            content = template.write(plan, department, period, known, day, clerks.filling(department, period))
            yield content, submission.read("report.xlsx", content, plan, today=day, ledger=ledger)


def carried_out(plan: Plan, store: Store, last: Period) -> list[str]:
    """Every report up to `last`, accepted; the codes of all that was wrong with any of them."""
    clerks, wrong = Clerks(plan), list[str]()
    for period in filter(plan.is_reported, months(plan.start, last)):
        for content, drafts in forms(plan, period, clerks, store):
            errors = [found.code for draft in drafts for found in draft.problems if found.is_error]
            wrong += errors
            if not errors:
                at = datetime.combine((period + 1).first_day, datetime.min.time(), UTC)
                store.accept_file(drafts, content, Sending("甲", reason="核对无误", confirmed=True), at=at)
    return wrong
