"""The ledger's first tables, and the triggers that make them append-only."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.schema import SchemaItem

revision = "0001"
down_revision = None

DECIMAL = sa.Text().with_variant(sa.Numeric(), "postgresql")
INSTANT = sa.Text().with_variant(sa.DateTime(timezone=True), "postgresql")
TABLES = ("files", "submissions", "submission_events", "observations", "narratives", "task_states", "problems")


def upgrade() -> None:
    op.create_table(
        "files",
        sa.Column("sha256", sa.String(64), primary_key=True),
        *texts("name"),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("first_seen_at", INSTANT, nullable=False),
    )
    op.create_table(
        "submissions",
        sa.Column("id", sa.Integer, primary_key=True),
        *texts("department_id"),
        sa.Column("period", sa.String(7), nullable=False),
        sa.Column("sequence", sa.Integer, nullable=False),
        sa.Column("sha256", sa.String(64), sa.ForeignKey("files.sha256"), nullable=False),
        *texts("file_name", "channel", "submitted_by"),
        sa.Column("submitted_at", INSTANT, nullable=False),
        *texts("reason"),
        sa.UniqueConstraint("department_id", "period", "sequence"),
    )
    part_of_submission(
        "submission_events", *texts("state"), sa.Column("at", INSTANT, nullable=False), *texts("actor", "reason")
    )
    part_of_submission(
        "observations",
        *texts("indicator_id", "region_id", "aspect"),
        sa.Column("value", DECIMAL, nullable=False),
        *texts("sheet", "cell", "raw"),
        sa.UniqueConstraint("submission_id", "indicator_id", "region_id", "aspect"),
        index=False,
    )
    part_of_submission("narratives", *texts("indicator_id", "topic", "text", "sheet", "cell", "raw"))
    part_of_submission(
        "task_states",
        *texts("task_id", "state"),
        sa.Column("done_on", sa.Date),
        *texts("evidence", "text", "sheet", "cell", "raw"),
    )
    part_of_submission(
        "problems", *texts("code", "severity", "sheet", "cell"), sa.Column("facts", sa.JSON, nullable=False)
    )
    make_append_only()


def texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text, nullable=False) for name in names]


def part_of_submission(name: str, *columns: SchemaItem, index: bool = True) -> None:
    owner = sa.Column("submission_id", sa.Integer, sa.ForeignKey("submissions.id"), nullable=False, index=index)
    op.create_table(name, sa.Column("id", sa.Integer, primary_key=True), owner, *columns)


def make_append_only() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for table in TABLES:
            for verb in ("UPDATE", "DELETE"):
                op.execute(
                    f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
                )
        return
    op.execute(
        "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "RAISE integrity_constraint_violation USING MESSAGE = TG_TABLE_NAME || ' is append-only'; END $$"
    )
    for table in TABLES:
        op.execute(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
