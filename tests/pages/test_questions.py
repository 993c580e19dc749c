"""Questions and reading rules on the screens: put with what each reading gives, answered, listed, revoked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pytest
from streamlit.testing.v1 import AppTest

from domain.layout import settling
from domain.period import Period
from domain.question import Reading, ReadingRule
from storage import reading_rules
from storage.engine import connect
from tests.support.screens import ROOT, Screens, deployed, page_text
from tests.support.sheets import with_cells
from wording import LANGUAGES, Words

RIGHT = ROOT / "sample_data" / "broken" / "演示数据_没有错误_对照.xlsx"
MADE_AT = datetime(2024, 7, 8, tzinfo=UTC)
RULE = ReadingRule("agriculture", "C09", Reading("newest", "newest", {"shown": Period(2024, 6)}), "从不写年份", "王")


@pytest.fixture
def screens(sample_copy: Path) -> Iterator[Screens]:
    with deployed(sample_copy) as opened:
        yield opened


def make(database: Path, rule: ReadingRule = RULE) -> None:
    engines = connect(f"sqlite:///{database}")
    reading_rules.make(engines, rule, at=MADE_AT)
    engines.dispose()


def reading_rules_of(database: Path) -> list[int]:
    """The numbers of those in force that settle a doubt."""
    engines = connect(f"sqlite:///{database}")
    with engines.reading() as connection:
        found = [rule.id for rule in settling(reading_rules.in_force(connection))]
    engines.dispose()
    return found


def uploaded(screens: Screens, language: str = "zh") -> AppTest:
    names = [name for name in openpyxl.load_workbook(RIGHT).sheetnames if name != "填报说明"]
    cells = {f"{name}!F2": "6月" for name in names} | {"月报!J5": "1,20,0"}
    screen = screens.open("submit", lang=language, department="agriculture", report="2024-06")
    return screen.file_uploader[0].upload("六月.xlsx", with_cells(RIGHT.read_bytes(), cells)).run()


def buttons(screen: AppTest) -> list[str]:
    return [button.label for button in screen.button]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_question_is_put_with_what_each_reading_gives(screens: Screens, language: str) -> None:
    words = Words("en" if language == "en" else "zh")
    screen = uploaded(screens, language)
    assert not screen.exception
    (asked,) = screen.radio
    assert asked.value is None
    assert words.month(Period(2024, 6)) in asked.options[0]
    assert words.month(Period(2023, 6)) in asked.options[1]
    assert asked.options[-1] == words("question.none")
    assert "408" in asked.proto.captions[0]
    assert words("submit.accept") not in buttons(screen)


def test_answers_lead_on_to_the_next_question_and_to_acceptance(screens: Screens) -> None:
    words = Words("zh")
    screen = uploaded(screens)
    screen.radio[0].set_value("newest").run()
    assert [radio.value for radio in screen.radio] == [None, "newest"]  # what is open stands first
    assert words("submit.accept") not in buttons(screen)
    screen.radio[0].set_value("joined").run()
    assert {radio.value for radio in screen.radio} == {"newest", "joined"}
    habits = [box for box in screen.checkbox if box.label == words("question.habit")]
    assert len(habits) == 1, "a slip is no habit"
    screen.radio[0].set_value("").run()
    assert any(radio.value is None for radio in screen.radio), "an answer can be taken back"


def test_a_rule_answers_and_is_named(screens: Screens, sample_copy: Path) -> None:
    make(sample_copy)
    screen = uploaded(screens)
    assert [radio.value for radio in screen.radio] == [None, "newest"]
    assert "表格识别规则" in page_text(screen)


@pytest.mark.parametrize("language", LANGUAGES)
def test_rules_are_listed_and_revoked_with_a_reason(screens: Screens, sample_copy: Path, language: str) -> None:
    words = Words("en" if language == "en" else "zh")
    make(sample_copy)
    screen = screens.open("rules", lang=language)
    assert words("rule_about.C09") in page_text(screen)
    assert "从不写年份" in page_text(screen)
    (number,) = reading_rules_of(sample_copy)
    screen.selectbox[-1].set_value(number)
    screen.button[-1].click().run()
    assert len(screen.error) == 1, "without a name"
    screen.text_input[0].set_value("开始写了")
    screen.text_input[1].set_value("李")
    screen.button[-1].click().run()
    assert [note.value for note in screen.info] == [words("rules.none")]
    assert [note.value for note in screen.success] == [words("rules.revoked", number=str(number))]
    assert reading_rules_of(sample_copy) == []
    assert "开始写了" in page_text(screen)
