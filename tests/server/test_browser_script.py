"""Streamlit's built-in English texts turn Chinese and back, and each is one the installed Streamlit still writes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit
from playwright.sync_api import Browser, Page, expect

from wording import catalogue

TEXTS = {key: english for key, (_, english) in catalogue().items() if key.startswith("browser.")}
# Put together by Streamlit from parts, so only the words can be looked for.
PUT_TOGETHER = re.compile(r"browser\.(options?_available|select_limit|choose_date_month|axis_of|.*enter_|not_found_)")


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    opened = browser.new_page(locale="zh-CN")
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def streamlit_texts() -> str:
    """Everything the browser or a script run could print, in one string."""
    folder = Path(streamlit.__file__).parent
    files = [*folder.glob("static/static/js/*.js"), folder / "elements" / "exception.py"]
    return "".join(re.sub(r'"\n\s+f?"', "", path.read_text(encoding="utf-8")) for path in files)


def test_streamlit_still_writes_every_text(streamlit_texts: str) -> None:
    gone = [
        key
        for key, text in TEXTS.items()
        for piece in re.split(r"\{\w+\}|\W+" if PUT_TOGETHER.match(key) else r"\{\w+\}", text)
        if piece.strip() not in streamlit_texts
    ]
    assert gone == [], "reword or remove these: Streamlit no longer writes them"


def test_controls_turn_chinese_and_back_with_the_language(host: str, page: Page) -> None:
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if "Content Security" in message.text else None)
    page.goto(f"http://{host}/")
    uploader = page.get_by_test_id("stFileUploader")
    expect(uploader.locator("button")).to_contain_text("上传")
    expect(uploader).to_contain_text("每个文件不超过 32MB")
    expect(page.get_by_placeholder("请选择")).to_be_visible()
    expect(page.get_by_role("button", name="Upload my own words")).to_be_visible()

    page.get_by_role("radio", name="en").click()
    expect(uploader.locator("button")).to_contain_text("Upload")
    expect(page.get_by_placeholder("Choose an option")).to_be_visible()
    assert page.url.endswith("?lang=en")
    assert page.locator("html").get_attribute("lang") == "en"

    page.get_by_role("radio", name="zh").click()
    expect(uploader).to_contain_text("每个文件不超过 32MB")
    assert complaints == []
