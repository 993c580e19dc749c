"""A ledger as the first release left it, with rows: what a migration must bring along."""

from __future__ import annotations

import hashlib
from pathlib import Path

from sqlalchemy import Column, Connection, Integer, MetaData, Table, Text, insert, make_url

from domain.observation import Draft
from storage import rows, schema, tables
from storage.columns import Instant
from storage.engine import connect
from tests.storage.drafts import JUNE, MORNING, draft

_EVENTS = Table(
    "submission_events",
    MetaData(),
    Column("id", Integer, primary_key=True),
    *(Column(name, Text) for name in ("state", "actor", "reason")),
    Column("submission_id", Integer),
    Column("at", Instant),
)


def fill_first_release(url: str, *, submissions: int = 6, figures: int = 5) -> list[Draft]:
    """Make a database of the first release at `url`: two months in turn, each sent again and again. What was sent."""
    if make_url(url).get_backend_name() == "sqlite":
        Path(str(make_url(url).database)).parent.mkdir(parents=True, exist_ok=True)
    engines, sent = connect(url), list[Draft]()
    with engines.writing() as connection:
        schema.upgrade_within(connection, "0001")
        for n in range(submissions):
            content = b"one" if n == 0 else f"past {n}".encode()
            sent.append(draft(content, *map(str, range(n, n + figures)), period=JUNE + -(n % 2)))
            _accept(connection, sent[-1], content, sequence=n // 2 + 1)
    engines.dispose()
    return sent


def _accept(connection: Connection, given: Draft, content: bytes, sequence: int) -> None:
    file = {"sha256": hashlib.sha256(content).hexdigest(), "name": given.file_name, "content": content}
    connection.execute(insert(tables.files), {**file, "size": len(content), "first_seen_at": MORNING})
    added = {
        "department_id": given.department_id,
        "period": str(given.period),
        "sequence": sequence,
        "sha256": given.sha256,
        "file_name": given.file_name,
        "channel": "upload",
        "submitted_by": "王",
        "submitted_at": MORNING,
        "reason": "",
    }
    key = connection.execute(insert(tables.submissions), added).inserted_primary_key
    assert key
    connection.execute(insert(tables.observations), rows.observation_rows(key[0], given))
    connection.execute(insert(tables.narratives), rows.narrative_rows(key[0], given))
    connection.execute(insert(tables.task_states), rows.task_rows(key[0], given))
    event = {"submission_id": key[0], "state": "accepted", "at": MORNING, "actor": "王", "reason": ""}
    connection.execute(insert(_EVENTS), event)
