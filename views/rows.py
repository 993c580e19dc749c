"""The rows that charts and tables are made of, where an assessment alone does not say enough. Facts only, no logic."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from domain.period import Period
from domain.plan import Department, Indicator, Region
from domain.progress import Status
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

    `is_missing` says that one was due; a month still to come has neither a value nor a gap.
    """

    period: Period
    value: Fraction | None
    expected: Fraction
    is_missing: bool = False


@dataclass(frozen=True)
class History:
    """An indicator month by month, oldest first, from its start to its deadline."""

    indicator: Indicator
    baseline: Fraction
    target: Fraction
    path_is_fallback: bool
    points: tuple[HistoryPoint, ...]


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
