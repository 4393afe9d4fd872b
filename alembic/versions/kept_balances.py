"""Kept balances of accounts, and closed months."""

from alembic import op

revision = "kept_balances"
down_revision = "begun_answers"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("alter table account add column units bigint not null default 0")
    op.execute("create index ix_transfer_at on transfer using brin (at)")
    op.execute("""
        create table closed_month (
            month date not null,
            ends timestamp with time zone not null,
            closed_at timestamp with time zone not null,
            closed_by text not null,
            totals jsonb not null,
            constraint pk_closed_month primary key (month)
        )
    """)
    op.execute("""
        create table month_balance (
            account_id bigint not null,
            month date not null,
            units bigint not null,
            constraint pk_month_balance primary key (account_id, month),
            constraint fk_month_balance_account_id foreign key (account_id) references account (id),
            constraint fk_month_balance_month foreign key (month) references closed_month (month)
        )
    """)
    op.execute("""
        update account a set units = b.units from (
            select id, sum(units) as units from (
                select credit as id, units from transfer union all select debit, -units from transfer) side
            group by id) b
        where b.id = a.id and a.kind not in ('client', 'project')
    """)
    op.execute("""
create function keep_balances() returns trigger language plpgsql as $$
begin
    with moved as materialized (
        select id, sum(units)::bigint as units from (
            select credit as id, units from added union all select debit, -units from added) side
        group by id
    ),
    held as materialized (
        select a.id from account a
        where a.id = any(array(select id from moved)) and a.kind not in ('client', 'project')
        order by a.id for no key update
    )
    update account a set units = a.units + moved.units from held, moved where a.id = held.id and moved.id = held.id;
    return null;
end $$
""")
    op.execute("""
create function date_in_open_month() returns trigger language plpgsql as $$
declare
    since timestamptz := (select ends from closed_month order by month desc limit 1);
begin
    if new.at < since then
        new.at := since;
    end if;
    return new;
end $$
""")
    op.execute("""
create trigger transfer_balances after insert on transfer
    referencing new table as added
    for each statement
    execute function keep_balances()
""")
    op.execute("""
create trigger transfer_dates before insert on transfer for each row execute function date_in_open_month()
""")
    op.execute("""
create trigger closed_month_rows before delete or update on closed_month
    for each row
    execute function refuse_change()
""")
    op.execute("""
create trigger month_balance_rows before delete or update on month_balance
    for each row
    execute function refuse_change()
""")
