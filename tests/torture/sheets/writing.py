"""A paper → the bytes of a workbook, as xlsxwriter or openpyxl write it, with what neither can write put in after."""

from __future__ import annotations

import io
import re
import zipfile

from openpyxl.utils.cell import get_column_letter

from tests.support.sheets import zipped
from tests.torture.sheets import by_csv, by_ods, by_openpyxl, by_xls, by_xlsxwriter
from tests.torture.sheets.paper import LIBRARIES, Page, Paper, Spot

WRITERS = {
    "xlsxwriter": by_xlsxwriter.written, "openpyxl": by_openpyxl.written, "csv": by_csv.written,
    "xls": by_xls.written, "ods": by_ods.written,
}  # fmt: skip


def written(paper: Paper) -> bytes:
    """The file. The same paper gives the same bytes."""
    content = WRITERS[paper.by](paper)
    if paper.by not in LIBRARIES:
        return content
    is_timed = paper.by == "openpyxl"  # it puts the hour of writing into the archive
    of_cells = any(spot.phonetic or spot.stored for _, spot in paper.everything())
    is_altered = is_timed or of_cells or paper.is_newer or any(page.dimension for page in paper.pages)
    return _altered(content, paper) if is_altered else content


def _altered(content: bytes, paper: Paper) -> bytes:
    """What WPS and Japanese or Chinese Excel put into files and the libraries cannot."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for number, page in enumerate(paper.pages, 1):
        part = f"xl/worksheets/sheet{number}.xml"
        if page.dimension:
            parts[part] = re.sub(rb'<dimension ref="[^"]*"', f'<dimension ref="{page.dimension}"'.encode(), parts[part])
        for spot in page.spots.values():
            if spot.stored:
                parts[part] = _inline(parts[part], page.address(spot), spot)
    if paper.is_newer:
        parts[_BOOK] = parts[_BOOK].replace(b"</workbook>", _NEWER + b"</workbook>")
    strings = "xl/sharedStrings.xml"
    for _, spot in paper.everything():
        if spot.phonetic and isinstance(spot.value, str) and strings in parts:
            text = f">{spot.value}</t>".encode()
            reading = f'<rPh sb="0" eb="1"><t>{spot.phonetic}</t></rPh><phoneticPr fontId="0"/>'.encode()
            parts[strings] = parts[strings].replace(text, text + reading, 1)
    return zipped(parts)


def _inline(sheet: bytes, address: str, spot: Spot) -> bytes:
    """The cell as a text of its own, with a value beside it."""
    cell = re.compile(rf'<c r="{address}"((?: s="[0-9]+")?)[^>]*>.*?</c>'.encode())
    text = f"<v>{spot.stored}</v><is><t>{spot.value}</t></is></c>".encode()
    return cell.sub(lambda found: b'<c r="%s"%s t="inlineStr">' % (address.encode(), found[1]) + text, sheet, count=1)


_BOOK = "xl/workbook.xml"
_NEWER = (
    b'<extLst><ext uri="{140A7094-0E35-4892-8432-C4D2E57EDEB5}" '
    b'xmlns:x15="http://schemas.microsoft.com/office/spreadsheetml/2010/11/main">'
    b'<x15:workbookPr chartTrackingRefBase="1"/></ext></extLst>'
)


def shown(page: Page) -> str:
    """A page as text, for whoever has to find out what went wrong."""
    lines = [f"── {page.name}{' (hidden)' if page.hidden else ''} merges={page.merges} {page.hidden_rows or ''}"]
    for row in range(1, page.last_row + 1):
        cells = [
            f"{get_column_letter(c)}={spot.value!r}" + (f"«{spot.format}»" if spot.format else "")
            for c, spot in page.row_of(row).items()
        ]
        if cells:
            lines.append(f"{row:>3}  " + "  ".join(cells))
    return "\n".join(lines)
