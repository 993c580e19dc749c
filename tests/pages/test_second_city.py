"""A second city's plan, written from docs/plan-file.md alone, carried through the product; and plans of other times.

Numbers of every kind: counts, levels, shares of two parts and shares known only in per cent, above 100 %, per head,
editions, falling ones, limits, decimals; 12 departments, 6 districts, no city level, years that are not Qujing's.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from charts.exhibit import Exhibit
from domain.period import Period
from domain.plan import Plan
from domain.status import Status
from loaders import targets_file, template
from loaders.plan.start import beginning
from reports import catalogue
from reports.export import export
from storage.store import Store
from tests.support.carried_out import carried_out
from tests.support.screens import ROOT, Screens, deployed, page_text
from ui.frame import PAGES
from views import terminal
from views.explained import explained
from views.explanation import explanation
from views.position import Knowledge, Position
from wording import LANGUAGES, Words

RIVERSIDE = ROOT / "tests" / "plans" / "riverside.toml"
QUJING = re.compile(r"曲靖|技能|大师|工匠|Qujing|[Ss]kill(?!ed in)|202[0-6]")

BEFORE = re.compile(r"2026年12月|Dec 2026")  # where paths of this plan begin


@dataclass(frozen=True)
class City:
    """A plan with what was reported of it up to a month, and its screens."""

    plan: Plan
    position: Position
    screens: Screens


@pytest.fixture(scope="module")
def riverside(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    yield from city(RIVERSIDE, Period(2027, 3), migrated_sqlite, tmp_path_factory.mktemp("riverside"))


def city(targets: Path, last: Period, empty: Path, folder: Path) -> Iterator[City]:
    database = Path(shutil.copy(empty, folder / "city.sqlite"))
    plan = targets_file.read(targets).plan
    assert plan is not None
    store = Store.open(f"sqlite:///{database}")
    assert carried_out(plan, store, last) == []
    day = (last + 1).first_day.replace(day=20)
    position = Knowledge(plan, store.ledger(), day).position(last)
    store.close()
    with deployed(database, targets, day.isoformat()) as screens:
        yield City(plan, position, screens)


def test_its_departments_districts_and_numbers_are_all_there(riverside: City) -> None:
    plan = riverside.plan
    assert (len(plan.departments), len(plan.regions), len(plan.numbers)) == (12, 6, 25)
    assert {number.kind.value for number in plan.numbers} == {"flow", "stock", "ratio", "per_capita", "recurring"}
    lights = {judged.indicator.id: judged.status for judged in riverside.position.assessments.values()}
    assert Status.NOT_REPORTED not in lights.values()
    assert {lights[limit] for limit in ("3-2", "3-4", "7-1")} == {Status.WITHIN_LIMIT}


def test_small_amounts_are_told_apart_everywhere(riverside: City) -> None:
    judged = riverside.position.of("H-2")
    words = Words("en")
    assert "0.433 / 0.38" in terminal.light(judged, words)
    page = page_text(riverside.screens.open("indicator", lang="en", indicator="H-2"))
    assert "0.433" in page
    assert "0.43300" not in page
    for name in ("headline", "history/H-2"):
        exhibit = catalogue.exhibit(name, riverside.position, words)
        assert "0.433" in str(exhibit.spec)
        assert "0.433" in export(exhibit, "csv")[1].decode("utf-8-sig")


def test_a_limit_is_spoken_of_as_one(riverside: City) -> None:
    page = page_text(riverside.screens.open("indicator", lang="zh", indicator="3-2"))
    assert "限额以内" in page
    assert "平均每月可用" in explained(explanation(riverside.position, "3-2", Words("zh")), riverside.plan, Words("zh"))
    assert "每月须完成" not in page


def test_a_department_without_duties_is_told_so_and_has_no_form(riverside: City) -> None:
    screen = riverside.screens.open("submit", lang="en", department="finance")
    assert "has nothing to report" in page_text(screen)
    assert not screen.get("download_button")


def test_the_form_says_what_a_share_counts(riverside: City) -> None:
    plan = riverside.plan
    content = template.write(plan, plan.department("water"), Period(2027, 4), {}, date(2027, 5, 1))
    book = openpyxl.load_workbook(BytesIO(content))
    assert "比率指标" in book.sheetnames
    assert "（达标数：优良断面、总数：监测断面）" in str(book["比率指标"]["D5"].value)


def seen(at: City) -> Iterator[tuple[str, str]]:
    """Everything that anybody sees of a plan: where, and what."""
    for language in LANGUAGES:
        words = Words(language)
        for page in PAGES:
            yield f"{page} {language}", page_text(at.screens.open(page, lang=language, indicator="H-2", clause="五"))
        of_each_kind = {name.partition("/")[0]: name for name in catalogue.names(at.position)}
        for name in of_each_kind.values():
            exhibit = catalogue.exhibit(name, at.position, words)
            yield f"{name} {language}", exhibit.title + exhibit.alt + export(exhibit, "csv")[1].decode("utf-8-sig")
        for judged in at.position.assessments.values():
            yield "status", terminal.light(judged, words)
        for indicator in ("H-1", "H-2", "3-2", "5-4"):
            yield f"explain {language}", explained(explanation(at.position, indicator, words), at.plan, words)
    for department in at.plan.departments:
        content = template.write(at.plan, department, at.position.period, {}, date(2027, 4, 1))
        for sheet in openpyxl.load_workbook(BytesIO(content)):
            for row in sheet.iter_rows(values_only=True):
                yield f"template {sheet.title}", " ".join(str(value) for value in row if value is not None)


def test_nothing_anybody_sees_is_of_another_city(riverside: City) -> None:
    found = {(where, hit) for where, text in seen(riverside) for hit in QUJING.findall(BEFORE.sub("", text))}
    assert found == set()


NEW = beginning(Words("zh"), 2027, "plan.schema.json")
TIMES = {  # the small plan of the beginning, at other times: what is changed, the last month reported, today
    "over": (("2027-01", "2021-01"), ("2031-12", "2023-12"), ("2027-12-31", "2023-06-30")),
    "of 12 months": (("2031-12", "2027-12"),),
    "of 10 years": (("2031-12", "2036-12"),),
    "by quarter": (("due_day = 5", "due_day = 5\nreport_months = [3, 6, 9, 12]"),),
    "of half a year": (('start = "2027-01"', 'start = "2027-07"'),),
}


def as_new(changes: tuple[tuple[str, str], ...], folder: Path) -> Path:
    text = NEW
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    path = folder / "plan.toml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("times", TIMES)
def test_a_plan_of_other_times_runs(times: str, migrated_sqlite: Path, tmp_path: Path) -> None:
    targets = as_new(TIMES[times], tmp_path)
    plan = targets_file.read(targets).plan
    assert plan is not None
    last = plan.end if times == "over" else plan.start + 8
    for at in city(targets, last, migrated_sqlite, tmp_path):
        judged = list(at.position.assessments.values())
        assert all(each.value is not None for each in judged)
        assert [terminal.light(each, Words("zh")) for each in judged]
        for name in ("history/1-1", "regions/1-1", "lights/1-2", "outlook/1-3", "reporting"):
            assert drawn(catalogue.exhibit(name, at.position, Words("en")))
        for page in ("overview", "indicator", "reporting", "submit"):
            screen = at.screens.open(page, lang="en", indicator="1-1")
            assert not screen.exception
            assert not screen.error


def test_by_quarter_only_the_last_months_are_owed(migrated_sqlite: Path, tmp_path: Path) -> None:
    targets = as_new(TIMES["by quarter"], tmp_path)
    for at in city(targets, Period(2027, 9), migrated_sqlite, tmp_path):
        words = Words("en")
        august = Knowledge(at.plan, at.position.ledger, date(2027, 12, 1)).position(Period(2027, 8))
        assert {judged.status for judged in august.assessments.values()} == {Status.NOT_DUE}
        assert "not reported" not in catalogue.exhibit("history/1-1", at.position, words).alt.lower()
        page = at.screens.open("reporting", lang="en")
        assert "Sep 2027" in page_text(page)
        assert "Aug 2027" not in page_text(page)
        content = template.write(at.plan, at.plan.department("water"), Period(2027, 12), {}, date(2028, 1, 1))
        titles = [cell.value for cell in openpyxl.load_workbook(BytesIO(content))["月报"][4]]
        assert {"上期累计", "本期完成"} <= set(titles)


def test_a_plan_that_has_not_begun_shows_what_it_asks_for(migrated_sqlite: Path, tmp_path: Path) -> None:
    database = Path(shutil.copy(migrated_sqlite, tmp_path / "city.sqlite"))
    with deployed(database, as_new((), tmp_path), "2026-05-05") as screens:
        for page in PAGES:
            screen = screens.open(page, lang="zh", indicator="1-1")
            assert not screen.exception
            assert not screen.error


def drawn(exhibit: Exhibit) -> bool:
    name, content, _ = export(exhibit, "svg")
    return name.endswith(".svg") and b"<svg" in content
