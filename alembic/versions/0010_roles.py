"""What admins are there for, in which countries a Huber is the referent, and whom an act concerned."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

# Until now an admin could do everything.
OWNERS = """
update person set duty = 'owner' where role = 'admin';
update invite set duty = 'owner' where role = 'admin' and used_by is null;
"""


def upgrade() -> None:
    for table in ("person", "invite"):
        op.add_column(table, sa.Column("duty", sa.Text()))
        op.add_column(table, sa.Column("countries", postgresql.ARRAY(sa.Text())))
    op.create_check_constraint("duty", "person", "duty in ('owner', 'operations', 'finance', 'reader')")
    op.add_column("audit", sa.Column("subject_id", sa.BigInteger()))
    op.add_column("audit", sa.Column("before", postgresql.JSONB()))
    op.add_column("audit", sa.Column("after", postgresql.JSONB()))
    op.create_index(
        "ix_audit_subject", "audit", ["subject_id", "id"], postgresql_where=sa.text("subject_id is not null")
    )
    op.execute(OWNERS)
