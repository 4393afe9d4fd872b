"""Chats that ask to join an account: they are asked for its secret number, or wait until all its chats were told."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("contact", sa.Column("joined_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("contact", sa.Column("joined_how", sa.Text(), nullable=True))
    op.add_column("link", sa.Column("contact_id", sa.BigInteger(), nullable=True))
    op.create_foreign_key("fk_link_contact_id", "link", "contact", ["contact_id"], ["id"])
    op.add_column("answer", sa.Column("contact_id", sa.BigInteger(), nullable=True))
    op.create_table(
        "joining",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("giver_id", sa.BigInteger(), nullable=False),
        sa.Column("from_id", sa.BigInteger(), nullable=True),
        sa.Column("taker_id", sa.BigInteger(), nullable=False),
        sa.Column("contact_id", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("waits", sa.Boolean(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due", sa.DateTime(timezone=True), nullable=True),
        sa.Column("again_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("disputed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_joining"),
        sa.ForeignKeyConstraint(["giver_id"], ["person.id"], name="fk_joining_giver_id"),
        sa.ForeignKeyConstraint(["from_id"], ["contact.id"], name="fk_joining_from_id"),
        sa.ForeignKeyConstraint(["taker_id"], ["person.id"], name="fk_joining_taker_id"),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name="fk_joining_contact_id"),
        sa.CheckConstraint("kind in ('add', 'merge', 'open')", name="kind"),
        sa.CheckConstraint("state in ('asks', 'tells', 'waits', 'joined', 'stopped', 'lapsed')", name="state"),
        sa.CheckConstraint("(state in ('asks', 'tells', 'waits')) = (ended_at is null)", name="ended"),
    )
    op.create_index("ix_joining_open", "joining", ["id"], postgresql_where=sa.text("ended_at is null"))
    op.create_index("ix_joining_giver", "joining", ["giver_id", "id"])
    op.create_index("ix_joining_taker", "joining", ["taker_id", "id"])
    op.create_table(
        "joining_word",
        sa.Column("outbox_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("joining_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("contact_id", sa.BigInteger(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("in_place_of", postgresql.ARRAY(sa.BigInteger()), nullable=True),
        sa.PrimaryKeyConstraint("outbox_id", name="pk_joining_word"),
        sa.ForeignKeyConstraint(["joining_id"], ["joining.id"], name="fk_joining_word_joining_id"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_joining_word_person_id"),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name="fk_joining_word_contact_id"),
    )
    op.create_index("ix_joining_word_joining_id", "joining_word", ["joining_id"])


def downgrade() -> None:
    op.drop_table("joining_word")
    op.drop_table("joining")
    op.drop_column("answer", "contact_id")
    op.drop_column("link", "contact_id")
    op.drop_column("contact", "joined_how")
    op.drop_column("contact", "joined_at")
