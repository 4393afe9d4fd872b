"""Statements about messages of threads that were reported: who is muted, and which reports wait for a look.

A thread holds at most one report. While a report waits and while it was upheld, `thread.muted_id` names who is muted.
An upheld report stays in a closed thread without messages when another message of the thread is reported.
"""

from __future__ import annotations

from datetime import datetime

from backend.db.engine.uow import UnitOfWork
from backend.records import Record


class Reported(Record):
    """A report that waits. `reporter`, `muted`: first names. `hers`: the person whose thread it is wrote the message.
    `told`: the words are the reporter's own, about what the other did elsewhere. `words` is "" for a file, whose `kind`
    is given."""

    thread_id: int
    person_id: int
    name: str
    country: str
    of_huber: bool
    reporter_id: int
    reporter: str
    muted_id: int
    muted: str
    hers: bool
    words: str
    kind: str | None
    at: datetime
    told: bool


_REPORTED = """
    select t.id as thread_id, t.person_id, p.first_name as name, coalesce(p.country, '') as country,
           p.role = 'huber' as of_huber, t.reported_by as reporter_id, r.first_name as reporter, t.muted_id,
           m.first_name as muted, t.muted_id = t.person_id as hers, coalesce(w.words, '') as words, w.kind,
           t.reported_at as at, coalesce(w.author_id = t.reported_by, false) as told
    from thread t join person p on p.id = t.person_id join person r on r.id = t.reported_by
    join person m on m.id = t.muted_id left join thread_message w on w.id = t.reported_id
"""


async def report(uow: UnitOfWork, thread_id: int, message_id: int, by: int, muted: int, now: datetime) -> bool:
    """Record a report; who was muted before stays so. False if one waits already."""
    done = await uow.execute(
        """
        with upheld as (
            insert into thread (person_id, opened_at, last_at, closed_at, reported_by, reported_id, muted_id)
            select person_id, opened_at, last_at, %(now)s, reported_by, reported_id, muted_id from thread
            where id = %(thread)s and reported_at is null and muted_id is not null
        )
        update thread set reported_at = %(now)s, reported_by = %(by)s, reported_id = %(message)s, muted_id = %(muted)s
        where id = %(thread)s and reported_at is null
        """,
        {"now": now, "by": by, "message": message_id, "muted": muted, "thread": thread_id},
    )
    return done == 1


async def waiting(uow: UnitOfWork, but: int, most: int) -> list[Reported]:
    """Reports that wait for a look, the oldest first, without those of and about the person `but`."""
    return await uow.fetch_all(
        f"""
        {_REPORTED} where t.reported_at is not null and t.reported_by <> %(but)s and t.muted_id <> %(but)s
        order by t.reported_at limit %(most)s
        """,
        {"but": but, "most": most},
        row=Reported,
    )


async def one(uow: UnitOfWork, thread_id: int) -> Reported | None:
    """The report that waits in a thread, locked; None if there is none."""
    return await uow.fetch_one(
        f"{_REPORTED} where t.id = %s and t.reported_at is not null for no key update of t",
        (thread_id,),
        row=Reported,
    )


async def settle(uow: UnitOfWork, thread_id: int, *, mute: bool) -> None:
    """End a report. `mute`: who wrote the message stays muted."""
    await uow.execute(
        "update thread set reported_at = null, muted_id = case when %s then muted_id end where id = %s",
        (mute, thread_id),
    )


def kept_apart(person: str, staff: str) -> str:
    """Whether a report keeps the person of one SQL expression and somebody of the staff apart, as SQL (`apart`)."""
    return f"""
        exists (select from thread x where x.person_id = {person} and x.muted_id is not null
                                           and {staff} in (x.muted_id, x.reported_by))
    """


async def apart(uow: UnitOfWork, person_id: int) -> frozenset[int]:
    """Who of the staff and the person whose threads these are do not write to each other: one of them is muted."""
    rows = await uow.fetch_all(
        """
        select case when muted_id = person_id then reported_by else muted_id end as id from thread
        where person_id = %s and muted_id is not null
        """,
        (person_id,),
    )
    return frozenset(row["id"] for row in rows)


async def apart_from(uow: UnitOfWork, staff_id: int) -> frozenset[int]:
    """The people whom a report keeps apart from somebody of the staff (`apart`)."""
    rows = await uow.fetch_all(
        """
        select person_id as id from thread where muted_id = %(staff)s
        union select person_id from thread where muted_id is not null and reported_by = %(staff)s
        """,
        {"staff": staff_id},
    )
    return frozenset(row["id"] for row in rows)
