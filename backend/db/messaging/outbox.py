"""Statements of the relay: what waits to be sent, and the results.

A row waits until it is due. Of one contact, a row of a lower lane goes first, and within a lane the oldest row. So the
table alone tells what may be sent next, however many rows wait, and a relay that takes over knows as much as the one
before it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from psycopg.types.json import Jsonb

from backend.db.engine.uow import Statement, UnitOfWork
from backend.db.messaging import deferred_messages, traffic
from backend.domain.messaging.failures import HOLDS_UP, DeliveryDecision
from backend.domain.messaging.states import Lane, OutboxStatus
from backend.records import Record

MOST_ERROR = 2_000  # characters


class SendResult(Record):
    """The result of trying to send a row. `reason`: why it failed, in words. `counts`: it counts as a message in the
    traffic. `known`: the platform's id from an earlier try. `template`: the template with which it was sent; `unread`:
    that only calls the person, who gets the message itself when they write. `before`: the platform's ids of its
    messages before the last one."""

    id: int
    decision: DeliveryDecision
    at: datetime
    provider_id: str | None = None
    reason: str | None = None
    counts: bool = True
    repeated: bool = False
    known: str | None = None
    template: str | None = None
    event_id: int | None = None
    unread: bool = False
    before: tuple[str, ...] = ()


# --- what may go -------------------------------------------------------------------------------------


class WaitingMessage(Record):
    """A row of the outbox that may be sent now, with its chat and its person.

    `message` None: it only `answers` a tap. `edits`: the row whose message it changes in place; `edits_id`: the
    platform's id of that message. `unsure_at`: since when it is unknown whether the last try arrived. `arrived`: the
    place of the last of its messages that a receipt has confirmed since. `provider_id`: from an earlier try.
    `event_id`: the event that caused it, for the log.
    """

    id: int
    person_id: int
    contact_id: int
    address: str
    lane: Lane
    purpose: str
    created_at: datetime
    message: Any = None
    question: int | None = None
    edits: int | None = None
    edits_id: str | None = None
    answers: Any = None
    attempts: int = 0
    unsure_at: datetime | None = None
    provider_id: str | None = None
    arrived: int | None = None
    blocked_at: datetime | None = None
    locked_at: datetime | None = None
    heard_at: datetime | None = None
    first_name: str = ""
    language: str = "fr"
    zone: str | None = None
    data_saver: bool = False
    discreet: bool = False
    stopped_at: datetime | None = None
    event_id: int | None = None


class SentMessage(Record):
    """A message that was sent. `times`: how often sending was tried."""

    address: str
    sent_at: datetime
    times: int


class InDoubt(Record):
    """A chat to which something may have been sent without being recorded. `times`: how often."""

    address: str
    times: int


_LOOK = f"""
    select x.* from (values ({Lane.TURN:d}::smallint, %(turns)s::int),
                            ({Lane.REMINDER:d}::smallint, %(reminders)s::int),
                            ({Lane.ANNOUNCEMENT:d}::smallint, %(announcements)s::int)) as wanted (lane, most)
    cross join lateral (
        select o.id, o.person_id, o.contact_id, o.lane, o.purpose, o.message, o.question, o.edits, o.answers,
               o.event_id, o.attempts, o.unsure_at, o.created_at, o.provider_id,
               k.address, k.blocked_at, k.locked_at, k.heard_at,
               p.first_name, p.language, p.zone, p.data_saver, p.discreet, p.stopped_at,
               (select provider_id from outbox where id = o.edits) as edits_id,
               -- of several messages that it takes, each but the last says back the row and its place
               case when o.unsure_at is not null then (
                   select max(substring(payload ->> 'biz_opaque_callback_data' from '^[0-9]+/([0-9]{{1,4}})$')::int)
                   from receipt where outbox_id = o.id and channel = o.channel and status <> 'failed') end as arrived
        from outbox o
        cross join lateral (
            select address, blocked_at, locked_at, heard_at from contact
            where id = o.contact_id and (quiet_until is null or quiet_until <= %(now)s) offset 0) k
        cross join lateral (
            select first_name, language, zone, data_saver, discreet, stopped_at
            from person where id = o.person_id offset 0) p
        where o.channel = %(channel)s and o.lane = wanted.lane and o.status = {OutboxStatus.WAITING:d}
          and o.due <= %(now)s
          and o.id <> all(%(taken)s::bigint[]) and o.contact_id <> all(%(held)s::bigint[])
          and not exists (
              select from outbox b where b.contact_id = o.contact_id and b.status = {OutboxStatus.WAITING:d}
                     and (b.lane, b.id) < (o.lane, o.id) and b.attempts < %(holds_up)s
              order by b.contact_id, b.lane, b.id offset 0)
        order by o.due, o.id limit wanted.most
    ) x
"""  # noqa: S608 (constants)
"""`offset 0` makes the planner look up each row by key, even if it believes that the tables are empty, as they are most
of the time. Without it, it read a whole backlog for each row (7 s per look, measured)."""


async def waiting(
    uow: UnitOfWork, channel: str, most: Mapping[Lane, int], taken: Sequence[int], held: Sequence[int], now: datetime
) -> list[WaitingMessage]:
    """Rows that may be sent now, in order, at most `most` of each lane (0: none of that lane). Ends the unit's
    transaction.

    Left out are the rows that are being sent (`taken`, ids) and those of chats that must wait (`held`, contact ids). Of
    a contact only the first row of a lane is returned, and none while a row of a lower lane waits.
    """
    parameters = {
        "turns": most[Lane.TURN],
        "reminders": most[Lane.REMINDER],
        "announcements": most[Lane.ANNOUNCEMENT],
        "channel": channel,
        "taken": array(taken),
        "held": array(held),
        "now": now,
        "holds_up": HOLDS_UP,
    }
    return await uow.read(_LOOK, parameters, row=WaitingMessage)


async def sent_since(uow: UnitOfWork, channel: str, since: datetime) -> list[SentMessage]:
    """Messages sent since then, oldest first. Ends the unit's transaction."""
    return await uow.read(
        f"""
        select k.address, o.sent_at, greatest(o.attempts, 1) as times
        from outbox o join contact k on k.id = o.contact_id
        where o.channel = %s and o.status = {OutboxStatus.SENT:d} and o.sent_at >= %s order by o.sent_at
        """,  # noqa: S608 (constants)
        (channel, since),
        row=SentMessage,
    )


async def in_doubt(uow: UnitOfWork, channel: str, addresses: Sequence[str], now: datetime) -> list[InDoubt]:
    """Those of these chats for which rows wait, with how many sendings an earlier relay may have made without recording
    them. Failed tries count too. Ends the unit's transaction."""
    return await uow.read(
        f"""
        select k.address, sum(o.attempts) + max((o.due <= %(now)s)::int) as times
        from outbox o join contact k on k.id = o.contact_id
        where k.channel = %(channel)s and k.address = any(%(addresses)s)
              and o.status = {OutboxStatus.WAITING:d}
        group by k.address
        """,  # noqa: S608 (constants)
        {"channel": channel, "addresses": list(addresses), "now": now},
        row=InDoubt,
    )


async def unwritten(uow: UnitOfWork, channel: str, now: datetime, since: datetime) -> int:
    """How many messages an earlier relay may have sent since then without recording it: one per chat for which rows
    wait, because chats are served in order. Rows whose result is unknown count too. Ends the unit's transaction."""
    rows = await uow.read(
        f"""
        select count(distinct contact_id) as n from outbox
        where channel = %s and status = {OutboxStatus.WAITING:d}
          and lane in ({Lane.TURN:d}, {Lane.REMINDER:d}, {Lane.ANNOUNCEMENT:d}) and (due <= %s or unsure_at >= %s)
        """,  # noqa: S608 (constants)
        (channel, now, since),
    )
    return int(rows[0]["n"])


def array(ids: Iterable[int]) -> str:
    """Ids as the text of a PostgreSQL array. For long lists this is much cheaper than adapting each number."""
    return "{" + ",".join(map(str, ids)) + "}"


# --- what became of it -------------------------------------------------------------------------------

_SETTLE = f"""
    with f as materialized (
        select * from jsonb_to_recordset(%(results)s) as f (
            id bigint, status smallint, provider_id text, at timestamptz, error text, due timestamptz,
            tries smallint, unsure boolean, repeats smallint, counts boolean, known text, template text, earlier text[])
    ),
    -- in the order of their numbers, as receipts lock them too; what a receipt has settled meanwhile stays so
    locked as materialized (
        select f.*, f.counts and f.status = {OutboxStatus.SENT:d} and o.category is null as counted,
               -- what was halted while it was on its way is out all the same
               (o.status = {OutboxStatus.WAITING:d}
                or o.status = {OutboxStatus.LET_GO:d} and o.error = 'halted' and f.status = {OutboxStatus.SENT:d})
                             and (o.provider_id is not distinct from f.known or not f.unsure
                                 and (f.provider_id is null or o.provider_id is distinct from f.provider_id)) as open
        from f cross join lateral (
            select status, provider_id, category, error from outbox where id = f.id for no key update) o
    ),
    done as (
        update outbox o set status = case when l.open then l.status else o.status end,
               provider_id = case when l.open then coalesce(l.provider_id, o.provider_id) else o.provider_id end,
               earlier = coalesce(l.earlier, o.earlier),
               template = case when l.status = {OutboxStatus.SENT:d} then l.template else o.template end,
               sent_at = case when l.status = {OutboxStatus.SENT:d} then coalesce(o.sent_at, l.at) else o.sent_at end,
               error = case when l.open then l.error else o.error end,
               due = case when l.open then coalesce(l.due, o.due) else o.due end,
               unsure_at = case when l.unsure and l.open then l.at end,
               repeats = o.repeats + l.repeats, attempts = o.attempts + l.tries,
               category = case when l.counted then %(category)s else o.category end
        from locked l where o.id = l.id
        returning o.contact_id, o.person_id, o.project_id, o.sent_at, l.counted
    ),
    counted as (
"""  # noqa: S608 (constants)
_BEHIND = f"""
    )
    select exists (
        select from done d where exists (
            select from outbox b where b.contact_id = d.contact_id and b.status = {OutboxStatus.WAITING:d}
                   and b.id <> all(%(ids)s::bigint[])
            order by b.contact_id, b.lane, b.id offset 0)) as behind
"""  # noqa: S608 (constants)


_SETTLE_ALL = _SETTLE + traffic.COUNT_SENT + _BEHIND


async def record_results(
    uow: UnitOfWork, channel: str, results: Sequence[SendResult], category: str, tally: Mapping[str, int]
) -> bool:
    """Record the results of rows, and count them (`tally`), in one round trip; with the commit if all were sent. Return
    whether another row of one of their contacts waits."""
    sent = all(result.decision.status is OutboxStatus.SENT for result in results)
    send = uow.pipeline_commit if sent else uow.pipeline
    called = [result.id for result in results if result.unread]
    held = (deferred_messages.hold(called),) if called else ()
    (row,), *_ = await send(recording(channel, results, category), traffic.tallying(channel, tally), *held)
    return bool(row["behind"])


def recording(channel: str, results: Sequence[SendResult], category: str) -> Statement:
    """The statement that records the results of many rows at once; this measured nearly three times as fast as one by
    one. Sent rows count in the traffic as `category` until a receipt says otherwise. It returns one row: whether
    another row of one of their contacts waits (`behind`)."""
    ordered = sorted(results, key=lambda result: result.id)
    parameters = {
        "results": Jsonb([_as_json(result) for result in ordered]),
        "category": category,
        "channel": channel,
        "ids": array(result.id for result in ordered),
    }
    return _SETTLE_ALL, parameters


def _as_json(result: SendResult) -> dict[str, Any]:
    decision = result.decision
    return {
        "id": result.id,
        "status": decision.status,
        "provider_id": storable(result.provider_id),
        "at": result.at,
        "error": storable(result.reason),
        "due": decision.due,
        "tries": decision.tries,
        "unsure": decision.unsure,
        "repeats": int(result.repeated),
        "counts": result.counts,
        "known": result.known,
        "template": result.template,
        "earlier": [storable(each) for each in result.before] or None,
    }


def storable(words: str | None) -> str | None:
    """A platform's text in a form that a column can hold. One row that cannot be written would stop all others."""
    return words and words[:MOST_ERROR].encode("utf-8", "replace").decode().replace("\0", " ")
