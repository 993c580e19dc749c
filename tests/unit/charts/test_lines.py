from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from charts.lines import length, wrapped


def test_chinese_breaks_anywhere_but_not_before_a_full_stop():
    assert wrapped("新增技能人才。", 13 * 6, 13) == ["新增技能人", "才。"]


def test_latin_breaks_between_words():
    assert wrapped("New skilled workers", 90, 13) == ["New skilled", "workers"]


@given(st.text(alphabet="新增技能，。（）ab1 %", max_size=60))
def test_nothing_is_lost(text: str):
    assert "".join(wrapped(text, 70, 13)).replace(" ", "") == text.replace(" ", "")


@given(st.text(alphabet="新增技能", max_size=60))
def test_no_line_is_longer_than_the_room(text: str):
    assert all(length(line, 13) <= 70 for line in wrapped(text, 70, 13))
