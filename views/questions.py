"""Questions of a file and reading rules for a reader: what was found, how it may be read, and what comes of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from domain.layout import Fingerprint
from domain.observation import Draft, Observation
from domain.plan import Plan
from domain.problem import Problem
from domain.question import Reading, ReadingRule
from loaders.submission import Extract
from views import layouts
from wording import Words


def told(rule: ReadingRule, plan: Plan, words: Words) -> tuple[str, str]:
    """What a rule is about, and how that is read. What it says of one indicator names it."""
    if layout := Fingerprint.of(rule):
        return words("layout.about"), layouts.described(layout, words)
    key = f"rule_about.{rule.code}" if words.has(f"rule_about.{rule.code}") else "rule_about.other"
    return words(key, about=plan.known_as("indicator", rule.about), code=rule.code), habit(rule.reading, words)


def habit(reading: Reading, words: Words) -> str:
    """A reading as something done every time, without the figures of the one time it was chosen."""
    return (
        words(f"habit.{reading.says}", **reading.facts) if words.has(f"habit.{reading.says}") else words.fact(reading)
    )


def asked(drafts: Iterable[Draft]) -> dict[str, list[Problem]]:
    """The questions of a file by key, each with every place where it comes up; those open stand first."""
    found: dict[str, list[Problem]] = {}
    for problem in {repr(each): each for draft in drafts for each in draft.problems}.values():
        if problem.question:
            found.setdefault(problem.question.key, []).append(problem)
    return dict(sorted(found.items(), key=lambda entry: not entry[1][0].is_error))


def brought(without: Sequence[Extract], under: Sequence[Extract]) -> list[Observation]:
    """The figures one reading brings that the file does not give while its question is open."""
    known = {seen for each in without for seen in each.draft.observations}
    return [seen for each in under for seen in each.draft.observations if seen not in known]


def rules_of(drafts: Sequence[Draft], wanted: Mapping[str, bool], *, by: str, reason: str) -> tuple[ReadingRule, ...]:
    """The rules a person makes of their answers: of those to questions that say how a department writes.

    None for a file of several departments, where nobody knows whose habit it is.
    """
    department_ids = {draft.department_id for draft in drafts}
    answered = {
        found.question.key: found.question.reading
        for draft in drafts
        for found in draft.problems
        if found.code == "Q01" and found.question and found.question.may_be_rule
    }
    (whose, *others) = department_ids
    return tuple(
        ReadingRule(whose, key, reading, reason, by)
        for key, reading in answered.items()
        if whose and not others and reading and wanted.get(key)
    )
