"""Several files at once, or an archive of them: each reports by itself, worst first, and one is looked at at a time.

Each file says itself whose and which month it is. A file is accepted whole or not at all, and without the others.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from domain.layout import ASKED
from domain.observation import Draft, Held, keeping_out
from domain.problem import Problem, Severity
from domain.sending import Sending
from loaders import batch
from loaders.batch import Incoming
from loaders.limits import Limits
from reports import annotated_several
from service import acceptance, reading
from service.acceptance import Taken
from ui import app, intake, kept, panels, receipts, tables, writing
from ui.app import Here
from ui.intake import Upload
from ui.plain import st

_OPENED, _REPORTED = "several-opened", "several-reported"
_ORDER = ("refused", "to_confirm", "clean", "accepted")  # verdicts, worst first


@dataclass(frozen=True)
class Reported:
    """A file with what reading it came to."""

    upload: Upload
    drafts: tuple[Draft, ...]

    @property
    def verdict(self) -> str:
        if acceptance.is_known(self.drafts):
            return "accepted"
        held = keeping_out(self.drafts, confirmed=False)
        return "clean" if held is None else "refused" if held is Held.ERROR else "to_confirm"


def chosen(here: Here, given: Sequence[tuple[str, bytes]]) -> Upload | None:
    """The list of all files with their verdicts, what can be done with them together, and the one picked from it."""
    words = here.words
    reported = sorted(_reported(here, _opened(given)), key=lambda each: _ORDER.index(each.verdict))
    verdicts = [each.verdict for each in reported]
    counts = {verdict: verdicts.count(verdict) for verdict in _ORDER}
    st.markdown(words("several.found", n=len(reported), **counts))
    waiting = [each for each in reported if each.verdict != "accepted"]
    if waiting:
        _list(here, waiting)
    if counts["accepted"]:
        with st.expander(words("several.accepted_list", n=counts["accepted"])):
            _list(here, [each for each in reported if each.verdict == "accepted"])
    if not waiting:
        kept.forget()
        return None
    if counts["clean"]:
        _accept_clean(here, waiting, counts["clean"])
    _marked_copies(here, waiting)
    names = [f"{each.upload.name} · {words(f'several.{each.verdict}')}" for each in waiting]
    place = st.selectbox(
        words("several.choose"), range(len(waiting)), format_func=names.__getitem__, key=f"several:{len(waiting)}"
    )
    return waiting[place].upload


def _accept_clean(here: Here, waiting: Sequence[Reported], n: int) -> None:
    """One button for all files that nothing keeps out; the server asks that of each again, when its turn comes."""
    words, product = here.words, app.deployment()
    with st.form("accept-clean", border=True):
        st.caption(words("several.accept_about"))
        by = writing.signed(here, "accept-clean")
        pressed = st.form_submit_button(words("several.accept_clean", n=n), type="primary", key="accept-clean-button")
    if not pressed:
        return

    def store(by: str, _: datetime) -> None:
        uploads = [each.upload for each in waiting]
        read = [(upload.incoming, intake.extracts(here, upload, intake.answers(upload))) for upload in uploads]
        taken: list[Taken] = []
        bar = st.progress(0.0)
        for each in acceptance.accept_all(product, acceptance.in_turn(read), Sending(by)):
            taken.append(each)
            bar.progress(len(taken) / len(read), words("several.accepting", done=len(taken), of=len(read)))
        receipts.keep([receipt for each in taken for receipt in each.receipts])
        for each in taken:
            if each.refused:
                raise each.refused

    writing.write(here, by, store)


def _marked_copies(here: Here, waiting: Sequence[Reported]) -> None:
    """The button that gives all files back with their problems marked, in one archive."""
    wanted = [(each.upload.incoming, each.drafts) for each in waiting if intake.problems(each.drafts)]
    if len(wanted) > 1:
        readers = app.deployment().readers
        st.download_button(
            here.words("several.marked"),
            data=lambda: annotated_several.archive(annotated_several.marked(readers, wanted, here.words)),
            file_name=here.words("several.marked_file"),
            on_click="ignore",
            icon=":material/folder_zip:",
        )


def _opened(given: Sequence[tuple[str, bytes]]) -> list[Upload]:
    """The files, those in archives too; archives are opened in a worker, once."""
    key = tuple((name, hashlib.sha256(content).hexdigest()) for name, content in given)
    if st.session_state.get(_OPENED, (None,))[0] != key:
        st.session_state[_OPENED] = key, _all_files(given)
    files: list[Incoming] = st.session_state[_OPENED][1]
    return [Upload(file.name, file.content, refused=file.refused) for file in files]


def _all_files(given: Sequence[tuple[str, bytes]]) -> list[Incoming]:
    """Every file. All archives together may unpack to what a single one may: what is found is kept in memory."""
    files, limits = list[Incoming](), app.deployment().limits
    for name, content in given:
        found = _files(name, content, limits)
        files += found
        if batch.is_archive(name):
            left = limits.unpacked_bytes - sum(len(file.content) for file in found)
            limits = replace(limits, unpacked_bytes=left)
    return files


def _files(name: str, content: bytes, limits: Limits) -> Sequence[Incoming]:
    if not batch.is_archive(name):
        return [Incoming(name, content)]
    found = app.deployment().readers.call(batch.unpacked, name, content, limits)
    return [Incoming(name, b"", found)] if isinstance(found, Problem) else found


def _reported(here: Here, uploads: Sequence[Upload]) -> list[Reported]:
    """Every file read, and checked as it would be in its turn; kept until files, answers or what is known change."""
    answered = [(upload.key, sorted(intake.answers(upload).items())) for upload in uploads]
    basis = repr((answered, here.key, intake.upload_round()))
    if st.session_state.get(_REPORTED, ("",))[0] != basis:
        _read_together(here, uploads)
        extracts = [intake.extracts(here, upload, intake.answers(upload)) for upload in uploads]
        drafts = acceptance.foreseen(app.deployment(), extracts, here.position.ledger)
        st.session_state[_REPORTED] = basis, [Reported(*each) for each in zip(uploads, drafts, strict=True)]
    return st.session_state[_REPORTED][1]


def _read_together(here: Here, uploads: Sequence[Upload]) -> None:
    """Those not read before, several at a time, while a bar shows how far it is."""
    product, choices = app.deployment(), reading.choices(here.position.ledger)
    keep = partial(intake.kept_extracts, here)
    unread = [upload for upload in uploads if not intake.answers(upload) and keep(upload) is None]
    if not unread:
        return
    of, told = len(unread), partial(here.words, "several.reading", of=len(unread))
    bar = st.progress(0.0, told(done=0))
    found = reading.extract_all(product, [upload.incoming for upload in unread], choices=choices)
    for done, (upload, (_, extracts)) in enumerate(zip(unread, found, strict=True), 1):
        keep(upload, extracts)
        bar.progress(done / of, told(done=done))
    bar.empty()


def _list(here: Here, reported: Sequence[Reported]) -> None:
    words = here.words
    titles = [words(f"several.column_{key}") for key in ("file", "verdict", "months", "found")]
    rows: list[list[tables.Entry]] = []
    for each in reported:
        grave = [problem.severity for problem in intake.problems(each.drafts)]
        figures = sum(len(draft.observations) for draft in each.drafts)
        errors, warnings = grave.count(Severity.ERROR), grave.count(Severity.WARNING)
        counted = words("several.counted", n=figures, errors=errors, warnings=warnings)
        if any(problem.code in ASKED for problem in intake.problems(each.drafts)):
            counted += words("several.layout")
        rows.append([each.upload.name, words(f"several.{each.verdict}"), _months(here, each.drafts), counted])
    tables.show(titles, rows)


def _months(here: Here, drafts: Sequence[Draft]) -> str:
    """Whose and which months a file holds, as far as it says so."""
    known = [draft for draft in drafts if draft.department_id and draft.period]
    told = [f"{panels.department_name(here, draft.department_id)} {here.words.fact(draft.period)}" for draft in known]
    return here.words.fact(tuple(told[:3])) + (" …" if len(told) > 3 else "")
