"""What can go wrong with the settings or the database, as codes and facts.

The sentence for each is `storage_error.<code>` in `wording`; no text is made here, and no fact may hold a password.
"""

from __future__ import annotations

from domain.observation import Submission
from domain.problem import Fact


class StorageError(Exception):
    """Base of all below. `code` is stable; `facts` fill the sentence."""

    def __init__(self, code: str, **facts: Fact) -> None:
        super().__init__(code, facts)
        self.code = code
        self.facts = facts

    def __str__(self) -> str:
        return f"{self.code} {self.facts}"


class SettingsError(StorageError):
    """A setting that cannot be read; the product does not start."""


class DatabaseUnreachable(StorageError):
    """The database does not answer."""


class DatabaseDamaged(DatabaseUnreachable):
    """The file is no database, or no longer a whole one: cut off, written over, without tables it must have."""


class LedgerUnreadable(StorageError):
    """A row holds what no release of ours wrote: no number, month or moment."""


class DatabaseBusy(StorageError):
    """Somebody else held the database for longer than we wait; trying again is safe, nothing was written."""


class DatabaseNotMigrated(StorageError):
    """The tables are missing or of an earlier release: `upgrade` first."""


class DatabaseNewer(StorageError):
    """The database was made by a later release than this one."""


class DatabaseNotEmpty(StorageError):
    """A database that holds something already and would have been written over."""


class CopyDiffers(StorageError):
    """What arrived in the other database is not what was sent; nothing was kept."""


class BackupUnsound(StorageError):
    """A backup, or what was to become one, does not verify."""


class HeadsShut(StorageError):
    """The file in which heads are noted cannot be read or written; the ledger itself is not concerned."""


class FileExists(StorageError):
    """A file that would have been overwritten."""


class Refused(StorageError):
    """A draft, or a step in the life of a submission, that must not be; nothing was written."""


class Superseded(StorageError):
    """Somebody else's submission came in between preview and acceptance; nothing was written.

    `current` is the submission now in force, None if there is none any more.
    """

    def __init__(self, current: Submission | None, **facts: Fact) -> None:
        super().__init__("superseded", **facts)
        self.current = current
