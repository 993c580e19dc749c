"""`manage.py backup`, `restore` and `db copy`: the whole ledger into a file, out of it, or into another database."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from storage import audit as auditing
from storage import backup as backups
from storage import copying, heads
from storage.audit import Verdict
from storage.engine import connect
from storage.schema import make_folder
from verbs import audit
from verbs.encoding import say
from verbs.session import BY, a_path, session

Replace = Annotated[bool, typer.Option("--replace", help="Write over what the database holds.")]


def backup(file: Annotated[Path, typer.Argument(parser=a_path, help="File to write; must not exist.")]) -> None:
    """Write the whole ledger to one file while the product runs, and verify the copy."""
    verdict = backups.backup(session.deployment.settings.database_url, file)
    _say("terminal.backed_up", verdict, str(file))
    heads.note(audit.var_dir(), verdict.head)
    raise typer.Exit(not verdict.is_sound)


def restore(
    file: Annotated[Path, typer.Argument(parser=a_path, help="A file written by backup, also of an earlier release.")],
    replace: Replace = False,
) -> None:
    """Make the database what it was when a backup was written; refused where it holds anything, unless replaced."""
    deployment = session.deployment
    verdict = backups.restore(deployment.settings.database_url, file, by=BY, at=deployment.now, replace=replace)
    noted = heads.file_of(audit.var_dir())
    if noted.exists():  # they were of the journal that has been replaced
        noted.replace(noted.with_suffix(".before-restore.txt"))
    _say("terminal.restored", verdict, str(file))
    heads.note(audit.var_dir(), verdict.head)
    raise typer.Exit(not verdict.is_sound)


def copy(
    source: Annotated[str, typer.Argument(help="Database address to copy from.")],
    target: Annotated[str, typer.Argument(help="Database address to copy to; must be empty.")],
    replace: Replace = False,
) -> None:
    """Copy a whole ledger from one database to another, SQLite or PostgreSQL, and compare every row."""
    make_folder(target)
    giving, taking = connect(source), connect(target)
    try:
        counted = copying.copy(giving, taking, replace=replace)
        verdict = auditing.verify(taking)
    finally:
        giving.dispose()
        taking.dispose()
    for table, n in counted.items():
        say(f"{table:12} {n}")
    _say("terminal.copied", verdict, str(sum(counted.values())))
    raise typer.Exit(not verdict.is_sound)


def _say(key: str, verdict: Verdict, what: str) -> None:
    for fault in verdict.faults:
        say(session.words(f"audit_fault.{fault.code}", **fault.facts), err=True)
    say(session.words(key, what=what, entries=verdict.entries, head=verdict.head or "—"))
