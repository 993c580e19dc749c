"""Uploads that nobody has accepted yet, kept so that a closed browser loses nothing, and gone once they expire.

They are no part of the ledger: not sealed, not backed up with a promise, and the only rows that are ever deleted.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, insert, select

from storage import tables
from storage.engine import Engines
from storage.errors import Refused

_uploads = tables.uploads.c


@dataclass(frozen=True)
class Upload:
    """A file somebody sent. `token` is what the address holds; nobody can guess it."""

    token: str
    name: str
    content: bytes
    sent_by: str
    sent_at: datetime
    expires_at: datetime


def keep(
    engines: Engines, name: str, content: bytes, *, by: str, at: datetime, until: datetime, most: int | None = None
) -> Upload:
    """Keep a file until then. Whatever has expired by `at` is cleared away on the way.

    Raises Refused where all that is kept would come to more than `most` bytes.
    """
    kept = Upload(secrets.token_urlsafe(24), name, content, by, at, until)
    with engines.writing() as connection:
        connection.execute(delete(tables.uploads).where(_uploads.expires_at <= at))
        held = connection.scalar(select(func.coalesce(func.sum(func.length(_uploads.content)), 0))) or 0
        if most is not None and held + len(content) > most:
            raise Refused("uploads_full")
        connection.execute(insert(tables.uploads), vars(kept))
    return kept


def find(engines: Engines, token: str, at: datetime) -> Upload | None:
    """The upload, or None where there is none or it has expired."""
    wanted = select(tables.uploads).where(_uploads.token == token, _uploads.expires_at > at)
    with engines.reading() as connection:
        row = connection.execute(wanted).one_or_none()
    if row is None:
        return None
    return Upload(row.token, row.name, bytes(row.content), row.sent_by, row.sent_at, row.expires_at)


def discard(engines: Engines, token: str) -> None:
    """Forget an upload: it has been accepted, or its sender gave it up."""
    with engines.writing() as connection:
        connection.execute(delete(tables.uploads).where(_uploads.token == token))
