"""Everything known at one moment, as plain records: what views and rules read. Filled by `storage.store`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from domain.observation import Aspect, Narrative, Recorded, Submission, TaskState
from domain.period import Period


@dataclass(frozen=True)
class Ledger:
    """The ledger as known at one moment.

    `history` holds every submission accepted by then, oldest first; `recorded` only what the current ones say
    (the latest of each department-month), so a corrected figure appears once.
    """

    version: int  # grows with every event; the key of caches and the stamp on reports
    history: tuple[Submission, ...]
    recorded: tuple[Recorded, ...]
    narratives: tuple[tuple[Narrative, Submission], ...] = ()
    task_states: tuple[tuple[TaskState, Submission], ...] = ()

    @cached_property
    def current(self) -> Mapping[tuple[str, Period], Submission]:
        """The submission in force for each department-month."""
        return {(entry.department_id, entry.period): entry for entry in self.history}

    @cached_property
    def _series(self) -> Mapping[tuple[str, str | None, Aspect], Mapping[Period, Recorded]]:
        found: dict[tuple[str, str | None, Aspect], dict[Period, Recorded]] = defaultdict(dict)
        for entry in self.recorded:
            seen = entry.observation
            found[seen.indicator_id, seen.region_id, seen.aspect][seen.period] = entry
        return found

    def series(
        self, indicator_id: str, region_id: str | None = None, aspect: Aspect = Aspect.CUMULATIVE
    ) -> Mapping[Period, Recorded]:
        """An indicator's recorded figures by month; months without a report are absent, never zero."""
        return self._series.get((indicator_id, region_id, aspect), {})

    @property
    def is_demonstration(self) -> bool:
        """Whether any of it is invented sample data, which every page and export then says."""
        return any(submission.channel == "sample" for submission in self.history)
