"""The picture of a part of a sheet on a page: letters above, numbers beside, the cells in question ringed and named.

Everything a file says is escaped or, for colours and sizes, a number by the time it gets here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from domain.observation import Recorded
from domain.problem import Problem
from loaders.facsimile import Facsimile, Picture, Square
from loaders.facsimile import facsimile as read
from loaders.looks.styles import Look
from loaders.sheet import Place, column_letter
from ui import app, missing
from ui.app import Here
from ui.plain import st

SQUARE = 500  # bytes of memory of one cell
WIDE, NARROW = (1150, 420), (320, 130)  # px: the whole picture, and the widest column


def chosen(here: Here, entries: Sequence[Recorded]) -> Recorded:
    """The cell whose picture the address asks for, the first if it asks for none. Raises NotFound for another's."""
    by_key = {key(entry): entry for entry in entries}
    missing.refuse_unknown("cell", here.words("column.cell"), {each: each.partition("!")[2] for each in by_key})
    return by_key.get(st.query_params.get("cell", ""), entries[0])


def key(entry: Recorded) -> str:
    """What an address calls a cell: its submission, sheet and place."""
    return f"{entry.submission.id}!{entry.observation.source.sheet}!{entry.observation.source.cell}"


def _picture(sha256: str, name: str, sheet: str, cell: str) -> Facsimile | Problem | None:
    product = app.deployment()

    def drawn() -> Facsimile | Problem | None:
        content = product.store.file(sha256).content
        return product.readers.call(read, name, content, sheet, cell, product.readers.limits)

    return app.kept().of(("picture", sha256, name, sheet, cell), drawn, size)


def size(found: Picture | Problem | None) -> int:
    """Of a picture that is kept, in bytes; roughly."""
    return SQUARE * len(found.squares) if isinstance(found, Picture) else SQUARE


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
    mark = {(found.row, found.column): Mark(words("facsimile.asked", raw=source.raw))}
    looks = {"wide": found.columns_within(*WIDE), "narrow": found.columns_within(*NARROW)}
    st.html("".join(table(found, columns, mark, said, look) for look, columns in looks.items()))
    st.caption(words("facsimile.note", file=sent.file_name))


@dataclass(frozen=True)
class Mark:
    """What is said of a cell that is ringed; `caption`, where there is one, stands in the cell below its text."""

    said: str
    look: str = "asked"
    caption: str = ""


def table(
    found: Picture, columns: Sequence[tuple[int, int]], marks: Mapping[Place, Mark], said: str, look: str = ""
) -> str:
    """A picture as HTML, of `columns` alone, each with its width. `said` is for those who cannot see it."""
    width = 34 + sum(px for _, px in columns)
    of_one = {axis: {place[axis] for place in marks} if len(marks) == 1 else set[int]() for axis in (0, 1)}
    letters = "".join(
        f'<th scope="col"{_head(c in of_one[1], c in found.hidden_columns)}>{column_letter(c)}</th>' for c, _ in columns
    )
    sizes = f'<col style="width:34px">{"".join(f"""<col style="width:{px}px">""" for _, px in columns)}'
    shown, lines, before = [c for c, _ in columns], list[str](), 0
    for number, height in found.rows:
        if before and number > before + 1:
            lines.append(f'<tr class="gap"><td colspan="{len(columns) + 1}">⋯</td></tr>')
        cells = "".join(_cell(found, number, c, shown, marks) for c in shown)
        head = _head(number in of_one[0], number in found.hidden_rows)
        lines.append(f'<tr style="height:{height}px"><th scope="row"{head}>{number}</th>{cells}</tr>')
        before = number
    head = f"<thead><tr><th></th>{letters}</tr></thead>"
    return (
        f'<table class="facsimile {look}" style="width:{width}px" aria-label="{escape(said)}">'
        f"<colgroup>{sizes}</colgroup>{head}<tbody>{''.join(lines)}</tbody></table>"
    )


def _head(is_asked: bool, is_hidden: bool) -> str:
    looks = [look for look, holds in (("asked", is_asked), ("unseen", is_hidden)) if holds]
    return f' class="{" ".join(looks)}"' if looks else ""


def _cell(found: Picture, row: int, column: int, shown: Sequence[int], marks: Mapping[Place, Mark]) -> str:
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
    mark = marks.get((row, column))
    if (row, column) != (square.to_row, square.to_column):  # a merge may hold other places
        mark = _together(
            [marks[at] for at in marks if row <= at[0] <= square.to_row and column <= at[1] <= square.to_column]
        )
    spans = f"{f' colspan={across}' if across > 1 else ''}{f' rowspan={down}' if down > 1 else ''}"
    named = f' class="{mark.look}" aria-label="{escape(mark.said)}" title="{escape(mark.said)}"' if mark else ""
    caption = f'<span class="said">{escape(mark.caption)}</span>' if mark and mark.caption else ""
    return f'<td{spans}{named} style="{_style(square.look)}">{escape(square.text)}{caption}</td>'


def _together(marks: Sequence[Mark]) -> Mark | None:
    """The marks of one cell and of those it covers, as one in the look of the first."""
    if len(marks) < 2:
        return marks[0] if marks else None
    captions = "\n".join(mark.caption for mark in marks if mark.caption)
    return Mark("\n".join(mark.said for mark in marks), marks[0].look, captions)


def _owner(found: Picture, row: int, column: int) -> tuple[Place, Square] | None:
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
