"""How long answers take to read, and by the estimate, beside how long they took: for figures an hour."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

SUMS = (("day", sa.Integer()), ("work_day", sa.BigInteger()))


def upgrade() -> None:
    for name in ("reading", "estimated"):
        op.add_column("answer", sa.Column(name, sa.Integer(), server_default=sa.text("0"), nullable=False))
    for table, kind in SUMS:
        for name in ("counted", "estimated"):
            op.add_column(table, sa.Column(name, kind, server_default=sa.text("0"), nullable=False))


def downgrade() -> None:
    for table, _ in SUMS:
        for name in ("estimated", "counted"):
            op.drop_column(table, name)
    for name in ("estimated", "reading"):
        op.drop_column("answer", name)
