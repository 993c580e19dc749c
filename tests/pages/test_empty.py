"""Every page before anything was sent: it stands, and says what to do next."""

from __future__ import annotations

import pytest

from tests.support.screens import page_text, texts
from ui.frame import PAGES
from wording import LANGUAGES, Words

OWN = {  # what a page says itself
    "submit": "submit.how",
    "submissions": "submissions.nothing_sent",
    "decisions": "decisions.none",
    "rules": "rules.none",
    "audit": "journal.nothing",
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_page_says_what_to_do_next(empty, page, language):
    words = Words(language)
    screen = empty.open(page, lang=language)

    assert not screen.exception
    assert not screen.error
    assert [note.value for note in screen.info][:1] == [words(OWN.get(page, "overview.empty"))]
    assert words("frame.demonstration") not in page_text(screen)
    assert "2024" in texts(screen)[-1]  # the month that should be here, not the plan's first


def test_nothing_reported_is_no_good_news(empty):
    text = page_text(empty.open("overview"))
    assert "没有滞后" not in text
    assert "无法判断总体进展" in text


def test_an_empty_ledger_still_gives_a_template(empty):
    (button,) = empty.open("submit").get("download_button")
    assert button.proto.label == Words("zh")("submit.template")


def test_other_charts_say_that_there_is_nothing(empty):
    alts = [chart.proto.alt for chart in empty.open("overview").get("vega_lite_chart")]
    assert len(alts) == 3
    assert any("暂无数据" in alt for alt in alts)
