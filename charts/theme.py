"""How charts look: one colour, sign and order per status, the typeface, and the frame every chart is finished in.

Decides looks only; what a status means is `domain.progress` and `domain.reporting`. Colours keep apart for colour-blind
readers and have a contrast of at least 4.5:1 on white, so that white signs can stand on them. They run from blue to
brown, never from green to red: in some offices red means good.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import altair as alt
from altair.utils.schemapi import disable_debug_mode

from charts.lines import length
from domain.progress import Status
from domain.reporting import ReportingStatus

disable_debug_mode()  # else every part is held against the schema as it is made: a third of the time of a chart

FAMILY = "Plan Sans SC"  # shipped in reports/fonts; the rest of the list serves a viewer without it
FONT = f"{FAMILY}, Noto Sans CJK SC, Microsoft YaHei, PingFang SC, sans-serif"

INK = "#1F2937"
QUIET_INK = "#4B5563"
TRACK = "#E5E7EB"
PAPER = "#FFFFFF"
ROOM_ON_PHONES = 310  # px between the margins of the narrowest screen that is served
ACCENT = "#0B5CAD"  # the one colour of charts that show no status
SHORT = "#B45309"  # an amount short of the plan; its minus sign says the same


@dataclass(frozen=True)
class Look:
    """How a status is shown; its word stands in `wording`. The sign is one character of the shipped typeface."""

    colour: str
    sign: str


PROGRESS: Mapping[Status, Look] = {  # in the order of legends and stacked bars: worst first, then the undecided
    Status.OVERDUE: Look("#4A1414", "■"),
    Status.OVER_LIMIT: Look("#5C1340", "＞"),
    Status.FAR_BEHIND: Look("#8F1D1D", "◆"),
    Status.LOST: Look("#7A3E9D", "▽"),
    Status.BEHIND: Look("#B45309", "▼"),
    Status.USED_FAST: Look("#9A4A1F", "▶"),
    Status.WITHIN_LIMIT: Look("#3A6EA5", "≤"),
    Status.ON_TRACK: Look("#2B7BBA", "●"),
    Status.AHEAD: Look("#0B4F8A", "▲"),
    Status.MET: Look("#062F5B", "★"),
    Status.TOO_EARLY: Look("#6B7280", "○"),
    Status.DISPUTED: Look("#6B7280", "◇"),
    Status.NOT_REPORTED: Look("#6B7280", "□"),
    Status.NOT_DUE: Look("#6B7280", "△"),
    Status.BACK_FILLED: Look("#6B7280", "·"),
}

REPORTING: Mapping[ReportingStatus, Look] = {
    ReportingStatus.MISSING: Look("#8F1D1D", "×"),
    ReportingStatus.LATE: Look("#B45309", "▲"),
    ReportingStatus.ON_TIME: Look("#2B7BBA", "✓"),
    ReportingStatus.NOT_DUE: Look("#6B7280", "·"),
}

GAP_SIGN = "×"  # stands where a month is missing

CONFIG: dict[str, Any] = {
    "font": FONT,
    "background": PAPER,
    "view": {"stroke": None},
    "text": {"fontSize": 13, "color": INK},
    "axis": {
        "labelAngle": 0,
        "labelColor": QUIET_INK,
        "labelFontSize": 12,
        "titleColor": QUIET_INK,
        "titleFontSize": 12,
        "titleFontWeight": "normal",
        "domainColor": "#9CA3AF",
        "tickColor": "#9CA3AF",
        "gridColor": TRACK,
    },
    "legend": {"labelColor": INK, "labelFontSize": 12, "labelLimit": 200, "symbolSize": 110, "columnPadding": 14},
    "title": {
        "anchor": "start",
        "frame": "bounds",
        "color": QUIET_INK,
        "fontSize": 12,
        "fontWeight": "normal",
        "lineHeight": 18,
        "offset": 12,
    },
}


def legend(labels: Mapping[str, str]) -> alt.Legend:
    """A legend above the chart in as many columns as fit; `labels` gives each entry its sign and word."""
    widest = 40 + max(length(text, 12) for text in labels.values())
    columns = alt.ExprRef(f"max(2, floor(width / {widest:.0f}))")
    shown = f"{json.dumps(dict(labels), ensure_ascii=False)}[datum.label]"
    return alt.Legend(
        title=None, orient="top", direction="horizontal", columns=columns, symbolType="square", labelExpr=shown
    )


def finished(
    layers: list[alt.Chart], rows: list[dict[str, Any]], hint: str, height: int | dict[str, int]
) -> dict[str, Any]:
    """The layers over their rows as a specification as wide as its container.

    `hint` says how to read the chart and stands above it; each line of it should fit 350 px. A selection belongs to the
    layer of a name that it is made on. Put together here and held against the schema of Vega-Lite in tests alone:
    Altair's own way takes three times as long, and a page waits for its charts.
    """
    made = [layer.to_dict(validate=False) for layer in layers]
    params = [param | {"views": [each["name"]]} for each in made for param in each.get("params", [])]
    return {
        "$schema": alt.SCHEMA_URL,
        "width": "container",
        "height": height,
        "data": {"values": rows},
        "layer": [
            {key: each[key] for key in ("name", "mark", "encoding", "transform") if key in each} for each in made
        ],
        **({"params": params} if params else {}),
        **({"title": {"text": hint.split("\n")}} if hint else {}),
        "autosize": {"type": "fit-x", "contains": "padding"},
        "padding": {"left": 4, "right": 4, "top": 4, "bottom": 4},  # Streamlit needs the four apart
        "config": CONFIG,
    }
