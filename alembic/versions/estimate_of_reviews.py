"""A review has the client's estimate beside its time, so that hasty reviews raise no hourly figure."""

from alembic import op

revision = "estimate_of_reviews"
down_revision = "time_of_reviews"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("alter table pay_event add column estimated integer not null default 0")
