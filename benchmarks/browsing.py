"""What a person waits for in Chromium, from the address or the click to the last mark drawn, and what comes by wire."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

QUIET = 2000  # ms without any change after which a page counts as drawn; taken off again
LONGEST = 120_000  # ms
# Keeps when something in the page last changed, shadow roots included, and how often.
WATCH = """
window.drawn = { at: 0, changes: 0 };
const noticed = new MutationObserver(() => { drawn.at = performance.now(); drawn.changes += 1; });
const attributeFilter = ["d", "src", "data-test-script-state"];
const what = { childList: true, subtree: true, characterData: true, attributeFilter };
noticed.observe(document, what);
const attach = Element.prototype.attachShadow;
Element.prototype.attachShadow = function (...how) {
  const root = attach.apply(this, how);
  noticed.observe(root, what);
  return root;
};
"""


@dataclass
class Wire:
    """What one visit brought over the network: bytes by address, as they travelled, and those that may not be kept."""

    bytes: dict[str, int] = field(default_factory=dict[str, int])
    by_socket: int = 0
    unkept: set[str] = field(default_factory=set[str])  # scripts, styles and fonts that are not said to be immutable

    @property
    def typeface(self) -> int:
        """The part that is the typeface the product brings."""
        return sum(size for url, size in self.bytes.items() if "/fonts/" in url)

    @property
    def whole(self) -> int:
        return sum(self.bytes.values()) + self.by_socket


@dataclass(frozen=True)
class Seen:
    """Milliseconds until everything was drawn: first visit, second visit by the same browser, click on a link."""

    cold: float
    warm: float
    click: float
    first: Wire
    second: Wire


@contextmanager
def chromium() -> Iterator[Browser]:
    found = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if not found:
        raise FileNotFoundError("Chromium is needed: apt install chromium, or set CHROMIUM to the program")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield browser
        browser.close()


def see(browser: Browser, host: str, link: str, standing: str) -> Seen:
    """Visit the first page twice, then click `link`, a CSS selector; `standing` selects what a drawn page has."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="zh-CN")
    cold, first, page = _visit(context, host, standing)
    page.close()
    warm, second, page = _visit(context, host, standing)
    second = replace(second, bytes=dict(second.bytes))  # as it is before the click brings more
    click = _click(page, link)
    context.close()
    return Seen(cold, warm, click, first, second)


def first_view(browser: Browser, host: str, path: str, standing: str) -> float:
    """Milliseconds until a page is drawn in a browser that has never been there."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="zh-CN")
    drawn, _, _ = _visit(context, host, standing, path)
    context.close()
    return drawn


def _visit(context: BrowserContext, host: str, standing: str, path: str = "") -> tuple[float, Wire, Page]:
    page = context.new_page()
    page.set_default_timeout(LONGEST)
    page.add_init_script(WATCH)
    wire = _listen(context, page)
    page.goto(f"http://{host}/{path}", wait_until="commit")
    page.wait_for_selector(standing, state="attached")
    return _drawn(page), wire, page


def _click(page: Page, link: str) -> float:
    target = page.locator(link).first
    target.scroll_into_view_if_needed()
    _drawn(page)
    began = page.evaluate("performance.now()")
    before = page.evaluate("drawn.changes")
    target.click()
    page.wait_for_function("before => drawn.changes > before", arg=before)
    return _drawn(page) - float(began)


def _drawn(page: Page) -> float:
    """Waits until nothing has changed for a while; when the last change was, in ms since the navigation began."""
    page.wait_for_function(
        f"""() => performance.now() - drawn.at > {QUIET}
          && document.querySelector('[data-test-script-state=running]') === null""",
        polling=50,
    )
    return float(page.evaluate("drawn.at"))


def _listen(context: BrowserContext, page: Page) -> Wire:
    wire, addresses = Wire(), dict[str, str]()
    client = context.new_cdp_session(page)
    client.send("Network.enable")

    def answered(event: Any) -> None:
        said = event["response"]
        addresses[event["requestId"]] = said["url"]
        kept = {name.lower(): value for name, value in said["headers"].items()}.get("cache-control", "")
        if event["type"] in ("Script", "Stylesheet", "Font") and "immutable" not in kept:
            wire.unkept.add(said["url"])

    def loaded(event: Any) -> None:
        url = addresses.get(event["requestId"], "")
        wire.bytes[url] = wire.bytes.get(url, 0) + int(event["encodedDataLength"])

    def framed(event: Any) -> None:
        wire.by_socket += len(event["response"]["payloadData"]) * 3 // 4  # told in base64

    client.on("Network.responseReceived", answered)
    client.on("Network.loadingFinished", loaded)
    client.on("Network.webSocketFrameReceived", framed)
    return wire
