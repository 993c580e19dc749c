"""One of every exhibit, with the hard cases in it: nothing reported, below the baseline, far beyond the target."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from functools import cache

from charts.departments import departments
from charts.exhibit import Exhibit
from charts.headline import headline
from charts.history import history
from charts.indicators import indicators
from charts.lags import lags
from charts.lights import lights
from charts.parts import parts
from charts.regions import regions
from charts.reporting import reporting
from charts.standing import standing
from charts.waterfall import waterfall
from domain.forecast import Likely
from domain.gap import Part, Shares, Split
from domain.history import MonthLight
from domain.path import PathPoint, PlanPath
from domain.period import Period, months
from domain.plan import Basis, Department, Indicator, Kind, Name, Region
from domain.progress import Assessment, Status
from domain.reporting import ReportingStatus
from domain.yardstick import Yardstick
from tests.support.plans import END, START, THRESHOLDS, make_indicator
from views.rows import (
    DepartmentRow,
    History,
    HistoryPoint,
    RegionRow,
    ReportingCell,
    ReportingRow,
    Stamp,
    StandingRow,
    Stone,
    Whole,
)
from wording import Language, Words

NOW = Period(2024, 6)
STAMP = Stamp(NOW, is_demonstration=True)


def assessment(indicator: Indicator, value: int | None, status: Status, *, fallback: bool = True) -> Assessment:
    """An assessment whose figures follow from its value; its light is given, since charts do not judge."""
    ends = PathPoint(0, Fraction(0), Basis.STATED), PathPoint(60, Fraction(1), Basis.STATED)
    path = PlanPath(Fraction(indicator.baseline), Fraction(indicator.target), START + -1, ends, is_fallback=fallback)
    held_to = Yardstick(indicator, path, THRESHOLDS, counts_things=True)
    return Assessment(held_to, NOW, status, "", None if value is None else Fraction(value), status)


PEOPLE = make_indicator(
    "N-1", target=200_000, unit="人", unit_english="people", name=Name("新增技能人才", "New skilled workers")
)
STOCK = make_indicator(
    "N-2",
    target=600_000,
    baseline=400_000,
    kind=Kind.STOCK,
    unit="人",
    unit_english="people",
    name=Name("人才总量", "Stock of workers"),
)
BASES = make_indicator(
    "N-3",
    target=9,
    unit="个",
    unit_english="units",
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
SEEN = tuple(
    replace(
        point,
        is_late=point.period in (Period(2024, 2), Period(2024, 5)),
        is_corrected=point.period == Period(2024, 2),
        is_held_back=point.period == Period(2023, 9),
        is_back_filled=point.period < Period(2021, 9),
    )
    for point in HISTORY.points
)
STONES = (
    Stone(START + -1, Fraction(0), Fraction(0), Basis.IMPLIED, is_assumption=False),
    Stone(Period(2023, 12), Fraction(120_000), Fraction(3, 5), Basis.ASSUMED, is_assumption=True),
    Stone(END, Fraction(200_000), Fraction(1), Basis.STATED, is_assumption=False),
)
FAN = tuple(
    Likely(month, Fraction(112_000 + 3000 * ahead), Fraction(112_000 + 2000 * ahead), Fraction(112_000 + 4000 * ahead))
    for ahead, month in enumerate(months(NOW + 1, END), 1)
)
OUTLOOK = replace(HISTORY, points=SEEN, stones=STONES, fan=FAN)
SPLIT = Split(
    Fraction(-28_000),
    (
        Part("x", Fraction(-30_000)),
        Part("y", Fraction(-4000)),
        Part("unreported", Fraction(6000)),
    ),
    Shares.YEAR_BEFORE,
)
PARTS_NAMES = {"zh": {"x": "甲县", "y": "乙市", "unreported": "未报送的地区"}}
PARTS_NAMES["en"] = {"x": "County A", "y": "City B", "unreported": "Regions that have not reported"}
LIGHTS = (
    MonthLight(Period(2023, 11), Status.BEHIND, 1, made_good=Period(2024, 1)),
    MonthLight(Period(2023, 12), Status.NOT_REPORTED, 1),
    MonthLight(Period(2024, 1), Status.ON_TRACK, 0),
    MonthLight(Period(2024, 2), Status.FAR_BEHIND, 1),
    MonthLight(Period(2024, 3), Status.FAR_BEHIND, 2),
)
STANDING = (
    StandingRow(Period(2023, 12), 5, 8, "", Fraction(1, 2), Fraction(-1, 5), Fraction(1)),
    StandingRow(Period(2024, 1), None, 7, "low_coverage", Fraction(0), None, Fraction(1, 2)),
    StandingRow(Period(2024, 2), 3, 8, "", Fraction(2, 5), Fraction(-1, 10), Fraction(9, 10)),
)
SKILLED = make_indicator(
    "N-5", target=30_000, unit="人", unit_english="people", name=Name("新增高技能人才", "New highly-skilled workers")
)
WHOLES = (Whole(ASSESSMENTS[0], (assessment(SKILLED, 18_000, Status.BEHIND),)),)
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
        "outlook": history(OUTLOOK, words, STAMP),
        "gap": waterfall(PEOPLE, "region", SPLIT, PARTS_NAMES[language], words, STAMP),
        "lights": lights(PEOPLE, LIGHTS, words, STAMP),
        "standing": standing(OFFICE, STANDING, words, STAMP),
        "parts": parts("1", WHOLES, words, STAMP),
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
        "outlook": history(History(PEOPLE, Fraction(0), Fraction(9), path_is_fallback=True, points=()), words, STAMP),
        "gap": waterfall(PEOPLE, "region", None, {}, words, STAMP),
        "lights": lights(PEOPLE, (), words, STAMP),
        "standing": standing(OFFICE, (), words, STAMP),
        "parts": parts("1", (), words, STAMP),
    }
