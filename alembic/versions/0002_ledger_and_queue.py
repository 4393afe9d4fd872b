"""What the database itself enforces on the ledger, and the task queue's schema.

`procrastinate_3_10.sql` is a frozen copy of the package's own schema (MIT, Procrastinate's authors);
a test compares the package's list of migrations with the ones that this copy holds.
"""

from pathlib import Path

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

APPEND_ONLY = """
create function refuse_change() returns trigger language plpgsql as $$
begin
    raise exception '% is append-only', tg_table_name using errcode = 'integrity_constraint_violation';
end $$;
create trigger transfer_rows before update or delete on transfer
    for each row execute function refuse_change();
create trigger transfer_table before truncate on transfer
    for each statement execute function refuse_change();
create trigger consent_rows before update on consent
    for each row execute function refuse_change();
"""


def upgrade() -> None:
    op.execute(APPEND_ONLY)
    queue = Path(__file__).with_name("procrastinate_3_10.sql").read_text(encoding="utf-8")
    op.get_bind().exec_driver_sql(queue.replace("%", "%%"))
