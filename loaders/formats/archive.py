"""A zip archive as the named parts of a file, each checked against what the directory says of it."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from io import BytesIO

from domain.problem_codes import problem
from loaders.limits import MEGABYTE, Damaged, Limits, Unreadable, too_large

_XML = (".xml", ".rels")
_MANIFEST = "meta-inf/manifest.xml"  # of an .ods
_KEPT = 96 * MEGABYTE  # of inflated parts, so that they need not be inflated again
_SHORT = 8_000  # bytes, packed


@dataclass(frozen=True)
class Archive:
    """The parts of a zip, by name in lower case with forward slashes (some writers use others)."""

    content: bytes
    parts: dict[str, zipfile.ZipInfo]
    kept: dict[str, bytes] = field(default_factory=dict[str, bytes], repr=False)  # inflated and checked already

    def read(self, part: str) -> bytes:
        """Inflate one part. Raises Damaged when it is absent, broken, not as long as the directory says, or XML in a
        code no spreadsheet program writes its sheets in.

        zipfile stops at the declared length while other readers go on to the end: a lying directory would give each a
        different file. Here both must agree.
        """
        data = self.inflated(part)
        if part.endswith(_XML) and is_wide(data):
            raise Damaged("UTF-16 or 32: parsers read it as empty")
        return data

    def inflated(self, part: str) -> bytes:
        """The same, whatever code it is written in."""
        if part in self.kept:
            return self.kept[part]
        info = self.parts.get(part)
        if info is None or info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise Damaged(part)
        header = self.content[info.header_offset : info.header_offset + 30]
        if len(header) < 30:
            raise Damaged(part)
        name_length, extra_length = struct.unpack_from("<HH", header, 26)
        start = info.header_offset + 30 + name_length + extra_length
        packed = self.content[start : start + info.compress_size]
        if info.compress_type == zipfile.ZIP_STORED:
            data = packed
        else:
            data = (_remembered if len(packed) < _SHORT else _inflated)(packed, info.file_size)
        if len(data) != info.file_size or zlib.crc32(data) != info.CRC:
            raise Damaged(part)
        return data


def _inflated(packed: bytes, size: int) -> bytes:
    """Not a byte more than the directory says is made of it, whatever it would become."""
    stream = zlib.decompressobj(-15)
    try:
        data = stream.decompress(packed, size + 1)
    except zlib.error as error:
        raise Damaged from error
    if not stream.eof:
        raise Damaged
    return data


_remembered = lru_cache(maxsize=64)(_inflated)  # styles, themes and links of one department's files are the same


def open_archive(content: bytes, limits: Limits) -> Archive:
    """The parts of a zip once each has been inflated within the limits. Raises Unreadable for what is refused."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as opened:
            entries = opened.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OverflowError, struct.error) as error:
        raise Damaged from error
    if not is_whole(entries):
        raise Damaged("cut off")
    if len(entries) > limits.parts:
        raise Unreadable(problem("A33", n=len(entries), limit=limits.parts))
    if any(entry.flag_bits & 1 for entry in entries):
        raise Unreadable(problem("A09"))
    declared = sum(entry.file_size for entry in entries)
    if declared > limits.unpacked_bytes:
        raise Unreadable(too_large(declared, limits.unpacked_bytes))
    parts = {entry.filename.replace("\\", "/").lstrip("/").lower(): entry for entry in entries}
    if len(parts) < len(entries):
        raise Damaged("one name twice: readers would not agree which counts")
    archive = Archive(content, parts)
    if _MANIFEST in parts and b"encryption-data" in archive.read(_MANIFEST):
        raise Unreadable(problem("A09"))
    _check(archive)
    return archive


def is_whole(entries: Sequence[zipfile.ZipInfo]) -> bool:
    """Whether the directory is that of the file; in one cut off, that of an archive inside it is found instead."""
    return min((entry.header_offset for entry in entries), default=0) == 0


def is_wide(xml: bytes) -> bool:
    """Whether a part is in UTF-16 or 32, as what queries and add-ins keep beside the sheets may be."""
    return b"\x00" in xml[:4]


def _check(archive: Archive) -> None:
    """Every part that is parsed by anybody; pictures and the like are never unpacked."""
    room = _KEPT
    kept: dict[str, bytes] = {}
    for part in archive.parts:
        if part.endswith(_XML):
            data = archive.inflated(part)
            if b"<!DOCTYPE" in data:
                raise Unreadable(problem("A32"))
            if len(data) <= room and not is_wide(data):
                kept[part], room = data, room - len(data)
    archive.kept.update(kept)
