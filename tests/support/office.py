"""A small plan in Chinese with every kind of number, and its March workbook filled in without a fault.

Rows of the monthly sheet: 5 S-1 人次 · 6 N-1 人 · 7 N-2 人, part of N-1 · 8 S-2 人次, by region · 9 L-1 个, a level.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from domain.ledger import Ledger
from domain.observation import Aspect, Draft
from domain.period import Period
from domain.plan import Basis, Department, Indicator, Kind, Name, Region, Task, Unit
from loaders import submission, template
from loaders.answers import NONE_GIVEN
from loaders.owners.owner import ANYBODY, Expected
from loaders.template_filling import Filling, TaskEntry
from tests.support.plans import END, make_indicator, make_plan
from tests.support.sheets import with_cells

MARCH = Period(2024, 3)
TODAY = date(2024, 4, 2)


def indicator(id: str, name: str, unit: str, target: int, **given) -> Indicator:
    """A number of which so little is due by March that no figure of the sheets in these tests lags behind."""
    if given.get("kind", Kind.FLOW) in (Kind.FLOW, Kind.STOCK):
        given.setdefault("path", {str(MARCH): target * 3 // 100})
    return make_indicator(id, name=Name(name, f"{id} in English"), unit=unit, target=target, **given)


SERVICE = indicator("S-1", "家政服务培训", "人次", 10_000)
PEOPLE = indicator("N-1", "新增技能人才", "人", 20_000)
SKILLED = indicator("N-2", "新增高技能人才", "人", 3_000, subset_of="N-1")
VILLAGES = indicator("S-2", "乡村振兴技能人才计划·培训", "人次", 6_000, by_region=True)
STUDIOS = indicator("L-1", "技能大师工作室", "个", 40, kind=Kind.STOCK)
MASTERS = indicator("P-1", "每名大师带徒", "人/名", 10, kind=Kind.PER_CAPITA)
COVERED = indicator("R-1", "低收入家庭劳动力培训覆盖率", "%", 100, kind=Kind.RATIO)
OTHERS = indicator("S-3", "护林员培训", "人次", 3_000, reporter="b", lead="b")
REPEAT = indicator("M9-1", "高技能人才培养", "人", 3_000, same_as="N-2")
RULES = Task("K-1", "1", Name("出台实施细则", "Issue rules"), Kind.MILESTONE, END.last_day, Basis.STATED, "a")
WORK = Task("K-2", "2", Name("建设信息平台", "Build a platform"), Kind.TASK, END.last_day, Basis.STATED, "a")

PLAN = make_plan(
    SERVICE, PEOPLE, SKILLED, VILLAGES, STUDIOS, MASTERS, COVERED, OTHERS, REPEAT,
    departments=(
        Department("a", Name("江城市培训局", "Training Bureau"), ("培训局", "江城市职业培训局"), "市培训局"),
        Department("b", Name("江城市林草局", "Forestry Bureau"), ("林草局",)),
        Department("c", Name("江城市商务局", "Commerce Bureau")),
    ),
    regions=(
        Region("east", Name("东山县", "East County"), ("东山",)),
        Region("west", Name("西河县", "West County")),
        Region("city", Name("市本级", "City level"), is_city_level=True),
    ),
    tasks=(RULES, WORK),
    units=(Unit("人", ("名",)), Unit("人次"), Unit("个"), Unit("人/名"), Unit("%", whole=False)),
)  # fmt: skip
PREVIOUS = {"S-1": Decimal(500), "N-1": Decimal(2_000), "N-2": Decimal(300), "S-2": Decimal(1_000), "L-1": Decimal(12)}
FIGURES = {
    (id, region, Aspect(aspect)): Decimal(value)
    for id, region, aspect, value in (
        ("S-1", None, "month", 50), ("S-1", None, "cumulative", 550),
        ("N-1", None, "month", 100), ("N-1", None, "cumulative", 2_100),
        ("N-2", None, "month", 10), ("N-2", None, "cumulative", 310),
        ("S-2", None, "month", 200), ("S-2", None, "cumulative", 1_200),
        ("S-2", "east", "cumulative", 700), ("S-2", "west", "cumulative", 400), ("S-2", "city", "cumulative", 100),
        ("L-1", None, "month", 1), ("L-1", None, "cumulative", 13),
        ("P-1", None, "cumulative", 30), ("P-1", None, "denominator", 40),
        ("R-1", None, "cumulative", 900), ("R-1", None, "denominator", 1_200),
    )
}  # fmt: skip
TASKS = {"K-1": TaskEntry("done", date(2024, 2, 9), "江培〔2024〕9号", "已印发"), "K-2": TaskEntry("in_progress")}
FILLING = Filling(FIGURES, tasks=TASKS, reporter="甲", reviewer="乙", phone="123")


def march(filling: Filling = FILLING, /, **cells: Any) -> bytes:
    """The workbook of March as a clerk fills it in; `cells` are changed afterwards: J8="约1200"."""
    content = template.write(PLAN, PLAN.department("a"), MARCH, PREVIOUS, TODAY, filling)
    return with_cells(content, {at if "!" in at else f"月报!{at}": value for at, value in cells.items()})


def read(
    content: bytes,
    *,
    ledger: Ledger | None = None,
    today: date = TODAY,
    expected: Expected = ANYBODY,
    plan=PLAN,
    answers: Mapping[str, str] = NONE_GIVEN,
    name: str = "三月.xlsx",
) -> tuple[Draft, ...]:
    return submission.read(name, content, plan, today=today, ledger=ledger, expected=expected, answers=answers)
