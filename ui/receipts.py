"""The receipts of what was accepted last in this session, one for each department-month of each file."""

from __future__ import annotations

from collections.abc import Sequence

from domain.life import State
from domain.observation import Submission
from storage.store import Receipt
from ui import app, panels, submissions, tables
from ui.app import Here
from ui.plain import st
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
    files: dict[str, list[Submission]] = {}
    for entry in receipts:
        files.setdefault(entry.submission.sha256, []).append(entry.submission)
    st.success(words("several.taken", n=len(files)), icon=":material/check_circle:")
    titles = [words(f"column.{key}") for key in ("file", "department", "month", "receipt", "submission_state")]
    tables.show(titles, [_row(here, sent) for sent in files.values()])


def _row(here: Here, sent: Sequence[Submission]) -> list[tables.Entry]:
    """One file with all it brought in; its number leads to the first of them."""
    words, first, last = here.words, sent[0], sent[-1]
    who = tuple(dict.fromkeys(panels.department_name(here, entry.department_id) for entry in sent))
    months = sorted({entry.period for entry in sent})
    spans = {"first": months[0], "last": months[-1], "n": len(months)}
    number = str(first.id) if first is last else words("several.numbers", first=str(first.id), last=str(last.id))
    return [
        first.file_name,
        words.fact(who),
        words.month(months[0]) if len(months) == 1 else words("several.months", **spans),
        Text(number, link=submissions.to_submission(here, first)),
        words(f"submission_state.{first.state}"),
    ]


def _key(entry: Receipt) -> str:
    if entry.unchanged:
        return "submit.unchanged"
    return "submit.receipt_waiting" if entry.submission.state == State.AWAITING else "submit.receipt"


def _facts(here: Here, sent: Submission) -> dict[str, object]:
    return {
        "department": here.position.plan.known_as("department", sent.department_id),
        "period": sent.period,
        "number": str(sent.id),
        "moment": app.deployment().local(sent.submitted_at),
        "file": sent.file_name,
        "mark": sent.sha256[:12],
    }
