"""A doubt put to a person: what was found, the readings it allows, and the choice, kept as a rule where it is a habit.

What gives rise to a question is for the loaders; here is only what it consists of. Nothing is ever chosen by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import TypeAlias

from domain.period import Period
from domain.plan import Name

Facts: TypeAlias = "tuple[str, ...] | tuple[Name, ...] | tuple[Period, ...] | tuple[Reading, ...] | tuple[Line, ...]"
Fact: TypeAlias = "str | int | Decimal | date | Period | Name | Reading | Line | Facts"
"""What a sentence may be filled with."""


@dataclass(frozen=True)
class Line:
    """A row of a sheet, or a column, as the clerk sees it there: 「8」 or 「J」; with its heading, if that matters."""

    label: str
    is_column: bool = False
    title: str = ""


@dataclass(frozen=True)
class Reading:
    """One way to read what was found. `key` names it among the others of its question and in rules.

    `says` and `facts` make its sentence: the text `reading.<says>` of the wording.
    """

    key: str
    says: str
    facts: Mapping[str, Fact] = field(default_factory=dict[str, Fact])


@dataclass(frozen=True)
class Question:
    """The readings of one doubt. `key` is the same for every department and every sheet where the same is found.

    `chosen` is the key of the reading taken, empty while nobody has answered. `may_be_rule`: the answer says something
    of how a department writes, not just of this one sheet, so it may be kept for the next.
    """

    key: str
    readings: tuple[Reading, ...]
    may_be_rule: bool = True
    chosen: str = ""

    @property
    def reading(self) -> Reading | None:
        """The reading taken."""
        return next((reading for reading in self.readings if reading.key == self.chosen), None)


@dataclass(frozen=True)
class ReadingRule:
    """How the sheets of one department are to be read where the question `key` comes up.

    Raises ValueError without a reason or an author. `id` and `made_at` are given by the ledger.
    """

    department_id: str
    key: str
    reading: Reading
    reason: str
    author: str
    id: int = 0
    made_at: datetime | None = None

    def __post_init__(self) -> None:
        if not self.reason.strip() or not self.author.strip():
            raise ValueError("a reading rule needs a reason and an author")

    @property
    def code(self) -> str:
        """The code of the problem it answers."""
        return self.key.partition(":")[0]

    @property
    def about(self) -> str:
        """What the question is about beyond its code; empty where it is about every sheet of the department."""
        return self.key.partition(":")[2]


def rules_for(rules: Iterable[ReadingRule], department_id: str | None) -> dict[str, ReadingRule]:
    """The rules for a department's sheet by question key.

    While nobody knows whose a sheet is, only those that tell it: a name, by which a department means itself.
    """
    return {rule.key: rule for rule in rules if rule.department_id == (department_id or rule.reading.key)}
