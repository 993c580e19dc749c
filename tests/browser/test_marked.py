"""A clerk's way with a sheet that is wrong, in a browser: read what is wrong, take it back marked, mend it, send it."""

from __future__ import annotations

import re
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import expect

from tests.support import ole2
from tests.support.pages import downloaded, upload
from tests.support.screens import ROOT

BROKEN = ROOT / "sample_data" / "broken" / "演示数据_累计不等于上月加本月.xlsx"
TABLE = (
    ("填报单位", "市农业农村局", "报告期", "2024年6月"),
    ("指标编码", "计量单位", "本月完成", "累计完成"),
    ("M19-1", "人次", "４０８", "约7271"),
    ("M26-1", "名", "35", "727"),
)


def an_xls(folder: Path) -> Path:
    labels = [ole2.label(row, column, text) for row, line in enumerate(TABLE) for column, text in enumerate(line)]
    path = folder / "六月.xls"
    path.write_bytes(ole2.xls(b"".join(labels)))
    return path


@pytest.mark.parametrize("width", [1280, 390])
def test_an_old_workbook_comes_back_marked_and_is_mended_there(visit, tmp_path, width: int):
    page = visit("submit?lang=zh&department=agriculture&report=2024-06", width)
    upload(page, an_xls(tmp_path))
    expect(page.get_by_text(re.compile("^不能接收"))).to_be_visible()
    first = page.locator(".plan-table tbody tr").first
    expect(first).to_contain_text("✖ 错误")
    expect(first).to_contain_text("月报!D3")
    expect(first).to_contain_text("约")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")

    copy = downloaded(page, page.get_by_role("button", name="下载批注版"), tmp_path)
    assert copy.name == "六月_批注.xlsx"
    book = openpyxl.load_workbook(copy)
    assert "E20" in book["月报"]["D3"].comment.text
    assert "已自动识别，无需改动" in book["月报"]["C3"].comment.text
    book["月报"]["D3"] = 7271
    book.save(copy)

    page.get_by_role("button", name=re.compile("移除|删除|Remove|Delete")).first.click()
    expect(page.get_by_text(re.compile("^步骤"))).to_be_visible()
    upload(page, copy)
    expect(page.get_by_text(re.compile("^不能接收"))).to_have_count(0)
    expect(page.get_by_role("button", name="确认接收")).to_be_visible()
