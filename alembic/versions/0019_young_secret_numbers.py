"""How old a secret number is, and a mark by which most other numbers are told from it."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("person", sa.Column("pin_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("person", sa.Column("pin_mark", sa.SmallInteger(), nullable=True))
    op.execute("update person set pin_at = now() where pin is not null")


def downgrade() -> None:
    op.drop_column("person", "pin_mark")
    op.drop_column("person", "pin_at")
