"""Everything known at one moment, as plain records: what views and rules read. Filled by `storage.store`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property

from domain.decision import Decision, Standing, set_right
from domain.life import IN_FORCE, LIVE, State
from domain.observation import Aspect, Draft, Narrative, Recorded, Submission, TaskState
from domain.period import Period
from domain.question import ReadingRule
from domain.ruling import Dispute, Override


@dataclass(frozen=True)
class Ledger:
    """The ledger as known at one moment.

    `history` holds every submission accepted by then, oldest first; `recorded` only what the current ones say
    (the latest of each department-month), so a corrected figure appears once. `superseded` keeps what earlier
    submissions of the same department-months had said; no judgement rests on it, only the story of a figure does.
    """

    version: int  # grows with every event; the key of caches and the stamp on reports
    history: tuple[Submission, ...]
    recorded: tuple[Recorded, ...]
    narratives: tuple[tuple[Narrative, Submission], ...] = ()
    task_states: tuple[tuple[TaskState, Submission], ...] = ()
    locked: frozenset[Period] = frozenset()  # months whose bulletin is issued: nothing more is accepted for them
    decisions: tuple[Decision, ...] = ()  # those not ended, in the order made
    plan_sha256: str = ""  # the version of the plan in force; empty where none was recorded
    superseded: tuple[Recorded, ...] = ()
    disputes: tuple[Dispute, ...] = ()
    overrides: tuple[Override, ...] = ()
    reading_rules: tuple[ReadingRule, ...] = ()  # those not revoked, in the order made

    @cached_property
    def current(self) -> Mapping[tuple[str, Period], Submission]:
        """The submission in force for each department-month."""
        return {(entry.department_id, entry.period): entry for entry in self.history if entry.state in IN_FORCE}

    @cached_property
    def newest(self) -> Mapping[tuple[str, Period], Submission]:
        """The newest submission of each department-month, those included that wait for the office."""
        return {(entry.department_id, entry.period): entry for entry in self.history if entry.state in LIVE}

    @cached_property
    def chains(self) -> Mapping[tuple[str, Period], tuple[Submission, ...]]:
        """Every submission of each department-month, whatever became of it, the first one first."""
        found: dict[tuple[str, Period], list[Submission]] = defaultdict(list)
        for entry in self.history:
            found[entry.department_id, entry.period].append(entry)
        return {place: tuple(entries) for place, entries in found.items()}

    @property
    def awaiting(self) -> tuple[Submission, ...]:
        """The submissions that wait for the office and have no newer one behind them."""
        return tuple(entry for entry in self.newest.values() if entry.state == State.AWAITING)

    def is_superseded(self, submission: Submission) -> bool:
        """Whether it would count, did not a newer one of its department-month."""
        current = self.current.get((submission.department_id, submission.period))
        return submission.state in LIVE and current is not None and current.sequence > submission.sequence

    def standing(self, decision: Decision, today: date) -> Standing:
        """Whether a decision is still needed, or reports itself as mended at its source or expired."""
        entry = self.series(decision.indicator_id, decision.region_id, decision.aspect).get(decision.first)
        return decision.standing(entry.as_sent if entry else None, today)

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

    def totals(self, period: Period) -> dict[str, Decimal]:
        """The whole-city totals recorded for a month, by indicator id."""
        return {
            seen.indicator_id: seen.value
            for entry in self.recorded
            if (seen := entry.observation).period == period
            and seen.region_id is None
            and seen.aspect is Aspect.CUMULATIVE
        }

    def about(self, indicator_id: str) -> Ledger:
        """The same, of one indicator's figures only: quicker to turn over in time."""

        def only(entries: tuple[Recorded, ...]) -> tuple[Recorded, ...]:
            return tuple(entry for entry in entries if entry.observation.indicator_id == indicator_id)

        return replace(self, recorded=only(self.recorded), superseded=only(self.superseded))

    def known_by(self, moment: datetime) -> Ledger:
        """The submissions and figures as they were known at an earlier moment, that moment included.

        Words, task states and rulings are not followed back; ask the store for the ledger of that moment where they
        matter. A submission that was in force once and is no more counts as of its own time.
        """
        told = [entry for entry in (*self.superseded, *self.recorded) if entry.submission.submitted_at <= moment]
        history = tuple(entry for entry in self.history if entry.submitted_at <= moment)
        newest = {(entry.department_id, entry.period): entry.id for entry in history if entry.state in IN_FORCE}
        stands = set(newest.values())
        return Ledger(
            version=self.version,
            history=history,
            recorded=tuple(entry for entry in told if entry.submission.id in stands),
            superseded=tuple(entry for entry in told if entry.submission.id not in stands),
        )

    @cached_property
    def is_demonstration(self) -> bool:
        """Whether any of it is invented sample data, which every page and export then says."""
        return any(submission.channel == "sample" for submission in self.history)

    def accepting(self, draft: Draft, at: datetime, by: str = "") -> Ledger:
        """What would be known if `draft` were accepted, and confirmed where need be, at `at`: for previews.

        Raises ValueError for a draft without department or period.
        """
        if draft.department_id is None or draft.period is None:
            raise ValueError("only a draft of a known department and month can be accepted")
        replaced = self.newest.get((draft.department_id, draft.period))
        submission = Submission(
            id=max((entry.id for entry in self.history), default=0) + 1,
            department_id=draft.department_id,
            period=draft.period,
            sequence=replaced.sequence + 1 if replaced else 1,
            state=State.ACCEPTED,
            submitted_at=at,
            submitted_by=by,
            channel="preview",
            file_name=draft.file_name,
            sha256=draft.sha256,
            reason="",
        )
        return self.counting(submission, draft)

    def counting(self, submission: Submission, said: Draft) -> Ledger:
        """What would be known if `submission`, which says what `said` does, counted for its department-month."""
        place = (submission.department_id, submission.period)
        bare = self.without(*place)
        earlier = (entry for entry in self.chains.get(place, ()) if entry.sequence < submission.sequence)
        counted = replace(submission, state=State.ACCEPTED)
        figures = set_right((Recorded(seen, counted) for seen in said.observations), self.decisions)
        return replace(
            bare,
            history=(*bare.history, *earlier, counted),
            recorded=(*bare.recorded, *figures),
            narratives=(*bare.narratives, *((words, counted) for words in said.narratives)),
            task_states=(*bare.task_states, *((state, counted) for state in said.task_states)),
        )

    def without(self, department_id: str, period: Period) -> Ledger:
        """What would be known if nothing counted for a department-month."""

        def is_other(entry: Submission) -> bool:
            return (entry.department_id, entry.period) != (department_id, period)

        return replace(
            self,
            history=tuple(filter(is_other, self.history)),
            recorded=tuple(entry for entry in self.recorded if is_other(entry.submission)),
            narratives=tuple(entry for entry in self.narratives if is_other(entry[1])),
            task_states=tuple(entry for entry in self.task_states if is_other(entry[1])),
            superseded=(*self.superseded, *(entry for entry in self.recorded if not is_other(entry.submission))),
        )
