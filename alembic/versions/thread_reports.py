"""A message of a thread can be reported: the other side is muted until somebody has looked."""

from alembic import op

revision = "thread_reports"
down_revision = "discreet"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
        alter table thread add column reported_at timestamp with time zone, add column reported_by bigint,
            add column reported_id bigint, add column muted_id bigint
    """)
    op.execute("create index ix_thread_reported on thread (reported_at) where reported_at is not null")
    op.execute("create index ix_thread_muted on thread (muted_id) where muted_id is not null")
