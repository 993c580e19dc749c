"""What a person decides about reported figures: hold one back, let another light stand, or set a wrong one right.

A decision is a record with reason, author and expiry. Its guard is what the source said when it was made: once the
source says something else, the decision reports itself as mended. It never ends by itself, so that nothing said about
the past changes with the calendar; a person ends it, or leaves it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from domain.observation import Aspect, Recorded
from domain.period import Period, months
from domain.ruling import Dispute, Override
from domain.status import Status


class DecisionKind(StrEnum):
    DISPUTE = "dispute"  # the figure is held back
    OVERRIDE = "override"  # another light stands
    CORRECTION = "correction"  # another figure stands


class Standing(StrEnum):
    """Whether a decision is still needed."""

    IN_FORCE = "in_force"
    EXPIRED = "expired"  # to be looked at again: it should have been settled by now
    MENDED = "mended"  # the source no longer says what it said: it may be ended


class Unsound(ValueError):
    """A decision that cannot be made as it stands; the message is the code of what is wrong."""

    @property
    def code(self) -> str:
        return str(self)


@dataclass(frozen=True)
class Decision:
    """One decision about an indicator from `first` to `last`.

    `said` is the figure it is about, as the source had it in `first`; None where no figure is meant. `instead` is what
    shall stand: a figure for a correction, a light's code for an override, nothing for a dispute. Raises Unsound
    without reason or author, for months out of order, and for a correction that is not one figure for another in one
    month.
    """

    kind: DecisionKind
    indicator_id: str
    first: Period
    last: Period
    reason: str
    author: str
    expires_on: date | None = None
    region_id: str | None = None
    aspect: Aspect = Aspect.CUMULATIVE
    said: Decimal | None = None
    instead: str = ""
    id: int = 0  # given by the ledger
    made_at: datetime | None = None  # given by the ledger

    def __post_init__(self) -> None:
        if not self.reason.strip() or not self.author.strip():
            raise Unsound("decision_unsigned")
        if self.last < self.first:
            raise Unsound("decision_months_reversed")
        if self.kind is DecisionKind.OVERRIDE:
            _ = self.override
        if self.kind is DecisionKind.CORRECTION:
            if self.said is None or self.first != self.last:
                raise Unsound("correction_not_of_one_figure")
            if self.figure == self.said:
                raise Unsound("correction_changes_nothing")

    @property
    def figure(self) -> Decimal:
        """What a correction sets in place of `said`. Raises Unsound where that is no number."""
        try:
            value = Decimal(self.instead)
        except ArithmeticError:
            raise Unsound("correction_no_number") from None
        if not value.is_finite():
            raise Unsound("correction_no_number")
        return value

    @property
    def override(self) -> Override:
        """An override as the rules know it. Raises Unsound where `instead` is no light that can be judged."""
        try:
            status = Status(self.instead)
            return Override(self.indicator_id, self.first, status, self.reason, self.author, self.last.last_day)
        except ValueError:
            raise Unsound("override_no_judgement") from None

    def standing(self, says: Decimal | None, today: date) -> Standing:
        """How it stands on `today`, when the source `says` this (None: no longer anything)."""
        if self.said is not None and says != self.said:
            return Standing.MENDED
        is_expired = self.expires_on is not None and today > self.expires_on
        return Standing.EXPIRED if is_expired else Standing.IN_FORCE


def disputes(made: Iterable[Decision]) -> tuple[Dispute, ...]:
    """The disputes among decisions that have not ended, as the rules know them: one for each month."""
    return tuple(
        Dispute(entry.indicator_id, period, entry.reason, entry.author, entry.made_at.date())
        for entry in made
        if entry.kind is DecisionKind.DISPUTE and entry.made_at is not None
        for period in months(entry.first, entry.last)
    )


def overrides(made: Iterable[Decision]) -> tuple[Override, ...]:
    """The overrides among decisions that have not ended, as the rules know them."""
    return tuple(entry.override for entry in made if entry.kind is DecisionKind.OVERRIDE)


def set_right(recorded: Iterable[Recorded], made: Iterable[Decision]) -> tuple[Recorded, ...]:
    """The figures with every correction whose guard still holds; a later correction of the same figure wins."""
    corrections = {
        (entry.indicator_id, entry.region_id, entry.first, entry.aspect): entry
        for entry in made
        if entry.kind is DecisionKind.CORRECTION
    }
    return tuple(_set_right(entry, corrections) for entry in recorded) if corrections else tuple(recorded)


def _set_right(entry: Recorded, corrections: Mapping[tuple[str, str | None, Period, Aspect], Decision]) -> Recorded:
    seen = entry.observation
    made = corrections.get((seen.indicator_id, seen.region_id, seen.period, seen.aspect))
    if made is None or made.said != seen.value:
        return entry
    return replace(entry, observation=replace(seen, value=made.figure), said=seen.value, decision_id=made.id)
