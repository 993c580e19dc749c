"""Files that verbs write: all of them whole or none, and over nothing that is there unless told to."""

from __future__ import annotations

import errno
import os
from collections.abc import Generator, Iterable
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Annotated

import typer

Replace = Annotated[bool, typer.Option("--replace", help="Write over a file that is there.")]


def write(files: Iterable[tuple[Path, Iterable[bytes]]], *, replace: bool) -> list[Path]:
    """Write each file under its name; the names, once all are there. Raises OSError with the name that stopped it.

    Until then they bear other names, so that a full disk leaves neither halves nor gaps.
    """
    finished: dict[Path, Path] = {}
    try:
        for path, content in files:
            unfinished = path.with_name(f"{path.name}.unfinished")
            with _naming(path):
                _refuse(path, replace=replace)
                finished[unfinished] = path
                with unfinished.open("wb") as file:
                    file.writelines(content)
        for unfinished, path in finished.items():
            with _naming(path):
                unfinished.replace(path)
    finally:
        for unfinished in finished:
            with suppress(OSError):  # the error that stopped it is the one to be told
                unfinished.unlink()
    return list(finished.values())


def make_folder(path: Path) -> None:
    """Make a folder and those above it. Raises OSError where a file is in the way."""
    with _naming(path):
        if path.exists() and not path.is_dir():
            raise _error(errno.ENOTDIR)
        path.mkdir(parents=True, exist_ok=True)


def _refuse(path: Path, *, replace: bool) -> None:
    if path.is_dir():
        raise _error(errno.EISDIR)
    if path.exists() and not (replace and path.is_file()):  # a device is never replaced
        raise _error(errno.EEXIST)


def _error(code: int) -> OSError:
    return OSError(code, os.strerror(code))


@contextmanager
def _naming(path: Path) -> Generator[None]:
    """An error tells of the file asked for, not of the one on the way to it."""
    try:
        yield
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from error
