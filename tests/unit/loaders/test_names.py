"""Who and what a text means: by a spelling that is set down, never by likeness."""

from dataclasses import replace
from pathlib import Path

import pytest

from domain.plan import Name
from loaders import targets_file
from loaders.names import Names
from tests.support.office import PLAN

NAMES = Names(PLAN)
HERE = Path(__file__).parents[2]


@pytest.mark.parametrize(
    "text",
    [
        "江城市培训局",
        "市培训局",
        "培训局",
        " 江城市 培训局 ",
        "Training Bureau",
        "training bureau",
        "江城市培训局（公章）",
        "市培训局（盖章）：",
        "市培训局盖章",
        "市培训局、",
    ],
)
def test_departments(text: str):
    found = NAMES.department(text)
    assert found
    assert found.id == "a"


@pytest.mark.parametrize("text", ["江城市市培训局", "江城市培训局", "江城市林草局（代章）", "江城 市商务局"])
def test_the_city_before_a_department_names_nothing(text: str):
    plan = replace(PLAN, city=Name("江城市", "River City"))
    short = {"江城市市培训局": "a", "江城市培训局": "a", "江城市林草局（代章）": "b", "江城 市商务局": "c"}
    found = Names(plan).department(text)
    assert found is not None and found.id == short[text]


@pytest.mark.parametrize(
    ("title", "alone"),
    [
        ("市培训局2024年3月统计表", True),
        ("2024年3月市培训局统计表", True),
        ("附件1：市培训局统计表", True),
        ("关于报送市培训局数据的表", True),
        ("东山县培训局2024年3月统计表", False),
        ("东山市培训局2024年3月统计表", False),
        ("东山县林草局统计表", False),
    ],
)
def test_another_place_before_a_department_makes_it_another(title: str, alone: bool):
    (body,) = NAMES.departments_in(title)
    assert NAMES.stands_alone(title, body) is alone


@pytest.mark.parametrize("text", ["", "  ", "教育局", "培训", "市培训局林草局", "东山县培训局", "市培训局、林草局"])
def test_nobody(text: str):
    assert NAMES.department(text) is None


def test_departments_in_a_title_the_longest_spelling_counts():
    assert [body.id for body in NAMES.departments_in("江城市职业培训局2024年3月统计表")] == ["a"]
    assert [body.id for body in NAMES.departments_in("江城市林草局、江城市商务局联合上报")] == ["b", "c"]
    assert NAMES.departments_in("2024年3月统计表") == []


@pytest.mark.parametrize(
    ("text", "id"),
    [("东山", "east"), ("东山县", "east"), ("East County", "east"), ("东山县（含新区）", None), ("南海县", None)],
)
def test_regions(text: str, id: str | None):
    found = NAMES.region(text)
    assert (found and found.id) == id


@pytest.mark.parametrize("text", ["S-2", "s-2", "Ｓ－２", "S—2", "S_2", " S - 2 "])
def test_codes_with_any_dash(text: str):
    found = NAMES.coded(text)
    assert found is not None and found.id == "S-2"


def test_names_with_and_without_a_closing_remark():
    assert [item.id for item in NAMES.named("乡村振兴技能人才计划·培训")] == ["S-2"]
    assert [item.id for item in NAMES.named("乡村振兴技能人才计划培训（期末数）")] == ["S-2"]
    assert NAMES.named("乡村振兴") == []


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("新增技能人才（人）", ["N-1"]),
        ("（二）新增技能人才", ["N-1"]),
        ("2、新增技能人才（2021年以来累计）", ["N-1"]),
        ("其中：新增高技能人才", ["N-2"]),
        ("②其中：新增高技能人才", ["N-2"]),
        ("新增技能人才（女）", []),
        ("新增技能人才（其中：女性）", []),
        ("新增技能人才（预计）", []),
    ],
)
def test_what_stands_around_a_name(text: str, ids: list[str]):
    assert [item.id for item in NAMES.named(text)] == ids


def test_a_likeness_is_only_offered():
    assert NAMES.near("护林员的培训", PLAN.indicators)[0].id == "S-3"
    assert NAMES.named("护林员的培训") == []
    assert NAMES.near("毫不相干的事情", PLAN.indicators) == []


@pytest.mark.parametrize(
    ("text", "is_unit"),
    [("人次", True), ("万人次", True), ("名", True), ("（人次）", False), ("万", False), ("", False), ("全市", False)],
)
def test_units(text: str, is_unit: bool):
    assert NAMES.is_unit(text) is is_unit


@pytest.mark.parametrize("file", ["targets.toml", "tests/plans/harbour.toml"])
def test_every_name_of_a_plan_finds_itself(file: str):
    plan = targets_file.read(HERE.parent / file).plan
    assert plan is not None
    names = Names(plan)
    for body in plan.departments:
        assert all(names.department(text) is body for text in (body.name.zh, body.name.en, *body.aliases))
    for region in plan.regions:
        assert all(names.region(text) is region for text in (region.name.zh, *region.aliases))
    for item in (*plan.indicators, *plan.tasks):
        assert names.coded(item.id) is item
        assert item in names.named(item.name.zh)
