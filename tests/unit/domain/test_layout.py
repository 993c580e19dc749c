"""What has become different between two layouts, which is told in words, and which of those known is the nearest."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.layout import Fingerprint, TableLayout, differences, is_known, known, nearest, settling
from domain.question import Reading, ReadingRule
from wording import LANGUAGES, Words

TABLE = TableLayout(("指标名称", "单位", "本月完成", "累计完成"), ("", "", "month", "cumulative"))
SEEN = Fingerprint((TABLE,), ("A 万人次",))


def changed(**fields: tuple[str, ...]) -> Fingerprint:
    return replace(SEEN, tables=(replace(TABLE, **fields),))


def headed(*titles: str, read_as: tuple[str, ...] = ("", "", "month", "cumulative")) -> Fingerprint:
    return changed(headings=titles, read_as=(*read_as, *[""] * (len(titles) - len(read_as))))


CHANGES = [
    (headed("指标名称", "单位", "本月完成", "累计完成", "其中女性"), ["多了列“其中女性”"]),
    (headed("指标名称", "单位", "本月完成数", "累计完成"), ["多了列“本月完成数”", "少了列“本月完成”"]),
    (
        headed("指标名称", "本月完成", "累计完成", "单位", read_as=("", "month", "cumulative", "")),
        ["换了位置的列“单位”"],
    ),
    (
        headed("指标名称", "单位", "本月完成", "累计完成", read_as=("", "", "cumulative", "")),
        ["列“本月完成”以前读作本月数，现在读作累计数", "列“累计完成”以前读作累计数，现在读作不取数的列"],
    ),
    (replace(SEEN, units=("A 人次", "B 万人次")), ["计量单位现在写“A 人次”、“B 万人次”", "计量单位不再写“A 万人次”"]),
    (changed(merges=("本月完成–累计完成",)), ["新合并的单元格在“本月完成–累计完成”下"]),
    (changed(hidden=("A",)), ["新隐藏的行、列“A”"]),
    (changed(formats=("累计完成 万",)), ["数字旁新有的文字“累计完成 万”"]),
    (replace(SEEN, tables=(TABLE, TABLE)), ["多了列“指标名称”、“单位”、“本月完成”、“累计完成”"]),
    (SEEN, []),
]


@pytest.mark.parametrize(("now", "told"), CHANGES, ids=lambda each: str(each)[:40])
def test_what_differs_is_told(now, told):
    assert [Words("zh").fact(each) for each in differences(now, SEEN)] == told
    assert all(Words(language).fact(each) for language in LANGUAGES for each in differences(SEEN, now))
    assert (now.digest == SEEN.digest) is (now == SEEN)


def test_tables_in_another_order_differ():
    other = replace(TABLE, headings=("任务", "状态", "完成日期", "备注"), read_as=("", "state", "done_on", ""))
    now, before = replace(SEEN, tables=(TABLE, other)), replace(SEEN, tables=(other, TABLE))
    assert differences(now, before)


def test_several_meanings_under_one_heading_are_told():
    now = headed("指标名称", "单位", "月", "累计完成", read_as=("", "", "cumulative+previous", "cumulative"))
    before = headed("指标名称", "单位", "月", "累计完成", read_as=("", "", "region:east", "cumulative"))
    (told,) = differences(now, before)
    assert Words("zh").fact(told) == "列“月”以前读作一个县（市、区）的累计数，现在读作累计数、上月累计数"


def test_a_rule_keeps_the_whole_layout():
    rule = SEEN.rule("dept-a", by="王", on="三月.xlsx")
    assert Fingerprint.of(rule) == SEEN
    assert (rule.author, rule.reason, rule.code) == ("王", "三月.xlsx", "Q10")
    assert Fingerprint.of(ReadingRule("dept-a", "C09", Reading("newest", "newest"), "从不写年份", "王")) is None


def test_a_layout_is_known_to_its_department_alone():
    rules = (
        SEEN.rule("dept-a", by="王", on="三月.xlsx"),
        ReadingRule("dept-a", "C09", Reading("x", "newest"), "写", "王"),
    )
    assert is_known(SEEN, rules, "dept-a")
    assert not is_known(SEEN, rules, "dept-b")
    assert not is_known(changed(hidden=("A",)), rules, "dept-a")
    assert [each.code for each in settling(rules)] == ["C09"]


def test_the_nearest_is_the_one_most_alike_and_not_one_of_another_kind():
    wider = headed("指标名称", "单位", "本月完成", "累计完成", "备注")
    other = headed("报告期", "填报单位", "县区", "累计")
    rules = [each.rule("dept-a", by="王", on="x") for each in (other, wider, SEEN)]
    found = nearest(changed(hidden=("A",)), known(rules, "dept-a"))
    assert found is not None and found[1] == SEEN
    assert nearest(other, known(rules[1:], "dept-a")) is None
    assert nearest(SEEN, known(rules, "dept-b")) is None
