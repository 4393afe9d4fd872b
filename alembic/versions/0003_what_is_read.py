"""Indexes for what is read, and none for what is not."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Each cost every turn a write: people who wait are found by `ix_inbox_person_waiting` now, and
    # nobody looks for messages by person.
    op.drop_index("ix_inbox_due_waiting", table_name="inbox")
    op.drop_index("ix_outbox_person", table_name="outbox")
    op.drop_column("contact", "last_in_at")
    # The metrics count dead letters, beside a history that only grows.
    op.create_index("ix_inbox_dead", "inbox", ["id"], unique=False, postgresql_where=sa.text("status = 2"))
