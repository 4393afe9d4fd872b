"""The statements of the inbox: events as they come in, who waits, and what failed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from psycopg.types.json import Jsonb

from backend.db.uow import Statement, UnitOfWork

WAITING, DONE, DEAD = 0, 1, 2
_INTAKE = 7_310_200  # advisory lock, with the channel's hash


@dataclass(slots=True)
class Arrival:
    """One event as a channel hands it over. `key`: the platform's own id of it; `user_id`: its own
    name of her, where it has one beside the address; `at`: when she said it, where it tells."""

    channel: str
    address: str
    key: str
    payload: Any
    name: str = ""
    user_id: str = ""
    at: datetime | None = None


async def store(uow: UnitOfWork, arrivals: Sequence[Arrival], now: datetime) -> list[int]:
    """Put events in the inbox, each once however often it arrives, and commit; people and contacts that
    are new are made. Returns the people who have something new."""
    _, known, stored = await uow.at_once(*storing(arrivals, now))
    there = {(row["channel"], row["address"]) for row in known}
    new = [a for a in arrivals if (a.channel, a.address) not in there]
    if new:  # somebody's first words; all events of a person are in one of the two transactions
        await uow.do(*_one_at_a_time(new))
        for a in new:
            if (a.channel, a.address) not in there:
                there.add((a.channel, a.address))
                await meet(uow, a.channel, a.address, a.name, now)
        stored += await uow.all(*_insert(new, now))
        await uow.commit()
    return list(dict.fromkeys(row["person_id"] for row in stored))


def storing(arrivals: Sequence[Arrival], now: datetime) -> list[Statement]:
    """What stores the events of people whom we know, mostly all, in one round trip; the rows of the
    second are their contacts, those of the third the people."""
    known = """
        select c.channel, c.address from unnest(%s::text[], %s::text[]) as a (channel, address)
        join contact c on c.channel = a.channel and c.address = a.address
        """
    addresses = ([a.channel for a in arrivals], [a.address for a in arrivals])
    return [_one_at_a_time(arrivals), (known, addresses), _insert(arrivals, now)]


def _one_at_a_time(arrivals: Sequence[Arrival]) -> Statement:
    # One intake of a channel at a time, until its commit: her words become visible in the order of
    # their numbers, and two batches that carry the same events do not wait for each other in a ring.
    return (
        "select pg_advisory_xact_lock(%s, hashtext(channel)) from unnest(%s::text[]) as channel",
        (_INTAKE, sorted({a.channel for a in arrivals})),
    )


def _insert(arrivals: Sequence[Arrival], now: datetime) -> Statement:
    # one JSON value: arrays are put together element by element, which costs ten times as much
    events = Jsonb([[a.channel, a.address, a.key, a.payload] for a in arrivals])
    return (
        """
        insert into inbox (person_id, contact_id, channel, event_key, payload, received_at, due)
        select c.person_id, c.id, c.channel, a.event ->> 2, a.event -> 3, %(now)s, %(now)s
        from jsonb_array_elements(%(events)s) with ordinality as a (event, place)
        join contact c on c.channel = a.event ->> 0 and c.address = a.event ->> 1
        order by a.place
        on conflict (channel, event_key) do nothing
        returning person_id
        """,
        {"now": now, "events": events},
    )


async def meet(uow: UnitOfWork, channel: str, address: str, name: str, now: datetime) -> int:
    """The person of a contact; made, as a stranger, when nobody has written from there before."""
    # one at a time per address: two webhooks that carry somebody's first words make one person
    await uow.do("select pg_advisory_xact_lock(hashtextextended(%s, 0))", (f"{channel}:{address}",))
    found = await uow.one("select person_id from contact where channel = %s and address = %s", (channel, address))
    if found is not None:
        return int(found["person_id"])
    row = await uow.one(
        """
        with p as (insert into person (created_at) values (%(now)s) returning id),
             c as (insert into contact (person_id, channel, address, name)
                   select id, %(channel)s, %(address)s, %(name)s from p returning id, person_id)
        insert into conversation (person_id, contact_id) select person_id, id from c returning person_id
        """,
        {"now": now, "channel": channel, "address": address, "name": name},
    )
    assert row is not None
    return int(row["person_id"])


async def waiting_people(uow: UnitOfWork, now: datetime, most: int, after: int = 0) -> list[int]:
    """At most `most` people whose oldest event waits to be handled now, in the order of their numbers
    and beyond `after`: whoever looks on from the last one goes round all. One look-up per person,
    however many events she has and however long they must still wait."""
    rows = await uow.all(
        """
        with recursive waiting as (
            (select person_id, due from inbox where status = 0 and person_id > %(after)s
             order by person_id, id limit 1)
            union all
            select n.person_id, n.due from waiting w, lateral (
                select person_id, due from inbox where status = 0 and person_id > w.person_id
                order by person_id, id limit 1) n
        )
        select person_id from waiting where due <= %(now)s limit %(most)s
        """,
        {"after": after, "now": now, "most": most},
    )
    return [row["person_id"] for row in rows]


async def fail(uow: UnitOfWork, event_id: int, error: str, due: datetime, dead: bool) -> None:
    """Count a failed try, outside the turn that failed: again at `due`, or never (a dead letter)."""
    await uow.do(
        "update inbox set attempts = attempts + 1, error = %s, due = %s, status = %s where id = %s and status = 0",
        (error[:2000], due, DEAD if dead else WAITING, event_id),
    )


async def post(uow: UnitOfWork, person_id: int, key: str, payload: Any, now: datetime) -> bool:
    """Put an event of our own clock before a person; False when it is there already."""
    row = await uow.one(
        """
        insert into inbox (person_id, channel, event_key, payload, received_at, due)
        values (%s, 'clock', %s, %s, %s, %s) on conflict (channel, event_key) do nothing returning id
        """,
        (person_id, key, Jsonb(payload), now, now),
    )
    return row is not None
