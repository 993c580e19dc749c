"""A report before it is a file: words, figures, tables and pictures in their order. Writers lay it out and add nothing.

Every figure says what it is of, so that its cells can be found and its value worked out again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from typing import Any, Literal, cast

from charts.exhibit import Exhibit
from views.about import About
from wording import Words

Role = Literal["text", "heading", "part", "note"]


@dataclass(frozen=True)
class Figure:
    """A figure as it is printed. `key` says which one of what it is `about`: its value, its share, a count …"""

    key: str
    text: str
    about: About


@dataclass(frozen=True)
class Passage:
    """A paragraph, or a piece of one. `role` decides its looks: a heading of a section, of a part of it, a note."""

    text: str
    figures: tuple[Figure, ...] = ()
    role: Role = "text"


Cell = str | Figure


@dataclass(frozen=True)
class Grid:
    """A table. `widths` are relative; `numeric` columns stand to the right. A wide one is laid on a turned page."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[int, ...]
    numeric: frozenset[int] = frozenset()
    is_wide: bool = False


@dataclass(frozen=True)
class Picture:
    """A chart, under a title of its own."""

    exhibit: Exhibit


Part = Passage | Grid | Picture


@dataclass(frozen=True)
class Attachment:
    """What begins on a page of its own behind the text."""

    title: str
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Document:
    """A report with its attachments. `name` is that of its file without ending, `mark` stands on every page.

    `stamp` names the versions of data, plan and method it was made from.
    """

    name: str
    title: str
    addressees: str
    text: tuple[Part, ...]
    attachments: tuple[Attachment, ...]
    signatory: str
    day: date
    mark: str
    stamp: str
    language: Literal["zh", "en"]

    @property
    def words(self) -> tuple[str, ...]:
        """Every text in it but those of its charts."""
        return tuple(_texts((self.title, self.addressees, self.text, self.attachments, self.signatory, self.mark)))

    @property
    def pictures(self) -> tuple[Exhibit, ...]:
        """Every chart in it."""
        parts = (*self.text, *(part for attachment in self.attachments for part in attachment.parts))
        return tuple(part.exhibit for part in parts if isinstance(part, Picture))


def told(words: Words, key: str, /, **facts: Any) -> Passage:
    """The sentence `key`; what it is told of may be figures, and pieces told before, alone or several in a row."""
    return Passage(words(key, **{name: _said(fact) for name, fact in facts.items()}), tuple(figures(facts)))


def joined(words: Words, pieces: list[Passage], between: str, end: str = "") -> Passage:
    """Pieces in a row, the signs between and behind them taken from the wording."""
    return Passage(
        words(between).join(piece.text for piece in pieces) + (words(end) if end else ""), tuple(figures(pieces))
    )


def figures(thing: Any) -> Iterator[Figure]:
    """Every figure in a report, or in a part of one, in the order it is read."""
    if isinstance(thing, Figure):
        yield thing
    elif isinstance(thing, dict):
        for each in cast("dict[str, Any]", thing).values():
            yield from figures(each)
    elif isinstance(thing, list | tuple):
        for each in cast("list[Any]", thing):
            yield from figures(each)
    elif is_dataclass(thing) and not isinstance(thing, Exhibit):
        for each in fields(thing):
            yield from figures(getattr(thing, each.name))


def _texts(thing: Any) -> Iterator[str]:
    if isinstance(thing, str):
        yield thing
    elif isinstance(thing, list | tuple):
        for each in cast("list[Any]", thing):
            yield from _texts(each)
    elif is_dataclass(thing) and not isinstance(thing, About | Exhibit):
        for each in fields(thing):
            yield from _texts(getattr(thing, each.name))


def _said(fact: Any) -> Any:
    if isinstance(fact, Figure | Passage):
        return fact.text
    if isinstance(fact, list | tuple):
        return tuple(_said(each) for each in cast("list[Any]", fact))
    return fact
