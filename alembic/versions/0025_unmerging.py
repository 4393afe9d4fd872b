"""What two accounts were before they became one, and whose answers are since they were parted again."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "merge",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("gone_id", sa.BigInteger(), nullable=False),
        sa.Column("kept_id", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("before", postgresql.JSONB(), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_from", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_merge"),
        sa.ForeignKeyConstraint(["gone_id"], ["person.id"], name="fk_merge_gone_id"),
        sa.ForeignKeyConstraint(["kept_id"], ["person.id"], name="fk_merge_kept_id"),
        sa.ForeignKeyConstraint(["undone_from"], ["person.id"], name="fk_merge_undone_from"),
    )
    op.create_index("ix_merge_gone_id", "merge", ["gone_id"])
    op.create_index("ix_merge_kept_id", "merge", ["kept_id"])
    op.create_table(
        "handed_back",
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("task_id", sa.BigInteger(), nullable=False),
        sa.Column("to_id", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("person_id", "task_id", name="pk_handed_back"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_handed_back_person_id"),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name="fk_handed_back_task_id"),
        sa.ForeignKeyConstraint(["to_id"], ["person.id"], name="fk_handed_back_to_id"),
    )


def downgrade() -> None:
    op.drop_table("handed_back")
    op.drop_table("merge")
