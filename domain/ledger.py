"""Everything known at one moment, as plain records: what views and rules read. Filled by `storage.store`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property

from domain.decision import Corrected, Decision, Standing, corrections, set_right
from domain.life import IN_FORCE, LIVE, State
from domain.observation import Aspect, Draft, Narrative, Recorded, Submission, TaskState
from domain.period import Period
from domain.question import ReadingRule
from domain.ruling import Dispute, Override
from domain.said import NOTHING, Said, Told, over


@dataclass(frozen=True)
class Ledger:
    """The ledger as known at one moment.

    `history` holds every submission accepted by then, oldest first, and `said` what they say. Only the latest of each
    department-month counts, so a corrected figure appears once; what earlier ones had said tells the story of a figure.
    Whole-city totals and states of tasks are at hand for all indicators; of regions, cells, words and earlier figures
    those of one indicator are looked up when asked for.
    """

    version: int  # grows with every event; the key of caches and the stamp on reports
    history: tuple[Submission, ...]
    said: Said = field(default=NOTHING, compare=False, repr=False)
    locked: frozenset[Period] = frozenset()  # months whose bulletin is issued: nothing more is accepted for them
    decisions: tuple[Decision, ...] = ()  # those not ended, in the order made
    plan_sha256: str = ""  # the version of the plan in force; empty where none was recorded
    disputes: tuple[Dispute, ...] = ()
    overrides: tuple[Override, ...] = ()
    reading_rules: tuple[ReadingRule, ...] = ()  # those not revoked, in the order made

    # submissions

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

    @cached_property
    def _counting(self) -> Mapping[int, Submission]:
        """The submissions in force by number, in the order of months, then of the history: the later speaks last."""
        current = self.current
        months: dict[Period, list[Submission]] = defaultdict(list)
        for entry in self.history:
            if entry.state in IN_FORCE and current[entry.department_id, entry.period] is entry:
                months[entry.period].append(entry)
        return {entry.id: entry for period in sorted(months) for entry in months[period]}

    # figures

    @cached_property
    def _corrections(self) -> Corrected:
        return corrections(self.decisions)

    @cached_property
    def _values(self) -> Mapping[Aspect, Mapping[str, Mapping[Period, Decimal]]]:
        found: dict[Aspect, dict[str, dict[Period, Decimal]]] = {aspect: defaultdict(dict) for aspect in Aspect}
        said = self.said.totals
        for number, entry in self._counting.items():
            for indicator_id, aspect, value in said.get(number, ()):
                found[aspect][indicator_id][entry.period] = value
        for (indicator_id, region_id, period, aspect), made in self._corrections.items():
            values, right = found[aspect].get(indicator_id, {}), made.figure
            if region_id is None and right is not None and values.get(period) == made.said:
                values[period] = right
        return {aspect: dict(every) for aspect, every in found.items()}

    def values(
        self, indicator_id: str, region_id: str | None = None, aspect: Aspect = Aspect.CUMULATIVE
    ) -> Mapping[Period, Decimal]:
        """An indicator's figures by month, oldest first; months without a report are absent, never zero."""
        if region_id is None and aspect is not Aspect.MONTH:
            return self._values[aspect].get(indicator_id, {})
        found = self.series(indicator_id, region_id, aspect)
        return {period: entry.observation.value for period, entry in found.items()}

    def value(self, indicator_id: str, region_id: str | None, aspect: Aspect, period: Period) -> Decimal | None:
        """One figure; None where none was reported."""
        if region_id is None and aspect is not Aspect.MONTH:
            return self.values(indicator_id, None, aspect).get(period)
        entry = self.figure(indicator_id, region_id, aspect, period)
        return entry.observation.value if entry else None

    def series(
        self, indicator_id: str, region_id: str | None = None, aspect: Aspect = Aspect.CUMULATIVE
    ) -> Mapping[Period, Recorded]:
        """The same as `values`, each with its cell and its submission: to be asked for the indicator looked at."""
        every = self.said.figures(indicator_id).get((region_id, aspect), {})
        found = ((period, self._standing(every[period])) for period in sorted(every))
        return {period: entry for period, entry in found if entry}

    def figure(self, indicator_id: str, region_id: str | None, aspect: Aspect, period: Period) -> Recorded | None:
        """One figure with its cell and its submission; None where none was reported."""
        return self._standing(self.said.figures(indicator_id).get((region_id, aspect), {}).get(period, ()))

    def figures_of(self, submission: Submission) -> tuple[Recorded, ...]:
        """What one submission says, as it counts, or would: with what decisions have set right."""
        every = self.said.observations(submission.id)
        return tuple(set_right(Recorded(seen, submission), self._corrections) for seen in every)

    def _standing(self, told: Iterable[Told]) -> Recorded | None:
        """The one of them that counts: what the newest submission in force says, where several are."""
        counting = self._counting
        numbers = [number for _, number in told if number in counting]
        if not numbers:
            return None
        last = numbers[0] if len(numbers) == 1 else [number for number in counting if number in numbers][-1]
        return next(
            set_right(Recorded(seen, counting[last]), self._corrections) for seen, number in told if number == last
        )

    @cached_property
    def _outdone(self) -> Mapping[int, Submission]:
        """The submissions that counted until a newer one of their department-month came, by number."""
        counted = (entry for entry in self.history if entry.state in IN_FORCE)
        return {entry.id: entry for entry in counted if entry.id not in self._counting}

    def superseded(self, indicator_id: str) -> tuple[Recorded, ...]:
        """An indicator's totals for the whole city that counted until a newer submission came, as they were sent."""
        every = self.said.figures(indicator_id).get((None, Aspect.CUMULATIVE), {})
        told = (each for versions in every.values() for each in versions)
        return tuple(Recorded(seen, self._outdone[number]) for seen, number in told if number in self._outdone)

    def totals(self, period: Period) -> dict[str, Decimal]:
        """The whole-city totals recorded for a month, by indicator id."""
        every = self._values[Aspect.CUMULATIVE]
        return {indicator_id: values[period] for indicator_id, values in every.items() if period in values}

    def standing(self, decision: Decision, today: date) -> Standing:
        """Whether a decision is still needed, or reports itself as mended at its source or expired."""
        entry = self.figure(decision.indicator_id, decision.region_id, decision.aspect, decision.first)
        return decision.standing(entry.as_sent if entry else None, today)

    # tasks and words

    @cached_property
    def _tasks(self) -> Mapping[str, Mapping[Period, tuple[TaskState, Submission]]]:
        found: dict[str, dict[Period, tuple[TaskState, Submission]]] = defaultdict(dict)
        said = self.said.tasks
        for number, entry in self._counting.items():
            for state in said.get(number, ()):
                found[state.task_id][entry.period] = state, entry
        return found

    def task_states(self, task_id: str) -> Mapping[Period, tuple[TaskState, Submission]]:
        """What was reported of a task, by month, oldest first."""
        return self._tasks.get(task_id, {})

    def words(self, indicator_id: str, period: Period) -> tuple[tuple[Narrative, Submission], ...]:
        """What was written about an indicator with the reports of a month."""
        every = ((said, self._counting.get(number)) for said, number in self.said.words(indicator_id))
        return tuple((said, entry) for said, entry in every if entry and entry.period == period)

    # other moments, and what would be known

    def about(self, indicator_id: str) -> Ledger:
        """The same, of the submissions that give a total of one indicator: quicker to turn over in time."""
        every = self.said.figures(indicator_id)
        parts = (every.get((None, aspect), {}) for aspect in (Aspect.CUMULATIVE, Aspect.DENOMINATOR))
        named = {number for months in parts for told in months.values() for _, number in told}
        return replace(self, history=tuple(entry for entry in self.history if entry.id in named))

    def known_by(self, moment: datetime) -> Ledger:
        """The submissions, and what they say, as they were known at an earlier moment, that moment included.

        What was decided is not followed back; ask the store for the ledger of that moment where that matters. A
        submission that was in force once and is no more counts as of its own time.
        """
        return replace(self, history=tuple(entry for entry in self.history if entry.submitted_at <= moment))

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

    def counting(self, submission: Submission, said: Draft | None = None) -> Ledger:
        """What would be known if `submission` counted for its department-month, and said what `said` does if given."""
        place = (submission.department_id, submission.period)
        earlier = (entry for entry in self.chains.get(place, ()) if entry.sequence < submission.sequence)
        history = (*self.without(*place).history, *earlier, replace(submission, state=State.ACCEPTED))
        return replace(self, history=history, said=over(self.said, submission.id, said) if said else self.said)

    def without(self, department_id: str, period: Period) -> Ledger:
        """What would be known if nothing counted for a department-month."""

        def is_other(entry: Submission) -> bool:
            return (entry.department_id, entry.period) != (department_id, period)

        return replace(self, history=tuple(filter(is_other, self.history)))
