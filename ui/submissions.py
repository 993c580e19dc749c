"""What the office sees and does of submissions: what waits, one of them with its life and effect, the locked months."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from domain.life import State
from domain.observation import Submission
from storage import office
from storage.journal import Event
from ui import app, controls, panels, tables, writing
from ui.app import Here
from ui.plain import st
from ui.tables import Text
from views import submission_life as view

MOST = 200  # submissions to choose from
VERBS = {State.CONFIRMED: "confirm", State.RETURNED: "return", State.WITHDRAWN: "withdraw"}


def state(here: Here, submission: Submission) -> str:
    """The state in words, and whether a later submission counts instead."""
    told = here.words(f"submission_state.{submission.state}")
    superseded = here.position.ledger.is_superseded(submission)
    return here.words("submission_state.superseded", state=told) if superseded else told


def _waiting(here: Here) -> None:
    """What waits for the office, or that nothing does and why."""
    if found := view.waiting(here.position):
        listed(here, found)
    else:
        st.info(here.words("submissions.none_waiting"))
    if not app.deployment().store.confirmation:
        st.caption(here.words("submissions.counts_at_once"))


def listed(here: Here, found: Sequence[Submission]) -> None:
    """Submissions as a table, each leading to its own view."""
    words = here.words
    titles = [
        words(f"column.{key}")
        for key in (
            "submission",
            "department",
            "month",
            "submitted_at",
            "submitted_by",
            "submission_state",
            "correction",
        )
    ]
    rows = (
        [
            Text(words("submissions.number", number=str(entry.id)), link=to_submission(here, entry)),
            panels.department_name(here, entry.department_id),
            words.month(entry.period),
            words.instant(app.deployment().local(entry.submitted_at)),
            entry.submitted_by,
            state(here, entry),
            words(f"correction_reason.{entry.correction}") if entry.correction else "",
        ]
        for entry in found
    )
    tables.show(titles, rows)


def to_submission(here: Here, submission: Submission) -> str:
    return here.address("submissions", submission=str(submission.id))


def chosen(here: Here) -> Submission | None:
    """What waits, and one submission: the one the address names, else what waits longest, else the newest.

    To be chosen from are those that wait and the newest; earlier ones are reached from the pages that list them.
    """
    words, history, asked = here.words, here.position.ledger.history, st.query_params.get("submission", "")
    named = [entry for entry in history if str(entry.id) == asked]
    options = list(dict.fromkeys((*view.waiting(here.position), *reversed(history[-MOST:]), *named)))
    if not options:
        st.info(words("submissions.nothing_sent"))
        return None
    st.subheader(words("submissions.waiting"), anchor=False)
    _waiting(here)

    def written(entry: Submission) -> str:
        who = panels.department_name(here, entry.department_id)
        facts = {"number": str(entry.id), "department": who, "period": entry.period, "sequence": str(entry.sequence)}
        return words("submissions.option", **facts, state=state(here, entry))

    return controls.choice("submission", words("submissions.choose"), options, lambda entry: str(entry.id), written)


def facts(here: Here, submission: Submission) -> None:
    """Who sent it, when, which file, and why it corrects another."""
    words = here.words
    channel = f"channel.{submission.channel}"
    st.markdown(
        words(
            "submissions.facts",
            by=submission.submitted_by,
            moment=app.deployment().local(submission.submitted_at),
            file=submission.file_name,
            mark=submission.sha256[:12],
            channel=words(channel) if words.has(channel) else submission.channel,
        )
    )
    if submission.correction:
        why = words(f"correction_reason.{submission.correction}")
        st.caption(words("submissions.why", correction=why, reason=submission.reason or "—"))
    elif submission.reason:
        st.caption(words("submissions.said", reason=submission.reason))


def told(here: Here, submission: Submission) -> None:
    """The warnings and notes it was accepted with, as they were said then."""
    found = app.deployment().store.problems_of(submission.id)
    if found:
        st.subheader(here.words("submissions.told"), anchor=False)
        panels.problems(here, found)


def life(here: Here, steps: Sequence[Event]) -> None:
    """What happened to it, step by step."""
    words = here.words
    titles = [words(f"column.{key}") for key in ("step", "at", "actor", "reason")]
    rows = (
        [
            words(f"submission_state.{entry.action}"),
            words.instant(app.deployment().local(entry.at)),
            entry.actor,
            entry.reason,
        ]
        for entry in steps
    )
    tables.show(titles, rows)


def effect(here: Here, submission: Submission) -> None:
    """What it changes cell by cell and light by light, before and after."""
    words, found = here.words, view.effect(here.position, submission)
    if found.after:
        st.subheader(words("submissions.changed_figures", sequence=str(found.after.sequence)), anchor=False)
        panels.figure_changes(here, found.figures)
    else:
        with st.expander(words("submissions.new_figures", n=len(found.figures))):
            panels.figure_changes(here, found.figures)
    st.subheader(words("submissions.changed_lights"), anchor=False)
    panels.changes(here, found.statuses, "submit.no_lights")


def act(here: Here, submission: Submission) -> None:
    """Confirm, return or withdraw it. The server refuses a step that rests on a state no longer there."""
    words, possible = here.words, view.steps(submission)
    seen = writing.seen(f"submission:{submission.id}", submission.state)
    if not possible:
        st.info(words("submissions.closed"))
        return
    if not here.is_now:
        st.info(words("writing.past"))
        return
    with st.form("step", border=True):
        to = st.radio(
            words("submissions.step"),
            possible,
            format_func=lambda step: words(f"submissions.{VERBS[step]}"),
            horizontal=True,
        )
        reason, by = writing.explained(here, "step")
        pressed = st.form_submit_button(words("submissions.do"), type="primary")
    if pressed:
        engines, number = app.deployment().store.engines, submission.id
        told = words("submissions.done", number=str(number), state=words(f"submission_state.{to}"))
        writing.write(
            here,
            by,
            lambda by, at: office.move(engines, number, to, by=by, at=at, reason=reason, seen=seen),
            told,
        )


def locks(here: Here) -> None:
    """The locked months, and the form that locks or unlocks one."""
    words, locked = here.words, here.position.ledger.locked
    st.caption(words("locks.about"))
    if locked:
        st.markdown(words("locks.locked", months=tuple(sorted(locked))))
    else:
        st.info(words("locks.none"))
    if not here.is_now:
        return
    month = controls.choice("month", words("locks.month"), here.months, str, words.month)
    verb = "unlock" if month in locked else "lock"
    with st.form("lock", border=True):
        reason, by = writing.explained(here, "lock")
        pressed = st.form_submit_button(words(f"locks.{verb}"))
    if pressed:
        change = partial(office.unlock if month in locked else office.lock, app.deployment().store.engines, month)
        told = words(f"locks.{verb}_done", period=month)
        writing.write(here, by, lambda by, at: change(by=by, at=at, reason=reason), told)
