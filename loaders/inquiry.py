"""What is found, and asked, in one file: the same thing is told of once, not row by row."""

from __future__ import annotations

from dataclasses import dataclass, field

from domain.problem import Fact, Problem
from domain.problem_codes import problem
from loaders.answers import Answers
from loaders.findings import Doubt, Read, T


@dataclass
class Inquiry:
    """Gathers findings in `found`; what is in doubt, `answers` settle, by the rules of whoever is being read."""

    answers: Answers = field(default_factory=Answers)
    found: list[Problem] = field(default_factory=list[Problem])
    whose: str | None = None  # the department that is being read, where it is known
    _told: set[tuple[str, str]] = field(default_factory=set[tuple[str, str]])

    def settled(self, read: Read[T], sheet: str, cell: str) -> tuple[T | None, bool]:
        """The value of a cell, and whether anything was told of it."""
        value, found = self.answers.of(self.whose).settled(read, sheet, cell)
        for each in found:
            self.add(each)
        return value, bool(found)

    def ask(self, doubt: Doubt[T], sheet: str, cell: str, **facts: Fact) -> T | None:
        """The value of the reading chosen; the question, or the choice, is told."""
        value, found = self.answers.of(self.whose).settle(doubt, sheet, cell, **facts)
        self.add(found)
        return value

    def tell(self, code: str, sheet: str, cell: str = "", **facts: Fact) -> None:
        self.add(problem(code, sheet, cell, **facts))

    def add(self, found: Problem) -> None:
        key = (found.code, found.question.key if found.question else str(found.facts.get("raw", found.facts)))
        if key not in self._told:
            self._told.add(key)
            self.found.append(found)
