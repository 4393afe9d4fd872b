"""Who is told of a thread, how a reply finds its thread, which threads wait, and how long answers take."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from psycopg.types.json import Jsonb

from backend import log_context
from backend.db.engine.uow import UnitOfWork
from backend.db.messaging import contact_routing
from backend.db.threads import reports
from backend.db.threads.queries import ALIKE, author
from backend.domain.messaging.message import Message, dump
from backend.domain.messaging.states import OutboxStatus
from backend.domain.threads.commands import ListedThread, Listing
from backend.records import Record


class Reader(Record):
    """The chat in which a person is told of a thread. `heard_at`: when they last wrote there."""

    person_id: int
    first_name: str
    zone: str
    contact_id: int
    channel: str
    heard_at: datetime | None


class RepliedThread(Record):
    """The thread of which a message was passed on, whose it is (`person_id`, `name`: her first name, or ""; `alike`:
    see `Thread`), and its newest message at that time (`seen`)."""

    thread_id: int
    person_id: int
    name: str
    seen: int
    alike: bool


# --- who is told, and how a reply finds its thread ------------------------------------------------------

_WHO = f"""
    select o.id as person_id, o.first_name, coalesce(o.zone, 'UTC') as zone, r.id as contact_id, r.channel,
           (select heard_at from contact where id = r.id) as heard_at
    from person o cross join lateral ({contact_routing.reach("o.id")}) r
    where r.blocked_at is null and r.locked_at is null
"""  # noqa: S608 (constants)
"""The chats in which people are reached, with the `heard_at` of each chat."""
_WANT_IT = f"{_WHO} and o.stopped_at is null and o.merged_into is null"
_HUBERS = f"{_WANT_IT} and o.role = 'huber' and {contact_routing.looks_after('o', '%s')} order by o.id"
_TEAM = f"{_WANT_IT} and o.role = 'admin' and {contact_routing.title('o')} = any(%s) order by o.id"
_ONE = f"{_WHO} and o.id = %s"


async def hubers(uow: UnitOfWork, country: str) -> list[Reader]:
    """The Hubers of a country who can be reached and have not said stop."""
    return await uow.fetch_all(_HUBERS, (country,), row=Reader)


async def team(uow: UnitOfWork, titles: Sequence[str]) -> list[Reader]:
    """The admins of these duties who can be reached and have not said stop."""
    return await uow.fetch_all(_TEAM, (list(titles),), row=Reader)


async def one(uow: UnitOfWork, person_id: int) -> Reader | None:
    """One person, whether they have said stop or not; None if they cannot be reached."""
    return await uow.fetch_one(_ONE, (person_id,), row=Reader)


async def say(
    uow: UnitOfWork,
    to: Reader,
    thread_id: int,
    message: Message,
    now: datetime,
    *,
    purpose: str,
    lane: int,
    sender: int | None = None,
) -> None:
    """Send a message of a thread to a person. The outbox stores the thread, so that a reply finds it."""
    await uow.execute(
        """
        insert into outbox (person_id, contact_id, channel, lane, purpose, message, thread_id, sender_id, created_at,
                            due, event_id)
        values (%(person)s, %(contact)s, %(channel)s, %(lane)s, %(purpose)s, %(message)s, %(thread)s, %(sender)s,
                %(now)s, %(now)s, %(event)s)
        """,
        {
            "person": to.person_id,
            "event": log_context.event(),
            "contact": to.contact_id,
            "channel": to.channel,
            "lane": lane,
            "purpose": purpose,
            "message": Jsonb(dump(message)),
            "thread": thread_id,
            "sender": sender,
            "now": now,
        },
    )


async def follows(uow: UnitOfWork, person_id: int) -> bool:
    """Whether an answer to this person is about to be sent: it waited until they wrote, or was written just now."""
    return await uow.fetch_bool(
        f"""
        select exists (
            select from outbox
            where contact_id in (select id from contact where person_id = %s) and thread_id is not null
              and purpose in ('huber_answer', 'team_answer')
              and status in ({OutboxStatus.WAITING:d}, {OutboxStatus.HELD:d})
        )
        """,  # noqa: S608 (constants)
        (person_id,),
    )


async def copied(uow: UnitOfWork, contact_id: int, channel: str, provider_id: str) -> RepliedThread | None:
    """The thread of which this message of the chat was passed on, by the platform's id of the message; None if it is no
    such message. Of a message sent in several parts, an earlier part is found as well; if the answer to it was lost,
    once its receipt has come."""
    found = await uow.fetch_one(
        """
        select id from outbox
        where contact_id = %s and (provider_id = %s or %s = any(earlier)) and thread_id is not null
        order by id desc limit 1
        """,
        (contact_id, provider_id, provider_id),
    )
    if found is None:
        keys = [f"{provider_id}:{status}" for status in ("sent", "delivered", "read", "played")]
        told = await uow.fetch_one(
            """
            select payload ->> 'biz_opaque_callback_data' as ours from receipt
            where channel = %s and event_key = any(%s) limit 1
            """,
            (channel, keys),
        )
        row, part, _ = (told["ours"] or "").partition("/") if told is not None else ("", "", "")
        if not part or not (row.isascii() and row.isdigit()):
            return None
        found = {"id": int(row[:18])}
    return await uow.fetch_one(
        f"""
        select t.id as thread_id, t.person_id, coalesce(p.first_name, '') as name, {ALIKE} as alike,
               coalesce((select max(id) from thread_message where thread_id = t.id and at <= o.created_at), 0) as seen
        from outbox o join thread t on t.id = o.thread_id join person p on p.id = t.person_id
        where o.id = %s and o.contact_id = %s
        """,  # noqa: S608 (constants)
        (found["id"], contact_id),
        row=RepliedThread,
    )


async def passed_on(uow: UnitOfWork, person_id: int, thread_id: int) -> int:
    """The number of the last message of a thread when something of it was sent to this person last; 0: never."""
    return await uow.fetch_int(
        """
        select coalesce(max(m.id), 0) from thread_message m
        where m.thread_id = %(thread)s and m.at <= (
            select max(o.created_at) from outbox o
            where o.thread_id = %(thread)s and o.contact_id in (select id from contact where person_id = %(person)s))
        """,
        {"person": person_id, "thread": thread_id},
    )


# --- how it goes ----------------------------------------------------------------------------------------


async def usual(uow: UnitOfWork, country: str, since: datetime, now: datetime, late: timedelta) -> tuple[int, float]:
    """How many answers people of a country got since then, and the median wait for them, in seconds. A thread that has
    waited longer than `late` counts with its wait so far; else unanswered threads would make the median too short."""
    row = await uow.fetch_one(
        """
        select count(*) as count, coalesce(percentile_cont(0.5) within group (order by waited), 0) as median from (
            select m.waited
            from thread_message m join thread t on t.id = m.thread_id join person p on p.id = t.person_id
            where m.waited is not null and m.at >= %(since)s and p.country = %(country)s
                  and p.role is distinct from 'huber'
            union all
            select extract(epoch from %(now)s - t.waiting_since) from thread t join person p on p.id = t.person_id
            where t.closed_at is null and t.waiting_since < %(now)s - %(late)s and p.country = %(country)s
                  and p.role is distinct from 'huber') w
        """,
        {"since": since, "country": country, "now": now, "late": late},
    )
    assert row is not None
    return row["count"], float(row["median"])


_OURS = f"""
    t.closed_at is null and (
        p.role in ('hiteuse', 'trainee') and p.country = any(%(countries)s::text[])
            and not {reports.kept_apart("t.person_id", "%(by)s::bigint")}
        or %(countries)s::text[] is null and p.role = 'huber'
        or %(countries)s::text[] is null and p.role in ('hiteuse', 'trainee') and (
            t.escalated_at is not null or not exists (
                select from person h where h.role = 'huber' and h.stopped_at is null and h.merged_into is null
                       and {contact_routing.looks_after("h", "p.country")} and {contact_routing.reachable("h.id")}
                       and not {reports.kept_apart("t.person_id", "h.id")})))
"""
"""Which threads a person sees: a Huber those of their countries, but for those of women from whom a report keeps them
apart; the team those of Hubers, those that waited too long, and those of which no Huber can be told (`hubers`)."""


async def listing(
    uow: UnitOfWork, by: int, countries: Sequence[str] | None, most: int, skip: int, *, waiting: bool = False
) -> Listing:
    """Open threads: those that wait first, the longest wait first, then the most recently active. `countries` None: the
    team's. `waiting`: only those that wait."""
    rows = await uow.fetch_all(
        f"""
        select t.id, t.person_id, p.first_name as name, p.country, p.role, t.waiting_since, t.escalated_at,
               t.answered_at, a.first_name as answerer, a.role as answerer_role, t.answered_by = %(by)s as mine,
               m.words, m.kind,
               count(*) over () as in_all, count(t.waiting_since) over () as all_waiting
        from thread t join person p on p.id = t.person_id left join person a on a.id = t.answered_by
        left join lateral (
            select words, kind from thread_message where thread_id = t.id and hers order by id desc limit 1) m on true
        where {_OURS} and (not %(waiting)s or t.waiting_since is not null)
        order by t.waiting_since is null, t.waiting_since, t.last_at desc, t.id limit %(most)s offset %(skip)s
        """,  # noqa: S608 (constants)
        {
            "by": by,
            "countries": None if countries is None else list(countries),
            "most": most,
            "skip": skip,
            "waiting": waiting,
        },
    )
    threads = tuple(
        ListedThread(
            row["id"],
            row["person_id"],
            row["name"],
            row["country"] or "",
            row["waiting_since"],
            row["escalated_at"] is not None,
            author(row, "answerer") if row["answered_at"] else None,
            row["answered_at"],
            bool(row["mine"]),
            row["words"] or "",
            row["kind"],
            row["role"] == "huber",
        )
        for row in rows
    )
    return Listing(threads, rows[0]["in_all"], rows[0]["all_waiting"]) if rows else Listing((), 0, 0)


async def waiting(uow: UnitOfWork, by: int, countries: Sequence[str] | None) -> int:
    """How many of these threads wait for an answer."""
    return await uow.fetch_int(
        f"""
        select count(*) from thread t join person p on p.id = t.person_id
        where {_OURS} and t.waiting_since is not null
        """,  # noqa: S608 (constants)
        {"by": by, "countries": None if countries is None else list(countries)},
    )
