"""People say that their account is identified, that they have a bank account, or that their activity is registered."""

from alembic import op

revision = "guides"
down_revision = "milestones"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("alter table outcome drop constraint ck_outcome_kind")
    op.execute("""
        alter table outcome add constraint ck_outcome_kind
            check (kind in ('paid', 'opened', 'identified', 'banked', 'registered'))
    """)
    op.execute("create index ix_outcome_kind_at on outcome (kind, at)")
