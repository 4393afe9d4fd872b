"""What each person decided about sensitive content, by theme."""

from alembic import op

revision = "themes"
down_revision = "conditions"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("alter table person add column themes jsonb not null default '{}'")
