"""What delivery keeps: who waits first, whose answer was lost, who is to be told, what was counted, and who
did what about it."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

APPEND_ONLY = """
create trigger audit_rows before update or delete on audit
    for each row execute function refuse_change();
create trigger audit_table before truncate on audit
    for each statement execute function refuse_change();
"""


def _moment(name: str, nullable: bool = True) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def upgrade() -> None:
    # Only what is new and may be missing: the version before works on while this runs. Its relay reads by
    # `ix_outbox_waiting`, which can go with a later version.
    op.add_column("contact", _moment("quiet_until"))
    op.add_column("outbox", _moment("unsure_at"))
    op.add_column("outbox", _moment("told_at"))
    op.add_column("outbox", sa.Column("repeats", sa.SmallInteger(), server_default=sa.text("0"), nullable=False))
    waiting = {"postgresql_where": sa.text("status = 0")}
    op.create_index("ix_outbox_ready", "outbox", ["channel", "lane", "due", "id"], **waiting)
    op.create_index("ix_outbox_order", "outbox", ["contact_id", "lane", "id"], **waiting)
    op.create_index("ix_outbox_sent", "outbox", ["channel", "sent_at"], postgresql_where=sa.text("status = 1"))
    op.create_index(
        "ix_outbox_untold",
        "outbox",
        ["sender_id"],
        postgresql_where=sa.text("sender_id is not null and told_at is null and status <> 1"),
    )
    op.create_table(
        "tally",
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("count", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.PrimaryKeyConstraint("channel", "what", name="pk_tally"),
    )
    op.create_table(
        "audit",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        _moment("at", nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=True),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("about", postgresql.JSONB(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_audit_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
    )
    op.execute(APPEND_ONLY)
