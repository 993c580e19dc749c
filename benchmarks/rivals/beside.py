"""The product beside the same overview written the plain way in Streamlit, Dash and Panel, in one run."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from benchmarks import browsing, clerk
from benchmarks.crowd import Clicks, Crowd, Guest
from benchmarks.rivals import data
from benchmarks.rivals.guests import DashViewer, PanelViewer
from benchmarks.servers import CLOCK, Server, Yard, plain_environment, serving, streamlit
from benchmarks.table import Row
from benchmarks.wire import Viewer

HERE = Path(__file__).resolve().parent
MANY = 50


@dataclass(frozen=True)
class Rival:
    """How one is started on the tables in `{folder}`, and what its viewers and its drawn page are."""

    name: str
    command: Sequence[str]
    kind: Callable[[str], Guest]
    path: str  # of the page
    drawn: str  # selects what stands in the page once it is drawn

    def serve(self, yard: Yard, folder: Path) -> AbstractContextManager[Server]:
        command = [part.replace("{folder}", str(folder)) for part in self.command]
        return serving(self.name, command, yard.folder, plain_environment(), self.path)


def script(name: str) -> str:
    return str(HERE / f"plain_{name}.py")


PANEL = ("--port={port}", "--allow-websocket-origin=localhost:{port}", "--args", "{folder}")
RIVALS = (
    Rival(
        "Streamlit",
        [*streamlit(HERE / "plain_streamlit.py"), "--", "{folder}"],
        Viewer,
        "",
        '[data-testid="stVegaLiteChart"]',
    ),
    Rival("Dash", [sys.executable, script("dash"), "{folder}", "{port}"], DashViewer, "", ".js-plotly-plot"),
    Rival(
        "Panel",
        [sys.executable, "-m", "panel", "serve", script("panel"), *PANEL],
        PanelViewer,
        "plain_panel",
        ".vega-embed",
    ),
)


@dataclass(frozen=True)
class Found:
    """What was measured of one: fifty viewers, the first view of all in Chromium in seconds, memory."""

    arrived: Clicks
    clicked: Clicks
    first: float
    megabytes: float


async def watch(
    server: Server, kind: Callable[[str], Guest], months: Sequence[str], seconds: float, first: float
) -> Found:
    """Fifty come at once and then click through months, never to the one they are at."""
    async with Crowd(server, kind) as crowd:
        arrived = await crowd.arrive(MANY)
        clicked = await crowd.click([f"?period={month}" for month in (*months[1:], months[0])], seconds)
        return Found(arrived, clicked, first, server.megabytes)


def beside_rivals(yard: Yard, months: tuple[str, ...], seconds: float) -> Iterator[Row]:
    """Rows of the product over each rival; the goal is to be ahead of all in time, and of Streamlit in memory."""
    folder = yard.folder / "rivals"
    data.export(clerk.plan(), yard.settings()["DATABASE_URL"], months, CLOCK, folder)
    with yard.product() as server:
        ours = _found(server, Viewer, "", ".plan-title", months, seconds)
    yield Row("our memory with 50 viewers", ours.megabytes, "MB")
    for rival in RIVALS:
        with rival.serve(yard, folder) as server:
            theirs = _found(server, rival.kind, rival.path, rival.drawn, months, seconds)
        name = rival.name
        failed = theirs.clicked.failed + theirs.arrived.failed
        yield Row(f"50 viewers: p95 ÷ {name}", ours.clicked.p95, "s", theirs.clicked.p95, 1)
        yield Row(f"50 arriving at once ÷ {name}", ours.arrived.quantile(1), "s", theirs.arrived.quantile(1), 1)
        yield Row(
            f"processor time a click ÷ {name}", 1e3 * ours.clicked.processor, "ms", 1e3 * theirs.clicked.processor, 1
        )
        yield Row(f"first view in Chromium ÷ {name}", ours.first, "s", theirs.first, 1)
        yield Row(
            f"memory with 50 viewers ÷ {name}",
            ours.megabytes,
            "MB",
            theirs.megabytes,
            1 if name == "Streamlit" else None,
        )
        yield Row(f"clicks that failed, {name}", failed, "")


def _found(
    server: Server, kind: Callable[[str], Guest], path: str, drawn: str, months: Sequence[str], seconds: float
) -> Found:
    with browsing.chromium() as browser:
        first = browsing.first_view(browser, server.host, path, drawn) / 1e3
    return asyncio.run(watch(server, kind, months, seconds, first))
