"""A file that was read, on its way into the ledger: preview and confirmation. How it was read is `intake`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from domain.life import CorrectionReason, State
from domain.observation import Draft, Held, Submission, keeping_out
from domain.problem_codes import asks_why
from domain.sending import Sending, seen
from service import acceptance
from ui import app, doubts, intake, panels, receipts, writing
from ui.app import Here
from ui.intake import Upload
from ui.plain import st
from views.questions import rules_of
from views.submission_preview import Preview
from views.submission_preview import preview as previewed


def may_be_accepted(drafts: Sequence[Draft]) -> bool:
    """Whether nothing but a person's confirmation is missing. The very file in force is not accepted twice."""
    return keeping_out(drafts, confirmed=True) is not Held.ERROR and not acceptance.is_known(drafts)


def preview(here: Here, drafts: Sequence[Draft]) -> Preview:
    return previewed(here.position, drafts, app.deployment().now)


def accept(here: Here, given: Upload, drafts: Sequence[Draft], shown: Preview, *, read_so: bool | None) -> None:
    """The confirmation and the button that stores the file.

    A warning needs a tick, and a reason where it asks why; a month sent before needs the correction's coded reason.
    `read_so` says whether layouts not seen before were confirmed; None where nothing was asked.
    """
    words, ledger = here.words, here.position.ledger
    looked_at = writing.seen(f"{given.name}:{drafts[0].sha256}", seen(ledger, drafts))
    has_warnings = keeping_out(drafts, confirmed=False) is Held.WARNING
    correction = _correction(here, shown.corrects) if shown.corrects else None
    needs_reason = asks_why(intake.problems(drafts)) or correction is CorrectionReason.OTHER
    may_say_why = has_warnings or needs_reason
    why = "submit.reason_wanted" if needs_reason else "submit.reason"
    reason = st.text_input(words(why), max_chars=200, key="reason") if may_say_why else ""
    confirmed = st.checkbox(words("submit.confirm"), key="confirm") if has_warnings else True
    by = st.text_input(words("submit.by"), value=writing.known_name(), max_chars=writing.MOST, key="by") or ""
    is_explained = bool(reason.strip() or not needs_reason) and bool(correction or not shown.corrects)
    ready = bool(confirmed and by.strip() and is_explained and read_so is not False)
    if not ready:
        st.caption(words("submit.needed_correction" if shown.corrects else "submit.needed"))
    if read_so is False:
        st.caption(words("layout.needed"))
    if st.button(words("submit.accept"), type="primary", disabled=not ready) and ready:

        def store(by: str, _: datetime) -> None:
            sending = Sending(
                by,
                reason=reason.strip(),
                confirmed=bool(confirmed),
                correction=correction,
                layouts_confirmed=bool(read_so),
                rules=rules_of(drafts, doubts.habits(), by=by, reason=reason.strip()),
                seen=looked_at,
            )
            receipts.keep(acceptance.accept(app.deployment(), given.content, drafts, sending))
            intake.done()

        writing.write(here, by.strip(), store)


def _correction(here: Here, replaced: Sequence[Submission]) -> CorrectionReason | None:
    """Says which submissions would be replaced, and asks why."""
    words = here.words
    for entry in replaced:
        key = "submit.replaces_waiting" if entry.state == State.AWAITING else "submit.replaces"
        moment = app.deployment().local(entry.submitted_at)
        who = panels.department_name(here, entry.department_id)
        facts = {"department": who, "period": entry.period, "number": str(entry.id), "by": entry.submitted_by}
        st.caption(words(key, **facts, moment=moment, file=entry.file_name))
    return st.selectbox(
        words("submit.correction"),
        list(CorrectionReason),
        index=None,
        placeholder=words("submit.correction_choose"),
        format_func=lambda reason: words(f"correction_reason.{reason}"),
        key="correction",
    )
