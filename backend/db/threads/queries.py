"""The statements about threads between people and their Hubers. What is said in them: `messages`."""

from __future__ import annotations

from datetime import datetime

from backend.db.engine.uow import Row, UnitOfWork
from backend.domain.threads.commands import Author, Thread, ThreadState

_THREAD = """
    t.id, t.person_id, t.waiting_since, t.escalated_at, t.answered_by, t.answered_at, t.last_at, t.closed_at
"""
# --- threads ----------------------------------------------------------------------------------------


async def begin(uow: UnitOfWork, person_id: int, now: datetime) -> ThreadState:
    """Her open thread, begun where there is none; locked until the end of the transaction."""
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
    """The same where there is one."""
    return await uow.fetch_one(
        f"select {_THREAD} from thread t where person_id = %s and closed_at is null for no key update",  # noqa: S608
        (person_id,),
        row=ThreadState,
    )


async def lock(uow: UnitOfWork, thread_id: int) -> ThreadState | None:
    """A thread by its number, until the end of the transaction."""
    return await uow.fetch_one(
        f"select {_THREAD} from thread t where id = %s for no key update",  # noqa: S608
        (thread_id,),
        row=ThreadState,
    )


async def look(uow: UnitOfWork, thread_id: int) -> Thread | None:
    """A thread as those see it who answer, without its lines."""
    row = await uow.fetch_one(
        """
        select t.id, t.person_id, t.waiting_since, t.escalated_at, t.answered_by, t.answered_at, t.closed_at,
               p.first_name as name, p.country, a.first_name as answerer, a.role as answerer_role,
               coalesce((select max(id) from thread_message where thread_id = t.id), 0) as seen
        from thread t join person p on p.id = t.person_id left join person a on a.id = t.answered_by
        where t.id = %s
        """,
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
    )


def author(row: Row, column: str) -> Author:
    """Somebody by a column of a first name and one of a role."""
    return Author(row[column] or "", row[f"{column}_role"] == "admin")


async def goes_on_in(uow: UnitOfWork, thread_id: int) -> int:
    """The open thread of whoever this one is of; where there is none, this one."""
    row = await uow.fetch_one(
        """
        select o.id from thread t join thread o on o.person_id = t.person_id and o.closed_at is null where t.id = %s
        """,
        (thread_id,),
    )
    return int(row["id"]) if row is not None else thread_id


async def hers_came(uow: UnitOfWork, thread_id: int, now: datetime) -> None:
    """The person whose thread it is has written: it waits for an answer from its first unanswered word on."""
    await uow.execute(
        "update thread set waiting_since = coalesce(waiting_since, %(now)s), last_at = %(now)s where id = %(thread)s",
        {"now": now, "thread": thread_id},
    )


async def answered(uow: UnitOfWork, thread_id: int, by: int, now: datetime) -> None:
    """Somebody has answered: nothing waits any more."""
    await uow.execute(
        """
        update thread set waiting_since = null, escalated_at = null, answered_by = %(by)s, answered_at = %(now)s,
               last_at = %(now)s where id = %(thread)s
        """,
        {"by": by, "now": now, "thread": thread_id},
    )


async def escalated(uow: UnitOfWork, thread_id: int, now: datetime) -> None:
    """The team has been told that it waits."""
    await uow.execute("update thread set escalated_at = %s where id = %s", (now, thread_id))


async def close(uow: UnitOfWork, thread_id: int, by: int | None, now: datetime) -> None:
    """Close a thread that is open. `by` None: it was silent for too long."""
    await uow.execute(
        """
        update thread set closed_at = %s, closed_by = %s, waiting_since = null, escalated_at = null, look_at = null
        where id = %s and closed_at is null
        """,
        (now, by, thread_id),
    )


async def forget_closed(uow: UnitOfWork, before: datetime) -> int:
    """Forget what was said in threads that were closed before then; how many they were."""
    await uow.execute(
        "delete from thread_message m using thread t where t.id = m.thread_id and t.closed_at < %s", (before,)
    )
    return await uow.execute("delete from thread where closed_at < %s", (before,))


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
"""Statements for merging two people: of two open threads one goes on in the other, and a reply to a message of the
closed one still finds it."""
