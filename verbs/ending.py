"""How a verb ends that could not be carried out: one sentence on standard error and an exit status, never a traceback.

Every verb runs inside `Verbs.invoke`, so none catches anything for itself. What an operator can mend has a sentence of
its own. What nobody foresaw is a fault of ours: its working is kept in a file for whoever mends it.
"""

from __future__ import annotations

import errno
import logging
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

import typer
from typer.core import TyperGroup

from service.deployment import PlanUnsound
from storage.errors import StorageError
from verbs.encoding import say
from verbs.session import CannotDo, session
from views import terminal
from views.refusal import refusal

CANNOT, INTERRUPTED = 2, 130
_TROUBLES = {
    errno.ENOENT: "no_file",
    errno.EISDIR: "is_folder",
    errno.ENOTDIR: "not_folder",
    errno.EEXIST: "exists",
    errno.EACCES: "not_allowed",
    errno.EPERM: "not_allowed",
    errno.EROFS: "not_allowed",
    errno.ENOSPC: "disk_full",
    errno.EDQUOT: "disk_full",
    errno.EFBIG: "disk_full",
}


class Verbs(TyperGroup):
    """All verbs. Wrong arguments and `--help` end as Typer has it; all else that ends a verb early ends here."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except (typer.Exit, typer.Abort, typer.TyperException):
            raise
        except KeyboardInterrupt:
            session.end_workers()
            say(session.words("terminal.interrupted"), err=True)
            raise typer.Exit(INTERRUPTED) from None
        except BrokenPipeError:  # whoever read our output has seen enough of it
            _let_go_of_output()
            raise typer.Exit(CANNOT) from None
        except Exception as error:
            say(sentence(error), err=True)
            raise typer.Exit(CANNOT) from error


def sentence(error: Exception) -> str:
    """What stopped a verb, in the reader's language; of a plan file every mistake, one a line."""
    match error:
        case CannotDo():
            return str(error)
        case PlanUnsound():
            return "\n".join(terminal.mistake(mistake, session.words) for mistake in error.mistakes)
        case StorageError():
            return refusal(error, session.words)
        case OSError():
            file = os.fsdecode(error.filename) if error.filename else session.words("terminal.output")
            key = _TROUBLES.get(error.errno or 0, "file_trouble")
            return session.words(f"terminal.{key}", file=file, detail=error.strerror or str(error))
        case UnicodeEncodeError():  # output takes every character, so this one was given to us
            return session.words("terminal.not_text", raw=repr(error.object))
        case _:
            return _unforeseen(error)


class Details(logging.Handler):
    """What the product logs of its own faults: kept in a file, made when there is something to keep."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.file: Path | None = None

    def emit(self, record: logging.LogRecord) -> None:
        if self.file is None:
            handle, name = tempfile.mkstemp(prefix="manage-", suffix=".txt")
            os.close(handle)
            self.file = Path(name)
        with self.file.open("a", encoding="utf-8", errors="replace") as file:
            file.write(f"{self.format(record)}\n")


_details = Details()


def keep_details() -> None:
    """From now on what is logged goes to a file instead of the terminal."""
    logging.getLogger().addHandler(_details)


def _unforeseen(error: Exception) -> str:
    _details.emit(logging.makeLogRecord({"msg": "", "exc_info": (type(error), error, error.__traceback__)}))
    return session.words("terminal.unforeseen", kind=type(error).__name__, file=str(_details.file))


def _let_go_of_output() -> None:
    """What is still buffered goes nowhere, or Python complains of the closed pipe as it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
