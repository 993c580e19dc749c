"""A paper of one page as programs save it for text: what a cell shows, and nothing else."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Any

from tests.torture.sheets.paper import Fault, Page, Paper, Rich

ENCODINGS = ("utf-8-sig", "utf-8", "gb18030", "utf-16")


def may_be(paper: Paper) -> bool:
    """Whether nothing of it would be lost: merged headings would, and what only a number format shows."""
    if len(paper.pages) != 1 or any(spot.format or spot.comment for _, spot in paper.everything()):
        return False
    page = paper.pages[0]
    return not any(top in page.heading_rows() for top, *_ in page.merges)


def written(paper: Paper) -> bytes:
    page = paper.pages[0]
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=paper.delimiter)
    for row in range(1, page.last_row + 1):
        writer.writerow([_shown(page, row, column) for column in range(1, page.last_column + 1)])
    return stream.getvalue().encode(paper.encoding)


def _shown(page: Page, row: int, column: int) -> str:
    value: Any = page.spots[row, column].value if (row, column) in page.spots else None
    match value:
        case None:
            return ""
        case bool():
            return str(value).upper()
        case Rich(parts):
            return "".join(parts)
        case Fault(text):
            return text
        case float():
            return format(value, ".15g")
        case date():
            return f"{value.year}/{value.month}/{value.day}"
        case _:
            return str(value)
