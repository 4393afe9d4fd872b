"""What makes one person of two: codes found by their digest, who became whom, her secret number's tries,
and the talk with a chat that must first show whose it is."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Only what is new and may be missing: the version before works on while this runs.
    op.execute("create index ix_invite_digest on invite (sha256(decode(translate(code, 'OIL', '011'), 'escape')))")
    op.add_column("person", sa.Column("merged_into", sa.BigInteger(), nullable=True))
    op.create_foreign_key("fk_person_merged_into", "person", "person", ["merged_into"], ["id"])
    op.add_column("person", sa.Column("pin_tries", sa.SmallInteger(), server_default=sa.text("0"), nullable=False))
    op.add_column("person", sa.Column("pin_after", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "proof",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("contact_id", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("stack", postgresql.JSONB(), server_default="[]", nullable=False),
        sa.Column("question", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("asked", postgresql.JSONB(), server_default="{}", nullable=False),
        sa.Column("answers", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("answers_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("referee_asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name="fk_proof_contact_id"),
        sa.PrimaryKeyConstraint("id", name="pk_proof"),
        sa.UniqueConstraint("contact_id", name="uq_proof_contact_id"),
    )
