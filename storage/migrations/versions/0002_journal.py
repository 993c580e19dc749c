"""One sealed journal takes the place of the events of submissions; corrections say why, submissions name their plan.

What was accepted before is sealed as it stands now, in the order in which it came. Entries keep their numbers, so the
version of the data stays the same.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from storage import chain
from storage.columns import Instant
from storage.tables import metadata

revision = "0002"
down_revision = "0001"

INSTANT = sa.Text().with_variant(sa.DateTime(timezone=True), "postgresql")
OLD_EVENTS = sa.table(
    "submission_events",
    *map(sa.column, ("id", "submission_id", "state", "actor", "reason")),
    sa.column("at", Instant),
)
EVENTS = sa.table(
    "events",
    *map(sa.column, ("id", "actor", "action", "subject", "submission_id", "reason", "hash")),
    sa.column("at", Instant),
    sa.column("before", sa.JSON(none_as_null=True)),
    sa.column("after", sa.JSON(none_as_null=True)),
)


def upgrade() -> None:
    op.create_table(
        "events",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("at", INSTANT, nullable=False),
        *texts("actor", "action"),
        sa.Column("subject", sa.Text, nullable=False, index=True),
        sa.Column("submission_id", sa.Integer, sa.ForeignKey("submissions.id"), index=True),
        *texts("reason"),
        sa.Column("before", sa.JSON),
        sa.Column("after", sa.JSON),
        sa.Column("hash", sa.String(64), nullable=False),
    )
    for name in ("correction", "plan_sha256"):
        op.add_column("submissions", sa.Column(name, sa.Text, nullable=False, server_default=""))
    seal_what_was_accepted(op.get_bind())
    op.drop_table("submission_events")
    make_append_only("events")
    op.create_table(
        "uploads",
        sa.Column("token", sa.String(64), primary_key=True),
        *texts("name"),
        sa.Column("content", sa.LargeBinary, nullable=False),
        *texts("sent_by"),
        sa.Column("sent_at", INSTANT, nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
    )


def texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text, nullable=False) for name in names]


def make_append_only(table: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
        return
    op.execute(
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )


def columns(table: str, *names: str) -> sa.Select[Any]:
    """Only the columns that are sealed: later releases add others."""
    known = metadata.tables[table].c
    return sa.select(*(known[name] for name in names))


def seal_what_was_accepted(connection: sa.Connection) -> None:
    previous, sealed_files, newest = chain.GENESIS, set[str](), dict[tuple[str, str], dict[str, Any]]()
    for old in connection.execute(sa.select(OLD_EVENTS).order_by(OLD_EVENTS.c.id)).all():
        found = columns("submissions", *chain.SUBMISSION).where(
            metadata.tables["submissions"].c.id == old.submission_id
        )
        submission = connection.execute(found).mappings().one()
        place = (submission["department_id"], submission["period"])
        entry: dict[str, Any] = {
            "id": old.id,
            "at": old.at,
            "actor": old.actor,
            "action": old.state,
            "subject": f"submission:{old.submission_id}",
            "submission_id": old.submission_id,
            "reason": old.reason,
            "before": newest.get(place),
            "after": {
                "submission": chain.described(submission, chain.SUBMISSION),
                "rows": {table: digest(connection, table, old.submission_id) for table in chain.PARTS},
                **file(connection, submission["sha256"], sealed_files),
            },
        }
        previous = chain.link(previous, entry | {"at": chain.plain(old.at)})
        connection.execute(sa.insert(EVENTS), entry | {"hash": previous})
        newest[place] = {"submission": old.submission_id, "state": old.state}


def digest(connection: sa.Connection, table: str, submission_id: int) -> str:
    known = metadata.tables[table].c
    found = columns(table, *chain.PARTS[table]).where(known.submission_id == submission_id).order_by(known.id)
    return chain.digest(tuple(row) for row in connection.execute(found))


def file(connection: sa.Connection, sha256: str, sealed: set[str]) -> dict[str, Any]:
    """What the entry that first names a file says of it."""
    if sha256 in sealed:
        return {}
    sealed.add(sha256)
    found = columns("files", *chain.FILE).where(metadata.tables["files"].c.sha256 == sha256)
    return {"file": {"sha256": sha256, **chain.described(connection.execute(found).mappings().one(), chain.FILE)}}
