"""Control tasks, whose right answer is known, and how each person answers them."""

from alembic import op

revision = "control_tasks"
down_revision = "chains"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("alter table task add column control boolean not null default false")
    op.execute("drop index ix_task_open")
    op.execute("create index ix_task_open on task (project_id, batch_id, id) where slots > 0 and not control")
    op.execute("create index ix_task_control on task (project_id, slots desc, id) where control")
    op.execute("alter table answer add column control_right boolean")
    op.execute(
        "create index ix_answer_control on answer (person_id, project_id, answered_at) where control_right is not null"
    )
    op.execute("alter table progress add column controls integer not null default 0")
    op.execute("alter table progress add column control_from integer not null default 0")
    op.execute("alter table progress add column control_streak integer not null default 0")
