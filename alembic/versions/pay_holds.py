"""People whose pay finance holds back."""

from alembic import op

revision = "pay_holds"
down_revision = "guides"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
        create table pay_hold (
            id bigint generated always as identity,
            person_id bigint not null,
            held_at timestamp with time zone not null,
            held_by text not null,
            reason text not null,
            ended_at timestamp with time zone,
            ended_by text not null default '',
            constraint pk_pay_hold primary key (id),
            constraint fk_pay_hold_person_id foreign key (person_id) references person (id)
        )
    """)
    op.execute("create unique index ix_pay_hold_standing on pay_hold (person_id) where ended_at is null")
    op.execute("create index ix_pay_hold_person_id on pay_hold (person_id)")
