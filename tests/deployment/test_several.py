"""Several servers on one ledger: a browser stays with one, all show what one accepted, and one may die."""

from __future__ import annotations

import asyncio
import re

import pytest
from google.protobuf.text_format import MessageToString
from websockets.exceptions import ConnectionClosed

from benchmarks.crowd import Crowd
from benchmarks.wire import Run, Viewer, Widgets
from domain.plan import Department
from loaders import targets_file
from sample_data.make import Sample
from tests.conftest import TARGETS
from tests.deployment.conftest import SERVERS, Deployed
from tests.support.waiting import awaited
from wording import Words

pytestmark = [
    pytest.mark.slow,  # starts three servers and nginx
    pytest.mark.parametrize("sample_to_serve", ["postgresql"], indirect=True),
]
WORDS = Words("zh")


def told(run: Run) -> str:
    return "\n".join(MessageToString(element, as_utf8=True) for element in run.elements)


def version(run: Run) -> str:
    """The version of the data a page says it shows."""
    found = re.search("数据版本([0-9a-f]+)", told(run))
    assert found, "every page says which data it shows"
    return found[1]


def sample() -> Sample:
    plan = targets_file.read(TARGETS).plan
    assert plan
    return Sample(plan)


def missing_department() -> Department:
    """The one whose sheet of the last month the sample lacks."""
    return sample().missing[0]


def widget(run: Run, kind: str, label: str) -> str:
    """The id of a widget of a page by what it is called."""
    parts = (getattr(each, kind) for each in run.elements if each.WhichOneof("type") == kind)
    return next(part.id for part in parts if part.label == label)


async def hand_in(viewer: Viewer) -> Run:
    """Upload the missing sheet on the page, sign it and press the button; the page with the receipt."""
    department, period = sample().missing
    content = sample()._content(department, period)  # as it would have been sent
    address = f"submit?department={department.id}"
    page = await viewer.visit(address)
    uploader = next(each.file_uploader.id for each in page.elements if each.WhichOneof("type") == "file_uploader")
    lying = [await viewer.upload(f"{period}.xlsx", content)]
    page = await viewer.visit(address, Widgets(uploader, lying))
    signed = [(widget(page, "text_input", WORDS("submit.by")), "李四")]
    page = await viewer.visit(address, Widgets(uploader, lying, texts=signed))
    button = widget(page, "button", WORDS("submit.accept"))
    return await viewer.visit(address, Widgets(uploader, lying, texts=signed, pressed=button))


def test_browsers_are_shared_out_and_each_stays_with_its_server(deployed: Deployed) -> None:
    async def look(cookie: str) -> Run:
        async with Viewer(deployed.host, cookie) as viewer:
            await viewer.visit()
            return await viewer.visit("measure")

    cookies = [deployed.cookie() for _ in range(6 * SERVERS)]
    assert [awaited(look(cookie)).failed for cookie in cookies] == [False] * len(cookies)
    led = [deployed.led_to(cookie) for cookie in cookies]
    assert all(len(servers) == 1 for servers in led)
    assert len(set[str]().union(*led)) == SERVERS


def test_what_one_accepted_all_show_and_its_end_under_load_loses_nothing(deployed: Deployed) -> None:
    victim = deployed.servers[0]
    cookies = [deployed.cookie_of(server) for server in deployed.servers for _ in range(2)]
    waiting = iter(cookies)

    async def look() -> tuple[Run, list[str], int, list[Run]]:
        async with Crowd(deployed.servers[-1], lambda _: Viewer(deployed.host, next(waiting))) as crowd:
            assert (await crowd.arrive(len(cookies))).failed == 0
            before = {version(await viewer.visit()) for viewer in crowd.viewers}
            clicking = asyncio.create_task(crowd.click(["", "measure"], 15))
            async with Viewer(deployed.host, cookies[0]) as clerk:
                receipt = await hand_in(clerk)
                assert {version(receipt)}.isdisjoint(before)
                after = [await seen(deployed, cookie) for cookie in cookies[::2]]
                victim.process.kill()
                with pytest.raises(ConnectionClosed):
                    await clerk.visit()
            clicks = await clicking
        return receipt, list(map(version, after)), clicks.failed, [await seen(deployed, each) for each in cookies]

    receipt, after, failed, reloaded = awaited(look())
    assert WORDS.name(missing_department()) in told(receipt)
    assert after == [version(receipt)] * SERVERS, "the next run on each server shows what one accepted"
    assert victim.process.wait(10) != 0
    assert 0 < failed <= 2 * 3, (
        "two viewers of the killed server saw it go, with each click until the page is loaded anew"
    )
    assert [page.failed for page in reloaded] == [False] * len(cookies), "with the same cookie another server answers"
    assert {version(page) for page in reloaded} == {version(receipt)}
    verified = deployed.terminal.run("audit", "verify")
    assert verified.code == 0, verified.out + verified.err


async def seen(deployed: Deployed, cookie: str) -> Run:
    """The overview as a browser that loads it anew is shown it."""
    async with Viewer(deployed.host, cookie) as viewer:
        return await viewer.visit()
