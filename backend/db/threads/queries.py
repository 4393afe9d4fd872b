"""The statements about threads: what people and their Hubers write to each other."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from backend.db.engine.uow import Row, UnitOfWork

_THREAD = """
    t.id, t.person_id, t.waiting_since, t.escalated_at, t.answered_by, t.answered_at, t.last_at, t.closed_at
"""
_MESSAGE = """
    m.id, m.thread_id, m.author_id, m.hers, m.words, m.kind, m.name, m.hash, m.at, m.told_at, m.waited,
    (select mime from media where hash = m.hash) as mime,
    (select length(content) from media where hash = m.hash) as size
"""

# --- threads ----------------------------------------------------------------------------------------


async def begin(uow: UnitOfWork, person_id: int, now: datetime) -> Row:
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


async def open_of(uow: UnitOfWork, person_id: int) -> Row | None:
    """The same where there is one."""
    return await uow.fetch_one(
        f"select {_THREAD} from thread t where person_id = %s and closed_at is null for no key update",  # noqa: S608
        (person_id,),
    )


async def lock(uow: UnitOfWork, thread_id: int) -> Row | None:
    """A thread by its number, until the end of the transaction."""
    return await uow.fetch_one(f"select {_THREAD} from thread t where id = %s for no key update", (thread_id,))  # noqa: S608


async def look(uow: UnitOfWork, thread_id: int) -> Row | None:
    """How it stands, with who answered last (`answerer`, `answerer_role`) and whose it is (`name`, `country`,
    `role`), and the newest message of it (`seen`)."""
    return await uow.fetch_one(
        f"""
        select {_THREAD}, p.first_name as name, p.country, p.role, a.first_name as answerer, a.role as answerer_role,
               coalesce((select max(id) from thread_message where thread_id = t.id), 0) as seen
        from thread t join person p on p.id = t.person_id left join person a on a.id = t.answered_by
        where t.id = %s
        """,  # noqa: S608 (constants)
        (thread_id,),
    )


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
    await uow.execute(
        "update thread set waiting_since = coalesce(waiting_since, %(now)s), last_at = %(now)s where id = %(thread)s",
        {"now": now, "thread": thread_id},
    )


async def answered(uow: UnitOfWork, thread_id: int, by: int, now: datetime) -> None:
    await uow.execute(
        """
        update thread set waiting_since = null, escalated_at = null, answered_by = %(by)s, answered_at = %(now)s,
               last_at = %(now)s where id = %(thread)s
        """,
        {"by": by, "now": now, "thread": thread_id},
    )


async def escalated(uow: UnitOfWork, thread_id: int, now: datetime) -> None:
    await uow.execute("update thread set escalated_at = %s where id = %s", (now, thread_id))


async def close(uow: UnitOfWork, thread_id: int, by: int | None, now: datetime) -> None:
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


# --- messages ---------------------------------------------------------------------------------------


async def add(
    uow: UnitOfWork,
    thread_id: int,
    author_id: int,
    now: datetime,
    *,
    hers: bool,
    words: str,
    kind: str | None = None,
    name: str = "",
    event: int | None = None,
    waited: timedelta | None = None,
) -> Row | None:
    """One message; with a file its `event` is held until the end of the transaction, so that whoever has fetched
    it meanwhile and we know of each other. None: the file of this event has failed already."""
    digest = None
    if event is not None:
        await uow.execute("select 1 from inbox where id = %s for no key update", (event,))
        fetched = await uow.fetch_one("select hash, error from received_media where inbox_id = %s", (event,))
        if fetched is not None and fetched["hash"] is None:
            return None
        digest = fetched["hash"] if fetched is not None else None
    added = await uow.fetch_one(
        """
        insert into thread_message (thread_id, author_id, hers, words, kind, name, hash, inbox_id, at, waited)
        values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s) returning id
        """,
        (
            thread_id,
            author_id,
            hers,
            words,
            kind,
            name,
            digest,
            event,
            now,
            None if waited is None else int(waited.total_seconds()),
        ),
    )
    assert added is not None
    return await uow.fetch_one(f"select {_MESSAGE} from thread_message m where id = %s", (added["id"],))  # noqa: S608


async def of_event(uow: UnitOfWork, event: int) -> Row | None:
    """The message whose file an event brought."""
    return await uow.fetch_one(f"select {_MESSAGE} from thread_message m where inbox_id = %s", (event,))  # noqa: S608


async def awaits(uow: UnitOfWork, event: int) -> bool:
    """Whether a message waits for the file of an event. The event is held until the end of the transaction."""
    await uow.execute("select 1 from inbox where id = %s for no key update", (event,))
    row = await uow.fetch_one("select 1 from thread_message where inbox_id = %s and hash is null", (event,))
    return row is not None


async def fetched(uow: UnitOfWork, event: int) -> str | None:
    """The file of an event; None where it could not be kept."""
    row = await uow.fetch_one("select hash from received_media where inbox_id = %s", (event,))
    return row["hash"] if row else None


async def set_file(uow: UnitOfWork, message_id: int, digest: str) -> None:
    await uow.execute("update thread_message set hash = %s where id = %s", (digest, message_id))


async def without_file(uow: UnitOfWork, message_id: int) -> None:
    """Its file could not be had, its words stand."""
    await uow.execute("update thread_message set kind = null, name = '', inbox_id = null where id = %s", (message_id,))


async def undo(uow: UnitOfWork, message_id: int) -> None:
    """It held nothing but a file that could not be had: all is as before it."""
    await uow.execute(
        """
        with gone as (delete from thread_message where id = %(message)s returning id, thread_id, hers, at, waited)
        update thread t set
            waiting_since = case
                when gone.hers then (
                    select min(m.at) from thread_message m
                    where m.thread_id = t.id and m.hers and m.id <> gone.id and m.at >= t.waiting_since)
                when gone.waited is not null and t.waiting_since is null
                    then gone.at - make_interval(secs => gone.waited)
                else t.waiting_since end
        from gone where t.id = gone.thread_id
        """,
        {"message": message_id},
    )


async def told(uow: UnitOfWork, messages: Sequence[int], now: datetime) -> None:
    """They have been passed on."""
    await uow.execute("update thread_message set told_at = %s where id = any(%s)", (now, list(messages)))


async def untold(uow: UnitOfWork, person_id: int) -> list[Row]:
    """What her Huber has said and she has not been told yet, its files being there, oldest first."""
    return await uow.fetch_all(
        f"""
        select {_MESSAGE} from thread t join thread_message m on m.thread_id = t.id
        where t.person_id = %s and t.closed_at is null and m.told_at is null and not m.hers
          and (m.kind is null or m.hash is not null) order by m.id
        """,  # noqa: S608 (constants)
        (person_id,),
    )


async def lines(uow: UnitOfWork, thread_id: int, most: int, since: datetime | None) -> list[Row]:
    """The newest messages, oldest first, and all of hers since then: `author`, `author_role`, …"""
    return await uow.fetch_all(
        f"""
        select {_MESSAGE}, a.first_name as author, a.role as author_role
        from thread_message m left join person a on a.id = m.author_id
        where m.thread_id = %(thread)s and (
            (m.hers and m.at >= %(since)s) or
            m.id >= (select coalesce(min(id), 0) from (
                select id from thread_message where thread_id = %(thread)s order by id desc limit %(most)s) newest))
        order by m.id
        """,  # noqa: S608 (constants)
        {"thread": thread_id, "most": most, "since": since},
    )


async def last_answer(uow: UnitOfWork, person_id: int) -> Row | None:
    """What was said to her last in her open thread, with its `author` and `author_role`."""
    return await uow.fetch_one(
        f"""
        select {_MESSAGE}, a.first_name as author, a.role as author_role
        from thread t join thread_message m on m.thread_id = t.id left join person a on a.id = m.author_id
        where t.person_id = %s and t.closed_at is null and not m.hers order by m.id desc limit 1
        """,  # noqa: S608 (constants)
        (person_id,),
    )


async def last_of_hers(uow: UnitOfWork, thread_id: int) -> datetime | None:
    row = await uow.fetch_one("select max(at) as at from thread_message where thread_id = %s and hers", (thread_id,))
    return row["at"] if row else None


async def answered_since(uow: UnitOfWork, thread_id: int, seen: int, by: int) -> Row | None:
    """What somebody else has answered after the message `seen`: `words`, `kind`, `at`, `author`, `author_role`."""
    return await uow.fetch_one(
        """
        select m.words, m.kind, m.at, a.first_name as author, a.role as author_role
        from thread_message m left join person a on a.id = m.author_id
        where m.thread_id = %s and m.id > %s and not m.hers and m.author_id <> %s order by m.id desc limit 1
        """,
        (thread_id, seen, by),
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
    """
    update thread_message m set author_id = %(kept)s from thread t
    where t.person_id = %(kept)s and m.thread_id = t.id and m.author_id = %(gone)s
    """,
    """
    insert into thread_morning as m (person_id, due, events)
    select %(kept)s, due, events from thread_morning where person_id = %(gone)s
    on conflict (person_id) do update set events = coalesce(m.events, '[]') || coalesce(excluded.events, '[]')
    """,
    "delete from thread_morning where person_id = %(gone)s",
)
"""Of two open threads one goes on in the other; a reply to a message of the closed one finds her all the same."""
