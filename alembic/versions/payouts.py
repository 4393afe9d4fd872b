"""Where people are paid, runs of payments, and money in transit."""

from alembic import op

revision = "payouts"
down_revision = "concerns"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("alter table account drop constraint ck_account_kind")
    op.execute("""
        alter table account add constraint ck_account_kind
            check (kind in ('client', 'project', 'pending', 'accepted', 'transit', 'paid'))
    """)
    op.execute("""
        create table destination (
            id bigint generated always as identity,
            person_id bigint not null,
            kind text not null,
            sealed bytea not null,
            mark bytea not null,
            tail text not null,
            named_at timestamp with time zone not null,
            usable_at timestamp with time zone not null,
            cleared_at timestamp with time zone,
            ended_at timestamp with time zone,
            constraint pk_destination primary key (id),
            constraint fk_destination_person_id foreign key (person_id) references person (id),
            constraint ck_destination_kind check (kind in ('phone', 'account'))
        )
    """)
    op.execute("create index ix_destination_person_id on destination (person_id)")
    op.execute("create index ix_destination_mark on destination (mark)")
    op.execute("create unique index ix_destination_current on destination (person_id) where ended_at is null")
    op.execute("""
        create table payout_run (
            id bigint generated always as identity,
            state text not null,
            minimum bigint not null,
            proposed_by text not null,
            proposer_id bigint,
            scheduled boolean not null default false,
            proposed_at timestamp with time zone not null,
            approved_by text,
            approver_id bigint,
            approved_at timestamp with time zone,
            ended_at timestamp with time zone,
            constraint pk_payout_run primary key (id),
            constraint fk_payout_run_proposer_id foreign key (proposer_id) references person (id),
            constraint fk_payout_run_approver_id foreign key (approver_id) references person (id),
            constraint ck_payout_run_state
                check (state in ('proposing', 'proposed', 'approved', 'running', 'done', 'dropped'))
        )
    """)
    op.execute("""
        create table payout (
            id bigint generated always as identity,
            key uuid not null default gen_random_uuid(),
            run_id bigint not null,
            person_id bigint not null,
            destination_id bigint not null,
            units bigint not null,
            currency text not null,
            carried integer not null,
            state text not null,
            reason text not null default '',
            proposed_at timestamp with time zone not null,
            sent_at timestamp with time zone,
            paid_at timestamp with time zone,
            arrived boolean,
            arrived_at timestamp with time zone,
            settled_at timestamp with time zone,
            constraint pk_payout primary key (id),
            constraint uq_payout_key unique (key),
            constraint fk_payout_run_id foreign key (run_id) references payout_run (id),
            constraint fk_payout_person_id foreign key (person_id) references person (id),
            constraint fk_payout_destination_id foreign key (destination_id) references destination (id),
            constraint ck_payout_units check (units > 0),
            constraint ck_payout_state check (state in ('proposed', 'sent', 'paid', 'failed', 'dropped'))
        )
    """)
    op.execute("create index ix_payout_run_id on payout (run_id)")
    op.execute("create index ix_payout_person_id on payout (person_id)")
    op.execute("create index ix_payout_open on payout (person_id) where state in ('proposed', 'sent')")
    op.execute("""
        create table payout_part (
            payout_id bigint not null,
            currency text not null,
            units bigint not null,
            constraint pk_payout_part primary key (payout_id, currency),
            constraint fk_payout_part_payout_id foreign key (payout_id) references payout (id),
            constraint ck_payout_part_units check (units > 0)
        )
    """)
