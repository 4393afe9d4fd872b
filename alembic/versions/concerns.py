"""Concerns: what was noticed about a person's answers in a project, how they were helped, and what somebody decided."""

from alembic import op

revision = "concerns"
down_revision = "ratings"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("alter table progress add column barred_at timestamp with time zone")
    op.execute(
        """
        create table concern (
            id bigint generated always as identity,
            person_id bigint not null,
            project_id bigint not null,
            signal text not null,
            evidence jsonb not null,
            step smallint default 0 not null,
            opened_at timestamp with time zone not null,
            step_at timestamp with time zone not null,
            closed_at timestamp with time zone,
            decision text,
            decided_by bigint,
            constraint pk_concern primary key (id),
            constraint ck_concern_decision check (decision in ('better', 'well', 'easy', 'stopped')),
            constraint fk_concern_person_id foreign key (person_id) references person (id),
            constraint fk_concern_project_id foreign key (project_id) references project (id),
            constraint fk_concern_decided_by foreign key (decided_by) references person (id)
        )
        """
    )
    op.execute("create unique index uq_concern_open on concern (person_id, project_id) where closed_at is null")
    op.execute("create index ix_concern_person_id_project_id on concern (person_id, project_id, id)")
    op.execute("create index ix_concern_waiting on concern (step_at) where closed_at is null and step = 3")
