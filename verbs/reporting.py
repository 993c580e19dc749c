"""The verb that makes reports of a month: bulletin, brief, slides, workbook, letters, and the list of their sources."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from verbs.encoding import say
from verbs.session import AsOf, CannotDo, Month, a_path, session
from verbs.writing import Replace, make_folder, write

app = typer.Typer(no_args_is_help=True, help="Reports of a month: bulletin, brief, slides, workbook, letters.")

Templates = Annotated[
    Path | None,
    typer.Option(parser=a_path, help="Folder of the office's own templates; what is not in it is as shipped."),
]


@app.command()
def make(
    period: Month,
    out: Annotated[Path, typer.Option(parser=a_path, help="Folder to write to; made if missing.")],
    kind: Annotated[
        list[str] | None,
        typer.Option("--report", help="Report by name, such as bulletin.docx, repeatable; all by default."),
    ] = None,
    indicator: Annotated[
        str, typer.Option(help="The indicator that is drawn by region; a headline one by default.")
    ] = "",
    templates: Templates = None,
    as_of: AsOf = None,
    replace: Replace = False,
) -> None:
    """Make the reports of a month, each whole or not at all."""
    from reports import report  # the document libraries are only loaded where they are used
    from reports.stationery import Stationery

    names = list(dict.fromkeys(kind or report.REPORTS))
    if unknown := next((name for name in names if name not in report.REPORTS), None):
        raise CannotDo(session.words("terminal.no_report", raw=unknown, known=tuple(report.REPORTS)))
    if templates is not None and not templates.is_dir():
        raise CannotDo(session.words("terminal.no_templates", folder=str(templates)))
    asked = report.Asked(session.position(period, as_of), session.words, Stationery(templates), indicator)
    make_folder(out)
    try:
        with typer.progressbar(names, file=sys.stderr, label=session.words("terminal.reporting")) as waiting:
            made = (report.make(name, asked) for name in waiting)
            written = write(((out / file.name, [file.content]) for file in made), replace=replace)
    except report.Refused as refused:
        raise CannotDo(session.words(f"report_refused.{refused.code}", **refused.facts)) from None
    for path in written:
        say(str(path))


@app.command()
def templates(
    out: Annotated[Path, typer.Option(parser=a_path, help="Folder to write to; made if missing.")],
    replace: Replace = False,
) -> None:
    """Write the shipped templates, to be changed and handed back with --templates."""
    from reports.stationery import SHIPPED

    make_folder(out)
    files = sorted(path for path in SHIPPED.iterdir() if path.is_file())
    for path in write(((out / each.name, [each.read_bytes()]) for each in files), replace=replace):
        say(str(path))
