"""The picture of a part of a sheet on a page: letters above, numbers beside, and the cell in question ringed and named.

Everything a file says is escaped or, for colours and sizes, a number by the time it gets here.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

from domain.observation import Recorded
from domain.problem import Problem
from loaders.facsimile import Facsimile, Square
from loaders.facsimile import facsimile as read
from loaders.looks.styles import Look
from loaders.sheet import column_letter
from ui import app
from ui.app import Here

WIDE, NARROW = (1150, 420), (320, 130)  # px: the whole picture, and the widest column
STYLE = """<style>
.facsimile{border-collapse:collapse;table-layout:fixed;font-size:.8rem;line-height:1.25;background:#fff;color:#111;
 margin:.3rem 0 .2rem;border:1px solid #8A96A8}
.facsimile td{border:1px solid #E1E4E8;padding:1px 4px;overflow:hidden;overflow-wrap:anywhere;vertical-align:middle}
.facsimile th{background:#EEF0F3;color:#55606E;font-weight:400;font-size:.72rem;border:1px solid #C9CFD6;
 padding:1px 2px;text-align:center}
.facsimile tr.gap td{border-left:0;border-right:0;text-align:center;color:#55606E;padding:0}
.facsimile td.asked{outline:3px solid #B3261E;outline-offset:-2px;position:relative;z-index:1}
.facsimile th.asked{background:#F6D5D2;color:#7A1A14;font-weight:700}
.facsimile.narrow{display:none}
@media (max-width:1200px){.facsimile.wide{display:none}.facsimile.narrow{display:table}}
</style>"""


def chosen(entries: Sequence[Recorded]) -> Recorded:
    """The cell whose picture the address asks for, else the first."""
    asked = st.query_params.get("cell")
    return next((entry for entry in entries if key(entry) == asked), entries[0])


def key(entry: Recorded) -> str:
    """What an address calls a cell: its submission, sheet and place."""
    return f"{entry.submission.id}!{entry.observation.source.sheet}!{entry.observation.source.cell}"


@st.cache_resource(max_entries=200, show_spinner=False)
def _picture(sha256: str, name: str, sheet: str, cell: str) -> Facsimile | Problem | None:
    product = app.deployment()
    content = product.store.file(sha256).content
    return product.readers.call(read, name, content, sheet, cell, product.readers.limits)


def show(here: Here, entry: Recorded) -> None:
    """The part of the sheet around a cell; where there is no picture to be had, that is said."""
    words, source, sent = here.words, entry.observation.source, entry.submission
    facts = {"file": sent.file_name, "cell": f"{source.sheet}!{source.cell}"}
    st.subheader(words("facsimile.title", cell=facts["cell"]), anchor=False)
    found = _picture(sent.sha256, sent.file_name, source.sheet, source.cell)
    if not isinstance(found, Facsimile):
        st.info(words("facsimile.none", **facts))
        return
    said = words("facsimile.alt", raw=source.raw, **facts)
    asked = words("facsimile.asked", raw=source.raw)
    st.html(STYLE + "".join(_table(found, look, said, asked) for look in ("wide", "narrow")))
    st.caption(words("facsimile.note", file=sent.file_name))


def _table(found: Facsimile, look: str, said: str, asked: str) -> str:
    columns = found.columns_within(*(WIDE if look == "wide" else NARROW))
    width = 34 + sum(px for _, px in columns)
    letters = "".join(f'<th scope="col"{_asked(c == found.column)}>{column_letter(c)}</th>' for c, _ in columns)
    sizes = f'<col style="width:34px">{"".join(f"""<col style="width:{px}px">""" for _, px in columns)}'
    shown, lines, before = [c for c, _ in columns], list[str](), 0
    for number, height in found.rows:
        if before and number > before + 1:
            lines.append(f'<tr class="gap"><td colspan="{len(columns) + 1}">⋯</td></tr>')
        cells = "".join(_cell(found, number, c, shown, asked) for c in shown)
        row = f'<th scope="row"{_asked(number == found.row)}>{number}</th>{cells}'
        lines.append(f'<tr style="height:{height}px">{row}</tr>')
        before = number
    head = f"<thead><tr><th></th>{letters}</tr></thead>"
    return (
        f'<table class="facsimile {look}" style="width:{width}px" aria-label="{escape(said)}">'
        f"<colgroup>{sizes}</colgroup>{head}<tbody>{''.join(lines)}</tbody></table>"
    )


def _asked(is_asked: bool) -> str:
    return ' class="asked"' if is_asked else ""


def _cell(found: Facsimile, row: int, column: int, shown: Sequence[int], asked: str) -> str:
    """A cell; nothing where a merge covers the place, unless the merge begins in a column that is not shown."""
    square = found.squares.get((row, column))
    if square is None:
        owner = _owner(found, row, column)
        if owner is None:
            return "<td></td>"
        (top, left), square = owner
        is_first = row == top or row == min(r for r, _ in found.rows if r >= top)
        if not is_first or column != min(c for c in shown if c >= left):
            return ""
    across = sum(column <= c <= square.to_column for c in shown)
    down = sum(row <= r <= square.to_row for r, _ in found.rows) if square.to_row > row else 1
    is_asked = row <= found.row <= square.to_row and column <= found.column <= square.to_column
    spans = f"{f' colspan={across}' if across > 1 else ''}{f' rowspan={down}' if down > 1 else ''}"
    named = f' class="asked" aria-label="{escape(asked)}"' if is_asked else ""
    return f'<td{spans}{named} style="{_style(square.look)}">{escape(square.text)}</td>'


def _owner(found: Facsimile, row: int, column: int) -> tuple[tuple[int, int], Square] | None:
    """The merged cell that covers a place."""
    return next(
        (
            (place, square)
            for place, square in found.squares.items()
            if place[0] <= row <= square.to_row and place[1] <= column <= square.to_column
        ),
        None,
    )


def _style(look: Look) -> str:
    sides = zip(("top", "right", "bottom", "left"), look.lines, strict=True)
    parts = [f"border-{side}:solid #333 {px}px" for side, px in sides if px]
    parts += [f"background:#{look.fill}"] if look.fill else []
    parts += [f"color:#{look.ink}"] if look.ink else []
    parts += [f"text-align:{look.align}"] if look.align else []
    parts += ["font-weight:700"] if look.is_bold else []
    parts += ["font-style:italic"] if look.is_italic else []
    parts += ["text-decoration:line-through"] if look.is_struck else []
    return ";".join(parts)
