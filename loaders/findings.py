"""What reading one cell gives: a value, a finding that says why not, both, or a doubt with the values it allows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from domain.problem import Fact
from domain.question import Reading

T = TypeVar("T")


@dataclass(frozen=True)
class Finding:
    """A problem of a cell whose place the caller knows: `domain.problem_codes.problem` without it."""

    code: str
    facts: Mapping[str, Fact] = field(default_factory=dict[str, Fact])


@dataclass(frozen=True)
class Doubt(Finding, Generic[T]):
    """A finding that leaves several readings, each with the value it gives; `answers` settles it, nothing else does.

    `about` completes the code to the key of the question: what was found, in words that are the same in every sheet
    and for every department, so that an answer serves again. Empty where the answer is about a way of writing rather
    than about a text.
    """

    about: str = ""
    choices: tuple[tuple[Reading, T], ...] = ()
    may_be_rule: bool = True

    @property
    def key(self) -> str:
        return f"{self.code}:{self.about}" if self.about else self.code


@dataclass(frozen=True)
class Read(Generic[T]):
    """`value` None without findings: the cell is blank. With an error among the findings `value` is None too."""

    value: T | None = None
    findings: tuple[Finding, ...] = ()
    doubt: Doubt[T] | None = None  # what keeps the value open; nothing else is found then

    @property
    def told(self) -> tuple[Finding, ...]:
        """All that was found, the doubt among it."""
        return (*self.findings, self.doubt) if self.doubt else self.findings


def refused(code: str, **facts: Fact) -> Read[T]:
    """No value, and why."""
    return Read(None, (Finding(code, facts),))
