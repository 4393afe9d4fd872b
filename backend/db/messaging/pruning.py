"""Statements that delete what is old, a bounded number of rows at a time. They go by an index and lock only rows that
no turn needs any more. They belong to the pool of turns, whose plans follow indexes."""

from __future__ import annotations

from datetime import datetime

from backend.db.engine.uow import UnitOfWork
from backend.db.messaging import inbox
from backend.domain.messaging import channels
from backend.domain.messaging.states import InboxStatus, OutboxStatus
from backend.records import Record


class Page(Record):
    """The result for some rows in the order of their numbers: how many were deleted, and the last number looked at.
    `last` None: all later rows are younger."""

    gone: int
    last: int | None


# Numbers rise with time, so no index on the time is needed. A page also holds rows that stay, so it has a beginning.
_EVENTS = f"""
    with page as (select id, received_at, status from inbox where id > %(after)s order by id limit %(most)s),
    old as (select id from page where received_at < %(before)s and status <> {InboxStatus.WAITING:d}),
    files as (delete from received_media r using old where r.inbox_id = old.id),
    gone as (delete from inbox i using old where i.id = old.id returning 1)
    select (select count(*) from gone)::int as gone,
           (select max(id) from page having count(*) = %(most)s and max(received_at) < %(before)s) as last
"""  # noqa: S608 (constants)
_SENT = f"""
    with page as (select id, person_id, created_at, status from outbox where id > %(after)s order by id limit %(most)s),
    old as (
        select id from page p where created_at < %(before)s
          and status not in ({OutboxStatus.WAITING:d}, {OutboxStatus.HELD:d})
          -- the open question stays: her answer is shown in its message
          and not exists (select from conversation c where c.person_id = p.person_id and c.shown = p.id)),
    gone as (delete from outbox o using old where o.id = old.id returning 1)
    select (select count(*) from gone)::int as gone,
           (select max(id) from page having count(*) = %(most)s and max(created_at) < %(before)s) as last
"""  # noqa: S608 (constants)


async def events(uow: UnitOfWork, before: datetime, most: int, after: int) -> Page:
    """Delete handled and dead events that came before then, with what is recorded of their files; those after number
    `after`, looking at `most` rows."""
    return _found(await uow.fetch_one(_EVENTS, {"before": before, "most": most, "after": after}, row=Page))


async def sent(uow: UnitOfWork, before: datetime, most: int, after: int) -> Page:
    """Delete messages that were written before then and are settled, but not a person's open question."""
    return _found(await uow.fetch_one(_SENT, {"before": before, "most": most, "after": after}, row=Page))


def _found(page: Page | None) -> Page:
    assert page is not None
    return page


async def receipts(uow: UnitOfWork, before: datetime, most: int) -> int:
    """Delete at most `most` receipts from before then. Return how many."""
    return await uow.execute(
        """
        delete from receipt r using (
            select channel, event_key from receipt where at < %s order by at limit %s) old
        where r.channel = old.channel and r.event_key = old.event_key
        """,
        (before, most),
    )


async def files(uow: UnitOfWork, before: datetime, most: int) -> int:
    """Delete at most `most` passing files that were last stored before then and that no thread, event and instruction
    shows, with
    the platforms' ids of them. Return how many."""
    return await uow.fetch_int(
        """
        with old as (
            select m.hash from media m
            where m.passing_since < %(before)s and not exists (select from thread_message t where t.hash = m.hash)
              and not exists (select from instruction_voice v where v.hash = m.hash)
              and not exists (select from received_media r where r.hash = m.hash)
            order by m.passing_since limit %(most)s
        ),
        handles as (
            delete from media_handle h using old, unnest(%(channels)s::text[]) as c (name)
            where h.channel = c.name and h.hash = old.hash),
        gone as (delete from media m using old where m.hash = old.hash returning 1)
        select count(*)::int as gone from gone
        """,
        {"before": before, "most": most, "channels": list(channels.TABLE)},
    )


async def strangers(uow: UnitOfWork, before: datetime, most: int) -> int:
    """Take the names and addresses from at most `most` chats of people who never had an invitation and have not written
    since then. Their rows stay as empty numbers, as after an erasure. Return how many chats."""
    await uow.execute(*inbox.alone(channels.TABLE))  # nobody writes from there meanwhile
    return await uow.fetch_int(
        """
        with old as (
            select c.id, c.person_id from person p join contact c on c.person_id = p.id
            where p.role is null and p.merged_into is null and p.created_at < %(before)s
              and coalesce(c.heard_at, p.created_at) < %(before)s and c.address not like 'erased:%%'
              and not exists (select from inbox i where i.person_id = p.id) limit %(most)s),
        talks as (
            update conversation t set stack = '[]', asked = '{}', answered = '{}', shown = null, contact_id = null
            from old where t.person_id = old.person_id),
        gone as (
            update contact c set name = '', user_id = null, heard_at = null, address = 'erased:' || c.id
            from old where c.id = old.id returning 1)
        select count(*)::int as gone from gone
        """,
        {"before": before, "most": most},
    )
