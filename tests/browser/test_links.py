"""Links between pages keep the open connection; address, Back, Forward, view and keyboard work as with any link."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.support.pages import charts, settled

STAYED = "window.stayed === true"


def marked(page: Page) -> Page:
    """A sign that is gone once the application is loaded anew."""
    page.evaluate("window.stayed = true")
    return page


def top(page: Page) -> float:
    return page.locator('[data-testid="stMain"]').evaluate("main => main.scrollTop")


def until(page: Page, holds: Callable[[], bool]) -> None:
    for _ in range(300):
        if holds():
            return
        page.wait_for_timeout(100)
    raise AssertionError(page.url)


def scroll(page: Page, by: int) -> None:
    page.mouse.move(600, 500)
    page.mouse.wheel(0, by)
    until(page, lambda: top(page) > 100)


def test_a_name_a_figure_and_a_mark_lead_on_in_the_same_session(visit):
    page = marked(visit("?lang=en"))
    charts(page).nth(2).locator('path[aria-label*="Industry"]').first.click()
    page.wait_for_url("**/department?*department=industry*")
    page.locator('a[href*="measure"]').first.click()
    page.wait_for_url("**/measure?*")
    page.locator('.plan-table a[href*="source"]').first.click()
    page.wait_for_url("**/source?*")
    settled(page)
    assert page.evaluate(STAYED)
    assert "lang=en" in page.url
    expect(page.locator("h3:focus")).to_have_count(1)


def test_back_and_forward_find_the_view_as_it_was_left(visit):
    page = marked(visit("measure?lang=zh&clause=16"))
    scroll(page, 600)
    left = top(page)
    with_link = page.locator('.plan-table a[href*="source"]').first
    with_link.evaluate("link => link.click()")
    page.wait_for_url("**/source?*")
    expect(page.locator('[data-testid="stMain"] h3').first).to_be_visible()
    assert top(page) == 0
    page.go_back()
    page.wait_for_url("**/measure?*clause=16*")
    until(page, lambda: abs(top(page) - left) < 40)
    page.go_forward()
    page.wait_for_url("**/source?*")
    assert page.evaluate(STAYED)


def test_a_link_may_still_be_opened_elsewhere_copied_and_loaded(visit):
    page = marked(visit("measure?lang=zh&clause=16"))
    link = page.locator('.plan-table a[href*="source"]').first
    with page.context.expect_page() as opened:
        link.click(modifiers=["Control"])
    settled(opened.value)
    assert "/source?" in opened.value.url
    assert page.evaluate(STAYED) and "/measure?" in page.url
    link.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/source?*")
    settled(page)
    address, said = page.url, page.locator('[data-testid="stMain"] h3').first.inner_text()
    page.reload()
    settled(page)
    assert not page.evaluate(STAYED)
    assert page.url == address
    expect(page.locator('[data-testid="stMain"] h3').first).to_have_text(said)


def test_without_a_connection_a_link_loads_as_any_does(visit):
    page = marked(visit("measure?lang=zh&clause=16"))
    page.evaluate("document.querySelector('[data-test-connection-state]').dataset.testConnectionState = 'OFF'")
    page.locator('.plan-table a[href*="source"]').first.click()
    page.wait_for_url("**/source?*")
    settled(page)
    assert not page.evaluate(STAYED)
