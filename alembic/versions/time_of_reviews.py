"""The time that a review took stands beside its pay, so that figures of one person and of all count the same."""

from alembic import op

revision = "time_of_reviews"
down_revision = "person_files"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("alter table pay_event add column seconds integer not null default 0")
