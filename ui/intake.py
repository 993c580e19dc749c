"""A file on its way in: template out, file uploaded and read, problems, marked copy. What follows is `acceptance`.

What was read from an upload lives in the session on the server alone; a browser can confirm it, never change it. The
file is opened in a worker process, never here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from domain.observation import Draft
from domain.period import Period
from domain.plan import Department
from domain.problem import Problem, worst_first
from loaders import template as monthly_template
from loaders.batch import Incoming
from loaders.guard import printable
from loaders.identity import Expected
from loaders.submission import Extract
from reports.annotated import annotated_apart
from reports.annotated import file_name as marked_name
from ui import app, kept
from ui.app import Here
from views import reading

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
    """The file handed in, or the one kept from an earlier visit; None while there is none."""
    key, most = f"upload:{st.session_state.setdefault(_ROUND, 0)}", app.deployment().settings.reading.max_file_mb
    given = st.file_uploader(here.words("submit.choose", limit=most), max_upload_size=most, key=key)
    if given:
        kept.keep(given.name, given.getvalue())
        return Upload(given.name, given.getvalue())
    left = kept.found(here)
    return Upload(left.name, left.content) if left else None


def answers() -> dict[str, str]:
    """The answers given to the questions of the upload on the page, by key."""
    return st.session_state.setdefault(f"answers:{st.session_state.get(_ROUND, 0)}", {})


def done() -> None:
    """Take the upload off the page: it is accepted."""
    kept.forget()
    st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1


def read(
    here: Here, given: Upload, department: Department, period: Period, answers: Mapping[str, str]
) -> tuple[Draft, ...]:
    """Every department-month in the upload, checked against what is known now."""
    found = extracts(here, given, Expected(department.id, period), answers)
    return reading.compared(app.deployment(), found, here.position.ledger)


def extracts(here: Here, given: Upload, expected: Expected, answers: Mapping[str, str]) -> tuple[Extract, ...]:
    """What the upload says under these answers. Opened once for each set of them, and kept while it is on the page."""
    product, ledger = app.deployment(), here.position.ledger
    file = (hashlib.sha256(given.content).hexdigest(), given.name, expected, here.position.today, ledger.reading_rules)
    if st.session_state.get("extracts-of") != repr(file):
        st.session_state["extracts-of"], st.session_state["extracts"] = repr(file), {}
    kept: dict[str, tuple[Extract, ...]] = st.session_state["extracts"]
    key = repr(sorted(answers.items()))
    if key not in kept:
        with st.spinner(here.words("submit.reading")):
            incoming, choices = Incoming(printable(given.name), given.content), reading.choices(ledger, answers)
            kept[key] = reading.extract(product, incoming, expected, choices)
    return kept[key]


def problems(drafts: Sequence[Draft]) -> list[Problem]:
    """Everything found in the file, each finding once, worst first."""
    return worst_first({repr(problem): problem for draft in drafts for problem in draft.problems}.values())


def marked_copy(here: Here, given: Upload, drafts: Sequence[Draft]) -> None:
    """The button that gives the file back with its problems marked; none when nothing was found."""
    product = app.deployment()
    if problems(drafts):
        st.download_button(
            here.words("annotated.button"),
            data=lambda: annotated_apart(product.readers, given.name, given.content, drafts, here.words),
            file_name=marked_name(given.name, here.words),
            on_click="ignore",
            icon=":material/edit_note:",
        )
