"""The verbs that read what is known: every light of a month, how one came about, charts and tables as files."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from verbs.encoding import say
from verbs.session import AsOf, CannotDo, Json, Month, a_path, session, show
from verbs.writing import Replace, make_folder, write
from views import listings, terminal
from views.explained import explained
from views.explanation import explanation


def status(
    period: Month,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """Every indicator of the plan judged for one month."""
    position = session.position(period, as_of)
    if as_json:
        show(listings.status_listing(position))
        return
    for judged in position.assessments.values():
        say(terminal.light(judged, session.words))


def explain(
    indicator: Annotated[str, typer.Option(help="Indicator code, as the plan lists it.")],
    period: Month,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """How one light came about, what lies ahead, where the gap is, and the cells it was read from."""
    position = session.position(period, as_of)
    if indicator not in {item.id for item in position.plan.indicators}:
        raise CannotDo(session.words("terminal.no_indicator", raw=indicator))
    found = explanation(position, indicator, session.words)
    if as_json:
        show(found)
        return
    say(explained(found, position.plan, session.words))


def export(
    period: Month,
    out: Annotated[Path, typer.Option(parser=a_path, help="Folder to write to; made if missing.")],
    chart: Annotated[list[str] | None, typer.Option(help="Chart by name, repeatable; all by default.")] = None,
    kind: Annotated[
        list[str] | None, typer.Option("--format", help="png, svg, csv or xlsx, repeatable; all by default.")
    ] = None,
    as_of: AsOf = None,
    replace: Replace = False,
) -> None:
    """Write charts as pictures and their tables as files, exactly as the pages show them."""
    from reports import catalogue  # the drawing library is only loaded where it draws
    from reports import export as files

    position = session.position(period, as_of)
    known, formats = catalogue.names(position), list(files.FORMATS)
    if wrong := [name for name in chart or [] if name not in known] + [
        name for name in kind or [] if name not in formats
    ]:
        raise CannotDo(session.words("terminal.no_exhibit", raw=wrong[0], known=(*known, *formats)))
    wanted: list[tuple[str, files.FileFormat]] = [
        (name, each) for name in chart or known for each in files.FORMATS if each in (kind or formats)
    ]
    make_folder(out)
    shown = {name: catalogue.exhibit(name, position, session.words) for name in dict.fromkeys(n for n, _ in wanted)}
    with typer.progressbar(wanted, file=sys.stderr, label=session.words("terminal.exporting")) as waiting:
        made = (files.export(shown[name], each) for name, each in waiting)
        written = write(((out / name, [content]) for name, content, _ in made), replace=replace)
    if any(each == "png" for _, each in wanted):
        say_undrawn("".join(word for each in shown.values() for word in files.words_of(each)))
    say(session.words("terminal.exported", n=len(written), folder=str(out)))


def say_undrawn(text: str) -> None:
    """Name on standard error the characters of a text for which pictures show boxes on this machine."""
    from reports import typeface

    if characters := typeface.undrawn(text):
        say(session.words("terminal.undrawn", characters=characters), err=True)
