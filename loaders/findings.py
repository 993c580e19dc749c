"""What reading one cell gives: a value, or a finding that says why not, or both."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from domain.problem import Fact

T = TypeVar("T")


@dataclass(frozen=True)
class Finding:
    """A problem of a cell whose place the caller knows: `domain.problem_codes.problem` without it."""

    code: str
    facts: Mapping[str, Fact] = field(default_factory=dict[str, Fact])


@dataclass(frozen=True)
class Read(Generic[T]):
    """`value` None without findings: the cell is blank. With an error among the findings `value` is None too."""

    value: T | None = None
    findings: tuple[Finding, ...] = ()


def refused(code: str, **facts: Fact) -> Read[T]:
    """No value, and why."""
    return Read(None, (Finding(code, facts),))
