"""Where a reader stands: the plan, what is known, the month looked at and today's date. Every view starts from one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from functools import cached_property
from zoneinfo import ZoneInfo

from domain.forecast import TrackRecord, track_record
from domain.history import SlipProposal, proposed_slips
from domain.ledger import Ledger
from domain.measurement import measured
from domain.observation import Recorded
from domain.period import Period
from domain.plan import Plan
from domain.progress import Assessment, assess


@dataclass(frozen=True)
class Position:
    """One plan in one month, as known to one ledger. Assessments and slips are made once and kept.

    `as_of` is the earlier moment whose knowledge it is, None for now; `plan_sha256` the version of the plan.
    """

    plan: Plan
    ledger: Ledger
    period: Period
    today: date
    as_of: datetime | None = None
    plan_sha256: str = ""
    others: dict[Period, Position] = field(default_factory=dict, repr=False, compare=False)

    def __post_init__(self) -> None:
        self.others[self.period] = self

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
        return {
            indicator.id: assess(indicator, self.plan, self.ledger, self.period, self.today)
            for indicator in self.plan.numbers
        }

    @cached_property
    def slips(self) -> tuple[SlipProposal, ...]:
        """The supervision slips the month asks for, the longest run first. It takes every light so far: kept too."""
        return proposed_slips(self.plan, self.ledger, self.period, self.today)

    @cached_property
    def track_record(self) -> TrackRecord:
        """How far off earlier forecasts were, of every number of the plan: it gives a forecast its width."""
        return track_record(self.plan, self.ledger, self.period, self.today)

    def of(self, indicator_id: str) -> Assessment:
        """The assessment of an indicator, or of the one it repeats."""
        return self.assessments[self.plan.series(indicator_id).id]

    def sources(self, indicator_id: str) -> tuple[Recorded, ...]:
        """The cells the value of an indicator is made of."""
        return measured(self.plan.series(indicator_id), self.ledger, self.period).sources

    def at(self, period: Period) -> Position:
        """The same knowledge, another month."""
        return self.others.get(period) or replace(self, period=period)


def latest_reported(plan: Plan, ledger: Ledger) -> Period:
    """The newest month anybody has reported; the plan's first month while there is none."""
    return max((submission.period for submission in ledger.history), default=plan.start)
