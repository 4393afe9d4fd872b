"""Claims: payments that count as paid and have not arrived, as their people say."""

from alembic import op

revision = "payout_claims"
down_revision = "kept_balances"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
        create table payout_claim (
            id bigint generated always as identity,
            payout_id bigint not null,
            opened_at timestamp with time zone not null,
            promised date not null,
            reminded_at timestamp with time zone,
            closed_at timestamp with time zone,
            outcome text,
            answered_by text not null default '',
            constraint pk_payout_claim primary key (id),
            constraint fk_payout_claim_payout_id foreign key (payout_id) references payout (id),
            constraint ck_payout_claim_outcome check (outcome in ('arrived', 'confirmed', 'returned')),
            constraint ck_payout_claim_closed check ((closed_at is null) = (outcome is null))
        )
    """)
    op.execute("create unique index ix_payout_claim_open on payout_claim (payout_id) where closed_at is null")
    op.execute("create index ix_payout_claim_payout_id on payout_claim (payout_id)")
