"""How scarce work is shared: what one woman of a country may take of it in a day, measured by a job."""

from alembic import op

revision = "work_share"
down_revision = "control_tasks"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
        create table work_share (
            country text not null,
            share integer not null,
            first_share integer not null,
            women integer not null,
            measured_at timestamp with time zone not null,
            constraint pk_work_share primary key (country)
        )
    """)
