"""Sentences and small blocks that lead a reader: the verdict, what a clause asks for, how a light came about."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from html import escape

import streamlit as st

from charts.progress import amount, monthly_text, points_text, unit
from domain.observation import Draft
from domain.plan import Basis, Indicator, Measure
from domain.problem import Severity
from domain.progress import Assessment, working
from domain.rollup import Placing
from ui import panels, tables
from ui.app import Here
from ui.tables import Text
from views.overview import Verdict


def verdict(here: Here, found: Verdict) -> None:
    """The whole plan in a sentence, and what that rests on."""
    words = here.words
    tone = "behind" if found.lagging > found.good else "mixed" if found.lagging else "good" if found.good else "open"
    sentence = words(
        f"overview.verdict_{tone}",
        period=here.position.period,
        n=found.numbers,
        good=found.good,
        lagging=found.lagging,
        far=found.far_behind,
        other=found.unjudged,
        elapsed=words.share(found.elapsed),
    )
    received = words("overview.received", day=found.received) if found.received else words("overview.nothing_received")
    basis = " · ".join(
        [words("frame.cut_off", day=found.cut_off), received, words("overview.not_reported", n=found.not_reported)]
    )
    st.html(
        f'<p style="font-size:1.25rem;line-height:1.6;font-weight:600;margin:.4rem 0 .1rem">{escape(sentence)}</p>'
        f'<p style="color:#4B5563;margin:0">{escape(basis)}</p>'
    )


def first_steps(here: Here) -> None:
    """What to do while the ledger is empty."""
    st.info(here.words("overview.empty"))


def standing(here: Here, placed: Placing) -> None:
    """How a department stands, in a line."""
    words, stands = here.words, placed.standing
    tasks = len([task for task in here.position.plan.tasks if task.lead == stands.department.id])
    if stands.is_participant:
        st.info(words("department.leads_tasks", n=tasks) if tasks else words("reason.participant"))
        return
    rank = words("panel.rank", rank=placed.rank, of=placed.of) if placed.rank else words(f"reason.{placed.reason}")
    lights = tuple(f"{words(f'status.{status.value}')} {count}" for status, count in stands.counts.items())
    share = words.share(stands.lagging_share) if stands.lagging_share is not None else "—"
    st.markdown(words("department.standing", rank=rank, n=len(stands.led), lights=lights, share=share))


def clause(here: Here, measure: Measure) -> None:
    """The head of a measure: chapter, name, who leads and who works with them."""
    words, plan = here.words, here.position.plan
    numbered = words("measure.place", group=plan.group(measure.group), clause=measure.clause)
    st.caption(numbered if measure.is_numbered else words.name(plan.group(measure.group)))
    st.header(words.name(measure), anchor=False)
    partners = tuple(plan.department(each).name for each in measure.cooperating)
    lead = panels.department_name(here, measure.lead)
    st.markdown(words("measure.bodies", lead=lead, partners=words.fact(partners) or "—"))


def indicator(here: Here, asked: Indicator) -> None:
    """One indicator in figures: value, target, light and the path, and what the plan leaves open."""
    words, position = here.words, here.position
    series = position.plan.series(asked.id)
    judged = position.of(asked.id)
    st.subheader(f"{asked.id} {words.name(asked)}", anchor=asked.id)
    titles = [
        words(f"column.{key}") for key in ("value", "target", "expected", "status", "gap", "months_behind", "needed")
    ]
    behind, months = judged.months_behind or Fraction(0), "—"
    if round(behind, 1):
        key = "measure.months_behind" if behind > 0 else "measure.months_ahead"
        months = words(key, n=words.number(abs(behind), 1))
    row = [
        panels.figure(here, judged),
        Text(amount(judged.target, series, words), is_number=True),
        Text(amount(judged.expected, series, words), is_number=True),
        tables.status_text(judged.status, words),
        Text(points_text(judged, words), is_number=True),
        Text(months, is_number=True),
        Text(monthly_text(judged, words) or "—", is_number=True),
    ]
    tables.show(titles, [row])
    st.caption(" · ".join([words(f"reason.{judged.reason}"), *remarks(here, asked)]))


def clause_link(here: Here, asked: Indicator) -> None:
    """The way to the clause of the plan that asks for the indicator."""
    measure = here.position.plan.measure(asked.clause)
    document = here.words.name(here.position.plan.document)
    clause = f"{measure.clause} " if measure.is_numbered else ""
    label = here.words("source.clause", document=document, clause=clause, measure=measure)
    st.html(f'<p><a href="{escape(panels.link_to(here, asked))}" target="_self">{escape(label)}</a></p>')


def remarks(here: Here, asked: Indicator) -> list[str]:
    """What a reader must know of how a number was read: repeats, subsets, assumed dates and baselines."""
    words, plan = here.words, here.position.plan
    found: list[str] = []
    if asked.same_as:
        found.append(words("measure.same_as", other=plan.indicator(asked.same_as)))
    if asked.subset_of:
        found.append(words("measure.subset_of", whole=plan.indicator(asked.subset_of)))
    if asked.baseline_basis is not Basis.STATED:
        figure = amount(Fraction(asked.baseline), asked, words)
        found.append(words("measure.baseline", value=figure, basis=words(f"basis.{asked.baseline_basis.value}")))
    if asked.deadline_basis is not Basis.STATED:
        found.append(words("measure.deadline", day=asked.deadline, basis=words(f"basis.{asked.deadline_basis.value}")))
    if asked.lead is None:
        found.append(words("measure.reporter", department=plan.department(asked.reporter)))
    if asked.is_effort:
        found.append(words("measure.effort"))
    if asked.note:
        found.append(words.name(asked.note))
    return found


def working_of(here: Here, judged: Assessment) -> None:
    """How the light came about, step by step with the figures filled in."""
    words, named = here.words, unit(judged.indicator, here.words)
    steps = (words(f"working.{key}", **{**facts, "unit": named}) for key, facts in working(judged))
    with st.expander(words("measure.working")):
        st.markdown("\n".join(f"1. {step}" for step in steps))


def how_to_submit(here: Here) -> None:
    st.info(here.words("submit.how"))


def finding(here: Here, drafts: Sequence[Draft]) -> None:
    """What reading a file came to, before the list of problems."""
    words = here.words
    severities = [problem.severity for draft in drafts for problem in draft.problems]
    errors, warnings = severities.count(Severity.ERROR), severities.count(Severity.WARNING)
    figures = sum(len(draft.observations) for draft in drafts)
    if errors:
        st.error(words("submit.refused", errors=errors, warnings=warnings))
    elif warnings:
        st.warning(words("submit.to_confirm", n=figures, warnings=warnings))
    else:
        st.success(words("submit.clean", n=figures))
