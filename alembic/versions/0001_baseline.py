"""The schema at the first release: our tables, functions and triggers, and the task queue's own."""

from pathlib import Path

from alembic import op

revision = "baseline"
down_revision = None
branch_labels = None
depends_on = None

HERE = Path(__file__).parent


def upgrade() -> None:
    # as it stands: the driver would read "%" and ":" in it as places of parameters
    connection = op.get_bind().connection.cursor()
    for name in ("baseline.sql", "procrastinate_3_10.sql"):
        connection.execute((HERE / name).read_text("utf-8").encode())
