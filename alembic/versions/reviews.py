"""Reviews of answers and tasks, refusals with their consequences, and pay that is not for an answer."""

from alembic import op

revision = "reviews"
down_revision = "quiet_hours_queue"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        create table review (
            id bigint generated always as identity,
            kind smallint not null,
            project_id bigint not null,
            task_id bigint not null,
            person_id bigint,
            first_id bigint,
            opened_at timestamp with time zone not null,
            due_at timestamp with time zone,
            taken_by bigint,
            taken_until timestamp with time zone,
            judged jsonb,
            decided_at timestamp with time zone,
            decided_by bigint,
            verdict smallint,
            reason text not null default '',
            words text not null default '',
            held boolean not null default false,
            constraint pk_review primary key (id),
            constraint fk_review_project_id foreign key (project_id) references project (id),
            constraint fk_review_task_id foreign key (task_id) references task (id),
            constraint fk_review_person_id foreign key (person_id) references person (id),
            constraint fk_review_first_id foreign key (first_id) references review (id),
            constraint fk_review_taken_by foreign key (taken_by) references person (id),
            constraint fk_review_decided_by foreign key (decided_by) references person (id)
        )
        """
    )
    op.execute("create index ix_review_person_id on review (person_id)")
    op.execute("create index ix_review_open on review (kind, due_at) where decided_at is null")
    op.execute("create index ix_review_task on review (task_id, kind)")
    op.execute("create index ix_review_decided on review (project_id, decided_at) where decided_at is not null")
    op.execute("create index ix_review_held on review (project_id) where held")
    op.execute(
        """
        create table pay_event (
            id bigint generated always as identity,
            kind text not null,
            person_id bigint not null,
            project_id bigint not null,
            task_id bigint,
            units bigint not null,
            currency text not null,
            at timestamp with time zone not null,
            constraint pk_pay_event primary key (id),
            constraint fk_pay_event_person_id foreign key (person_id) references person (id),
            constraint fk_pay_event_project_id foreign key (project_id) references project (id),
            constraint fk_pay_event_task_id foreign key (task_id) references task (id),
            constraint ck_pay_event_units check (units > 0),
            constraint ck_pay_event_kind check (kind in ('refuse', 'redo', 'restore', 'review', 'report', 'topup'))
        )
        """
    )
    op.execute("create index ix_pay_event_person_id on pay_event (person_id)")
    op.execute("create index ix_pay_event_project_id on pay_event (project_id)")
    op.execute("create index ix_pay_event_at on pay_event (at)")
    op.execute("alter table task add column refused integer not null default 0")
    op.execute("alter table answer add column refused_at timestamp with time zone")
    op.execute("alter table answer add column redone boolean not null default false")
    op.execute("create index ix_answer_refused on answer (refused_at) where status = 5")
    op.execute("drop index ix_answer_given")
    op.execute("create index ix_answer_given on answer (person_id, answered_at) where status in (1, 5, 6)")
    op.execute("drop index ix_answer_project")
    op.execute("create index ix_answer_project on answer (project_id, answered_at) where status in (1, 5, 6)")
