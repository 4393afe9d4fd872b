"""Files that are made to be sent once."""

from alembic import op

revision = "person_files"
down_revision = "thread_reports"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("alter table personal_media add column once boolean not null default false")
    op.execute("create index ix_personal_media_once on personal_media (hash) where once")
