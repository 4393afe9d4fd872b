"""Renames the queue of messages that wait for the end of quiet hours: it holds more than threads."""

from alembic import op

revision = "quiet_hours_queue"
down_revision = "agreement"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("alter table thread_morning rename to quiet_hours_queue")
    op.execute("alter table quiet_hours_queue rename constraint pk_thread_morning to pk_quiet_hours_queue")
    op.execute(
        "alter table quiet_hours_queue rename constraint fk_thread_morning_person_id to fk_quiet_hours_queue_person_id"
    )
    op.execute("alter index ix_thread_morning_due rename to ix_quiet_hours_queue_due")
