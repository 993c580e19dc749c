"""One viewer of a rival: the requests its own page makes when it is loaded, and when another month is chosen.

Scripts and styles are not fetched, as with the viewers of Streamlit.
"""

from __future__ import annotations

import asyncio
import json
import re
import time
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

import httpx
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

from benchmarks.wire import PATIENCE, Run

READY = {
    "kind": "MessageSent",
    "msg_type": "bokeh_event",
    "msg_data": {"type": "event", "name": "document_ready", "values": {"type": "map", "entries": []}},
}


def month_of(address: str) -> str:
    return parse_qs(urlsplit(address).query).get("period", [""])[0]


class DashViewer:
    """The document, the layout, what depends on what, and the answer of the one callback; for a click that answer."""

    def __init__(self, host: str) -> None:
        self._client = httpx.AsyncClient(base_url=f"http://{host}", timeout=PATIENCE, trust_env=False)
        self._asking: dict[str, Any] = {}

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._client.aclose()

    async def visit(self, address: str = "") -> Run:
        run, began = Run(), time.perf_counter()
        if not self._asking:
            await self._get(run, "/")
            layout = (await self._get(run, "/_dash-layout")).json()
            depends = (await self._get(run, "/_dash-dependencies")).json()[0]
            month = next(each for each in layout["props"]["children"] if each["props"].get("id") == "month")
            outputs = [pair.rsplit(".", 1) for pair in depends["output"].strip(".").split("...")]
            self._asking = {
                "output": depends["output"],
                "outputs": [{"id": name, "property": what} for name, what in outputs],
                "inputs": [{"id": "month", "property": "value", "value": month["props"]["value"]}],
                "changedPropIds": [],
            }
        if month_of(address):
            self._asking["inputs"][0]["value"] = month_of(address)
            self._asking["changedPropIds"] = ["month.value"]
        answer = await self._client.post("/_dash-update-component", json=self._asking)
        run.bytes += len(answer.content)
        run.is_whole = answer.status_code == httpx.codes.OK and "changes" in answer.json()["response"]
        run.seconds = time.perf_counter() - began
        return run

    async def _get(self, run: Run, path: str) -> httpx.Response:
        answer = await self._client.get(path)
        answer.raise_for_status()
        run.bytes += len(answer.content)
        return answer


class PanelViewer:
    """The document, then the whole page over its websocket; for a click the month is set, and its page comes."""

    def __init__(self, host: str) -> None:
        self.host = host
        self._select = ""  # the widget that chooses the month, as the server calls it
        self._stream: ClientConnection | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._stream:
            await self._stream.close()

    async def visit(self, address: str = "") -> Run:
        run, began = Run(), time.perf_counter()
        if self._stream is None:
            document = await self._open(run)
            self._select = _select_in(document["doc"]["roots"])
            run.is_whole = bool(self._select)
        else:
            change = {"kind": "ModelChanged", "model": {"id": self._select}, "attr": "value", "new": month_of(address)}
            await self._send("PATCH-DOC", {"events": [change]})
            await self._until(run, "OK")
            await self._until(run, "PATCH-DOC")  # the page of the other month, made a moment later
            run.is_whole = True
        run.seconds = time.perf_counter() - began
        return run

    async def _open(self, run: Run) -> dict[str, Any]:
        async with httpx.AsyncClient(timeout=PATIENCE, trust_env=False) as client:
            page = await client.get(f"http://{self.host}/plain_panel")
        run.bytes += len(page.content)
        found = re.search(r'"token":"([^"]+)"', page.text)
        assert found, "the page names its session"
        self._stream = await connect(
            f"ws://{self.host}/plain_panel/ws",
            origin=Origin(f"http://{self.host}"),
            subprotocols=[Subprotocol("bokeh"), Subprotocol(found[1])],
            max_size=None,
            open_timeout=PATIENCE,
            ping_interval=None,
        )
        await self._until(run, "ACK")
        await self._send("PULL-DOC-REQ", {})
        document = await self._until(run, "PULL-DOC-REPLY")
        await self._send("PATCH-DOC", {"events": [READY]})  # only then does the server tell of changes
        await self._until(run, "OK")
        return document

    async def _send(self, kind: str, content: Mapping[str, Any]) -> None:
        """A message is a head, what is known of it, and its content, one frame each."""
        assert self._stream
        head = {"msgid": str(time.monotonic_ns()), "msgtype": kind}
        for part in (head, {}, content):
            await self._stream.send(json.dumps(part))

    async def _until(self, run: Run, kind: str) -> dict[str, Any]:
        """Take in messages up to one of that kind, and its content. A failure ends the connection."""
        while True:
            head, content = await self._message(run)
            if head["msgtype"] == "ERROR":
                raise ConnectionError(content)
            if head["msgtype"] == kind:
                return content

    async def _message(self, run: Run) -> tuple[dict[str, Any], dict[str, Any]]:
        frames = [await self._frame(run) for _ in range(3)]
        head, content = json.loads(frames[0]), json.loads(frames[2])
        for _ in range(head.get("num_buffers", 0)):  # each with a head of its own
            await self._frame(run)
            await self._frame(run)
        return head, content

    async def _frame(self, run: Run) -> bytes:
        assert self._stream
        frame = await asyncio.wait_for(self._stream.recv(decode=False), PATIENCE)
        run.bytes += len(frame)
        return frame


def _select_in(models: object) -> str:
    """The id of the first selection among models however deep."""
    if isinstance(models, Mapping):
        if models.get("type") == "object" and models.get("name") in ("Select", "panel.models.widgets.CustomSelect"):
            return str(models["id"])
        models = list(models.values())
    if isinstance(models, Sequence) and not isinstance(models, str):
        return next(filter(None, map(_select_in, models)), "")
    return ""
