"""Lists of one kind of thing: departments by rank, reports owed, submissions, tasks, standards, quoted words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import streamlit as st

from charts.progress import gap_text, unit_name, with_unit
from domain.observation import Narrative, Submission
from domain.period import Period
from domain.plan import Department, Measure, Standard
from domain.rollup import Placing
from ui import app, tables
from ui.app import Here
from ui.panels import department_name
from ui.tables import Text
from views.measure import TaskLine
from views.overview import Outstanding
from views.reporting import Delivery, Punctuality
from wording import Words


def placings(here: Here, placed: Iterable[Placing]) -> None:
    """The ranking of departments, worst first, with the reason where there is no rank."""
    words = here.words
    titles = [words(f"column.{key}") for key in ("department", "rank", "led", "lagging_share", "worst_gap", "coverage")]
    rows: list[Sequence[tables.Entry]] = []
    for entry in placed:
        stands = entry.standing
        name = _department_link(here, stands.department)
        rank = words("panel.rank", rank=entry.rank, of=entry.of) if entry.rank else words(f"reason.{entry.reason}")
        share = words.share(stands.lagging_share) if stands.lagging_share is not None else "—"
        worst = gap_text(stands.worst, words) if stands.worst else "—"
        coverage = words.share(stands.coverage, 0) if stands.coverage is not None else "—"
        numbers = [Text(each, is_number=True) for each in (str(len(stands.led)), share, worst, coverage)]
        rows.append([name, rank, *numbers])
    tables.show(titles, rows)


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
            Text(words.share(entry.on_time, 0) if entry.on_time is not None else "—", is_number=True),
            words.fact(entry.owed) or "—",
            Text(str(entry.corrections), is_number=True),
        ]
        for entry in records
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
            _months(entry.periods, words),
            words.instant(app.deployment().local(entry.sent.submitted_at)),
            entry.sent.submitted_by,
            entry.sent.file_name,
            entry.sent.reason,
        ]
        for entry in sent
    )
    tables.show(titles, rows)


def _months(periods: Sequence[Period], words: Words) -> str:
    """One month, or the first and the last of several."""
    first, last = periods[0], periods[-1]
    return words.month(first) if first == last else words("department.months", first=first, last=last, n=len(periods))


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
            Text(
                "—" if entry.value is None else with_unit(entry.value, unit_name(entry.unit, words), words),
                is_number=True,
            ),
            words.name(entry.note) if entry.note else "",
        ]
        for entry in found
    )
    tables.show(titles, rows)
