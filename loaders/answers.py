"""What a person has answered to the questions of a file, and what a department's reading rules answer for it.

Whoever meets two possible readings makes a `Doubt` of them and has it settled here. An answer given for this very file
comes before a rule. Unanswered, the doubt is an error and gives no value.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from types import MappingProxyType
from typing import TypeVar

from domain.problem import Fact, Problem
from domain.problem_codes import problem
from domain.question import Question, ReadingRule, rules_for
from loaders.findings import Doubt, Read

T = TypeVar("T")

NONE_GIVEN: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class Choices:
    """What people have chosen: `answers` to the questions of one file, by key, and all reading rules in force."""

    answers: Mapping[str, str] = field(default_factory=dict[str, str])
    rules: tuple[ReadingRule, ...] = ()

    def for_sheets_of(self, department_id: str | None) -> Answers:
        """What serves for a file of that department; None while nobody knows whose it is."""
        return Answers(self.answers, self.rules, department_id)


NOTHING_CHOSEN = Choices()


@dataclass
class Answers:
    """`given` holds the key of the reading chosen for each question of the file; of the rules a department's serve."""

    given: Mapping[str, str] = field(default_factory=dict[str, str])
    rules: tuple[ReadingRule, ...] = ()
    department_id: str | None = None
    _asked: dict[str, bool] = field(default_factory=dict[str, bool])  # by key: whether the answer given could be used
    _others: dict[str | None, Answers] = field(default_factory=dict[str | None, "Answers"])

    def of(self, department_id: str | None) -> Answers:
        """The same for what is of that department, where it is known of which."""
        if not self.rules or department_id in (None, self.department_id):
            return self
        return self._others.setdefault(department_id, replace(self, department_id=department_id))

    @cached_property
    def _rules(self) -> Mapping[str, ReadingRule]:
        return rules_for(self.rules, self.department_id)

    def settle(self, doubt: Doubt[T], sheet: str, cell: str, **facts: Fact) -> tuple[T | None, Problem]:
        """The value of the reading chosen, or None, and what is to be told: the question itself, or how it was read."""
        choices = {reading.key: (reading, value) for reading, value in doubt.choices}
        given, rule = self.given.get(doubt.key, ""), self._rules.get(doubt.key) if doubt.may_be_rule else None
        self._asked[doubt.key] = self._asked.get(doubt.key, False) or given in choices
        chosen = given if given in choices else rule.reading.key if rule else ""
        question = Question(doubt.key, tuple(reading for reading, _ in doubt.choices), doubt.may_be_rule)
        told: dict[str, Fact] = {"raw": doubt.about, **facts, **doubt.facts}
        if chosen not in choices:
            return None, replace(problem(doubt.code, sheet, cell, **told), question=question)
        reading, value = choices[chosen]
        told["reading"] = reading
        if rule and chosen != given:
            found = problem("Q02", sheet, cell, rule=str(rule.id), **told)
        else:
            found = problem("Q01", sheet, cell, **told)
        return value, replace(found, question=replace(question, chosen=chosen))

    def settled(self, read: Read[T], sheet: str, cell: str, **facts: Fact) -> tuple[T | None, list[Problem]]:
        """The value of a cell with everything found in it as problems; a doubt in it is settled."""
        if read.doubt is None:
            return read.value, [problem(each.code, sheet, cell, **{**facts, **each.facts}) for each in read.findings]
        value, found = self.settle(read.doubt, sheet, cell, **facts)
        return value, [found]

    def unused(self) -> Iterator[Problem]:
        """Answers given that fit no question of the file, or no reading of their question."""
        for key, chosen in self.given.items():
            if not self._asked.get(key):
                yield problem("Q03", key=key, answer=chosen)
