"""A doubt in a browser: asked, answered, accepted with a rule; the next sheet is read by it, until it is revoked."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import openpyxl
from playwright.sync_api import Page, expect

from tests.support.pages import choose, settled, upload
from tests.support.screens import ROOT
from tests.support.sheets import with_cells

RIGHT = ROOT / "sample_data" / "broken" / "演示数据_没有错误_对照.xlsx"  # what the missing department should send
OWING = "市农业农村局"


def without_year(folder: Path, name: str, **cells: Any) -> Path:
    """The right sheet of June, but for the year of its month."""
    sheets = [sheet for sheet in openpyxl.load_workbook(RIGHT).sheetnames if sheet != "填报说明"]
    changed = {f"{sheet}!F2": "6月" for sheet in sheets} | {f"月报!{at}": value for at, value in cells.items()}
    file = folder / f"{name}.xlsx"
    file.write_bytes(with_cells(RIGHT.read_bytes(), changed))
    return file


def pick(page: Page, text: str) -> None:
    page.locator('[data-testid="stRadio"] label', has_text=text).first.click()
    page.wait_for_timeout(300)
    settled(page)


def sign(page: Page, label: str, text: str) -> None:
    page.get_by_label(label).fill(text)
    page.get_by_label(label).press("Enter")
    settled(page)


def test_a_question_becomes_a_rule_and_ceases_to_be_one(visit, tmp_path):
    page = visit("submit?lang=zh&department=agriculture&report=2024-06")
    upload(page, without_year(tmp_path, "june"))
    expect(page.get_by_text(re.compile("^有1处可以有不同的读法"))).to_be_visible()
    expect(page.get_by_role("button", name="确认接收")).to_have_count(0)
    expect(page.get_by_text("最近一年的，即2024年6月", exact=True)).to_be_visible()

    pick(page, "再前一年的，即2023年6月")
    expect(page.locator(".plan-table tr", has_text="C15")).to_be_visible()  # another month than the one chosen
    pick(page, "最近一年的，即2024年6月")
    expect(page.get_by_text(re.compile("^读到.*没有错误"))).to_be_visible()
    page.get_by_text(re.compile("^以后本单位的表都这样读")).click()
    settled(page)
    page.get_by_text("我已核对以上提示，数据属实").click()
    sign(page, "理由（必填：有提示要求说明，随数据保存）", "我们从来不写年份")
    sign(page, "报送人姓名", "李秋实")
    page.get_by_role("button", name="确认接收").click()
    expect(page.get_by_text(re.compile("^已接收"))).to_be_visible()

    upload(page, without_year(tmp_path, "next", P5="又报一次"))
    expect(page.locator(".plan-table tr", has_text="Q02")).to_contain_text("表格识别规则")
    expect(page.get_by_text(re.compile("^有1处可以有不同的读法"))).to_have_count(0)

    page.get_by_role("link", name="查看或撤销表格识别规则").click()
    page.wait_for_url("**/rules?*")
    settled(page)
    row = page.locator(".plan-table tr", has_text="我们从来不写年份")
    expect(row).to_contain_text("报告期没有写年份")
    expect(row).to_contain_text("李秋实")
    page.get_by_label("撤销理由").fill("开始写年份了")
    page.get_by_label("您的姓名").fill("王")
    page.get_by_role("button", name="撤销", exact=True).click()
    expect(page.get_by_text(re.compile("^还没有表格识别规则"))).to_be_visible()
    page.get_by_text("已撤销的规则（1条）").click()
    expect(page.locator(".plan-table tr", has_text="开始写年份了")).to_be_visible()

    page.goto(f"{page.url.split('/rules')[0]}/submit?lang=zh&department=agriculture&report=2024-06")
    settled(page)
    upload(page, without_year(tmp_path, "again"))
    expect(page.get_by_text(re.compile("^有1处可以有不同的读法"))).to_be_visible()


def test_a_layout_is_looked_at_on_a_phone_and_confirmed(visit, served, tmp_path):
    own = [rule for rule in served.run("rules", "list", "--json").json if rule["department_id"] == "culture"]
    for rule in own:
        assert served.run("rules", "revoke", str(rule["id"]), "--reason", "重新核对").code == 0
    book = openpyxl.load_workbook(ROOT / "sample_data" / "演示数据_市文旅局_2024-06.xlsx")
    book.worksheets[0]["H3"] = "补报"
    book.save(tmp_path / "own.xlsx")
    page = visit("submit?lang=zh&department=culture&report=2024-06", width=390)
    upload(page, tmp_path / "own.xlsx")
    expect(page.get_by_role("heading", name="请核对：各数读得对不对")).to_be_visible()
    box = page.locator(".read-box").first
    assert box.evaluate("box => box.scrollWidth > box.clientWidth"), "the sheet scrolls within its own box"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    named = box.locator("td.month .said, td.total .said")
    expect(named).to_have_count(24)
    expect(named.first).to_contain_text("本月数，全市，名")

    page.get_by_text("我已核对以上提示，数据属实").click()
    settled(page)
    choose(page, "更正原因", "核查核实")
    sign(page, "理由（必填：有提示要求说明，随数据保存）", "核查")
    sign(page, "报送人姓名", "李秋实")
    expect(page.get_by_role("button", name="确认接收")).to_be_disabled()
    page.get_by_text("是，读得对", exact=True).click()
    settled(page)
    page.get_by_role("button", name="确认接收").click()
    expect(page.get_by_text(re.compile("^已接收"))).to_be_visible()
    page.goto(f"{page.url.split('/submit')[0]}/rules?lang=zh")
    settled(page)
    expect(page.locator(".plan-table tr", has_text="own.xlsx")).to_contain_text("当月完成")
