"""What an uploaded file really is, and whether it is safe to parse. Told by content, never by name.

Every limit is checked here before any parser sees the bytes: a file of two kilobytes can otherwise cost gigabytes.
What the cells mean is for others; which formats can be read is decided by `workbook`.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from unicodedata import category

from domain.problem import Problem
from domain.problem_codes import problem
from loaders.formats.archive import Archive, open_archive
from loaders.formats.compound import SIGNATURE, Compound
from loaders.limits import Limits, Unreadable, too_large


@dataclass(frozen=True)
class Inspection:
    """What a file is: `real` is the extension its content deserves. With an error among `problems`, do not parse it.

    `archive` or `compound` is the opened frame, where the format has one.
    """

    real: str
    problems: tuple[Problem, ...] = ()
    name: str = ""
    content: bytes = field(default=b"", repr=False)
    archive: Archive | None = field(default=None, repr=False)
    compound: Compound | None = field(default=None, repr=False)

    @property
    def is_refused(self) -> bool:
        return any(found.is_error for found in self.problems)


_SHEETS = (".xlsx", ".xls", ".et", ".ods", ".csv", ".xlsb", ".xml")
_SAME_CONTENT = {".xltx": ".xlsx", ".xlt": ".xls", ".ett": ".et", ".ots": ".ods"}
_REFUSED = {".html": "A05", ".txt": "A06", "encrypted": "A09", "damaged": "A10"}
_MACROS = "macros:"  # before the extension of what holds them
_SCRIPTS = ("basic/", "scripts/")
_WEB_PAGE = re.compile(r"<(!doctype html|html|head|meta|table|body|style|div)\b|mime-version:", re.IGNORECASE)
_COMMENTS = re.compile(r"(?:\s|\ufeff|<!--.*?(?:-->|\Z))*", re.DOTALL)  # one may be longer than what is looked at
_BEFORE_OLE2 = {  # how old workbooks begin that are no OLE2 files yet
    b"\x09\x00\x04\x00": "2.0",
    b"\x09\x02\x06\x00": "3.0",
    b"\x09\x04\x06\x00": "4.0",
    b"\x09\x08\x08\x00": "5.0/95",
}
_LOCKS, _LONGEST_LOCK = ("~$", ".~"), 1_024  # what Excel, WPS and LibreOffice lay beside a file that is open
_READ_ALIKE = {".xls": "A02", ".et": "A03"}


def inspect(name: str, content: bytes, limits: Limits) -> Inspection:
    """Tell what a file is and refuse what is no sheet, broken, locked, carries macros, or is too large to open."""
    if not content:
        return Inspection("", (problem("A11"),))
    if len(content) > limits.file_bytes:
        return Inspection("", (too_large(len(content), limits.file_bytes),))
    ext = f".{name.rpartition('.')[2].lower()}" if "." in name else ""
    archive = compound = None
    try:
        if content.startswith(b"PK"):
            archive = open_archive(content, limits)
            real = _zip_format(archive)
        elif content.startswith(SIGNATURE):
            compound = Compound(content)
            real = _ole_format(compound, ext)
        else:
            real = _plain_format(name, content, ext)
    except Unreadable as refusal:
        return Inspection("", (refusal.problem,))
    if refused := _refused(real, ext):
        return Inspection(real, (refused,))
    return Inspection(real, tuple(_notes(real, _SAME_CONTENT.get(ext, ext))), name, content, archive, compound)


def _refused(real: str, ext: str) -> Problem | None:
    if real.startswith(_MACROS):
        return problem("A13", real=real.removeprefix(_MACROS))
    if real in _REFUSED:
        return problem(_REFUSED[real])
    return None if real in _SHEETS else problem("A14", ext=real or ext)


def _notes(real: str, ext: str) -> list[Problem]:
    if ext and ext != real:
        return [problem("A04", ext=ext, real=real)]
    return [problem(_READ_ALIKE[real])] if real in _READ_ALIKE else []


def _plain_format(name: str, content: bytes, ext: str) -> str:
    """The extension deserved by what is neither a zip nor OLE2; "damaged", or "" for what is unknown."""
    for opening, version in _BEFORE_OLE2.items():
        if content.startswith(opening):
            raise Unreadable(problem("A40", version=version))
    if len(content) < _LONGEST_LOCK and PurePosixPath(name.replace("\\", "/")).name.startswith(_LOCKS):
        raise Unreadable(problem("A41", ext=ext.rstrip("#")))
    for real, opening in _OPENINGS.items():
        if content.startswith(opening):
            return real
    text = _opening_text(content)
    if text is None:
        return ".csv" if ext == ".csv" else "damaged" if ext in _SHEETS else ""
    start = _COMMENTS.sub("", text, count=1)
    if _WEB_PAGE.match(start) or (not start and "<!--" in text):
        return ".html"
    if text.lstrip("\ufeff \t\r\n").startswith("<?xml"):
        return ".html" if re.search(r"<html\b", text, re.IGNORECASE) else ".xml"
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
        return f"{_MACROS}.xlsm" if b"macroEnabled" in types or "xl/vbaproject.bin" in parts else ".xlsx"
    kind = archive.read("mimetype") if "mimetype" in parts else b""
    if kind.startswith(b"application/vnd.oasis.opendocument.spreadsheet"):
        return f"{_MACROS if any(part.startswith(_SCRIPTS) for part in parts) else ''}.ods"
    known = {
        "xl/workbook.bin": ".xlsb",
        "word/document.xml": ".docx",
        "ppt/presentation.xml": ".pptx",
        "ofd.xml": ".ofd",
    }
    return next((real for part, real in known.items() if part in parts), ".odt" if kind else ".zip")


def _ole_format(compound: Compound, ext: str) -> str:
    """.et is .xls by another name, and by nothing else."""
    streams = compound.streams
    if "encryptedpackage" in streams:
        return "encrypted"
    if "workbook" in streams or "book" in streams:
        macros = _MACROS if "_vba_project_cur" in compound.storages else ""
        return f"{macros}{'.et' if ext in ('.et', '.ett') else '.xls'}"
    if "worddocument" in streams:
        return ".wps" if ext == ".wps" else ".doc"
    return ".ppt" if "PowerPoint Document".lower() in streams else "damaged" if ext in _SHEETS else ""


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
    """A file name as it can be stored and shown in a line, whatever bytes it was made of."""
    text = name.encode("utf-8", "replace").decode()
    return "".join("?" if category(character) == "Cc" else character for character in text)
