"""Several files at once, or an archive of them: each reports by itself, worst first, and one is looked at at a time.

Each file says itself whose and which month it is. A file is accepted whole or not at all, and without the others.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import streamlit as st

from domain.observation import Draft, Held, keeping_out
from domain.problem import Problem, Severity
from loaders import batch
from loaders.batch import Incoming
from ui import app, intake, panels, tables
from ui.app import Here
from ui.intake import Upload
from views import reading

_OPENED = "several-opened"
_ORDER = ("refused", "to_confirm", "clean", "accepted")  # verdicts, worst first


@dataclass(frozen=True)
class Reported:
    """A file with what reading it came to."""

    upload: Upload
    drafts: tuple[Draft, ...]

    @property
    def verdict(self) -> str:
        if self.drafts and all(any(found.code == "G01" for found in draft.problems) for draft in self.drafts):
            return "accepted"
        held = keeping_out(self.drafts, confirmed=False)
        return "clean" if held is None else "refused" if held is Held.ERROR else "to_confirm"


def chosen(here: Here, given: Sequence[tuple[str, bytes]]) -> Upload | None:
    """The list of all files with their verdicts, and the one picked from it."""
    words = here.words
    reported = sorted(_reported(here, _opened(given)), key=lambda each: _ORDER.index(each.verdict))
    verdicts = [each.verdict for each in reported]
    counts = {verdict: verdicts.count(verdict) for verdict in _ORDER}
    st.markdown(words("several.found", n=len(reported), **counts))
    _list(here, reported)
    waiting = [each for each in reported if each.verdict != "accepted"]
    if not waiting:
        return None
    names = [f"{each.upload.name} · {words(f'several.{each.verdict}')}" for each in waiting]
    place = st.selectbox(
        words("several.choose"), range(len(waiting)), format_func=names.__getitem__, key=f"several:{len(waiting)}"
    )
    return waiting[place].upload


def _opened(given: Sequence[tuple[str, bytes]]) -> list[Upload]:
    """The files, those in archives too; archives are opened in a worker, once."""
    key = tuple((name, hashlib.sha256(content).hexdigest()) for name, content in given)
    if st.session_state.get(_OPENED, (None,))[0] != key:
        st.session_state[_OPENED] = key, [file for name, content in given for file in _files(name, content)]
    files: list[Incoming] = st.session_state[_OPENED][1]
    return [Upload(file.name, file.content, refused=file.refused) for file in files]


def _files(name: str, content: bytes) -> Sequence[Incoming]:
    if not batch.is_archive(name):
        return [Incoming(name, content)]
    product = app.deployment()
    found = product.readers.call(batch.unpacked, name, content, product.limits)
    return [Incoming(name, b"", found)] if isinstance(found, Problem) else found


def _reported(here: Here, uploads: Sequence[Upload]) -> list[Reported]:
    """Every file read and checked; those not read before are read together, several at a time."""
    product, choices = app.deployment(), reading.choices(here.position.ledger)
    keep = partial(intake.kept_extracts, here)
    unread = [upload for upload in uploads if not intake.answers(upload) and keep(upload) is None]
    if unread:
        with st.spinner(here.words("submit.reading")):
            found = reading.extract_all(product, [upload.incoming for upload in unread], choices=choices)
            for upload, (_, extracts) in zip(unread, found, strict=True):
                keep(upload, extracts)
    return [Reported(upload, intake.read(here, upload)) for upload in uploads]


def _list(here: Here, reported: Sequence[Reported]) -> None:
    words = here.words
    titles = [words(f"several.column_{key}") for key in ("file", "verdict", "months", "found")]
    rows: list[list[tables.Entry]] = []
    for each in reported:
        grave = [problem.severity for problem in intake.problems(each.drafts)]
        figures = sum(len(draft.observations) for draft in each.drafts)
        errors, warnings = grave.count(Severity.ERROR), grave.count(Severity.WARNING)
        counted = words("several.counted", n=figures, errors=errors, warnings=warnings)
        rows.append([each.upload.name, words(f"several.{each.verdict}"), _months(here, each.drafts), counted])
    tables.show(titles, rows)


def _months(here: Here, drafts: Sequence[Draft]) -> str:
    """Whose and which months a file holds, as far as it says so."""
    known = [draft for draft in drafts if draft.department_id and draft.period]
    told = [f"{panels.department_name(here, draft.department_id)} {here.words.fact(draft.period)}" for draft in known]
    return here.words.fact(tuple(told[:3])) + (" …" if len(told) > 3 else "")
