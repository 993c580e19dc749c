"""Every code has a severity and a text in both languages, and both texts ask for the same facts."""

import string

import pytest

import wording
from domain.problem import Severity
from domain.problem_codes import SEVERITIES, problem

TEXTS = {key.removeprefix("problem."): pair for key, pair in wording.catalogue().items() if key.startswith("problem.")}


def facts_in(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_every_code_has_a_text_and_every_text_a_code():
    assert set(TEXTS) == set(SEVERITIES)


@pytest.mark.parametrize("code", sorted(TEXTS))
def test_both_languages_name_the_same_facts(code: str):
    chinese, english = TEXTS[code]
    assert facts_in(chinese) == facts_in(english)
    assert chinese.strip() and english.strip() and chinese != english


@pytest.mark.parametrize("code", sorted(SEVERITIES))
def test_no_code_is_listed_under_two_severities(code: str):
    from domain import problem_codes

    listed = [word for codes in problem_codes._CODES.values() for word in codes.split()]
    assert listed.count(code) == 1


def test_every_severity_has_a_word():
    words = wording.Words("en")
    assert all(words.has(f"problem_severity.{severity}") for severity in Severity)


def test_a_problem_takes_its_severity_from_its_code():
    found = problem("E20", "月报", "J8", raw="约1200")
    assert found.severity is Severity.ERROR
    text = wording.Words("zh")(f"problem.{found.code}", sheet=found.sheet, cell=found.cell, **found.facts)
    assert text == "“月报”J8：“约1200”不是准确数，请填写确定的数值。"


def test_an_unknown_code_is_our_own_slip():
    with pytest.raises(KeyError):
        problem("Z99")
