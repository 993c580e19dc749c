"""Writes .xlsx files by hand: what no library would write can be written too."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

from tests.support.sheets import MAIN, at, zipped

PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STYLES = (
    '<fonts count="1"><font/></fonts><fills count="1"><fill/></fills><borders count="1"><border/></borders>'
    '<cellStyleXfs count="1"><xf/></cellStyleXfs>'
)


class Xml(str):
    """A cell written out: 「<c{at} t="s"><v>0</v></c>」, where {at} becomes its address."""

    __slots__ = ()


def xlsx(
    cells: Mapping[str, Any],
    *,
    formats: tuple[str, ...] = (),
    book: str = "",
    strings: str = "",
    around: str = "",
    parts: Mapping[str, bytes] | None = None,
) -> bytes:
    """A workbook of one sheet, 月报. Style n of a cell has the n-th of `formats`.

    `book` stands before its sheets, `around` before those of the sheet's cells; `strings` are what cells share;
    `parts` are added or replaced.
    """
    found: dict[int, list[str]] = {}
    for address, value in cells.items():
        found.setdefault(int(address.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")), []).append(_cell(address, value))
    rows = "".join(f'<row r="{row}">{"".join(each)}</row>' for row, each in sorted(found.items()))
    codes = "".join(f'<numFmt numFmtId="{164 + n}" formatCode="{escape(code)}"/>' for n, code in enumerate(formats))
    used = "".join(f'<xf numFmtId="{164 + n}" fontId="0"/>' for n in range(len(formats)))
    written = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": _links(("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{LINKS}">{book}'
        '<sheets><sheet name="月报" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": _links(
            ("worksheet", "worksheets/sheet1.xml"), ("styles", "styles.xml"), ("sharedStrings", "sharedStrings.xml")
        ),
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}"><numFmts>{codes}</numFmts>{_STYLES}'
        f'<cellXfs><xf numFmtId="0" fontId="0"/>{used}</cellXfs></styleSheet>',
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{strings}</sst>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}">{around}<sheetData>{rows}</sheetData></worksheet>',
    }
    return zipped({name: text.encode() for name, text in written.items()} | dict(parts or {}))


def table(*rows: list[Any], start: str = "A1") -> dict[str, Any]:
    """Cells by address, for `xlsx`."""
    return at(start, rows)


def _links(*to: tuple[str, str]) -> str:
    found = (
        f'<Relationship Id="r{n}" Type="{LINKS}/{kind}" Target="{target}"/>' for n, (kind, target) in enumerate(to, 1)
    )
    return f'<Relationships xmlns="{PACKAGE}">{"".join(found)}</Relationships>'


def _cell(address: str, value: Any) -> str:
    if isinstance(value, Xml):
        return value.replace("{at}", f' r="{address}"')
    if isinstance(value, str):
        return f'<c r="{address}" t="inlineStr"><is><t>{escape(value)}</t></is></c>'
    return f'<c r="{address}"><v>{value}</v></c>'
