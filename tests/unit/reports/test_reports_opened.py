"""Every report opened again by another program, as a reader will."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.support import opened

pytestmark = pytest.mark.slow  # starts LibreOffice


@pytest.mark.parametrize(
    ("name", "language", "fewest", "most"),
    [("bulletin.docx", "zh", 25, 32), ("workbook.xlsx", "en", 6, 14), ("deck.pptx", "en", 13, 13)],
)
def test_libre_office_lays_it_out(report, tmp_path: Path, name, language, fewest, most):
    made = report(name, language)
    found = opened.pages(opened.as_pdf(made.content, made.name, tmp_path))
    assert fewest <= len(found) <= most
    assert all(("演示数据" if language == "zh" else "Demonstration data") in page for page in found)
    assert [page for page in found if len(page.strip()) < 40] == []  # no page is left empty


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_pdf_brings_its_typeface_and_marks_every_page(report, tmp_path: Path, language):
    path = tmp_path / "bulletin.pdf"
    path.write_bytes(report("bulletin.pdf", language).content)
    found = opened.pages(path)
    assert all(("演示数据" if language == "zh" else "Demonstration data") in page for page in found)
    assert all(re.search(rf"—\s*{n}\s*—", page) for n, page in enumerate(found, 1))
    assert all("PlanSansSC" in name and is_inside for name, is_inside in opened.fonts(path))
