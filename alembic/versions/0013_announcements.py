"""Announcements, whom they go to, and what came of them.

The database itself keeps in step where each person is reached and when she was last active, so that an
audience of a million people is counted by one look at one table; and it notes each change of what became of a
copy of an announcement, whichever statement makes it, so that its figures are exact without counting copies.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

# The order is that of `backend.db.messaging.contact_routing`. By key whatever the planner believes of tables that
# were small a
# moment ago: each row of many that come at once would read the whole table (ten minutes for 100,000, measured).
REACHED = """
create function set_reached(who bigint) returns void language sql set enable_seqscan = off as $$
    update person p set reached_id = r.id, reached = r.channel
    from (select 1) one left join lateral (
        select k.id, k.channel from contact k join conversation c on c.person_id = k.person_id
        where k.person_id = who and k.locked_at is null and k.blocked_at is null
        order by k.channel is distinct from (select prefers from person where id = who),
                 k.id is distinct from c.contact_id, k.id limit 1) r on true
    where p.id = who and p.reached_id is distinct from r.id
$$;

create function contact_reached() returns trigger language plpgsql as $$
begin
    if tg_op <> 'INSERT' then
        perform set_reached(old.person_id);
    end if;
    if tg_op = 'INSERT' or (tg_op = 'UPDATE' and new.person_id <> old.person_id) then
        perform set_reached(new.person_id);
    end if;
    return null;
end $$;
create trigger contact_comes after insert or delete on contact for each row execute function contact_reached();
create trigger contact_changes after update of blocked_at, locked_at, person_id on contact for each row
    when (old.person_id <> new.person_id or (old.blocked_at is null) <> (new.blocked_at is null)
          or (old.locked_at is null) <> (new.locked_at is null))
    execute function contact_reached();

create function talk_reached() returns trigger language plpgsql as $$
begin
    perform set_reached(new.person_id);
    return null;
end $$;
create trigger talk_begins after insert on conversation for each row
    when (new.contact_id is not null) execute function talk_reached();
create trigger talk_moves after update of contact_id on conversation for each row
    when (old.contact_id is distinct from new.contact_id) execute function talk_reached();

create function wish_reached() returns trigger language plpgsql as $$
begin
    perform set_reached(new.id);
    return null;
end $$;
create trigger wish_changes after update of prefers on person for each row
    when (old.prefers is distinct from new.prefers) execute function wish_reached();

update person p set reached_id = r.id, reached = r.channel
from person q cross join lateral (
    select k.id, k.channel from contact k join conversation c on c.person_id = k.person_id
    where k.person_id = q.id and k.locked_at is null and k.blocked_at is null
    order by k.channel is distinct from q.prefers, k.id is distinct from c.contact_id, k.id limit 1) r
where p.id = q.id;
"""

ACTIVE = """
create function worked_on() returns trigger language plpgsql set enable_seqscan = off as $$
begin
    update person set active_on = new.date
    where id = new.person_id and (active_on is null or active_on < new.date);
    return null;
end $$;
create trigger day_begins after insert on day for each row execute function worked_on();

create function learnt_on() returns trigger language plpgsql set enable_seqscan = off as $$
begin
    update person set active_on = (new.at at time zone 'UTC')::date
    where id = new.person_id and (active_on is null or active_on < (new.at at time zone 'UTC')::date);
    return null;
end $$;
create trigger attempt_made after insert on attempt for each row execute function learnt_on();

update person p set active_on = a.last from (
    select person_id, max(date) as last from (
        select person_id, date from day
        union all select person_id, (at at time zone 'UTC')::date from attempt) each group by person_id) a
where p.id = a.person_id;
"""

# Texts of `bot.delivery.attempt`, `backend.db.messaging.deferred_messages` and `backend.db.announcements.queries`.
COUNTED = """
create function announced_as(status smallint, delivered_at timestamptz, read_at timestamptz, moved_to bigint,
                             error text) returns text language sql immutable as $$
    select case
        when status = 1 then case when read_at is not null then 'read'
                                  when delivered_at is not null then 'delivered' else 'sent' end
        when status = 2 then 'refused'
        when status = 3 then 'held'
        when status = 4 and moved_to is null then
            case error when 'halted' then 'halted' when 'she said stop' then 'stopped'
                       when 'too late' then 'late' else 'unreachable' end
    end
$$;

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
end $$;
create trigger count_announced after update on outbox referencing old table as before new table as after
    for each statement execute function count_announced();
"""


def upgrade() -> None:
    op.create_table(
        "announcement",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("author_id", sa.BigInteger(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("content", postgresql.JSONB(), nullable=False),
        sa.Column("audience", postgresql.JSONB(), nullable=False),
        sa.Column("local", sa.DateTime(timezone=False)),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("people", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("begins_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True)),
        sa.Column("closes_at", sa.DateTime(timezone=True)),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.Column("approved_by", sa.BigInteger()),
        sa.Column("look_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("result_id", sa.BigInteger()),
        sa.Column("told_at", sa.DateTime(timezone=True)),
        sa.Column("told", postgresql.JSONB()),
        sa.PrimaryKeyConstraint("id", name="pk_announcement"),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name="fk_announcement_author_id"),
        sa.ForeignKeyConstraint(["approved_by"], ["person.id"], name="fk_announcement_approved_by"),
        sa.UniqueConstraint("author_id", "key", name="uq_announcement_author_id_key"),
    )
    op.create_index("ix_announcement_fingerprint", "announcement", ["fingerprint", "created_at"])
    op.create_index("ix_announcement_author", "announcement", ["author_id", "id"])
    op.create_index(
        "ix_announcement_live", "announcement", ["id"], postgresql_where=sa.text("state in ('planned', 'running')")
    )
    op.create_table(
        "recipient",
        sa.Column("announcement_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("due", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.SmallInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("reason", sa.Text()),
        sa.Column("vote", sa.SmallInteger()),
        sa.Column("noted_at", sa.DateTime(timezone=True)),
        sa.Column("interested_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("announcement_id", "person_id", name="pk_recipient"),
        sa.ForeignKeyConstraint(["announcement_id"], ["announcement.id"], name="fk_recipient_announcement_id"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_recipient_person_id"),
    )
    op.create_index(
        "ix_recipient_waiting",
        "recipient",
        ["announcement_id", "due", "person_id"],
        postgresql_where=sa.text("state = 0"),
    )
    op.create_index("ix_recipient_person_id", "recipient", ["person_id"])
    op.create_table(
        "announcement_count",
        sa.Column("announcement_id", sa.BigInteger(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("n", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.PrimaryKeyConstraint("announcement_id", "what", name="pk_announcement_count"),
        sa.ForeignKeyConstraint(["announcement_id"], ["announcement.id"], name="fk_announcement_count_announcement_id"),
    )
    op.create_table(
        "announcement_change",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("announcement_id", sa.BigInteger(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("n", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_announcement_change"),
    )
    op.create_index("ix_announcement_change_announcement_id", "announcement_change", ["announcement_id"])
    op.add_column("person", sa.Column("reached_id", sa.BigInteger()))
    op.add_column("person", sa.Column("reached", sa.Text()))
    op.add_column("person", sa.Column("active_on", sa.Date()))
    op.add_column("outbox", sa.Column("announcement_id", sa.BigInteger()))
    op.create_index(
        "ix_outbox_announcement",
        "outbox",
        ["announcement_id", "person_id"],
        postgresql_where=sa.text("announcement_id is not null and moved_to is null"),
    )
    for statements in (REACHED, ACTIVE, COUNTED):
        op.execute(statements)
