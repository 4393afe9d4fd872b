"""How many files of somebody's were fetched on a day of hers."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "file_quota",
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("files", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("bytes", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_file_quota_person_id"),
        sa.PrimaryKeyConstraint("person_id", "day", name="pk_file_quota"),
    )


def downgrade() -> None:
    op.drop_table("file_quota")
