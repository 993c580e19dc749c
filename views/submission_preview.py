"""What accepting a file would change, in figures and in lights, before anything is stored."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from domain.ledger import Ledger
from domain.observation import Aspect, Draft, Source, Submission
from domain.period import Period
from domain.plan import Indicator, Plan, Region
from domain.sending import Place
from views.changes import Change, changes
from views.position import Position


@dataclass(frozen=True)
class FigureChange:
    """One figure that is new or different. `before` None: nothing was recorded; `after` None: it falls away."""

    indicator: Indicator
    region: Region | None
    period: Period
    aspect: Aspect
    before: Decimal | None
    after: Decimal | None
    source: Source


@dataclass(frozen=True)
class Preview:
    """The differences a file would make; `corrects`: what it would replace, what waits for the office included."""

    figures: tuple[FigureChange, ...]
    statuses: tuple[Change, ...]
    corrects: tuple[Submission, ...] = ()


def preview(position: Position, drafts: Sequence[Draft], at: datetime) -> Preview:
    """What accepting all of `drafts` would change. Lights are compared in the newest month among them."""
    ledger = position.ledger
    places = [(draft.department_id, draft.period) for draft in drafts if draft.department_id and draft.period]
    after = ledger
    for draft in drafts:
        if draft.department_id and draft.period:
            after = after.accepting(draft, at)
    corrects = tuple(ledger.newest[place] for place in places if place in ledger.newest)
    month = max((period for _, period in places), default=position.period)
    return Preview(
        figure_changes(position.plan, ledger, after, places),
        light_changes(position, ledger, after, month),
        corrects,
    )


def light_changes(position: Position, before: Ledger, after: Ledger, period: Period) -> tuple[Change, ...]:
    """The lights of one month that differ between two states of knowledge."""
    then, now = (position.known.knowing(ledger).position(period) for ledger in (before, after))
    return changes(then, now)


def figure_changes(plan: Plan, before: Ledger, after: Ledger, places: Iterable[Place]) -> tuple[FigureChange, ...]:
    """The figures of those department-months that differ, month by month, the whole city first."""
    found = [change for place in places for change in _of_place(plan, before, after, place)]
    return tuple(sorted(found, key=lambda change: (change.period, change.region is not None)))


def _of_place(plan: Plan, before: Ledger, after: Ledger, place: Place) -> list[FigureChange]:
    """Of numbers and regions the plan still has: on others no light rests."""
    numbers = {number.id: number for number in plan.indicators}
    regions: dict[str | None, Region | None] = {None: None} | {region.id: region for region in plan.regions}
    counting = [(ledger, ledger.current[place]) for ledger in (before, after) if place in ledger.current]
    told = {entry.observation.key: entry for ledger, sent in counting for entry in ledger.figures_of(sent)}
    found: list[FigureChange] = []
    for key, entry in told.items():
        indicator_id, region_id, aspect = key
        was, becomes = before.value(*key, place[1]), after.value(*key, place[1])
        if was != becomes and indicator_id in numbers and region_id in regions:
            number, region, source = numbers[indicator_id], regions[region_id], entry.observation.source
            found.append(FigureChange(number, region, place[1], aspect, was, becomes, source))
    return found
