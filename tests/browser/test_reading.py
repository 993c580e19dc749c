"""What a reader can do with a page: take charts away, read on a telephone, use the keyboard, change month and language."""

from __future__ import annotations

import csv
import re
import xml.etree.ElementTree as ET

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from tests.support.pages import charts, choose, downloaded, menu, settled

PAGES = ["", "department?department=hrss", "measure?clause=16", "reporting", "submit", "source?indicator=M16-1"]
HEADLINE = ("新增技能人才", "技能人才总量", "新增高技能人才", "高技能人才总量")


def test_a_chart_and_its_table_as_files(visit, tmp_path):
    page = visit("?lang=zh")
    page.get_by_role("button", name="导出").first.click()
    offered = page.get_by_test_id("stPopoverBody")
    files = {
        kind: downloaded(page, offered.get_by_role("button", name=kind), tmp_path)
        for kind in ("PNG", "SVG", "CSV", "XLSX")
    }
    assert [file.name for file in files.values()] == [f"headline-2024-06.{kind.lower()}" for kind in files]

    picture = files["PNG"].read_bytes()
    assert picture.startswith(b"\x89PNG\r\n")
    assert len(picture) > 20_000
    said = "".join(ET.parse(files["SVG"]).getroot().itertext())
    assert all(name in said for name in (*HEADLINE, "演示数据"))
    assert files["CSV"].read_bytes().startswith(b"\xef\xbb\xbf")
    with files["CSV"].open(encoding="utf-8-sig", newline="") as table:
        assert [row[1] for row in csv.reader(table)][1:5] == list(HEADLINE)
    rows = openpyxl.load_workbook(files["XLSX"]).worksheets[0].iter_rows(values_only=True)
    assert set(HEADLINE) <= {cell for row in rows for cell in row}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_page_scrolls_sideways_on_a_telephone(visit, language):
    page = visit(f"?lang={language}", width=390)
    for path in PAGES:
        page.goto(f"{page.url.split('/', 3)[0]}//{page.url.split('/')[2]}/{with_language(path, language)}")
        settled(page)
        for fold in page.get_by_test_id("stExpander").all()[:2]:
            fold.click()
        wide = page.evaluate(
            """() => [...document.querySelectorAll('[data-testid=stMain], [data-testid=stMain] *')]
                .filter(element => element.scrollWidth > innerWidth || element.getBoundingClientRect().right > innerWidth + 1)
                .filter(element => !element.closest('svg') && element.checkVisibility())
                .map(element => element.outerHTML.slice(0, 120))"""
        )
        assert wide == [], path


def with_language(path: str, language: str) -> str:
    return f"{path}{'&' if '?' in path else '?'}lang={language}"


def test_the_menu_works_on_a_telephone(visit):
    page = visit("?lang=zh", width=390)
    for title, part in (("部门", "department"), ("措施", "measure"), ("报送情况", "reporting"), ("数据报送", "submit")):
        menu(page, title).tap() if page.context.browser is None else menu(page, title).click()
        page.wait_for_url(f"**/{part}?*")
        settled(page)


def test_the_menu_works_with_the_keyboard_alone(visit):
    page = visit("?lang=zh")
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.innerText") == "措施":
            break
    assert page.evaluate("document.activeElement.innerText") == "措施"
    outline = page.evaluate("getComputedStyle(document.activeElement)")
    assert outline
    page.keyboard.press("Enter")
    page.wait_for_url("**/measure?*")
    expect(page.get_by_role("heading", name="目标任务", exact=True)).to_be_visible()


def test_the_language_changes_and_nothing_else(visit):
    page = visit("measure?lang=zh&clause=16&period=2024-03")
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")
    page.get_by_role("link", name="English").click()
    page.wait_for_url("**/measure?*lang=en*")
    settled(page)
    assert {"clause=16", "period=2024-03", "lang=en"} <= set(page.url.split("?")[1].split("&"))
    expect(page.get_by_role("heading", name="Skilled talent for rural revitalization")).to_be_visible()
    expect(page.get_by_text("Figures up to 31 Mar 2024")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_the_month_changes_address_and_figures_and_back_returns(visit):
    page = visit("?lang=zh")
    june = charts(page).first.get_attribute("aria-label") or figures(page)
    choose(page, "报告期", "2024年3月")
    page.wait_for_url("**period=2024-03*")
    expect(page.get_by_text(re.compile("^数据截至2024年3月31日")).first).to_be_visible()
    assert figures(page) != june

    menu(page, "措施").click()
    page.wait_for_url("**/measure?*period=2024-03*")
    settled(page)
    page.go_back()
    settled(page)
    expect(page.get_by_text(re.compile("^数据截至2024年3月31日")).first).to_be_visible()
    expect(page.get_by_role("heading", name="总体目标完成情况")).to_be_visible()


def figures(page: Page) -> str:
    return charts(page).first.inner_text()
