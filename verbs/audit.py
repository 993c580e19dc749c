"""`manage.py audit …`: does the ledger say what its journal says, and what does the journal say."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from storage import audit as auditing
from storage import heads, journal
from storage.journal import Search
from verbs.encoding import json_text, say
from verbs.session import Json, a_path, session, show
from verbs.writing import Replace, write

app = typer.Typer(no_args_is_help=True, help="The journal of every write.")


MOST = 1_000_000  # entries shown at once; `export` gives them all


def var_dir() -> Path:
    return session.deployment.settings.var_dir


@app.command()
def verify(
    head: Annotated[list[str] | None, typer.Option(help="A head noted elsewhere, number:hash; repeatable.")] = None,
    as_json: Json = False,
) -> None:
    """Compare every row and file with the journal, and the journal with itself; exit 1 if anything differs.

    The newest entry is noted under var/ and looked for next time.
    """
    verdict = auditing.verify(session.deployment.store.engines, [*heads.noted(var_dir()), *(head or [])])
    sentences = [session.words(f"audit_fault.{fault.code}", **fault.facts) for fault in verdict.faults]
    if as_json:
        faults = [
            {"code": fault.code, **fault.facts, "message": said}
            for fault, said in zip(verdict.faults, sentences, strict=True)
        ]
        show({**asdict(verdict), "sound": verdict.is_sound, "faults": faults})
    else:
        counted = {"entries": verdict.entries, "submissions": verdict.submissions, "files": verdict.files}
        say("\n".join([*sentences, session.words("terminal.audited", **counted, head=verdict.head or "—")]))
    if verdict.is_sound:
        heads.note(var_dir(), verdict.head)
    raise typer.Exit(not verdict.is_sound)


@app.command()
def search(
    text: Annotated[str, typer.Argument(help="Sought in subject and reason.")] = "",
    actor: Annotated[str, typer.Option(help="Who did it.")] = "",
    action: Annotated[str, typer.Option(help="What was done, such as accepted, withdrawn, locked.")] = "",
    since: Annotated[str | None, typer.Option(help="From this day or moment on.")] = None,
    until: Annotated[str | None, typer.Option(help="Up to this day or moment.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=MOST, help="At most so many, the newest first.")] = 200,
    as_json: Json = False,
) -> None:
    """Entries of the journal, the newest first."""
    wanted = Search(
        text=text,
        actor=actor,
        action=action,
        since=None if since is None else session.day(since),
        until=None if until is None else session.moment(until),
    )
    found = journal.search(session.deployment.store.engines, wanted, limit)
    if as_json:
        show([journal.facts(entry) for entry in found])
        return
    for entry in found:
        at = session.deployment.local(entry.at).isoformat(sep=" ", timespec="seconds")
        say(f"{entry.id:6}  {at}  {entry.action:14} {entry.subject:18} {entry.actor}  {entry.reason}")


@app.command()
def export(
    out: Annotated[Path | None, typer.Option(parser=a_path, help="File to write; standard output if left out.")] = None,
    replace: Replace = False,
) -> None:
    """Write the whole journal, one JSON object a line, each with its hash: enough to check the chain anywhere."""
    lines = journal.lines(session.deployment.store.engines)
    if out is None:
        sys.stdout.writelines(map(json_text, lines))
        sys.stdout.flush()
    else:
        write([(out, (line.encode() for line in lines))], replace=replace)
