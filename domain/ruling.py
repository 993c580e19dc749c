"""What a person decides about a light: that a value is held back, or that another light stands for a while.

Plain records with their reasons. `domain.progress` honours those the ledger holds; who may make them is not known here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from domain.period import Period
from domain.status import SILENT, Status


@dataclass(frozen=True)
class Dispute:
    """A month's value held back (存疑) until `settled_on`. Raises ValueError without a reason or an author."""

    indicator_id: str
    period: Period
    reason: str
    author: str
    raised_on: date
    settled_on: date | None = None

    def __post_init__(self) -> None:
        _signed(self.reason, self.author)

    def holds(self, indicator_id: str, period: Period, today: date) -> bool:
        return (
            (self.indicator_id, self.period) == (indicator_id, period)
            and self.raised_on <= today
            and (self.settled_on is None or today < self.settled_on)
        )


@dataclass(frozen=True)
class Override:
    """Another light for the months from `first` up to the expiry; a month that ends later is judged by the rules again.

    The expiry bounds the months, not the day of reading, so that a past light never changes by itself. Raises
    ValueError without a reason or an author, for an expiry before the first month ends, and for a light that says
    nothing was reported: silence is no judgement.
    """

    indicator_id: str
    first: Period
    status: Status
    reason: str
    author: str
    expires_on: date

    def __post_init__(self) -> None:
        _signed(self.reason, self.author)
        if self.expires_on < self.first.last_day:
            raise ValueError(f"expires on {self.expires_on}, before its first month ends")
        if self.status in SILENT:
            raise ValueError(f"not a judgement: {self.status}")

    def holds(self, indicator_id: str, period: Period) -> bool:
        covered = self.first <= period and period.last_day <= self.expires_on
        return covered and self.indicator_id == indicator_id


def dispute_of(disputes: Iterable[Dispute], indicator_id: str, period: Period, today: date) -> Dispute | None:
    """The dispute that holds a month's value back; the newest where there are several."""
    held = [entry for entry in disputes if entry.holds(indicator_id, period, today)]
    return max(held, key=lambda entry: entry.raised_on, default=None)


def override_of(overrides: Iterable[Override], indicator_id: str, period: Period) -> Override | None:
    """The override in force for a month; of several the one made last, which stands last."""
    return next((entry for entry in reversed(list(overrides)) if entry.holds(indicator_id, period)), None)


def _signed(reason: str, author: str) -> None:
    if not reason.strip() or not author.strip():
        raise ValueError("a ruling needs a reason and an author")
