"""The first schema: our tables, functions and triggers, and those of the task queue."""

from pathlib import Path

from alembic import op

revision = "baseline"
down_revision = None
branch_labels = None
depends_on = None

HERE = Path(__file__).parent


def upgrade() -> None:
    # Executed without SQLAlchemy, which would read `%` and `:` as parameters.
    connection = op.get_bind().connection.cursor()
    for name in ("baseline.sql", "procrastinate_3_10.sql"):
        connection.execute((HERE / name).read_text("utf-8").encode())
