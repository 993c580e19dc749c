"""What the words of a sheet mean once spaces, brackets and full-width forms are set aside."""

import pytest

from loaders import headers
from loaders.tables import spans
from loaders.tables.labels import labels_in


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("累计完成", "cumulative"),
        ("累 计\n完成数", "cumulative"),
        ("累计完成（2021年以来）", "cumulative"),
        ("累计完成：", "cumulative"),
        ("本月完成", "month"),
        ("单位", "unit"),
        ("县（市、区）", "region"),
        ("县区", "region"),
        ("自年初累计", None),
        ("本年累计完成", None),
        ("今年累计", None),
        ("计划", None),
        ("2024年累计完成", None),
        ("", None),
    ],
)
def test_columns(text: str, role: str | None):
    assert headers.column(text) == role


@pytest.mark.parametrize(
    "text", ["本年", "今年以来", "1-3月", "2024年", "2024年以来", "上半年", "三季度", "2024年1-3月", "当年"]
)
def test_words_that_narrow(text: str):
    assert spans.narrows(text, 2021)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2021年以来",
        "自2021年1月起",
        "从2021年",
        "2021-2025年",
        "2021年1月至2024年3月",
        "2024年3月",
        "截至2024年3月底",
        "人次",
    ],
)
def test_words_that_do_not(text: str):
    assert not spans.narrows(text, 2021)


@pytest.mark.parametrize("text", ["2021年以来", "（1）", "3=1+2", "H+I", "必填", "截至2024年3月底", "①"])
def test_harmless_remarks(text: str):
    assert spans.is_harmless(text, 2021)


@pytest.mark.parametrize("text", ["剔除重复", "女性", "Planned", "含经开区", "计划"])
def test_remarks_that_need_a_person(text: str):
    assert not spans.is_harmless(text, 2021)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("填报单位（盖章）：市民政局", [("department", "市民政局")]),
        ("填报单位：市民政局    报告期：2024年3月", [("department", "市民政局"), ("period", "2024年3月")]),
        ("填报单位：市民政局报告期：2024年3月", [("department", "市民政局"), ("period", "2024年3月")]),
        ("报告期", [("period", "")]),
        ("报告期：", [("period", "")]),
        ("统计表  报告期：2024年3月", [("period", "2024年3月")]),
        ("项目负责人：张三", []),
        ("负责人：张三", [("reviewer", "张三")]),
        ("单位", []),
        ("单位：万人次", [("unit", "万人次")]),
        ("注：负责人以文件为准", []),
        ("", []),
    ],
)
def test_labels(text: str, found: list[tuple[str, str]]):
    assert labels_in(text) == found


@pytest.mark.parametrize(
    ("text", "opening"),
    [
        ("合计", "total"),
        ("合 计：", "total"),
        ("小计（1—3项）", "total"),
        ("注：以上", "note"),
        ("说明：", "note"),
        ("合计划", None),
        ("注册人数", None),
    ],
)
def test_rows_that_are_no_indicators(text: str, opening: str | None):
    assert headers.row_opening(text) == opening


def test_every_word_stands_for_one_thing_in_its_section():
    for section, entries in headers._file().items():
        words = [headers.compact(word) for key, listed in entries.items() for word in listed]
        assert len(words) == len(set(words)), section
