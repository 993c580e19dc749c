"""The load generator of the benchmarks sees what the product sends: a figure it prints is of pages that were whole."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from google.protobuf.text_format import MessageToString
from streamlit.proto.Element_pb2 import Element

from benchmarks.clerk import every_sheet, take_away, upload
from benchmarks.crowd import Crowd, alone
from benchmarks.servers import Server, Yard
from benchmarks.viewers import OTHERS
from benchmarks.wire import Run, Viewer
from tests.support.waiting import awaited
from ui.frame import PAGES
from wording import Words

SHEET = every_sheet()[-1]


@pytest.fixture(scope="module")
def product(sample_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The product as the benchmarks start it."""
    folder = tmp_path_factory.mktemp("yard")
    shutil.copy(sample_database, folder / "dashboard.sqlite")
    with Yard(folder).product(folder) as server:
        yield server


def told(run: Run) -> str:
    """Everything a viewer was sent to read in a run."""
    return "\n".join(MessageToString(element, as_utf8=True) for element in run.elements)


def test_a_viewer_is_sent_the_whole_overview_and_nothing_broken(product: Server) -> None:
    async def look() -> tuple[Run, Run]:
        async with Viewer(product.host) as viewer:
            return await viewer.visit("?lang=en"), await viewer.visit("?lang=en")

    first, again = awaited(look())
    for run in (first, again):
        assert not run.failed, run.exceptions
        for title in ("chart.headline_title", "chart.lags_title", "chart.departments_title", "overview.changes"):
            assert Words("en")(title) in told(run)
        assert run.seconds > 0
    assert [each.WhichOneof("type") for each in first.elements] == [each.WhichOneof("type") for each in again.elements]
    assert again.bytes <= first.bytes, "what the viewer still holds is not sent again"


def test_every_page_is_reached_and_is_the_one_asked_for(product: Server) -> None:
    assert {"overview", *OTHERS} == {*PAGES}

    async def look() -> dict[str, Run]:
        async with Viewer(product.host) as viewer:
            return {name: await viewer.visit(address) for name, address in {"overview": "", **OTHERS}.items()}

    runs = awaited(look())
    assert [name for name, run in runs.items() if run.failed] == []
    assert len({told(run) for run in runs.values()}) == len(PAGES), "a page of its own each"


def test_a_page_that_breaks_is_counted_as_failed() -> None:
    run = Run(is_whole=True)
    assert not run.failed
    broken = Element()
    broken.exception.message = "it broke"
    run.elements.append(broken)
    assert (run.failed, run.exceptions) == (True, ["it broke"])


def test_a_crowd_counts_its_clicks_and_the_servers_time(product: Server) -> None:
    async def look() -> None:
        async with Crowd(product) as crowd:
            arrived = await crowd.arrive(3)
            clicked = await crowd.click(["", "changes"], 6)
            assert (arrived.failed, len(arrived.seconds)) == (0, 3)
            assert (clicked.failed, len(clicked.seconds)) == (0, 4), "three turns and the first one's second"
            assert clicked.processor > 0
            assert 0 < clicked.p50 <= clicked.p95

    awaited(look())
    run, used = awaited(alone(product, "rules", 2))
    assert not run.failed
    assert used > 0
    assert product.megabytes > 50


def test_a_clerk_sees_what_the_sheet_would_change_and_files_are_fetched(product: Server) -> None:
    runs = awaited(upload(product, [SHEET]))
    assert [run.failed for run in runs] == [False]
    assert "已接收" in told(runs[0]) or "校验通过" in told(runs[0]), "the sheet was read, and the page says so"
    assert awaited(take_away(product, 2)) == [200, 200]
