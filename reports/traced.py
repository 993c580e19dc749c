"""Where each figure of a report stands, so that two makings of it can be compared and its sources be listed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from reports.deck import Deck
from reports.document import Document, Figure, Grid, Part, Passage, figures
from views.about import About
from views.position import Position
from wording import Words


@dataclass(frozen=True)
class Traced:
    """A figure and its place: a heading, a row and column of a table, a slide."""

    place: str
    figure: Figure

    @property
    def key(self) -> tuple[str, str, About]:
        """What stays when the figure changes."""
        return self.place, self.figure.key, self.figure.about


def traced(told: Document | Deck, words: Words) -> Iterator[Traced]:
    """Every figure, in the order it is read."""
    if isinstance(told, Deck):
        for number, slide in enumerate(told.slides, 2):  # the first is the cover
            place = words("report_source.slide", n=number)
            yield from (Traced(place, each) for each in figures((slide.title, slide.text)))
            chart = words("report_source.slide_chart", n=number)
            yield from (Traced(chart, each) for each in figures(slide.chart))
        return
    yield from _of_parts(told.text, told.title.replace("\n", ""), words)
    for attachment in told.attachments:
        yield from _of_parts(attachment.parts, attachment.title, words)


def _of_parts(parts: tuple[Part, ...], heading: str, words: Words) -> Iterator[Traced]:
    for part in parts:
        if isinstance(part, Passage):
            heading = heading if part.role == "text" else part.text
            yield from (Traced(heading, each) for each in part.figures)
        elif isinstance(part, Grid):
            yield from _of_grid(part, words)


def _of_grid(grid: Grid, words: Words) -> Iterator[Traced]:
    for row in grid.rows:
        first = row[0] if isinstance(row[0], str) else row[0].text
        for cell, head in zip(row, grid.heads, strict=True):
            if isinstance(cell, Figure):
                yield Traced(words("report_source.in_table", table=grid.title, row=first, column=head), cell)


def called(about: About, position: Position, words: Words) -> str:
    """What a figure is of, by name."""
    plan = position.plan
    names = [
        words.name(plan.indicator(about.indicator)) if about.indicator else "",
        words.name(plan.region(about.region)) if about.region else "",
        words.name(plan.department(about.department)) if about.department else "",
        words.name(plan.group(about.group)) if about.group else "",
        words.fact(tuple(words(f"status.{status}") for status in about.statuses)),
    ]
    return " · ".join(filter(None, names)) or words("report_source.whole_plan")
