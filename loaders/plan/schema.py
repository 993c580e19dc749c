"""What each table of the plan file may say: its keys, their types, what may be left out.

Decides the form of one entry alone. What a value looks like is for `plan.values`, how entries hang together for
`domain.soundness`; nothing here opens a file. `TABLES` is the one list of tables and keys: the documents and the schema
for editors are made from it, with the lines of `examples.toml` and what `wording/plan_keys.toml` says of each key.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from pydantic import BaseModel, ConfigDict

from domain.plan import EVERY_MONTH, Basis, Comparator, Direction, Kind
from loaders.plan.values import (
    Amount,
    BasisWord,
    ComparatorWord,
    Count,
    Day,
    Days,
    Decimals,
    DirectionWord,
    IndicatorKind,
    Interval,
    Length,
    Month,
    MonthsOfYear,
    Pair,
    Parts,
    Path,
    Season,
    Spans,
    TaskKind,
    Text,
    Texts,
    Timezone,
    Year,
    YearParts,
)


class Row(BaseModel):
    """One entry of the file. No key beyond these, and no value of another type quietly turned into the right one."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    def fields(self, *without: str) -> dict[str, Any]:
        """The values as keyword arguments of the record they make."""
        return {key: value for key, value in self if key not in without}


class PlanRow(Row):
    id: Text
    name: Pair
    document: Pair
    city: Pair
    issued: Day
    start: Month
    end: Month
    reports_from: Month | None = None
    report_months: MonthsOfYear = EVERY_MONTH
    judged_from: Month | None = None
    timezone: Timezone
    due_day: int
    coordinating_office: Text


class UnitRow(Row):
    name: Text
    english: Text | None = None
    aliases: Texts = ()
    whole: bool = True
    decimals: Decimals | None = None


class ThresholdsRow(Row):
    valid_from: Month
    ahead: Amount
    on_track: Amount
    behind: Amount
    too_early: Amount
    about: Amount
    whole_number_target: Amount
    task_start: Amount
    run_months: Count
    coverage: Amount


class CalendarRow(Row):
    year: Year
    holidays: Spans = ()
    workdays: Days = ()


class ChecksRow(Row):
    valid_from: Month
    slip_band: Amount
    surge_times: Amount
    surge_share: Amount
    surge_months: Count
    over_target: Amount
    far_over_target: Amount
    small_target: Amount
    first_above: Amount = Decimal(5)
    first_share: Amount = Decimal("0.1")
    first_below: Amount = Decimal(500)
    scale_times: Amount = Decimal(10)
    scale_items: Count = 3
    growth_gap: Amount
    same_figure: Amount
    round_to: Amount
    round_items: Count
    rate_gap: Amount
    long_text: Length
    shown_text: Length


class HeadingsRow(Row):
    name: Texts = ()
    unit: Texts = ()
    target: Texts = ()
    previous: Texts = ()
    month: Texts = ()
    cumulative: Texts = ()
    reached: Texts = ()
    denominator: Texts = ()
    persons: Texts = ()
    certified: Texts = ()
    progress: Texts = ()
    problems: Texts = ()
    next_steps: Texts = ()
    remark: Texts = ()


class DepartmentRow(Row):
    id: Text
    name: Pair
    short: Text | None = None
    aliases: Texts = ()
    valid_from: Day | None = None
    valid_to: Day | None = None
    successor: Text | None = None


class RegionRow(Row):
    id: Text
    name: Pair
    aliases: Texts = ()
    code: Text | None = None
    is_city_level: bool = False
    within: Texts = ()


class GroupRow(Row):
    id: Text
    name: Pair


class MeasureRow(Row):
    clause: Text
    name: Pair
    group: Text
    lead: Text | None = None
    cooperating: Texts = ()
    numbered: bool = True
    indicators: Any = ()  # the entries below it, each read by itself
    tasks: Any = ()
    standards: Any = ()


class IndicatorRow(Row):
    id: Text
    name: Pair
    kind: IndicatorKind
    unit: Text
    target: Amount
    comparator: ComparatorWord
    baseline: Amount
    baseline_basis: BasisWord
    start: Month | None = None
    deadline: Day | None = None
    deadline_basis: BasisWord = Basis.STATED
    direction: DirectionWord = Direction.UP
    decimals: Decimals | None = None
    path: Path = ()
    path_basis: BasisWord = Basis.STATED
    reporter: Text | None = None
    reporter_basis: BasisWord = Basis.STATED
    same_as: Text | None = None
    subset_of: Text | None = None
    persons_of: Text | None = None
    certified_of: Text | None = None
    grows_by: Text | None = None
    needs: Text | None = None
    same_group: Text | None = None
    reached: Pair | None = None
    group: Pair | None = None
    counted_in: Text | None = None
    condition: Pair | None = None
    by_region: bool = False
    resets_yearly: bool = False
    every_years: Interval = 0
    first_year: Year = 0
    headline: bool = False
    is_effort: bool = False
    season: Season = ()
    season_basis: BasisWord = Basis.ASSUMED
    year_parts: YearParts = ()
    region_parts: Parts = ()
    parts_basis: BasisWord = Basis.STATED
    lead_shares: Parts = ()
    note: Pair | None = None


class TaskRow(Row):
    id: Text
    name: Pair
    kind: TaskKind = Kind.TASK
    deadline: Day | None = None
    deadline_basis: BasisWord = Basis.STATED
    reporter: Text | None = None
    note: Pair | None = None


class StandardRow(Row):
    id: Text
    name: Pair
    unit: Text
    value: Amount | None = None
    comparator: ComparatorWord = Comparator.EXACTLY
    note: Pair | None = None


TABLES: Mapping[str, type[Row]] = MappingProxyType(
    {
        "plan": PlanRow,
        "thresholds": ThresholdsRow,
        "calendar": CalendarRow,
        "checks": ChecksRow,
        "units": UnitRow,
        "headings": HeadingsRow,
        "departments": DepartmentRow,
        "regions": RegionRow,
        "groups": GroupRow,
        "measures": MeasureRow,
        "indicators": IndicatorRow,
        "tasks": TaskRow,
        "standards": StandardRow,
    }
)
"""Every table of the file, in its order; those three below a measure come last."""
INSIDE = ("indicators", "tasks", "standards")
"""The tables that stand below a measure, and whose entries may take over defaults."""
SINGLE = ("plan", "headings")
"""The tables that stand once: `[plan]`, not `[[plan]]`."""
