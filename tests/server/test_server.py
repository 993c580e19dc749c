"""Who may connect, what every answer carries, and that no page runs without the frame: asked of a real server."""

from __future__ import annotations

import gzip
import http.client
import json
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import InvalidStatus
from websockets.sync.client import ClientConnection, connect

from ui.frame import PAGES
from ui.server import FIRST_PAGE, is_loopback, is_ours


def ask(host: str, path: str, method: str = "GET", **headers: str) -> tuple[http.client.HTTPResponse, bytes]:
    with closing(http.client.HTTPConnection(host, timeout=10)) as connection:
        connection.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        response = connection.getresponse()
        return response, response.read()


def open_stream(host: str, **headers: str) -> ClientConnection:
    origin = headers.pop("Origin", f"http://{host}")
    return connect(f"ws://{host}/_stcore/stream", origin=origin, subprotocols=["streamlit"], max_size=None)  # type: ignore[arg-type, list-item]


def test_healthz_says_that_it_answers_and_nothing_else(host: str) -> None:
    response, body = ask(host, "/healthz")
    assert response.status == 200
    assert json.loads(body) == {"status": "ok"}


@pytest.mark.parametrize("path", ["/", "/listed", "/healthz", "/_stcore/health", "/browser.js", "/nothing.here"])
def test_every_answer_carries_the_protecting_headers(host: str, path: str) -> None:
    response, _ = ask(host, path)
    assert "script-src 'self' 'wasm-unsafe-eval' 'sha256-" in response.headers["content-security-policy"]
    assert "frame-ancestors 'none'" in response.headers["content-security-policy"]
    assert response.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    "name", ["evil.example", "evil.example:8501", "localhost.evil.example", "127.0.0.1.evil.example", ""]
)
def test_a_foreign_host_name_is_refused(host: str, name: str) -> None:
    response, body = ask(host, "/", Host=name)
    assert response.status in (400, 403)
    assert b"root" not in body


def test_a_page_of_another_server_may_neither_connect_nor_upload(host: str) -> None:
    for origin in ("http://evil.example", "http://localhost:1", "null"):
        with pytest.raises(InvalidStatus) as refusal:
            open_stream(host, Origin=origin)
        assert refusal.value.response.status_code == 403
        response, body = ask(host, "/_stcore/upload_file/session/file", "PUT", Origin=origin)
        assert (response.status, "本机" in body.decode()) == (403, True)


def test_this_machine_may_connect_under_each_of_its_names(host: str) -> None:
    for name in (host, host.replace("localhost", "127.0.0.1")):
        with open_stream(name):
            pass


@pytest.mark.parametrize(
    ("client", "ours"),
    [
        ("127.0.0.1", True),
        ("::1", True),
        ("::ffff:127.0.0.1", True),
        ("192.168.1.7", False),
        ("::ffff:10.0.0.1", False),
        ("", False),
    ],
)
def test_only_clients_of_this_machine_are_ours(client: str, ours: bool) -> None:
    scope = {"type": "websocket", "client": (client, 5000), "headers": [(b"host", b"localhost:8501")]}
    assert is_ours(scope) is ours
    assert is_ours({**scope, "client": None}) is False


def test_a_name_is_not_taken_for_this_machine() -> None:
    assert is_loopback("localhost")
    assert not any(map(is_loopback, ("0.0.0.0", "::", "example.org", "")))


def test_it_does_not_start_where_others_could_connect(start: Callable[..., Any], house: Path) -> None:
    _, server = start(STREAMLIT_SERVER_ADDRESS="0.0.0.0")
    assert server.wait(60) != 0
    log = (house / "server.log").read_text(encoding="utf-8")
    assert "未启动：server.address 为 0.0.0.0" in log
    assert "Not started: server.address is 0.0.0.0" in log
    assert "Traceback" not in log


def test_a_page_that_navigation_does_not_list_never_runs(host: str, house: Path) -> None:
    with open_stream(host) as stream:
        visit = BackMsg()
        visit.rerun_script.page_name = "unlisted"
        stream.send(visit.SerializeToString())
        seen: list[ForwardMsg] = []
        while not seen or seen[-1].WhichOneof("type") != "script_finished":
            frame = stream.recv(timeout=20)
            assert isinstance(frame, bytes)
            seen.append(ForwardMsg.FromString(frame))
    assert any(message.HasField("page_not_found") for message in seen)
    assert not (house / "pages" / "it-ran").exists()


def test_the_document_speaks_the_language_of_the_address(host: str) -> None:
    for path, lang, title in (("/", "zh-CN", "目标监测看板"), ("/listed?lang=en", "en", "Target monitoring dashboard")):
        _, body = ask(host, path)
        text = body.decode()
        assert f'<html lang="{lang}">' in text
        assert f"<title>{title}</title>" in text
        assert text.count("<noscript>") == text.count('src="./browser.js"') == 1
        assert "preload" not in text.split("modulepreload")[0]


def test_the_first_page_under_its_own_name_leads_to_the_root_and_keeps_the_address(host: str) -> None:
    assert PAGES[0] == FIRST_PAGE
    response, _ = ask(host, f"/{FIRST_PAGE}?lang=en&as_of=2024-05-01")
    assert (response.status, response.headers["location"]) == (307, "./?lang=en&as_of=2024-05-01")


def test_bundles_come_packed_and_may_be_kept(host: str) -> None:
    _, page = ask(host, "/")
    path = page.decode().split('crossorigin src=".')[1].split('"')[0]
    plain, whole = ask(host, path)
    packed, body = ask(host, path, Accept_Encoding="gzip")
    assert plain.headers["content-encoding"] is None
    assert packed.headers["content-encoding"] == "gzip"
    assert "immutable" in packed.headers["cache-control"]
    assert gzip.decompress(body) == whole


def test_only_fonts_are_served_from_the_font_folder(host: str) -> None:
    response, body = ask(host, "/fonts/Sample.woff2")
    assert (response.status, body, response.headers["content-type"]) == (200, b"wOF2", "font/woff2")
    assert "max-age" in response.headers["cache-control"]
    assert ask(host, "/fonts/LICENCE.txt")[0].status == 404
    assert ask(host, "/fonts/..%2f..%2fdashboard.py")[0].status in (400, 404)
