"""The verb that makes reports of a month: bulletin, brief, slides, workbook, letters, and the list of their sources."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from domain.method_version import METHOD_VERSION
from domain.period import Period
from verbs.encoding import say
from verbs.session import AsOf, CannotDo, Month, a_path, session
from verbs.writing import Replace, make_folder, write
from views.position import Position
from wording import Words

if TYPE_CHECKING:  # the document libraries are only loaded where they are used
    from reports.origin import Origin
    from reports.report import Asked
    from reports.traced import Traced
    from reports.verifying import Verified

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


@app.command()
def verify(
    file: Annotated[Path, typer.Argument(parser=a_path, help="A report that was made here, of any kind.")],
    templates: Templates = None,
) -> None:
    """Say whether a report is as it was made and whether its figures are still those of the ledger."""
    from reports import origin, report
    from reports.stationery import Stationery
    from reports.verifying import verified

    content = file.read_bytes()
    found = origin.read(content)
    if found is None or found.report not in report.REPORTS:
        raise CannotDo(session.words("report_verified.no_origin", file=str(file)))
    spoken = Words("en" if found.language == "en" else "zh")
    period, own = session.period(found.period), Stationery(templates)
    now = report.Asked(session.deployment.position(period), spoken, own, found.region_indicator)
    then = replace(now, position=_then(found, period))
    try:
        seen = verified(content, found, then, now)
    except report.Refused as refused:
        raise CannotDo(session.words(f"report_refused.{refused.code}", **refused.facts)) from None
    _tell(found, seen, then, now)
    raise typer.Exit(0 if seen.holds else 1)


def _then(made: Origin, period: Period) -> Position:
    """The month as it was known when a report was made; as it is known now where that cannot be had again."""
    known = None if made.moment else session.deployment.knowledge_of(made.data, made.day)
    return known.position(period) if known else session.deployment.position(period, made.moment)


def _tell(made: Origin, seen: Verified, then: Asked, now: Asked) -> None:
    from reports.catalogue import versions
    from reports.traced import called

    words, period = session.words, now.position.period
    say(words("report_verified.head", report=made.report, period=period, stamp=versions(then.position, words)))
    if seen.is_as_made is None:
        say(words("report_verified.moved", data=str(made.data), now=str(then.position.ledger.version)))
    else:
        say(words("report_verified.same" if seen.is_as_made else "report_verified.edited"))
    if not seen.is_same_plan:
        say(words("report_verified.plan"))
    if not seen.is_same_method:
        say(words("report_verified.method", then=made.method, now=METHOD_VERSION))
    if not seen.changed:
        say(words("report_verified.holds", n=seen.figures))
        return
    say(words("report_verified.changed", n=len(seen.changed)))
    for change in seen.changed:
        each = change.either
        told = {"place": each.place, "about": called(each.figure.about, now.position, words)}
        told |= {"what": words(f"figure.{each.figure.key}")}
        told |= {"then": _printed(change.then), "now": _printed(change.now)}
        say(words("report_verified.change", **told))


def _printed(found: Traced | None) -> str:
    return found.figure.text if found else "—"
