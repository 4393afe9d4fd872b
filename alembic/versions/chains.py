"""Columns for tasks that are sent on to another project."""

from alembic import op

revision = "chains"
down_revision = "top_ups"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("alter table task add column chain jsonb")
    op.execute("alter table task add column parent_id bigint constraint fk_task_parent_id references task (id)")
    op.execute("alter table task add column opinion boolean not null default false")
    op.execute("alter table task add column unfunded boolean not null default false")
    op.execute("create unique index uq_task_child on task (parent_id, project_id) where parent_id is not null")
    op.execute("create index ix_task_unfunded on task (project_id, id) where unfunded")
    op.execute("create index ix_task_opinion on task (project_id, id) where opinion and done_at is null")
    op.execute("alter table batch add column unfunded integer not null default 0")
