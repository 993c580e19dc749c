"""What `explain` prints for a person is all that its record holds."""

from __future__ import annotations

import re

import pytest

from views.explained import explained
from views.explanation import explanation
from views.position import Position
from wording import LANGUAGES, Language, Words

CJK = re.compile(r"[\u3400-\u9fff]")
IN_THE_HEAD = {"indicator", "period", "value", "status", "reason"}
WITH_THE_PATH = {"baseline_basis", "path_is_fallback"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_part_of_the_record_is_printed(position: Position, language: Language):
    words = Words(language)
    record = explanation(position, "N-1", words)
    lines = explained(record, position.plan, words).splitlines()
    for part in record.keys() - IN_THE_HEAD - WITH_THE_PATH:
        heading = lines.index(words(f"explain.{part}"))
        assert lines[heading + 1].startswith("  ")
    for amount in ("23,200", "29,000", "48,000", "−5,800"):
        assert any(amount in line for line in lines)
    months = [line for line in lines if words("chart.months_in_a_row", n=27) in line]
    assert len(months) == 1
    assert len([line for line in lines if "J8" in line]) == 1
    assert bool(CJK.search("".join(lines[:1]))) == (language == "zh")


def test_where_nothing_is_known_it_says_so(position: Position):
    words = Words("en")
    lines = explained(explanation(position, "N-2", words), position.plan, words).splitlines()
    assert lines[lines.index(words("explain.sources")) + 1] == "  —"
    assert f"  {words('forecast.not_enough_history')}" in lines
