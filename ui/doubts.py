"""Questions put to the clerk: each with its readings, what each would give, and whether to read so from now on.

What is chosen goes into the answers of the upload (`intake.answers`), and the file is read again with them.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from domain.observation import Draft, Observation
from domain.problem import Problem
from domain.question import Question
from ui import intake
from ui.app import Here
from ui.intake import Upload
from ui.plain import st
from views.listings import sentence
from views.questions import asked, brought

MOST_LOOKED_INTO = 12  # readings of one file that are tried out; each means reading it once more
MOST_FIGURES = 3  # named for a reading
_SMALL = 300_000  # bytes of a file that is quickly read again
_HABITS = "habits"
_NONE = ""  # the choice of none of the readings


def questions(here: Here, given: Upload, drafts: Sequence[Draft]) -> None:
    """Every question of the file with its readings as a choice; those open first."""
    found = asked(drafts)
    if not found:
        return
    words = here.words
    st.subheader(words("question.title"), anchor=False)
    readings = sum(len(places[0].question.readings) for places in found.values() if places[0].question)
    is_quick = readings <= MOST_LOOKED_INTO and len(given.content) <= _SMALL
    for key, places in found.items():
        question = places[0].question
        if question is None:
            continue
        outcomes = [_outcome(here, given, key, reading.key) if is_quick else "" for reading in question.readings]
        with st.container(border=True, key=f"question:{key}"):
            _question(here, given, question, places, outcomes)


def to_rules(here: Here) -> None:
    """The way to the rules by which sheets are read."""
    st.page_link("../pages/rules.py", label=here.words("question.by_rule"), query_params=here.query())


def habits() -> dict[str, bool]:
    """Which answers the clerk wants to hold from now on, by question."""
    return st.session_state.setdefault(_HABITS, {})


def _question(
    here: Here, given: Upload, question: Question, places: Sequence[Problem], outcomes: Sequence[str]
) -> None:
    words, key = here.words, question.key
    st.html(f"<p>{escape(sentence(places[0], words))}</p>")
    if len(places) > 1:
        others = tuple(f"{each.sheet}!{each.cell}" for each in places[1:])
        st.caption(words("question.also", n=len(others), places=others[:MOST_FIGURES]))
    widget = f"reading:{key}"
    said = {reading.key: words.fact(reading) for reading in question.readings} | {_NONE: words("question.none")}
    st.session_state[widget] = question.chosen or None

    def answer() -> None:
        chosen = st.session_state[widget]
        if chosen:
            intake.answers(given)[key] = chosen
        else:
            intake.answers(given).pop(key, None)

    st.radio(
        words("question.choose"),
        list(said),
        index=None,
        key=widget,
        format_func=said.__getitem__,
        captions=[*outcomes, ""],
        on_change=answer,
    )
    if question.may_be_rule and question.chosen:
        habits()[key] = st.checkbox(words("question.habit"), key=f"habit:{key}")


def _outcome(here: Here, given: Upload, key: str, reading: str) -> str:
    """The figures a reading would bring, in a line."""
    others = {other: chosen for other, chosen in intake.answers(given).items() if other != key}
    without = intake.extracts(here, given, others)
    under = intake.extracts(here, given, {**others, key: reading})
    return _figures(here, brought(without, under))


def _figures(here: Here, seen: Sequence[Observation]) -> str:
    if not seen:
        return ""
    told = tuple(_figure(here, each) for each in seen[:MOST_FIGURES])
    return here.words(
        "question.outcome" if len(seen) <= MOST_FIGURES else "question.outcomes", n=len(seen), figures=told
    )


def _figure(here: Here, seen: Observation) -> str:
    words, plan = here.words, here.position.plan
    where = words.name(plan.region(seen.region_id)) if seen.region_id else ""
    facts = {"aspect": words(f"aspect.{seen.aspect.value}"), "value": seen.value, "region": where}
    return words("question.figure", indicator=plan.known_as("indicator", seen.indicator_id), **facts)
