"""What the people who work on a project think of it, by aspect."""

from alembic import op

revision = "ratings"
down_revision = "work_share"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
        create table rating (
            person_id bigint not null,
            project_id bigint not null,
            aspect text not null,
            value smallint not null,
            at timestamp with time zone not null,
            constraint pk_rating primary key (person_id, project_id, aspect),
            constraint fk_rating_person_id foreign key (person_id) references person (id),
            constraint fk_rating_project_id foreign key (project_id) references project (id),
            constraint ck_rating_aspect check (aspect in ('instructions', 'pay', 'fairness')),
            constraint ck_rating_value check (value between 1 and 3)
        )
    """)
    op.execute("create index ix_rating_project_id on rating (project_id)")
