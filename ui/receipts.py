"""The receipts of what was accepted last in this session, one for each department-month of each file."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from domain.life import State
from domain.observation import Submission
from storage.store import Receipt
from ui import app, panels, submissions, tables
from ui.app import Here
from ui.tables import Text

_KEPT = "receipts"
_MOST_SENTENCES = 3  # beyond, a table is easier to read


def keep(receipts: Sequence[Receipt]) -> None:
    st.session_state[_KEPT] = tuple(receipts)


def show(here: Here) -> None:
    words, receipts = here.words, st.session_state.get(_KEPT, ())
    if len(receipts) <= _MOST_SENTENCES:
        for entry in receipts:
            st.success(words(_key(entry), **_facts(here, entry.submission)), icon=":material/check_circle:")
        return
    files = len({entry.submission.sha256 for entry in receipts})
    st.success(words("several.taken", n=files), icon=":material/check_circle:")
    titles = [words(f"column.{key}") for key in ("file", "department", "month", "receipt", "submission_state")]
    rows = (
        [
            entry.submission.file_name,
            panels.department_name(here, entry.submission.department_id),
            words.month(entry.submission.period),
            Text(str(entry.submission.id), link=submissions.to_submission(here, entry.submission)),
            words(f"submission_state.{entry.submission.state}"),
        ]
        for entry in receipts
    )
    tables.show(titles, rows)


def _key(entry: Receipt) -> str:
    if entry.unchanged:
        return "submit.unchanged"
    return "submit.receipt_waiting" if entry.submission.state == State.AWAITING else "submit.receipt"


def _facts(here: Here, sent: Submission) -> dict[str, object]:
    return {
        "department": here.position.plan.department(sent.department_id),
        "period": sent.period,
        "number": str(sent.id),
        "moment": app.deployment().local(sent.submitted_at),
        "file": sent.file_name,
        "mark": sent.sha256[:12],
    }
