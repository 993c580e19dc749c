"""A department-month with everything it is held against: what `domain.checks` looks at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from zoneinfo import ZoneInfo

from domain.ledger import Ledger
from domain.observation import Aspect, Draft, Observation, Source, Submission
from domain.period import Period
from domain.plan import Indicator, Plan

Key = tuple[str, str | None, Aspect]
"""Indicator, region (None: the whole city), and which of its figures."""


@dataclass(frozen=True)
class Stated:
    """What a sheet says beside its figures."""

    named: frozenset[str] = frozenset()  # items with a row for the whole city, readable or not
    previous: Mapping[str, Observation] = field(default_factory=dict[str, Observation])  # last month's totals
    totals: Mapping[str, Observation] = field(default_factory=dict[str, Observation])  # sums over regions
    blank_months: Mapping[str, Source] = field(default_factory=dict[str, Source])  # where a month was left out
    rates: Mapping[str, Observation] = field(default_factory=dict[str, Observation])  # shares done, in points
    doubtful: frozenset[str] = frozenset()  # some region's figure could not be read


@dataclass(frozen=True)
class Case:
    """A draft of a known department and month. `together` are the drafts of the same file."""

    draft: Draft
    stated: Stated
    plan: Plan
    ledger: Ledger | None
    together: Sequence[Draft] = ()

    @property
    def department_id(self) -> str:
        assert self.draft.department_id is not None
        return self.draft.department_id

    @property
    def period(self) -> Period:
        assert self.draft.period is not None
        return self.draft.period

    @cached_property
    def figures(self) -> Mapping[Key, Observation]:
        return {(seen.indicator_id, seen.region_id, seen.aspect): seen for seen in self.draft.observations}

    def city(self, indicator_id: str, aspect: Aspect = Aspect.CUMULATIVE) -> Observation | None:
        """A whole-city figure of the draft."""
        return self.figures.get((indicator_id, None, aspect))

    def cities(self) -> Iterator[tuple[Indicator, Observation]]:
        """The whole-city totals of the draft with their indicators."""
        for (indicator_id, region_id, aspect), seen in self.figures.items():
            if region_id is None and aspect is Aspect.CUMULATIVE:
                yield self.plan.indicator(indicator_id), seen

    def submission(self, period: Period) -> Submission | None:
        """The department's report in force for a month."""
        return self.ledger.current.get((self.department_id, period)) if self.ledger else None

    def is_in_file(self, period: Period) -> bool:
        return any((each.department_id, each.period) == (self.department_id, period) for each in self.together)

    def has_begun_before(self, period: Period) -> bool:
        """Whether the department has sent, or sends along, a month earlier than `period`."""
        history = self.ledger.history if self.ledger else ()
        return any(
            each.department_id == self.department_id and each.period is not None and each.period < period
            for each in (*history, *self.together)
        )

    def known(self, indicator_id: str, period: Period, region_id: str | None = None) -> Decimal | None:
        """The total recorded for a month: in the same file, else in the ledger."""
        beside = self._in_file.get((indicator_id, region_id, period))
        if beside is not None:
            return beside
        entry = self.ledger.series(indicator_id, region_id).get(period) if self.ledger else None
        return entry.observation.value if entry else None

    @cached_property
    def _in_file(self) -> Mapping[tuple[str, str | None, Period], Decimal]:
        return {
            (seen.indicator_id, seen.region_id, seen.period): seen.value
            for draft in self.together
            if draft.department_id == self.department_id and abs((draft.period or self.period) - self.period) <= 1
            for seen in draft.observations
            if seen.aspect is Aspect.CUMULATIVE
        }

    def before(self, indicator: Indicator) -> Decimal | None:
        """The total before this month: recorded, else as the sheet itself states it; 0 where counting begins."""
        if self.restarts(indicator) or self.period == indicator.start:
            return Decimal(0)
        recorded = self.known(indicator.id, self.period + -1)
        stated = self.stated.previous.get(indicator.id)
        return recorded if recorded is not None else stated.value if stated else None

    def restarts(self, indicator: Indicator) -> bool:
        """Whether the indicator's count begins anew in this month."""
        return indicator.resets_yearly and self.period.month == 1

    def day(self, submission: Submission) -> date:
        """The calendar day of a submission where the plan is carried out."""
        return submission.submitted_at.astimezone(ZoneInfo(self.plan.timezone)).date()
