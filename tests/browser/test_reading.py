"""What a reader can do: take a chart away, read on a telephone, use the keyboard alone, change month and language."""

from __future__ import annotations

import csv
import re
import xml.etree.ElementTree as ET

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from tests.support.pages import charts, choose, downloaded, menu, settled

PAGES = [
    "",
    "department?department=hrss",
    "measure?clause=16",
    "indicator?indicator=M16-1",
    "changes",
    "reporting",
    "submit",
    "submissions",
    "decisions",
    "rules",
    "audit",
    "source?indicator=M16-1",
]
TOO_WIDE = """() => [...document.querySelectorAll('[data-testid=stApp] *')].filter(element => {
    const {left, right} = element.getBoundingClientRect();
    if (!element.checkVisibility() || element.closest('svg')) return false;
    // it scrolls in itself
    if (element.closest('.read-box')) return element.matches('.read-box') && right > innerWidth + 1;
    const scrolls = ['auto', 'scroll'].includes(getComputedStyle(element).overflowX);
    return (scrolls && element.scrollWidth > innerWidth) || (left >= 0 && right > innerWidth + 1);
}).map(element => element.outerHTML.slice(0, 120))"""
HEADLINE = ("新增技能人才", "技能人才总量", "新增高技能人才", "高技能人才总量")


def test_a_chart_and_its_table_as_files_that_the_terminal_makes_again(visit, served, tmp_path):
    page = visit("?lang=zh")
    offered = page.locator(".files").first
    files = {
        kind: downloaded(page, offered.get_by_role("link", name=kind), tmp_path)
        for kind in ("PNG", "SVG", "CSV", "XLSX")
    }
    assert [file.name for file in files.values()] == [f"headline-2024-06.{kind.lower()}" for kind in files]

    picture = files["PNG"].read_bytes()
    assert picture.startswith(b"\x89PNG\r\n")
    assert len(picture) > 20_000
    drawing = ET.parse(files["SVG"]).getroot()
    assert drawing.tag.endswith("}svg")
    assert all(name in drawing.attrib["aria-label"] for name in HEADLINE)
    assert files["CSV"].read_bytes().startswith(b"\xef\xbb\xbf")
    with files["CSV"].open(encoding="utf-8-sig", newline="") as table:
        rows = list(csv.reader(table))
    assert set(HEADLINE) <= {cell for row in rows for cell in row}
    rows = list(openpyxl.load_workbook(files["XLSX"]).worksheets[0].iter_rows(values_only=True))
    assert set(HEADLINE) <= {str(cell) for row in rows for cell in row}

    again = (
        "export",
        "--period",
        "2024-06",
        "--chart",
        "headline",
        "--as-of",
        "2024-07-08",
        "--out",
        tmp_path / "later",
    )
    assert served.run(*again, DEMONSTRATION_CLOCK="2024-09-01").code == 0
    for file in files.values():
        assert (tmp_path / "later" / file.name).read_bytes() == file.read_bytes(), file.suffix


@pytest.mark.parametrize(
    ("sample_to_serve", "language"), [("sqlite", "zh"), ("postgresql", "en")], indirect=["sample_to_serve"]
)
def test_no_page_scrolls_sideways_on_a_telephone(visit, address, language):
    page = visit(f"?lang={language}", width=390)
    for path in PAGES:
        page.goto(f"{address}/{path}{'&' if '?' in path else '?'}lang={language}")
        settled(page)
        for fold in page.get_by_test_id("stExpander").all()[:2]:
            fold.click()
        assert page.evaluate(TOO_WIDE) == [], path


def test_the_menu_works_on_a_telephone(visit):
    page = visit("?lang=zh", width=390)
    for title, part in (("部门", "department"), ("措施", "measure"), ("报送情况", "reporting"), ("数据报送", "submit")):
        menu(page, title).click()
        page.wait_for_url(f"**/{part}?*")
        settled(page)


def test_the_menu_works_with_the_keyboard_alone(visit):
    page = visit("?lang=zh")
    reached = []
    while "措施" not in reached and len(reached) < 10:
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.innerText"))
    assert reached[-3:] == ["总览", "部门", "措施"], reached
    page.keyboard.press("Enter")
    page.wait_for_url("**/measure?*")
    expect(page.get_by_role("heading", name="目标任务", exact=True)).to_be_visible()


def test_the_language_changes_and_nothing_else(visit):
    page = visit("measure?lang=zh&clause=16&period=2024-03")
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")
    page.get_by_role("link", name="English").click()
    page.wait_for_url("**/measure?*lang=en*")
    settled(page)
    assert set(page.url.split("?")[1].split("&")) == {"clause=16", "period=2024-03", "lang=en"}
    expect(page.get_by_role("heading", name="Skilled talent for rural revitalization")).to_be_visible()
    expect(page.get_by_text("Figures up to 31 Mar 2024")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "en")

    page.reload()
    expect(page.get_by_role("heading", name="Skilled talent for rural revitalization")).to_be_visible()


def test_the_month_changes_address_and_figures_and_back_returns(visit):
    page = visit("?lang=zh")
    june = figures(page)
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


def figures(page: Page) -> list[str]:
    """What stands in the first chart."""
    return charts(page).first.locator("svg text").all_text_contents()
