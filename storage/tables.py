"""The tables of the ledger. Rows are only ever added; the database itself refuses to change or delete one.

A submission is one accepted department-month. Its state is that of its latest event, and its observations, narratives
and task states replace those of the earlier submission of the same department-month as a whole. Only uploads, which
nobody has accepted yet, may be emptied.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from storage.columns import ExactDecimal, Facts, Instant

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
    }
)


def _text(name: str) -> Column[str]:
    return Column(name, Text, nullable=False)


def _id() -> Column[int]:
    return Column("id", Integer, primary_key=True)


def _submission_id(*, index: bool = True) -> Column[int]:
    return Column("submission_id", Integer, ForeignKey("submissions.id"), nullable=False, index=index)


def _source() -> tuple[Column[Any], ...]:
    """The cell a row came from."""
    return (_text("sheet"), _text("cell"), _text("raw"))


files = Table(  # every accepted file and every version of the plan, byte for byte, once
    "files",
    metadata,
    Column("sha256", String(64), primary_key=True),
    _text("name"),  # as it was called when first seen
    Column("content", LargeBinary, nullable=False),
    Column("size", Integer, nullable=False),  # bytes
    Column("first_seen_at", Instant, nullable=False),
)

submissions = Table(
    "submissions",
    metadata,
    _id(),
    _text("department_id"),
    Column("period", String(7), nullable=False),  # 2024-06
    Column("sequence", Integer, nullable=False),  # 1, 2 … within the department-month
    Column("sha256", String(64), ForeignKey("files.sha256"), nullable=False),
    _text("file_name"),
    _text("channel"),
    _text("submitted_by"),
    Column("submitted_at", Instant, nullable=False),
    _text("reason"),
    _text("correction"),  # why it corrects an earlier one, as a code
    _text("plan_sha256"),  # the version of the plan in force when it came; '' before plans were kept
    UniqueConstraint("department_id", "period", "sequence"),
)

events = Table(  # the journal: every write, each entry sealed onto the one before; the highest id is the version
    "events",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("at", Instant, nullable=False),
    _text("actor"),
    _text("action"),  # for a submission the state it came to
    Column("subject", Text, nullable=False, index=True),
    Column("submission_id", Integer, ForeignKey("submissions.id"), index=True),
    _text("reason"),
    Column("before", JSON(none_as_null=True)),
    Column("after", JSON(none_as_null=True)),
    Column("hash", String(64), nullable=False),
    Index("ix_events_action", "action", "id"),
    Index("ix_events_at", "at"),
)

observations = Table(
    "observations",
    metadata,
    _id(),
    _submission_id(index=False),  # the unique constraint below serves
    _text("indicator_id"),
    _text("region_id"),  # '' for the whole city: NULLs would escape the unique constraint
    _text("aspect"),
    Column("value", ExactDecimal, nullable=False),
    *_source(),
    UniqueConstraint("submission_id", "indicator_id", "region_id", "aspect"),
    Index("ix_observations_indicator_id", "indicator_id", "submission_id"),
)

OF_THE_CITY = text("region_id = '' AND aspect <> 'month'")
Index(  # all that lights rest on, and nothing else: one figure of the whole city in thirty
    "ix_observations_of_the_city",
    *(observations.c[name] for name in ("submission_id", "indicator_id", "aspect", "value")),
    sqlite_where=OF_THE_CITY,
    postgresql_where=OF_THE_CITY,
)

narratives = Table(
    "narratives",
    metadata,
    _id(),
    _submission_id(),
    _text("indicator_id"),
    _text("topic"),
    _text("text"),
    *_source(),
    Index("ix_narratives_indicator_id", "indicator_id", "submission_id"),
)

task_states = Table(
    "task_states",
    metadata,
    _id(),
    _submission_id(),
    _text("task_id"),
    _text("state"),
    Column("done_on", Date),
    _text("evidence"),
    _text("text"),
    *_source(),
)

problems = Table(  # the warnings and notes a submission was accepted with
    "problems",
    metadata,
    _id(),
    _submission_id(),
    _text("code"),
    _text("severity"),
    _text("sheet"),
    _text("cell"),
    Column("facts", Facts, nullable=False),
)

uploads = Table(  # files somebody has yet to look through and accept; gone once they expire
    "uploads",
    metadata,
    Column("token", String(64), primary_key=True),
    _text("name"),
    Column("content", LargeBinary, nullable=False),
    _text("sent_by"),
    Column("sent_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
)

APPEND_ONLY = tuple(table for table in metadata.sorted_tables if table is not uploads)
