"""Reading rules and open questions in words: what was found, and how it is, or may be, read."""

from __future__ import annotations

from collections.abc import Iterable

from domain.observation import Draft
from domain.problem import Problem
from domain.question import Question, Reading, ReadingRule
from wording import Words


def told(rule: ReadingRule, words: Words) -> tuple[str, str]:
    """What a rule is about, and how that is read."""
    key = f"rule_about.{rule.code}" if words.has(f"rule_about.{rule.code}") else "rule_about.other"
    return words(key, about=rule.about, code=rule.code), habit(rule.reading, words)


def habit(reading: Reading, words: Words) -> str:
    """A reading as something done every time, without the figures of the one time it was chosen."""
    return words(f"habit.{reading.says}") if words.has(f"habit.{reading.says}") else words.fact(reading)


def readings(question: Question, words: Words) -> str:
    """The readings of a question in a sentence."""
    return words("question.readings", readings=question.readings)


def asked(drafts: Iterable[Draft]) -> dict[str, list[Problem]]:
    """The questions of a file by key, each with every place where it comes up; those open stand first."""
    found: dict[str, list[Problem]] = {}
    for problem in {repr(each): each for draft in drafts for each in draft.problems}.values():
        if problem.question:
            found.setdefault(problem.question.key, []).append(problem)
    return dict(sorted(found.items(), key=lambda entry: not entry[1][0].is_error))
