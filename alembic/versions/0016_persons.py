"""What staff notes of people, words of encouragement, files that wait for a yes, and codes that were withdrawn."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "person_note",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("by_id", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_person_note"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_person_note_person_id"),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name="fk_person_note_by_id"),
    )
    op.create_index("ix_person_note_person_id_id", "person_note", ["person_id", "id"])
    op.create_table(
        "encouragement",
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("by_id", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("person_id", name="pk_encouragement"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_encouragement_person_id"),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name="fk_encouragement_by_id"),
    )
    op.create_table(
        "draft",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("about", postgresql.JSONB(), nullable=False),
        sa.Column("content", sa.LargeBinary()),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id", name="pk_draft"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_draft_person_id"),
    )
    op.create_index("ix_draft_person_id_id", "draft", ["person_id", "id"])
    op.create_index("ix_draft_created_at", "draft", ["created_at"])
    op.add_column("invite", sa.Column("withdrawn_at", sa.DateTime(timezone=True)))
    op.add_column("invite", sa.Column("withdrawn_by", sa.BigInteger()))
    op.create_foreign_key("fk_invite_withdrawn_by", "invite", "person", ["withdrawn_by"], ["id"])
    op.create_index("ix_invite_country_created_at", "invite", ["country", "created_at"])
    op.create_index("ix_invite_used_by", "invite", ["used_by"], postgresql_where=sa.text("used_by is not null"))
    op.create_index("ix_outbox_person_id_id", "outbox", ["person_id", "id"])
    op.create_table(
        "job_failure",
        sa.Column("job_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("job_id", name="pk_job_failure"),
    )
