"""The journal on the screen: searched, verified while one waits, and taken away whole."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from domain.life import State
from storage import audit, heads, journal, reading_rules
from storage.audit import Verdict
from storage.errors import HeadsShut
from storage.journal import Action, Event, Search
from ui import app, panels, tables
from ui.app import Here
from ui.plain import st
from ui.tables import Entry, Text
from views.questions import told
from views.refusal import refusal

ACTIONS = (*State, *Action)
FIRST, MORE = 50, 200  # entries shown at first, and added on demand
_SHOWN = "journal-shown"
_MOST = 300  # characters of what an entry says


def search(here: Here) -> None:
    """The entries that match, the newest first."""
    words = here.words
    wanted = _asked(here)
    limit = st.session_state.get(_SHOWN, FIRST)
    found = journal.search(app.deployment().store.engines, wanted, limit + 1)
    if not found:
        st.info(words("journal.nothing"))
        return
    shown = found[:limit]
    titles = [words(f"column.{key}") for key in ("entry", "at", "action", "subject", "actor", "reason", "content")]
    rows = (
        [
            str(entry.id),
            words.instant(app.deployment().local(entry.at)),
            words(f"action.{entry.action}") if words.has(f"action.{entry.action}") else entry.action,
            _subject(here, entry),
            entry.actor,
            entry.reason,
            _content(here, entry),
        ]
        for entry in shown
    )
    tables.show(titles, rows)
    if len(found) > limit:
        st.button(words("journal.more"), on_click=lambda: st.session_state.update({_SHOWN: limit + MORE}))


def _asked(here: Here) -> Search:
    words, zone = here.words, ZoneInfo(here.position.plan.timezone)
    first, second, third = st.columns([2, 1, 1])
    with first:
        text = st.text_input(words("journal.text"), key="q", bind="query-params")
    with second:
        actor = st.text_input(words("journal.actor"), key="who", bind="query-params")
    with third:
        action = st.selectbox(
            words("journal.action"),
            ["", *map(str, ACTIONS)],
            format_func=lambda code: words(f"action.{code}") if code else words("journal.any"),
            key="did",
        )
    left, right = st.columns(2)
    with left:
        since = st.date_input(words("journal.since"), value=None, format="YYYY-MM-DD", key="since-day")
    with right:
        until = st.date_input(words("journal.until"), value=None, format="YYYY-MM-DD", key="until-day")
    last = datetime.combine(until, time.max, zone) if isinstance(until, date) else None
    return Search(
        text=(text or "").strip(),
        actor=(actor or "").strip(),
        action=action or "",
        since=datetime.combine(since, time.min, zone) if isinstance(since, date) else None,
        until=min(filter(None, (last, here.position.as_of)), default=None),  # what came later nobody knew yet
    )


def _subject(here: Here, entry: Event) -> Entry:
    kind, _, name = entry.subject.partition(":")
    key = f"subject.{kind}"
    written = here.words(key, name=name) if here.words.has(key) else entry.subject
    if entry.submission_id is not None:
        return Text(written, link=here.address("submissions", submission=str(entry.submission_id)))
    return written


def _content(here: Here, entry: Event) -> str:
    """What was so before and after, as the journal keeps it; of a submission its month and file, or its state."""
    if entry.action in (Action.RULE_MADE, Action.RULE_REVOKED):
        rule = reading_rules.rule_of(entry)
        whose = panels.department_name(here, rule.department_id)
        found, read = told(rule, here.position.plan, here.words)
        return f"{whose} {found} → {read}"[:_MOST]
    before, after = (_plain(here, part) for part in (entry.before, entry.after))
    return " → ".join(part for part in (before, after) if part)[:_MOST]


def _plain(here: Here, part: Mapping[str, Any] | None) -> str:
    words = here.words
    match part:
        case {"submission": {"period": period, "file_name": file, "sequence": sequence}}:
            return words("journal.submission", period=str(period), n=str(sequence), file=str(file))
        case {"submission": int(number), "state": str(state)}:
            return f"{words('subject.submission', name=str(number))} {words(f'submission_state.{state}')}"
        case {"state": str(state)}:
            return words(f"submission_state.{state}")
        case {"sha256": str(version)}:  # of the plan, as pages and files are stamped with it
            return version[:12]
        case None:
            return ""
        case _:
            said = {key: value for key, value in part.items() if value not in (None, "")}
            return json.dumps(said, ensure_ascii=False, separators=(", ", ": ")).strip("{}")


def verify(here: Here) -> None:
    """The button that compares every row and file with the journal, with how far it has come and what it found."""
    words = here.words
    st.caption(words("journal.about"))
    if not st.button(words("journal.verify"), type="primary"):
        return
    try:
        _verify(here)
    except HeadsShut as error:
        st.warning(refusal(error, words))


def _verify(here: Here) -> None:
    product, saying = app.deployment(), here.words("journal.verifying")
    var_dir = product.settings.var_dir
    noted = heads.noted(var_dir)
    bar = st.progress(0.0, saying)
    verdict = audit.verify(product.store.engines, noted, progress=lambda done, of: bar.progress(done / of, saying))
    bar.empty()
    _told(here, verdict)
    if verdict.is_sound:
        heads.note(var_dir, verdict.head)


def _told(here: Here, verdict: Verdict) -> None:
    words = here.words
    counted = {"entries": verdict.entries, "submissions": verdict.submissions, "files": verdict.files}
    if verdict.is_sound:
        st.success(words("journal.sound", **counted, head=verdict.head or "—"), icon=":material/check_circle:")
        return
    st.error(words("journal.unsound", n=len(verdict.faults)))
    tables.show([words("column.message")], [[words(f"audit_fault.{f.code}", **f.facts)] for f in verdict.faults])


def export(here: Here) -> None:
    """The button that gives the whole journal, made when pressed."""
    engines = app.deployment().store.engines
    st.download_button(
        here.words("journal.export"),
        data=lambda: "".join(journal.lines(engines)).encode(),
        file_name=here.words("journal.file", version=str(here.position.ledger.version)),
        mime="application/x-ndjson",
        on_click="ignore",
        icon=":material/download:",
    )
