"""Who stays after all saves as before: an erasure keeps what was set aside of each payment."""

from alembic import op

revision = "erasure_plan"
down_revision = "strangers"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("alter table erasure add column plan jsonb")
