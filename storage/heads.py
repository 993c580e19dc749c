"""The newest entries of the journal as earlier verifications saw them, noted in a file outside the database.

An entry noted here must still be part of the journal next time: so it is missed if somebody cuts the journal off.
"""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Container, Iterable, Iterator
from pathlib import Path

from storage.errors import HeadsShut
from storage.faults import Fault, fault

_FILE = "audit-heads.txt"  # under var_dir
_HEAD = re.compile(r"[1-9]\d*:[0-9a-f]{64}")


def file_of(var_dir: Path) -> Path:
    return var_dir / _FILE


def noted(var_dir: Path) -> list[str]:
    """Every line noted so far, the first one first, be it a head or not. Raises HeadsShut."""
    path = file_of(var_dir)
    try:
        lines = path.read_bytes().decode("utf-8", "replace").splitlines() if path.exists() else []
    except OSError as error:
        raise HeadsShut("heads_unreadable", file=str(path), detail=error.strerror or "") from error
    return [line.strip() for line in lines if line.strip()]


def missing(noted_heads: Iterable[str], known: Container[str]) -> Iterator[Fault]:
    """The heads noted elsewhere that are not in the journal, and what was noted and is no head at all."""
    for head in noted_heads:
        if not _HEAD.fullmatch(head):
            yield fault("head_unreadable", head=head)
        elif head not in known:
            yield fault("head_unknown", head=head)


def note(var_dir: Path, head: str) -> None:
    """Remember a head; an empty one and one noted already are not written again.

    The whole line goes in or nothing of it. Raises HeadsShut, for one where the disk is full.
    """
    if not head or head in noted(var_dir):
        return
    path = file_of(var_dir)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _append(path, f"{head}\n".encode())
    except OSError as error:
        raise HeadsShut("head_not_noted", file=str(path), head=head, detail=error.strerror or "") from error


def _append(path: Path, line: bytes) -> None:
    with path.open("a+b", buffering=0) as file:  # what a buffer still held would be written after all on closing
        before = file.seek(0, os.SEEK_END)
        file.seek(max(before - 1, 0))
        if file.read(1) not in (b"", b"\n"):  # what was there was cut off
            line = b"\n" + line
        try:
            written = file.write(line)
            os.fsync(file.fileno())
        except OSError:
            file.truncate(before)
            raise
        if written != len(line):  # as much as there was room for
            file.truncate(before)
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
