"""What a reading rule is told to be about."""

from __future__ import annotations

import pytest

from domain.question import Reading, ReadingRule
from tests.support.plans import make_indicator, make_plan
from views.questions import told
from wording import Words

PLAN = make_plan(make_indicator("N-1"), make_indicator("N-2"))


@pytest.mark.parametrize("code", ["D45", "E12", "E40"])
def test_a_rule_of_one_indicator_names_it(code: str) -> None:
    indicator, words = PLAN.indicators[1], Words("zh")
    rule = ReadingRule("a", f"{code}:{indicator.id}", Reading("newest", "newest"), "一直这样写", "王")
    about, _ = told(rule, PLAN, words)
    assert words.name(indicator) in about
    assert indicator.id not in about.replace(words.name(indicator), "")


def test_what_was_typed_is_told_as_it_was_typed() -> None:
    rule = ReadingRule("a", "D31:技能大师室", Reading("N-1", "newest"), "一直这样写", "王")
    assert "技能大师室" in told(rule, PLAN, Words("zh"))[0]
