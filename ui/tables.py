"""Tables as plain HTML: they wrap on a phone, print whole, and any cell can be a link. All text is escaped here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

import streamlit as st

from charts import theme
from charts.exhibit import Table
from domain.progress import Status
from wording import Words


@dataclass(frozen=True)
class Text:
    """What stands in a cell: words, where they lead, and the status they tell, shown as sign and colour."""

    words: str
    link: str = ""
    status: Status | None = None
    is_number: bool = False


Entry = str | Text
NUMBER = ' class="number"'
STYLE = """<style>
.plan-table{border-collapse:collapse;width:100%;font-size:.92rem;margin:.2rem 0 .8rem}
.plan-table th,.plan-table td{border-bottom:1px solid #D5DBE3;padding:.4rem .55rem;text-align:left;vertical-align:top}
.plan-table td{overflow-wrap:anywhere}
.plan-table td:not(.number):not(:first-child){min-width:6.6em}
.plan-table th{background:#EEF2F7;font-weight:600;white-space:nowrap}
.plan-table .number{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
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
}
</style>"""


def status_text(status: Status, words: Words) -> Text:
    return Text(words(f"status.{status.value}"), status=status)


def show(titles: Sequence[str], rows: Iterable[Sequence[Entry]], *, cards: bool = True) -> None:
    """A table. On a phone each row becomes a card headed by its first cell, unless the columns are few and short."""
    lines = [list(row) for row in rows]
    numeric = {
        place for line in lines for place, entry in enumerate(line) if isinstance(entry, Text) and entry.is_number
    }
    head = "".join(
        f'<th scope="col"{NUMBER if place in numeric else ""}>{escape(title)}</th>'
        for place, title in enumerate(titles)
    )
    body = "".join(f"<tr>{''.join(map(_cell, titles, line))}</tr>" for line in lines)
    look = "plan-table rows" if cards else "plan-table"
    st.html(f'{STYLE}<table class="{look}"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>')


def show_exhibit(table: Table, words: Words) -> None:
    """The table of a chart."""
    numeric = [column.kind in ("number", "share", "points") for column in table.columns]
    rows = (
        [Text(cell, is_number=number) for cell, number in zip(row, numeric, strict=True)]
        for row in table.written(words)
    )
    show([column.title for column in table.columns], rows)


def _cell(title: str, entry: Entry) -> str:
    cell = entry if isinstance(entry, Text) else Text(entry)
    words = escape(cell.words)
    if cell.link:
        words = f'<a href="{escape(cell.link)}" target="_self">{words}</a>'
    if cell.status:
        look = theme.PROGRESS[cell.status]
        words = f'<span class="status" style="color:{look.colour}">{escape(look.sign)} {words}</span>'
    return f'<td{NUMBER if cell.is_number else ""} data-title="{escape(title)}">{words}</td>'
