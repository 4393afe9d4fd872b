"""A reply to an earlier piece of a message that took several is known as a reply to it."""

from alembic import op

revision = "earlier_pieces"
down_revision = "erasure_plan"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("alter table outbox add column earlier text[]")
