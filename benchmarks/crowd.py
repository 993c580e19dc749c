"""Many viewers at once: all of them arriving, then each clicking every five seconds, their clicks spread evenly.

A viewer waits for its page before it clicks again, and then for its next turn, as people do. It is one process of its
own on the machine, so with the server it shares the processors but neither interpreter nor its lock.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from types import TracebackType
from typing import Protocol, Self

import httpx
from websockets.exceptions import ConnectionClosed

from benchmarks.servers import Server
from benchmarks.wire import Run, Viewer

EVERY = 5.0  # seconds between the clicks of one viewer
BROKEN = (OSError, TimeoutError, ConnectionClosed, httpx.HTTPError)  # what ends a connection
LONGEST = 4  # a phase ends for everybody after so many times its length, whoever still waits


@dataclass(frozen=True)
class Clicks:
    """What a crowd saw in one phase: the seconds of each click, and how many ended without their page."""

    seconds: tuple[float, ...]
    failed: int
    bytes: float  # a click
    processor: float  # seconds of the server's processor time a click

    @classmethod
    def of(cls, runs: Sequence[Run | None], processor: float) -> Clicks:
        whole = [run for run in runs if run and not run.failed]
        return cls(
            tuple(sorted(run.seconds for run in whole)),
            len(runs) - len(whole),
            sum(run.bytes for run in whole) / max(1, len(whole)),
            processor / max(1, len(runs)),
        )

    def quantile(self, share: float) -> float:
        """The seconds within which so many of the clicks were served; a failed one never was."""
        every = (*self.seconds, *[float("inf")] * self.failed)
        return every[min(len(every) - 1, int(share * len(every)))]

    @property
    def p50(self) -> float:
        return self.quantile(0.5)

    @property
    def p95(self) -> float:
        return self.quantile(0.95)


class Guest(Protocol):
    """A viewer of whatever is served."""

    async def __aenter__(self) -> Self: ...

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    async def visit(self, address: str = "") -> Run: ...


class Crowd:
    """Viewers of one server. More can arrive at any time; all leave at the end."""

    def __init__(self, server: Server, kind: Callable[[str], Guest] = Viewer) -> None:
        self.server = server
        self.kind = kind
        self.viewers: list[Guest] = []
        self._stack = AsyncExitStack()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._stack.aclose()

    async def arrive(self, number: int, address: str = "") -> Clicks:
        """So many more connect and open a page at the same moment; the slowest of `seconds` is when all were served."""
        newcomers = [self.kind(self.server.host) for _ in range(number)]
        self.viewers += newcomers
        began, used = time.perf_counter(), self.server.processor

        async def enter(viewer: Guest) -> Run | None:
            try:
                await self._stack.enter_async_context(viewer)
                run = await viewer.visit(address)
            except BROKEN:
                return None
            run.seconds = time.perf_counter() - began
            return run

        runs = await asyncio.gather(*map(enter, newcomers))
        return Clicks.of(runs, self.server.processor - used)

    async def click(self, addresses: Sequence[str], seconds: float) -> Clicks:
        """Every viewer follows the addresses in turn, one click each `EVERY` seconds, for so many seconds."""
        loop, used = asyncio.get_running_loop(), self.server.processor
        began = loop.time()

        async def go_on(place: int, viewer: Guest) -> list[Run | None]:
            runs: list[Run | None] = []
            turn = began + EVERY * place / len(self.viewers)
            while turn < began + seconds:
                await asyncio.sleep(turn - loop.time())
                runs.append(await attempt(viewer, addresses[len(runs) % len(addresses)]))
                turn += EVERY
                while turn < loop.time():  # turns that went by while it waited
                    turn += EVERY
            return runs

        async with asyncio.timeout(LONGEST * seconds + 60):
            runs = await asyncio.gather(*(go_on(place, viewer) for place, viewer in enumerate(self.viewers)))
        return Clicks.of([run for some in runs for run in some], self.server.processor - used)


async def attempt(viewer: Guest, address: str) -> Run | None:
    """A visit; None where the connection broke."""
    try:
        return await viewer.visit(address)
    except BROKEN:
        return None


async def alone(server: Server, address: str, times: int) -> tuple[Run, float]:
    """One viewer re-running one page: its last run, and the server's processor seconds a run once it is warm."""
    async with Viewer(server.host) as viewer:
        for _ in range(3):
            run = await viewer.visit(address)
        used = server.processor
        for _ in range(times):
            run = await viewer.visit(address)
            if run.failed:
                raise RuntimeError(f"{server.name}/{address}: {run.exceptions or 'the run broke off'}")
        return run, (server.processor - used) / times
