"""How long an admin's chat stays open without her secret number; the audit by day and by who did it."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("contact", sa.Column("open_until", sa.DateTime(timezone=True)))
    op.create_index("ix_audit_at", "audit", ["at"])
    op.create_index("ix_audit_person", "audit", ["person_id", "id"], postgresql_where=sa.text("person_id is not null"))
