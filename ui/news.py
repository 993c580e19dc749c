"""What changed, told like an editor: a sentence over all, then one line for each number, with links."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from charts.progress import amount
from ui import app, outlook, panels, prose, tables
from ui.app import Here
from ui.figures import figure, sentence
from ui.plain import st
from ui.tables import Entry, Number, Text
from views.about import About
from views.changes import Change, Turn
from views.news import Corrected, News

_SHORT = 5  # lines of the short form


def summary(here: Here, news: News) -> None:
    """How many numbers took which turn, and how many were corrected."""
    words = here.words
    counts = [(words(f"turn.{turn}"), len(news.of(turn))) for turn in Turn]
    counts += [(words("news.corrected"), len(news.corrected)), (words("news.tasks"), len(news.tasks))]
    every = here.address("changes")
    told = tuple(Number(words("news.count", turn=turn, n=n), every) for turn, n in counts if n)
    key = ("news.summary" if told else "news.nothing") + ("_as_of" if news.before.as_of != news.after.as_of else "")
    months = {"before": news.before.period, "after": news.after.period, "since": news.since.date()}
    prose.paragraph(sentence(words, key, **months, told=told), leading=True)


def plan_edited(here: Here) -> None:
    """Lights of past months that turned because the plan file is another, with nothing reported anew."""
    found = app.deployment().newest_edits(here.position.as_of)
    if found and found[1]:
        since, edits = found
        with st.expander(here.words("plan_edit.since", moment=app.deployment().local(since), n=len(edits))):
            prose.bullets(escape(here.words(f"plan_edit.{edit.code}", **edit.facts)) for edit in edits)


def short(here: Here, news: News) -> None:
    """The overview's form: the sentence, the first few lines, and the way to all of them."""
    summary(here, news)
    prose.bullets(_line(here, change) for change in news.turns[:_SHORT])
    prose.paragraph(tables.markup(Text(here.words("news.all"), link=here.address("changes"))))


def whole(here: Here, news: News) -> None:
    """Everything, by turn."""
    words = here.words
    for turn in Turn:
        if changes := news.of(turn):
            st.subheader(words("news.group", turn=words(f"turn.{turn}"), n=len(changes)), anchor=False)
            st.caption(words(f"turn_means.{turn}"))
            prose.bullets(_line(here, change) for change in changes)
    if news.corrected:
        st.subheader(words("news.group", turn=words("news.corrected"), n=len(news.corrected)), anchor=False)
        st.caption(words("news.corrected_means", since=news.since.date()))
        _corrected(here, news.corrected)
    if news.tasks:
        st.subheader(words("news.group", turn=words("news.tasks"), n=len(news.tasks)), anchor=False)
        _tasks(here, news)


def _line(here: Here, change: Change) -> str:
    """What became of one number: from which light to which, at what value, and who answers for it."""
    words, indicator, after = here.words, change.indicator, change.after
    about = About(indicator=indicator.id)
    return sentence(
        words,
        "news.line_silent" if after.value is None else "news.line",
        indicator=outlook.link(here, indicator),
        before=tables.status_text(change.before.status, words),
        after=tables.status_text(after.status, words),
        value=figure(here, amount(after.value, indicator, words), about),
        target=figure(here, amount(after.target, indicator, words), about),
        lead=panels.department_name(here, indicator.lead or indicator.reporter),
    )


def _corrected(here: Here, corrected: Sequence[Corrected]) -> None:
    """The figures known otherwise now: the newest month of each, and how many more."""
    words = here.words
    titles = [words(f"column.{key}") for key in ("indicator", "month", "before", "after", "more_months")]
    rows: list[Sequence[Entry]] = []
    for entry in corrected:
        newest, indicator = entry.revisions[0], entry.indicator
        about = About(indicator=indicator.id, period=newest.period)
        values = [amount(value, indicator, words) for value in (newest.before, newest.after)]
        more = figure(here, words.number(len(entry.revisions) - 1), outlook.past(indicator))
        month, name = words.month(newest.period), outlook.link(here, indicator)
        rows.append([name, month, *(figure(here, value, about) for value in values), more])
    tables.show(titles, rows)


def _tasks(here: Here, news: News) -> None:
    """The tasks whose light or state is another one."""
    words = here.words
    titles = [words(f"column.{key}") for key in ("task", "lead", "state", "before", "after")]
    rows = (
        [
            Text(words.name(turn.task), link=here.address("measure", clause=turn.task.clause)),
            panels.department_name(here, turn.task.lead),
            words(f"task_state.{turn.after.said.state}") if turn.after.said else tables.UNKNOWN,
            tables.status_text(turn.before.status, words),
            tables.status_text(turn.after.status, words),
        ]
        for turn in news.tasks
    )
    tables.show(titles, rows)
