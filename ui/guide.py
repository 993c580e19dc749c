"""Sentences and small blocks that lead a reader: the verdict, what a clause asks for, how a light came about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from html import escape

from charts.progress import amount, monthly_text, months_text, points_text, unit
from domain.observation import Draft
from domain.plan import Basis, Indicator, Measure
from domain.problem import Problem, Severity
from domain.progress import LAGGING, Assessment, Status, working
from domain.rollup import Placing
from ui import panels, prose, tables
from ui.app import Here
from ui.figures import figure, linked_facts, sentence
from ui.plain import st
from ui.tables import UNKNOWN, Number
from views.about import About, RestsOn
from views.overview import GOOD, Verdict
from views.questions import asked


def verdict(here: Here, found: Verdict) -> None:
    """The whole plan in a sentence, and what that rests on."""
    words = here.words

    def count(n: int, *statuses: Status) -> Number:
        return Number(words.number(n), here.sources(About(statuses=statuses)))

    told = sentence(
        words,
        f"overview.verdict_{_tone(found)}",
        period=here.position.period,
        n=count(found.numbers),
        good=count(found.good, *GOOD),
        lagging=count(found.lagging, *LAGGING),
        far=count(found.far_behind, Status.FAR_BEHIND),
        other=count(found.unjudged, *(status for status in found.counts if status not in (*GOOD, *LAGGING))),
        elapsed=Number(words.share(found.elapsed), here.sources(About(rests_on=RestsOn.PLAN))),
    )
    received = words("overview.received", day=found.received) if found.received else words("overview.nothing_received")
    basis = " · ".join(
        [
            escape(words("frame.cut_off", day=found.cut_off)),
            escape(received),
            sentence(words, "overview.not_reported", n=count(found.not_reported, Status.NOT_REPORTED)),
        ]
    )
    st.html(f'<p class="verdict">{told}</p><p class="basis">{basis}</p>')


def _tone(found: Verdict) -> str:
    if Status.BACK_FILLED in found.counts:
        return "back_filled"
    if found.lagging:
        return "behind" if found.lagging > found.good else "mixed"
    return "good" if found.good else "open"


def first_steps(here: Here) -> None:
    """What to do while the ledger is empty."""
    st.info(here.words("overview.empty"))


def standing(here: Here, placed: Placing) -> None:
    """How a department stands, in a line."""
    words, stands = here.words, placed.standing
    led = About(department=stands.department.id)
    if stands.is_participant:
        tasks = [task for task in here.position.plan.tasks if task.lead == stands.department.id]
        said = words("reason.participant")
        if tasks:
            n = Number(str(len(tasks)), here.sources(replace(led, rests_on=RestsOn.PLAN)))
            said = sentence(words, "department.leads_tasks", n=n)
        st.html(f'<p class="basis">{said}</p>')
        return
    rank: object = (
        Number(words("panel.rank", rank=placed.rank, of=placed.of), here.sources(led))
        if placed.rank
        else words(f"reason.{placed.reason}")
    )
    lights = tuple(
        Number(f"{words(f'status.{status.value}')} {count}", here.sources(replace(led, statuses=(status,))))
        for status, count in stands.counts.items()
    )
    share: object = UNKNOWN
    if stands.lagging_share is not None:
        share = Number(words.share(stands.lagging_share), here.sources(led))
    n = Number(str(len(stands.led)), here.sources(led))
    told = sentence(words, "department.standing", rank=rank, n=n, lights=lights, share=share)
    st.html(f'<p class="standing">{told}</p>')


def clause(here: Here, measure: Measure) -> None:
    """The head of a measure: chapter, name, who leads and who works with them."""
    words, plan = here.words, here.position.plan
    numbered = words("measure.place", group=plan.group(measure.group), clause=measure.clause)
    st.caption(numbered if measure.is_numbered else words.name(plan.group(measure.group)))
    st.header(words.name(measure), anchor=False)
    partners = tuple(plan.department(each).name for each in measure.cooperating)
    lead = panels.department_name(here, measure.lead)
    prose.paragraph(sentence(words, "measure.bodies", lead=lead, partners=words.fact(partners) or UNKNOWN))


def indicator(here: Here, asked: Indicator) -> None:
    """One indicator in figures: value, target, light and the path, and what the plan leaves open."""
    words, position = here.words, here.position
    series = position.plan.series(asked.id)
    judged = position.of(asked.id)
    st.subheader(f"{asked.id} {words.name(asked)}", anchor=asked.id)
    titles = [
        words(f"column.{key}") for key in ("value", "target", "expected", "status", "gap", "months_behind", "needed")
    ]
    months = months_text(judged.months_behind or Fraction(0), words) or UNKNOWN
    about = About(indicator=asked.id)
    amounts = (judged.value, judged.target, judged.expected)
    value, target, expected = (figure(here, amount(each, series, words), about) for each in amounts)
    row = [
        value,
        target,
        expected,
        tables.status_text(judged.status, words),
        figure(here, points_text(judged, words), about),
        figure(here, months, about),
        figure(here, monthly_text(judged, words) or UNKNOWN, about),
    ]
    tables.show(titles, [row])
    remarked = " · ".join([escape(words(f"reason.{judged.reason}")), *remarks(here, asked)])
    st.html(f'<p class="remark">{remarked}</p>')


def clause_link(here: Here, asked: Indicator) -> None:
    """The way to the clause of the plan that asks for the indicator."""
    measure = here.position.plan.measure(asked.clause)
    document = here.words.name(here.position.plan.document)
    clause = f"{measure.clause} " if measure.is_numbered else ""
    label = here.words("source.clause", document=document, clause=clause, measure=measure)
    st.html(f'<p class="prose"><a href="{escape(panels.link_to(here, asked))}" target="_self">{escape(label)}</a></p>')


def remarks(here: Here, asked: Indicator) -> list[str]:
    """What a reader must know of how a number was read, as HTML: repeats, subsets, assumed dates and baselines."""
    words, plan = here.words, here.position.plan
    found: list[str] = []
    if asked.same_as:
        found.append(sentence(words, "measure.same_as", other=plan.indicator(asked.same_as)))
    if asked.subset_of:
        found.append(sentence(words, "measure.subset_of", whole=plan.indicator(asked.subset_of)))
    if asked.baseline_basis is not Basis.STATED:
        about = About(indicator=asked.id, rests_on=RestsOn.PLAN)
        value = figure(here, amount(Fraction(asked.baseline), asked, words), about)
        basis = words(f"basis.{asked.baseline_basis.value}")
        found.append(sentence(words, "measure.baseline", value=value, basis=basis))
    if asked.deadline_basis is not Basis.STATED:
        found.append(
            sentence(words, "measure.deadline", day=asked.deadline, basis=words(f"basis.{asked.deadline_basis.value}"))
        )
    if asked.lead is None:
        found.append(sentence(words, "measure.reporter", department=plan.department(asked.reporter)))
    if asked.is_effort:
        found.append(sentence(words, "measure.effort"))
    if asked.note:
        found.append(escape(words.name(asked.note)))
    return found


def working_of(here: Here, judged: Assessment) -> None:
    """How the light came about, step by step with the figures filled in."""
    words, about, named = here.words, About(indicator=judged.indicator.id), unit(judged.indicator, here.words)
    steps = (
        sentence(words, f"working.{key}", **{**linked_facts(here, facts, about), "unit": named})
        for key, facts in working(judged)
    )
    with st.expander(words("measure.working")):
        st.html(f"<ol class='working'>{''.join(f'<li>{step}</li>' for step in steps)}</ol>")


def how_to_submit(here: Here) -> None:
    st.info(here.words("submit.how"))


def finding(here: Here, drafts: Sequence[Draft], problems: Sequence[Problem]) -> None:
    """What reading a file came to, before the list of its problems."""
    words = here.words
    severities = [problem.severity for problem in problems]
    errors, warnings = severities.count(Severity.ERROR), severities.count(Severity.WARNING)
    figures = sum(len(draft.observations) for draft in drafts)
    open_questions = [places for places in asked(drafts).values() if places[0].is_error]
    if open_questions and all(problem.question for problem in problems if problem.is_error):
        st.warning(words("question.open", n=len(open_questions)))
    elif errors:
        st.error(words("submit.refused", errors=errors, warnings=warnings))
    elif warnings:
        st.warning(words("submit.to_confirm", n=figures, warnings=warnings))
    else:
        st.success(words("submit.clean", n=figures))
