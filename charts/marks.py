"""The marks that charts of one band per row share: a line of text above, a bar below, the whole band to click on.

Every text has its place on its own line, so that nothing collides from 350 px up. Fields hold finished words.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import altair as alt

from charts import theme
from charts.lines import length, wrapped

BAND = alt.Y("row:O", axis=None, sort=None, scale=alt.Scale(paddingInner=0, paddingOuter=0))
LEFT = alt.XValue(0)
RIGHT = alt.XValue("width")  # pyright: ignore[reportArgumentType]


def room(*, right: int) -> list[Any]:
    """The range of a horizontal scale that leaves `right` px for figures."""
    return [0, alt.ExprRef(f"width - {right}")]


def text(field: str, at: alt.XValue, dy: float, **style: Any) -> alt.Chart:
    """Words of `field` on the line `dy` px below the middle of the band."""
    aligned: dict[str, Any] = {"align": "left" if at is LEFT else "right", "baseline": "middle", "aria": False}
    return alt.Chart().mark_text(dy=dy, **(aligned | style)).encode(text=f"{field}:N", x=at, y=BAND)


def fit_names(rows: Iterable[dict[str, Any]], *, beside: str = "", size: float = 13) -> int:
    """Breaks each row's `name` in two for narrow screens, where the field `beside` takes the end of the lower line.

    Returns the extra height that every band needs for it: 0 where all names fit on one line.
    """
    extra = 0
    for row in rows:
        name, room = row["name"], theme.ROOM_ON_PHONES
        taken = 14 + length(row[beside], 13) if beside else 0
        first = "" if length(name, size) <= room - taken else wrapped(name, room, size)[0]
        row |= {"name_above": first, "name_beside": name[len(first) :].lstrip(), "taken": round(taken)}
        extra = extra or (17 if first else 0)
    return extra


def names(dy: float, **style: Any) -> list[alt.Chart]:
    """The row's `name`, on two lines where the screen is narrow. Needs `fit_names`."""
    narrow = "width < 520"
    above, beside = f"{narrow} ? datum.name_above : ''", f"{narrow} ? datum.name_beside : datum.name"
    lines = ((above, dy - 17, "width"), (beside, dy, "width - datum.taken"))
    return [
        alt.Chart()
        .mark_text(
            text=alt.ExprRef(words),
            dy=offset,
            align="left",
            baseline="middle",
            limit=alt.ExprRef(room),
            aria=False,
            **style,
        )
        .encode(x=LEFT, y=BAND)
        for words, offset, room in lines
    ]


def status(dy: float, **style: Any) -> alt.Chart:
    """Sign and word of the row's status at the right edge, in its colour."""
    return text("status", RIGHT, dy, fontWeight="bold", **style).encode(color=alt.Color("colour:N", scale=None))


def bar(start: str, end: str, scale: alt.Scale, dy: float, size: int, colour: str | None = None) -> alt.Chart:
    """A bar from field to field; in the row's own colour where none is given."""
    mark = alt.Chart().mark_bar(size=size, yOffset=dy, aria=False)
    shade = alt.ColorValue(colour) if colour else alt.Color("colour:N", scale=None)
    return mark.encode(x=alt.X(f"{start}:Q", scale=scale, axis=None), x2=f"{end}:Q", y=BAND, color=shade)


def tick(field: str, scale: alt.Scale, dy: float, size: int, *, colour: str = theme.INK, width: int = 3) -> alt.Chart:
    """A mark across the bar at `field`, edged in white so that it shows on any colour."""
    mark = alt.Chart().mark_tick(
        aria=False,
        yOffset=dy,
        size=size,
        thickness=width + 2,
        fill=colour,
        stroke=theme.PAPER,
        strokeWidth=1,
        opacity=1,
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
        description=alt.Description("spoken:N"),
    ).add_params(alt.selection_point(name="pick", fields=["id"], on="click"))
