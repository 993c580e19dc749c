"""What viewers wait for and what they cost the server, beside Streamlit's empty page in the same run: `make bench`.

Real servers, real connections; what each row means is told in `benchmarks/README.md`. It takes three minutes, with
`--full` fifteen; `--rounds 3` prints medians and spread, `--only cost,crowd` some parts.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import TypeVar

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks import browsing, clerk
from benchmarks.crowd import Clicks, Crowd, Guest, alone
from benchmarks.servers import LINKED, OK, Server, Yard
from benchmarks.table import Row, show
from benchmarks.wire import Viewer

T = TypeVar("T")
OTHERS = {  # every other page, as a reader comes to it
    "measure": "measure",
    "department": "department",
    "indicator": "indicator",
    "changes": "changes",
    "reporting": "reporting",
    "submissions": "submissions",
    "decisions": "decisions",
    "rules": "rules",
    "audit": "audit",
    "submit": "submit",
    "source": f"source?rests_on=month&indicator={clerk.plan().numbers[0].id}",
}
MONTHS = ("2024-06", "2024-05", "2024-04")  # what the crowd clicks through
MANY, MORE, FEW = 50, 200, 20
BATCH = 16  # sheets loaded at once, eight of them new
PAUSE = 2  # seconds in which a clerk looks at what was said of a sheet, and a reader at a file
KILO, MEGA = 1000, 1_000_000


@dataclass(frozen=True)
class Size:
    """How much is measured."""

    reruns: int  # of one page by one viewer
    months: tuple[str, ...]  # opened for the first time on every page
    seconds: float  # a crowd clicks
    crowded: tuple[str, ...]  # other pages a crowd clicks through
    starts: int


QUICK = Size(8, ("2024-06", "2022-06"), 8, ("measure",), 1)
FULL = Size(40, ("2024-06", "2024-05", "2024-03", "2023-12", "2023-06", "2022-06", "2021-06"), 20, tuple(OTHERS), 3)


def at(address: str, month: str) -> str:
    return f"{address}{'&' if '?' in address else '?'}period={month}"


def starting(yard: Yard, size: Size) -> Iterator[Row]:
    """From nothing to an answer, and to warm; middles of several starts, taken in turn."""
    empty, ours = list[Server](), list[Server]()
    for _ in range(size.starts):
        with yard.empty(ours=False) as server:
            empty.append(server)
        with yard.product() as server:
            ours.append(server)
    beside = median(each.opened for each in empty)
    yield Row("start to open port", median(each.opened for each in ours), "s", beside, 2.5)
    yield Row("start to warm", median(each.warm for each in ours), "s", beside, 6)


def cost(yard: Yard, size: Size) -> Iterator[Row]:
    """Processor time of a warm run by one viewer, page after page."""
    with yard.empty(ours=False) as shipped, yard.empty(ours=True) as tuned, yard.product() as product:
        product.rest()
        _, as_shipped = asyncio.run(alone(shipped, "", size.reruns))
        _, with_ours = asyncio.run(alone(tuned, "", 4 * size.reruns))
        run, overview = asyncio.run(alone(product, "", size.reruns))
        sent = f"({len(run.elements)} elements, {run.bytes / KILO:.0f} kB)"
        yield Row("processor time of a run, overview ÷ empty as shipped", 1e3 * overview, "ms", 1e3 * as_shipped, 0.5)
        yield Row("processor time of a run, overview ÷ empty, ours", 1e3 * overview, "ms", 1e3 * with_ours, 3, sent)
        for name, address in OTHERS.items():
            run, used = asyncio.run(alone(product, address, size.reruns))
            sent = f"({len(run.elements)} elements, {run.bytes / KILO:.0f} kB)"
            yield Row(f"processor time of a run, {name} ÷ shipped", 1e3 * used, "ms", 1e3 * as_shipped, 0.7, sent)


def first_visits(yard: Yard, size: Size) -> Iterator[Row]:
    """Processor time of the first visit of every page in several months over that of a re-run of it: the worst."""
    found: list[tuple[float, str, float, float]] = []

    async def look(server: Server) -> None:
        async with Viewer(server.host) as viewer:
            for month in size.months:
                for name, address in {"overview": "", **OTHERS}.items():
                    used = server.processor
                    await viewer.visit(at(address, month))
                    first = server.processor - used
                    again = []
                    for _ in range(3):
                        used = server.processor
                        await viewer.visit(at(address, month))
                        again.append(server.processor - used)
                    found.append((first / median(again), f"{name} {month}", first, median(again)))

    with yard.product() as server:
        server.rest()
        asyncio.run(look(server))
    _, where, first, again = max(found)
    yield Row("first visit ÷ re-run, the worst page and month", 1e3 * first, "ms", 1e3 * again, 5, f"({where})")
    yield Row("first visit ÷ re-run, the middle one", median(ratio for ratio, *_ in found), "×")


@dataclass(frozen=True)
class Seen:
    """What a crowd saw of one server."""

    arrived: Clicks
    clicked: Clicks
    megabytes: float  # of the server while they are there


async def watch(
    server: Server, addresses: Sequence[str], seconds: float, kind: Callable[[str], Guest] = Viewer
) -> Seen:
    async with Crowd(server, kind) as crowd:
        return Seen(await crowd.arrive(MANY), await crowd.click(addresses, seconds), server.megabytes)


def crowds(yard: Yard, size: Size) -> Iterator[Row]:
    """Fifty viewers of the overview, of the other pages, then two hundred; fifty of each empty page."""
    with yard.empty(ours=False) as server:
        shipped = asyncio.run(watch(server, [""], size.seconds))
    with yard.empty(ours=True) as server:
        tuned = asyncio.run(watch(server, [""], size.seconds))
    with yard.product() as server:
        yield from asyncio.run(_crowd_of_ours(server, size, shipped, tuned))


async def _crowd_of_ours(server: Server, size: Size, shipped: Seen, tuned: Seen) -> list[Row]:
    overview = [f"?period={month}" for month in MONTHS]
    async with Crowd(server) as crowd:
        arrived = await crowd.arrive(MANY)
        for address in overview + [at(OTHERS[name], month) for name in size.crowded for month in MONTHS]:
            await crowd.viewers[0].visit(address)  # so that no click is a first visit
        fifty = await crowd.click(overview, size.seconds)
        others = {
            name: await crowd.click([at(OTHERS[name], month) for month in MONTHS], size.seconds)
            for name in size.crowded
        }
        await crowd.click(overview, 5)
        before = server.megabytes
        more = await crowd.arrive(MORE - MANY)
        memory = (server.megabytes - before) / (MORE - MANY)
        hundreds = await crowd.click(overview, size.seconds)
    slowest = max(others, key=lambda name: others[name].p95)
    failed = sum(each.failed for each in (arrived, fifty, *others.values()))
    return [
        Row("50 viewers, overview: p95 ÷ empty as shipped", fifty.p95, "s", shipped.clicked.p95, 1),
        Row("50 viewers, overview: p95 ÷ empty, our settings", fifty.p95, "s", tuned.clicked.p95, 5),
        Row("50 viewers, overview: p50", fifty.p50, "s"),
        Row("50 viewers, overview: processor time a click", 1e3 * fifty.processor, "ms"),
        Row("50 viewers, slowest other page: p95 ÷ overview", others[slowest].p95, "s", fifty.p95, 1.5, f"({slowest})"),
        Row("50 viewers: clicks that failed", failed, "", None, 0),
        Row("200 viewers, overview: p95 ÷ that of 50", hundreds.p95, "s", fifty.p95, 2),
        Row("200 viewers: clicks that failed", hundreds.failed + more.failed, "", None, 0),
        Row("50 arriving at once ÷ empty as shipped", arrived.quantile(1), "s", shipped.arrived.quantile(1), 1.2),
        Row("memory of each further viewer", memory, "MB", None, 1),
        Row("memory of the server with 200", server.megabytes, "MB"),
    ]


def busy(yard: Yard, size: Size) -> Iterator[Row]:
    """Twenty viewers while a clerk uploads, a batch is loaded and files are made; and what an accepted sheet costs."""
    var, sheets = clerk.before_last_month(yard)

    async def measure(server: Server) -> tuple[Clicks, Clicks, float, float, float, list[int]]:
        addresses = [f"?period={month}" for month in MONTHS]
        async with Crowd(server) as crowd:
            await crowd.arrive(FEW)
            await crowd.click(addresses, 5)
            quiet = await crowd.click(addresses, 1.5 * size.seconds)
            await clerk.load(yard, var, sheets[:1])
            used, began = server.processor, time.perf_counter()
            await crowd.viewers[0].visit()
            visible, waited = server.processor - used, time.perf_counter() - began
            _, warm = await alone(server, "", 5)
            ends = time.monotonic() + 1.5 * size.seconds
            clicking = asyncio.create_task(crowd.click(addresses, 1.5 * size.seconds))
            _, _, taken = await asyncio.gather(
                _until(ends, lambda: clerk.load(yard, var, clerk.every_sheet()[-BATCH:])),
                _until(ends, lambda: clerk.upload(server, sheets[:1]), PAUSE),
                _until(ends, lambda: clerk.take_away(server, 2), PAUSE),
            )
            return quiet, await clicking, visible, warm, waited, [status for some in taken for status in some]

    with yard.product(var) as server:
        quiet, loud, visible, warm, waited, taken = asyncio.run(measure(server))
    yield Row("20 viewers while others upload, load, export: p95 ÷ quiet", loud.p95, "s", quiet.p95, 1.5)
    yield Row("the same, p50 ÷ quiet", loud.p50, "s", quiet.p50)
    yield Row("the same: clicks that failed", loud.failed, "", None, 0)
    failed = sum(status != OK for status in taken)
    yield Row("the same: exported files that did not come", failed, "", None, 0, f"(of {len(taken)})")
    yield Row("accepted sheet to visible ÷ re-run", 1e3 * visible, "ms", 1e3 * warm, 10, f"({waited:.2g} s waited)")


async def _until(ends: float, act: Callable[[], Awaitable[T]], pause: float = 0) -> list[T]:
    """What an action gave each time, over and over until a moment, with a pause after each."""
    given: list[T] = []
    while time.monotonic() < ends:
        given.append(await act())
        await asyncio.sleep(pause)
    return given


def chromium(yard: Yard, size: Size) -> Iterator[Row]:
    """Until everything is drawn in a real browser; the middles of several, the servers taken in turn."""
    ours, empty = list[browsing.Seen](), list[browsing.Seen]()
    with yard.product() as product, yard.empty(ours=False, script=LINKED) as plain, browsing.chromium() as browser:
        for _ in range(2 * size.starts):
            empty.append(browsing.see(browser, plain.host, '[data-testid="stPageLink"] a', "h1"))
            ours.append(
                browsing.see(browser, product.host, '[data-testid="stMain"] a[href*="measure?"]', ".plan-title")
            )

    def middle(seen: list[browsing.Seen], what: Callable[[browsing.Seen], float]) -> float:
        return median(map(what, seen[1:])) / KILO  # the first made the pages known to the servers

    for what, goal, of in (
        ("first visit", 1.6, lambda seen: seen.cold),
        ("second visit", 1.4, lambda seen: seen.warm),
        ("click to drawn", 2, lambda seen: seen.click),
    ):
        yield Row(f"Chromium, {what} ÷ empty page", middle(ours, of), "s", middle(empty, of), goal)
    first, second = ours[-1].first, ours[-1].second
    yield Row("first load by wire without our typeface", (first.whole - first.typeface) / MEGA, "MB", None, 2)
    yield Row("our typeface, where no Chinese one is installed", first.typeface / MEGA, "MB")
    yield Row("second load by wire", second.whole / MEGA, "MB")
    yield Row("scripts, styles, fonts not said to be immutable", len(first.unkept), "")


def rivals(yard: Yard, size: Size) -> Iterator[Row]:
    from benchmarks.rivals.beside import beside_rivals

    yield from beside_rivals(yard, MONTHS, size.seconds)


PARTS = {
    "start": starting,
    "cost": cost,
    "first": first_visits,
    "crowd": crowds,
    "busy": busy,
    "chromium": chromium,
    "rivals": rivals,
}
BRIEF = [name for name in PARTS if name != "rivals"]  # what is measured without --full


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--full", action="store_true", help="some fifteen minutes in place of three")
    parser.add_argument("--rounds", type=int, default=1, help="how often all is measured")
    parser.add_argument("--only", default="", help=f"parts to measure: {', '.join(PARTS)}")
    asked = parser.parse_args()
    size = FULL if asked.full else QUICK
    parts = asked.only.split(",") if asked.only else [*PARTS] if asked.full else BRIEF
    rounds: list[list[Row]] = []
    for number in range(asked.rounds):
        with Yard.open() as yard:
            rounds.append([])
            for name in parts:
                began = time.perf_counter()
                rounds[-1] += PARTS[name](yard, size)
                print(f"round {number + 1}: {name}, {time.perf_counter() - began:.0f} s", file=sys.stderr, flush=True)
    print(show(rounds))


if __name__ == "__main__":
    main()
