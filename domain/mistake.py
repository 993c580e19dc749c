"""One thing wrong with a plan file, and where: in the words of the file itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from domain.plan import Indicator
from domain.problem import Fact


@dataclass(frozen=True)
class Mistake:
    """One thing wrong with a plan file: in which table (`measures "3" › indicators "3.1"`), at which key."""

    code: str
    table: str
    key: str
    facts: Mapping[str, Fact] = field(default_factory=dict[str, Fact])


def place(*steps: str) -> str:
    """A table as the file names it, from pairs of list and entry: `place("measures", "3", "tasks", "3.2")`."""
    return " › ".join(f'{kind} "{entry}"' for kind, entry in zip(steps[::2], steps[1::2], strict=True))


def at(indicator: Indicator) -> str:
    return place("measures", indicator.clause, "indicators", indicator.id)
