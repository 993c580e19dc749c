"""Where a reader stands: the plan, what is known, the month looked at and today's date. Every view starts from one."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from functools import cached_property
from typing import Protocol, TypeVar
from zoneinfo import ZoneInfo

from domain import measurement
from domain.assessment import Assessment
from domain.forecast import TrackRecord, track_record
from domain.judging import Judged, grounds, judge
from domain.ledger import Ledger
from domain.observation import Recorded
from domain.period import Period, months
from domain.plan import Plan
from domain.rollup import Standing
from domain.slips import SlipProposal, proposed_slips
from domain.trend import standings

T = TypeVar("T")


class Keeping(Protocol):
    """Hands out what was made by what it rests on, and keeps it or not; `service.kept` keeps it."""

    def of(self, key: Hashable, make: Callable[[], T], size: Callable[[T], int]) -> T: ...


class _KeepsNothing:
    def of(self, key: Hashable, make: Callable[[], T], size: Callable[[T], int]) -> T:
        del key, size
        return make()


KEEPS_NOTHING: Keeping = _KeepsNothing()


@dataclass(frozen=True, eq=False)
class Knowledge:
    """All that was known at one moment, `as_of`, or now where that is None, and every light in the view of it.

    `plan_sha256` is the version of the plan. `kept` may be shared by everything that is known under any plan: then an
    accepted figure or a decision renews the indicators it touches and no others, since the grounds of the others are
    what they were.
    """

    plan: Plan
    ledger: Ledger
    today: date
    as_of: datetime | None = None
    plan_sha256: str = ""
    kept: Keeping = field(default_factory=lambda: KEEPS_NOTHING, repr=False)

    @cached_property
    def months(self) -> tuple[Period, tuple[Period, ...]]:
        """The month that is shown unless another is asked for, and those that can be, newest first."""
        return months_to_choose(self.plan, self.ledger, self.today)

    @cached_property
    def _judged(self) -> dict[str, Judged]:
        return {}

    @cached_property
    def _positions(self) -> dict[Period, Position]:
        return {}

    def judged(self, indicator_id: str, period: Period) -> Judged:
        """Every month of an indicator, or of the one it repeats; `period` is among them."""
        series = self.plan.series(indicator_id)
        found = self._judged.get(series.id)
        if found is None or not found.covers(period):
            on = grounds(series, self.plan, self.ledger, self.today, period)
            found = self._judged[series.id] = self.kept.of(
                (self.plan_sha256, on), lambda: judge(series, self.plan, on), lambda made: len(made.assessments)
            )
        return found

    def position(self, period: Period) -> Position:
        """A month, in the light of it."""
        return self._positions.setdefault(period, Position(self, period))

    def knowing(self, ledger: Ledger) -> Knowledge:
        """The same, were `ledger` known."""
        return replace(self, ledger=ledger)


@dataclass(frozen=True, eq=False)
class Position:
    """One month of what is known. Assessments, standings and slips are made once and kept."""

    known: Knowledge
    period: Period

    @property
    def plan(self) -> Plan:
        return self.known.plan

    @property
    def plan_sha256(self) -> str:
        return self.known.plan_sha256

    @property
    def ledger(self) -> Ledger:
        return self.known.ledger

    @property
    def today(self) -> date:
        return self.known.today

    @property
    def as_of(self) -> datetime | None:
        """The earlier moment whose knowledge it is, None for now."""
        return self.known.as_of

    @property
    def known_on(self) -> date | datetime:
        """The moment of its knowledge, on the plan's clocks; the day alone where its end is meant, and for now."""
        if self.as_of is None:
            return self.today
        moment = self.as_of.astimezone(ZoneInfo(self.plan.timezone))
        return moment.date() if moment.time() == time.max else moment

    @cached_property
    def assessments(self) -> Mapping[str, Assessment]:
        """Every number of the plan judged for the month, by indicator id, in plan order."""
        return {indicator.id: self.of(indicator.id) for indicator in self.plan.numbers}

    @cached_property
    def standings(self) -> tuple[Standing, ...]:
        """Every department in the month, in plan order."""
        return standings(self.plan, self.assessments.values())

    @cached_property
    def slips(self) -> tuple[SlipProposal, ...]:
        """The supervision slips the month asks for, the longest run first."""
        return proposed_slips((self.judged(indicator.id) for indicator in self.plan.numbers), self.period)

    @cached_property
    def track_record(self) -> TrackRecord:
        """How far off earlier forecasts were, of every number of the plan: it gives a forecast its width."""
        return track_record(self.plan, self.ledger, self.period, self.today)

    def judged(self, indicator_id: str) -> Judged:
        """Every month of an indicator, or of the one it repeats, this one among them."""
        return self.known.judged(indicator_id, self.period)

    def of(self, indicator_id: str) -> Assessment:
        """The assessment of an indicator, or of the one it repeats."""
        return self.judged(indicator_id).at(self.period)

    def sources(self, indicator_id: str) -> tuple[Recorded, ...]:
        """The cells the value of an indicator is made of."""
        return measurement.sources(self.plan.series(indicator_id), self.ledger, self.period)

    def at(self, period: Period) -> Position:
        """The same knowledge, another month."""
        return self.known.position(period)


def months_to_choose(plan: Plan, ledger: Ledger, today: date) -> tuple[Period, tuple[Period, ...]]:
    """The month that is shown unless another is asked for, and those that can be, newest first.

    Months of the plan up to the last that is over, or reported; those that are not reported are left out.
    """
    sent = {submission.period for submission in ledger.history}
    over = min(plan.end, Period.of(today) + -1)
    last_over = max(plan.start, over if plan.is_reported(over) else plan.reported_before(over))
    newest = latest_reported(plan, ledger) if sent else last_over
    every = months(plan.start, max(newest, last_over))
    return newest, tuple(month for month in reversed(every) if month in sent | {newest} or plan.is_reported(month))


def latest_reported(plan: Plan, ledger: Ledger) -> Period:
    """The newest month anybody has reported; the plan's first month while there is none."""
    return max((submission.period for submission in ledger.history), default=plan.start)
