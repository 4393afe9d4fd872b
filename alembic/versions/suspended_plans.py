"""`stop` and a wish to be erased suspend what is set aside of each payment; it goes on for who comes back."""

from alembic import op

revision = "suspended_plans"
down_revision = "earlier_pieces"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("alter table goal add column plan_suspended boolean not null default false")
    op.execute("""
        update goal g set share = (e.plan ->> 0)::smallint, aside_units = (e.plan ->> 1)::bigint,
               aside_currency = e.plan ->> 2, plan_suspended = true
        from erasure e
        where e.person_id = g.person_id and e.begun_at is null and e.plan is not null
          and g.share is null and g.aside_units is null
    """)
