"""Statements about threads between people and their Hubers, and Hubers and the team. Their messages: `messages`."""

from __future__ import annotations

from datetime import datetime

from backend.db.engine.uow import Row, UnitOfWork
from backend.domain.threads.commands import Author, Thread, ThreadState

_THREAD = """
    t.id, t.person_id, t.waiting_since, t.escalated_at, t.answered_by, t.answered_at, t.last_at, t.closed_at
"""
ALIKE = """exists (
    select from thread o join person q on q.id = o.person_id
    where o.closed_at is null and q.id <> p.id and lower(q.first_name) = lower(p.first_name))"""
"""Whether somebody else with an open thread has the first name of the person `p`."""
# --- threads ----------------------------------------------------------------------------------------


async def was_huber(uow: UnitOfWork, person_id: int) -> bool:
    """Whether the person is a Huber, or was one before their role was changed."""
    found: bool = await uow.fetch_value(
        """
        select exists (select from person where id = %(person)s and role = 'huber')
            or exists (select from audit where subject_id = %(person)s and action = 'role'
                       and before ->> 'role' = 'huber')
        """,
        {"person": person_id},
    )
    return found


async def begin(uow: UnitOfWork, person_id: int, now: datetime) -> ThreadState:
    """The person's open thread, which is created if there is none. It is locked until the end of the transaction."""
    await uow.execute(
        """
        insert into thread (person_id, opened_at, last_at) values (%(person)s, %(now)s, %(now)s)
        on conflict (person_id) where closed_at is null do nothing
        """,
        {"person": person_id, "now": now},
    )
    row = await open_of(uow, person_id)
    assert row is not None
    return row


async def open_of(uow: UnitOfWork, person_id: int) -> ThreadState | None:
    """The person's open thread, locked until the end of the transaction; None if there is none."""
    return await uow.fetch_one(
        f"select {_THREAD} from thread t where person_id = %s and closed_at is null for no key update",  # noqa: S608
        (person_id,),
        row=ThreadState,
    )


async def lock(uow: UnitOfWork, thread_id: int) -> ThreadState | None:
    """A thread, locked until the end of the transaction; None if there is none."""
    return await uow.fetch_one(
        f"select {_THREAD} from thread t where id = %s for no key update",  # noqa: S608
        (thread_id,),
        row=ThreadState,
    )


async def look(uow: UnitOfWork, thread_id: int) -> Thread | None:
    """A thread as Hubers see it, without its messages; None if there is none."""
    row = await uow.fetch_one(
        f"""
        select t.id, t.person_id, t.waiting_since, t.escalated_at, t.answered_by, t.answered_at, t.closed_at,
               {ALIKE} as alike, p.first_name as name, p.country, p.role, a.first_name as answerer,
               a.role as answerer_role,
               coalesce((select max(id) from thread_message where thread_id = t.id), 0) as seen
        from thread t join person p on p.id = t.person_id left join person a on a.id = t.answered_by
        where t.id = %s
        """,  # noqa: S608 (constants)
        (thread_id,),
    )
    if row is None:
        return None
    return Thread(
        row["id"],
        row["name"],
        row["country"] or "",
        row["waiting_since"],
        row["escalated_at"] is not None,
        author(row, "answerer") if row["answered_by"] else None,
        row["answered_at"],
        row["seen"],
        person_id=row["person_id"],
        closed=row["closed_at"] is not None,
        of_huber=row["role"] == "huber",
        alike=row["alike"],
    )


async def alike(uow: UnitOfWork, person_id: int) -> bool:
    """Whether somebody else with an open thread has the first name of this person."""
    return await uow.fetch_bool(f"select {ALIKE} as found from person p where p.id = %s", (person_id,))  # noqa: S608


def author(row: Row, column: str) -> Author:
    """An author, from a column with a first name and one with a role."""
    return Author(row[column] or "", row[f"{column}_role"] == "admin")


async def goes_on_in(uow: UnitOfWork, thread_id: int) -> int:
    """The open thread of the person whose thread this is; this one if none is open."""
    row = await uow.fetch_one(
        """
        select o.id from thread t join thread o on o.person_id = t.person_id and o.closed_at is null where t.id = %s
        """,
        (thread_id,),
    )
    return int(row["id"]) if row is not None else thread_id


async def hers_came(uow: UnitOfWork, thread_id: int, now: datetime) -> None:
    """Record that the person whose thread it is has written. The wait for an answer counts from their first unanswered
    message."""
    await uow.execute(
        "update thread set waiting_since = coalesce(waiting_since, %(now)s), last_at = %(now)s where id = %(thread)s",
        {"now": now, "thread": thread_id},
    )


async def answered(uow: UnitOfWork, thread_id: int, by: int, now: datetime) -> None:
    """Record an answer: nothing waits any more."""
    await uow.execute(
        """
        update thread set waiting_since = null, escalated_at = null, answered_by = %(by)s, answered_at = %(now)s,
               last_at = %(now)s where id = %(thread)s
        """,
        {"by": by, "now": now, "thread": thread_id},
    )


async def waits_no_more(uow: UnitOfWork, thread_id: int) -> None:
    """Record that nothing waits for an answer, though nobody gave one."""
    await uow.execute("update thread set waiting_since = null, escalated_at = null where id = %s", (thread_id,))


async def escalated(uow: UnitOfWork, thread_id: int, now: datetime) -> None:
    """Record that the team was told of the wait."""
    await uow.execute("update thread set escalated_at = %s where id = %s", (now, thread_id))


async def close(uow: UnitOfWork, thread_id: int, by: int | None, now: datetime) -> None:
    """Close an open thread. `by` None: it was silent for too long."""
    await uow.execute(
        """
        update thread set closed_at = %s, closed_by = %s, waiting_since = null, escalated_at = null, look_at = null
        where id = %s and closed_at is null
        """,
        (now, by, thread_id),
    )


async def forget_closed(uow: UnitOfWork, before: datetime, most: int) -> int:
    """Delete at most `most` threads that were closed before then, with their messages. Who does not write to each other
    after a report is kept without the messages. Return how many threads or their messages were deleted."""
    return await uow.fetch_int(
        """
        with old as (
            select id, muted_id from thread t
            where closed_at < %s
              and (muted_id is null or exists (select from thread_message m where m.thread_id = t.id))
            order by closed_at limit %s),
        messages as (delete from thread_message m using old where m.thread_id = old.id),
        gone as (delete from thread t using old where t.id = old.id and old.muted_id is null)
        select count(*)::int as gone from old
        """,
        (before, most),
    )


# --- two people become one --------------------------------------------------------------------------

MERGED = (
    """
    with g as (select * from thread where person_id = %(gone)s and closed_at is null),
    k as (select * from thread where person_id = %(kept)s and closed_at is null),
    moved as (update thread_message m set thread_id = k.id from g, k where m.thread_id = g.id),
    joined as (
        update thread t set waiting_since = least(k.waiting_since, g.waiting_since),
               look_at = least(k.look_at, g.look_at),
               escalated_at = case when k.waiting_since is null then g.escalated_at else k.escalated_at end,
               last_at = greatest(k.last_at, g.last_at)
        from g, k where t.id = k.id
    )
    update thread t set closed_at = %(now)s, waiting_since = null, escalated_at = null, look_at = null
    from g, k where t.id = g.id
    """,
    "update thread set person_id = %(kept)s where person_id = %(gone)s",
    "update thread set answered_by = %(kept)s where answered_by = %(gone)s and closed_at is null",
    "update thread set muted_id = %(kept)s where muted_id = %(gone)s",
    "update thread set reported_by = %(kept)s where muted_id is not null and reported_by = %(gone)s",
    """
    update thread_message m set author_id = %(kept)s from thread t
    where t.person_id = %(kept)s and m.thread_id = t.id and m.author_id = %(gone)s
    """,
    """
    insert into quiet_hours_queue as m (person_id, due, events)
    select %(kept)s, due, events from quiet_hours_queue where person_id = %(gone)s
    on conflict (person_id) do update set events = coalesce(m.events, '[]') || coalesce(excluded.events, '[]')
    """,
    "delete from quiet_hours_queue where person_id = %(gone)s",
)
"""Statements for merging two people. Of two open threads one is continued in the other, and a reply to a message of the
closed one still reaches it."""
