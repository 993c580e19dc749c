"""What accepting a file would change, in figures and in lights, before anything is stored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from domain.observation import Aspect, Draft, Source
from domain.period import Period
from domain.plan import Indicator, Region
from views.changes import Change, changes
from views.position import Position


@dataclass(frozen=True)
class FigureChange:
    """One figure that would be new or different. `before` None: nothing was recorded; `after` None: it falls away."""

    indicator: Indicator
    region: Region | None
    period: Period
    aspect: Aspect
    before: Decimal | None
    after: Decimal | None
    source: Source


@dataclass(frozen=True)
class Preview:
    """The differences a file would make. `seen_sequence` holds, per department-month, what the reader was shown."""

    figures: tuple[FigureChange, ...]
    statuses: tuple[Change, ...]
    seen_sequence: dict[tuple[str, Period], int]


def preview(position: Position, drafts: Sequence[Draft], at: datetime) -> Preview:
    """What accepting all of `drafts` would change. Lights are compared in the newest month among them."""
    ledger = position.ledger
    figures: list[FigureChange] = []
    seen: dict[tuple[str, Period], int] = {}
    for draft in drafts:
        if draft.department_id is None or draft.period is None:
            continue
        current = position.ledger.current.get((draft.department_id, draft.period))
        seen[draft.department_id, draft.period] = current.sequence if current else 0
        figures += _figures(position, draft)
        ledger = ledger.accepting(draft, at)
    newest = max((draft.period for draft in drafts if draft.period), default=position.period)
    before = position.at(newest)
    return Preview(tuple(figures), changes(before, replace(before, ledger=ledger)), seen)


def _figures(position: Position, draft: Draft) -> list[FigureChange]:
    """Figures of one department-month that differ from what is recorded, the whole city first."""
    assert draft.period is not None
    plan, found = position.plan, list[FigureChange]()
    for new in draft.observations:
        known = position.ledger.series(new.indicator_id, new.region_id, new.aspect).get(draft.period)
        before = known.observation.value if known else None
        if before != new.value:
            region = plan.region(new.region_id) if new.region_id else None
            indicator = plan.indicator(new.indicator_id)
            found.append(FigureChange(indicator, region, draft.period, new.aspect, before, new.value, new.source))
    kept = {(new.indicator_id, new.region_id, new.aspect) for new in draft.observations}
    current = position.ledger.current.get((draft.department_id or "", draft.period))
    for entry in position.ledger.recorded:
        old = entry.observation
        if current and entry.submission.id == current.id and (old.indicator_id, old.region_id, old.aspect) not in kept:
            region = plan.region(old.region_id) if old.region_id else None
            indicator = plan.indicator(old.indicator_id)
            found.append(FigureChange(indicator, region, draft.period, old.aspect, old.value, None, old.source))
    return sorted(found, key=lambda change: change.region is not None)
