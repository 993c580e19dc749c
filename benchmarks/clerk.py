"""What goes on beside the viewers: a clerk hands in sheets, a batch is loaded, files are made and taken away."""

from __future__ import annotations

import asyncio
import re
import sys
from collections.abc import Sequence
from html import unescape
from pathlib import Path

import httpx

from benchmarks.servers import ROOT, Server, Yard
from benchmarks.wire import PATIENCE, Run, Viewer, Widgets
from domain.plan import Plan
from loaders import targets_file
from sample_data import sending
from storage.store import Store
from ui import files

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
    last = [sent for sent in sending.dispatches() if sent.file.endswith(f"_{LAST_MONTH}.xlsx")]
    yard.manage("db", "upgrade", var=var)
    store = Store.open(yard.settings(var)["DATABASE_URL"])
    earlier = [sent for sent in sending.dispatches() if sent not in last]
    assert all(accepted for _, _, accepted in sending.send(plan(), store, earlier))
    store.close()
    return var, [sending.HERE / sent.file for sent in last]


def every_sheet() -> list[Path]:
    return [sending.HERE / sent.file for sent in sending.dispatches()]


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
            lying = await viewer.upload(sheet.name, await asyncio.to_thread(sheet.read_bytes))
            runs.append(await viewer.visit("submit", Widgets(uploader, (lying,), ticked=tick)))
            await viewer.visit("submit", Widgets(uploader, ticked=tick))
    return runs


async def take_away(server: Server, times: int) -> list[int]:
    """One viewer takes so many of the files the overview leads to, in turn; the status of each answer."""
    async with Viewer(server.host) as viewer:
        page = await viewer.visit()
    told = "".join(str(element) for element in page.elements)
    links = [unescape(link) for link in re.findall(rf'href=\\"({files.ADDRESS}\?[^"\\]+)', told)]
    async with httpx.AsyncClient(base_url=f"http://{server.host}", trust_env=False, timeout=PATIENCE) as client:
        return [(await client.get(f"/{links[number % len(links)]}")).status_code for number in range(times)]
