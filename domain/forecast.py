"""Where an indicator will probably stand at its deadline, and how sure that is. Rule: docs/method.md, "Forecast".

The middle is what `domain.projection` makes of its monthly gains; how far off that may be is learnt from how far off
the same rule was before, with this indicator and the others of the plan. An estimate with its odds, never a promise; it
decides no status.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from domain.gains import gains, levels
from domain.ledger import Ledger
from domain.pace import least, meets
from domain.path import WHOLE_GROUP, plan_path, sense
from domain.period import Period
from domain.plan import Indicator, Kind, Plan
from domain.projection import INTERVAL, LEAST, UNTRIED, Ground, Odds, Projection, TrackRecord, Tried, project

__all__ = ["INTERVAL", "Forecast", "Ground", "Likely", "TrackRecord", "Tried", "fan", "forecast", "track_record"]

SLIM = Fraction(1, 100)  # no chance is told finer: a few dozen earlier forecasts know nothing of the far ends


@dataclass(frozen=True)
class Forecast:
    """The value at `deadline` with the ends of its 80 % interval, on the judged scale, and the chance (0–1) that the
    target is met then. All four are None where the past tells nothing. `since` is the last month it knows.
    """

    ground: Ground
    deadline: Period
    history: int  # months of gains known
    since: Period | None = None
    value: Fraction | None = None
    low: Fraction | None = None
    high: Fraction | None = None
    chance: Fraction | None = None
    tried: Tried | None = None  # whose earlier forecasts gave the width; None where there is none


@dataclass(frozen=True)
class Likely:
    """The value at the end of a month still to come, with the ends of its 80 % interval."""

    period: Period
    value: Fraction
    low: Fraction
    high: Fraction


def forecast(
    indicator: Indicator, plan: Plan, ledger: Ledger, period: Period, today: date, record: TrackRecord = UNTRIED
) -> Forecast:
    """The forecast for the end of the path, from what was known of the months up to `period`."""
    path, seen = plan_path(indicator, plan, period), levels(indicator, ledger, period, today)
    added = gains(indicator, ledger, period, today)
    if not seen or (len(added) < LEAST and seen[-1][0] < path.end):
        return Forecast(Ground.NOT_ENOUGH_HISTORY, path.end, len(added))
    since, now = seen[-1]
    if since >= path.end:
        sure = Fraction(meets(indicator, now, plan.thresholds_at(period)))
        return Forecast(Ground.OVER, path.end, len(added), since, now, now, now, sure)
    if not any(gain for _, gain in added):
        return Forecast(Ground.NO_MOVEMENT, path.end, len(added), since)
    course = _Course.of(indicator, plan, ledger, period, today, record)
    likely, chance = course.at(len(course.ahead)), course.chance(period)
    tried = course.odds.tried
    return Forecast(
        course.fitted.ground, path.end, len(added), since, likely.value, likely.low, likely.high, chance, tried
    )


def fan(
    indicator: Indicator, plan: Plan, ledger: Ledger, period: Period, today: date, record: TrackRecord = UNTRIED
) -> tuple[Likely, ...]:
    """What the same rule says of every month from the last one known to the end of the path, where it says anything.

    The last month is `forecast` itself.
    """
    if forecast(indicator, plan, ledger, period, today, record).ground not in (Ground.SEASONAL, Ground.EVEN):
        return ()
    course = _Course.of(indicator, plan, ledger, period, today, record)
    return tuple(course.at(n) for n in range(1, len(course.ahead) + 1))


def track_record(plan: Plan, ledger: Ledger, period: Period, today: date) -> TrackRecord:
    """How far off this rule was at every earlier month, for every number of the plan; what `period` knew of them."""
    series = {number.id: gains(number, ledger, period, today) for number in plan.numbers}
    return TrackRecord.of({key: [gain for _, gain in added] for key, added in series.items()})


def _possible(indicator: Indicator, plan: Plan, now: Fraction, value: Fraction) -> Fraction:
    """`value` within what can be: counts do not fall, shares stay between nobody and everybody, things are not owed."""
    if indicator.kind in (Kind.FLOW, Kind.RECURRING):
        return max(now, value)
    if indicator.kind in (Kind.PER_CAPITA, Kind.RATIO):
        return max(Fraction(0), min(value, WHOLE_GROUP) if indicator.is_part else value)
    return max(Fraction(0), value) if plan.unit(indicator.unit).whole and now >= 0 else value


@dataclass(frozen=True)
class _Course:
    """An indicator on its way to the end of its path. `ahead` are the months to come, counted from `since`."""

    indicator: Indicator
    plan: Plan
    now: Fraction  # the last level known, or the start of a count that has begun again since
    since: Period
    ahead: range
    fitted: Projection[Fraction]
    odds: Odds

    @classmethod
    def of(
        cls, indicator: Indicator, plan: Plan, ledger: Ledger, period: Period, today: date, record: TrackRecord
    ) -> _Course:
        path = plan_path(indicator, plan, period)
        since, level = levels(indicator, ledger, period, today)[-1]
        fitted = project([gain for _, gain in gains(indicator, ledger, period, today)])
        ahead = range(max(since, path.origin) + 1 - since, path.end - since + 1)
        now = path.baseline if since <= path.origin else level
        return cls(indicator, plan, now, since, ahead, fitted, record.odds(indicator.id))

    def at(self, n: int) -> Likely:
        """Where it will probably stand after the first `n` of the months to come."""
        middle = self.now + self.fitted.added(self.ahead[:n])
        half = Fraction(self.odds.half_width * self.fitted.spread(n))
        ends = (_possible(self.indicator, self.plan, self.now, end) for end in (middle, middle - half, middle + half))
        return Likely(self.since + self.ahead[n - 1], *ends)

    def chance(self, period: Period) -> Fraction:
        """The chance, in thousandths, that the target is met at the end. While it is open, neither 0 nor 1."""
        thresholds = self.plan.thresholds_at(period)
        is_count = self.indicator.kind in (Kind.FLOW, Kind.RECURRING) and sense(self.indicator) > 0
        if is_count and meets(self.indicator, self.now, thresholds):
            return Fraction(1)
        middle, spread = self.now + self.fitted.added(self.ahead), self.fitted.spread(len(self.ahead))
        beyond = float((middle - least(self.indicator, thresholds)) * sense(self.indicator))
        chance = self.odds.above(beyond / spread) if spread else float(beyond >= 0)
        return min(max(Fraction(round(chance * 1000), 1000), SLIM), 1 - SLIM)
