"""Paragraphs and lists of sentences that hold links, as plain HTML: they open in the same tab and print whole.

Every sentence comes from `ui.figures.sentence`, which has escaped it.
"""

from __future__ import annotations

from collections.abc import Iterable

from ui.plain import st

STYLE = """<style>
.prose{margin:.2rem 0 .6rem;line-height:1.65;overflow-wrap:anywhere}
ul.prose{padding-left:1.3rem}
p.leading{font-weight:600}
.prose .status{white-space:nowrap;font-weight:600}
.prose a{color:#1A4A8A;text-decoration:underline;text-underline-offset:2px}
</style>"""


def paragraph(*sentences: str, leading: bool = False) -> None:
    """One paragraph; a leading one stands out. Nothing where there is nothing to say."""
    said = " ".join(filter(None, sentences))
    if said:
        st.html(f'{STYLE}<p class="prose{" leading" if leading else ""}">{said}</p>')


def bullets(sentences: Iterable[str]) -> None:
    """A list, one sentence a line; nothing where there is none."""
    items = "".join(f"<li>{said}</li>" for said in sentences)
    if items:
        st.html(f'{STYLE}<ul class="prose">{items}</ul>')
