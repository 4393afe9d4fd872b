"""When people want to be paid, days of payment, fees and rates, and the company's accounts for exchange and fees."""

from alembic import op

revision = "pay_terms"
down_revision = "payout_providers"
branch_labels = None
depends_on = None

_BALANCES = """
create or replace function keep_balances() returns trigger language plpgsql as $$
begin
    with moved as materialized (
        select id, sum(units)::bigint as units from (
            select credit as id, units from added union all select debit, -units from added) side
        group by id
    ),
    held as materialized (
        select a.id from account a
        where a.id = any(array(select id from moved))
          and a.kind not in ('client', 'project', 'bank', 'exchange', 'fees')
        order by a.id for no key update
    )
    update account a set units = a.units + moved.units from held, moved where a.id = held.id and moved.id = held.id;
    return null;
end $$
"""


def upgrade() -> None:
    op.execute("""
        create table pay_rhythm (
            person_id bigint not null,
            rhythm text not null,
            units bigint,
            currency text,
            asked_at timestamp with time zone,
            constraint pk_pay_rhythm primary key (person_id),
            constraint fk_pay_rhythm_person_id foreign key (person_id) references person (id),
            constraint ck_pay_rhythm_rhythm check (rhythm in ('weekly', 'monthly', 'amount', 'demand')),
            constraint ck_pay_rhythm_units check (units > 0)
        )
    """)
    op.execute("""
        create table pay_day (
            country text not null,
            day date not null,
            run_id bigint not null,
            done_at timestamp with time zone,
            constraint pk_pay_day primary key (country, day),
            constraint fk_pay_day_run_id foreign key (run_id) references payout_run (id)
        )
    """)
    op.execute("alter table destination add column operator text not null default ''")
    op.execute("alter table payout alter column carried type bigint")
    op.execute("alter table payout add column fee bigint not null default 0")
    op.execute("alter table payout add column fee_hers boolean not null default false")
    op.execute("alter table payout add column capped boolean not null default false")
    op.execute("alter table payout add column per_euro numeric not null default 655.957")
    op.execute("alter table account drop constraint ck_account_kind")
    op.execute("""
        alter table account add constraint ck_account_kind check (kind in (
            'client', 'project', 'pending', 'accepted', 'savings', 'transit', 'paid', 'bank', 'exchange', 'fees'))
    """)
    op.execute(_BALANCES)
