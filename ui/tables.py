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
STYLE = """<style>
.plan-table{border-collapse:collapse;width:100%;font-size:.92rem;margin:.2rem 0 .8rem}
.plan-table th,.plan-table td{border-bottom:1px solid #D5DBE3;padding:.4rem .55rem;text-align:left;vertical-align:top}
.plan-table td{overflow-wrap:anywhere}
.plan-table td:not(.number):not(:first-child){min-width:6.6em}
.plan-table td:first-child{min-width:4.8em}
.plan-table th{background:#EEF2F7;font-weight:600;white-space:nowrap}
.plan-table .number{text-align:right;font-variant-numeric:tabular-nums;word-break:keep-all;overflow-wrap:normal}
.plan-table a{color:#1A4A8A;text-decoration:underline;text-underline-offset:2px}
.plan-table .status{white-space:nowrap;font-weight:600}
@media (max-width:640px){
 .plan-table.rows thead{position:absolute;left:-9999px}
 .plan-table.rows tr{display:block;border-bottom:1px solid #8A96A8;padding:.3rem 0}
 .plan-table.rows td{display:flex;justify-content:space-between;gap:1rem;border:0;padding:.15rem .2rem;text-align:right}
 .plan-table.rows td::before{content:attr(data-title);color:#55606E;text-align:left;flex:none;max-width:45%}
 .plan-table.rows td:first-child:not(.number){font-weight:600;text-align:left}
 .plan-table.rows td:first-child:not(.number)::before{content:none}
 .plan-table.rows td:empty{display:none}
 .plan-table.rows td.long{display:block;text-align:left}
 .plan-table.rows td.long::before{display:block;max-width:none;font-size:.85rem}
}
</style>"""


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
    return f'{STYLE}<table class="{look}"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


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
