"""`manage.py check` and `load`: sheets read and told of, and taken into the ledger one after the other."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any

import typer

from domain.ledger import Ledger
from domain.observation import Draft
from domain.plan import Plan
from domain.sending import Sending
from loaders.batch import Incoming, incoming
from loaders.owners.owner import ANYBODY, Expected
from loaders.submission import Extract
from service import acceptance, reading
from service.acceptance import Taken
from storage.errors import StorageError
from verbs.encoding import say
from verbs.interruption import finishing
from verbs.session import BY, Answers, Json, Sheets, a_path, session, show
from verbs.writing import Replace, make_folder, write
from views import listings, terminal
from views.refusal import refusal


def check(
    files: Sheets,
    department: Annotated[str | None, typer.Option(help="The department the sheets should be from.")] = None,
    period: Annotated[str | None, typer.Option(help="The month they should be for.")] = None,
    annotate: Annotated[
        Path | None,
        typer.Option(
            parser=a_path, metavar="OUT", help="Write the files back with their problems marked: file, folder or .zip."
        ),
    ] = None,
    replace: Replace = False,
    answer: Answers = None,
    as_json: Json = False,
) -> None:
    """Read sheets and say what is wrong with each and what load would do with it; nothing is stored.

    Exit 1 if anything is an error.
    """
    expected = Expected(
        None if department is None else session.department(department).id,
        None if period is None else session.period(period),
    )
    known = session.deployment.known()
    extracts = _extracts(list(incoming(files, session.deployment.limits)), known, answer, expected)
    found = [(file, reading.compared(session.deployment, read, known)) for file, read in extracts]
    if annotate:
        _write_marked(found, annotate, replace=replace)
    drafts = [draft for _, read in found for draft in read]
    if as_json:
        show(listings.check_listing(session.plan, [read for _, read in found]))
    for _, read in [] if as_json else found:
        say(terminal.checked(session.plan, read, session.words))
    raise typer.Exit(any(not draft.is_acceptable for draft in drafts))


def _write_marked(found: Sequence[tuple[Incoming, tuple[Draft, ...]]], out: Path, *, replace: bool) -> None:
    """A marked copy of each file in which something was found: `out` itself for a single one or an archive of all,
    else a folder of them.
    """
    from reports import annotated_several  # opens what only this option needs

    copies = annotated_several.marked(session.deployment.readers, found, session.words)
    is_archive = out.suffix.lower() == ".zip" and not out.is_dir()
    is_file = is_archive or (len(found) == 1 and out.suffix.lower() == ".xlsx" and not out.is_dir())
    make_folder(out.parent if is_file else out)
    if is_archive:
        copies = iter([("", annotated_several.archive(copies))])
    for path in write(((out if is_file else out / name, [copy]) for name, copy in copies), replace=replace):
        say(session.words("annotated.done", file=str(path)), err=True)


def _extracts(
    files: Sequence[Incoming], known: Ledger | None, answers: Sequence[str] | None, expected: Expected = ANYBODY
) -> list[tuple[Incoming, tuple[Extract, ...]]]:
    """Every file with what it says, while a bar shows how far it is."""
    choices = reading.choices(known, session.answers(answers or ()))
    found = reading.extract_all(session.deployment, files, expected, choices)
    label = session.words("terminal.reading")
    with typer.progressbar(found, length=len(files), file=sys.stderr, label=label) as waiting:
        return list(waiting)


def load(
    paths: Sheets,
    accept_warnings: Annotated[bool, typer.Option("--accept-warnings", help="Confirm warnings too.")] = False,
    reason: Annotated[str, typer.Option(help="Why, for warnings that ask for it; kept with the submission.")] = "",
    confirm_layouts: Annotated[
        bool, typer.Option("--confirm-layouts", help="Confirm that layouts not seen before were read right.")
    ] = False,
    answer: Answers = None,
    as_json: Json = False,
) -> None:
    """Accept every file that is clean, say of the others what is wrong. Exit 1 if any was left out.

    Each file is told as it goes; ended early, also what is in, what is not and what was not tried.
    """
    tell_edits(session.plan)
    deployment = session.deployment
    files = list(incoming(paths, deployment.limits))
    report = _Report(files, as_json)
    try:
        extracted = acceptance.in_turn(_extracts(files, deployment.store.ledger(), answer))
        deployment.record_plan(BY)
        report.untried = [file for file, _ in extracted]
        sending = Sending(BY, "load", reason, accept_warnings, layouts_confirmed=confirm_layouts)
        taken = acceptance.accept_all(deployment, extracted, sending)
        with finishing() as is_asked_to_stop:
            for each in taken:
                report.tell(each)
                if each.refused and each.is_last:
                    raise each.refused
                if is_asked_to_stop() and report.untried:
                    raise KeyboardInterrupt
    finally:
        report.close()
    raise typer.Exit(any(not row["accepted"] for row in report.rows))


def tell_edits(checked: Plan) -> None:
    """Say what the plan file says otherwise about months that are over; without a ledger there is nothing to say."""
    with suppress(StorageError):
        for line in terminal.edited(session.deployment.plan_edits(checked), session.words):
            say(line, err=True)


@dataclass
class _Report:
    """What became of each file: told as it goes, on standard output, or on standard error where that is for JSON."""

    untried: list[Incoming]
    as_json: bool
    rows: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    counted: Counter[str] = field(default_factory=Counter[str])

    def tell(self, taken: Taken) -> None:
        self.untried.remove(taken.file)
        self.counted[taken.result if taken.result in ("accepted", "unchanged") else "kept_out"] += 1
        code = taken.refused.code if taken.refused else ""
        self.rows += listings.load_listing(session.plan, taken.drafts, taken.held, code)
        why = refusal(taken.refused, session.words) if taken.refused and not taken.is_last else ""
        self._say(terminal.loaded(session.plan, taken.drafts, taken.result, session.words, why))

    def close(self) -> None:
        """The sum of it all, then what was not tried; the sum first, since standard output may be what gave up."""
        counts = {name: self.counted[name] for name in ("accepted", "unchanged", "kept_out")}
        say(session.words("terminal.load_summary", **counts, untried=len(self.untried)), err=True)
        for file in self.untried:
            self._say(f"{session.words('terminal.load_untried')}  {file.name}")
        if self.as_json:
            show([*self.rows, *(listings.untried_listing(file.name) for file in self.untried)])

    def _say(self, text: str) -> None:
        say(text, err=self.as_json)
