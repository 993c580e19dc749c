"""What a page says and does not ask: composed once for all who look at it, kept, and sent as few large elements.

Each element costs a run the same whatever its size, so everything between two charts goes as one piece of HTML; what is
kept costs next to nothing to send again. While a body is composed, `ui.plain.st` is a `Composer`: the same blocks serve
here and on pages that ask, where they go to Streamlit.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from html import escape
from typing import Any

import pandas as pd
import pyarrow as pa

from ui import app, plain
from ui.app import Here
from ui.plain import st


@dataclass(frozen=True)
class Chart:
    """A chart as it is sent quickest: its rows as a table of Arrow beside a specification without them."""

    rows: pa.Table
    spec: dict[str, Any]
    how: dict[str, Any]

    @property
    def nbytes(self) -> int:
        return self.rows.nbytes + len(json.dumps(self.spec))

    @classmethod
    def of(cls, spec: dict[str, Any], **how: Any) -> Chart:
        rows = pa.Table.from_pandas(pd.DataFrame(spec["data"]["values"]), preserve_index=False)
        return cls(rows, {name: part for name, part in spec.items() if name != "data"}, how)


Part = str | Chart
Body = tuple[Part, ...]
_Block = list["str | Chart | _Block"]


def show(here: Here, name: str, draw: Callable[[], None], *on: str) -> None:
    """Show what `draw` composes; kept under the page's `name`, where one stands, and what else it rests `on`."""
    key = ("body", name, here.key, here.as_of, here.position.period, here.words.language, *on)
    for part in app.kept().of(key, lambda: composed(draw), size):
        if isinstance(part, str):
            st.html(part)
        else:
            st.vega_lite_chart(part.rows, part.spec, **part.how)


def size(body: Body) -> int:
    """In bytes, as they are sent."""
    return sum(len(part.encode()) if isinstance(part, str) else part.nbytes for part in body)


def composed(draw: Callable[[], None]) -> Body:
    """What `draw` shows by `ui.plain.st`. Raises AttributeError where it asks something: only a run of a page can."""
    composer = Composer()
    with plain.shown_by(composer):
        draw()
    return composer.body


class Composer:
    """Takes what Streamlit would be asked to show, and writes it down as HTML; charts stand between, never within.

    Its methods have the names and arguments of Streamlit's, as far as bodies use them. All text is escaped.
    """

    def __init__(self) -> None:
        self._whole: _Block = []
        self._open: list[_Block] = [self._whole]

    @property
    def body(self) -> Body:
        """The parts in their order, text as long as can be. Raises ValueError for a chart inside a fold or a column."""
        parts = list[Part]()
        for entry in _flat(self._whole):
            if isinstance(entry, str) and parts and isinstance(parts[-1], str):
                parts[-1] += entry
            else:
                parts.append(entry)
        return tuple(parts)

    def html(self, body: str) -> None:
        self._open[-1].append(body)

    def header(self, body: str, **_: object) -> None:
        self.html(f"<h2>{escape(body)}</h2>")

    def subheader(self, body: str, anchor: str | bool = False) -> None:
        at = f' id="{escape(anchor)}"' if isinstance(anchor, str) else ""
        self.html(f"<h3{at}>{escape(body)}</h3>")

    def caption(self, body: str) -> None:
        self.html(f'<p class="caption">{escape(body)}</p>')

    def info(self, body: str) -> None:
        self.html(f'<p class="notice info" role="status">{escape(body)}</p>')

    def success(self, body: str) -> None:
        self.html(f'<p class="notice success" role="status">{escape(body)}</p>')

    def vega_lite_chart(self, spec: dict[str, Any], **how: Any) -> None:
        self._open[-1].append(Chart.of(spec, **how))

    def expander(self, label: str, *, expanded: bool = False) -> AbstractContextManager[None]:
        state = " open" if expanded else ""
        return self._within(f'<details class="fold"{state}><summary>{escape(label)}</summary><div>', "</div></details>")

    def columns(self, spec: Sequence[int], **_: object) -> list[AbstractContextManager[None]]:
        tracks = " ".join(f"minmax(0,{share}fr)" for share in spec)
        self.html(f'<div class="columns" style="grid-template-columns:{tracks}">')
        found = [self._within("<div>", "</div>") for _ in spec]
        self.html("</div>")
        return found

    def _within(self, opening: str, closing: str) -> AbstractContextManager[None]:
        """A block at this place that is filled later."""
        inside: _Block = []
        self._open[-1].extend((opening, inside, closing))

        @contextmanager
        def filling() -> Iterator[None]:
            self._open.append(inside)
            try:
                yield
            finally:
                self._open.pop()

        return filling()


def _flat(block: _Block, *, is_inner: bool = False) -> Iterator[Part]:
    for entry in block:
        if isinstance(entry, list):
            yield from _flat(entry, is_inner=True)
        elif isinstance(entry, Chart) and is_inner:
            raise ValueError("a chart stands neither in a fold nor in a column")
        else:
            yield entry
