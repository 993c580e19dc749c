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

from domain import figures
from domain.figures import Flaw
from domain.observation import Aspect, Recorded
from domain.period import Period, months
from domain.plan import Plan
from domain.ruling import Dispute, Override
from domain.status import Status


class DecisionKind(StrEnum):
    DISPUTE = "dispute"  # the figure is held back
    OVERRIDE = "override"  # another light stands
    CORRECTION = "correction"  # another figure stands


class Standing(StrEnum):
    """Whether a decision is still needed."""

    UNFIT = "unfit"  # what it says cannot stand, so nothing rests on it: to be ended
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
    shall stand: a figure for a correction, a light's code for an override, nothing for a dispute. Whether it may be
    made is for `sound`; one that is in the ledger already is shown whatever it says.
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

    @property
    def figure(self) -> Decimal | None:
        """What a correction sets in place of `said`; None where that is no figure."""
        try:
            value = Decimal(self.instead)
        except ArithmeticError:
            return None
        return None if figures.flaw(value) else value

    @property
    def override(self) -> Override | None:
        """An override as the rules know it; None where `instead` is no light that can be judged."""
        try:
            status = Status(self.instead)
            return Override(self.indicator_id, self.first, status, self.reason, self.author, self.last.last_day)
        except ValueError:
            return None

    @property
    def is_unfit(self) -> bool:
        """Whether what it says cannot stand, so that nothing rests on it."""
        says = {DecisionKind.CORRECTION: self.figure, DecisionKind.OVERRIDE: self.override}
        return says.get(self.kind, self) is None

    def standing(self, says: Decimal | None, today: date) -> Standing:
        """How it stands on `today`, when the source `says` this (None: no longer anything)."""
        if self.is_unfit:
            return Standing.UNFIT
        if self.said is not None and says != self.said:
            return Standing.MENDED
        is_expired = self.expires_on is not None and today > self.expires_on
        return Standing.EXPIRED if is_expired else Standing.IN_FORCE


def sound(made: Decision, plan: Plan) -> Decision:
    """A decision as it may be made, its figure in the one written form. Raises Unsound for one that may not.

    It needs a reason and an author, something of the plan in months of it, and what shall stand: an override a light
    that judges and a day to be looked at again, a correction one figure for another in one month, by the rule of cells.
    """
    if not made.reason.strip() or not made.author.strip():
        raise Unsound("decision_unsigned")
    if made.last < made.first:
        raise Unsound("decision_months_reversed")
    if not plan.start <= made.first <= made.last <= plan.end or not _is_of(plan, made):
        raise Unsound("decision_outside_plan")
    if made.kind is DecisionKind.OVERRIDE:
        if made.override is None:
            raise Unsound("override_no_judgement")
        if made.expires_on is None:
            raise Unsound("override_without_expiry")
    if made.kind is DecisionKind.CORRECTION:
        if made.said is None or made.first != made.last:
            raise Unsound("correction_not_of_one_figure")
        value = _figure(made, plan)
        if value == made.said:
            raise Unsound("correction_changes_nothing")
        return replace(made, instead=f"{value:f}")
    return made


def _is_of(plan: Plan, made: Decision) -> bool:
    """Whether the plan has what it is about."""
    regions = {None, *(region.id for region in plan.regions)}
    return made.region_id in regions and any(number.id == made.indicator_id for number in plan.numbers)


def _figure(made: Decision, plan: Plan) -> Decimal:
    """What a correction puts in place of a cell. Raises Unsound for what no cell may say."""
    value = figures.written(made.instead)
    flaw = value if isinstance(value, Flaw) else None
    if isinstance(value, Decimal):
        flaw = figures.flaw_of(value, plan.indicator(made.indicator_id), made.aspect, plan)
        if flaw is None:
            return value
    raise Unsound(f"correction_{flaw}")


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
    lights = (entry.override for entry in made if entry.kind is DecisionKind.OVERRIDE)
    return tuple(light for light in lights if light)


Corrected = Mapping[tuple[str, str | None, Period, Aspect], Decision]
"""The correction of each figure that has one."""


def corrections(made: Iterable[Decision]) -> Corrected:
    """The corrections among decisions that have not ended, by the figure they are about; of several the latest.

    One that says no figure sets nothing right.
    """
    return {
        (entry.indicator_id, entry.region_id, entry.first, entry.aspect): entry
        for entry in made
        if entry.kind is DecisionKind.CORRECTION and not entry.is_unfit
    }


def set_right(entry: Recorded, corrected: Corrected) -> Recorded:
    """The figure with the correction whose guard still holds, if there is one."""
    seen = entry.observation
    made = corrected.get((seen.indicator_id, seen.region_id, seen.period, seen.aspect)) if corrected else None
    right = made.figure if made and made.said == seen.value else None
    if made is None or right is None:
        return entry
    return replace(entry, observation=replace(seen, value=right), said=seen.value, decision_id=made.id)
