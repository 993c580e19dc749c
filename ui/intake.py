"""A file on its way in: template out, file uploaded and read, problems, marked copy. What follows is `acceptance`.

What was read from an upload lives in the session on the server alone; a browser can confirm it, never change it. The
file is opened in a worker process, never here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from domain.layout import settling
from domain.observation import Draft
from domain.period import Period
from domain.plan import Department
from domain.problem import Problem, worst_first
from loaders import template as monthly_template
from loaders.answers import NONE_GIVEN
from loaders.batch import Incoming
from loaders.guard import printable
from loaders.owners.owner import ANYBODY, Expected
from loaders.submission import Extract
from reports.annotated import annotated_apart
from reports.annotated import file_name as marked_name
from service import reading
from ui import app, kept
from ui.app import Here
from ui.plain import st

SEVERAL = "several"  # whether more than one file lies in the uploader
_ROUND = "upload-round"  # a new round empties the uploader


@dataclass(frozen=True)
class Upload:
    """A file handed in. `expected` is what was said of it on the page; `refused` why it cannot even be opened."""

    name: str
    content: bytes
    expected: Expected = ANYBODY
    refused: Problem | None = None

    @property
    def incoming(self) -> Incoming:
        return Incoming(printable(self.name), self.content, self.refused)

    @property
    def key(self) -> str:
        """The same file, said to be the same, has the same."""
        return repr((self.name, hashlib.sha256(self.content).hexdigest(), self.expected))


def template(here: Here, department: Department, period: Period) -> None:
    """The button that gives a department its workbook for the month."""
    plan, ledger = here.position.plan, here.position.ledger
    if not monthly_template.is_asked(plan, department, period):
        st.info(here.words("submit.nothing_asked", department=department, period=period))
        return
    name = here.words("submit.template_file", department=department, period=str(period))

    def written() -> bytes:
        previous = ledger.totals(plan.reported_before(period))
        return monthly_template.write(plan, department, period, previous, here.position.today)

    st.download_button(
        here.words("submit.template"), data=written, file_name=name, on_click="ignore", icon=":material/download:"
    )


def upload_round() -> int:
    """Counts how often the uploader was emptied; part of its key."""
    return st.session_state.setdefault(_ROUND, 0)


def done() -> None:
    """Take the upload off the page: it is accepted. Of several files the others stay, and stay kept."""
    if not st.session_state.get(SEVERAL):
        kept.forget()
        st.session_state[_ROUND] = upload_round() + 1


def answers(given: Upload) -> dict[str, str]:
    """The answers given to the questions of an upload, by key."""
    return st.session_state.setdefault(f"answers:{upload_round()}:{given.key}", {})


def read(here: Here, given: Upload) -> tuple[Draft, ...]:
    """Every department-month in the upload under the answers given, checked against what is known now."""
    found = extracts(here, given, answers(given))
    return reading.compared(app.deployment(), found, here.position.ledger)


def extracts(here: Here, given: Upload, answers: Mapping[str, str]) -> tuple[Extract, ...]:
    """What the upload says under these answers. Opened once for each set of them."""
    found = kept_extracts(here, given, answers=answers)
    if found is None:
        choices = reading.choices(here.position.ledger, answers)
        with st.spinner(here.words("submit.reading")):
            found = reading.extract(app.deployment(), given.incoming, given.expected, choices)
        kept_extracts(here, given, found, answers=answers)
    return found


def kept_extracts(
    here: Here, given: Upload, made: tuple[Extract, ...] | None = None, *, answers: Mapping[str, str] = NONE_GIVEN
) -> tuple[Extract, ...] | None:
    """What was made of an upload earlier, kept while rules, day and uploader stay the same; `made` is kept from now."""
    basis = repr((upload_round(), here.position.today, settling(here.position.ledger.reading_rules)))
    if st.session_state.get("extracts-of") != basis:
        st.session_state["extracts-of"], st.session_state["extracts"] = basis, {}
    known: dict[str, tuple[Extract, ...]] = st.session_state["extracts"]
    key = repr((given.key, sorted(answers.items())))
    if made is not None:
        known[key] = made
    return known.get(key)


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
