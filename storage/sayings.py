"""What submissions say, read from the database once each: nothing accepted is ever changed.

Which of them count, and at what moment, is for `recall`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from sqlalchemy import Connection, Row, Table, select

from domain.observation import Narrative, Recorded, Submission, TaskState
from storage import rows, tables

_AT_ONCE = 500  # submissions asked for in one query


@dataclass(frozen=True)
class Said:
    """The figures, words and task states of one submission, in the order of its sheets."""

    recorded: tuple[Recorded, ...]
    narratives: tuple[tuple[Narrative, Submission], ...]
    task_states: tuple[tuple[TaskState, Submission], ...]


class Sayings:
    """Kept by submission as a whole: where a number comes to mean another one, in another database, it is read anew."""

    def __init__(self) -> None:
        self._known: dict[Submission, Said] = {}

    def of(self, connection: Connection, submissions: Sequence[Submission]) -> list[Said]:
        """What each of `submissions` says."""
        missing = [each for each in submissions if each not in self._known]
        for first in range(0, len(missing), _AT_ONCE):
            self._read(connection, {each.id: each for each in missing[first : first + _AT_ONCE]})
        return [self._known[each] for each in submissions]

    def _read(self, connection: Connection, owners: dict[int, Submission]) -> None:
        def said(table: Table) -> dict[int, list[Row[Any]]]:
            found: dict[int, list[Row[Any]]] = defaultdict(list)
            wanted = select(table).where(table.c.submission_id.in_(owners)).order_by(table.c.id)
            for row in connection.execute(wanted):
                found[row.submission_id].append(row)
            return found

        figures, words, tasks = map(said, (tables.observations, tables.narratives, tables.task_states))
        for number, owner in owners.items():
            self._known[owner] = Said(
                rows.recorded(figures[number], owners),
                tuple((rows.narrative(row), owner) for row in words[number]),
                tuple((rows.task_state(row), owner) for row in tasks[number]),
            )


def figures(said: Iterable[Said]) -> Iterable[Recorded]:
    """All their figures."""
    return chain.from_iterable(each.recorded for each in said)
