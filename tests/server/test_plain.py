"""A real browser shows what people typed as text: nothing of it becomes an element of its own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.server.conftest import LINES, POISON

INSIDE = "[data-testid=stMarkdownContainer]"
MADE = (
    "a[href*='//evil'], a[href^=mailto], .katex, img, strong, em, del, code, b, s, h4, h5, h6, table, sup, h1, "
    "ul, ol, blockquote, pre, hr, "
    "[style*=color], [role=img]"
)
PLACES = 8  # at least so many places show the text


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    opened = browser.new_page()
    yield opened
    opened.close()


def test_typed_words_stay_letters(host: str, page: Page) -> None:
    page.goto(f"http://{host}/typed")
    shown = page.locator(INSIDE)
    expect(shown.nth(PLACES)).to_be_visible()
    expect(page.get_by_test_id("stToast")).to_be_visible()
    told = [" ".join(text.replace("\u2060", "").split()) for text in shown.all_inner_texts()]
    assert {*filter(None, told)} == {POISON, " ".join(LINES.split())}
    made = page.locator(f"{INSIDE} :is({MADE})")
    assert made.evaluate_all("elements => elements.map(element => element.outerHTML)") == []
