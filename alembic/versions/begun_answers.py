"""What a person had begun of a task that they left for another project, kept until their lease would have ended."""

from alembic import op

revision = "begun_answers"
down_revision = "reviews_left"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("alter table answer add column begun jsonb, add column begun_until timestamp with time zone")
