"""Who may connect, what every answer carries, and that no page runs without the frame: asked of a real server."""

from __future__ import annotations

import gzip
import http.client
import json
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from benchmarks.wire import Viewer
from storage.settings import HeldLimits, ReadingLimits
from tests.server.conftest import ROOT
from tests.support.terminal import Terminal
from tests.support.waiting import awaited
from ui import held
from ui.frame import PAGES
from ui.guard import is_loopback, is_ours
from ui.server import FIRST_PAGE


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


def test_the_port_is_open_before_the_server_is_warm(start: Callable[..., Any], tmp_path: Path) -> None:
    """A page asked for meanwhile is served; whoever watches is told to wait."""
    host, _ = start(WARM_AT=str(tmp_path / "warm"))

    def health() -> int:
        try:
            return ask(host, "/healthz")[0].status
        except OSError:
            return 0

    assert until(health, lambda status: status > 0) == 503
    assert json.loads(ask(host, "/healthz")[1]) == {"status": "starting"}
    assert ask(host, "/")[0].status == 200
    (tmp_path / "warm").touch()
    assert until(health, lambda status: status == 200) == 200


def until(look: Callable[[], int], holds: Callable[[int], bool]) -> int:
    deadline = time.monotonic() + 30
    while not holds(seen := look()) and time.monotonic() < deadline:
        time.sleep(0.1)
    return seen


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


@pytest.mark.parametrize("script", ["ui/screen.py", "pages/overview.py"])
def test_no_other_script_serves_the_pages(sample_database: Path, tmp_path: Path, script: str) -> None:
    """Streamlit runs any script it is given: at the first visit the process ends, before anything is shown."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", str(ROOT / script), "--server.address=0.0.0.0"]
    environment = Terminal(tmp_path, sample_database).environment | {"STREAMLIT_SERVER_PORT": str(port)}
    with subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.PIPE, encoding="utf-8") as server:
        wait_for(f"localhost:{port}", "/_stcore/health")
        seen: list[bytes | str] = []
        with suppress(ConnectionClosed, TimeoutError), open_stream(f"localhost:{port}") as stream:
            stream.send(BackMsg(rerun_script=ClientState()).SerializeToString())
            while True:
                seen.append(stream.recv(timeout=60))
        assert server.wait(20) == 2
        assert server.stderr is not None
        told = server.stderr.read()
    assert "已停止：页面没有经过访问控制" in told
    assert "Traceback" not in told
    frames = [frame for frame in seen if isinstance(frame, bytes)]
    assert all(b"stVegaLiteChart" not in frame and "滞后".encode() not in frame for frame in frames)


def wait_for(host: str, path: str) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with suppress(OSError):
            ask(host, path)
            return
        time.sleep(0.2)
    raise AssertionError(f"{host} does not answer")


MEGABYTE = 1024 * 1024
TOKEN = {"Cookie": "_streamlit_xsrf=2|00000000|00|1", "X-Xsrftoken": "2|00000000|00|1"}  # as anybody can make one


def put(host: str, session: str, file: str, size: int, **headers: str) -> tuple[int, str]:
    """Send a file of that size to a session as any client may; the status and what was said."""
    head = b'--x\r\nContent-Disposition: form-data; name="f"; filename="f.xlsx"\r\n\r\n'
    stated = {"Content-Type": "multipart/form-data; boundary=x"} | TOKEN | headers
    with closing(http.client.HTTPConnection(host, timeout=20)) as connection:
        address, body = f"/_stcore/upload_file/{session}/{file}", head + bytes(size) + b"\r\n--x--\r\n"
        connection.request("PUT", address, body, stated, encode_chunked="Transfer-Encoding" in stated)
        response = connection.getresponse()
        return response.status, response.read().decode()


def drop(host: str, session: str, *files: str) -> None:
    """Take files off again, as the page does for who removes them there."""
    with closing(http.client.HTTPConnection(host, timeout=20)) as connection:
        for file in files:
            connection.request("DELETE", f"/_stcore/upload_file/{session}/{file}", headers=TOKEN)
            assert connection.getresponse().read() == b""


@contextmanager
def session(host: str) -> Iterator[str]:
    """The id of a session as any client that opens a stream is given one; it ends with the stream."""
    with open_stream(host) as stream:
        stream.send(BackMsg(rerun_script=ClientState()).SerializeToString())
        while True:
            frame = stream.recv(timeout=20)
            assert isinstance(frame, bytes)
            message = ForwardMsg.FromString(frame)
            if message.WhichOneof("type") == "new_session":
                yield message.new_session.initialize.session_id
                return


def test_a_session_may_hold_so_much_and_no_more(host: str) -> None:
    """The house allows 3 MB in 4 files to a session, and 4 MB to all."""
    with session(host) as mine, session(host) as other:
        assert put(host, mine, "a", 2 * MEGABYTE)[0] == 204
        status, told = put(host, mine, "b", 2 * MEGABYTE)
        assert (status, "最多 4 个、共 3 MB" in told, "at most 4 files, 3 MB" in told) == (413, True, True)
        assert [put(host, mine, name, 10)[0] for name in ("b", "c", "d", "e")] == [204, 204, 204, 413]
        status, told = put(host, other, "a", 5 * MEGABYTE // 2)
        assert (status, "已满" in told) == (507, True)
        assert put(host, other, "a", MEGABYTE)[0] == 204
        assert put(host, mine, "f", 10, **{"Transfer-Encoding": "chunked"})[0] == 411
        drop(host, mine, "a", "b")
        assert put(host, mine, "e", 2 * MEGABYTE)[0] == 204, "what was taken off makes room"
        assert put(host, "nobody", "a", 10)[0] == 400
        drop(host, mine, "c", "d", "e")
        drop(host, other, "a")


@pytest.mark.parametrize(("largest", "taken"), [(10, 32), (50, 50)])
def test_what_is_taken_at_once_keeps_step_with_the_largest_workbook(largest: int, taken: int) -> None:
    usual = held.config.get_option("server.maxUploadSize")
    held.keep_within(HeldLimits(), ReadingLimits(max_file_mb=largest))
    assert held.config.get_option("server.maxUploadSize") == taken
    held.config.set_option("server.maxUploadSize", usual)


def test_many_at_once_are_bounded_too(host: str) -> None:
    with session(host) as mine, ThreadPoolExecutor(8) as pool:
        statuses = [status for status, _ in pool.map(lambda n: put(host, mine, str(n), 700_000), range(8))]
        drop(host, mine, *map(str, range(8)))
    assert {*statuses} == {204, 413}
    assert statuses.count(204) <= 4


def test_a_file_made_for_one_reader_outlasts_the_runs_of_others(host: str) -> None:
    """Each run that ends clears away what nobody is known to use, and a made file is known to nobody."""

    async def fetch() -> bytes:
        async with Viewer(host) as reader, Viewer(host) as other:
            run = await reader.visit()
            button = next(each.download_button for each in run.elements if each.HasField("download_button"))
            made = await reader.make(button.deferred_file_id)
            for _ in range(3):
                await other.visit()
            return ask(host, made)[1]

    assert awaited(fetch()) == b"made when asked for"


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


def test_what_is_no_page_leads_to_the_first_which_is_told_its_name(host: str) -> None:
    for asked, leads_to in (
        ("/nonsense?lang=en", "./?lang=en&no_page=nonsense"),
        ("/页面", "./?no_page=%E9%A1%B5%E9%9D%A2"),
    ):
        response, _ = ask(host, quote(asked, safe="/?&="))
        assert (response.status, response.headers["location"]) == (307, leads_to)
    assert ask(host, "/listed")[0].status == 200


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
    assert "immutable" in response.headers["cache-control"]
    response, body = ask(host, "/fonts/fonts.css")
    assert (response.status, gzip.decompress(body)) == (200, b"@font-face{}")
    again, body = ask(host, "/fonts/fonts.css", if_none_match=response.headers["etag"])
    assert (again.status, body) == (304, b"")
    assert ask(host, "/fonts/LICENCE.txt")[0].status == 404
    assert ask(host, "/fonts/..%2f..%2fdashboard.py")[0].status in (400, 404)
