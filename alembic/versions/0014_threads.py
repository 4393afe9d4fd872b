"""What people and their Hubers write to each other."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "thread",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("waiting_since", sa.DateTime(timezone=True)),
        sa.Column("escalated_at", sa.DateTime(timezone=True)),
        sa.Column("answered_by", sa.BigInteger()),
        sa.Column("answered_at", sa.DateTime(timezone=True)),
        sa.Column("closed_at", sa.DateTime(timezone=True)),
        sa.Column("closed_by", sa.BigInteger()),
        sa.Column("look_at", sa.DateTime(timezone=True)),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_thread_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_thread"),
    )
    op.create_index("ix_thread_person_id", "thread", ["person_id"])
    op.create_index(
        "uq_thread_open", "thread", ["person_id"], unique=True, postgresql_where=sa.text("closed_at is null")
    )
    op.create_index("ix_thread_waiting", "thread", ["waiting_since"], postgresql_where=sa.text("closed_at is null"))
    op.create_index("ix_thread_look", "thread", ["look_at"], postgresql_where=sa.text("look_at is not null"))
    op.create_index("ix_thread_closed", "thread", ["closed_at"], postgresql_where=sa.text("closed_at is not null"))
    op.create_table(
        "thread_message",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("thread_id", sa.BigInteger(), nullable=False),
        sa.Column("author_id", sa.BigInteger(), nullable=False),
        sa.Column("hers", sa.Boolean(), nullable=False),
        sa.Column("words", sa.Text(), server_default="", nullable=False),
        sa.Column("kind", sa.Text()),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("hash", sa.Text()),
        sa.Column("inbox_id", sa.BigInteger()),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True)),
        sa.Column("waited", sa.Integer()),
        sa.ForeignKeyConstraint(["thread_id"], ["thread.id"], name="fk_thread_message_thread_id"),
        sa.ForeignKeyConstraint(["hash"], ["media.hash"], name="fk_thread_message_hash"),
        sa.PrimaryKeyConstraint("id", name="pk_thread_message"),
        sa.UniqueConstraint("inbox_id", name="uq_thread_message_inbox_id"),
    )
    op.create_index("ix_thread_message_thread_id", "thread_message", ["thread_id"])
    op.create_index(
        "ix_thread_message_waited", "thread_message", ["at"], postgresql_where=sa.text("waited is not null")
    )
    op.create_index(
        "ix_thread_message_untold", "thread_message", ["thread_id", "id"], postgresql_where=sa.text("told_at is null")
    )
    op.create_table(
        "thread_morning",
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("due", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_thread_morning_person_id"),
        sa.PrimaryKeyConstraint("person_id", name="pk_thread_morning"),
    )
    op.create_index("ix_thread_morning_due", "thread_morning", ["due"])
    op.add_column("outbox", sa.Column("thread_id", sa.BigInteger()))
    op.create_index(
        "ix_outbox_thread", "outbox", ["contact_id", "provider_id"], postgresql_where=sa.text("thread_id is not null")
    )
