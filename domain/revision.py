"""How much of what a department first reported was changed later: the reliability of its figures.

Looked at are the whole city's totals of the months since monthly reporting began. A figure is first what counted for it
first, and final what stands now; one returned or withdrawn never counted. Rule: docs/method.md, "Reliability".
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from zoneinfo import ZoneInfo

from domain.ledger import Ledger
from domain.life import IN_FORCE
from domain.observation import Aspect, Submission
from domain.period import Period
from domain.plan import Plan


@dataclass(frozen=True)
class Story:
    """One figure from its first report to what stands now: what was sent, with what, in that order.

    `final` None: it fell away.
    """

    indicator_id: str
    period: Period
    versions: tuple[tuple[Decimal, Submission], ...]
    final: Decimal | None

    @property
    def first(self) -> Decimal:
        return self.versions[0][0]

    @property
    def is_revised(self) -> bool:
        return self.final != self.first

    @property
    def change(self) -> Fraction | None:
        """Final − first in parts of the first; None where that is no number: it fell away, or was 0 at first."""
        if self.final is None or self.first == 0:
            return None
        return Fraction(self.final - self.first) / abs(Fraction(self.first))


@dataclass(frozen=True)
class Reliability:
    """A department's record: figures first reported, how many were revised, in which direction and by how much.

    `size` is the mean size of a change, in parts of the first figure; None where nothing was revised.
    """

    figures: int
    revised: int
    raised: int
    lowered: int
    size: Fraction | None

    @property
    def share(self) -> Fraction | None:
        """Revised ÷ reported, 0–1; None where nothing was reported."""
        return Fraction(self.revised, self.figures) if self.figures else None


@dataclass(frozen=True)
class TriangleRow:
    """The figures of one month, and how many of them differed from the first report after 0, 1, 2 … months.

    None where that time has not come yet.
    """

    period: Period
    figures: int
    revised: tuple[int | None, ...]


def stories(plan: Plan, ledger: Ledger, department_id: str) -> tuple[Story, ...]:
    """Every figure the department has reported, month by month."""
    return _stories(plan, ledger, (entry for entry in ledger.history if entry.department_id == department_id))


def _stories(plan: Plan, ledger: Ledger, history: Iterable[Submission]) -> tuple[Story, ...]:
    """The figures that submissions of one department tell of; those returned or withdrawn tell of none."""
    told: dict[tuple[Period, str], list[tuple[Decimal, Submission]]] = defaultdict(list)
    for entry in history:
        if entry.state in IN_FORCE and entry.period >= plan.reporting_start:
            for indicator_id, aspect, value in ledger.said.totals.get(entry.id, ()):
                if aspect is Aspect.CUMULATIVE:
                    told[entry.period, indicator_id].append((value, entry))
    return tuple(
        Story(indicator_id, period, tuple(versions), ledger.values(indicator_id).get(period))
        for (period, indicator_id), versions in sorted(told.items(), key=lambda item: item[0])
    )


def reliability(found: Iterable[Story]) -> Reliability:
    """What those figures say together."""
    told = list(found)
    changes = [story.change for story in told if story.is_revised]
    sizes = [abs(change) for change in changes if change is not None]
    return Reliability(
        figures=len(told),
        revised=len(changes),
        raised=sum(change is not None and change > 0 for change in changes),
        lowered=sum(change is not None and change < 0 for change in changes),
        size=sum(sizes, Fraction(0)) / len(sizes) if sizes else None,
    )


def triangle(plan: Plan, found: Sequence[Story], today: date, months: int = 6) -> tuple[TriangleRow, ...]:
    """Month by month, how the first reports wore away: at the end of the month after it, and of each following one."""
    by_month: dict[Period, list[Story]] = {}
    for story in found:
        by_month.setdefault(story.period, []).append(story)
    return tuple(
        TriangleRow(
            period,
            len(own),
            tuple(_revised_by(own, period + 1 + later, today, plan.timezone) for later in range(months)),
        )
        for period, own in sorted(by_month.items(), key=lambda item: item[0])
    )


def _revised_by(own: Iterable[Story], month: Period, today: date, timezone: str) -> int | None:
    if month.first_day > today:
        return None
    zone, count = ZoneInfo(timezone), 0
    for story in own:
        days = [(entry.submitted_at.astimezone(zone).date(), value) for value, entry in story.versions]
        known = [value for day, value in days if day <= month.last_day]
        count += bool(known) and known[-1] != story.first
    return count


def by_department(plan: Plan, ledger: Ledger) -> Mapping[str, Reliability]:
    """The record of every department that reports, in plan order."""
    sent: dict[str, list[Submission]] = defaultdict(list)
    for entry in ledger.history:
        sent[entry.department_id].append(entry)
    return {each.id: reliability(_stories(plan, ledger, sent[each.id])) for each in plan.reporters}
