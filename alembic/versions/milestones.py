"""Milestones of projects that are still to be celebrated."""

from alembic import op

revision = "milestones"
down_revision = "pay_terms"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("alter table goal add column milestone_due smallint")
