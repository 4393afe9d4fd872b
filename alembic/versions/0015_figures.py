"""What figures are read from."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "work_day",
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("country", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("answers", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("active", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("euro_units", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("franc_units", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.PrimaryKeyConstraint("date", "project_id", "country", "channel", name="pk_work_day"),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name="fk_work_day_project_id"),
    )
    op.create_index("ix_work_day_project_id_date", "work_day", ["project_id", "date"])
    op.create_table(
        "first_income",
        sa.Column("person_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("person_id", name="pk_first_income"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_first_income_person_id"),
    )
    op.create_index("ix_first_income_at", "first_income", ["at"])
    op.create_index("ix_day_date_person_id", "day", ["date", "person_id"])
    op.add_column("project", sa.Column("priority", sa.SmallInteger(), server_default=sa.text("0"), nullable=False))
    op.create_check_constraint("priority", "project", "priority between -1 and 1")
