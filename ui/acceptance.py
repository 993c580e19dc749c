"""A file that was read, on its way into the ledger: preview, confirmation, receipt. How it was read is `intake`."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from domain.observation import Draft, keeping_out
from domain.problem import Severity
from storage.errors import StorageError, Superseded
from storage.store import Receipt
from ui import app, intake
from ui.app import Here
from ui.intake import Upload
from views.submission_preview import Preview
from views.submission_preview import preview as previewed

_RECEIPT = "receipt"


def may_be_accepted(drafts: Sequence[Draft]) -> bool:
    """Whether nothing but a person's confirmation is missing. The very file in force is not accepted twice."""
    is_known = all(any(problem.code == "G01" for problem in draft.problems) for draft in drafts)
    return keeping_out(drafts, warnings_answered=True) is None and not is_known


def preview(here: Here, drafts: Sequence[Draft]) -> Preview:
    return previewed(here.position, drafts, app.deployment().now)


def accept(here: Here, given: Upload, drafts: Sequence[Draft], shown: Preview) -> None:
    """The confirmation and the button that stores the file. A warning needs a tick and a reason."""
    words = here.words
    has_warnings = keeping_out(drafts, warnings_answered=False) is Severity.WARNING
    reason = st.text_input(words("submit.reason"), max_chars=200, key="reason") if has_warnings else ""
    confirmed = st.checkbox(words("submit.confirm"), key="confirm") if has_warnings else True
    by = st.text_input(words("submit.by"), max_chars=40, key="by")
    ready = bool(confirmed and by.strip() and (reason.strip() or not has_warnings))
    if not ready:
        st.caption(words("submit.needed"))
    if st.button(words("submit.accept"), type="primary", disabled=not ready) and ready:
        _store(here, given, drafts, shown, by.strip(), reason.strip())


def _store(here: Here, given: Upload, drafts: Sequence[Draft], shown: Preview, by: str, reason: str) -> None:
    words = here.words
    try:
        receipts = app.deployment().store.accept_file(
            drafts, given.content, by=by, at=app.deployment().now, reason=reason, seen_sequence=shown.seen_sequence
        )
    except Superseded:
        st.error(words("submit.superseded"))
        return
    except StorageError as error:
        st.error(words(f"storage_error.{error.code}", **error.facts))
        return
    st.session_state[_RECEIPT] = receipts
    intake.done()
    st.rerun()


def receipt(here: Here) -> None:
    """The receipt of what was accepted last in this session."""
    receipts: tuple[Receipt, ...] = st.session_state.get(_RECEIPT, ())
    for entry in receipts:
        sent = entry.submission
        facts = {
            "department": here.position.plan.department(sent.department_id),
            "period": sent.period,
            "number": str(sent.id),
            "moment": app.deployment().local(sent.submitted_at),
            "file": sent.file_name,
            "mark": sent.sha256[:12],
        }
        st.success(here.words("submit.receipt", **facts), icon=":material/check_circle:")
