"""What is learnt from answers: the confusion matrix of each person, by family of tasks."""

from alembic import op

revision = "learnt_skill"
down_revision = "themes"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        create table skill_family (
            key text not null,
            prior jsonb not null,
            pooled jsonb not null,
            useful boolean not null,
            fitted_at timestamp with time zone not null,
            constraint pk_skill_family primary key (key)
        )
        """
    )
    op.execute(
        """
        create table skill (
            person_id bigint not null,
            family text not null,
            matrix jsonb not null,
            constraint pk_skill primary key (person_id, family),
            constraint fk_skill_person_id foreign key (person_id) references person (id),
            constraint fk_skill_family foreign key (family) references skill_family (key)
        )
        """
    )
    op.execute("create index ix_skill_family on skill (family)")
