"""A real server on a copy of the sample data, and a real Chromium to look at it: CHROMIUM, or the one on the path."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.pages import settled
from tests.support.terminal import ROOT, Terminal

expect.set_options(timeout=30_000)


@pytest.fixture(scope="module")
def served(sample_to_serve: str, tmp_path_factory: pytest.TempPathFactory) -> Terminal:
    """The terminal of the server's own copy of the sample data, on either database."""
    return Terminal(tmp_path_factory.mktemp("terminal"), sample_to_serve)


@pytest.fixture(scope="module")
def address(served: Terminal) -> Iterator[str]:
    """`http://localhost:port` of `manage.py serve` on it."""
    folder, port = served.folder, free_port()
    with (folder / "server.log").open("w") as log:
        server = subprocess.Popen(
            [sys.executable, str(ROOT / "manage.py"), "serve", "--port", port],
            cwd=folder,
            env=served.environment,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # the command starts the server proper: both end together
        )
    deadline = time.monotonic() + 60
    while not answers(f"http://localhost:{port}/healthz"):
        assert server.poll() is None and time.monotonic() < deadline, (folder / "server.log").read_text("utf-8")
        time.sleep(0.2)
    yield f"http://localhost:{port}"
    os.killpg(server.pid, signal.SIGTERM)
    server.wait(10)


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Callable[..., Page]]:
    """Opens an address of the server in a window of its own, `width` pixels wide."""
    contexts = []

    def visit(path: str = "", width: int = 1280) -> Page:
        contexts.append(browser.new_context(viewport={"width": width, "height": 900}, locale="zh-CN"))
        page = contexts[-1].new_page()
        page.set_default_timeout(60_000)  # seconds say more of the machine than of the product
        page.goto(f"{address}/{path}")
        settled(page)
        return page

    yield visit
    for context in contexts:
        context.close()


def free_port() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


def answers(url: str) -> bool:
    try:
        urlopen(url).close()
    except OSError:
        return False
    return True
