"""A department-month with everything it is held against: what the rules of `domain.checks` look at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from statistics import median
from zoneinfo import ZoneInfo

from domain.ledger import Ledger
from domain.life import LIVE
from domain.limits import CheckLimits
from domain.observation import Aspect, Draft, Key, Observation, Source, Submission
from domain.period import Period, months
from domain.plan import Indicator, Kind, Plan
from domain.problem import Fact, Problem
from domain.problem_codes import problem
from domain.question import Line

BEHIND = "behind"  # what a sheet may say of a number beside the states a task can be in


@dataclass(frozen=True)
class Inclusion:
    """Words that say a region's figures hold those of a zone. `indicator_id` None: of all of them."""

    zone_id: str
    region_id: str
    source: Source
    indicator_id: str | None = None


@dataclass(frozen=True)
class Stated:
    """What a sheet says beside its figures, by indicator."""

    named: frozenset[str] = frozenset()  # items with a row for the whole city, readable or not
    previous: Mapping[str, Observation] = field(default_factory=dict[str, Observation])  # last month's totals
    totals: Mapping[str, Observation] = field(default_factory=dict[str, Observation])  # sums over regions
    blank_months: Mapping[str, Source] = field(default_factory=dict[str, Source])  # where a month was left out
    rates: Mapping[str, Observation] = field(default_factory=dict[str, Observation])  # shares done, as written
    doubtful: frozenset[str] = frozenset()  # some region's figure could not be read
    persons: Mapping[str, Observation] = field(default_factory=dict[str, Observation])  # heads beside person-times
    certified: Mapping[str, Observation] = field(default_factory=dict[str, Observation])  # of those assessed
    unfit: Mapping[str, Observation] = field(default_factory=dict[str, Observation])  # totals refused, as they stand
    by_partner: Mapping[str, Observation] = field(default_factory=dict[str, Observation])  # led by another department
    states: Mapping[str, tuple[str, Source]] = field(default_factory=dict[str, tuple[str, Source]])  # done, behind …
    reasons_at: Mapping[str, tuple[Source, Line]] = field(default_factory=dict[str, tuple[Source, Line]])
    """Where a lag is to be explained, and in which row."""
    inclusions: tuple[Inclusion, ...] = ()


@dataclass(frozen=True)
class Together:
    """The department-months of one file: what each of them may lean on before anything is stored."""

    drafts: tuple[Draft, ...] = ()

    @cached_property
    def months(self) -> frozenset[tuple[str | None, Period | None]]:
        return frozenset((draft.department_id, draft.period) for draft in self.drafts)

    @cached_property
    def values(self) -> Mapping[tuple[Key, Period], Decimal]:
        return {(seen.key, seen.period): seen.value for draft in self.drafts for seen in draft.observations}


@dataclass(frozen=True)
class Case:
    """A draft of a known department and month. `together` is the file it came in."""

    draft: Draft
    stated: Stated
    plan: Plan
    ledger: Ledger | None
    together: Together = field(default_factory=Together)

    @property
    def department_id(self) -> str:
        assert self.draft.department_id is not None
        return self.draft.department_id

    @property
    def period(self) -> Period:
        assert self.draft.period is not None
        return self.draft.period

    @cached_property
    def limits(self) -> CheckLimits:
        return self.plan.limits_at(self.period)

    # what the draft says

    @cached_property
    def figures(self) -> Mapping[Key, Observation]:
        return {seen.key: seen for seen in self.draft.observations}

    def city(self, indicator_id: str, aspect: Aspect = Aspect.CUMULATIVE) -> Observation | None:
        """A whole-city figure of the draft."""
        return self.figures.get(Key(indicator_id, None, aspect))

    def totals(self) -> Iterator[tuple[Indicator, Observation]]:
        """The totals of the draft with their indicators, of the city and of its regions."""
        for (indicator_id, _, aspect), seen in self.figures.items():
            if aspect is Aspect.CUMULATIVE:
                yield self.plan.indicator(indicator_id), seen

    def cities(self) -> Iterator[tuple[Indicator, Observation]]:
        """The whole-city totals of the draft with their indicators."""
        return (pair for pair in self.totals() if pair[1].region_id is None)

    # what was sent

    def submission(self, period: Period) -> Submission | None:
        """The department's newest report for a month, one that waits for the office included."""
        return self.ledger.newest.get((self.department_id, period)) if self.ledger else None

    def is_in_file(self, period: Period) -> bool:
        return (self.department_id, period) in self.together.months

    def is_sent(self, period: Period) -> bool:
        return self.is_in_file(period) or self.submission(period) is not None

    @cached_property
    def _months_sent(self) -> frozenset[Period]:
        """Every month the department has sent or sends along."""
        history = self.ledger.history if self.ledger else ()
        stored = {each.period for each in history if each.department_id == self.department_id and each.state in LIVE}
        along = {period for department_id, period in self.together.months if department_id == self.department_id}
        return frozenset(period for period in stored | along if period)

    def last_sent_before(self, period: Period) -> Period | None:
        return max((month for month in self._months_sent if month < period), default=None)

    @cached_property
    def later_months(self) -> tuple[Period, ...]:
        """The later months that were sent and are not sent again along with this one."""
        return tuple(sorted(m for m in self._months_sent if m > self.period and not self.is_in_file(m)))

    @cached_property
    def months_reported(self) -> frozenset[tuple[str, Period]]:
        """Every department with each month it has sent, or that is in the file."""
        stored = self.ledger.current if self.ledger else ()
        return frozenset((whose, month) for whose, month in (*stored, *self.together.months) if whose and month)

    # what is known

    def known(self, key: Key, period: Period) -> Decimal | None:
        """The figure recorded for a month, whoever sent it: in the same file, else in the ledger."""
        beside = self.together.values.get((key, period))
        return self.recorded(key, period) if beside is None else beside

    def recorded(self, key: Key, period: Period) -> Decimal | None:
        """The figure in the ledger."""
        return self.ledger.value(*key, period) if self.ledger else None

    def last(self, key: Key) -> Decimal | None:
        """The figure known for the report before."""
        return self.known(key, self.plan.reported_before(self.period))

    def has_past(self, key: Key) -> bool:
        """Whether the figure is known for any month before, in the ledger or in the file."""
        past = reversed(months(self.plan.start, self.period + -1))
        return any(self.known(key, month) is not None for month in past)

    def now(self, key: Key) -> Decimal | None:
        """The figure of this month: as the draft has it, else as it is known."""
        seen = self.figures.get(key)
        return self.known(key, self.period) if seen is None else seen.value

    def before(self, indicator: Indicator, region_id: str | None = None) -> Decimal | None:
        """The total before this month: recorded, else as the sheet states it; where counting begins, the baseline."""
        if self.restarts(indicator):
            return Decimal(0)
        if self.plan.reported_before(self.period) < indicator.start:
            return indicator.baseline if indicator.kind is Kind.STOCK and region_id is None else Decimal(0)
        recorded = self.last(Key(indicator.id, region_id))
        stated = self.stated.previous.get(indicator.id) if region_id is None else None
        return recorded if recorded is not None else stated.value if stated else None

    def month_of(self, indicator: Indicator, period: Period) -> Decimal | None:
        """What was done in an earlier month: as sent, else the difference of two totals."""
        sent = self.known(Key(indicator.id, None, Aspect.MONTH), period)
        earlier = self.plan.reported_before(period)
        total, before = (self.known(Key(indicator.id), month) for month in (period, earlier))
        if sent is not None or total is None or before is None:
            return sent
        return total if indicator.resets_yearly and earlier.year < period.year else total - before

    def usual_month(self, indicator: Indicator) -> Decimal | None:
        """The middle one of the months before this one in which anything was done; None where there is none."""
        before = months(self.period + -self.limits.surge_months, self.period + -1)
        done = [month for period in before if (month := self.month_of(indicator, period))]
        return median(done) if done else None

    def restarts(self, indicator: Indicator) -> bool:
        """Whether the indicator's count begins anew with this report, the first of a year."""
        return indicator.resets_yearly and self.plan.reported_before(self.period).year < self.period.year

    def day(self, submission: Submission) -> date:
        """The calendar day of a submission where the plan is carried out."""
        return submission.submitted_at.astimezone(ZoneInfo(self.plan.timezone)).date()


def at(place: Observation | Source, code: str, **facts: Fact) -> Problem:
    """A problem of the cell of a figure, or of a cell itself."""
    source = place.source if isinstance(place, Observation) else place
    return problem(code, source.sheet, source.cell, **facts)
