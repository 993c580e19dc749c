"""The product from a terminal: the same plan, loaders, ledger and rules as the pages, without a browser.

Results go to standard output, and with `--json` nothing else does; progress and messages go to standard error.
Exit status: 0 done, 1 something was found wrong, 2 the command could not be carried out.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer

from loaders import targets_file, template
from sample_data import sending
from storage import schema
from storage.settings import set_clock
from verbs import audit, beginning, decisions, encoding, figures, keeping, office, reporting, rules, sheets
from verbs.encoding import say
from verbs.ending import Verbs, keep_details
from verbs.session import BY, AsOf, CannotDo, Json, Month, a_path, session, show
from verbs.sheets import tell_edits
from verbs.writing import Replace, write
from views import listings, terminal
from wording import LANGUAGES, Words

app = typer.Typer(cls=Verbs, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help=__doc__)
database = typer.Typer(no_args_is_help=True, help="The database.")
app.add_typer(database, name="db")
app.add_typer(audit.app, name="audit")
app.add_typer(office.month, name="month")
app.add_typer(office.submission, name="submission")
app.add_typer(decisions.app, name="decision")
app.add_typer(rules.app, name="rules")
app.add_typer(reporting.app, name="report")
database.command("copy")(keeping.copy)


@app.callback()
def choose_language(lang: Annotated[str, typer.Option(help="Language of messages: zh or en.")] = "zh") -> None:
    if lang not in LANGUAGES:
        raise typer.BadParameter(f"{' | '.join(LANGUAGES)}")
    session.words = Words("en" if lang == "en" else "zh")


def main() -> None:
    """Run a verb. One that cannot be carried out says so in a sentence and ends with status 2: `verbs.ending`."""
    encoding.speak()
    keep_details()
    app()


@app.command()
def plan(
    check: Annotated[bool, typer.Option("--check", help="Only check the plan file; exit 1 on mistakes.")] = False,
    new: Annotated[
        Path | None, typer.Option(parser=a_path, metavar="FILE", help="Write a small plan to start from.")
    ] = None,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """Show the plan, check its file and list every mistake at once, or begin a new one."""
    if new is not None:
        say(beginning.write(new))
        return
    if check:
        found = targets_file.read(session.deployment.settings.targets_file)
        sentences = [terminal.mistake(mistake, session.words) for mistake in found.mistakes]
        if as_json:
            show(sentences)
        else:
            say("\n".join(sentences) or session.words("terminal.plan_sound"))
        if found.plan:
            tell_edits(found.plan)
            figures.say_undrawn(session.deployment.settings.targets_file.read_text(encoding="utf-8"))
        raise typer.Exit(bool(sentences))
    moment = session.as_of(as_of)
    shown = session.plan if moment is None else session.deployment.plan_at(moment)[0]
    if as_json:
        show(listings.plan_listing(shown))
        return
    for measure in shown.measures:
        say(f"{measure.clause}  {session.words.name(measure)}")
        for item in (*shown.indicators, *shown.tasks, *shown.standards):
            if item.clause == measure.clause:
                say(f"    {item.id:8} {session.words.name(item)}")


@app.command("template")
def write_template(
    department: Annotated[str, typer.Option(help="Department, in any spelling the plan knows.")],
    period: Month,
    out: Annotated[Path, typer.Option(parser=a_path, help="Workbook to write.")],
    replace: Replace = False,
) -> None:
    """Write the monthly workbook of one department, with what is known filled in."""
    who, month = session.department(department), session.period(period)
    if not template.is_asked(session.plan, who, month):
        raise CannotDo(session.words("terminal.nothing_asked", department=who, period=month))
    ledger = session.deployment.known()
    previous = ledger.totals(session.plan.reported_before(month)) if ledger else {}
    form = template.write(session.plan, who, month, previous, session.deployment.now.date())
    write([(out, [form])], replace=replace)
    say(str(out))


@app.command()
def sample(
    if_empty: Annotated[bool, typer.Option(help="Say nothing is to do, and succeed, where there are data.")] = False,
) -> None:
    """Fill an empty database with invented sample data, or go on where that was stopped, and set the clock."""
    sent = sending.unsent(session.deployment.store.ledger().history)
    if not sent:
        say(session.words("terminal.sample_kept"), err=True)
        raise typer.Exit(0 if if_empty else 1)
    clock = sending.clock()
    set_clock(session.deployment.settings, clock)  # first, so that a sample that is all there never lacks it
    session.deployment.record_plan(BY, sent[0].submitted_at)
    months = 0
    with typer.progressbar(length=len(sent), file=sys.stderr, label=session.words("terminal.sample_loading")) as bar:
        for file, drafts, accepted in sending.send(session.plan, session.deployment.store, sent):
            if not accepted:
                codes = tuple(problem.code for draft in drafts for problem in draft.problems if problem.is_error)
                raise CannotDo(session.words("terminal.sample_refused", file=file.file, problems=codes))
            months += len(drafts)
            bar.update(1)
    say(session.words("terminal.sample_done", files=len(sent), months=months, clock=str(clock)), err=True)


@database.command()
def upgrade() -> None:
    """Create the tables, or bring them to this release."""
    schema.upgrade(session.deployment.settings.database_url)
    say(session.words("terminal.database_ready", database=session.deployment.settings.database_shown))


@app.command()
def serve(port: Annotated[int, typer.Option(min=1, max=65535, help="Port on this machine.")] = 8501) -> None:
    """Start the dashboard on this machine and say where to look."""
    tell_edits(session.plan)
    session.deployment.record_plan(BY)  # a mistake in the plan or a missing table is said here, before a browser asks
    say(session.words("terminal.serving", address=f"http://localhost:{port}"), err=True)
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    script = str(Path(__file__).parent / "dashboard.py")
    server = [sys.executable, "-m", "streamlit", "run", script, f"--server.port={port}"]
    if os.name == "nt":  # there a process cannot become another
        raise typer.Exit(subprocess.call(server))
    os.execv(sys.executable, server)


app.command()(sheets.check)
app.command()(sheets.load)
app.command()(figures.status)
app.command()(figures.explain)
app.command()(figures.export)
app.command()(keeping.backup)
app.command()(keeping.restore)


if __name__ == "__main__":
    main()
