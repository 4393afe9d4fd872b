"""What each person gave to a project, so that it is counted by its people and not by its tasks."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

# A finished task counts for whoever gave its last answer.
GIVEN = """
update progress g set answers = n.answers, done = n.done from (
    select person_id, project_id, count(*) as answers, count(*) filter (where finished) as done from (
        select a.person_id, a.project_id, t.done_at is not null and row_number() over (
            partition by a.task_id order by a.answered_at desc, a.person_id desc) = 1 as finished
        from answer a join task t on t.id = a.task_id where a.status = 1) each
    group by person_id, project_id) n
where g.person_id = n.person_id and g.project_id = n.project_id
"""


def upgrade() -> None:
    op.add_column("progress", sa.Column("answers", sa.Integer(), server_default=sa.text("0"), nullable=False))
    op.add_column("progress", sa.Column("done", sa.Integer(), server_default=sa.text("0"), nullable=False))
    op.create_index("ix_progress_project_id_person_id", "progress", ["project_id", "person_id"])
    op.execute(GIVEN)
