"""The clerks' page and the codes: none missing, none invented, each with what is said today and what to do."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from domain.problem import Severity
from domain.problem_codes import SEVERITIES
from reports.annotated_page import example, page
from wording import LANGUAGES, Words, catalogue

PAGE = Path(__file__).resolve().parents[3] / "docs/clerk-messages.md"


def test_the_page_has_every_code_once_in_each_language_and_no_other():
    codes = re.findall(r"^\| ([A-Z]\d\d) \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(codes) == sorted([*SEVERITIES, *SEVERITIES])


def test_the_page_says_what_the_product_says():
    assert PAGE.read_text(encoding="utf-8") == page(), "run: python -m reports.annotated_page > docs/clerk-messages.md"


def test_every_code_that_asks_for_something_says_what_to_do():
    asking = [code for code, severity in SEVERITIES.items() if severity is not Severity.NOTE]
    assert [code for code in asking if f"remedy.{code}" not in catalogue()] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_example_is_filled_in(language):
    sentences = {code: example(code, Words(language)) for code in SEVERITIES}
    assert [code for code, text in sentences.items() if re.search(r"[{}]|(?<!：)(?<!“)…(?!”)", text)] == []


def test_what_to_do_is_short():
    long = {key: len(zh) for key, (zh, _) in catalogue().items() if key.startswith("remedy.") and len(zh) > 60}
    assert long == {}
