"""Packages of files that come out the same, byte for byte, whenever they are made: no clock, one order."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from datetime import date
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

_MADE = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms)")
_CORE, _BOOK = "docProps/core.xml", ".xlsx"


def packed(files: Iterable[tuple[str, bytes]], comment: str = "") -> bytes:
    """A zip of files, in the order given."""
    target = io.BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        for name, content in files:
            kind = ZIP_STORED if name.endswith(".png") else ZIP_DEFLATED  # pictures are packed already
            archive.writestr(ZipInfo(name), content, kind)  # without a date it is of 1 January 1980
        archive.comment = comment.encode()
    return target.getvalue()


def settled(package: bytes, day: date) -> bytes:
    """An Office file with `day` for the time it was made, in the workbooks inside it as well."""
    with ZipFile(io.BytesIO(package)) as archive:
        return packed((name, _settled(name, archive.read(name), day)) for name in archive.namelist())


def _settled(name: str, content: bytes, day: date) -> bytes:
    if name == _CORE:
        return _MADE.sub(rb"\g<1>%sT00:00:00Z\g<3>" % day.isoformat().encode(), content)
    return settled(content, day) if name.endswith(_BOOK) else content
