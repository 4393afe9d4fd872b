"""Payments by providers over HTTP: which one, under which reference, when it was called, and what it said amiss."""

from alembic import op

revision = "payout_providers"
down_revision = "decision_news"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
        alter table payout
            add column provider text not null default 'files',
            add column operator text not null default '',
            add column reference text not null default '',
            add column called_at timestamp with time zone,
            add column ask_at timestamp with time zone,
            add column asked integer not null default 0,
            add constraint ck_payout_provider check (provider in ('files', 'wave', 'pawapay', 'demonstration'))
    """)
    op.execute("""
        create index ix_payout_due on payout (provider, ask_at) where state = 'sent' and ask_at is not null
    """)
    op.execute("create index ix_payout_left on payout (run_id) where state in ('proposed', 'sent')")
    op.execute("create index ix_payout_settled_at on payout (settled_at) where state in ('paid', 'failed')")
    op.execute("""
        create table payout_notice (
            id bigint generated always as identity,
            provider text not null,
            digest bytea not null,
            payout_id bigint,
            line text not null,
            at timestamp with time zone not null,
            times integer not null default 1,
            constraint pk_payout_notice primary key (id),
            constraint uq_payout_notice_digest unique (digest),
            constraint fk_payout_notice_payout_id foreign key (payout_id) references payout (id)
        )
    """)
    op.execute("create index ix_payout_notice_payout_id on payout_notice (payout_id)")
