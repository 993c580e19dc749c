"""The picture an exhibit becomes when it leaves the page: its chart with title, hint and notes, at a fixed width."""

from __future__ import annotations

from typing import Any

from charts import theme
from charts.exhibit import Exhibit
from charts.lines import wrapped

WIDE, NARROW = 1100, 350
_TITLE_SIZE, _NOTE_SIZE, _MARGIN = 20, 13, 20


def picture(exhibit: Exhibit, width: int = WIDE) -> dict[str, Any]:
    """A specification `width` px wide that can stand alone. The exhibit's own is left as it is."""
    hint = exhibit.spec.get("title", {}).get("text", [])
    room = width - 2 * _MARGIN
    below = [
        line
        for text in ("　".join(hint), " | ".join(exhibit.notes), exhibit.stamp)
        if text
        for line in wrapped(text, room, _NOTE_SIZE)
    ]
    title = {
        "text": wrapped(exhibit.title, room, _TITLE_SIZE),
        "fontSize": _TITLE_SIZE,
        "fontWeight": "bold",
        "lineHeight": 28,
        "color": theme.INK,
        "subtitle": below,
        "subtitleFontSize": _NOTE_SIZE,
        "subtitleLineHeight": 20,
        "subtitleColor": theme.QUIET_INK,
        "subtitlePadding": 6,
        "offset": 18,
    }
    return exhibit.spec | {"description": exhibit.alt, "width": width, "title": title, "padding": _MARGIN}
