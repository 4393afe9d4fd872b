"""What the last picture of a project showed, so that the same one is not sent again."""

from alembic import op

revision = "goal_pictures"
down_revision = "privacy"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("alter table goal add column pictured bigint not null default 0")
