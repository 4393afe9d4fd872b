"""What a second channel needs: her window and her lock there, receipts, links, and what messages cost."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def _moment(name: str, nullable: bool = True) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def upgrade() -> None:
    # Only what is new and may be missing: the version before works on while this runs.
    op.add_column("person", sa.Column("prefers", sa.Text(), nullable=True))
    op.add_column("person", sa.Column("pin", sa.Text(), nullable=True))
    op.add_column("contact", sa.Column("user_id", sa.Text(), nullable=True))
    op.add_column("contact", _moment("heard_at"))
    op.add_column("contact", _moment("locked_at"))
    op.create_index(
        "ix_contact_user",
        "contact",
        ["channel", "user_id"],
        unique=True,
        postgresql_where=sa.text("user_id is not null"),
    )
    op.add_column("inbox", _moment("said_at"))
    for name in ("delivered_at", "read_at"):
        op.add_column("outbox", _moment(name))
    for name in ("project_id", "sender_id", "moved_to"):
        op.add_column("outbox", sa.Column(name, sa.BigInteger(), nullable=True))
    for name in ("template", "category"):
        op.add_column("outbox", sa.Column(name, sa.Text(), nullable=True))
    op.create_index("ix_outbox_held", "outbox", ["contact_id", "id"], postgresql_where=sa.text("status = 3"))
    op.create_index("ix_outbox_dead", "outbox", ["id"], postgresql_where=sa.text("status = 2"))
    op.create_table(
        "link",
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), sa.ForeignKey("person.id", name="fk_link_person_id"), nullable=False),
        _moment("created_at", nullable=False),
        _moment("expires_at", nullable=False),
        _moment("used_at"),
        sa.PrimaryKeyConstraint("digest", name="pk_link"),
    )
    op.create_index("ix_link_person_id", "link", ["person_id"])
    op.create_table(
        "receipt",
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("event_key", sa.Text(), nullable=False),
        sa.Column("outbox_id", sa.BigInteger(), nullable=True),
        sa.Column("provider_id", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("payload", postgresql.JSONB(), nullable=False),
        _moment("at", nullable=False),
        sa.PrimaryKeyConstraint("channel", "event_key", name="pk_receipt"),
    )
    op.create_index("ix_receipt_outbox_id", "receipt", ["outbox_id"])
    op.create_table(
        "traffic",
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("country", sa.Text(), nullable=False),
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("messages", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("units", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.PrimaryKeyConstraint("date", "channel", "category", "country", "project_id", name="pk_traffic"),
    )
    op.create_table(
        "account_pause",
        sa.Column("channel", sa.Text(), nullable=False),
        _moment("until", nullable=False),
        sa.PrimaryKeyConstraint("channel", name="pk_account_pause"),
    )
    op.create_table(
        "received_media",
        sa.Column(
            "inbox_id", sa.BigInteger(), sa.ForeignKey("inbox.id", name="fk_received_media_inbox_id"), nullable=False
        ),
        sa.Column("hash", sa.Text(), sa.ForeignKey("media.hash", name="fk_received_media_hash"), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        _moment("at", nullable=False),
        sa.PrimaryKeyConstraint("inbox_id", name="pk_received_media"),
    )
