"""Reports of other plans than the sample: nothing in them knows one."""

from __future__ import annotations

import pytest

from reports.bulletin import bulletin
from reports.document import Passage
from reports.report import REPORTS, Asked, make
from reports.stationery import Stationery
from tests.support.other_plans import falling_and_limits, nothing_lags
from wording import LANGUAGES, Words


@pytest.mark.parametrize("name", REPORTS)
@pytest.mark.parametrize("position", [falling_and_limits, nothing_lags])
def test_every_report_can_be_made(position, name):
    made = make(name, Asked(position(), Words("en")))
    assert made.name.endswith(name.rpartition(".")[2])
    assert len(made.content) > 2000


@pytest.mark.parametrize("language", LANGUAGES)
def test_falling_numbers_and_limits_are_told_in_words_of_their_own(language):
    told = bulletin(falling_and_limits(), Words(language), Stationery())
    text = " ".join(part.text for part in told.text if isinstance(part, Passage))
    said = ("现为90", "比应达到数高", "已用46,400", "比目前可用多")
    assert all(each in text for each in (said if language == "zh" else ("now 90", "to fall to 50", "of the limit of")))


def test_a_month_without_lags_says_so():
    told = bulletin(nothing_lags(), Words("zh"), Stationery())
    assert "本月没有滞后的指标。" in [part.text for part in told.text if isinstance(part, Passage)]
