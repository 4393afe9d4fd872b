"""Statements about the messages in threads between people and their Hubers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from backend.db.engine.uow import Row, UnitOfWork
from backend.db.threads.queries import author
from backend.domain.threads.commands import ThreadMessage

_MESSAGE = """
    m.id, m.thread_id, m.author_id, m.hers, m.words, m.kind, m.name, m.hash, m.at, m.told_at,
    a.first_name as author, a.role as author_role,
    (select mime from media where hash = m.hash) as mime,
    (select length(content) from media where hash = m.hash) as size
"""
_MESSAGES = "thread_message m left join person a on a.id = m.author_id"
CLOSED_SINCE = timedelta(hours=12)
"""Longer than a night (`quiet_hours`)."""


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
) -> ThreadMessage | None:
    """Add a message. None, and nothing is added, if its file could not be fetched.

    `event`: the event that brought the file. It is locked until the end of the transaction, so that the message and the
    job that fetches the file see each other.
    """
    digest = None
    if event is not None:
        await uow.execute("select 1 from inbox where id = %s for no key update", (event,))
        fetched = await uow.fetch_one("select hash, error from received_media where inbox_id = %s", (event,))
        if fetched is not None and fetched["hash"] is None:
            return None
        digest = fetched["hash"] if fetched is not None else None
    added = await uow.fetch_value(
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
    return await _message(uow, "m.id = %s", added)


async def of_event(uow: UnitOfWork, event: int) -> ThreadMessage | None:
    """The message whose file this event brought; None if there is none."""
    return await _message(uow, "m.inbox_id = %s", event)


async def just_before(uow: UnitOfWork, author_id: int, contact_id: int, event: int) -> ThreadMessage | None:
    """The message whose file was brought by the event before this one, in the same chat; None if there is none."""
    return await _message(
        uow,
        "m.inbox_id = (select max(id) from inbox where person_id = %s and contact_id = %s and id < %s)",
        *(author_id, contact_id, event),
    )


async def _message(uow: UnitOfWork, where: str, *values: int | None) -> ThreadMessage | None:
    rows = await uow.fetch_all(f"select {_MESSAGE} from {_MESSAGES} where {where} limit 1", values)  # noqa: S608
    return _each(rows)[0] if rows else None


def _each(rows: Sequence[Row]) -> list[ThreadMessage]:
    return [
        ThreadMessage(
            id=row["id"],
            thread_id=row["thread_id"],
            author_id=row["author_id"],
            author=author(row, "author"),
            hers=row["hers"],
            words=row["words"],
            at=row["at"],
            told_at=row["told_at"],
            kind=row["kind"],
            name=row["name"],
            hash=row["hash"],
            mime=row["mime"],
            size=row["size"],
        )
        for row in rows
    ]


async def awaits(uow: UnitOfWork, event: int) -> bool:
    """Whether a message waits for the file of an event. The event is locked until the end of the transaction."""
    await uow.execute("select 1 from inbox where id = %s for no key update", (event,))
    row = await uow.fetch_one("select 1 from thread_message where inbox_id = %s and hash is null", (event,))
    return row is not None


async def fetched(uow: UnitOfWork, event: int) -> str | None:
    """The digest of the file of an event; None if it could not be kept."""
    return await uow.find_value("select hash from received_media where inbox_id = %s", (event,))


async def set_file(uow: UnitOfWork, message_id: int, digest: str) -> None:
    """Record the digest under which the file of a message is stored."""
    await uow.execute("update thread_message set hash = %s where id = %s", (digest, message_id))


async def without_file(uow: UnitOfWork, message_id: int) -> None:
    """Remove the file from a message, because it could not be fetched. The text stays."""
    await uow.execute("update thread_message set kind = null, name = '', inbox_id = null where id = %s", (message_id,))


async def undo(uow: UnitOfWork, message_id: int) -> None:
    """Delete a message whose only content was a file that could not be fetched. The thread is as before it."""
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
    """Record that these messages were passed on."""
    await uow.execute("update thread_message set told_at = %s where id = any(%s)", (now, list(messages)))


async def untold(uow: UnitOfWork, person_id: int) -> list[ThreadMessage]:
    """Messages of a Huber that the person has not got yet and whose files are there, oldest first. Of a closed thread
    only the last ones: the Huber answered at night, and closed it before the morning."""
    rows = await uow.fetch_all(
        f"""
        select {_MESSAGE} from thread t join {_MESSAGES} on m.thread_id = t.id
        where t.person_id = %s and (t.closed_at is null or t.closed_at < m.at + %s) and m.told_at is null and not m.hers
          and (m.kind is null or m.hash is not null)
          and not exists (select from thread x where x.person_id = t.person_id and x.muted_id = m.author_id)
        order by m.id
        """,  # noqa: S608 (constants)
        (person_id, CLOSED_SINCE),
    )
    return _each(rows)


async def lines(uow: UnitOfWork, thread_id: int, most: int, since: datetime | None) -> list[ThreadMessage]:
    """The newest messages of a thread, and all of the person's since then, oldest first."""
    rows = await uow.fetch_all(
        f"""
        select {_MESSAGE} from {_MESSAGES}
        where m.thread_id = %(thread)s and (
            (m.hers and m.at >= %(since)s) or
            m.id >= (select coalesce(min(id), 0) from (
                select id from thread_message where thread_id = %(thread)s order by id desc limit %(most)s) newest))
        order by m.id
        """,  # noqa: S608 (constants)
        {"thread": thread_id, "most": most, "since": since},
    )
    return _each(rows)


async def last_answer(uow: UnitOfWork, person_id: int) -> ThreadMessage | None:
    """The last answer in the person's open thread; None if there is none."""
    return await _message(
        uow,
        """
        m.thread_id = (select id from thread where person_id = %s and closed_at is null) and not m.hers
        order by m.id desc
        """,
        person_id,
    )


async def one(uow: UnitOfWork, thread_id: int, message_id: int) -> ThreadMessage | None:
    """A message of a thread; None if there is none of that number."""
    return await _message(uow, "m.thread_id = %s and m.id = %s", thread_id, message_id)


async def to_person(uow: UnitOfWork, person_id: int, message_id: int | None) -> ThreadMessage | None:
    """The message of this number that somebody wrote to the person, or the last one (None), also in a thread that is
    closed; None if there is none."""
    return await _message(
        uow,
        """
        not m.hers and m.thread_id in (select id from thread where person_id = %s)
        and m.id = coalesce(%s::bigint, m.id) order by m.id desc
        """,
        person_id,
        message_id,
    )


async def last_of_side(uow: UnitOfWork, thread_id: int, *, hers: bool, until: int) -> ThreadMessage | None:
    """The last message of one side, up to the one of this number. `hers`: of the person whose thread it is."""
    return await _message(
        uow, "m.thread_id = %s and m.hers = %s and m.id <= %s order by m.id desc", thread_id, hers, until
    )


async def last_of_hers(uow: UnitOfWork, thread_id: int) -> datetime | None:
    """When the person whose thread it is last wrote there; None: never."""
    return await uow.find_value("select max(at) from thread_message where thread_id = %s and hers", (thread_id,))


async def answered_since(uow: UnitOfWork, thread_id: int, seen: int, by: int) -> ThreadMessage | None:
    """The last answer of another Huber or admin after the message `seen`; None if there is none."""
    return await _message(
        uow,
        "m.thread_id = %s and m.id > %s and not m.hers and m.author_id <> %s order by m.id desc",
        thread_id,
        seen,
        by,
    )
