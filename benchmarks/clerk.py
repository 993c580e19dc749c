"""What goes on beside the viewers: a clerk hands in sheets, a batch is loaded, files are made and taken away."""

from __future__ import annotations

import asyncio
import csv
import sys
from collections.abc import Sequence
from pathlib import Path

import httpx
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Common_pb2 import UploadedFileInfo

from benchmarks.servers import ROOT, Server, Yard
from benchmarks.wire import Run, Viewer, Widgets
from domain.plan import Plan
from loaders import targets_file
from sample_data import sending
from storage.store import Store

SAMPLE = ROOT / "sample_data"
TOKEN = "2|00000000|00|1"  # noqa: S105 (as any client may make one)
LAST_MONTH = "2024-06"  # of the invented data
REASON = "benchmark"


def plan() -> Plan:
    """The plan the product serves."""
    read = targets_file.read(ROOT / "targets.toml").plan
    assert read
    return read


def before_last_month(yard: Yard) -> tuple[Path, list[Path]]:
    """The invented data as they stood before the sheets of the last month came, and those sheets."""
    var = Path(yard.folder, "before-last-month")
    var.mkdir()
    rows = _manifest()
    earlier = [row for row in rows if row["period"] != LAST_MONTH]
    with (var / "manifest.csv").open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, rows[0])
        writer.writeheader()
        writer.writerows(earlier)
    for row in earlier:
        (var / row["file"]).symlink_to(SAMPLE / row["file"])
    yard.manage("db", "upgrade", var=var)
    store = Store.open(yard.settings(var)["DATABASE_URL"])
    assert all(accepted for _, _, accepted in sending.send(plan(), store, var))
    store.close()
    return var, [SAMPLE / row["file"] for row in rows if row["period"] == LAST_MONTH]


def every_sheet() -> list[Path]:
    return [SAMPLE / row["file"] for row in _manifest()]


def _manifest() -> list[dict[str, str]]:
    return list(csv.DictReader((SAMPLE / "manifest.csv").read_text(encoding="utf-8-sig").splitlines()))


async def load(yard: Yard, var: Path, sheets: Sequence[Path]) -> None:
    """Take sheets into the ledger from a terminal beside the server; all are accepted, or it raises RuntimeError."""
    command = [sys.executable, str(ROOT / "manage.py"), "load", *map(str, sheets)]
    accepting = ["--accept-warnings", "--reason", REASON, "--confirm-layouts"]
    process = await asyncio.create_subprocess_exec(
        *command,
        *accepting,
        env=yard.settings(var),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _ = await process.communicate()
    if process.returncode:
        raise RuntimeError(said.decode())


async def upload(server: Server, sheets: Sequence[Path]) -> list[Run]:
    """One clerk hands in sheet after sheet on the page and looks at what each would change; nothing is accepted."""
    runs: list[Run] = []
    async with Viewer(server.host) as viewer:
        page = await viewer.visit("submit")
        uploader = next(each.file_uploader.id for each in page.elements if each.WhichOneof("type") == "file_uploader")
        tick = next(each.checkbox.id for each in page.elements if each.WhichOneof("type") == "checkbox")
        for sheet in sheets:
            lying = await _put(viewer, sheet)
            runs.append(await viewer.visit("submit", Widgets(uploader, (lying,), ticked=tick)))
            await viewer.visit("submit", Widgets(uploader, ticked=tick))
    return runs


async def take_away(server: Server, address: str, times: int) -> int:
    """One viewer presses the buttons under the charts of a page in turn, and fetches each file; how many were gone."""
    async with Viewer(server.host) as viewer:
        page = await viewer.visit(address)
        buttons = [
            each.download_button.deferred_file_id
            for each in page.elements
            if each.WhichOneof("type") == "download_button" and each.download_button.HasField("deferred_file_id")
        ]
        gone = 0
        for number in range(times if buttons else 0):
            made = await viewer.make(buttons[number % len(buttons)])
            async with httpx.AsyncClient(trust_env=False) as client:
                fetched = await client.get(f"http://{server.host}{made}")
            gone += fetched.status_code != httpx.codes.OK
    return gone


async def _put(viewer: Viewer, sheet: Path) -> UploadedFileInfo:
    """Hand a file to the server as the page does, and say where it lies."""
    asked = BackMsg()
    asked.file_urls_request.request_id = sheet.name
    asked.file_urls_request.file_names.append(sheet.name)
    asked.file_urls_request.session_id = viewer.session
    await viewer.send(asked)
    while not (message := await viewer.receive()).HasField("file_urls_response"):
        pass
    urls, content = message.file_urls_response.file_urls[0], await asyncio.to_thread(sheet.read_bytes)
    stated = {"Cookie": f"_streamlit_xsrf={TOKEN}", "X-Xsrftoken": TOKEN}
    async with httpx.AsyncClient(trust_env=False) as client:
        address = f"http://{viewer.host}{urls.upload_url}"
        taken = await client.put(address, files={"file": (sheet.name, content)}, headers=stated)
    taken.raise_for_status()
    return UploadedFileInfo(name=sheet.name, size=len(content), file_id=urls.file_id, file_urls=urls)
