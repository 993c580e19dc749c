"""Three server processes on one PostgreSQL behind nginx with the file of the documents, as on a machine of several."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from benchmarks.servers import ROOT, Server, free_port, serving, streamlit
from tests.support.terminal import Terminal

SERVERS = 3
AROUND = """
user root;
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/nginx-errors.log;
events {{ worker_connections 4096; }}
http {{
    log_format upstream '$cookie_dashboard_server $upstream_addr $status $request_uri';
    access_log {folder}/nginx-access.log upstream;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/dashboard.conf;
}}
"""


@dataclass(frozen=True)
class Deployed:
    """What stands behind nginx at `host`, and the terminal of the same ledger."""

    host: str
    servers: tuple[Server, ...]
    terminal: Terminal
    folder: Path

    def cookie(self) -> str:
        """What a browser new to the address is given with the document."""
        answer = httpx.get(f"http://{self.host}/", trust_env=False)
        assert answer.status_code == 200
        return f"dashboard_server={answer.cookies['dashboard_server']}"

    def cookie_of(self, server: Server) -> str:
        """A cookie with which nginx leads to that server."""
        for _ in range(200):
            cookie = self.cookie()
            httpx.get(f"http://{self.host}/healthz", headers={"Cookie": cookie}, trust_env=False)
            if self.led_to(cookie) == {server.host.replace("localhost", "127.0.0.1")}:
                return cookie
        raise AssertionError(f"no browser is led to {server.host}")

    def led_to(self, cookie: str) -> set[str]:
        """Which servers answered the finished requests of a browser."""
        lines = (self.folder / "nginx-access.log").read_text(encoding="utf-8").splitlines()
        return {line.split()[1] for line in lines if line.split()[0] == cookie.partition("=")[2]}


@pytest.fixture(scope="module")
def deployed(sample_to_serve: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployed]:
    """Three warm servers and nginx before them."""
    found = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    assert found, "nginx is needed: apt install nginx-light"
    folder = tmp_path_factory.mktemp("deployed")
    terminal = Terminal(folder, sample_to_serve)
    with ExitStack() as stack:
        servers = tuple(
            stack.enter_context(
                serving(f"server-{number}", streamlit(ROOT / "dashboard.py"), folder, terminal.environment, "healthz")
            )
            for number in range(SERVERS)
        )
        host = f"localhost:{free_port()}"
        conf = (ROOT / "docs" / "nginx.conf").read_text(encoding="utf-8")
        ports = {f"127.0.0.1:850{1 + number}": each.host for number, each in enumerate(servers)}
        for written, actual in {"127.0.0.1:8500": host, **ports}.items():
            assert written in conf
            conf = conf.replace(written, actual.replace("localhost", "127.0.0.1"))
        (folder / "dashboard.conf").write_text(conf, encoding="utf-8")
        (folder / "nginx.conf").write_text(AROUND.format(folder=folder), encoding="utf-8")
        nginx = stack.enter_context(subprocess.Popen([found, "-p", folder, "-c", folder / "nginx.conf"]))
        stack.callback(nginx.terminate)
        deadline = time.monotonic() + 20
        while not answers(host):
            assert nginx.poll() is None and time.monotonic() < deadline, "nginx does not answer"
            time.sleep(0.1)
        yield Deployed(host, servers, terminal, folder)


def answers(host: str) -> bool:
    try:
        return httpx.get(f"http://{host}/healthz", trust_env=False).status_code == 200
    except httpx.TransportError:
        return False
