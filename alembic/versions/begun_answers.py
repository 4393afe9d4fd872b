"""The part of an answer that a person had given when they left a task for another project; it is kept until the lease
would have ended."""

from alembic import op

revision = "begun_answers"
down_revision = "reviews_left"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("alter table answer add column begun jsonb, add column begun_until timestamp with time zone")
