"""Files, folders and zip archives → single files by name and content. What is in them is not looked at here."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from domain.problem import Problem
from domain.problem_codes import problem
from loaders.guard import Limits

SHEETS = (".xlsx", ".xls", ".et", ".ods", ".csv", ".xlsm")


@dataclass(frozen=True)
class Incoming:
    """One file to read, or one that cannot be: then `refused` says why and `content` is empty."""

    name: str
    content: bytes
    refused: Problem | None = None


def incoming(paths: Iterable[Path], limits: Limits = Limits()) -> Iterator[Incoming]:
    """Every sheet file in `paths`; folders are searched through, zip archives opened (archives inside them are not).

    In folders and archives only files named like sheets count, and office lock files (~$…) never do; a file named
    outright is always returned. A missing path raises FileNotFoundError.
    """
    for path in paths:
        if path.is_dir():
            found = (file for file in sorted(path.rglob("*")) if file.is_file() and _is_sheet(file.name))
            yield from (Incoming(str(file), file.read_bytes()) for file in found)
        elif path.suffix.lower() == ".zip":
            yield from _unpacked(path, limits)
        else:
            yield Incoming(str(path), path.read_bytes())


def _is_sheet(name: str) -> bool:
    return PurePosixPath(name).suffix.lower() in SHEETS and not PurePosixPath(name).name.startswith(("~$", "."))


def _unpacked(path: Path, limits: Limits) -> Iterator[Incoming]:
    try:
        archive = zipfile.ZipFile(io.BytesIO(path.read_bytes()))
    except zipfile.BadZipFile:
        yield Incoming(str(path), b"", problem("A10"))
        return
    with archive:
        for entry in archive.infolist():
            name = _true_name(entry)
            if entry.is_dir() or not _is_sheet(name):
                continue
            label = f"{path}/{PurePosixPath(name).name}"  # the folders inside an archive are never used as a path
            with archive.open(entry) as file:
                content = file.read(limits.file_bytes + 1)
            yield Incoming(label, content)


def _true_name(entry: zipfile.ZipInfo) -> str:
    """The entry's name; archives packed by Chinese Windows write GB18030 without saying so."""
    if entry.flag_bits & 0x800:
        return entry.filename
    try:
        return entry.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return entry.filename
