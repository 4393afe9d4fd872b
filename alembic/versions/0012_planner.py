"""What each was sent by ourselves or was spared, and why."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "outreach",
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kinds", postgresql.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("reason", sa.Text()),
        sa.Column("left_out", postgresql.JSONB(), server_default="{}", nullable=False),
        sa.Column("outbox_id", sa.BigInteger()),
        sa.PrimaryKeyConstraint("person_id", "date", name="pk_outreach"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_outreach_person_id"),
        sa.CheckConstraint("(reason is null) = (outbox_id is not null)", name="sent"),
    )
    op.create_index("ix_outreach_date", "outreach", ["date"], postgresql_using="brin")
    op.create_index("ix_answer_expired", "answer", ["person_id", "expires_at"], postgresql_where=sa.text("status = 2"))
    op.create_index("ix_outbox_announced", "outbox", ["person_id", "created_at"], postgresql_where=sa.text("lane = 2"))
