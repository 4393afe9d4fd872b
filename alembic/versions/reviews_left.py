"""The reviewers who left a review to others."""

from alembic import op

revision = "reviews_left"
down_revision = "payouts"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("alter table review add column left_by bigint[] not null default '{}'")
