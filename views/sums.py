"""Which of several numbers may be added, and to what; what may not, and why. The rule is `domain.rollup.total`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from domain.amount import Amount, amount
from domain.measurement import measured, series_id
from domain.plan import Indicator, Kind, Name, Plan
from domain.progress import Assessment
from domain.rollup import Addend, ForbiddenSum, how_counted, total
from views.position import Position
from views.rows import Whole


@dataclass(frozen=True)
class Sum:
    """Numbers of one unit, counted alike. `total` is of the `added` ones, None where only one or none has a figure.

    `inside` are parts of others among them and `silent` have no figure: neither is added.
    """

    unit: Name
    kind: Kind
    added: tuple[Assessment, ...]
    inside: tuple[Assessment, ...]
    silent: tuple[Assessment, ...]
    total: Amount | None


@dataclass(frozen=True)
class Sums:
    """All of them. `refused` says why everything together has no sum; `repeats` are counted once, where they began."""

    sums: tuple[Sum, ...]
    refused: tuple[ForbiddenSum, ...]
    repeats: tuple[Indicator, ...]


def sums(position: Position, indicators: Iterable[Indicator]) -> Sums:
    """What `indicators` add up to in the month, as far as they do."""
    asked, plan = tuple(indicators), position.plan
    series = tuple(dict.fromkeys(plan.series(indicator.id) for indicator in asked))
    judged = [position.of(indicator.id) for indicator in series]
    countable = [entry for entry in judged if entry.indicator.kind in (Kind.FLOW, Kind.STOCK)]
    alike: dict[tuple[object, ...], list[Assessment]] = {}
    for entry in countable:
        alike.setdefault((plan.spellings(entry.indicator.unit), *how_counted(entry.indicator)), []).append(entry)
    found = tuple(_sum(position, entries) for entries in alike.values())
    refusals = [_refusal(position, judged), *(_refusal(position, entries) for entries in alike.values())]
    refused = {(refusal.code, refusal.names): refusal for refusal in refusals if refusal}
    return Sums(found, tuple(refused.values()), tuple(indicator for indicator in asked if indicator.same_as))


def wholes(position: Position, indicators: Iterable[Indicator]) -> tuple[Whole, ...]:
    """The numbers that have parts, where either is among `indicators`."""
    plan = position.plan
    asked = {plan.series(indicator.id).id for indicator in indicators}
    found: list[Whole] = []
    for whole in plan.numbers:
        parts = tuple(number for number in plan.numbers if _whole_of(plan, number) == whole.id)
        if parts and asked & {whole.id, *(part.id for part in parts)}:
            found.append(Whole(position.of(whole.id), tuple(position.of(part.id) for part in parts)))
    return tuple(found)


def clauses_with_parts(plan: Plan) -> tuple[str, ...]:
    """The clauses that state a number which is a part of another, or has parts, in plan order."""
    parts = {number.id for number in plan.numbers if number.subset_of}
    either = parts | {whole for number in plan.numbers if (whole := _whole_of(plan, number))}
    stating = {indicator.clause for indicator in plan.indicators if plan.series(indicator.id).id in either}
    return tuple(measure.clause for measure in plan.measures if measure.clause in stating)


def _whole_of(plan: Plan, number: Indicator) -> str | None:
    return plan.series(number.subset_of).id if number.subset_of else None


def _sum(position: Position, entries: list[Assessment]) -> Sum:
    """Parts of a whole that is there as well are left out; what remains may be added."""
    known = {entry.indicator.id for entry in entries if entry.value is not None}
    inside = tuple(entry for entry in entries if _whole_of(position.plan, entry.indicator) in known)
    silent = tuple(entry for entry in entries if entry.value is None)
    added = tuple(entry for entry in entries if entry not in inside and entry not in silent)
    first = entries[0].indicator
    whole = amount(total(position.plan, _figures(position, added)), first) if added else None
    return Sum(first.unit_name, first.kind, added, inside, silent, whole)


def _refusal(position: Position, entries: Iterable[Assessment]) -> ForbiddenSum | None:
    try:
        total(position.plan, _figures(position, entries))
    except ForbiddenSum as refusal:
        return refusal
    return None


def _figures(position: Position, entries: Iterable[Assessment]) -> list[Addend]:
    """The one figure of the whole city behind each number."""
    found: list[Addend] = []
    for entry in entries:
        if entry.value is not None:
            series = series_id(entry.indicator)
            (aspect, month), *_ = measured(entry.indicator, position.ledger, entry.period).made_of
            found.append(Addend(series, None, month, aspect, position.ledger.values(series, None, aspect)[month]))
    return found
