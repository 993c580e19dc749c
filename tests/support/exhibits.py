"""One of every exhibit, with the hard cases in it: nothing reported, below the baseline, far beyond the target."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import cache

from charts.departments import departments
from charts.exhibit import Exhibit
from charts.headline import headline
from charts.history import history
from charts.indicators import indicators
from charts.lags import lags
from charts.regions import regions
from charts.reporting import reporting
from domain.period import Period, months
from domain.plan import Department, Indicator, Kind, Name, Region
from domain.progress import Assessment, Status
from domain.reporting import ReportingStatus
from tests.support.plans import END, START, THRESHOLDS, make_indicator
from views.rows import DepartmentRow, History, HistoryPoint, RegionRow, ReportingCell, ReportingRow, Stamp
from wording import Language, Words

NOW = Period(2024, 6)
STAMP = Stamp(NOW, is_demonstration=True)
DUE = Fraction(42, 60)


def assessment(
    indicator: Indicator, value: int | None, status: Status, *, plan: Fraction = DUE, fallback: bool = True
) -> Assessment:
    """An assessment whose figures follow from its value; its light is given, since charts do not judge."""
    baseline, target = Fraction(indicator.baseline), Fraction(indicator.target)
    expected = baseline + plan * (target - baseline)
    share = None if value is None else (value - baseline) / (target - baseline)
    return Assessment(
        indicator=indicator,
        period=NOW,
        status=status,
        reason="",
        value=None if value is None else Fraction(value),
        baseline=baseline,
        target=target,
        expected=expected,
        progress_share=share,
        plan_share=plan,
        ratio=None if share is None else share / plan,
        gap=None if share is None else share - plan,
        months_behind=None if share is None else (plan - share) * 60,
        shortfall=None,
        remaining=None,
        needed_per_month=None,
        thresholds=THRESHOLDS,
        path_is_fallback=fallback,
    )


PEOPLE = make_indicator("N-1", target=200_000, unit="人", name=Name("新增技能人才", "New skilled workers"))
STOCK = make_indicator(
    "N-2", target=600_000, baseline=400_000, kind=Kind.STOCK, unit="人", name=Name("人才总量", "Stock of workers")
)
BASES = make_indicator(
    "N-3",
    target=9,
    unit="个",
    name=Name("县级公共实训基地（建成并正常运转）", "County-level public training bases, built and operating"),
)
COVERAGE = make_indicator("N-4", target=100, kind=Kind.RATIO, unit="%", name=Name("培训覆盖率", "Coverage"))
ASSESSMENTS = (
    assessment(PEOPLE, 112_000, Status.BEHIND),
    assessment(STOCK, 390_000, Status.LOST),
    assessment(BASES, 0, Status.FAR_BEHIND),
    assessment(COVERAGE, None, Status.NOT_REPORTED),
    assessment(PEOPLE, 460_000, Status.MET, fallback=False),
)
OFFICE = Department("a", Name("某某人力资源和社会保障局", "Bureau of Human Resources"), short="人社局")
FARMS = Department("b", Name("农业农村局", "Bureau of Agriculture and Rural Affairs of the City"))
DEPARTMENTS = (
    DepartmentRow(FARMS, {Status.FAR_BEHIND: 2, Status.ON_TRACK: 1}),
    DepartmentRow(OFFICE, {Status.AHEAD: 4, Status.BEHIND: 1, Status.MET: 2}),
    DepartmentRow(Department("c", Name("民政局", "Civil Affairs")), {Status.NOT_REPORTED: 2}, is_ranked=False),
)
MISSED = {Period(2022, 3), Period(2022, 4)}
HISTORY = History(
    PEOPLE,
    Fraction(0),
    Fraction(200_000),
    path_is_fallback=True,
    points=tuple(
        HistoryPoint(
            month,
            None if month in MISSED or month > NOW else Fraction(200_000 * (place + 1) * 4, 60 * 5),
            Fraction(200_000 * (place + 1), 60),
            is_missing=month in MISSED,
        )
        for place, month in enumerate(months(START, END))
    ),
)
REGIONS = (
    RegionRow(Region("x", Name("甲县", "County A")), Fraction(300), Fraction(3, 10)),
    RegionRow(Region("y", Name("乙市", "City B")), Fraction(600), Fraction(6, 10)),
    RegionRow(Region("z", Name("丙区", "District C")), None, None),
    RegionRow(Region("city", Name("市本级", "City level"), is_city_level=True), Fraction(100), Fraction(1, 10)),
)
LATELY = months(Period(2023, 7), NOW)
REPORTING = tuple(
    ReportingRow(
        row.department,
        tuple(
            ReportingCell(month, list(ReportingStatus)[(place + number) % 4], is_corrected=place == 2)
            for place, month in enumerate(LATELY)
        ),
    )
    for number, row in enumerate(DEPARTMENTS)
)


@cache
def every(language: Language) -> Mapping[str, Exhibit]:
    """All of them, by kind."""
    words = Words(language)
    return {
        "headline": headline(ASSESSMENTS[:4], words, STAMP),
        "indicators": indicators(ASSESSMENTS, words, STAMP),
        "lags": lags(ASSESSMENTS, words, STAMP),
        "departments": departments(DEPARTMENTS, words, STAMP),
        "history": history(HISTORY, words, STAMP),
        "regions": regions(PEOPLE, REGIONS, words, STAMP),
        "reporting": reporting(REPORTING, words, STAMP),
    }


@cache
def nothing(language: Language) -> Mapping[str, Exhibit]:
    """The same where there is nothing to show yet."""
    words = Words(language)
    return {
        "headline": headline((), words, STAMP),
        "indicators": indicators((), words, STAMP),
        "lags": lags((), words, STAMP),
        "departments": departments((), words, STAMP),
        "history": history(History(PEOPLE, Fraction(0), Fraction(9), path_is_fallback=True, points=()), words, STAMP),
        "regions": regions(PEOPLE, (), words, STAMP),
        "reporting": reporting((), words, STAMP),
    }
