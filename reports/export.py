"""An exhibit as a file to keep: what the file is called, what it holds, what kind it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Literal, cast

from charts.exhibit import Exhibit
from reports.drawing import draw
from reports.picture import WIDE, picture
from reports.tables import csv_bytes, xlsx_bytes

FileFormat = Literal["png", "svg", "csv", "xlsx"]
FORMATS: dict[FileFormat, str] = {
    "png": "image/png",
    "svg": "image/svg+xml",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def export(exhibit: Exhibit, fmt: FileFormat, *, width: int = WIDE, scale: float = 2) -> tuple[str, bytes, str]:
    """File name, bytes and media type. `width` (px) and `scale` matter to pictures only. Raises DrawingFailed."""
    return f"{exhibit.name}.{fmt}", _bytes(exhibit, fmt, width, scale), FORMATS[fmt]


def words_of(exhibit: Exhibit) -> Iterator[str]:
    """Every text that the picture of an exhibit may show."""
    waiting: list[Any] = [picture(exhibit)]
    while waiting:
        value = waiting.pop()
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            waiting += cast("dict[str, Any]", value).values()
        elif isinstance(value, list | tuple):
            waiting += cast("Sequence[Any]", value)


def _bytes(exhibit: Exhibit, fmt: FileFormat, width: int, scale: float) -> bytes:
    table, notes = exhibit.in_files
    if fmt == "csv":
        return csv_bytes(table, notes)
    if fmt == "xlsx":
        return xlsx_bytes(table, exhibit.title, notes)
    return draw(picture(exhibit, width), fmt, scale)
