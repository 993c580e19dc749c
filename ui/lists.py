"""Lists of one kind of thing: departments by rank, reports owed, submissions, tasks, standards, quoted words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from charts.progress import with_unit
from domain.observation import Narrative, Submission
from domain.plan import Department, Measure, Standard
from ui import app, tables
from ui.app import Here
from ui.figures import figure
from ui.panels import department_name
from ui.plain import st
from ui.tables import UNKNOWN, Text
from views.about import About, RestsOn
from views.measure import TaskLine
from views.overview import Outstanding
from views.reporting import Delivery, Punctuality


def outstanding(here: Here, owing: Sequence[Outstanding]) -> None:
    """Who has not sent the month's report, or sent it late."""
    words = here.words
    if not owing:
        st.success(words("panel.all_reported", period=here.position.period))
        return
    titles = [words(f"column.{key}") for key in ("department", "reporting", "due")]
    tables.show(
        titles,
        (
            [_department_link(here, e.department), words(f"reporting_status.{e.status.value}"), words.day(e.due)]
            for e in owing
        ),
    )


def _department_link(here: Here, department: Department) -> Text:
    return Text(here.words.name(department), link=here.address("department", department=department.id))


def punctuality(here: Here, records: Iterable[Punctuality]) -> None:
    """How punctual each department has been, and what it still owes."""
    words = here.words
    titles = [words(f"column.{key}") for key in ("department", "on_time", "owed", "corrections")]
    rows = (
        [
            _department_link(here, entry.department),
            figure(here, words.share(entry.on_time, 0) if entry.on_time is not None else UNKNOWN, reports),
            words.fact(entry.owed) or UNKNOWN,
            figure(here, str(entry.corrections), reports),
        ]
        for entry in records
        for reports in [About(department=entry.department.id, rests_on=RestsOn.REPORTS)]
    )
    tables.show(titles, rows)


def measures(here: Here, found: Iterable[tuple[Measure, bool]]) -> None:
    """The clauses a department has a part in, those it leads first."""
    words = here.words
    titles = [words(f"column.{key}") for key in ("clause", "measure", "part")]
    rows = (
        [
            measure.clause,
            Text(words.name(measure), link=here.address("measure", clause=measure.clause)),
            words("department.leads" if leads else "department.cooperates"),
        ]
        for measure, leads in found
    )
    tables.show(titles, rows, cards=False)


def deliveries(here: Here, sent: Sequence[Delivery]) -> None:
    """The files a department has sent, newest first."""
    words = here.words
    if not sent:
        st.info(words("department.nothing_sent"))
        return
    titles = [words(f"column.{key}") for key in ("month", "submitted_at", "submitted_by", "file", "reason")]
    rows = (
        [
            _months(here, entry),
            words.instant(app.deployment().local(entry.sent.submitted_at)),
            entry.sent.submitted_by,
            entry.sent.file_name,
            entry.sent.reason,
        ]
        for entry in sent
    )
    tables.show(titles, rows)


def _months(here: Here, sent: Delivery) -> tables.Entry:
    """One month, or the first and the last of several and how many they are."""
    first, last, words = sent.periods[0], sent.periods[-1], here.words
    if first == last:
        return words.month(first)
    written = words("department.months", first=first, last=last, n=len(sent.periods))
    return figure(here, written, About(department=sent.sent.department_id, rests_on=RestsOn.REPORTS))


def narratives(here: Here, said: Iterable[tuple[Narrative, Submission]]) -> None:
    """A department's own words, quoted with its name and the cell they stand in."""
    for words_said, submission in said:
        who = department_name(here, submission.department_id)
        cell = f"{words_said.source.sheet}!{words_said.source.cell}"
        topic = here.words(f"topic.{words_said.topic.value}")
        st.caption(here.words("measure.said", department=who, topic=topic, text=words_said.text, cell=cell))


def tasks(here: Here, lines: Iterable[TaskLine]) -> None:
    """The commitments without a number: state, date, evidence and light."""
    words = here.words
    titles = [
        words(f"column.{key}") for key in ("task", "deadline", "state", "status", "done_on", "evidence", "reported")
    ]
    rows = (
        [
            f"{line.task.id} {words.name(line.task)}",
            words.day(line.task.deadline),
            words(f"task_state.{line.said.state}") if line.said else "—",
            tables.status_text(line.status, words),
            words.day(line.said.done_on) if line.said and line.said.done_on else "",
            line.said.evidence if line.said else "",
            words.month(line.submission.period) if line.submission else "",
        ]
        for line in lines
    )
    tables.show(titles, rows)


def standards(here: Here, found: Iterable[Standard]) -> None:
    """Rewards and quotas the plan lays down: for reference, never judged."""
    words = here.words
    titles = [words(f"column.{key}") for key in ("standard", "amount", "note")]
    rows = (
        [
            f"{entry.id} {words.name(entry)}",
            figure(
                here,
                UNKNOWN if entry.value is None else with_unit(entry.value, words.name(entry.unit_name), words),
                About(clause=entry.clause, rests_on=RestsOn.PLAN),
            ),
            words.name(entry.note) if entry.note else "",
        ]
        for entry in found
    )
    tables.show(titles, rows)
