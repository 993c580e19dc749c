"""The office's own list of checks between figures, one line each: a real workbook, and the figures its sentence names.

Small tables of the training bureau in March 2024: labels in row 1, headings in row 2, one number a row from row 3 on.
Each plan has just the numbers of its line, and asks no words for what lags, unless words are what the line is about.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

import pytest

from domain.observation import Aspect, Draft, Observation
from domain.period import Period
from domain.plan import Indicator, Kind, Name, Plan, Region
from domain.problem import Severity
from domain.problem_codes import SEVERITIES, WANT_A_REASON
from domain.rollup import ForbiddenSum, total
from tests.support import office
from tests.support.office import MARCH, read
from tests.support.plans import END, figure, ledger_of, make_indicator
from tests.support.sheets import at, sentences, workbook

IDS = [f"X{n:02}" for n in range(1, 27)]
ERROR, WARNING, NOTE = Severity.ERROR, Severity.WARNING, Severity.NOTE
HEAD = "指标编码 计量单位 上月累计 本月完成 累计完成"
PLACES = "指标编码 计量单位 本月完成 累计完成 东山县 西河县 市本级"
INCLUDING = PLACES.replace("东山县", "东山县（含高新园区）") + " 园区"
LONG = "报告期 县区 指标编码 计量单位 本月完成 累计完成"
SHARES = "指标编码 计量单位 达标数 总数"
WORDS = f"{HEAD} 进展情况 存在问题 下一步措施"
ZONE = Region("zone", Name("高新园区", "High-tech Zone"), ("园区",), within=("east",))


def number(id: str, target: int, unit: str = "人次", name: str = "", **given: Any) -> Indicator:
    return make_indicator(id, name=Name(name or f"{id}培训", f"{id} training"), unit=unit, target=target, **given)


def plan(*numbers: Indicator, **given: Any) -> Plan:
    return replace(office.PLAN, indicators=numbers, tasks=(), **{"reports_from": END, **given})


def table(rows: str, head: str = HEAD, period: str = "2024年3月", sheet: str = "月报") -> bytes:
    """A sheet with its rows written as text: columns after spaces, rows after bars, "-" for a blank cell."""
    cells = [[_value(text) for text in row.split()] for row in rows.split("|")]
    return workbook({sheet: at("A1", [["填报单位：江城市培训局", None, f"报告期：{period}"], head.split(), *cells])})


def _value(text: str) -> Any:
    if text == "-":
        return None
    return float(text) if re.fullmatch(r"-?[0-9.]+", text) else text


def before(value: int, id: str = "V", at: str = "2024-02", **given: Any) -> list[Observation]:
    return [figure(id, at, value, **given)]


def sent_before(id: str, month: int, total: int) -> list[Observation]:
    return [*before(total, id), *before(month, id, aspect=Aspect.MONTH)]


@dataclass(frozen=True)
class Line:
    """One line of the list. Each of `named` must stand in the sentence of either language."""

    id: str
    says: str  # the code, which differs where a line has two sentences
    plan: Plan
    content: bytes
    place: str
    named: tuple[str, ...]
    known: tuple[Observation, ...]
    by: str  # who sent what is known

    def __str__(self) -> str:
        return f"{self.id} {self.says} {self.place}"


def line(
    id: str,
    numbers: Indicator | tuple[Indicator, ...],
    rows: str,
    place: str,
    named: str,
    known: Sequence[Observation] = (),
    *,
    says: str = "",
    by: str = "a",
    given: Mapping[str, Any] = MappingProxyType({}),
    **sheet: str,
) -> Line:
    """A line whose table has `rows`; `place` is a cell of it, "" where the finding is about the whole file."""
    own = plan(*(numbers if isinstance(numbers, tuple) else (numbers,)), **given)
    where = f"{sheet.get('sheet', '月报')}!{place}" if place else "!"
    return Line(id, says or id, own, table(rows, **sheet), where, tuple(named.split()), tuple(known), by)


V = number("V", 60_000)
W = number("W", 40_000)
LARGE_TOO = number("Z", 50_000)
LEVEL = number("L", 20, "个", "市级技能大师工作室", kind=Kind.STOCK)
NEW, NEW_HIGH = number("N", 200_000, "人", "新增技能人才"), number("H", 30_000, "人", "新增高技能人才", subset_of="N")
ALL = number("A", 600_000, "人", "技能人才总量", kind=Kind.STOCK, baseline=400_000, grows_by="N")
ALL_HIGH = number("B", 100_000, "人", "高技能人才总量", kind=Kind.STOCK, baseline=70_000, subset_of="A")
MASTERS = number("P", 10, "人/名", "带徒", kind=Kind.PER_CAPITA)
HOURS = number("Q", 30, "课时", "技能大师年授课", kind=Kind.PER_CAPITA, resets_yearly=True, same_group="P")
EVERY_YEAR: dict[str, Any] = {"resets_yearly": True, "every_years": 1, "first_year": 2021}
CONTEST = number("C", 1, "届", "职工综合职业技能大赛", kind=Kind.RECURRING, **EVERY_YEAR)
BIENNIAL = replace(CONTEST, id="D", resets_yearly=False, every_years=2, first_year=2022)
COLLEGE = number("K", 1, "所", "优质技工院校", kind=Kind.STOCK)
MAJORS = number("M", 3, "个", "优质专业", kind=Kind.STOCK, needs="K")
HEADS = number("U", 50_000, "人", "培训人数", persons_of="V")
ASSESSED = number("E", 30_000, "人", "农村劳动力技能水平评价")
CERTIFIED = number("F", 30_000, "人", "取得证书", certified_of="E")
BODIES = number("S", 20, "家", "社会培训评价机构")
LED = number("G", 10_000, name="高端食品培训", reporter="b", lead="b", cooperating=("a",))
REPEATED = number("R", 30_000, "人", "高技能人才队伍壮大", same_as="H", subset_of="N")
WITH_ZONE = (*office.PLAN.regions, ZONE)
SPLIT = replace(V, by_region=True)
SMALL, LARGE = number("V", 5_000), number("V", 20_000)
OPERATING = replace(LEVEL, condition=Name("正常运转", "operating"))
USUAL = [seen for n in range(13) for seen in before(310 * n, at=str(MARCH + (n - 13)))]
JANUARY: dict[str, Any] = {"head": SHARES, "sheet": "人均指标", "period": "2024年1月"}
IN_SHARES: dict[str, Any] = {"head": SHARES, "sheet": "人均指标"}
ZONED = {"regions": WITH_ZONE}

LINES = [
    line("X01", V, "V 人次 - 2000 38500", "E3", "38,500 36,200 2,000 38,200 300", before(36_200)),
    line("X01", V, "V 人次 - 100 90", "E3", "90 100", period="2021年1月"),  # the first month counts from nought
    line("X01", CONTEST, "C 届 - 1 1", "E3", "2", before(1, "C")),
    line("X01", LEVEL, "L 个 - 1 17", "E3", "17 18 19", before(18, "L"), says="X34"),
    line("X01", SPLIT, "2024年3月 东山县 V 人次 10 130 | 2024年3月 全市 V 人次 10 130", "F3", "130 110 10",
         [*before(120), *before(100, region_id="east")], says="X36", head=LONG),
    line("X02", V, "V 人次 36500 2000 38200", "C3", "36,500 36,200", before(36_200)),
    line("X03", V, "V 人次 - - 35900", "E3", "36,200 35,900", before(36_200)),
    line("X03", V, "V 人次 36200 - 35900", "E3", "36,200 35,900"),  # nothing is known but what the sheet says itself
    line("X03", BIENNIAL, "D 届 - - 0", "E3", "1 0", before(1, "D")),
    line("X04", LEVEL, "L 个 - -1 17", "E3", "18 17", before(18, "L")),
    line("X05", V, "V 人次 - - 3.62", "E3", "3.6 36,200 10,000", before(36_200)),
    line("X05", V, "V 人次 - - 36200", "E3", "36,200 36 1,006", before(36)),
    line("X06", LARGE, "V 人次 - 4800 8520", "D3", "4,800 310 15.5 12", USUAL),
    line("X07", SMALL, "V 人次 - - 15600", "E3", "312%"),
    line("X07", SMALL, "V 人次 - - 8000", "E3", "160%", says="X27"),
    line("X08", (NEW, NEW_HIGH), "N 人 - - 29800 | H 人 - - 31200", "E4", "31,200 29,800"),
    line("X08", (NEW, NEW_HIGH), "N 人 - 300 29800 | H 人 - 400 20000", "D4", "400 300"),
    line("X08", (NEW, replace(NEW_HIGH, reporter="b")), "N 人 - - 29800", "E3", "31,200 29,800",
         before(31_200, "H", "2024-03"), by="b"),
    line("X08", (NEW, NEW_HIGH), "N 人 - 90 50 40 0 | H 人 - 80 51 29 0", "E4", "51 50", says="X37", head=PLACES),
    line("X09", (replace(ALL, grows_by=None), ALL_HIGH), "A 人 - - 80000 | B 人 - - 81000", "E4", "81,000 80,000"),
    line("X10", (NEW, ALL), "N 人 - - 176000 | A 人 - - 591000", "E4", "191,000 176,000 15,000"),
    line("X10", (NEW, ALL), "N 人 - - 100000 | A 人 - - 494000", "E4", "94,000 100,000 6,000"),
    line("X10", (replace(NEW, reporter="b"), ALL), "A 人 - - 591000", "E3", "191,000 176,000",
         before(176_000, "N", "2024-03"), by="b"),
    line("X11", (NEW, NEW_HIGH, REPEATED), "N 人 - - 90000 | H 人 - - 29800 | R 人 - - 30100", "E5", "30,100 29,800"),
    line("X12", SPLIT, "V 人次 - 38200 20000 10000 8150", "E3", "38,150 38,200 50", head=PLACES),
    line("X12", SPLIT, "V 人次 - 约38200 20000 10000 8150 38200", "H3", "38,200 38,150 50", says="X28",
         head=f"{PLACES} 合计"),  # whatever is wrong with the city's own figure
    line("X13", SPLIT, "V 人次 - 100 60 20 10 10", "E2", "含高新园区 10", given=ZONED, head=INCLUDING),
    line("X13", SPLIT, "V 人次 - 100 60 20 10 10 东山县数据含园区", "I3", "含园区 10", given=ZONED,
         head=f"{PLACES} 园区 备注"),
    line("X14", SPLIT, "V 人次 - 9000 6120 2000 880", "E3", "6,210 6,120",
         [*before(8_900), *before(6_210, region_id="east")], head=PLACES),
    line("X15", (V, HEADS), "V 人次 - - 5100 | U 人 - - 5300", "E4", "5,300 5,100"),
    line("X15", V, "V 人次 - - 5100 5300", "F3", "5,300 5,100", head=f"{HEAD} 参加人数"),
    line("X16", (V, number("W", 10_000)), "V 人次 - - 7860 | W 人次 - - 7860", "E4", "V W 7,860"),
    line("X17", (V, NEW, ASSESSED), "V 人次 - 300 1000 | N 人 - 200 2000 | E 人 - 700 3000", "-", "3 100"),
    line("X18", MASTERS, "P 人/名 41 38", "C3", "41 38", **IN_SHARES),
    line("X18", (MASTERS, HOURS), "P 人/名 30 38 | Q 课时 30 40", "D4", "38 40", says="X32", **IN_SHARES),
    line("X19", (MASTERS, HOURS), "P 人/名 30 38 | Q 课时 2 38", "", "2024", **JANUARY),
    line("X19", (MASTERS, HOURS), "P 人/名 30 38 | Q 课时 31 38", "C4", "31 30", before(30, "Q", "2023-12"),
         says="X38", **JANUARY),
    line("X20", CONTEST, "C 届 - 1 2", "E3", "2024 1 2", before(1, "C")),
    line("X20", BIENNIAL, "D 届 - - 3", "E3", "2024 2 3", before(2, "D")),
    line("X21", (COLLEGE, MAJORS), "K 所 - - 0 | M 个 - - 2", "E4", "2"),
    line("X21", OPERATING, "L 个 - 1 18 建成1个 已建成 推进", "E3", "17 18", before(17, "L"), says="X33",
         given={"reports_from": None}, head=WORDS),
    line("X22", BODIES, "S 家 - - 12 已完成", "F3", "已完成 12 20", head=f"{HEAD} 状态"),
    line("X22", BODIES, "S 家 - - 20 滞后", "F3", "滞后 20", says="X35", head=f"{HEAD} 状态"),
    line("X23", V, "V 人次 - - 38500", "", "2023 2024", before(30_000, at="2023-11")),
    line("X24", (V, LED), "V 人次 - - 500 | G 人次 - - 8020", "E4", "7,860 8,020",
         before(7_860, "G", "2024-03"), by="b"),
    line("X24", (V, LED), "V 人次 - - 500 | G 人次 - - 8020", "E4", "8,020", says="X39"),
    line("X25", (V, W), "V 人次 - 40 500 | W 人次 - 30 300 | 合计 - - 70 900", "E5", "900 800 100 合计 5", says="X42"),
    line("X25", (V, W), "V 人次 - 40 500 | 小计 - - 40 500 | W 人次 - 30 300 | 小计 - - 30 310 | 合计 - - 70 800", "E6",
         "310 300 10 小计 6", says="X42"),
    line("X25", (V, W), "合计 - - 80 800 | V 人次 - 40 500 | W 人次 - 30 300", "D3", "80 70 10", says="X42"),
    line("X25", (SPLIT, W), "V 人次 40 500 300 100 100 | W 人次 30 300 100 100 100 | 合计 - 70 800 400 200 201", "G5",
         "201 200 1", says="X42", head=PLACES),
    line("X02", V, "V 人次 - - 36200", "E3", "1 2024", before(36_200), says="X40"),
    line("X14", SPLIT, "V 人次 - 9000 6000 2000 1000", "E3", "4 2024",
         [*before(9_000), *(seen for region, value in (("east", 6_000), ("west", 2_000), ("city", 1_000))
                            for seen in before(value, region_id=region))], says="X40", head=PLACES),
    line("X06", (V, W, LARGE_TOO), "V 人次 - 20 520 | W 人次 - 30 330 | Z 人次 - 7 107", "D3", "3 2024",
         [*sent_before("V", 20, 500), *sent_before("W", 30, 300), *sent_before("Z", 7, 100)], says="X41"),
    line("X25", (V, NEW), "V 人次 - - 500 | N 人 - - 300 | 合计 - - - 800", "E5", "人次 5"),
    line("X26", (ASSESSED, CERTIFIED), "E 人 - - 1980 | F 人 - - 2130", "E4", "2,130 1,980"),
    line("X26", ASSESSED, "E 人 - - 1980 2130", "F3", "2,130 1,980", head=f"{HEAD} 取证人数"),
]  # fmt: skip


def checked(line: Line) -> Draft:
    (draft,) = read(line.content, plan=line.plan, ledger=ledger_of(line.known, line.by))
    return draft


def test_every_line_of_the_list_has_a_workbook():
    assert {line.id for line in LINES} == set(IDS)
    assert all(line.says in SEVERITIES for line in LINES)


@pytest.mark.parametrize("line", LINES, ids=str)
def test_it_is_told_where_it_stands_with_its_figures(line: Line):
    draft = checked(line)
    told = [found for found in draft.problems if found.code == line.says]
    said = {f"{found.sheet}!{found.cell or '-' * bool(found.sheet)}": found for found in told}
    assert line.place in said, [(each.code, each.cell) for each in draft.problems]
    for sentence in sentences(said[line.place]):
        assert [text for text in line.named if text not in sentence] == []
        assert said[line.place].cell in sentence


SEVERITY = {NOTE: "X17 X19 X25", WARNING: "X04 X06 X10 X13 X16 X20 X21 X23 X24", ERROR: ""}


@pytest.mark.parametrize("id", IDS)
def test_it_is_as_grave_as_the_list_has_it(id: str):
    listed = next((severity for severity, ids in SEVERITY.items() if id in ids.split()), ERROR)
    assert SEVERITIES[id] is listed
    assert SEVERITIES["X27"] is WARNING  # the milder half of X07


# what is right is left alone

RIGHT = [
    line("X01", V, "V 人次 36200 2000 38200", "", "", before(36_200)),
    line("X01", V, "V 人次 0 100 100", "", "", period="2021年1月"),
    line("X06", LARGE, "V 人次 - 1900 5620", "", "", USUAL),
    line("X10", (NEW, ALL), "N 人 - - 100000 | A 人 - - 498000", "", ""),
    line("X10", (NEW, ALL), "N 人 - - 100000 | A 人 - - 495000", "", ""),
    line("X13", SPLIT, "V 人次 - 100 60 20 10 10", "", "", given=ZONED, head=f"{PLACES} 园区"),
    line("X13", SPLIT, "V 人次 - 90 60 20 10 0", "", "", given=ZONED, head=INCLUDING),
    line("X13", SPLIT, "V 人次 - 100 60 20 10 10", "", "", given=ZONED, head=INCLUDING.replace("含", "不含")),
    line("X13", SPLIT, "V 人次 - 100 60 20 10 10 东山县未包含园区", "", "", given=ZONED, head=f"{PLACES} 园区 备注"),
    line("X15", (V, HEADS), "V 人次 - - 5100 | U 人 - - 5100", "", ""),
    line("X16", (V, number("W", 10_000)), "V 人次 - - 99 | W 人次 - - 99", "", ""),
    line("X20", CONTEST, "C 届 - 1 1", "", "", before(0, "C")),
    line("X20", BIENNIAL, "D 届 - - 2", "", "", before(1, "D")),
    line("X21", (COLLEGE, MAJORS), "K 所 - - 1 | M 个 - - 2", "", ""),
    line("X21", OPERATING, "L 个 - 1 18 正常运转 已建成 推进", "", "", before(17, "L"),
         given={"reports_from": None}, head=WORDS),
    line("X22", BODIES, "S 家 - - 20 已完成", "", "", head=f"{HEAD} 状态"),
    line("X25", (V, W), "V 人次 - 40 500 | W 人次 - 30 300 | 合计 - - 70 800", "", ""),
    line("X25", (V, W), "V 人次 - 40 500 | 小计 - - 40 500 | W 人次 - 30 300 | 小计 - - 30 300 | 合计 - - 70 800",
         "", ""),
    line("X25", (V, W), "合计 - - 70 800 | V 人次 - 40 500 | W 人次 - 30 300", "", ""),
    line("X25", (NEW, NEW_HIGH), "N 人 - - 29800 | H 人 - - 1200 | 合计 - - - 29800", "", ""),  # a part counts once …
    line("X25", (NEW, NEW_HIGH), "N 人 - - 29800 | H 人 - - 1200 | 合计 - - - 31000", "", ""),  # … or was added too
    line("X25", (V, replace(LEVEL, unit="人次")), "V 人次 - - 500 | L 人次 - - 17 | 合计 - - - 3", "", ""),
    line("X02", V, "V 人次 - 0 36200", "", "", before(36_200)),  # it says itself that nothing was done
    line("X02", (V, W), "V 人次 - - 36200 | W 人次 - - 310", "", "", [*before(36_200), *before(300, "W")]),
    line("X04", LEVEL, "L 个 - - 18", "", "", before(18, "L")),  # a level may well stay as it is
    line("X06", (V, W), "V 人次 - 20 520 | W 人次 - 30 330", "", "",
         [*sent_before("V", 20, 500), *sent_before("W", 30, 300)]),
    line("X22", BODIES, "S 家 - - 12 滞后", "", "", head=f"{HEAD} 状态"),
]  # fmt: skip


@pytest.mark.parametrize("line", RIGHT, ids=str)
def test_what_is_right_is_left_alone(line: Line):
    worse = {found.code for found in checked(line).problems if found.severity is not NOTE}
    assert worse - {"E10", "F07", "F33"} == set()


def test_a_partners_figure_is_not_taken_over():
    line = next(line for line in LINES if line.says == "X39")
    assert {seen.indicator_id for seen in checked(line).observations} == {"V"}


def test_x25_no_sum_is_formed_over_unlike_numbers():
    forbidden: list[tuple[Callable[[], object], str]] = [
        (lambda: total(plan(V, NEW), [figure("V", MARCH, 1), figure("N", MARCH, 1)]), "unlike_units"),
        (lambda: total(plan(NEW, NEW_HIGH), [figure("N", MARCH, 1), figure("H", MARCH, 1)]), "counted_twice"),
    ]
    for formed, code in forbidden:
        with pytest.raises(ForbiddenSum) as caught:
            formed()
        assert caught.value.code == code


def test_what_a_tick_does_not_answer_asks_why():
    asking = {line.says for line in LINES} & WANT_A_REASON
    for line in LINES:
        if line.says in asking:
            chinese, _ = sentences(next(found for found in checked(line).problems if found.code == line.says))
            assert "说明" in chinese or "写明" in chinese, line.says


def test_several_months_in_one_file_lean_on_each_other():
    head = ["报告期", "填报单位", "指标编码", "计量单位", "本月完成", "累计完成"]
    rows = [[f"2024年{n}月", "江城市培训局", "V", "人次", 10, total] for n, total in ((1, 100), (2, 110), (3, 121))]
    drafts = read(workbook({"月报": at("A1", [head, *rows])}), plan=plan(V))
    assert [[found.code for found in draft.problems if found.is_error] for draft in drafts] == [[], [], ["X01"]]
    assert [str(draft.period) for draft in drafts] == ["2024-01", "2024-02", "2024-03"]


def test_a_corrected_month_names_the_later_ones_and_what_no_longer_fits():
    sent = [
        *(figure("V", f"2024-0{n}", 100 * n) for n in (1, 2, 3)),
        figure("V", "2024-02", 100, aspect=Aspect.MONTH),
    ]
    (draft,) = read(table("V 人次 - - 90", period="2024年1月"), plan=plan(V), ledger=ledger_of(sent))
    said = {found.code: found for found in draft.problems}
    assert {"C17", "G04", "X31"} <= set(said)
    assert (said["G04"].facts["first"], said["G04"].facts["last"]) == (Period(2024, 2), Period(2024, 3))
    for sentence in sentences(said["X31"]):
        assert "200" in sentence and "190" in sentence and "E3" in sentence


def test_a_month_put_before_others_is_held_against_the_first_of_them_whatever_lies_between():
    """A report given the wrong month: its total is above what was sent for a later one."""
    sent = [figure("V", f"2024-0{n}", 100 * n) for n in (4, 5)]
    (draft,) = read(table("V 人次 - - 500", period="2024年1月"), plan=plan(V), ledger=ledger_of(sent))
    (told,) = [found for found in draft.problems if found.code == "X31"]
    assert (told.cell, told.facts["period"], told.facts["after"]) == ("E3", Period(2024, 4), 400)
    (draft,) = read(table("V 人次 - - 390", period="2024年1月"), plan=plan(V), ledger=ledger_of(sent))
    assert "X31" not in {found.code for found in draft.problems}


def test_a_corrected_region_is_held_against_the_next_month_too():
    sent = [
        seen
        for n, (east, west) in ((2, (60, 30)), (3, (70, 30)))
        for seen in (
            figure("V", f"2024-0{n}", east + west),
            figure("V", f"2024-0{n}", east, region_id="east"),
            figure("V", f"2024-0{n}", west, region_id="west"),
            figure("V", f"2024-0{n}", 0, region_id="city"),
        )
    ]
    content = table("V 人次 - 90 50 40 0", head=PLACES, period="2024年2月")  # moved from the east to the west
    (draft,) = read(content, plan=plan(SPLIT), ledger=ledger_of(sent))
    said = {found.code: found for found in draft.problems}
    assert {"C17", "G04", "X43"} <= set(said)
    for sentence in sentences(said["X43"]):
        assert all(text in sentence for text in ("F3", "30", "40"))


def test_a_correction_that_changes_no_total_leaves_later_months_alone():
    sent = [figure("V", f"2024-0{n}", 100 * n) for n in (1, 2, 3)]
    (draft,) = read(table("V 人次 - - 100", period="2024年1月"), plan=plan(V), ledger=ledger_of(sent))
    assert "G04" not in {found.code for found in draft.problems}


def test_headings_of_regions_that_slipped_over_their_columns():
    """The first region has no heading any more, and the others stand one column too far to the right."""
    head = ["指标编码", "计量单位", "累计完成", None, "东山县", "西河县"]
    rows = [["填报单位：江城市培训局", None, "报告期：2024年3月"], head, ["V", "人次", 100, 60, 30, 10]]
    (draft,) = read(workbook({"月报": at("A1", rows)}), plan=plan(SPLIT))
    assert ("B42", "月报", "D3") in {(found.code, found.sheet, found.cell) for found in draft.problems}
    assert not draft.is_acceptable
    rows[1:] = [[*head[:3], "东山县", "西河县", "市本级", None], ["V", "人次", 100, 60, 30, 10, 100]]  # a sum unheaded
    (draft,) = read(workbook({"月报": at("A1", rows)}), plan=plan(SPLIT))
    assert {found.code for found in draft.problems if found.is_error} == set()


@pytest.mark.parametrize(("chosen", "region_id"), [("whole", None), ("city", "city")])
def test_a_row_called_by_the_citys_own_name_may_be_the_whole_or_its_own_work(chosen: str, region_id: str | None):
    own = replace(plan(SPLIT), city=Name("江城市", "River City"))
    content = table("2024年3月 江城市 V 人次 10 130 | 2024年3月 东山县 V 人次 10 130", head=LONG)
    (draft,) = read(content, plan=own)
    asked = next(found for found in draft.problems if found.code == "D34")
    assert (asked.sheet, asked.cell, asked.is_error) == ("月报", "B3", True)
    (draft,) = read(content, plan=own, answers={"D34:江城市": chosen})
    assert (region_id, 130) in {(seen.region_id, seen.value) for seen in draft.observations if seen.source.cell == "F3"}
