"""One running product: its settings, plan, ledger and clock. The screens and the terminal both start from it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from domain.ledger import Ledger
from domain.mistake import Mistake
from domain.period import Period
from domain.plan import Plan
from domain.plan_edits import Edit, edits
from loaders import targets_file
from loaders.apart import Bounds, Readers
from loaders.limits import MEGABYTE, Limits
from loaders.targets_file import PlanReading
from loaders.worker import Packed
from service.kept import Kept
from storage import plans
from storage.errors import DatabaseNotMigrated
from storage.settings import Settings, now, read_settings
from storage.store import Store
from views.position import Knowledge, Position

MOST_SHOWN = 96 * MEGABYTE  # bytes of what screens have made
MOST_MONTHS = 60_000  # judged, of all indicators together: 0.6 kB each, 1.5 where all its figures were asked for
MOST_MOMENTS = 4  # moments and versions whose knowledge is kept


class PlanUnsound(Exception):
    """The plan file has mistakes; with them the product does not start."""

    def __init__(self, mistakes: tuple[Mistake, ...]) -> None:
        super().__init__(f"{len(mistakes)} mistakes")
        self.mistakes = mistakes


@dataclass
class Deployment:
    """Each part is made when first asked for, so that a command needs only what it uses. Safe to share by threads."""

    settings: Settings

    @classmethod
    def of_environment(cls) -> Deployment:
        return cls(read_settings())

    @cached_property
    def plan(self) -> Plan:
        """Raises PlanUnsound with every mistake of the plan file, OSError when there is none."""
        return _sound(self._plan_file)

    @cached_property
    def _plan_file(self) -> PlanReading:
        return targets_file.read(self.settings.targets_file)

    @cached_property
    def store(self) -> Store:
        """Raises a StorageError where the database is missing, of another release or out of reach."""
        return Store.open(self.settings.database_url, confirmation=self.settings.confirmation)

    @cached_property
    def limits(self) -> Limits:
        """What an uploaded file may ask for, checked before it is opened."""
        asked = self.settings.reading
        return Limits(asked.max_file_mb * MEGABYTE, asked.max_unpacked_mb * MEGABYTE, cells=asked.max_cells)

    @cached_property
    def readers(self) -> Readers:
        """The worker processes in which files are opened."""
        asked = self.settings.reading
        return Readers(Bounds(asked.max_reading_seconds, asked.max_reading_mb * MEGABYTE), self.limits)

    @cached_property
    def packed_plan(self) -> Packed:
        """The plan as workers take it."""
        return Packed.of(self.plan)

    @cached_property
    def judged(self) -> Kept:
        """Every light given so far, whoever asked for it."""
        return Kept(MOST_MONTHS)

    @property
    def now(self) -> datetime:
        """The present moment in the plan's zone, or the demonstration clock."""
        return now(self.settings, self.plan.timezone)

    def local(self, moment: datetime) -> datetime:
        """A moment as the clocks of the plan's zone show it."""
        return moment.astimezone(ZoneInfo(self.plan.timezone))

    def known(self) -> Ledger | None:
        """The ledger, or None while there is no database: checking a sheet needs none."""
        try:
            return self.store.ledger()
        except DatabaseNotMigrated:
            return None

    def record_plan(self, by: str, at: datetime | None = None) -> None:
        """Keep the plan file as the version in force from now, or `at`, on; for whatever is about to write or serve."""
        _ = self.plan
        name = self.settings.targets_file.name
        plans.record(self.store.engines, self._plan_file.content, name, by=by, at=at or self.now)

    def plan_edits(self, plan: Plan) -> tuple[Edit, ...]:
        """By what `plan` judges months that are over otherwise than the version recorded last.

        Nothing where none was recorded, or it is one that this release cannot read.
        """
        kept = plans.newest_two(self.store.engines)[:1]
        before = self._read(kept[0][1]) if kept and kept[0][0].sha256 != self._plan_file.sha256 else None
        return edits(before, plan, Period.of(self.now.date()) + -1) if before else ()

    def newest_edits(self, as_of: datetime | None = None) -> tuple[datetime, tuple[Edit, ...]] | None:
        """Since when the plan in force at `as_of`, or now, counts, and by what it judges past months otherwise than the
        version before it. None where there was none before, or one that this release cannot read.
        """
        kept = plans.newest_two(self.store.engines, as_of)
        if len(kept) < len(("newer", "older")):
            return None
        after, before = (self._read(content) for _, content in kept)
        since = kept[0][0].since
        if after is None or before is None:
            return None
        return since, edits(before, after, Period.of(self.local(since).date()) + -1)

    def _read(self, content: bytes) -> Plan | None:
        """A version of the plan; None where this release cannot read it."""
        return targets_file.read_content(content, self.settings.targets_file.name, self._plan_file.content).plan

    def plan_at(self, as_of: datetime) -> tuple[Plan, str]:
        """The plan as it was at a moment, with its hash; the plan file itself where none was ever recorded."""
        kept = plans.in_force(self.store.engines, as_of)
        if kept is None or kept[0].sha256 == self._plan_file.sha256:
            return self.plan, self._plan_file.sha256
        name, newer = self.settings.targets_file.name, self._plan_file.content
        return _sound(targets_file.read_content(kept[1], name, newer)), kept[0].sha256

    @cached_property
    def shown(self) -> Kept:
        """What screens have made of what is known."""
        return Kept(MOST_SHOWN)

    @cached_property
    def _moments(self) -> Kept:
        return Kept(MOST_MOMENTS)

    def knowledge(self, as_of: datetime | None = None) -> Knowledge:
        """What is known now, or was known at an earlier moment: plan, ledger and the day it was. Read once."""
        key = self.store.version(), self.now.date(), as_of
        return self._moments.of(key, lambda: self._knowledge(as_of))

    def _knowledge(self, as_of: datetime | None) -> Knowledge:
        plan, sha256 = (self.plan, self._plan_file.sha256) if as_of is None else self.plan_at(as_of)
        day = self.local(as_of or self.now).date()
        return Knowledge(plan, self.store.ledger(as_of), day, as_of, sha256, self.judged)

    def knowledge_of(self, version: int, day: date) -> Knowledge | None:
        """What was known on a day when the data had come to a version; None where they never did.

        Its ledger has another version where more was written at the same moment.
        """
        moment = self.store.moment_of(version)
        if moment is None:
            return None
        plan, sha256 = self.plan_at(moment)
        return Knowledge(plan, self.store.ledger(moment), day, None, sha256, self.judged)

    def position(self, period: Period, as_of: datetime | None = None) -> Position:
        """The plan in one month, as known and seen now or at an earlier moment."""
        return self.knowledge(as_of).position(period)


def _sound(reading: PlanReading) -> Plan:
    if reading.plan is None:
        raise PlanUnsound(reading.mistakes)
    return reading.plan
