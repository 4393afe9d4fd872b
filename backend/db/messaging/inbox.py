"""Statements of the inbox: store events, find who waits, record failures."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from psycopg.types.json import Jsonb

from backend.db.engine import rows
from backend.db.engine.uow import Statement, UnitOfWork
from backend.db.messaging import contacts
from backend.domain.messaging.states import InboxStatus
from backend.records import Record, Struct

HEARD_AGAIN = timedelta(minutes=10)
"""A contact's `heard_at` may be this much earlier than its last event, because it is written only once in that time."""
_INTAKE_LOCK = 7_310_200  # key of an advisory lock, together with the channel's hash


class Arrival(Struct):
    """One event, as a channel hands it over.

    `key`: the platform's id of the event. `user_id`: the platform's id of the person, if it has one besides the address
    (an `address` that is empty or equal to it: the platform gives none). `at`: when the person wrote it, on channels
    that tell this and have a window. `surplus`: the person has written too much of late; the event is kept only if we
    know them.
    """

    channel: str
    address: str
    key: str
    payload: Any
    name: str = ""
    user_id: str = ""
    at: datetime | None = None
    surplus: bool = False


class StoredEvents(Record):
    """The result of storing events. `people`: who has something new, in the order in which it came. `let_go`: how many
    surplus events of strangers were dropped. `events`: the numbers of the new events."""

    people: list[int]
    let_go: int = 0
    events: tuple[int, ...] = ()


class KeptEvent(Record):
    """An event that was handled, as stored."""

    id: int
    payload: Any


class _Storing(Record):
    """What `storing` did. `known`: None if all is stored; else the places (from 1) of the events with known senders,
    and nothing is stored. `people`: as in `StoredEvents`, but once for each new event. `events`: their
    numbers."""

    known: list[int] | None
    people: list[int]
    let_go: int
    events: list[int]


async def store(uow: UnitOfWork, arrivals: Sequence[Arrival], now: datetime) -> StoredEvents:
    """Store events of one channel and commit: all of them or none, each once however often it arrives. Unknown senders
    get a person and a contact."""
    _, stored = await uow.pipeline_commit(*storing(arrivals, now))
    (found,) = rows.each(_Storing, stored)
    if found.known is not None:  # a person's first event, or their first under another address or user id
        found = await _with_new_contacts(uow, arrivals, now, set(found.known))
        await uow.commit()
    return StoredEvents(list(dict.fromkeys(found.people)), found.let_go, tuple(found.events))


async def _with_new_contacts(
    uow: UnitOfWork, arrivals: Sequence[Arrival], now: datetime, known: Collection[int]
) -> _Storing:
    await uow.execute(*alone({a.channel for a in arrivals}))
    while True:
        unknown = [a for place, a in enumerate(arrivals, 1) if place not in known]
        await contacts.recognise(
            uow, [contacts.EventSender(a.channel, a.address, a.user_id, a.name) for a in unknown], now
        )
        _, stored = await uow.pipeline(*storing(arrivals, now, settled=True))
        (found,) = rows.each(_Storing, stored)
        if found.known is None:
            return found
        # the number of one sender is another's now: whoever still writes from the old contact is a new person
        known = set(found.known)


def alone(channels: Collection[str]) -> Statement:
    """A lock: one intake of a channel at a time, until its commit.

    So a person's events become visible in the order of their ids, a first event makes one person and not two, and two
    batches with the same events do not deadlock. Code that gives a contact to another person takes this lock too.
    """
    return (
        "select pg_advisory_xact_lock(%s, hashtext(channel)) from unnest(%s::text[]) as channel",
        (_INTAKE_LOCK, sorted(channels)),
    )


def storing(arrivals: Sequence[Arrival], now: datetime, *, settled: bool = False) -> list[Statement]:
    """Two statements that store events in one round trip if all senders are known, which is the usual case; else they
    store nothing. The second returns one row, a `_Storing`.

    `settled`: all senders were identified before. If events contradict each other (one number with two user ids, say),
    the last one holds, and an event that no longer matches is assigned by its address or its user id alone. No event of
    a batch may be left over, or it would be delivered again for ever.
    """
    return [alone({a.channel for a in arrivals}), _insert(arrivals, now, settled)]


def _insert(arrivals: Sequence[Arrival], now: datetime, settled: bool) -> Statement:
    # one JSON value: arrays are built element by element, which costs ten times as much
    events = [
        [a.channel, a.address, a.user_id or None, a.key, a.payload, a.at and min(a.at, now).isoformat(), a.surplus]
        for a in arrivals
    ]
    return (
        _INSERT,
        {"now": now, "events": Jsonb(events), "count": len(arrivals), "again": HEARD_AGAIN, "settled": settled},
    )


_INSERT = """
    with a as materialized (
        select place, event ->> 0 as channel, event ->> 1 as address, event ->> 2 as user_id, event ->> 3 as key,
               event -> 4 as payload, (event ->> 5)::timestamptz as at, (event ->> 6)::boolean as surplus
        from jsonb_array_elements(%(events)s) with ordinality as e (event, place)
    ),
    k as materialized (
        -- a value is read by key; for `not exists` the planner may read everybody with a role into a hash table
        select a.*, c.id as contact_id, c.person_id,
               a.surplus and (select p.role from person p where p.id = c.person_id) is null as let_go
        from a cross join lateral (
            select id, person_id from contact
            where channel = a.channel and address = a.address and (a.user_id is null or user_id = a.user_id)
            union all
            select id, person_id from contact
            where channel = a.channel and user_id = a.user_id and a.address = a.user_id
            union all
            select id, person_id from contact where %(settled)s and channel = a.channel and user_id = a.user_id
            union all
            select id, person_id from contact where %(settled)s and channel = a.channel and address = a.address
            limit 1
        ) c
    ),
    put as (
        insert into inbox (person_id, contact_id, channel, event_key, payload, received_at, said_at, due)
        select person_id, contact_id, channel, key, payload, %(now)s, at, %(now)s from k
        where not let_go and (select count(*) from k) = %(count)s
        order by place
        on conflict (channel, event_key) do nothing
        returning person_id, id
    ),
    heard as (
        update contact c set heard_at = h.at
        from (select contact_id, max(at) as at from k
              where at is not null and not let_go and (select count(*) from k) = %(count)s group by contact_id) h
        where c.id = h.contact_id and (c.heard_at is null or c.heard_at <= h.at - %(again)s)
    )
    select case when (select count(*) from k) < %(count)s then array(select place from k) end as known,
           array(select person_id from put) as people, array(select id from put) as events,
           (select count(*) from k where let_go) as let_go
"""


async def meet(uow: UnitOfWork, channel: str, address: str, name: str, now: datetime) -> int:
    """The person of a contact; a new stranger if nobody has written from there before."""
    await uow.execute(*alone({channel}))
    await contacts.recognise(uow, [contacts.EventSender(channel, address, "", name)], now)
    return await uow.fetch_int("select person_id from contact where channel = %s and address = %s", (channel, address))


_WAITING_PEOPLE = f"""
    with recursive waiting as (
        (select person_id, due from inbox where status = {InboxStatus.WAITING:d} and person_id > %(after)s
         order by person_id, id limit 1)
        union all
        select n.person_id, n.due from waiting w, lateral (
            select person_id, due from inbox where status = {InboxStatus.WAITING:d} and person_id > w.person_id
            order by person_id, id limit 1) n
    )
    select person_id from waiting where due <= %(now)s limit %(most)s
"""  # noqa: S608 (constants)


async def waiting_people(uow: UnitOfWork, now: datetime, most: int, after: int = 0) -> list[int]:
    """At most `most` people, by id and after `after`, whose oldest event can be handled now. Repeated calls from the
    last id cover all. It costs one look-up per person, however many events they have."""
    return await uow.fetch_column(_WAITING_PEOPLE, {"after": after, "now": now, "most": most})


async def fail(uow: UnitOfWork, event_id: int, error: str, due: datetime, dead: bool) -> None:
    """Count a failed try, outside the turn that failed. The event is tried again at `due`, or becomes a dead letter."""
    await uow.execute(
        f"""
        update inbox set attempts = attempts + 1, error = %s, due = %s, status = %s
        where id = %s and status = {InboxStatus.WAITING:d}
        """,  # noqa: S608 (constants)
        (error[:2000], due, InboxStatus.DEAD if dead else InboxStatus.WAITING, event_id),
    )


async def post(uow: UnitOfWork, person_id: int, key: str, payload: Any, now: datetime) -> bool:
    """Put an event of our own clock in a person's inbox. False if it is there already, or if the person was erased.
    Who commits the unit tells the runners of its `woken`."""
    row = await uow.fetch_one(
        """
        insert into inbox (person_id, channel, event_key, payload, received_at, due)
        select %(person)s, 'clock', %(key)s, %(payload)s, %(now)s, %(now)s
        where not exists (select from erasure where person_id = %(person)s and begun_at is not null)
        on conflict (channel, event_key) do nothing returning id
        """,
        {"person": person_id, "key": key, "payload": Jsonb(payload), "now": now},
    )
    if row is not None:
        uow.woken.add(person_id)
    return row is not None


LATEST_HEARD = 200
"""How many of the newest events show how late a platform's events come."""


async def least_delay(uow: UnitOfWork, channel: str) -> timedelta:
    """How long after it was written the quickest of the newest events of a channel came: also what our clock is ahead
    of the platform's."""
    found: timedelta | None = await uow.fetch_value(
        """
        select min(received_at - said_at) from (
            select received_at, said_at from inbox where channel = %s and said_at is not null
            order by id desc limit %s) newest
        """,
        (channel, LATEST_HEARD),
    )
    return found or timedelta()


async def rewrite(uow: UnitOfWork, event_id: int, payload: Any) -> None:
    """Replace the payload of an event that held a secret."""
    await uow.execute("update inbox set payload = %s where id = %s", (Jsonb(payload), event_id))


async def said(uow: UnitOfWork, person_id: int, after: int, most: int) -> list[KeptEvent]:
    """Handled events from chats, in order, those after number `after`. No index helps here, so call it outside
    turns."""
    return await uow.fetch_all(
        f"""
        select id, payload from inbox
        where person_id = %s and contact_id is not null and status <> {InboxStatus.WAITING:d} and id > %s
        order by id limit %s
        """,  # noqa: S608 (constants)
        (person_id, after, most),
        row=KeptEvent,
    )


async def just_before(uow: UnitOfWork, person_id: int, contact_id: int, event_id: int) -> int | None:
    """The event before this one in the same chat; None if there is none."""
    return await uow.find_value(
        "select max(id) from inbox where person_id = %s and contact_id = %s and id < %s",
        (person_id, contact_id, event_id),
    )


async def one(uow: UnitOfWork, event_id: int) -> list[KeptEvent]:
    """One event as a list; empty if it is gone."""
    return await uow.fetch_all("select id, payload from inbox where id = %s", (event_id,), row=KeptEvent)
