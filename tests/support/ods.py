"""Writes .ods files by hand: what no program would write can be written too."""

from __future__ import annotations

import io
import zipfile

_SPACES = "".join(
    f' xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (
        ("office", "office"),
        ("table", "table"),
        ("text", "text"),
        ("draw", "drawing"),
        ("style", "style"),
        ("number", "datastyle"),
    )
)

_KIND = b"application/vnd.oasis.opendocument.spreadsheet"
_MANIFEST = (
    b"""<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">
<manifest:file-entry manifest:full-path="/" manifest:media-type="%s"/>
<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>"""
    % _KIND
)


def cell(text: str, *, inside: str = "") -> str:
    return f'<table:table-cell office:value-type="string">{inside}<text:p>{text}</text:p></table:table-cell>'


def number(value: float, *, times: int = 1) -> str:
    repeated = f' table:number-columns-repeated="{times}"' if times > 1 else ""
    return f'<table:table-cell{repeated} office:value-type="float" office:value="{value}"/>'


def blank(times: int) -> str:
    return f'<table:table-cell table:number-columns-repeated="{times}"/>'


def row(cells: str) -> str:
    return f"<table:table-row>{cells}</table:table-row>"


def blank_rows(times: int) -> str:
    return f'<table:table-row table:number-rows-repeated="{times}"/>'


def ods(rows: str, *, before: str = "", parts: dict[str, bytes] | None = None) -> bytes:
    """A file of one sheet with just these rows; `before` stands before it, `parts` are added or replaced."""
    return book(f'{before}<table:table table:name="月报">{rows}</table:table>', parts=parts)


def book(tables: str, *, styles: str = "", parts: dict[str, bytes] | None = None) -> bytes:
    """A file of these tables and the styles they use."""
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content{_SPACES}>'
        f"<office:automatic-styles>{styles}</office:automatic-styles><office:body><office:spreadsheet>"
        f"{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    written = {"mimetype": _KIND, "META-INF/manifest.xml": _MANIFEST, "content.xml": content.encode()}
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in (written | (parts or {})).items():
            archive.writestr(name, part)
    return stream.getvalue()
