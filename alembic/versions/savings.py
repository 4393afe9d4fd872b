"""Savings accounts, the plan of a project, and what people did with their money."""

from alembic import op

revision = "savings"
down_revision = "payout_claims"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("alter table account drop constraint ck_account_kind")
    op.execute("""
        alter table account add constraint ck_account_kind
            check (kind in ('client', 'project', 'pending', 'accepted', 'savings', 'transit', 'paid'))
    """)
    op.execute("""
        create table saving (
            id bigint generated always as identity,
            person_id bigint not null,
            kind text not null,
            payout_id bigint,
            units bigint not null,
            currency text not null,
            at timestamp with time zone not null,
            constraint pk_saving primary key (id),
            constraint fk_saving_person_id foreign key (person_id) references person (id),
            constraint fk_saving_payout_id foreign key (payout_id) references payout (id),
            constraint ck_saving_units check (units > 0),
            constraint ck_saving_kind check (kind in ('aside', 'return', 'out', 'stop', 'merge', 'unmerge')),
            constraint ck_saving_payout check ((payout_id is not null) = (kind in ('aside', 'return')))
        )
    """)
    op.execute("create index ix_saving_person_id on saving (person_id)")
    op.execute("create index ix_saving_payout_id on saving (payout_id) where payout_id is not null")
    op.execute("""
        alter table goal
            add column started_at timestamp with time zone,
            add column due date,
            add column instalments jsonb not null default '[]',
            add column share smallint,
            add column aside_units bigint,
            add column aside_currency text,
            add column shown_at timestamp with time zone,
            add column milestone smallint not null default 0,
            add constraint ck_goal_share check (share between 1 and 90),
            add constraint ck_goal_plan check (num_nonnulls(share, aside_units) <= 1),
            add constraint ck_goal_aside check ((aside_units is null) = (aside_currency is null))
    """)
    op.execute("update goal set started_at = updated_at")
    op.execute("alter table goal alter column started_at set not null")
    op.execute("""
        create table outcome (
            id bigint generated always as identity,
            person_id bigint not null,
            kind text not null,
            goal_kind text not null,
            words text not null default '',
            units bigint,
            currency text,
            at timestamp with time zone not null,
            constraint pk_outcome primary key (id),
            constraint fk_outcome_person_id foreign key (person_id) references person (id),
            constraint ck_outcome_kind check (kind in ('paid', 'opened')),
            constraint ck_outcome_units check ((kind = 'paid') = (units is not null))
        )
    """)
    op.execute("create index ix_outcome_person_id on outcome (person_id)")
