"""Files, folders and zip archives → single files by name and content. What is in them is not looked at here."""

from __future__ import annotations

import os
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path, PurePosixPath

from domain.problem import Problem
from domain.problem_codes import problem
from loaders.formats.archive import is_whole
from loaders.guard import printable
from loaders.limits import USUAL, Limits, too_large

SHEETS = (".xlsx", ".xlsm", ".xlsb", ".xltx", ".xls", ".xlt", ".et", ".ett", ".ods", ".csv")
ARCHIVES = (".zip", ".rar", ".7z")


@dataclass(frozen=True)
class Incoming:
    """One file to read, or one that cannot be: then `refused` says why and `content` is empty."""

    name: str
    content: bytes
    refused: Problem | None = None


def incoming(paths: Iterable[Path], limits: Limits = USUAL) -> Iterator[Incoming]:
    """Every sheet file in `paths`; folders are searched through, zip archives opened.

    A file is called by its name below what was named: by its own where it was named itself, else by where it lies in
    the folder or archive. Where those lie on this machine is nobody's business who reads the ledger.

    In folders and archives only files named like sheets count, and office lock files (~$…) never do; archives in them
    are refused, so that nothing in them is passed over unnoticed. A file named outright is always returned. What cannot
    be read is answered by a refusal, and so is a folder or archive without any sheet. A path that leads nowhere stops
    everything before anything is read: OSError.
    """
    paths = tuple(paths)
    for path in paths:
        path.stat()
    for path in paths:
        if path.is_dir():
            yield from _or_none(_own_name(path), _in_folder(path, limits))
        elif is_archive(path.name):
            yield from _or_none(path.name, _archived(path, limits))
        else:
            yield _opened(path, path.name, limits)


def _in_folder(folder: Path, limits: Limits) -> Iterator[Incoming]:
    closed: dict[Path, OSError] = {}
    walk = os.walk(folder, onerror=lambda error: closed.update({Path(error.filename): error}))
    found = [Path(inner, name) for inner, _, names in walk for name in names if _is_wanted(name)]
    for path in sorted([*closed, *found]):
        name = path.relative_to(folder).as_posix() if path != folder else _own_name(folder)
        if path in closed:
            yield _unreadable(name, closed[path])
        elif path.is_file() or not path.exists():  # a link that leads nowhere is told, a pipe is no sheet
            yield _opened(path, name, limits)


def _own_name(path: Path) -> str:
    return path.resolve().name or str(path)


def _is_wanted(name: str) -> bool:
    found = PurePosixPath(name)
    return found.suffix.lower() in (*SHEETS, *ARCHIVES) and not found.name.startswith(("~$", "."))


def _or_none(name: str, found: Iterable[Incoming]) -> Iterator[Incoming]:
    is_empty = True
    for file in found:
        is_empty = False
        yield file
    if is_empty:
        yield _refused(name, problem("A34"))


def _opened(path: Path, name: str, limits: Limits) -> Incoming:
    try:
        content, size = _content(path, limits.file_bytes)
    except OSError as error:
        return _unreadable(name, error)
    if size > limits.file_bytes:
        return _refused(name, too_large(size, limits.file_bytes))
    return Incoming(_as_written(name), content)


def _content(path: Path, most: int) -> tuple[bytes, int]:
    """What a file holds and its size in bytes; of one of more than `most` no more than shows that it is larger."""
    with path.open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        content = b"" if size > most else file.read(most + 1)
    return content, max(size, len(content))


def _unreadable(name: str, error: OSError) -> Incoming:
    if isinstance(error, PermissionError):
        return _refused(name, problem("A50"))
    return _refused(name, problem("A51", detail=error.strerror or type(error).__name__))


def unpacked(name: str, content: bytes, limits: Limits = USUAL) -> list[Incoming]:
    """Every sheet file in a zip archive, or why there is none; names lead with that of the archive."""
    return list(_or_none(name, _entries(name, content, limits, f"{name}/")))


def is_archive(name: str) -> bool:
    """Whether a name promises an archive that is opened here."""
    return PurePosixPath(name).suffix.lower() == ".zip"


def _archived(path: Path, limits: Limits) -> Iterator[Incoming]:
    try:
        content, size = _content(path, limits.unpacked_bytes)
    except OSError as error:
        return iter([_unreadable(path.name, error)])
    if size > limits.unpacked_bytes:
        return iter([_refused(path.name, too_large(size, limits.unpacked_bytes))])
    return _entries(path.name, content, limits)


def _entries(name: str, content: bytes, limits: Limits, before: str = "") -> Iterator[Incoming]:
    """The sheets in the archive `name`; `before` is put before what they are called in it."""
    try:
        archive = zipfile.ZipFile(BytesIO(content))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OverflowError, EOFError):
        yield _refused(name, problem("A10" if content else "A11"))
        return
    with archive:
        entries = [(entry, _true_name(entry)) for entry in archive.infolist() if not entry.is_dir()]
        wanted = [(entry, inner) for entry, inner in entries if _is_wanted(inner)]
        size = sum(entry.file_size for entry, _ in wanted if entry.file_size <= limits.file_bytes)
        if not is_whole(archive.infolist()):
            yield _refused(name, problem("A10"))
        elif len(wanted) > limits.parts:
            yield _refused(name, problem("A33", n=len(wanted), limit=limits.parts))
        elif size > limits.unpacked_bytes:
            yield _refused(name, too_large(size, limits.unpacked_bytes))
        else:
            yield from (_entry(archive, entry, before + _inner_path(inner), limits) for entry, inner in wanted)


def _entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str, limits: Limits) -> Incoming:
    """One entry, whole or refused: never cut short."""
    if PurePosixPath(name).suffix.lower() in ARCHIVES:
        return _refused(name, problem("A14", ext=PurePosixPath(name).suffix.lower()))
    if entry.flag_bits & 1:
        return _refused(name, problem("A09"))
    if entry.file_size > limits.file_bytes:
        return _refused(name, too_large(entry.file_size, limits.file_bytes))
    try:
        return Incoming(_as_written(name), archive.read(entry))
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, ValueError):
        return _refused(name, problem("A10"))


def _refused(name: str, found: Problem) -> Incoming:
    return Incoming(_as_written(name), b"", found)


def _as_written(name: str) -> str:
    """A name as it can be stored and shown: in UTF-8, whatever this terminal believes file names to be in."""
    return printable(os.fsencode(name).decode("utf-8", "replace"))


def _inner_path(name: str) -> str:
    """Where in the archive an entry lies, for people to read; it is never used as a path."""
    return "/".join(part for part in PurePosixPath(name).parts if part not in ("/", "..", "."))


def _true_name(entry: zipfile.ZipInfo) -> str:
    """The entry's name; archives packed by Chinese Windows write GB18030 without saying so, others UTF-8."""
    name = entry.filename
    if not entry.flag_bits & 0x800:
        for encoding in ("utf-8", "gb18030"):
            try:
                name = entry.filename.encode("cp437").decode(encoding)
                break
            except UnicodeError:
                continue
    return name.replace("\\", "/")
