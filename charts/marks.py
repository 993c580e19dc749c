"""The marks that charts of one band per row share: a line of text above, a bar below, the whole band to click on.

Every text has its place on its own line, so that nothing collides from 350 px up. Fields hold finished words.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import altair as alt

from charts import theme

BAND = alt.Y("row:O", axis=None, sort=None, scale=alt.Scale(paddingInner=0, paddingOuter=0))
LEFT = alt.XValue(0)
RIGHT = alt.XValue("width")  # pyright: ignore[reportArgumentType]


def room(*, right: int) -> list[Any]:
    """The range of a horizontal scale that leaves `right` px for figures."""
    return [0, alt.ExprRef(f"width - {right}")]


def text(field: str, at: alt.XValue, dy: float, *, keep: int = 0, **style: Any) -> alt.Chart:
    """Words of `field` on the line `dy` px below the middle of the band; cut so that `keep` px stay free."""
    aligned = {"align": "left" if at is LEFT else "right", "baseline": "middle", "aria": False}
    limit = {"limit": alt.ExprRef(f"width - {keep}")} if keep else {}
    return alt.Chart().mark_text(dy=dy, **(aligned | limit | style)).encode(text=f"{field}:N", x=at, y=BAND)


def status(dy: float, **style: Any) -> alt.Chart:
    """Sign and word of the row's status at the right edge, in its colour."""
    return text("status", RIGHT, dy, fontWeight="bold", **style).encode(color=alt.Color("colour:N", scale=None))


def bar(start: str, end: str, scale: alt.Scale, dy: float, size: int, colour: str | None = None) -> alt.Chart:
    """A bar from field to field; in the row's own colour where none is given."""
    mark = alt.Chart().mark_bar(size=size, yOffset=dy, aria=False)
    shade = alt.value(colour) if colour else alt.Color("colour:N", scale=None)
    return mark.encode(x=alt.X(f"{start}:Q", scale=scale, axis=None), x2=f"{end}:Q", y=BAND, color=shade)


def tick(field: str, scale: alt.Scale, dy: float, size: int, *, colour: str = theme.INK, width: int = 3) -> alt.Chart:
    """A mark across the bar at `field`, edged in white so that it shows on any colour."""
    mark = alt.Chart().mark_tick(
        yOffset=dy, size=size, thickness=width + 2, fill=colour, stroke=theme.PAPER, strokeWidth=1, aria=False
    )
    return mark.encode(x=alt.X(f"{field}:Q", scale=scale, axis=None), y=BAND)


def target(picked: Mapping[str, str]) -> alt.Chart:
    """The whole band, unseen: what is clicked ("pick" gives the row's `id`), pointed at and read aloud.

    `picked` names the fields of the tooltip and their titles.
    """
    mark = alt.Chart(name="rows").mark_bar(opacity=0, cursor="pointer", height=alt.RelativeBandSize(band=1))
    return mark.encode(
        x=LEFT,
        x2=alt.X2Value("width"),  # pyright: ignore[reportArgumentType]
        y=BAND,
        tooltip=[alt.Tooltip(field=field, type="nominal", title=title) for field, title in picked.items()],
        description="spoken:N",
    ).add_params(alt.selection_point(name="pick", fields=["id"], on="click"))
