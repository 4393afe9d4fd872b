"""Indexes and columns by which old rows are deleted, and the version of the conditions that people were asked about."""

from alembic import op

revision = "retention"
down_revision = "message_events"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("alter table media add column passing_since timestamp with time zone")
    op.execute("create index ix_media_passing on media (passing_since) where passing_since is not null")
    op.execute("create index ix_received_media_hash on received_media (hash) where hash is not null")
    op.execute("create index ix_thread_message_hash on thread_message (hash) where hash is not null")
    op.execute("create index ix_receipt_at on receipt (at)")
    op.execute("alter table person add column terms text")
    op.execute("""
        update person p set terms = c.version
        from (select distinct on (person_id) person_id, version from consent where document = 'terms'
              order by person_id, id desc) c
        where c.person_id = p.id
    """)
    op.execute("create index ix_invite_used_at on invite (used_at) where used_at is not null")
    op.execute("create index ix_invite_withdrawn_at on invite (withdrawn_at) where withdrawn_at is not null")
