"""What can be wrong with a sheet: stable codes, how grave each is, and where it stands.

A problem is a value, never an exception. It holds a code and facts; `wording` turns them into a sentence.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from domain.question import Fact, Question

__all__ = ["Fact", "Problem", "Severity", "worst_first"]


class Severity(StrEnum):
    ERROR = "error"  # the file is not accepted
    WARNING = "warning"  # accepted once a person has confirmed it
    NOTE = "note"  # told, nothing to do


@dataclass(frozen=True)
class Problem:
    """One finding. `sheet` and `cell` are as the clerk sees them; empty where the whole file is meant.

    `question` holds the readings where there are several; answered or not, so that the answer can be changed.
    """

    code: str
    severity: Severity
    sheet: str = ""
    cell: str = ""
    facts: Mapping[str, Fact] = field(default_factory=dict[str, Fact])
    question: Question | None = None

    @property
    def is_error(self) -> bool:
        return self.severity is Severity.ERROR


def worst_first(problems: Iterable[Problem]) -> list[Problem]:
    """Errors, then warnings, then notes; within each in the order found."""
    rank = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}
    return sorted(problems, key=lambda problem: rank[problem.severity])
