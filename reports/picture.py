"""The picture an exhibit becomes when it leaves the page: its chart with title, hint and notes, at a fixed width."""

from __future__ import annotations

from typing import Any, cast

from charts import theme
from charts.exhibit import Exhibit
from charts.lines import wrapped

WIDE, NARROW = 1100, 350
PRINTED = 700  # px across the 156 mm of a printed page: 12 px are 7.6 pt
_PAGE = 940  # px that a picture may be high there, with its title and a line of text below it
_TITLE_SIZE, _NOTE_SIZE, _MARGIN = 20, 13, 20


def printed(exhibit: Exhibit) -> list[dict[str, Any]]:
    """The pictures of an exhibit in a report: no title, which stands below it there, and each no higher than a page.

    A chart of one band a row goes on in another picture, with the same scale.
    """
    whole: dict[str, Any] = picture(exhibit, PRINTED, margin=2)
    above: dict[str, Any] = whole["title"]
    title = above | {"text": above["subtitle"], "fontSize": _NOTE_SIZE, "lineHeight": 20, "offset": 12}
    title |= {"fontWeight": "normal", "color": theme.QUIET_INK, "subtitle": []}
    whole |= {"title": title}
    height: Any = exhibit.spec["height"]
    if not isinstance(height, dict):
        return [whole]
    rows: list[dict[str, Any]] = exhibit.spec["data"]["values"]
    lines: list[str] = above["subtitle"]
    step = cast("dict[str, int]", height)["step"]
    most = int((_PAGE - 20 * len(lines) - 60) // step)
    last = max(row["row"] for row in rows)
    pages = -(-(last + 1) // most)
    share = -(-(last + 1) // pages)  # as many on the last page as on the others, or nearly
    return [
        whole | {"data": {"values": [row for row in rows if first <= row["row"] < first + share]}}
        for first in range(0, last + 1, share)
    ]


def picture(exhibit: Exhibit, width: int = WIDE, *, margin: int = _MARGIN) -> dict[str, Any]:
    """A specification `width` px wide that can stand alone. The exhibit's own is left as it is."""
    hint = exhibit.spec.get("title", {}).get("text", [])
    room = width - 2 * margin
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
    return exhibit.spec | {"description": exhibit.alt, "width": width, "title": title, "padding": margin}
