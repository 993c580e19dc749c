"""An upload on its way in: template out, file read, marked copy, preview, acceptance, receipt.

An upload not yet accepted, and what was read from it, live in the session on the server alone; a browser can confirm
what was read, never change it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from domain.observation import Draft, keeping_out
from domain.period import Period
from domain.plan import Department
from domain.problem import Problem, Severity, worst_first
from loaders import submission
from loaders import template as monthly_template
from loaders.guard import USUAL
from loaders.identity import Expected
from reports.annotated import annotated
from reports.annotated import file_name as marked_name
from storage.errors import StorageError, Superseded
from storage.store import Receipt
from ui import app
from ui.app import Here
from views.submission_preview import Preview
from views.submission_preview import preview as previewed

LARGEST_MB = USUAL.file_bytes // 1_000_000
_RECEIPT = "receipt"
_ROUND = "upload-round"  # a new round empties the uploader


@dataclass(frozen=True)
class Upload:
    name: str
    content: bytes


def template(here: Here, department: Department, period: Period) -> None:
    """The button that gives a department its workbook for the month."""
    plan, ledger = here.position.plan, here.position.ledger
    name = here.words("submit.template_file", department=department, period=str(period))

    def written() -> bytes:
        return monthly_template.write(plan, department, period, ledger.totals(period + -1), here.position.today)

    st.download_button(
        here.words("submit.template"), data=written, file_name=name, on_click="ignore", icon=":material/download:"
    )


def upload(here: Here) -> Upload | None:
    """The file handed in, or None while there is none."""
    key = f"upload:{st.session_state.setdefault(_ROUND, 0)}"
    given = st.file_uploader(here.words("submit.choose", limit=LARGEST_MB), max_upload_size=LARGEST_MB, key=key)
    return Upload(given.name, given.getvalue()) if given else None


def read(here: Here, given: Upload, department: Department, period: Period) -> tuple[Draft, ...]:
    """Every department-month in the upload, checked against what is known now."""
    expected = Expected(department.id, period)
    key = (hashlib.sha256(given.content).hexdigest(), given.name, expected, here.position.ledger.version)
    if st.session_state.get("read-key") != key:
        with st.spinner(here.words("submit.reading")):
            st.session_state["read"] = submission.read(
                given.name,
                given.content,
                here.position.plan,
                today=here.position.today,
                ledger=here.position.ledger,
                expected=expected,
            )
        st.session_state["read-key"] = key
    drafts: tuple[Draft, ...] = st.session_state["read"]
    return drafts


def problems(drafts: Sequence[Draft]) -> list[Problem]:
    """Everything found in the file, each finding once, worst first."""
    return worst_first({repr(problem): problem for draft in drafts for problem in draft.problems}.values())


def may_be_accepted(drafts: Sequence[Draft]) -> bool:
    """Whether nothing but a person's confirmation is missing. The very file in force is not accepted twice."""
    is_known = all(any(problem.code == "G01" for problem in draft.problems) for draft in drafts)
    return keeping_out(drafts, warnings_answered=True) is None and not is_known


def marked_copy(here: Here, given: Upload, drafts: Sequence[Draft]) -> None:
    """The button that gives the file back with its problems marked; none when nothing was found."""
    if problems(drafts):
        st.download_button(
            here.words("annotated.button"),
            data=lambda: annotated(given.name, given.content, drafts, here.words),
            file_name=marked_name(given.name, here.words),
            on_click="ignore",
            icon=":material/edit_note:",
        )


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
    st.session_state[_ROUND] += 1
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
