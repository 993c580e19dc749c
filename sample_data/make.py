"""Makes the sample data anew: `python sample_data/make.py [FOLDER]`. All is invented; every run gives the same files.

Decides which department sends what and when: all months before regular reporting in one back-fill, then six monthly
sheets each, two of them late, one missing, one corrected, three departments in tables of their own. Departments are
cast by their place in the plan, never by name.
"""
# ruff: noqa: E402 — started as a script it must first find the packages beside its folder

from __future__ import annotations

import csv
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from functools import cached_property
from io import StringIO
from pathlib import Path
from zoneinfo import ZoneInfo

HERE = Path(__file__).resolve().parent
if __name__ == "__main__":
    sys.path.insert(0, str(HERE.parent))

from domain.observation import Aspect
from domain.period import Period, months
from domain.plan import Department, Plan
from loaders import targets_file, template
from loaders.template_filling import Filling
from sample_data import clerk, faults, sheets
from sample_data.invent import Figures, invent, month_figure
from sample_data.sheets import MARK, TEXTS

_MONTHS_SENT = 6
_MONTHS_BEFORE = 36  # where the plan does not say when regular reporting began
_COLUMNS = ("file", "department", "period", "submitted_at", "submitted_by", "reason")


@dataclass(frozen=True)
class Sent:
    """One file sent in: a row of the manifest and what it holds. `period` is a month, or first/last of several."""

    file: str
    department: Department
    period: str
    submitted_at: datetime
    submitted_by: str
    reason: str
    content: bytes


@dataclass(frozen=True)
class Sample:
    """Everything invented for one plan."""

    plan: Plan

    @cached_property
    def first(self) -> Period:
        """The first month sent on its own; earlier ones are back-filled."""
        return self.plan.reports_from or self.plan.start + _MONTHS_BEFORE

    @cached_property
    def last(self) -> Period:
        return self.first + (_MONTHS_SENT - 1)

    @cached_property
    def figures(self) -> Figures:
        return invent(self.plan, self.last)

    @cached_property
    def roster(self) -> list[Department]:
        """The reporters, those with the fewest numbers first; the largest, last, has no special part."""
        return sorted(self.plan.reporters, key=lambda department: len(self.plan.reported_by(department.id)))

    def cast(self, part: int) -> Department:
        """The department for a numbered part; in a small plan one may have several."""
        actors = self.roster[:-1] or self.roster
        return actors[part % len(actors)]

    @cached_property
    def missing(self) -> tuple[Department, Period]:
        """What was not sent: the last month of a department with several numbers, so that several lights are out."""
        several = (one for one in self.roster[:-1] if len(self.plan.reported_by(one.id)) > 1)
        return next(several, self.cast(6)), self.last

    @cached_property
    def corrected(self) -> tuple[Department, Period]:
        return self.cast(5), self.last + -2

    @cached_property
    def late(self) -> dict[tuple[Department, Period], int]:
        """Days of the following month on which late sheets came."""
        return {(self.cast(3), self.last + -1): 9, (self.cast(4), self.last): 7}

    def sent(self) -> list[Sent]:
        """Every file in the order it came."""
        found = [*self._backfills(), *self._monthly(), self._correction()]
        return sorted(found, key=lambda one: (one.submitted_at, one.file))

    def broken(self) -> list[faults.Broken]:
        """Made from the sheet that is still missing, so that the right one can be sent."""
        department, period = self.missing
        filling = self._filling(department, period)
        return faults.broken(
            self.plan, department, period, filling, lambda plan: self._in_template(plan, department, period, filling)
        )

    def files(self) -> dict[str, bytes]:
        """Every file by its path below the folder of the sample data, the manifest included."""
        sent = self.sent()
        found = {one.file: one.content for one in sent}
        for one in self.broken():
            found[TEXTS["files"]["broken"].format(mark=MARK, fault=TEXTS["faults"][one.fault])] = one.content
        return found | {"manifest.csv": _manifest(sent)}

    def _backfills(self) -> Iterator[Sent]:
        start, end = self.plan.start, self.first + -1
        for department in self.roster:
            content = sheets.backfill(self.plan, department, self.figures, start, end)
            day = self.first.first_day.replace(day=self.plan.due_day - 1)
            yield self._one("backfill", department, (start, end), day, content)

    def _monthly(self) -> Iterator[Sent]:
        for period in months(self.first, self.last):
            for place, department in enumerate(self.roster):
                if (department, period) == self.missing:
                    continue
                overstated = self._overstated if (department, period) == self.corrected else 0
                in_time = self.plan.due_day - (place + period.month) % 3
                day = (period + 1).first_day.replace(day=self.late.get((department, period), in_time))
                content = self._content(department, period, overstated)
                yield self._one("monthly", department, (period, period), day, content)

    def _correction(self) -> Sent:
        """Sent before the following month, which then builds on the corrected total."""
        department, period = self.corrected
        day = (period + 1).first_day.replace(day=20)
        content = self._content(department, period)
        return self._one("corrected", department, (period, period), day, content)

    @cached_property
    def _overstated(self) -> int:
        department, period = self.corrected
        first = self.plan.reported_by(department.id)[0]
        return max(1, month_figure(first, None, self.figures[first.id, None, Aspect.CUMULATIVE], period) // 3)

    def _content(self, department: Department, period: Period, overstated: int = 0) -> bytes:
        own: dict[str, Callable[[Plan, Department, Period, Filling], bytes]] = {
            self.cast(0).id: sheets.long,
            self.cast(1).id: sheets.grouped,
            self.cast(2).id: sheets.plain,
        }
        write = own.get(department.id, self._in_template)
        return write(self.plan, department, period, self._filling(department, period, overstated))

    def _in_template(self, plan: Plan, department: Department, period: Period, filling: Filling) -> bytes:
        previous = {
            indicator.id: Decimal(before)
            for indicator in plan.numbers
            if (before := self.figures[indicator.id, None, Aspect.CUMULATIVE].get(period + -1)) is not None
        }
        return template.write(plan, department, period, previous, (period + 1).first_day, filling)

    def _filling(self, department: Department, period: Period, overstated: int = 0) -> Filling:
        return clerk.filling(self.plan, department, period, self.figures, self._person(department), overstated)

    def _person(self, department: Department) -> str:
        people = TEXTS["people"]["reporters"]
        return people[self.roster.index(department) % len(people)]

    def _one(self, what: str, department: Department, span: tuple[Period, Period], day: date, content: bytes) -> Sent:
        first, last = span
        short = department.short or department.name.zh
        file = TEXTS["files"][what].format(mark=MARK, department=short, first=first, last=last)
        period = str(first) if first == last else f"{first}/{last}"
        at = datetime.combine(day, time(9, 5 * self.roster.index(department) % 60), ZoneInfo(self.plan.timezone))
        return Sent(file, department, period, at, self._person(department), TEXTS["reasons"].get(what, ""), content)


def _manifest(sent: list[Sent]) -> bytes:
    table = StringIO()
    writer = csv.writer(table, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for one in sent:
        at = one.submitted_at.isoformat(timespec="seconds")
        writer.writerow((one.file, one.department.name.zh, one.period, at, one.submitted_by, one.reason))
    return table.getvalue().encode("utf-8")


def main(folder: Path = HERE, plan_file: Path = HERE.parent / "targets.toml") -> None:
    """Write all files into `folder`, in place of those made before. Ends with a message if the plan is unsound."""
    plan = targets_file.read(plan_file).plan
    if plan is None:
        sys.exit(f"{plan_file.name} has mistakes; see manage.py plan --check")
    (folder / "broken").mkdir(parents=True, exist_ok=True)
    for old in folder.rglob(f"{MARK}_*.xlsx"):
        old.unlink()
    for name, content in Sample(plan).files().items():
        (folder / name).write_bytes(content)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
