"""A first income may be a review as well: who reviewed before her first answer, or never answered, is counted anew."""

from alembic import op

revision = "first_reviews"
down_revision = "suspended_plans"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
        insert into first_income (person_id, at)
        select person_id, min(at) from pay_event
        where kind = 'review' and at < (select (value ->> 'until')::timestamptz from setting where name = 'figures')
        group by person_id
        on conflict (person_id) do update set at = least(first_income.at, excluded.at)
    """)
