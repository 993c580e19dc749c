"""What submissions say, asked for in the size of the question: whole-city totals of all, the rest of the one looked at.

A ledger knows which submissions count; what they say it asks here. Nothing accepted ever changes, so one source serves
every moment, and may hold more than a ledger knows of. `storage.archive` answers from the database, `Drafts` here from
memory.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple, Protocol

from domain.observation import Aspect, Draft, Narrative, Observation, TaskState
from domain.period import Period

Part = tuple[str | None, Aspect]  # of an indicator: a region's or the whole city's (None), and which figure


class Total(NamedTuple):
    """A whole-city figure that lights rest on, without its cell."""

    indicator_id: str
    aspect: Aspect
    value: Decimal


class Told(NamedTuple):
    """A figure, and the number of the submission that says so."""

    observation: Observation
    submission_id: int


Figures = Mapping[Part, Mapping[Period, Sequence[Told]]]
"""Everything ever said of one indicator, in each month in the order accepted."""


class Said(Protocol):
    """What submissions say, by their number. Those unknown here say nothing, nor do those that stand in no mapping."""

    @property
    def totals(self) -> Mapping[int, Sequence[Total]]:
        """The figures of the whole city that each submission has, but those of the month alone: at hand."""
        ...

    @property
    def tasks(self) -> Mapping[int, Sequence[TaskState]]:
        """The states of tasks that each submission has: all of them, once one is asked for."""
        ...

    def observations(self, submission_id: int) -> Sequence[Observation]:
        """All figures of one submission, in the order of its sheets."""
        ...

    def figures(self, indicator_id: str) -> Figures:
        """All figures of one indicator, whichever submission says them."""
        ...

    def words(self, indicator_id: str) -> Sequence[tuple[Narrative, int]]:
        """What was written about one indicator, each with the number of its submission."""
        ...


def totals_of(observations: Sequence[Observation]) -> tuple[Total, ...]:
    """Those of the figures that are totals."""
    return tuple(
        Total(seen.indicator_id, seen.aspect, seen.value)
        for seen in observations
        if seen.region_id is None and seen.aspect is not Aspect.MONTH
    )


def sorted_out(told: Sequence[Told], among: Figures | None = None) -> Figures:
    """Figures of one indicator by part and month, after those that are there already."""
    found: dict[Part, dict[Period, Sequence[Told]]] = defaultdict(dict)
    found.update({part: {**months} for part, months in (among or {}).items()})
    for each in told:
        seen = each.observation
        months = found[seen.region_id, seen.aspect]
        months[seen.period] = (*months.get(seen.period, ()), each)
    return dict(found)


@dataclass(frozen=True)
class Drafts:
    """What drafts say, by the number of the submission each became; all others say what they do `beneath`.

    For previews, and wherever there is no database.
    """

    by_number: Mapping[int, Draft] = field(default_factory=dict[int, Draft])
    beneath: Said | None = None

    @cached_property
    def _told(self) -> Mapping[str, Sequence[Told]]:
        found: dict[str, list[Told]] = defaultdict(list)
        for number, draft in self.by_number.items():
            for seen in draft.observations:
                found[seen.indicator_id].append(Told(seen, number))
        return found

    @cached_property
    def _totals(self) -> Mapping[int, Sequence[Total]]:
        own = {number: totals_of(draft.observations) for number, draft in self.by_number.items()}
        return {**self.beneath.totals, **own} if self.beneath else own

    @cached_property
    def _tasks(self) -> Mapping[int, Sequence[TaskState]]:
        own = {number: draft.task_states for number, draft in self.by_number.items()}
        return {**self.beneath.tasks, **own} if self.beneath else own

    @property
    def totals(self) -> Mapping[int, Sequence[Total]]:
        return self._totals

    @property
    def tasks(self) -> Mapping[int, Sequence[TaskState]]:
        return self._tasks

    def observations(self, submission_id: int) -> Sequence[Observation]:
        if submission_id in self.by_number:
            return self.by_number[submission_id].observations
        return self.beneath.observations(submission_id) if self.beneath else ()

    def figures(self, indicator_id: str) -> Figures:
        own = self._told.get(indicator_id, ())
        if not self.beneath:
            return sorted_out(own)
        beneath = self.beneath.figures(indicator_id)
        every = (each for months in beneath.values() for told in months.values() for each in told)
        return sorted_out([*(each for each in every if each.submission_id not in self.by_number), *own])

    def words(self, indicator_id: str) -> Sequence[tuple[Narrative, int]]:
        beneath = self.beneath.words(indicator_id) if self.beneath else ()
        own = [(said, number) for number, draft in self.by_number.items() for said in draft.narratives]
        return (
            *(each for each in beneath if each[1] not in self.by_number),
            *(each for each in own if each[0].indicator_id == indicator_id),
        )


NOTHING = Drafts()
"""Said by nobody."""


def over(said: Said, number: int, draft: Draft) -> Drafts:
    """The same where the submission of that number says what `draft` does."""
    if isinstance(said, Drafts):
        return Drafts({**said.by_number, number: draft}, said.beneath)
    return Drafts({number: draft}, said)
