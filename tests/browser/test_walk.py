"""The whole road in a browser: from the overview to the cell behind a figure, and a month's report back up to it."""

from __future__ import annotations

import re
from pathlib import Path

import openpyxl
from playwright.sync_api import Page, expect

from tests.support.pages import charts, choose, downloaded, menu, settled, upload
from tests.support.screens import ROOT

SAMPLE = ROOT / "sample_data"
RIGHT = SAMPLE / "broken" / "演示数据_没有错误_对照.xlsx"  # what the missing department should send
BROKEN = SAMPLE / "broken" / "演示数据_累计不等于上月加本月.xlsx"


def test_from_the_overview_to_the_cell(visit):
    page = visit("?lang=zh")
    charts(page).nth(2).locator('path[aria-label^="市工信局"]').click()
    page.wait_for_url("**/department?*department=industry*")
    settled(page)
    expect(page.get_by_role("heading", name="市工业和信息化局", exact=True)).to_be_visible()

    page.get_by_role("link", name="培养1千名以上经营管理人才").click()
    page.wait_for_url("**/measure?*clause=28*")
    settled(page)
    expect(page.get_by_role("heading", name=re.compile("^M28-1"))).to_be_visible()

    figure = page.locator('.plan-table a[href*="source"]').first
    written = figure.inner_text().removesuffix("名")
    figure.click()
    page.wait_for_url("**/source?*indicator=M28-1*")
    row = page.locator(".plan-table tr", has_text="演示数据_市工信局_2024-06.xlsx").first
    assert written in row.inner_text().split("\t")


def test_a_report_from_template_to_overview(visit, tmp_path):
    page = visit("?lang=zh")
    late = page.locator(".plan-table tr", has=page.get_by_role("cell", name="未报", exact=True))
    owing = late.get_by_role("link").inner_text()
    expect(page.get_by_text("未报送指标2项")).to_be_visible()

    menu(page, "数据报送").click()
    page.wait_for_url("**/submit?*")
    settled(page)
    choose(page, "部门", owing)
    expect(page.get_by_label("报告期").last).to_have_value("2024年6月")

    refused(page)
    form = downloaded(page, page.get_by_role("button", name="下载本月模板"), tmp_path)
    assert form.name == f"{owing}_2024-06_月报.xlsx"
    filled = fill_in(form)
    accepted(page, form, owing)

    menu(page, "总览").click()
    settled(page)
    expect(page.get_by_text("未报送指标0项")).to_be_visible()
    expect(late).to_have_count(0)
    expect(page.locator(".plan-table tr:visible", has_text=owing).first).to_contain_text("迟报")

    page.goto(f"{page.url.split('?')[0]}measure?lang=zh&clause=19")
    settled(page)
    expect(page.locator(".plan-table a").first).to_have_text(f"{filled:,}人次")


def refused(page: Page) -> None:
    """A sheet with a fault: the fault is named with its cell, and there is nothing to accept."""
    upload(page, BROKEN)
    expect(page.get_by_text(re.compile("^不能接收"))).to_be_visible()
    problem = page.locator(".plan-table tr", has_text="X01")
    expect(problem).to_contain_text("月报!J5")
    expect(page.get_by_role("button", name="确认接收")).to_have_count(0)
    page.get_by_role("button", name=re.compile("移除|删除|Remove|Delete")).first.click()
    expect(page.get_by_text(re.compile("^步骤"))).to_be_visible()


def fill_in(form: Path) -> int:
    """Type the right figures into the white cells, as the department would; gives the first total."""
    book, right = openpyxl.load_workbook(form), openpyxl.load_workbook(RIGHT)
    for sheet in book.worksheets:
        for row in sheet.iter_rows(min_row=5) if sheet.sheet_state == "visible" else ():
            for cell in row:
                if not cell.protection.locked:
                    cell.value = right[sheet.title][cell.coordinate].value
    book.save(form)
    return book["月报"]["J5"].value


def accepted(page: Page, form: Path, department: str) -> None:
    """The mended sheet: what it would change is shown, and only a name is missing."""
    upload(page, form)
    expect(page.get_by_text(re.compile("^校验通过"))).to_be_visible()
    expect(page.get_by_role("heading", name="接收后会改动的数")).to_be_visible()
    expect(page.locator(".plan-table tr", has_text="未报送").first).to_be_visible()
    button = page.get_by_role("button", name="确认接收")
    expect(button).to_be_disabled()
    page.get_by_label("报送人姓名").fill("李秋实")
    page.get_by_label("报送人姓名").press("Enter")
    expect(button).to_be_enabled()
    button.click()
    receipt = page.get_by_text(re.compile("^已接收"))
    expect(receipt).to_contain_text(f"{department} 2024年6月，回执号 379")
    expect(receipt).to_contain_text(form.name)
