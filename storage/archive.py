"""What submissions say, from the database: whole-city totals at hand, tasks once asked for, all else by an index.

Nothing accepted is ever changed, so what was read once is kept, and only what came since is read. Of the figures looked
up for single indicators so many are kept as `most` says; those of the indicator not asked for longest go first. Which
submissions count, and at what moment, is not known here.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from threading import Lock
from typing import Any

from sqlalchemy import Connection, Row, literal_column, select

from domain import figures
from domain.observation import Aspect, Narrative, Observation, Submission, TaskState
from domain.said import Figures, Told, Total, sorted_out
from storage import rows, tables
from storage.engine import Engines

MOST = 60_000  # figures kept, some 25 MB
_AT_ONCE = 5000  # rows fetched
_ASPECTS: Mapping[str, Aspect] = {aspect.value: aspect for aspect in Aspect}  # a look-up per row: there are many


class Archive:
    """What the submissions of one database say. Safe to share between threads."""

    def __init__(self, engines: Engines, most: int = MOST) -> None:
        self._engines = engines
        self._most = most
        self._lock = Lock()
        self._reading_tasks = Lock()
        self._owners: dict[int, Submission] = {}
        self.totals: dict[int, tuple[Total, ...]] = {}
        self._tasks: dict[int, tuple[TaskState, ...]] = {}
        self._tasks_upto = 0  # the submission of that number
        self._kept: OrderedDict[str, _Kept] = OrderedDict()
        self.figures = 0  # kept of single indicators

    def learn(self, connection: Connection, owners: Mapping[int, Submission], after: int) -> None:
        """Take in what `owners`, all those with a number above `after`, say of the whole city."""
        self.totals.update(_totals(connection, after))
        self._owners.update(owners)

    def upto(self, submission_id: int) -> Shelf:
        """What the submissions up to that number say."""
        return Shelf(self, submission_id)

    def tasks(self, upto: int) -> Mapping[int, Sequence[TaskState]]:
        """The states of tasks that submissions up to a number give, read when first asked for."""
        with self._reading_tasks:
            if self._tasks_upto < upto:
                with self._engines.reading() as connection:
                    self._tasks.update(_tasks(connection, self._tasks_upto, upto))
                self._tasks_upto = upto
        return self._tasks

    def observations(self, submission_id: int) -> Sequence[Observation]:
        told = tables.observations
        wanted = select(told).where(told.c.submission_id == submission_id).order_by(told.c.id)
        with self._engines.reading() as connection:
            return tuple(each.observation for each in self._told(connection.execute(wanted)))

    def of_indicator(self, indicator_id: str, upto: int) -> Figures:
        """All figures of one indicator that submissions up to a number say."""
        with self._lock:
            kept = self._kept.get(indicator_id, _NOTHING)
            if kept is not _NOTHING:
                self._kept.move_to_end(indicator_id)
            if kept.upto >= upto:
                return kept.figures
        told = tables.observations
        wanted = select(told).where(
            told.c.indicator_id == indicator_id, told.c.submission_id > kept.upto, told.c.submission_id <= upto
        )
        with self._engines.reading() as connection:
            new = self._told(connection.execute(wanted.order_by(told.c.submission_id, told.c.id)))
        grown = _Kept(upto, kept.size + len(new), sorted_out(new, kept.figures))
        self._keep(indicator_id, grown)
        return grown.figures

    def words(self, indicator_id: str, upto: int) -> Sequence[tuple[Narrative, int]]:
        said = tables.narratives
        wanted = select(said).where(said.c.indicator_id == indicator_id, said.c.submission_id <= upto)
        with self._engines.reading() as connection:
            found = connection.execute(wanted.order_by(said.c.submission_id, said.c.id))
            return tuple((rows.narrative(row), row.submission_id) for row in found)

    def _keep(self, indicator_id: str, grown: _Kept) -> None:
        with self._lock:
            before = self._kept.get(indicator_id, _NOTHING)
            if before.upto < grown.upto:
                self._kept[indicator_id] = grown
                self.figures += grown.size - before.size
            self._kept.move_to_end(indicator_id)
            while self.figures > self._most and len(self._kept) > 1:
                self.figures -= self._kept.popitem(last=False)[1].size

    def _told(self, found: Iterable[Row[Any]]) -> list[Told]:
        """The figures of `found`. What the product would never have taken for one is none; verification names it."""
        return [
            Told(rows.observation(row, owner.period), row.submission_id)
            for row in found
            if (owner := self._owners.get(row.submission_id)) and figures.flaw(row.value) is None
        ]


@dataclass(frozen=True)
class Shelf:
    """What the submissions up to one number say: what a ledger is given. Equal where both are."""

    archive: Archive
    last: int

    @property
    def totals(self) -> Mapping[int, Sequence[Total]]:
        return self.archive.totals

    @property
    def tasks(self) -> Mapping[int, Sequence[TaskState]]:
        return self.archive.tasks(self.last)

    def observations(self, submission_id: int) -> Sequence[Observation]:
        return self.archive.observations(submission_id)

    def figures(self, indicator_id: str) -> Figures:
        return self.archive.of_indicator(indicator_id, self.last)

    def words(self, indicator_id: str) -> Sequence[tuple[Narrative, int]]:
        return self.archive.words(indicator_id, self.last)


@dataclass(frozen=True)
class _Kept:
    """The figures of one indicator up to the submission of that number."""

    upto: int
    size: int
    figures: Figures


_NOTHING = _Kept(0, 0, {})


def _totals(connection: Connection, after: int) -> dict[int, tuple[Total, ...]]:
    """What all submissions above a number say of the whole city: from an index that holds nothing else."""
    told = tables.observations.c
    wanted = (
        select(told.submission_id, told.indicator_id, told.aspect, told.value)
        # literally, else neither database knows that the index of just these will do
        .where(told.region_id == literal_column("''"), told.aspect != literal_column("'month'"))
        .where(told.submission_id > after)
        .order_by(told.submission_id)
    )
    names: dict[str, str] = {}
    found = connection.execute(wanted.execution_options(yield_per=_AT_ONCE))
    return {
        number: tuple(
            Total(names.setdefault(indicator_id, indicator_id), _ASPECTS[aspect], value)
            for _, indicator_id, aspect, value in own
            if figures.flaw(value) is None
        )
        for number, own in groupby(found, key=itemgetter(0))
    }


def _tasks(connection: Connection, after: int, upto: int) -> dict[int, tuple[TaskState, ...]]:
    said = tables.task_states
    wanted = select(said).where(said.c.submission_id > after, said.c.submission_id <= upto)
    ordered = wanted.order_by(said.c.submission_id, said.c.id)
    found = connection.execute(ordered.execution_options(yield_per=_AT_ONCE))
    return {
        number: tuple(map(rows.task_state, own)) for number, own in groupby(found, key=lambda row: row.submission_id)
    }
