"""What browser tests do on a page, and how they read it."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Error, Locator, Page


def settled(page: Page) -> Page:
    """Waits until the page stands: its frame is there, and the script has come to rest."""
    page.wait_for_selector(".plan-title")
    page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]')
    return page


def charts(page: Page) -> Locator:
    return page.locator('[data-testid="stVegaLiteChart"]')


def menu(page: Page, title: str) -> Locator:
    """The link of a page in the menu."""
    return page.locator(".st-key-masthead").get_by_role("link", name=title, exact=True)


def choose(page: Page, label: str, option: str) -> None:
    """Pick an option of a selection by what both are called; a run that ends meanwhile closes the list again."""
    wanted = page.get_by_role("option", name=option, exact=True)
    page.get_by_label(label).first.click()
    try:
        wanted.click(timeout=5_000)
    except Error:
        page.get_by_label(label).first.click()
        wanted.click()
    page.wait_for_timeout(300)  # the run begins a moment later
    settled(page)


def upload(page: Page, file: Path) -> None:
    page.locator('input[type="file"]').set_input_files(file)


def downloaded(page: Page, button: Locator, folder: Path) -> Path:
    """Press a button and keep the file it gives, under its own name."""
    with page.expect_download() as given:
        button.click()
    path = folder / given.value.suggested_filename
    given.value.save_as(path)
    return path
