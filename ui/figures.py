"""Figures that lead to their sources: alone, in a sentence, in the table of a chart. None is shown in another way."""

from __future__ import annotations

from collections.abc import Mapping

from charts.exhibit import Exhibit, Table
from ui import tables
from ui.app import Here
from ui.plain import st
from ui.tables import UNKNOWN, Entry, Number, Text
from views.about import About, RestsOn
from wording import Words

_MARK = 0xE000  # of the private characters, which no text holds


def figure(here: Here, written: str, about: About) -> Entry:
    """A figure as written; one nobody knows stays a dash, and nothing stays nothing."""
    return Number(written, here.sources(about)) if written not in ("", UNKNOWN) else written


def sentence(words: Words, key: str, **facts: object) -> str:
    """A sentence of the wording as HTML. A fact that is a `Number` or a `Text`, or a tuple of them, keeps its link."""
    numbers: list[Number | Text] = []

    def marked(fact: object) -> object:
        if isinstance(fact, Number | Text):
            numbers.append(fact)
            return chr(_MARK + len(numbers) - 1)
        return tuple(map(marked, fact)) if isinstance(fact, tuple) else fact

    text = tables.markup(words(key, **{name: marked(fact) for name, fact in facts.items()}))
    return text.translate({_MARK + place: tables.markup(number) for place, number in enumerate(numbers)})


def linked_facts(here: Here, facts: Mapping[str, object], about: About) -> dict[str, object]:
    """The facts of a sentence, each amount among them opening the sources of `about`."""
    return {
        name: fact if isinstance(fact, str) or hasattr(fact, "month") else Number(here.words.fact(fact), opens)
        for opens in [here.sources(about)]
        for name, fact in facts.items()
    }


def table_of(here: Here, table: Table) -> None:
    """The table of a chart, every figure in it opening its sources."""
    written = table.written(here.words)
    rows = [
        [
            figure(here, cell, column.narrowed(about)) if column.holds_figures else cell
            for cell, column in zip(cells, table.columns, strict=True)
        ]
        for cells, about in zip(written, table.abouts, strict=True)
    ]
    tables.show([column.title for column in table.columns], rows)


def notes_of(here: Here, shown: Exhibit) -> None:
    """What a chart says below itself. A note that tells a figure of its one indicator opens all that it rests on."""
    cut_off, *others = shown.notes
    of = {about.indicator for about in shown.table.abouts}
    whole = here.sources(About(indicator=next(iter(of)), rests_on=RestsOn.PAST)) if len(of) == 1 else ""
    notes = [Number(note, whole) if whole and any(map(str.isdigit, note)) else note for note in others]
    st.html(f'<p class="notes">{" · ".join(map(tables.markup, (cut_off, *notes)))}</p>')
