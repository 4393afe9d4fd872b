"""Messages remember the event that caused them, so that log lines of all processes carry one id."""

from alembic import op

revision = "message_events"
down_revision = "pay_holds"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("alter table outbox add column event_id bigint")
