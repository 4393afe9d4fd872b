"""The functions and triggers of the schema. `metadata.create_all` creates them with the tables. The baseline migration
holds the same text, and `python -m tests.checks.migrations` compares the two."""

from __future__ import annotations

import sqlalchemy as sa

from backend.db.models.base import metadata
from backend.domain.messaging.states import OutboxStatus

FUNCTIONS: dict[str, str] = {
    # What a copy of an announcement counts as: `sent`, `delivered`, `read`, `refused` …
    "announced_as": f"""
create function announced_as(
    status smallint, delivered_at timestamptz, read_at timestamptz, moved_to bigint, error text
) returns text language sql immutable as $$
    select case
        when status = {OutboxStatus.SENT:d} then case when read_at is not null then 'read'
                                  when delivered_at is not null then 'delivered' else 'sent' end
        when status = {OutboxStatus.FAILED:d} then 'refused'
        when status = {OutboxStatus.HELD:d} then 'held'
        when status = {OutboxStatus.LET_GO:d} and moved_to is null then
            case error when 'halted' then 'halted' when 'she said stop' then 'stopped'
                       when 'too late' then 'late' else 'unreachable' end
    end
$$
""",
    # The chat where a person is reached, stored in their row, in the order of `backend.db.messaging.contact_routing`.
    # `enable_seqscan` is off, because the planner may believe that a table is still small: each of many rows that come
    # at once would then read the whole table (ten minutes for 100,000, measured).
    "set_reached": """
create function set_reached(who bigint) returns void language sql set enable_seqscan = off as $$
    update person p set reached_id = r.id, reached = r.channel
    from (select 1) one left join lateral (
        select k.id, k.channel from contact k join conversation c on c.person_id = k.person_id
        where k.person_id = who and k.locked_at is null and k.blocked_at is null
        order by k.channel is distinct from (select prefers from person where id = who),
                 k.id is distinct from c.contact_id, k.id limit 1) r on true
    where p.id = who and p.reached_id is distinct from r.id
$$
""",
    # A chat was added, deleted, moved to another person, locked or blocked.
    "contact_reached": """
create function contact_reached() returns trigger language plpgsql as $$
begin
    if tg_op <> 'INSERT' then
        perform set_reached(old.person_id);
    end if;
    if tg_op = 'INSERT' or (tg_op = 'UPDATE' and new.person_id <> old.person_id) then
        perform set_reached(new.person_id);
    end if;
    return null;
end $$
""",
    # A conversation moved to another chat.
    "talk_reached": """
create function talk_reached() returns trigger language plpgsql as $$
begin
    perform set_reached(new.person_id);
    return null;
end $$
""",
    # A person wants to be reached on another channel.
    "wish_reached": """
create function wish_reached() returns trigger language plpgsql as $$
begin
    perform set_reached(new.id);
    return null;
end $$
""",
    # Results of announcements' copies, as differences that a job adds up.
    "count_announced": """
create function count_announced() returns trigger language plpgsql as $$
begin
    insert into announcement_change (announcement_id, what, n)
    select announcement_id, what, sum(n) from (
        select announcement_id, announced_as(status, delivered_at, read_at, moved_to, error) as what, -1 as n
        from before where announcement_id is not null
        union all
        select announcement_id, announced_as(status, delivered_at, read_at, moved_to, error), 1
        from after where announcement_id is not null
    ) changes
    where what is not null group by announcement_id, what having sum(n) <> 0;
    return null;
end $$
""",
    # The last day on which a person was active: an attempt at a question.
    "learnt_on": """
create function learnt_on() returns trigger language plpgsql set enable_seqscan = off as $$
begin
    update person set active_on = (new.at at time zone 'UTC')::date
    where id = new.person_id and (active_on is null or active_on < (new.at at time zone 'UTC')::date);
    return null;
end $$
""",
    # The same: a day of work.
    "worked_on": """
create function worked_on() returns trigger language plpgsql set enable_seqscan = off as $$
begin
    update person set active_on = new.date
    where id = new.person_id and (active_on is null or active_on < new.date);
    return null;
end $$
""",
    # Balances of people's accounts (see `account.units`). The accounts are locked in the
    # order of their numbers, so that two transactions that book many transfers do not deadlock.
    "keep_balances": """
create function keep_balances() returns trigger language plpgsql as $$
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
""",
    # A transfer of a closed month is dated when the first open month begins.
    "date_in_open_month": """
create function date_in_open_month() returns trigger language plpgsql as $$
declare
    since timestamptz := (select ends from closed_month order by month desc limit 1);
begin
    if new.at < since then
        new.at := since;
    end if;
    return new;
end $$
""",
    # Lines of the audit are never deleted. An erasure takes words about a person away; nothing is added or replaced.
    "keep_audit": """
create function keep_audit() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' then
        if (new.id, new.at, new.channel, new.action) = (old.id, old.at, old.channel, old.action)
           and new.person_id is not distinct from old.person_id and new.subject_id is not distinct from old.subject_id
           and new.about <@ old.about and coalesce(new.before <@ old.before, new.before is null)
           and coalesce(new.after <@ old.after, new.after is null)
        then
            return new;
        end if;
    end if;
    raise exception '% is append-only', tg_table_name using errcode = 'integrity_constraint_violation';
end $$
""",
    # The ledger, the audit and consents are append-only.
    "refuse_change": """
create function refuse_change() returns trigger language plpgsql as $$
begin
    raise exception '% is append-only', tg_table_name using errcode = 'integrity_constraint_violation';
end $$
""",
}
"""By name, in an order in which they can be created."""

TRIGGERS: dict[str, str] = {
    "attempt_made": """
create trigger attempt_made after insert on attempt for each row execute function learnt_on()
""",
    "audit_rows": """
create trigger audit_rows before delete or update on audit
    for each row
    execute function keep_audit()
""",
    "audit_table": """
create trigger audit_table before truncate on audit
    for each statement
    execute function refuse_change()
""",
    "consent_rows": """
create trigger consent_rows before update on consent for each row execute function refuse_change()
""",
    "contact_changes": """
create trigger contact_changes after update of blocked_at, locked_at, person_id on contact
    for each row
    when (((old.person_id <> new.person_id)
          or ((old.blocked_at is null) <> (new.blocked_at is null))
          or ((old.locked_at is null) <> (new.locked_at is null))))
    execute function contact_reached()
""",
    "contact_comes": """
create trigger contact_comes after insert or delete on contact
    for each row
    execute function contact_reached()
""",
    "talk_begins": """
create trigger talk_begins after insert on conversation
    for each row
    when ((new.contact_id is not null))
    execute function talk_reached()
""",
    "talk_moves": """
create trigger talk_moves after update of contact_id on conversation
    for each row
    when ((old.contact_id is distinct from new.contact_id))
    execute function talk_reached()
""",
    "day_begins": """
create trigger day_begins after insert on day for each row execute function worked_on()
""",
    "count_announced": """
create trigger count_announced after update on outbox
    referencing old table as before new table as after
    for each statement
    execute function count_announced()
""",
    "closed_month_rows": """
create trigger closed_month_rows before delete or update on closed_month
    for each row
    execute function refuse_change()
""",
    "month_balance_rows": """
create trigger month_balance_rows before delete or update on month_balance
    for each row
    execute function refuse_change()
""",
    "wish_changes": """
create trigger wish_changes after update of prefers on person
    for each row
    when ((old.prefers is distinct from new.prefers))
    execute function wish_reached()
""",
    "transfer_balances": """
create trigger transfer_balances after insert on transfer
    referencing new table as added
    for each statement
    execute function keep_balances()
""",
    "transfer_dates": """
create trigger transfer_dates before insert on transfer for each row execute function date_in_open_month()
""",
    "transfer_rows": """
create trigger transfer_rows before delete or update on transfer
    for each row
    execute function refuse_change()
""",
    "transfer_table": """
create trigger transfer_table before truncate on transfer
    for each statement
    execute function refuse_change()
""",
}
"""By name."""


@sa.event.listens_for(metadata, "after_create")
def _create(_metadata: sa.MetaData, connection: sa.Connection, **_options: object) -> None:
    for statement in (*FUNCTIONS.values(), *TRIGGERS.values()):
        connection.exec_driver_sql(statement.replace("%", "%%"))
