"""What a page asks is found by an index, however long the history: figures and words by their indicator, whole-city
totals among those of regions, entries of the journal by what was done and when.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_index("ix_observations_indicator_id", "observations", ["indicator_id", "submission_id"])
    of_the_city = sa.text("region_id = '' AND aspect <> 'month'")
    op.create_index(
        "ix_observations_of_the_city",
        "observations",
        ["submission_id", "indicator_id", "aspect", "value"],
        sqlite_where=of_the_city,
        postgresql_where=of_the_city,
    )
    op.create_index("ix_narratives_indicator_id", "narratives", ["indicator_id", "submission_id"])
    op.create_index("ix_events_action", "events", ["action", "id"])
    op.create_index("ix_events_at", "events", ["at"])
