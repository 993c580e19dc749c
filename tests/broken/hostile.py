"""Files made to hurt whoever opens them, and honest ones that look like it. All are made here, none is kept."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable

import xlsxwriter

from tests.support import ole2

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
ONE = '<row r="1"><c r="A1"><v>1</v></c></row>'


def package(parts: dict[str, bytes | Iterable[bytes]], level: int = 1) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as archive:
        for name, content in parts.items():
            with archive.open(name, "w", force_zip64=False) as part:
                for piece in [content] if isinstance(content, bytes) else content:
                    part.write(piece)
    return stream.getvalue()


def workbook(rows: str | Iterable[bytes] = ONE, after: str = "", strings: str = "", sheet: str = "月报") -> bytes:
    """A workbook of one sheet with just these rows; nothing about it is checked."""
    rows = [rows.encode()] if isinstance(rows, str) else rows

    def page() -> Iterable[bytes]:
        yield f'{DECLARATION}<worksheet xmlns="{MAIN}" xmlns:r="{LINKS}"><sheetData>'.encode()
        yield from rows
        yield f"</sheetData>{after}</worksheet>".encode()

    link = f'<Relationship Id="r{{}}" Type="{LINKS}/{{}}" Target="{{}}"/>'
    parts: dict[str, bytes | Iterable[bytes]] = {
        "_rels/.rels": _links(link.format(1, "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'{DECLARATION}<workbook xmlns="{MAIN}" xmlns:r="{LINKS}"><sheets>'
        f'<sheet name="{sheet}" sheetId="1" r:id="r1"/></sheets></workbook>'.encode(),
        "xl/_rels/workbook.xml.rels": _links(
            link.format(1, "worksheet", "worksheets/sheet1.xml") + link.format(2, "sharedStrings", "sharedStrings.xml")
        ),
        "xl/sharedStrings.xml": (strings or f'{DECLARATION}<sst xmlns="{MAIN}"/>').encode(),
        "xl/worksheets/sheet1.xml": page(),
    }
    return package(parts)


def _links(links: str) -> bytes:
    return f'{DECLARATION}<Relationships xmlns="{PACKAGE}">{links}</Relationships>'.encode()


def zip_bomb() -> bytes:
    """400 MB of spaces in less than 2 MB."""
    return workbook(b" " * 1_000_000 for _ in range(400))


def string_bomb() -> bytes:
    """One shared string of 90 MB, just within the usual limit of what may be unpacked."""
    text = "a" * 90_000_000
    return workbook('<row r="1"><c r="A1" t="s"><v>0</v></c></row>', strings=_strings(f"<si><t>{text}</t></si>"))


def many_strings() -> bytes:
    """Six million empty shared strings: within the limit of bytes, hundreds of megabytes once they are objects."""
    return workbook(strings=_strings("<si><t/></si>" * 6_000_000))


def _strings(entries: str) -> str:
    return f'{DECLARATION}<sst xmlns="{MAIN}">{entries}</sst>'


def billion_laughs() -> bytes:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    opening = f'<?xml version="1.0"?><!DOCTYPE sst [<!ENTITY l0 "ha">{entities}]>'
    strings = f'{opening}<sst xmlns="{MAIN}"><si><t>&l9;</t></si></sst>'
    return workbook('<row r="1"><c r="A1" t="s"><v>0</v></c></row>', strings=strings)


def external_entity() -> bytes:
    strings = (
        f'<?xml version="1.0"?><!DOCTYPE sst [<!ENTITY x SYSTEM "file:///etc/passwd">]><sst xmlns="{MAIN}">'
        "<si><t>&x;</t></si></sst>"
    )
    return workbook('<row r="1"><c r="A1" t="s"><v>0</v></c></row>', strings=strings)


def sparse(far: str = "XFD1048576") -> bytes:
    """One cell in A1 and one in the last place there is: a parser that holds the area in between needs 550 GB."""
    row = far.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return workbook(f'{ONE}<row r="{row}"><c r="{far}"><v>1</v></c></row>')


def far_row() -> bytes:
    return sparse("XFD20000")


def no_such_place() -> bytes:
    return sparse("A99999999999")


def sheet_wide_merges() -> bytes:
    merges = "".join(f'<mergeCell ref="A{row}:XFD1048576"/>' for row in range(1, 21))
    return workbook(after=f'<mergeCells count="20">{merges}</mergeCells>')


def formatted_to_the_end() -> bytes:
    """Honest: somebody formatted whole columns, and the program wrote every row of them."""
    cells = b"".join(b'<c r="%c%%d" s="0"/>' % letter for letter in b"ABCDEFGH")
    pattern = b'<row r="%d">' + cells + b"</row>"

    def rows() -> Iterable[bytes]:
        yield ONE.encode()
        for first in range(2, 1_048_577, 1_024):
            yield b"".join(pattern % ((row,) * 9) for row in range(first, min(first + 1_024, 1_048_577)))

    return workbook(rows())


def all_columns() -> bytes:
    """One honest row across all 16,384 columns."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        book.add_worksheet("月报").write_row(0, 0, list(range(16_384)))
    return stream.getvalue()


def wide_table() -> bytes:
    """A table whose figures go on to the last column there is."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        sheet = book.add_worksheet("月报")
        sheet.write_row(0, 0, ["序号", "指标名称", "累计完成", *(f"列{column}" for column in range(4, 16_385))])
        for row in range(1, 6):
            sheet.write_row(row, 0, [row, f"指标{row}", 5, *range(16_381)])
    return stream.getvalue()


def dense(rows: int, columns: int) -> bytes:
    """An honest sheet full of figures."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("月报")
        for row in range(rows):
            sheet.write_row(row, 0, list(range(columns)))
    return stream.getvalue()


def truncated() -> bytes:
    return dense(50, 5)[:-300]


def stub() -> bytes:
    """What is left of a download that hardly began."""
    return dense(50, 5)[:40]


def a_pdf() -> bytes:
    return b"%PDF-1.7"


def encrypted() -> bytes:
    """An OLE2 file that holds an encrypted package, as Excel writes workbooks with a password."""
    return ole2.compound({"EncryptionInfo": b"", "EncryptedPackage": b""})


def with_macros() -> bytes:
    return changed(dense(2, 2), {"xl/vbaProject.bin": b"\x00"})


def with_external_links() -> bytes:
    """A formula that looks into another workbook; its last result is kept in the cell."""
    link = (
        f'{DECLARATION}<externalLink xmlns="{MAIN}" xmlns:r="{LINKS}"><externalBook r:id="rId1"/></externalLink>'
    ).encode()
    file = _links(
        f'<Relationship Id="rId1" Type="{LINKS}/externalLinkPath" Target="file:///etc/passwd" TargetMode="External"/>'
    )
    rows = '<row r="1"><c r="A1"><f>[1]Sheet1!A1</f><v>320</v></c></row>'
    parts = {"xl/externalLinks/externalLink1.xml": link, "xl/externalLinks/_rels/externalLink1.xml.rels": file}
    return changed(workbook(rows), parts)


def with_injected_text() -> bytes:
    """Text that would be a formula, had a program less care: it must stay the text it is."""
    texts = ["=1+1", "+1", "-1", "@SUM(A1)", "=HYPERLINK(&quot;http://x&quot;)", "=cmd|'/C calc'!A0"]
    cells = "".join(f'<c r="{"ABCDEF"[n]}1" t="inlineStr"><is><t>{text}</t></is></c>' for n, text in enumerate(texts))
    return workbook(f'<row r="1">{cells}</row>')


def with_climbing_names() -> bytes:
    return changed(dense(2, 2), {"../../../tmp/climbed.txt": b"x", "/etc/climbed": b"x", "..\\climbed": b"x"})


def changed(content: bytes, parts: dict[str, bytes]) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        kept: dict[str, bytes | Iterable[bytes]] = {name: archive.read(name) for name in archive.namelist()}
    return package(kept | parts)
