"""One viewer: what a browser sends and is sent over Streamlit's websocket, without drawing any of it.

Like the browser it keeps large messages, tells the server which ones it still has, and makes all its clicks over one
connection. It loads no document, scripts or fonts: `benchmarks.browsing` measures those.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from types import TracebackType
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

import httpx
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Common_pb2 import UploadedFileInfo
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

if TYPE_CHECKING:
    from streamlit.proto.Element_pb2 import Element

TOKEN = "2|00000000|00|1"  # noqa: S105 (as any client may make one)
PATIENCE = 300  # seconds without a frame after which a viewer has failed


@dataclass
class Run:
    """One run of the script as a viewer sees it; `seconds` is from the click to the end of the script."""

    seconds: float = 0.0
    bytes: int = 0
    elements: list[Element] = field(default_factory=list["Element"])
    blocks: int = 0
    is_whole: bool = False

    @property
    def kinds(self) -> Counter[str]:
        """How many elements of each type."""
        return Counter(element.WhichOneof("type") or "" for element in self.elements)

    @property
    def exceptions(self) -> list[str]:
        return [each.exception.message for each in self.elements if each.WhichOneof("type") == "exception"]

    @property
    def failed(self) -> bool:
        """Whether the viewer was left without the page: the script broke off, or said that something broke."""
        return not self.is_whole or bool(self.exceptions)


@dataclass(frozen=True)
class Widgets:
    """What a viewer has put into a page, by the ids of its widgets: files, a tick, texts; and the button pressed."""

    uploader: str = ""
    files: Sequence[UploadedFileInfo] = ()
    ticked: str = ""
    texts: Sequence[tuple[str, str]] = ()  # of which widget, and what
    pressed: str = ""


class Viewer:
    """A browser window on the server at `host` (`localhost:port`); `cookie` is what its browser was given there."""

    def __init__(self, host: str, cookie: str = "") -> None:
        self.host = host
        self.cookie = cookie
        self.session = ""
        self._pages: dict[str, str] = {}  # what the server calls the page of an address
        self._kept: dict[str, tuple[int, Element]] = {}  # messages still held, and the run each was last part of
        self._runs, self._most_age = 0, 2
        self._stream: ClientConnection

    async def __aenter__(self) -> Self:
        self._stream = await connect(
            f"ws://{self.host}/_stcore/stream",
            origin=Origin(f"http://{self.host}"),
            subprotocols=[Subprotocol("streamlit")],
            additional_headers={"Cookie": self.cookie} if self.cookie else None,
            compression=None,
            max_size=None,
            open_timeout=PATIENCE,
            ping_interval=None,
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._stream.close()

    async def visit(self, address: str = "", widgets: Widgets | None = None) -> Run:
        """Follow a link such as `measure?clause=7` over the open connection, and wait for the end of the run."""
        began = time.perf_counter()
        await self.send(self._asking(address, widgets or Widgets()))
        run = Run()
        while not self._note(run, await self.receive(run)):
            pass
        run.seconds = time.perf_counter() - began
        return run

    async def make(self, file: str) -> str:
        """Press a button whose file is made then, told by its id; the address of the file. Raises RuntimeError."""
        asked = BackMsg()
        request = asked.backend_operation_request
        request.request_id, request.session_id, request.deferred_file.file_id = file, self.session, file
        await self.send(asked)
        while not (message := await self.receive()).HasField("backend_operation_response"):
            pass
        made = message.backend_operation_response
        if made.error_msg:
            raise RuntimeError(made.error_msg)
        return made.deferred_file.url

    async def upload(self, name: str, content: bytes) -> UploadedFileInfo:
        """Hand a file to the server as the page does; what then lies in an uploader."""
        asked = BackMsg()
        request = asked.file_urls_request
        request.request_id, request.session_id = name, self.session
        request.file_names.append(name)
        await self.send(asked)
        while not (message := await self.receive()).HasField("file_urls_response"):
            pass
        urls = message.file_urls_response.file_urls[0]
        stated = {"Cookie": f"{self.cookie}; _streamlit_xsrf={TOKEN}", "X-Xsrftoken": TOKEN}
        async with httpx.AsyncClient(trust_env=False, timeout=PATIENCE) as client:
            address = f"http://{self.host}{urls.upload_url}"
            taken = await client.put(address, files={"file": (name, content)}, headers=stated)
        taken.raise_for_status()
        return UploadedFileInfo(name=name, size=len(content), file_id=urls.file_id, file_urls=urls)

    async def send(self, message: BackMsg) -> None:
        await self._stream.send(message.SerializeToString())

    async def receive(self, run: Run | None = None) -> ForwardMsg:
        frame = await asyncio.wait_for(self._stream.recv(decode=False), PATIENCE)
        if run:
            run.bytes += len(frame)
        return ForwardMsg.FromString(frame)

    def _asking(self, address: str, widgets: Widgets) -> BackMsg:
        asked, message = urlsplit(address), BackMsg()
        state = message.rerun_script
        state.query_string = asked.query
        state.page_script_hash = self._pages.get(asked.path, "")
        state.page_name = "" if state.page_script_hash else asked.path
        state.cached_message_hashes.extend(self._kept)
        state.context_info.url = f"http://{self.host}/{address}"
        state.context_info.locale, state.context_info.timezone = "zh-CN", "Asia/Shanghai"
        if widgets.uploader:
            lying = state.widget_states.widgets.add(id=widgets.uploader).file_uploader_state_value
            lying.uploaded_file_info.extend(widgets.files)
        if widgets.ticked:
            state.widget_states.widgets.add(id=widgets.ticked, bool_value=True)
        for name, text in widgets.texts:
            state.widget_states.widgets.add(id=name, string_value=text)
        if widgets.pressed:
            state.widget_states.widgets.add(id=widgets.pressed, trigger_value=True)
        return message

    def _note(self, run: Run, message: ForwardMsg) -> bool:
        """Take in one message; whether it ends the run. One that gives way to another run does not."""
        kind = message.WhichOneof("type")
        if kind == "new_session":
            self.session = message.new_session.initialize.session_id
            self._most_age = message.new_session.config.max_cached_message_age
        elif kind == "navigation":
            pages = message.navigation.app_pages
            self._pages = {"" if page.is_default else page.url_pathname: page.page_script_hash for page in pages}
        elif kind == "ref_hash":
            self._element(run, message.ref_hash, self._kept[message.ref_hash][1])
        elif kind == "delta" and message.delta.HasField("add_block"):
            run.blocks += 1
        elif kind == "delta" and message.delta.HasField("new_element"):
            self._element(run, message.hash if message.metadata.cacheable else "", message.delta.new_element)
        elif kind == "script_finished":
            return self._finish(run, message.script_finished)
        return False

    def _element(self, run: Run, known_as: str, element: Element) -> None:
        run.elements.append(element)
        if known_as:
            self._kept[known_as] = self._runs, element

    def _finish(self, run: Run, how: int) -> bool:
        run.is_whole = how in (ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY)
        if run.is_whole:
            self._runs += 1
            self._kept = {key: kept for key, kept in self._kept.items() if self._runs - kept[0] <= self._most_age}
        return how != ForwardMsg.FINISHED_EARLY_FOR_RERUN
