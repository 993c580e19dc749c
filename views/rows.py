"""The rows that charts and tables are made of, where an assessment alone does not say enough. Facts only, no logic."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from domain.forecast import Likely
from domain.period import Period
from domain.plan import Basis, Department, Indicator, Region
from domain.progress import Assessment, Status
from domain.reporting import ReportingStatus


@dataclass(frozen=True)
class Stamp:
    """What every chart says below its title: the month its figures run to, and whether they are invented."""

    period: Period
    is_demonstration: bool


@dataclass(frozen=True)
class DepartmentRow:
    """A department's led indicators counted by progress status. `is_ranked` is False below the coverage asked for."""

    department: Department
    counts: Mapping[Status, int]
    is_ranked: bool = True


@dataclass(frozen=True)
class HistoryPoint:
    """One month of an indicator, on the judged scale. `value` is None where no figure is known.

    `is_missing` says that one was due; a month still to come has neither a value nor a gap. `is_late`: it came after
    its due date; `is_corrected`: it was another figure when first reported; `is_held_back`: it is in dispute;
    `is_back_filled`: it is of a month from before judging began.
    """

    period: Period
    value: Fraction | None
    expected: Fraction
    is_missing: bool = False
    is_late: bool = False
    is_corrected: bool = False
    is_held_back: bool = False
    is_between: bool = False  # between two reports: none is owed for it
    is_back_filled: bool = False


@dataclass(frozen=True)
class Stone:
    """A point of the plan path: what is due by the end of `period`, and where that comes from."""

    period: Period
    value: Fraction
    share: Fraction  # of the way from baseline to target
    basis: Basis
    is_assumption: bool


@dataclass(frozen=True)
class History:
    """An indicator month by month, oldest first, from its start to its deadline, with the points its path goes by.

    `fan` holds the months to come as the forecast has them; empty where none is shown.
    """

    indicator: Indicator
    baseline: Fraction
    target: Fraction
    path_is_fallback: bool
    points: tuple[HistoryPoint, ...]
    stones: tuple[Stone, ...] = ()
    fan: tuple[Likely, ...] = ()


@dataclass(frozen=True)
class RegionRow:
    """A region's part of an indicator. `share` is of the sum over all rows, 0–1; None where no value is known."""

    region: Region
    value: Fraction | None
    share: Fraction | None


@dataclass(frozen=True)
class ReportingCell:
    """One department-month of reporting."""

    period: Period
    status: ReportingStatus
    is_corrected: bool = False


@dataclass(frozen=True)
class ReportingRow:
    """A department's months, oldest first; every row of a grid has the same months."""

    department: Department
    cells: tuple[ReportingCell, ...]


@dataclass(frozen=True)
class StandingRow:
    """A department's place in one month. `rank` is None without one; shares are 0–1."""

    period: Period
    rank: int | None
    of: int
    reason: str
    lagging_share: Fraction | None
    worst_gap: Fraction | None
    coverage: Fraction | None


@dataclass(frozen=True)
class Whole:
    """A number with those that are parts of it, drawn inside it and never added to it. Values on one scale."""

    whole: Assessment
    parts: tuple[Assessment, ...]
