"""Every month of an indicator judged once, in one pass forward, and kept with what that rests on.

What a month takes from those before it is running state here: whether the target was reached, how long it has been
behind. What one month comes to is `domain.progress`; whatever asks for a light, a run or a history reads a `Judged`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from domain.assessment import Assessment
from domain.history import MonthLight, Run, made_good, run_after
from domain.ledger import Ledger
from domain.measurement import of_month, series_id
from domain.observation import Aspect
from domain.path import starts_again
from domain.period import Period, months
from domain.plan import Indicator, Plan
from domain.progress import Month, assess
from domain.reporting import last_due
from domain.ruling import Dispute, Override, dispute_of, override_of
from domain.yardstick import Yardstick, yardstick


@dataclass(frozen=True)
class Grounds:
    """What the lights of one indicator rest on beside the plan: under one plan, equal grounds give equal lights.

    The day counts as far as it matters: by the newest month whose report should be here, and by the disputes that hold.
    """

    indicator_id: str
    first: Period  # of the months judged
    last: Period
    due: Period | None
    counts: tuple[tuple[Period, Decimal], ...]  # as reported, by month
    groups: tuple[tuple[Period, Decimal], ...]  # and the sizes of the groups they are counted in
    disputes: tuple[tuple[Period, Dispute], ...]
    overrides: tuple[Override, ...]

    @cached_property
    def _hash(self) -> int:
        return hash((self.indicator_id, self.first, self.last, self.due, self.counts, self.groups, self.disputes))

    def __hash__(self) -> int:
        """Reckoned once: grounds are looked for again and again."""
        return self._hash


@dataclass(frozen=True)
class Judged:
    """An indicator in every month from `on.first` to `on.last`; asking for another raises KeyError."""

    on: Grounds
    assessments: tuple[Assessment, ...]
    runs: tuple[Run, ...]

    def covers(self, period: Period) -> bool:
        return self.on.first <= period <= self.on.last

    def at(self, period: Period) -> Assessment:
        """The month's light with its figures."""
        return self.assessments[self._place(period)]

    def run(self, period: Period) -> Run:
        """The months in a row, up to `period`, at behind or worse."""
        return self.runs[self._place(period)]

    def lights(self, period: Period) -> tuple[MonthLight, ...]:
        """Every month from the indicator's start up to `period`, oldest first, with what was made good by then."""
        upto = self._place(period) + 1
        seen = zip(self.assessments[:upto], self.runs[:upto], strict=True)
        return made_good(
            MonthLight(each.period, each.status, run.months)
            for each, run in seen
            if each.indicator.start <= each.period
        )

    def _place(self, period: Period) -> int:
        if not self.covers(period):
            raise KeyError(period)
        return period - self.on.first


def grounds(indicator: Indicator, plan: Plan, ledger: Ledger, today: date, *also: Period) -> Grounds:
    """What the lights of `indicator` rest on, as known to `ledger` and seen on `today`.

    Judged are the months of the plan and of the indicator, those that have a figure, and those asked for by `also`.
    """
    series = series_id(indicator)
    counts, groups = ledger.values(series), ledger.values(series, None, Aspect.DENOMINATOR)
    reported = list(counts)
    disputed = sorted({entry.period for entry in ledger.disputes if entry.indicator_id == series})
    held = [(month, dispute_of(ledger.disputes, series, month, today)) for month in disputed]
    return Grounds(
        indicator.id,
        first=min(plan.start, indicator.start, *reported[:1], *also),
        last=max((plan.end, *reported[-1:], *also)),
        due=last_due(plan, today),
        counts=tuple(counts.items()),
        groups=tuple(groups.items()),
        disputes=tuple((month, dispute) for month, dispute in held if dispute),
        overrides=tuple(entry for entry in ledger.overrides if entry.indicator_id == series),
    )


def judge(indicator: Indicator, plan: Plan, on: Grounds) -> Judged:
    """Every month of `on`, oldest first. `on` is of `indicator` under `plan`.

    A target that a month reached counts for those after it, whether it was judged or back-filled, unless the value is
    held back; only for those of the same year where the count starts again every January.
    """
    counts, groups, disputes = dict(on.counts), dict(on.groups), dict(on.disputes)
    held_to_in, again = _yardsticks(indicator, plan), starts_again(indicator)
    first_judged, run, reached_in = max(indicator.start, plan.judging_start), Run(0, None), None
    assessments, runs = list[Assessment](), list[Run]()
    for period in months(on.first, on.last):
        seen = of_month(indicator, counts, groups, period)
        month = Month(
            period,
            seen.value,
            seen.missing,
            is_judged=period >= plan.judging_start,
            is_due=on.due is not None and plan.start <= period <= on.due and plan.is_reported(period),
            was_met=reached_in is not None and (not again or reached_in == period.year),
            dispute=disputes.get(period),
            override=override_of(on.overrides, series_id(indicator), period),
        )
        held_to = held_to_in(period)
        judged = assess(held_to, month)
        run = run_after(run, period, judged.status, first_judged)
        if month.value is not None and not month.dispute and period >= indicator.start:
            reached_in = period.year if held_to.is_reached(month.value) else reached_in
        assessments.append(judged)
        runs.append(run)
    return Judged(on, tuple(assessments), tuple(runs))


def _yardsticks(indicator: Indicator, plan: Plan) -> Callable[[Period], Yardstick]:
    """What a month is held to, made once for each version of the limits, and each year where the count starts again."""
    made: dict[tuple[Period, int], Yardstick] = {}

    def held_to(period: Period) -> Yardstick:
        key = plan.thresholds_at(period).valid_from, period.year if starts_again(indicator) else 0
        if key not in made:
            made[key] = yardstick(indicator, plan, period)
        return made[key]

    return held_to
