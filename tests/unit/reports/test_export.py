from __future__ import annotations

import io

import openpyxl
import pytest
from PIL import Image

from reports.export import FORMATS, export
from reports.picture import picture
from tests.support import exhibits


@pytest.mark.parametrize("fmt", [*FORMATS])
def test_every_format_has_a_name_a_kind_and_bytes(fmt: str):
    name, data, kind = export(exhibits.every("zh")["lags"], fmt)  # type: ignore[arg-type]
    assert name == f"lags-2024-06.{fmt}"
    assert len(data) > 300
    assert "/" in kind


def test_exports_say_what_they_show_up_to_when_and_that_it_is_invented():
    exhibit = exhibits.every("zh")["lags"]
    title = picture(exhibit)["title"]
    assert title["text"] == ["落后最多的指标"]
    assert "数据截至2024年6月" in "".join(title["subtitle"])
    for fmt in ("csv", "svg"):
        assert "演示数据" in export(exhibit, fmt)[1].decode("utf-8-sig")  # type: ignore[arg-type]
    sheet = openpyxl.load_workbook(io.BytesIO(export(exhibit, "xlsx")[1])).worksheets[0]
    assert "演示数据，并非实际情况" in [cell.value for cell in sheet["A"]]


def test_pictures_come_in_twice_the_pixels():
    png = export(exhibits.every("zh")["lags"], "png")[1]
    assert Image.open(io.BytesIO(png)).width == 2200


def test_the_exhibit_itself_stays_as_it_is():
    exhibit = exhibits.every("zh")["lags"]
    picture(exhibit)
    assert exhibit.spec["width"] == "container"


def test_indicators_of_two_departments_are_two_files():
    from charts.indicators import indicators
    from wording import Words

    drawn = indicators(exhibits.ASSESSMENTS, Words("zh"), exhibits.STAMP, about="农业农村局", about_id="b")
    assert drawn.name == "indicators-b-2024-06"
