"""Which answers a supplement to the minimum wage has paid for, and which owners know that their project pays less."""

from alembic import op

revision = "top_ups"
down_revision = "learnt_skill"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
        alter table answer add column topup_id bigint,
            add constraint fk_answer_topup_id foreign key (topup_id) references pay_event (id)
    """)
    op.execute("create index ix_answer_topup on answer (topup_id) where topup_id is not null")
    op.execute("alter table project add column underpaid_at timestamp with time zone")
