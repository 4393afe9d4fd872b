"""Every version of a training module, whole: to look at a draft, and to go back."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "module_version",
        sa.Column("module_id", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", JSONB(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("file", sa.Text(), server_default="", nullable=False),
        sa.Column("restored", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("module_id", "number", name=op.f("pk_module_version")),
    )
    op.add_column("question", sa.Column("former_key", sa.Text()))


def downgrade() -> None:
    op.drop_column("question", "former_key")
    op.drop_table("module_version")
