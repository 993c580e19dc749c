"""What an uploaded file really is, and whether it is safe to parse. Told by content, never by name.

Every limit is checked here before any parser sees the bytes: a file of two kilobytes can otherwise cost gigabytes.
What the cells mean is for others; which formats can be read is decided by `workbook`.
"""

from __future__ import annotations

import codecs
import re
import struct
import zipfile
import zlib
from dataclasses import dataclass, field
from decimal import Decimal
from io import BytesIO

from domain.problem import Problem
from domain.problem_codes import problem

MEGABYTE = 1024 * 1024
_KEPT = 128 * MEGABYTE  # of inflated parts, so that they need not be inflated again


@dataclass(frozen=True)
class Limits:
    """How much a file may ask for. Honest sheets pack well, so what counts is the unpacked size, not its ratio."""

    file_bytes: int = 10 * MEGABYTE
    unpacked_bytes: int = 100 * MEGABYTE
    parts: int = 2_000
    cells: int = 5_000_000  # rows × columns of the filled area, all sheets together: parsers hold it densely


USUAL = Limits()


class Damaged(Exception):
    """The inside of a file does not hold together."""


@dataclass(frozen=True)
class Archive:
    """The parts of a zip, by name in lower case with forward slashes (some writers use others)."""

    content: bytes
    parts: dict[str, zipfile.ZipInfo]
    kept: dict[str, bytes] = field(default_factory=dict[str, bytes], repr=False)  # inflated already, handed out once

    def read(self, part: str, at_most: int = 100 * MEGABYTE) -> bytes:
        """Inflate one part. Raises Damaged when it is absent, broken, or not as long as the directory says.

        zipfile stops at the declared length while other readers go on to the end: a lying directory would give each a
        different file. Here both must agree.
        """
        if part in self.kept:
            return self.kept.pop(part)
        info = self.parts.get(part)
        if info is None or info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise Damaged(part)
        header = self.content[info.header_offset : info.header_offset + 30]
        if len(header) < 30:
            raise Damaged(part)
        name_length, extra_length = struct.unpack_from("<HH", header, 26)
        start = info.header_offset + 30 + name_length + extra_length
        packed = self.content[start : start + info.compress_size]
        data = packed if info.compress_type == zipfile.ZIP_STORED else _inflated(packed, at_most)
        if len(data) != info.file_size or zlib.crc32(data) != info.CRC:
            raise Damaged(part)
        return data


def _inflated(packed: bytes, at_most: int) -> bytes:
    stream = zlib.decompressobj(-15)
    try:
        data = stream.decompress(packed, at_most + 1)
    except zlib.error as error:
        raise Damaged from error
    if not stream.eof:
        raise Damaged
    return data


@dataclass(frozen=True)
class Inspection:
    """What a file is: `real` is the extension its content deserves. With an error among `problems`, do not parse it."""

    real: str
    problems: tuple[Problem, ...] = ()
    archive: Archive | None = field(default=None, repr=False)

    @property
    def is_refused(self) -> bool:
        return any(found.is_error for found in self.problems)


_SHEETS = (".xlsx", ".xls", ".et", ".ods", ".csv", ".xlsb", ".xml")
_SAME_CONTENT = {".xltx": ".xlsx", ".xlt": ".xls", ".ett": ".et"}
_REFUSED = {".html": "A05", ".txt": "A06", "encrypted": "A09", "damaged": "A10", ".xlsm": "A13"}


def inspect(name: str, content: bytes, limits: Limits) -> Inspection:
    """Tell what a file is and refuse what is no sheet, broken, locked, carries macros, or is too large to open."""
    if not content:
        return Inspection("", (problem("A11"),))
    if len(content) > limits.file_bytes:
        return Inspection("", (too_large(len(content), limits.file_bytes),))
    ext = f".{name.rpartition('.')[2].lower()}" if "." in name else ""
    archive: Archive | None = None
    if content.startswith(b"PK"):
        opened = open_archive(content, limits)
        if isinstance(opened, Problem):
            return Inspection("", (opened,))
        archive = opened
    real = _real_format(content, archive, ext)
    if real in _REFUSED:
        return Inspection(real, (problem(_REFUSED[real]),))
    if real not in _SHEETS:
        return Inspection(real, (problem("A14", ext=real or ext),))
    unlike = ext and _SAME_CONTENT.get(ext, ext) != real
    return Inspection(real, (problem("A04", ext=ext, real=real),) if unlike else (), archive)


def open_archive(content: bytes, limits: Limits) -> Archive | Problem:
    """The parts of a zip once each has been inflated within the limits, or why it is refused."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as opened:
            entries = opened.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OverflowError, struct.error):
        return problem("A10")
    if len(entries) > limits.parts:
        return problem("A33", n=len(entries), limit=limits.parts)
    if any(entry.flag_bits & 1 for entry in entries):
        return problem("A09")
    declared = sum(entry.file_size for entry in entries)
    if declared > limits.unpacked_bytes:
        return too_large(declared, limits.unpacked_bytes)
    parts = {entry.filename.replace("\\", "/").lstrip("/").lower(): entry for entry in entries}
    if len(parts) < len(entries):
        return problem("A10")  # one name twice: readers would not agree which counts
    return _checked(Archive(content, parts), limits)


def _checked(archive: Archive, limits: Limits) -> Archive | Problem:
    kept: dict[str, bytes] = {}
    room = _KEPT
    for part in archive.parts:
        try:
            data = archive.read(part, limits.unpacked_bytes)
        except Damaged:
            return problem("A10")
        if part.endswith((".xml", ".rels")):
            if b"\x00" in data[:4]:
                return problem("A10")  # UTF-16 or 32: no spreadsheet program writes it, and parsers read it as empty
            if b"<!DOCTYPE" in data:
                return problem("A32")
            if len(data) <= room:
                kept[part], room = data, room - len(data)
    archive.kept.update(kept)
    return archive


def _real_format(content: bytes, archive: Archive | None, ext: str) -> str:
    """The extension the content deserves, "encrypted", "damaged", or "" for what is unknown."""
    if archive is not None:
        return _zip_format(archive)
    if content.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _ole_format(content, ext)
    for real, opening in _OPENINGS.items():
        if content.startswith(opening):
            return real
    text = _opening_text(content)
    if text is None:
        return "damaged" if ext in _SHEETS else ""
    if re.match(r"\s*<(!doctype html|html|head|meta|table|body|style|div)\b|mime-version:", text, re.IGNORECASE):
        return ".html"
    if text.lstrip().startswith("<?xml"):
        return ".xml" if "Excel.Sheet" in text else ".html"
    return ".csv" if ext == ".csv" else ".txt"


_OPENINGS: dict[str, bytes | tuple[bytes, ...]] = {
    ".pdf": b"%PDF",
    ".jpg": b"\xff\xd8\xff",
    ".png": b"\x89PNG",
    ".gif": b"GIF8",
    ".tif": (b"II*\x00", b"MM\x00*"),
    ".bmp": b"BM\x00",
    ".rtf": b"{\\rtf",
    ".rar": b"Rar!",
    ".7z": b"7z\xbc\xaf\x27\x1c",
    ".ofd": b"OFD",
}


def _zip_format(archive: Archive) -> str:
    parts = archive.parts
    types = archive.read("[content_types].xml") if "[content_types].xml" in parts else b""
    if "xl/workbook.xml" in parts or b"spreadsheetml.sheet.main" in types:
        return ".xlsm" if b"macroEnabled" in types or "xl/vbaproject.bin" in parts else ".xlsx"
    kind = archive.read("mimetype") if "mimetype" in parts else b""
    if kind.startswith(b"application/vnd.oasis.opendocument.spreadsheet"):
        return ".ods"
    known = {
        "xl/workbook.bin": ".xlsb",
        "word/document.xml": ".docx",
        "ppt/presentation.xml": ".pptx",
        "ofd.xml": ".ofd",
    }
    return next((real for part, real in known.items() if part in parts), ".odt" if kind else ".zip")


def _ole_format(content: bytes, ext: str) -> str:
    """Told by the names in the OLE2 directory: UTF-16, in entries that start at multiples of 128 bytes."""
    if _has_stream(content, "EncryptedPackage"):
        return "encrypted"
    if _has_stream(content, "Workbook") or _has_stream(content, "Book"):
        return ".et" if ext in (".et", ".ett") else ".xls"
    if _has_stream(content, "WordDocument"):
        return ".wps" if ext == ".wps" else ".doc"
    return ".ppt" if _has_stream(content, "PowerPoint Document") else "damaged" if ext in _SHEETS else ""


def _has_stream(content: bytes, name: str) -> bool:
    wanted = re.escape(name.encode("utf-16-le") + b"\x00\x00")
    return any(match.start() % 128 == 0 for match in re.finditer(wanted, content))


def _opening_text(content: bytes) -> str | None:
    """The first characters, if the content is text: UTF-16 with its mark, UTF-8, or GB18030; else None."""
    sample = content[:4096]
    if sample.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings = ["utf-16"]
    elif b"\x00" in sample:
        return None
    else:
        encodings = ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            return codecs.getincrementaldecoder(encoding)().decode(sample)  # a character cut off at the end is no fault
        except UnicodeDecodeError:
            continue
    return None


def printable(name: str) -> str:
    """A file name as it can be stored and shown, whatever bytes it was made of."""
    return name.encode("utf-8", "replace").decode().replace("\x00", "?")


def too_large(size: int, limit: int) -> Problem:
    """The refusal of a file of `size` bytes."""
    tenths = -(-size * 10 // MEGABYTE)  # rounded up, so that it never reads as within the limit
    return problem("A12", size=Decimal(tenths) / 10, limit=Decimal(limit) / MEGABYTE)
