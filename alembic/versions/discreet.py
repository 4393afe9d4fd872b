"""A person may want the first lines of messages to say nothing."""

from alembic import op

revision = "discreet"
down_revision = "instruction_voices"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("alter table person add column discreet boolean not null default false")
