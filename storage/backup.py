"""Backups: the whole ledger as one SQLite file, whatever database it lives in, checked before it counts as one.

A backup can be opened, verified and read like any other ledger. It is taken while the product runs.
"""

from __future__ import annotations

import os
import sqlite3
import tempfile
from datetime import datetime
from pathlib import Path

from sqlalchemy import URL

from storage import audit, copying, journal, schema
from storage.audit import Verdict
from storage.engine import Engines, connect
from storage.errors import BackupUnsound, DatabaseUnreachable, FileExists
from storage.journal import Action, Event


def backup(url: str, file: Path) -> Verdict:
    """Write a backup of the database at `url` to `file`, and verify the copy.

    Raises FileExists rather than overwrite anything, FileNotFoundError where its folder is missing, and BackupUnsound,
    leaving no file, where the copy or the ledger itself does not verify. Until all is well the file bears another name:
    what is called `file` is whole.
    """
    if file.exists():
        raise FileExists("file_exists", file=str(file))
    if not file.parent.is_dir():  # perhaps a disk that is not mounted: never made here
        raise FileNotFoundError(2, "", str(file.parent))
    unfinished = file.with_name(file.name + ".unfinished")
    unfinished.unlink(missing_ok=True)
    source = connect(url)
    try:
        schema.check(source)
        noted = audit.head(source)
        _write(source, unfinished)
        verdict = _verified(unfinished, noted)
        _to_disk(unfinished)
        unfinished.rename(file)
        _to_disk(file.parent)
    finally:
        source.dispose()
        _remove(unfinished)
    return verdict


def restore(url: str, file: Path, *, by: str, at: datetime, replace: bool = False) -> Verdict:
    """Make the database at `url` what it was when `file` was written; entered in its journal.

    A backup of an earlier release is brought to this one on the way. Raises DatabaseNotEmpty where the database holds
    anything, unless `replace`, and BackupUnsound, with nothing changed, where the backup does not verify.
    """
    if not file.is_file():
        raise FileNotFoundError(2, "", str(file))
    with tempfile.TemporaryDirectory() as folder:
        mine = Path(folder) / file.name
        mine.write_bytes(file.read_bytes())
        verdict = _brought_along(mine)
        schema.make_folder(url)
        source, target = connect(_address(mine)), connect(url)
        try:
            copying.copy(source, target, replace=replace)
            facts = {"head": verdict.head, "backup": file.name}
            with target.writing() as connection:
                journal.append(connection, Event(Action.RESTORED, "database", at, by, after=facts))
            return audit.verify(target, [verdict.head] if verdict.head else [])
        finally:
            source.dispose()
            target.dispose()


def _write(source: Engines, file: Path) -> None:
    if source.url.get_backend_name() == "sqlite":  # many times faster than row by row, and as consistent
        try:
            connection = sqlite3.connect(str(source.url.database), timeout=source.wait_seconds)
            try:
                connection.execute("VACUUM INTO ?", (str(file),))
            finally:
                connection.close()
        except sqlite3.Error as error:
            raise source.explained(error) or error from error
        return
    target = connect(_address(file))
    try:
        copying.copy(source, target)
    finally:
        target.dispose()


def _brought_along(file: Path) -> Verdict:
    """A backup brought to this release and verified. A file without a ledger must not pass for an empty one."""
    try:
        if _revision(file) is None:
            raise BackupUnsound("backup_unsound", file=file.name, detail="no ledger")
        schema.upgrade(_address(file))
        return _verified(file)
    except DatabaseUnreachable as error:
        raise BackupUnsound("backup_unsound", file=file.name, detail=error.facts["detail"]) from error


def _revision(file: Path) -> str | None:
    engines = connect(_address(file))
    try:
        return schema.current(engines)
    finally:
        engines.dispose()


def _verified(file: Path, *noted_heads: str) -> Verdict:
    engines = connect(_address(file))
    try:
        schema.check(engines)
        with engines.reading() as connection:
            if (said := connection.exec_driver_sql("PRAGMA integrity_check").scalar()) != "ok":
                raise BackupUnsound("backup_unsound", file=file.name, detail=str(said))
        verdict = audit.verify(engines, [head for head in noted_heads if head])
        if verdict.altered:
            codes = ", ".join(sorted({fault.code for fault in verdict.altered}))
            raise BackupUnsound("backup_unsound", file=file.name, detail=codes)
    finally:
        engines.dispose()
    _one_file(file)
    return verdict


def _one_file(file: Path) -> None:
    """Nothing may be left in a write-ahead log beside the file: it would stay behind when the file is taken away."""
    connection = sqlite3.connect(str(file))
    connection.execute("PRAGMA journal_mode = DELETE")
    connection.close()


def _address(file: Path) -> str:
    return URL.create("sqlite", database=str(file)).render_as_string(hide_password=False)


def _remove(file: Path) -> None:
    for part in (file, *(file.with_name(file.name + end) for end in ("-wal", "-shm", "-journal"))):
        part.unlink(missing_ok=True)


def _to_disk(path: Path) -> None:
    """Make sure a file, or the list of a folder's files, survives a power cut. Windows keeps such lists itself."""
    if os.name == "nt" and path.is_dir():
        return
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
