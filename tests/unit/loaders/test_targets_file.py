"""The plan file is read whole, exactly, and with every mistake named at once."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

import wording
from domain.mistake import Mistake
from domain.period import Period
from domain.plan import Basis, Comparator, Direction, Kind, Plan
from loaders.targets_file import read, read_content

HERE = Path(__file__).parents[3]
PLANS = HERE / "tests" / "plans"

# id, kind, unit, comparator, target, lead ("-": nobody named): each taken by hand from the plan's own sentences.
NUMBERS = """
    T-1 flow 人 >= 200000 -
    T-2 stock 人 >= 600000 -
    T-3 flow 人 >= 30000 -
    T-4 stock 人 >= 100000 -
    M02-4 flow 家 = 20 市人力资源和社会保障局
    M06-1 stock 个 = 1 市人力资源和社会保障局
    M06-2 stock 个 >= 1 市人力资源和社会保障局
    M06-3 stock 个 = 4 市人力资源和社会保障局
    M06-4 stock 个 = 4 市人力资源和社会保障局
    M06-5 stock 个 = 2 市人力资源和社会保障局
    M06-6 stock 个 = 40 市人力资源和社会保障局
    M06-7 stock 个 = 20 市人力资源和社会保障局
    M06-8 stock 个 = 5 市人力资源和社会保障局
    M06-9 stock 个 = 5 市人力资源和社会保障局
    M06-10 flow 个 = 2 市人力资源和社会保障局
    M06-12 stock 个 >= 1 市人力资源和社会保障局
    M07-1 stock 所 = 1 市人力资源和社会保障局
    M07-2 stock 个 = 3 市人力资源和社会保障局
    M07-3 flow 人 >= 10000 市人力资源和社会保障局
    M07-4 stock 个 = 10 市人力资源和社会保障局
    M08-1 flow 人 >= 500 市人力资源和社会保障局
    M08-2 flow 名 >= 50 市人力资源和社会保障局
    M08-3 flow 期 = 5 市人力资源和社会保障局
    M08-4 per_capita 人/名 >= 10 市人力资源和社会保障局
    M08-5 per_capita 课时/名·年 >= 30 市人力资源和社会保障局
    M12-1 recurring 届/年 = 1 市人力资源和社会保障局
    M12-2 recurring 届/2年 = 1 市人力资源和社会保障局
    M15-1 flow 人次 = 80000 市人力资源和社会保障局
    M16-1 flow 人次 >= 60000 市人力资源和社会保障局
    M16-2 ratio % = 100 市人力资源和社会保障局
    M17-1 flow 人次 >= 10000 市民政局
    M18-1 flow 人次 >= 3000 市林草局
    M19-1 flow 人次 >= 10000 市农业农村局
    M20-1 flow 人次 >= 20000 市人力资源和社会保障局
    M21-1 flow 人次 >= 5000 市人力资源和社会保障局
    M22-1 flow 人 >= 6000 市人力资源和社会保障局
    M23-1 flow 人 >= 30000 市人力资源和社会保障局
    M25-1 flow 名 = 10 市委组织部
    M25-2 flow 名 ~ 15 市委组织部
    M25-3 flow 名 ~ 100 市委组织部
    M26-1 flow 名 >= 1000 市农业农村局
    M27-1 flow 名 >= 1000 市文化和旅游局
    M28-1 flow 名 >= 1000 市工业和信息化局
    M29-1 flow 名 >= 1000 市大数据建设管理中心
    M30-1 flow 名 >= 1000 市商务局
"""


@pytest.fixture(scope="module")
def plan() -> Plan:
    reading = read(HERE / "targets.toml")
    assert reading.mistakes == ()
    assert reading.plan is not None
    return reading.plan


@pytest.fixture(scope="module")
def harbour() -> Plan:
    reading = read(PLANS / "harbour.toml")
    assert reading.mistakes == ()
    assert reading.plan is not None
    return reading.plan


class TestTheCitysPlan:
    def test_every_number_is_as_the_plan_states_it(self, plan: Plan) -> None:
        stated = [
            f"{entry.id} {entry.kind} {entry.unit} {entry.comparator} {entry.target} "
            f"{plan.department(entry.lead).name.zh if entry.lead else '-'}"
            for entry in plan.numbers
        ]
        assert stated == [line.strip() for line in NUMBERS.strip().splitlines()]

    def test_nothing_of_the_plan_is_left_out(self, plan: Plan) -> None:
        repeats = {entry.id: entry.same_as for entry in plan.indicators if entry.same_as}
        assert (len(plan.numbers), len(plan.tasks), len(plan.standards)) == (45, 40, 34)
        assert repeats == {"M24-1": "T-3", "M24-2": "T-4"}
        assert Counter(task.kind for task in plan.tasks) == {Kind.TASK: 34, Kind.MILESTONE: 5, Kind.RECURRING: 1}
        assert (len(plan.measures), len(plan.departments), len(plan.groups)) == (34, 22, 7)
        assert [region.is_city_level for region in plan.regions] == [False] * 10 + [True]
        assert sum(region.code is None for region in plan.regions) == 2

    def test_persons_and_person_times_stay_apart(self, plan: Plan) -> None:
        totals = Counter[str]()
        for entry in plan.numbers:
            if entry.clause in {str(clause) for clause in range(15, 31)}:
                totals[entry.unit] += int(entry.target)
        assert totals == {"人次": 188_000, "人": 36_000, "名": 5_125, "%": 100}
        assert "人次" not in plan.unit("人").aliases
        assert set(plan.unit("名").aliases) == {"人", "位"}

    def test_parts_are_marked_as_parts(self, plan: Plan) -> None:
        parts = {entry.id: entry.subset_of for entry in plan.numbers if entry.subset_of}
        assert parts == {"T-3": "T-1", "T-4": "T-2"}

    def test_inferred_baselines_say_so(self, plan: Plan) -> None:
        implied = {entry.id: entry.baseline for entry in plan.numbers if entry.baseline_basis is Basis.IMPLIED}
        assert implied == {"T-2": 400_000, "T-4": 70_000}
        assert all(entry.baseline == 0 for entry in plan.numbers if entry.id not in implied)
        assert all(entry.baseline_basis is Basis.STATED for entry in plan.numbers if entry.kind is Kind.FLOW)
        assumed = [entry for entry in plan.numbers if entry.clause in ("6", "7") and entry.kind is Kind.STOCK]
        assert {entry.baseline_basis for entry in assumed} == {Basis.ASSUMED}
        assert all(entry.note for entry in assumed)

    def test_deadlines_are_marked_where_the_sentence_gives_none(self, plan: Plan) -> None:
        inferred = [entry.id for entry in plan.numbers if entry.deadline_basis is Basis.INFERRED]
        platforms = ["M06-8", "M06-9", "M06-10", "M06-12"]
        contests_and_coverage = ["M12-1", "M12-2", "M16-2"]
        thousands = ["M26-1", "M27-1", "M28-1", "M29-1", "M30-1"]
        assert inferred == platforms + contests_and_coverage + thousands
        assert {entry.deadline for entry in (*plan.indicators, *plan.tasks)} == {Period(2025, 12).last_day}
        assert [task.id for task in plan.tasks if task.deadline_basis is Basis.STATED] == []

    def test_no_milestone_is_invented(self, plan: Plan) -> None:
        assert [entry.id for entry in plan.indicators if entry.path] == []

    def test_numbers_without_a_lead_are_reported_by_the_coordinating_office(self, plan: Plan) -> None:
        unled = [entry for entry in plan.numbers if entry.lead is None]
        assert [entry.id for entry in unled] == ["T-1", "T-2", "T-3", "T-4"]
        assert {(entry.reporter, entry.reporter_basis) for entry in unled} == {
            (plan.coordinating_office, Basis.ASSUMED)
        }
        assert all(entry.headline and entry.note for entry in unled)
        assert len(plan.reporters) == 9  # the tenth lead has tasks only

    def test_contests_and_yearly_counters(self, plan: Plan) -> None:
        assert (plan.indicator("M12-1").every_years, plan.indicator("M12-1").first_year) == (1, 2021)
        assert (plan.indicator("M12-2").every_years, plan.indicator("M12-2").first_year) == (2, 2022)
        assert [entry.id for entry in plan.numbers if entry.resets_yearly] == ["M08-5", "M12-1"]
        assert [entry.id for entry in plan.numbers if entry.is_effort] == ["M25-1"]

    def test_regions_are_asked_for_where_many_people_are_counted(self, plan: Plan) -> None:
        for entry in plan.numbers:
            people = entry.kind is Kind.FLOW and entry.unit in ("人", "名", "人次") and entry.target >= 1000
            assert entry.by_region == people, entry.id

    def test_numbers_that_bind_one_another_say_so(self, plan: Plan) -> None:
        keys = ("persons_of", "certified_of", "grows_by", "needs", "same_group")
        bound = {(n.id, key): other for n in plan.indicators for key in keys if (other := getattr(n, key))}
        assert bound == {
            ("T-2", "grows_by"): "T-1", ("T-4", "grows_by"): "T-3",
            ("M07-2", "needs"): "M07-1", ("M08-5", "same_group"): "M08-4",
        }  # fmt: skip
        assert [n.id for n in plan.indicators if n.condition] == ["M06-1", "M06-2"]
        assert {r.id: r.within for r in plan.regions if r.within} == {"development-zone": ("qilin", "malong")}

    def test_limits_and_dates(self, plan: Plan) -> None:
        limits = plan.thresholds_at(Period(2021, 1))
        assert (limits.ahead, limits.on_track, limits.behind) == (Decimal("1.10"), 1, Decimal("0.80"))
        assert (plan.start, plan.end, plan.due_day) == (Period(2021, 1), Period(2025, 12), 5)


def test_the_reading_keeps_the_file_itself() -> None:
    reading = read(HERE / "targets.toml")
    assert reading.content == (HERE / "targets.toml").read_bytes()
    assert reading.sha256 == hashlib.sha256(reading.content).hexdigest()


class TestAnotherPlan:
    def test_a_path_downwards_is_exact_and_in_order(self, harbour: Plan) -> None:
        soot = harbour.indicator("A.1")
        assert (soot.direction, soot.target, soot.baseline) == (Direction.DOWN, Decimal("120.5"), 480)
        assert [str(milestone.period) for milestone in soot.path][:2] == ["2026-06", "2026-12"]
        assert {milestone.basis for milestone in soot.path} == {Basis.CONFIRMED}
        assert harbour.unit("t").whole is False

    def test_departments_may_be_called_by_any_spelling(self, harbour: Plan) -> None:
        assert harbour.coordinating_office == "port"
        assert (harbour.measure("A").lead, harbour.measure("A").cooperating) == ("env", ("port",))
        assert harbour.department("port").aliases == ("Port",)

    def test_who_reports(self, harbour: Plan) -> None:
        who = {entry.id: (entry.reporter, entry.reporter_basis) for entry in harbour.indicators}
        assert who["A.2"] == ("env", Basis.STATED)  # the lead
        assert who["B.1"] == ("port", Basis.ASSUMED)  # nobody named
        assert who["B.2"] == ("env", Basis.STATED)  # said so

    def test_what_is_not_said_follows_from_the_plan(self, harbour: Plan) -> None:
        assert (harbour.indicator("B.1").start, harbour.indicator("B.2").start) == (Period(2026, 1), Period(2027, 1))
        assert str(harbour.indicator("A.1").deadline) == "2030-12-31"
        assert harbour.indicator("B.2").comparator is Comparator.ABOUT
        assert harbour.thresholds_at(Period(2028, 1)).behind == Decimal("0.85")

    def test_splits_name_regions_and_departments_by_any_spelling(self, harbour: Plan) -> None:
        assert harbour.indicator("B.1").region_parts == (("north", 4), ("south", 3), ("isle", 2))
        ferries = harbour.indicator("B.2")
        assert ferries.lead_shares == (("env", Decimal("0.6")), ("port", Decimal("0.4")))
        assert [year for year, _ in ferries.year_parts] == [2027, 2028, 2029, 2030]
        assert ferries.needs == "B.1"
        assert harbour.region("isle").within == ("south",)
        assert (ferries.season[5], ferries.season_basis, ferries.parts_basis) == (13, Basis.CONFIRMED, Basis.IMPLIED)


def test_all_mistakes_are_named_at_once_by_table_and_key() -> None:
    reading = read(PLANS / "mistaken.toml")
    assert reading.plan is None
    assert [(m.code, m.table, m.key) for m in reading.mistakes] == [
        ("unknown_key", "mistaken.toml", "measurs"),
        ("unknown_timezone", "plan", "timezone"),
        ("not_whole_number", 'thresholds "2028-01"', "run_months"),
        ("unknown_key", 'regions "isle"', "alises"),
        ("not_amount", 'measures "A" › indicators "A.2"', "target"),
        ("unknown_key", 'measures "A" › indicators "A.2"', "subset_off"),
        ("not_name", 'measures "B" › indicators "B.7"', "name"),
        ("missing_key", 'measures "B" › indicators "B.7"', "target"),
        ("not_one_of", 'measures "B" › tasks "B.3"', "kind"),
        ("due_day_outside", "plan", "due_day"),
        ("thresholds_not_descending", 'thresholds "2026-01"', "behind"),
        ("duplicate_id", 'groups "air"', "id"),
        ("duplicate_id", 'measures "A" › standards "A.1"', "id"),
        ("shared_spelling", 'departments "env"', "aliases"),
        ("valid_to_before_from", 'departments "env"', "valid_to"),
        ("unknown_department", "plan", "coordinating_office"),
        ("unknown_department", 'departments "env"', "successor"),
        ("unknown_department", 'measures "A"', "lead"),
        ("unknown_group", 'measures "B"', "group"),
        ("unknown_unit", 'measures "B" › indicators "B.5"', "unit"),
        ("deadline_outside_plan", 'measures "B" › tasks "B.4"', "deadline"),
        ("milestone_after_deadline", 'measures "A" › indicators "A.1"', "path"),
        ("path_turns_back", 'measures "A" › indicators "A.1"', "path"),
        ("recurring_without_interval", 'measures "B" › indicators "B.5"', "every_years"),
        ("subset_exceeds_whole", 'measures "B" › indicators "B.2"', "target"),
        ("same_as_differs", 'measures "B" › indicators "B.6"', "target"),
    ]


def test_a_mistake_reads_as_a_sentence_with_its_remedy() -> None:
    reading = read(PLANS / "mistaken.toml")
    misspelt = next(mistake for mistake in reading.mistakes if mistake.table.startswith("regions"))
    assert _sentence(misspelt, "en") == 'regions "isle", alises: There is no such key. Did you mean: aliases?'
    assert _sentence(misspelt, "zh") == 'regions "isle"，alises：没有这一项，是否应为：aliases。'
    for mistake in reading.mistakes:
        assert "{" not in _sentence(mistake, "zh") + _sentence(mistake, "en")


def _sentence(mistake: Mistake, language: wording.Language) -> str:
    facts = {"table": mistake.table, "key": mistake.key, **mistake.facts}
    return wording.Words(language)(f"plan_mistake.{mistake.code}", **facts)


# what is written in place of what, and the one mistake that must come of it, without any other following from it
SLIPS = [
    ('id = "env"', 'idd = "env"', ["departments #2 id", "departments #2 idd"]),
    ("[[departments]]", "[[department]]", ["mistaken.toml department", "mistaken.toml departments"]),
    ("[[groups]]", "[[groups.list]]", ["mistaken.toml groups"]),
    ('[[units]]\nname = "t"', "[[units]]\nname = 3", ["units #1 name"]),
    ('start = "2026-01"', "start = 2026", ["plan start"]),
    ('start = "2026-01"', 'start = "2026-13"', ["plan start"]),
    ("[plan]", "[plann]", ["mistaken.toml plann", "mistaken.toml plan"]),
    (
        'valid_from = "2026-01"',
        'valid_from = "January"',
        ['thresholds "January" valid_from', 'checks "January" valid_from'],
    ),
    ('clause = "A"', 'clause = ["A"]', ["measures #1 clause"]),
    ("issued = 2025-11-03", 'issued = "2025-11-03"', ["plan issued"]),
    ("by_region = true", "by_region = 1", ['measures "B" › indicators "B.1" by_region']),
    ('aliases = ["EA"]', 'aliases = "EA"', ['departments "env" aliases']),
    ("2026-06 = 460", '2026-06 = "460"', ['measures "A" › indicators "A.1" path']),
    ("2026-06 = 460", "June = 460", ['measures "A" › indicators "A.1" path']),
    ("target = 9", "target = nan", ['measures "B" › indicators "B.1" target']),
    ('id = "B.1"', 'id = " B.1"', ['measures "B" › indicators " B.1" id']),
    ("[[measures.tasks]]", "[[measures.task]]", ['measures "B" task']),
    ("[plan]", "[defaults.indicators.flow]\nunti = 1\n[plan]", ["defaults › indicators › flow unti"]),
    ("[plan]", "[defaults.indicators.flows]\n[plan]", ["defaults › indicators flows"]),
    ("[plan]", "[defaults.standards]\nvalue = true\n[plan]", ["defaults › standards value"]),
    ("[plan]", "[defaults]\ntasks = 1\n[plan]", ["defaults tasks"]),
    ("north = 4", "nort = 4", ['measures "B" › indicators "B.1" region_parts']),
    ("north = 4", "north = 5", ['measures "B" › indicators "B.1" region_parts']),
    ("north = 4", 'north = "4"', ['measures "B" › indicators "B.1" region_parts']),
    ('{ north = 4, "南岸" = 3, "The Isle" = 2 }', "[4, 3, 2]", ['measures "B" › indicators "B.1" region_parts']),
    ("{ EA = 0.6", "{ EB = 0.6", ['measures "B" › indicators "B.2" lead_shares']),
    ("{ EA = 0.6", "{ EA = 0.5", ['measures "B" › indicators "B.2" lead_shares']),
    ("2028 = 800", "28 = 800", ['measures "B" › indicators "B.2" year_parts']),
    ("2028 = 800", "2031 = 800", ['measures "B" › indicators "B.2" year_parts']),
    ("season = [4, 4, 7", "season = [4, 4, 8", ['measures "B" › indicators "B.2" season']),
    ("season = [4, 4, 7, 9, 10, 13, 14, 14, 10, 7, 4, 4]", "season = 7", ['measures "B" › indicators "B.2" season']),
    ('id = "north"', 'idd = "north"', ["regions #1 id", "regions #1 idd"]),
]


@pytest.mark.parametrize(("right", "wrong", "found"), SLIPS)
def test_one_slip_does_not_make_others(tmp_path: Path, right: str, wrong: str, found: list[str]) -> None:
    assert _mistakes(tmp_path, right, wrong) == found


def test_a_wrong_kind_does_not_make_its_defaults_seem_missing(tmp_path: Path) -> None:
    text = (HERE / "targets.toml").read_text(encoding="utf-8")
    path = tmp_path / "mistaken.toml"
    path.write_text(text.replace('kind = "flow"', 'kind = "flwo"', 1), encoding="utf-8")
    assert [(m.table, m.key) for m in read(path).mistakes] == [('measures "目标任务" › indicators "T-1"', "kind")]


def _mistakes(folder: Path, right: str, wrong: str) -> list[str]:
    text = (PLANS / "harbour.toml").read_text(encoding="utf-8")
    assert right in text
    path = folder / "mistaken.toml"
    path.write_text(text.replace(right, wrong), encoding="utf-8")
    reading = read(path)
    assert all(_sentence(mistake, language) for mistake in reading.mistakes for language in wording.LANGUAGES)
    return [f"{mistake.table} {mistake.key}" for mistake in reading.mistakes]


class TestTheFileAsBytes:
    def test_a_slip_of_notation_is_one_mistake_with_line_and_column(self, tmp_path: Path) -> None:
        path = tmp_path / "targets.toml"
        path.write_text('[plan]\nid = "a\n', encoding="utf-8")
        (mistake,) = read(path).mistakes
        assert (mistake.code, mistake.table, mistake.key) == ("not_toml", "targets.toml", "2:8")
        assert all(said in _sentence(mistake, "en") for said in ("Line 2 ", 'id = "a', "column 8"))
        assert all(said in _sentence(mistake, "zh") for said in ("第2行", 'id = "a', "第8列"))

    @pytest.mark.parametrize(
        ("text", "code", "line", "shown"),
        [
            ("[plan]\nid = “a”\n", "not_toml", 2, "id = “a”"),
            ("[plan]\ndue_day = 5 6\n", "not_toml", 2, "due_day = 5 6"),
            ("[plan]\ndue_day = 1,000\n", "not_toml", 2, "due_day = 1,000"),
            ('[plan]\nid = "a"\nid = "b"\n', "said_twice", 3, 'id = "b"'),
            ("[plan]\n[plan]\n", "said_twice", 2, "[plan]"),
        ],
    )
    def test_the_line_that_is_wrong_is_shown(self, text: str, code: str, line: int, shown: str) -> None:
        (mistake,) = read_content(text.encode(), "targets.toml").mistakes
        assert (mistake.code, mistake.facts["line"]) == (code, line)
        assert all(shown in _sentence(mistake, language) for language in wording.LANGUAGES)

    def test_an_unfinished_file_is_faulted_at_its_end(self, tmp_path: Path) -> None:
        path = tmp_path / "targets.toml"
        path.write_text('[plan]\naliases = ["a",\n', encoding="utf-8")
        (mistake,) = read(path).mistakes
        assert mistake.facts["line"] == 3

    def test_another_encoding_is_said_so(self, tmp_path: Path) -> None:
        path = tmp_path / "targets.toml"
        path.write_bytes('[plan]\ncity = ["曲靖", "Qujing"]\n'.encode("gb18030"))
        (mistake,) = read(path).mistakes
        assert (mistake.code, mistake.facts["line"]) == ("not_utf8", 2)

    def test_what_windows_editors_write_is_welcome(self, tmp_path: Path) -> None:
        path = tmp_path / "harbour.toml"
        text = (PLANS / "harbour.toml").read_text(encoding="utf-8")
        path.write_bytes(text.replace("\n", "\r\n").encode("utf-8-sig"))
        assert read(path).mistakes == ()

    def test_an_empty_file_lacks_every_section(self, tmp_path: Path) -> None:
        path = tmp_path / "targets.toml"
        path.write_bytes(b"")
        found = [(mistake.code, mistake.key) for mistake in read(path).mistakes]
        assert found == [
            ("missing_key", key)
            for key in ("plan", "thresholds", "checks", "units", "departments", "groups", "measures")
        ]


def test_a_version_kept_by_an_earlier_release_borrows_the_tables_it_did_not_know():
    content = (HERE / "targets.toml").read_bytes()
    older = re.sub(rb"(?s)\[\[checks\]\].*?(?=\n\[\[)", b"", content)
    assert [mistake.key for mistake in read_content(older, "older.toml").mistakes] == ["checks"]
    reading = read_content(older, "older.toml", newer=content)
    assert reading.plan == read_content(content, "newer.toml").plan
    assert reading.content == older
