"""The invented data: made anew it is the same, it agrees with itself, and it shows what it is meant to show."""

from __future__ import annotations

import csv
import re
from collections import Counter
from datetime import date, datetime, timedelta
from io import BytesIO, StringIO
from itertools import pairwise
from pathlib import Path
from zipfile import BadZipFile, ZipFile

import pytest

from domain.observation import Aspect
from domain.path import ends, plan_path
from domain.period import Period, months
from domain.plan import Department, Kind
from domain.reporting import due_date
from loaders import submission, targets_file
from loaders.row_figures import SHARES
from sample_data.make import HERE, Sample
from sample_data.sheets import MARK
from tests.support.plans import make_indicator, make_plan, named

CLOCK = date(2024, 7, 8)
TOTAL = Aspect.CUMULATIVE


@pytest.fixture(scope="module")
def sample() -> Sample:
    plan = targets_file.read(HERE.parent / "targets.toml").plan
    assert plan is not None
    return Sample(plan)


@pytest.fixture(scope="module")
def files(sample) -> dict[str, bytes]:
    return sample.files()


@pytest.fixture(scope="module")
def manifest(files) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(files["manifest.csv"].decode("utf-8"))))


def inside(content: bytes) -> dict[str, bytes] | bytes:
    """The parts of a workbook: how hard they are packed may differ from one machine to the next."""
    try:
        with ZipFile(BytesIO(content)) as archive:
            return {name: archive.read(name) for name in archive.namelist()}
    except BadZipFile:
        return content


# ── the files ──


def test_committed_files_are_those_made_now(files):
    committed = {path.relative_to(HERE).as_posix() for path in HERE.rglob("*.xlsx")}
    assert committed == {name for name in files if name.endswith(".xlsx")}
    damaged = {name for name, content in files.items() if inside(content) is content}
    differing = [
        name
        for name, content in files.items()
        if name not in damaged and inside((HERE / name).read_bytes()) != inside(content)
    ]
    assert differing == []
    assert len(damaged) == 2  # the manifest, and the file that is meant to be damaged
    assert (HERE / "manifest.csv").read_bytes() == files["manifest.csv"]


def test_every_file_says_that_it_is_a_demonstration_and_all_are_small(files):
    assert all(MARK in name for name in files if name.endswith(".xlsx"))
    assert sum(map(len, files.values())) < 3_000_000
    workbooks = [parts for content in files.values() if isinstance(parts := inside(content), dict)]
    titles = [parts["xl/sharedStrings.xml"].decode() for parts in workbooks]
    assert all(MARK in strings for strings in titles)


def test_readme_lists_every_broken_sheet_with_its_code(sample, files):
    readme = (HERE / "README.md").read_text(encoding="utf-8")
    listed = dict(re.findall(r"^\| `(.+?\.xlsx)` \|.*\| (\w\d+|—) \|$", readme, re.MULTILINE))
    codes = [one.code or "—" for one in sample.broken()]
    names = [Path(name).name for name in files if name.startswith("broken/")]
    assert listed == dict(zip(names, codes, strict=True))


def test_each_broken_sheet_is_refused_for_its_one_fault(sample):
    for one in sample.broken():
        drafts = submission.read(f"{one.fault}.xlsx", one.content, sample.plan, today=CLOCK)
        errors = {found.code for draft in drafts for found in draft.problems if found.is_error}
        assert errors == ({one.code} if one.code else set()), one.fault


def test_every_sheet_sent_is_read_whole(sample):
    """Nothing worse than notes, and every number of the plan in every month."""
    seen = set()
    for one in sample.sent():
        for draft in submission.read(one.file, one.content, sample.plan, today=CLOCK):
            assert draft.department_id == one.department.id, one.file
            worse = [(found.code, found.sheet, found.cell) for found in draft.problems if found.severity != "note"]
            assert worse == [], one.file
            for found in draft.observations:
                if found.region_id is None and found.aspect is TOTAL:
                    seen.add((found.indicator_id, found.period))
                    expected = sample.figures[found.indicator_id, None, TOTAL][found.period]
                    is_slip = (one.department, draft.period) == sample.corrected
                    assert found.value == expected or (is_slip and found.value > expected), one.file
    department, period = sample.missing
    missing = {(indicator.id, period) for indicator in sample.plan.reported_by(department.id)}
    every = {(number.id, month) for number in sample.plan.numbers for month in months(number.start, sample.last)}
    assert seen == every - missing


def test_two_late_one_missing_one_corrected(sample, manifest):
    sent = [row for row in manifest if "/" not in row["period"]]
    late = [
        row
        for row in sent
        if datetime.fromisoformat(row["submitted_at"]).date() > due_date(sample.plan, Period.parse(row["period"]))
        and not row["reason"]
    ]
    assert [row["submitted_at"][:10] for row in late] == ["2024-06-09", "2024-07-07"]
    assert len({row["department"] for row in late}) == 2
    times = Counter((row["department"], row["period"]) for row in sent)
    assert sorted(times.values()) == [1] * (len(sample.roster) * 6 - 2) + [2]
    assert (sample.missing[0].name.zh, str(sample.last)) not in times
    assert all(datetime.fromisoformat(row["submitted_at"]).utcoffset() == timedelta(hours=8) for row in manifest)
    assert [row["submitted_at"] for row in manifest] == sorted(row["submitted_at"] for row in manifest)


# ── the figures ──


def test_totals_never_fall_but_where_counting_restarts(sample):
    for (indicator_id, _, aspect), series in sample.figures.items():
        restarts = sample.plan.indicator(indicator_id).resets_yearly and aspect is TOTAL
        falls = [later for earlier, later in pairwise(series) if series[later] < series[earlier]]
        assert all(restarts and period.month == 1 for period in falls), indicator_id


def test_regions_add_up_to_the_city(sample):
    for indicator in sample.plan.numbers:
        if indicator.by_region:
            for period, total in sample.figures[indicator.id, None, TOTAL].items():
                parts = [sample.figures[indicator.id, region.id, TOTAL][period] for region in sample.plan.regions]
                assert sum(parts) == total
                assert min(parts) >= 0


def test_parts_never_exceed_the_whole_in_total_month_or_region(sample):
    for part in sample.plan.numbers:
        if part.subset_of:
            for (indicator_id, region, aspect), series in sample.figures.items():
                if indicator_id == part.id and aspect is TOTAL:
                    whole = sample.figures[part.subset_of, region, TOTAL]
                    assert all(series[period] <= whole[period] for period in series)
                    gained = [(later, series[later] - series[before]) for before, later in pairwise(series)]
                    assert all(gain <= whole[at] - whole[at + -1] for at, gain in gained if region is None)


def test_levels_grow_by_a_little_less_than_is_newly_counted(sample):
    pairs = [
        (stock, flow)
        for stock in sample.plan.numbers
        for flow in sample.plan.numbers
        if stock.kind is Kind.STOCK and stock.baseline and flow.target == stock.target - stock.baseline
        and flow.kind is Kind.FLOW and flow.clause == stock.clause
    ]  # fmt: skip
    assert len(pairs) == 2
    for stock, flow in pairs:
        for period, level in sample.figures[stock.id, None, TOTAL].items():
            counted = sample.figures[flow.id, None, TOTAL][period]
            assert 0 <= counted - (level - stock.baseline) <= max(1, counted * 0.05)


def test_groups_are_never_smaller_than_those_who_reached_the_number(sample):
    for indicator in sample.plan.numbers:
        if indicator.kind in SHARES:
            reached = sample.figures[indicator.id, None, TOTAL]
            group = sample.figures[indicator.id, None, Aspect.DENOMINATOR]
            assert all(0 <= reached[period] <= group[period] for period in reached)


def test_the_year_is_uneven(sample):
    """Of the headline flow: about 18 percent of a year in its first quarter and 45 in its second."""
    flow = next(one for one in sample.plan.numbers if one.headline and one.kind is Kind.FLOW)
    totals = sample.figures[flow.id, None, TOTAL]
    whole = totals[Period(2023, 12)] - totals[Period(2022, 12)]
    assert (totals[Period(2023, 3)] - totals[Period(2022, 12)]) / whole == pytest.approx(0.18, abs=0.03)
    assert (totals[Period(2023, 6)] - totals[Period(2023, 3)]) / whole == pytest.approx(0.45, abs=0.04)


def test_no_two_numbers_are_the_same_large_figure(sample):
    last = [sample.figures[one.id, None, TOTAL][sample.last] for one in sample.plan.numbers]
    assert [figure for figure, times in Counter(last).items() if figure >= 100 and times > 1] == []


def test_leads_stand_in_every_light(sample):
    """By the slowest of their numbers: some ahead, some on track, several behind, two far behind."""
    lights = Counter()
    for department in sample.roster[:-1]:
        paces = []
        for indicator in sample.plan.reported_by(department.id):
            baseline, target = ends(indicator)
            done = (sample.figures[indicator.id, None, TOTAL][sample.last] - baseline) / (target - baseline)
            paces.append(float(done / plan_path(indicator, sample.plan, sample.last).due_share(sample.last)))
        slowest = min(paces)
        lights["ahead" if slowest >= 1.1 else "on" if slowest >= 1 else "behind" if slowest >= 0.8 else "far"] += 1
    assert lights == {"ahead": 2, "on": 2, "behind": 2, "far": 2}


def test_another_plan_gets_its_own_sample():
    plan = make_plan(
        make_indicator("N-1", by_region=True),
        make_indicator("N-2", reporter="b", kind=Kind.STOCK, baseline=1_000),
        make_indicator("N-3", reporter="b", kind=Kind.RATIO, target=100),
        make_indicator("N-4", reporter="c", kind=Kind.RECURRING, target=1, every_years=2, first_year=2022),
        departments=tuple(Department(id, named(f"Office {id}")) for id in "abc"),
    )
    sample = Sample(plan)
    assert {one.department.id for one in sample.sent()} == {"a", "b", "c"}
    assert sum(name.startswith("broken/") for name in sample.files()) == len(sample.broken())
