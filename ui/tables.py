"""Tables as plain HTML: they wrap on a phone, print whole, and any cell can be a link. All text is escaped here.

A figure in a table is a `Number`, which cannot be made without the address of its sources, or a `Quoted`, which is one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from charts import theme
from domain.progress import Status
from ui.plain import st
from wording import Words


@dataclass(frozen=True)
class Text:
    """What stands in a cell: words, where they lead, and the status they tell, shown as sign and colour.

    `is_long` is for sentences, which on a phone begin at the left below their title.
    """

    words: str
    link: str = ""
    status: Status | None = None
    is_long: bool = False


@dataclass(frozen=True)
class Number:
    """A figure as written, and the address it opens: the page of its sources. Raises ValueError without one.

    `aside` opens it in a window of its own, where the page holds what a person has not yet accepted.
    """

    words: str
    opens: str
    aside: bool = False

    def __post_init__(self) -> None:
        if not self.opens:
            raise ValueError("a figure must say what it opens")


@dataclass(frozen=True)
class Quoted:
    """What a cell of a sheet says: it is its own source, and names the cell. Raises ValueError without one."""

    words: str
    place: str  # file!sheet!cell

    def __post_init__(self) -> None:
        if not self.place:
            raise ValueError("a quotation must name its cell")


Entry = str | Text | Number | Quoted
UNKNOWN = "—"  # stands for a figure nobody knows, which has no sources
NUMBER = ' class="number"'


def status_text(status: Status, words: Words) -> Text:
    return Text(words(f"status.{status.value}"), status=status)


def show(titles: Sequence[str], rows: Iterable[Sequence[Entry]], *, cards: bool = True) -> None:
    """A table. On a phone each row becomes a card headed by its first cell, unless the columns are few and short."""
    st.html(html(titles, rows, cards=cards))


def html(titles: Sequence[str], rows: Iterable[Sequence[Entry]], *, cards: bool = True) -> str:
    """The same as text, to stand within something else."""
    lines = [list(row) for row in rows]
    numeric = {place for line in lines for place, entry in enumerate(line) if isinstance(entry, Number | Quoted)}
    head = "".join(
        f'<th scope="col"{NUMBER if place in numeric else ""}>{escape(title)}</th>'
        for place, title in enumerate(titles)
    )
    body = "".join(
        f"<tr>{''.join(_cell(titles[place], entry, place in numeric) for place, entry in enumerate(line))}</tr>"
        for line in lines
    )
    look = "plan-table rows" if cards else "plan-table"
    return f'<table class="{look}"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


def markup(entry: Entry) -> str:
    """An entry as HTML, without its cell."""
    if isinstance(entry, str):
        return escape(entry)
    if isinstance(entry, Number):
        window = "_blank" if entry.aside else "_self"
        return f'<a class="figure" href="{escape(entry.opens)}" target="{window}">{escape(entry.words)}</a>'
    if isinstance(entry, Quoted):
        return f'<span class="quoted" title="{escape(entry.place)}">{escape(entry.words)}</span>'
    words = escape(entry.words)
    if entry.link:
        words = f'<a href="{escape(entry.link)}" target="_self">{words}</a>'
    if entry.status:
        look = theme.PROGRESS[entry.status]
        words = f'<span class="status" style="color:{look.colour}">{escape(look.sign)} {words}</span>'
    return words


def _cell(title: str, entry: Entry, in_numbers: bool) -> str:
    aligned = isinstance(entry, Number | Quoted) or (in_numbers and entry == UNKNOWN)
    look = NUMBER if aligned else ' class="long"' if isinstance(entry, Text) and entry.is_long else ""
    return f'<td{look} data-title="{escape(title)}">{markup(entry)}</td>'
