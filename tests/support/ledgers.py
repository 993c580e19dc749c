"""Ledgers of given figures without a database, and all that a ledger holds: the product never asks for that much."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

from domain.ledger import Ledger
from domain.life import IN_FORCE
from domain.observation import Draft, Narrative, Observation, Recorded, Submission, TaskState
from domain.said import Drafts


def ledger_with(
    recorded: Iterable[Recorded],
    history: Sequence[Submission] = (),
    *,
    task_states: Iterable[tuple[TaskState, Submission]] = (),
    **given: Any,
) -> Ledger:
    """A ledger whose submissions say just this; those missing in `history` stand after it, in the order given."""
    figures, states = list(recorded), list(task_states)
    every = {entry.id: entry for entry in history}
    every |= {entry.id: entry for entry in (*(e.submission for e in figures), *(s for _, s in states))}
    said = {
        number: Draft(entry.file_name, entry.sha256, entry.department_id, entry.period)
        for number, entry in every.items()
    }
    for entry in figures:
        number = entry.submission.id
        said[number] = replace(said[number], observations=(*said[number].observations, entry.observation))
    for state, sent in states:
        said[sent.id] = replace(said[sent.id], task_states=(*said[sent.id].task_states, state))
    return Ledger(**{"version": 1, "history": tuple(every.values()), "said": Drafts(said)} | given)


def recorded(ledger: Ledger) -> tuple[Recorded, ...]:
    """Every figure that counts, in the order accepted."""
    counting = {entry.id for entry in ledger.current.values()}
    return tuple(e for sent in ledger.history if sent.id in counting for e in ledger.figures_of(sent))


def superseded(ledger: Ledger) -> tuple[Recorded, ...]:
    """Every figure that counted until a newer submission of its department-month came, as it was sent."""
    counting = {entry.id for entry in ledger.current.values()}
    outdone = [entry for entry in ledger.history if entry.state in IN_FORCE and entry.id not in counting]
    return tuple(Recorded(seen, sent) for sent in outdone for seen in ledger.said.observations(sent.id))


def narratives(ledger: Ledger) -> tuple[tuple[Narrative, Submission], ...]:
    """All words of what counts, of indicators that have a figure in some month."""
    named = dict.fromkeys(entry.observation.indicator_id for entry in recorded(ledger))
    periods = dict.fromkeys(period for _, period in ledger.current)
    return tuple(said for indicator_id in named for period in periods for said in ledger.words(indicator_id, period))


def task_states(ledger: Ledger) -> tuple[tuple[TaskState, Submission], ...]:
    """All states of tasks that count."""
    return tuple((state, sent) for sent in ledger.current.values() for state in ledger.said.tasks.get(sent.id, ()))


def keeping(ledger: Ledger, kept: Callable[[Observation], bool]) -> Ledger:
    """The same with those figures alone."""
    return saying(ledger, lambda seen: seen if kept(seen) else None)


def saying(ledger: Ledger, told: Callable[[Observation], Observation | None]) -> Ledger:
    """The same where each figure is what `told` makes of it; None leaves it out."""
    drafts = {
        sent.id: Draft(
            sent.file_name,
            sent.sha256,
            sent.department_id,
            sent.period,
            tuple(said for seen in ledger.said.observations(sent.id) if (said := told(seen))),
        )
        for sent in ledger.history
    }
    return replace(ledger, said=Drafts(drafts))
