"""Decisions on the screen: those in force and how they stand, the forms that make and end one, those ended."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from domain.decision import Decision, DecisionKind
from domain.observation import Aspect, Recorded
from domain.period import Period
from domain.plan import Indicator, Region
from storage import office
from ui import app, controls, panels, tables, writing
from ui.app import Here
from ui.plain import marked, st
from ui.tables import UNKNOWN, Entry, Number, Text
from views import decisions as view
from views.about import About
from views.decisions import StandingDecision


def standing(here: Here, found: Sequence[StandingDecision]) -> None:
    """The decisions that have not ended, those that ask to be looked at first."""
    words = here.words
    if not found:
        st.info(words("decisions.none"))
        return
    keys = ("decision", "standing", "indicator", "months", "said", "instead", "reason", "author", "expires")
    rows = [
        [
            words("decisions.name", number=str(entry.made.id), kind=words(f"decision.{entry.made.kind}")),
            words(f"standing.{entry.standing}"),
            *_about(here, entry.made),
            _said(here, entry),
            instead(here, entry.made),
            entry.made.reason,
            entry.made.author,
            words.day(entry.made.expires_on) if entry.made.expires_on else "",
        ]
        for entry in found
    ]
    tables.show([words(f"column.{key}") for key in keys], rows)


def _about(here: Here, made: Decision) -> list[Entry]:
    words, plan = here.words, here.position.plan
    name = words.name(plan.known_as("indicator", made.indicator_id))
    if made.region_id:
        name += f" · {words.name(plan.known_as('region', made.region_id))}"
    months = words.month(made.first)
    if made.last != made.first:
        months = words("decisions.span", first=made.first, last=made.last)
    series = {number.id: number for number in plan.indicators}.get(made.indicator_id)
    return [Text(name, link=panels.link_to(here, series)) if series else name, months]


def _said(here: Here, entry: StandingDecision) -> Entry:
    """What the cell said when it was decided; and what it says now, where that differs."""
    made, words = entry.made, here.words
    if made.said is None:
        return UNKNOWN
    written = words.number(made.said)
    if entry.source is None or entry.source.as_sent != made.said:
        now = words.number(entry.source.as_sent) if entry.source else UNKNOWN
        written = words("decisions.said_now", said=written, now=now)
    return Number(written, here.sources(_figure(made)))


def _figure(made: Decision) -> About:
    return About(indicator=made.indicator_id, region=made.region_id or "", aspect=made.aspect, period=made.first)


def instead(here: Here, made: Decision) -> Entry:
    """What stands instead: a figure, a light, or nothing while it is disputed. What cannot stand is quoted."""
    if made.is_unfit:
        return made.instead
    if made.figure is not None and made.kind is DecisionKind.CORRECTION:
        return Number(here.words.number(made.figure), here.sources(_figure(made)))
    if made.override:
        return tables.status_text(made.override.status, here.words)
    return here.words("decisions.held_back")


def make(here: Here) -> None:
    """The form for a new decision: first what it is about, which the address may name, then what is decided."""
    words, position = here.words, here.position
    kind = controls.choice(
        "kind", words("decisions.kind"), list(DecisionKind), str, lambda each: words(f"decisions.about_{each}")
    )
    indicator = controls.indicator(here)
    left, right = st.columns(2)
    with left:
        first = controls.choice("first", words("decisions.first"), here.months, str, words.month)
    is_correction = kind is DecisionKind.CORRECTION
    with right:
        region = _region(here, indicator) if is_correction else None
        last = first if is_correction else _last(here, first)
    cell = view.cell(position, indicator.id, region.id if region else None, first)
    if is_correction:
        _says(here, indicator, cell, first)
    if is_correction and cell is None:
        return
    subject = f"decision:{kind}:{indicator.id}:{region}:{first}"
    said = writing.seen(subject, cell.as_sent if cell and is_correction else None)
    with st.form("decide", border=True):
        left, right = st.columns([2, 1])
        with left:
            what = _instead(here, kind, indicator)
            reason = st.text_input(words("decisions.reason"), max_chars=200, key="decide:reason") or ""
        with right:
            expires = st.date_input(words("decisions.expires"), value=None, format="YYYY-MM-DD", key="decide:expires")
            by = writing.signed(here, "decide")
        pressed = st.form_submit_button(words("decisions.decide"), type="primary")
    if pressed:

        def decide(by: str, at: datetime) -> None:
            made = Decision(
                kind=kind,
                indicator_id=position.plan.series(indicator.id).id,
                first=first,
                last=last,
                reason=reason.strip(),
                author=by,
                expires_on=expires if isinstance(expires, date) else None,
                region_id=region.id if region else None,
                aspect=Aspect.CUMULATIVE,
                said=said,
                instead=what,
            )
            office.decide(app.deployment().store.engines, made, position.plan, at=at)

        writing.write(here, by, decide, words("decisions.decided"))


def _region(here: Here, indicator: Indicator) -> Region | None:
    """The part of the indicator a correction is of: the whole city, or a region where it is reported by region."""
    words, plan = here.words, here.position.plan
    regions = plan.regions if plan.series(indicator.id).by_region else ()
    options: list[Any] = [None, *regions]
    return controls.choice(
        "region",
        words("decisions.region"),
        options,
        lambda each: each.id if each else "-",
        lambda each: words.name(each) if each else words("panel.whole_city"),
        elsewhere=plan.regions,
    )


def _last(here: Here, first: Period) -> Period:
    options = [month for month in reversed(here.months) if month >= first]
    label = here.words("decisions.last")
    return controls.choice("last", label, options, str, here.words.month, elsewhere=here.months)


def _says(here: Here, indicator: Indicator, cell: Recorded | None, period: Period) -> None:
    """What the cell says that is to be set right, with its address."""
    words = here.words
    if cell is None:
        st.info(words("decisions.no_figure", indicator=indicator, period=period))
        return
    source = cell.observation.source
    place = f"{cell.submission.file_name}!{source.sheet}!{source.cell}"
    st.markdown(marked(words, "decisions.says", place=place, value=cell.as_sent))


def _instead(here: Here, kind: DecisionKind, indicator: Indicator) -> str:
    words = here.words
    if kind is DecisionKind.CORRECTION:
        return (st.text_input(words("decisions.figure"), max_chars=30, key="decide:figure") or "").strip()
    if kind is DecisionKind.OVERRIDE:
        lights = view.judgements(indicator)
        return st.selectbox(words("decisions.light"), lights, format_func=lambda light: words(f"status.{light}")).value
    return ""


def end(here: Here, found: Sequence[StandingDecision]) -> None:
    """The form that ends one; what the source says counts again."""
    if not found:
        return
    words, plan = here.words, here.position.plan

    def written(entry: StandingDecision) -> str:
        made = entry.made
        kind, indicator = words(f"decision.{made.kind}"), plan.known_as("indicator", made.indicator_id)
        return words("decisions.option", number=str(made.id), kind=kind, indicator=indicator, period=made.first)

    with st.form("end", border=True):
        chosen = st.selectbox(words("decisions.which"), found, format_func=written)
        reason, by = writing.explained(here, "end")
        pressed = st.form_submit_button(words("decisions.end"))
    if pressed:
        engines, number = app.deployment().store.engines, chosen.made.id
        told = words("decisions.ended", number=str(number))
        writing.write(here, by, lambda by, at: office.end(engines, number, by=by, at=at, reason=reason), told)


def ended(here: Here) -> None:
    """Those that were ended, by whom and why."""
    words, found = here.words, office.ended(app.deployment().store.engines, here.position.as_of)
    if not found:
        return
    keys = ("decision", "indicator", "months", "instead", "reason", "author", "ended", "actor", "why_ended")
    with st.expander(words("decisions.ended_ones", n=len(found))):
        rows = [
            [
                words("decisions.name", number=str(made.id), kind=words(f"decision.{made.kind}")),
                *_about(here, made),
                instead(here, made),
                made.reason,
                made.author,
                words.instant(app.deployment().local(event.at)),
                event.actor,
                event.reason,
            ]
            for made, event in found
        ]
        tables.show([words(f"column.{key}") for key in keys], rows)
