"""How the journal proves itself: what is sealed, in which written form, and how one entry hangs on the one before.

These forms never change: what was sealed years ago must give the same digest today. Later kinds of content are added
beside them. Knows no database.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from storage.columns import canonical, written

GENESIS = "0" * 64
"""What the first entry hangs on."""

SUBMISSION = (
    "department_id", "period", "sequence", "sha256", "file_name", "channel", "submitted_by", "submitted_at", "reason",
    "correction", "plan_sha256",
)  # fmt: skip
FILE = ("name", "size", "first_seen_at")
PARTS: Mapping[str, tuple[str, ...]] = {
    "observations": ("indicator_id", "region_id", "aspect", "value", "sheet", "cell", "raw"),
    "narratives": ("indicator_id", "topic", "text", "sheet", "cell", "raw"),
    "task_states": ("task_id", "state", "done_on", "evidence", "text", "sheet", "cell", "raw"),
    "problems": ("code", "severity", "sheet", "cell", "facts"),
}
"""The columns that are sealed: of a submission, of a file, and of the tables that hold what a submission says."""


def text_of(content: Any) -> str:
    """`content` as JSON in its one written form."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"))


def plain(value: Any) -> Any:
    """A column's value as JSON can hold it."""
    match value:
        case Decimal():
            return canonical(value)
        case datetime():
            return value.astimezone(UTC).isoformat(timespec="microseconds")
        case date():
            return value.isoformat()
        case Mapping():
            return {name: written(fact) for name, fact in value.items()}  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
        case _:
            return value


def described(row: Mapping[Any, Any], columns: Sequence[str]) -> dict[str, Any]:
    """Those columns of a row, plain."""
    return {name: plain(row[name]) for name in columns}


def digest(rows: Iterable[Sequence[Any]]) -> str:
    """How many rows and the hash of them all, in their order: `2:9f86d0…`."""
    return digest_of_plain([plain(value) for value in row] for row in rows)


def digest_of_plain(rows: Iterable[Sequence[Any]]) -> str:
    """The same of rows in their plain form already."""
    sha256, n = hashlib.sha256(), 0
    for row in rows:
        sha256.update(text_of([*row]).encode() + b"\n")
        n += 1
    return f"{n}:{sha256.hexdigest()}"


def digest_of(rows: Iterable[Mapping[str, Any]], table: str) -> str:
    """The same of rows on their way into `table`."""
    return digest([row[name] for name in PARTS[table]] for row in rows)


def link(previous: str, entry: Mapping[str, Any]) -> str:
    """The hash of an entry that follows one with the hash `previous`."""
    return hashlib.sha256((previous + text_of(entry)).encode(errors="backslashreplace")).hexdigest()
