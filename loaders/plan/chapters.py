"""The measures of a plan file with all that stands below them: indicators, tasks, standards.

Decides what an entry takes over from its measure, from the defaults of its kind, and from the plan as a whole.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import get_args

from domain.plan import Basis, Department, Indicator, Measure, Name, Region, Standard, Task
from domain.references import spellings
from loaders.plan import schema
from loaders.plan.entries import Desk, Table, standing
from loaders.plan.values import IndicatorKind

KINDS = tuple(kind.value for kind in get_args(IndicatorKind))


def ids_of(items: Sequence[Department] | Sequence[Region]) -> dict[str, str]:
    """The id each spelling stands for; the first entry that claims a spelling has it."""
    return {text: item.id for item in reversed(items) for text in spellings(item)}


class Chapters:
    """The measures of the plan with all that stands below them, in the order of the file."""

    def __init__(
        self,
        desk: Desk,
        header: schema.PlanRow,
        defaults: Mapping[str, Table],
        department_ids: Mapping[str, str],
        region_ids: Mapping[str, str],
        units: Mapping[str, schema.UnitRow],
    ) -> None:
        self.measures: list[Measure] = []
        self.indicators: list[Indicator] = []
        self.tasks: list[Task] = []
        self.standards: list[Standard] = []
        self._desk = desk
        self._header = header
        self._defaults = defaults
        self._department_ids = department_ids  # by every spelling, as below
        self._region_ids = region_ids
        self._units = units

    def department(self, written: str) -> str:
        """The id of a department by any spelling; an unknown one stays as written, for `domain.soundness` to find."""
        return self._department_ids.get(written, written)

    def add(self, entry: Table, number: int) -> None:
        """One measure. What stands below it is read even where the measure itself cannot be."""
        table = standing("measures", entry, "clause", number)
        row = self._desk.row(schema.MeasureRow, entry, table)
        measure = Measure(
            clause=row.clause if row else str(entry.get("clause", number)),
            name=row.name if row else Name("", ""),
            group=row.group if row else "",
            lead=self.department(row.lead) if row and row.lead else None,
            cooperating=tuple(self.department(written) for written in row.cooperating) if row else (),
            is_numbered=row.numbered if row else True,
        )
        if row:
            self.measures.append(measure)
        below = partial(self._desk.rows, entry, within=table)
        for indicator in below("indicators", schema.IndicatorRow, inherits=self._of_kind):
            self.indicators.append(self._indicator(indicator, measure))
        for task in below("tasks", schema.TaskRow, inherits=lambda _: self._defaults["tasks"]):
            self.tasks.append(self._task(task, measure))
        for standard in below("standards", schema.StandardRow, inherits=lambda _: self._defaults["standards"]):
            english = self._english(standard.unit)
            self.standards.append(Standard(**standard.fields(), clause=measure.clause, unit_english=english))

    def _english(self, unit: str) -> str:
        """What a unit is called in English; nothing where the plan does not say so."""
        known = self._units.get(unit)
        return (known.english if known else None) or ""

    def _of_kind(self, entry: Table) -> Table:
        """Defaults of the entry's kind; those of all kinds for a wrong one, so that nothing else seems missing."""
        of_any = {key: value for kind in KINDS for key, value in self._defaults[kind].items()}
        return self._defaults.get(str(entry.get("kind")), of_any)

    def _indicator(self, row: schema.IndicatorRow, measure: Measure) -> Indicator:
        unit = self._units.get(row.unit)
        unled = row.reporter is None and measure.lead is None  # then the coordinating office is assumed to report
        return Indicator(
            **row.fields(
                "start",
                "deadline",
                "path",
                "path_basis",
                "reporter",
                "reporter_basis",
                "region_parts",
                "lead_shares",
                "decimals",
                "counted_in",
            ),
            clause=measure.clause,
            lead=measure.lead,
            cooperating=measure.cooperating,
            unit_english=self._english(row.unit),
            unit_is_whole=unit.whole if unit else True,
            decimals=row.decimals if row.decimals is not None or not unit else unit.decimals,
            counted_in=row.counted_in or "",
            start=row.start or self._header.start,
            deadline=row.deadline or self._header.end.last_day,
            path=tuple(replace(milestone, basis=row.path_basis) for milestone in row.path),
            reporter=self._reporter(row.reporter, measure),
            reporter_basis=Basis.ASSUMED if unled else row.reporter_basis,
            region_parts=tuple((self._region_ids.get(name, name), part) for name, part in row.region_parts),
            lead_shares=tuple((self.department(name), share) for name, share in row.lead_shares),
        )

    def _task(self, row: schema.TaskRow, measure: Measure) -> Task:
        return Task(
            **row.fields("deadline", "reporter"),
            clause=measure.clause,
            lead=measure.lead,
            cooperating=measure.cooperating,
            deadline=row.deadline or self._header.end.last_day,
            reporter=self._reporter(row.reporter, measure),
        )

    def _reporter(self, written: str | None, measure: Measure) -> str:
        return self.department(written or measure.lead or self._header.coordinating_office)
