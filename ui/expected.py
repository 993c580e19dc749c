"""Who owes what: the calendar of expected reports, one month of it, and how the first figures wore away."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from charts import theme
from domain.reporting import ReportingStatus
from domain.revision import TriangleRow
from ui import app, panels, submissions, tables
from ui.app import Here
from ui.figures import figure
from ui.plain import st
from ui.tables import UNKNOWN, Entry, Text
from views.about import About, RestsOn
from views.expected import ExpectedMonth, ExpectedReport
from wording import Words

_COUNTED = (ReportingStatus.ON_TIME, ReportingStatus.LATE, ReportingStatus.MISSING)


def calendar(here: Here, expected: Iterable[ExpectedMonth]) -> None:
    """Month by month: when reports are due, how many came in time, late or not, and what waits or was sent back."""
    words = here.words
    titles = [words("column.month"), words("column.due"), *(words(f"reporting_status.{code}") for code in _COUNTED)]
    titles += [words("submission_state.awaiting"), words("expected.sent_back")]
    rows = (
        [
            Text(words.month(entry.period), link=here.address("reporting", period=str(entry.period))),
            _due(entry, words),
            *(_count(here, entry, entry.counts.get(status, 0)) for status in _COUNTED),
            _count(here, entry, entry.waiting),
            _count(here, entry, entry.sent_back),
        ]
        for entry in expected
    )
    tables.show(titles, rows)


def _due(entry: ExpectedMonth, words: Words) -> str:
    if entry.moved_from:
        return words("expected.moved", day=entry.due, stated=entry.moved_from)
    return words.day(entry.due)


def _count(here: Here, entry: ExpectedMonth, n: int) -> Entry:
    return figure(here, str(n), About(period=entry.period, rests_on=RestsOn.REPORTS)) if n else ""


def reports(here: Here, found: Iterable[ExpectedReport]) -> None:
    """One month: each department's light, when its first report came, and what became of the newest one."""
    words = here.words
    keys = ("department", "reporting", "first_sent", "submission_state", "times")
    rows = ([*_report(here, entry)] for entry in found)
    tables.show([words(f"column.{key}") for key in keys], rows)


def _report(here: Here, entry: ExpectedReport) -> Sequence[Entry]:
    words = here.words
    light = f"{theme.REPORTING[entry.status].sign} {words(f'reporting_status.{entry.status}')}"
    about = About(department=entry.department.id, period=here.position.period, rests_on=RestsOn.REPORTS)
    newest: Entry = UNKNOWN
    if entry.newest:
        newest = Text(submissions.state(here, entry.newest), link=submissions.to_submission(here, entry.newest))
    return [
        Text(panels.department_name(here, entry.department.id), link=panels.to_department(here)(entry.department.id)),
        words("chart.corrected", text=light) if entry.is_corrected else light,
        words.instant(app.deployment().local(entry.first.submitted_at)) if entry.first else UNKNOWN,
        newest,
        figure(here, str(entry.times), about) if entry.times else UNKNOWN,
    ]


def triangle(here: Here, department_id: str, rows: Sequence[TriangleRow]) -> None:
    """The revision triangle: of the figures of a month, how many differed from the first report so many months on."""
    words = here.words
    if not rows:
        st.info(words("expected.no_figures"))
        return
    later = [words("expected.months_on", n=n) if n else words("expected.by_then") for n in range(len(rows[0].revised))]
    titles = [words("column.month"), words("column.figures"), *later]
    tables.show(
        titles,
        (
            [
                words.month(row.period),
                figure(here, str(row.figures), about),
                *(figure(here, UNKNOWN if n is None else str(n), about) for n in row.revised),
            ]
            for row in rows
            for about in [About(department=department_id, period=row.period, rests_on=RestsOn.REPORTS)]
        ),
    )
