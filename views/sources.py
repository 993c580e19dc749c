"""What a figure rests on: the cells it was read from, the reports they came in, the clauses of the plan behind it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from domain import measurement
from domain.observation import Recorded, Submission
from domain.plan import Indicator, Kind, Measure
from domain.progress import Assessment
from domain.rollup import answers_for
from views.about import About, RestsOn
from views.position import Position


class Combined(StrEnum):
    """How a figure was made from its cells."""

    ALONE = "alone"  # it is what one cell says
    SHARE = "share"  # reached ÷ size of the group
    EDITIONS = "editions"  # the last report of each year, added up
    MONTHS = "months"  # from every month so far
    LIGHTS = "lights"  # counted over the lights of several indicators
    NONE = "none"  # counted likewise, and none had the light: every one counted over is then shown
    REPORTS = "reports"  # counted over reports
    PLAN = "plan"  # stated by the plan, or following from it


@dataclass(frozen=True)
class Sources:
    """Everything behind one figure. `numbers` are the indicators it is of, judged for the month.

    `by_region` are the cells of the regions beside a figure of the whole city: it is not made from them.
    """

    combined: Combined
    numbers: tuple[Assessment, ...]
    cells: tuple[Recorded, ...]
    reports: tuple[Submission, ...]
    clauses: tuple[Measure, ...]
    by_region: tuple[Recorded, ...] = ()


def place(entry: Recorded) -> str:
    """Where a figure stands, as `file!sheet!cell`."""
    source = entry.observation.source
    return f"{entry.submission.file_name}!{source.sheet}!{source.cell}"


def sources(position: Position, about: About) -> Sources:
    """The sources of a figure, in the month it is of."""
    at = position.at(about.period) if about.period else position
    numbers = _numbers(at, about)
    clauses = _clauses(at, about, numbers)
    if about.rests_on is RestsOn.REPORTS:
        return Sources(Combined.REPORTS, (), (), _reports(at, about), ())
    if about.rests_on is RestsOn.PLAN:
        return Sources(Combined.PLAN, numbers if about.indicator else (), (), (), clauses)
    cells = tuple(_once(entry for judged in numbers for entry in _cells(at, judged.indicator, about)))
    sent = tuple({entry.submission.id: entry.submission for entry in cells}.values())
    return Sources(_combined(about, numbers), numbers, cells, sent, clauses, _by_region(at, about))


def _numbers(at: Position, about: About) -> tuple[Assessment, ...]:
    if about.indicator:
        return (at.of(about.indicator),)
    counted = tuple(
        judged
        for judged in at.assessments.values()
        if not about.department or answers_for(judged.indicator, about.department)
        if not about.group or at.plan.measure(judged.indicator.clause).group == about.group
    )
    return tuple(judged for judged in counted if judged.status in about.statuses) or counted


def _cells(at: Position, indicator: Indicator, about: About) -> tuple[Recorded, ...]:
    region = about.region or None
    if about.aspect:
        entry = at.ledger.figure(indicator.id, region, about.aspect, at.period)
        return (entry,) if entry else ()
    if about.rests_on is RestsOn.PAST:
        known = sorted(month for month in at.ledger.values(indicator.id, region) if month <= at.period)
        return tuple(entry for month in known for entry in measurement.sources(indicator, at.ledger, month, region))
    return measurement.sources(indicator, at.ledger, at.period, region)


def _by_region(at: Position, about: About) -> tuple[Recorded, ...]:
    """The cells of the regions for the month, in plan order."""
    if not about.indicator or about.region or about.rests_on is RestsOn.PAST:
        return ()
    parts = (replace(about, region=region.id) for region in at.plan.regions)
    return tuple(entry for part in parts for entry in _cells(at, at.plan.series(about.indicator), part))


def _once(entries: Iterable[Recorded]) -> list[Recorded]:
    """Each cell once: editions of earlier years are behind every later month."""
    return list({(entry.submission.id, entry.observation): entry for entry in entries}.values())


def _combined(about: About, numbers: tuple[Assessment, ...]) -> Combined:
    if not about.indicator:
        is_none = about.statuses and not any(judged.status in about.statuses for judged in numbers)
        return Combined.NONE if is_none else Combined.LIGHTS
    if about.rests_on is RestsOn.PAST:
        return Combined.MONTHS
    indicator = numbers[0].indicator
    if about.aspect:
        return Combined.ALONE
    if indicator.kind in (Kind.PER_CAPITA, Kind.RATIO):
        return Combined.SHARE
    return Combined.EDITIONS if indicator.kind is Kind.RECURRING and indicator.resets_yearly else Combined.ALONE


def _reports(at: Position, about: About) -> tuple[Submission, ...]:
    """The reports of a department up to the month, or of everybody for the month; newest first."""
    if about.department:
        mine = (entry for entry in at.ledger.history if entry.department_id == about.department)
        return tuple(sorted((entry for entry in mine if entry.period <= at.period), key=_newest_first, reverse=True))
    return tuple(entry for entry in at.ledger.history if entry.period == at.period)


def _newest_first(entry: Submission) -> tuple[object, ...]:
    return entry.period, entry.sequence


def _clauses(at: Position, about: About, numbers: tuple[Assessment, ...]) -> tuple[Measure, ...]:
    """The clauses that ask for it, in plan order; the department's own for what it leads, all for the whole plan."""
    plan = at.plan
    if about.clause:
        return (plan.measure(about.clause),)
    if about.indicator:
        return (plan.measure(plan.indicator(about.indicator).clause),)
    named = {judged.indicator.clause for judged in numbers}
    if about.rests_on is RestsOn.PLAN and about.department:
        named = {task.clause for task in plan.tasks if task.lead == about.department}
    return tuple(measure for measure in plan.measures if measure.clause in named)
