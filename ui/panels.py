"""What several screens show alike: a chart with its table and files, indicators, changes, problems."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from html import escape
from typing import Any

from charts.exhibit import Exhibit, linked
from charts.progress import amount, gap_text, monthly_text
from domain.plan import Indicator
from domain.problem import Problem
from domain.progress import Assessment
from reports import catalogue
from reports.export import FORMATS, words_of
from reports.marking.listing import remedy
from reports.typeface import undrawn
from ui import figures, files, tables
from ui.app import Here
from ui.figures import figure
from ui.plain import st
from ui.tables import UNKNOWN, Number, Quoted, Text
from views.about import About
from views.changes import Change
from views.listings import message, place
from views.submission_preview import FigureChange


def exhibit(
    here: Here, name: str, opens: Callable[[str], str] | None = None, table: Callable[[], None] | None = None
) -> None:
    """A chart of the catalogue with its notes, its table and its files.

    `opens` gives the address a row leads to by its id, else it opens its sources; `table` shows a richer table than
    the chart's own.
    """
    shown = catalogue.shown(name, here.position, here.words)
    st.subheader(shown.title, anchor=False)
    st.vega_lite_chart(_linked(here, shown, opens), theme=None, width="stretch", alt=shown.alt)
    figures.notes_of(here, shown)
    with st.expander(here.words("panel.table")):
        if table:
            table()
        else:
            figures.table_of(here, shown.table)
    _files(here, name, shown)


def _linked(here: Here, shown: Exhibit, opens: Callable[[str], str] | None) -> dict[str, Any]:
    """The chart with its rows leading on, where each row of it is one of its table or is told by an id."""
    rows, abouts = shown.spec["data"]["values"], shown.table.abouts
    if opens and abouts:
        return linked(shown.spec, [opens(row["id"]) for row in rows])
    return linked(shown.spec, list(map(here.sources, abouts))) if len(rows) == len(abouts) else shown.spec


def _files(here: Here, name: str, shown: Exhibit) -> None:
    """The ways to a chart's files, made when asked for, and which characters a picture of it would lack."""
    addresses = {kind: escape(here.address(files.ADDRESS, exhibit=name, kind=kind)) for kind in FORMATS}
    links = "".join(f'<a href="{address}" download>{kind.upper()}</a>' for kind, address in addresses.items())
    lacking = undrawn("".join(words_of(shown)))
    told = here.words("terminal.undrawn", characters=lacking) if lacking else ""
    st.html(f'<p class="files noprint">{escape(here.words("panel.files"))} {links}{escape(told)}</p>')


def to_measure(here: Here) -> Callable[[str], str]:
    """The address of the measure an indicator, given by its id, belongs to."""
    return lambda indicator_id: link_to(here, here.position.plan.indicator(indicator_id))


def to_department(here: Here) -> Callable[[str], str]:
    """The address of a department given by its id."""
    return lambda department_id: here.address("department", department=department_id)


def link_to(here: Here, indicator: Indicator) -> str:
    """The address of the measure an indicator belongs to."""
    return here.address("measure", clause=indicator.clause)


def department_name(here: Here, department_id: str | None) -> str:
    """Who answers for something; numbers the plan gives to nobody say so."""
    return (
        here.words.name(here.position.plan.known_as("department", department_id))
        if department_id
        else here.words("panel.no_lead")
    )


def indicators(here: Here, judged: Iterable[Assessment]) -> None:
    """Indicators with what a reader acts on: value, target, light, distance from the path, what is needed a month."""
    words = here.words
    titles = [
        words(f"column.{key}") for key in ("indicator", "lead", "value", "target", "status", "gap", "short", "needed")
    ]
    rows = (
        [
            Text(words.name(entry.indicator), link=link_to(here, entry.indicator)),
            department_name(here, entry.indicator.lead),
            figure(here, amount(entry.value, entry.indicator, words), about),
            figure(here, amount(entry.target, entry.indicator, words), about),
            tables.status_text(entry.status, words),
            figure(here, gap_text(entry, words), about),
            figure(here, amount(entry.shortfall, entry.indicator, words) if entry.shortfall else "", about),
            figure(here, monthly_text(entry, words), about),
        ]
        for entry in judged
        for about in [About(indicator=entry.indicator.id)]
    )
    tables.show(titles, rows)


def changes(here: Here, changed: Sequence[Change], nothing: str) -> None:
    """Lights that turned, told as an editor would; `nothing` is the key of what to say when none did."""
    words = here.words
    if not changed:
        st.info(words(nothing))
        return
    titles = [words(f"column.{key}") for key in ("indicator", "turn", "before", "after", "value")]
    rows = (
        [
            Text(words.name(entry.indicator), link=link_to(here, entry.indicator)),
            words(f"turn.{entry.turn.value}"),
            tables.status_text(entry.before.status, words),
            tables.status_text(entry.after.status, words),
            figure(here, amount(entry.after.value, entry.indicator, words), About(indicator=entry.indicator.id)),
        ]
        for entry in changed
    )
    tables.show(titles, rows)


def problems(here: Here, found: Iterable[Problem]) -> None:
    """What is wrong with a sheet, worst first, each with its place and what to do, as in the marked copy."""
    words = here.words
    titles = [words(f"annotated.{key}") for key in ("severity", "place", "message", "remedy", "code")]
    rows = (
        [
            words(f"annotated.{entry.severity.value}"),
            place(entry, words),
            Text(message(entry, words), is_long=True),
            Text(remedy(entry, words), is_long=True),
            entry.code,
        ]
        for entry in found
    )
    tables.show(titles, rows)


def figure_changes(here: Here, changed: Sequence[FigureChange], most: int = 60) -> None:
    """What accepting a file would change in the figures, the whole city first."""
    words = here.words
    if not changed:
        st.info(words("submit.no_figures"))
        return
    titles = [words(f"column.{key}") for key in ("indicator", "region", "month", "aspect", "before", "after", "cell")]
    rows = [
        [
            f"{entry.indicator.id} {words.name(entry.indicator)}",
            words.name(entry.region) if entry.region else words("panel.whole_city"),
            words.month(entry.period),
            words(f"aspect.{entry.aspect.value}"),
            _recorded(here, entry),
            Quoted(words.number(entry.after), place) if entry.after is not None else UNKNOWN,
            place,
        ]
        for entry in changed[:most]
        for place in [f"{entry.source.sheet}!{entry.source.cell}"]
    ]
    st.caption(words("submit.figures_changed", n=len(changed), shown=min(most, len(changed))))
    tables.show(titles, rows)


def _recorded(here: Here, entry: FigureChange) -> tables.Entry:
    """A figure the ledger holds already; it opens beside the page, on which an upload waits to be accepted."""
    if entry.before is None:
        return UNKNOWN
    region = entry.region.id if entry.region else ""
    about = About(indicator=entry.indicator.id, region=region, aspect=entry.aspect, period=entry.period)
    return Number(here.words.number(entry.before), here.sources(about), aside=True)
