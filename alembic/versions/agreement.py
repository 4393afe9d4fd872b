"""A task may ask for more answers than at first. Budget that a task does not need is released."""

from alembic import op

revision = "agreement"
down_revision = "clients"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("alter table task add column reopened boolean not null default false")
    op.execute("alter table task add column spare integer not null default 0")
    op.execute("create index ix_task_reopened on task (project_id, id) where slots > 0 and reopened")
    op.execute("create index ix_task_spare on task (id) where spare > 0")
    op.execute("alter table progress add column gets_reopened boolean not null default true")
