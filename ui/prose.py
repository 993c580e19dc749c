"""Paragraphs and lists of sentences that hold links, as plain HTML: they open in the same tab and print whole.

Every sentence comes from `ui.figures.sentence`, which has escaped it.
"""

from __future__ import annotations

from collections.abc import Iterable

from ui.plain import st


def paragraph(*sentences: str, leading: bool = False) -> None:
    """One paragraph; a leading one stands out. Nothing where there is nothing to say."""
    said = " ".join(filter(None, sentences))
    if said:
        st.html(f'<p class="prose{" leading" if leading else ""}">{said}</p>')


def bullets(sentences: Iterable[str]) -> None:
    """A list, one sentence a line; nothing where there is none."""
    items = "".join(f"<li>{said}</li>" for said in sentences)
    if items:
        st.html(f'<ul class="prose">{items}</ul>')
