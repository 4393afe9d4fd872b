"""The effects of a failed message on its chat and on the account, and sending it to another chat of the person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from backend.db.engine.uow import UnitOfWork
from backend.db.messaging.outbox import array
from backend.domain.messaging.failures import DeliveryDecision
from backend.domain.messaging.states import Lane, OutboxStatus


async def follow(
    uow: UnitOfWork, channel: str, decisions: Sequence[tuple[int, DeliveryDecision]], now: datetime
) -> list[str]:
    """Apply what decisions (by row) mean for chats and accounts, and send messages that we started to another chat of
    the person. Return the channels that have something new."""
    ordered = sorted(decisions, key=lambda each: each[0])
    if blocked := [row for row, decision in ordered if decision.rule.blocks]:
        await block(uow, blocked)
    if silent := {row: decision.until for row, decision in ordered if decision.rule.quiet and decision.until}:
        await quiet(uow, silent)
    if pauses := [decision.until for _, decision in ordered if decision.rule.pauses and decision.until]:
        await pause(uow, channel, max(pauses))
    told: set[str] = set()
    for closed in (False, True):  # a closed window may also be closed on another number of the same platform
        if rows := [row for row, v in ordered if v.rule.elsewhere and (v.status is OutboxStatus.HELD) is closed]:
            told.update(await say_elsewhere(uow, rows, now, apart=closed))
    return sorted(told)


async def block(uow: UnitOfWork, rows: Sequence[int]) -> None:
    """Mark the contacts of these rows as blocked until they write again. Those that have written since are left out,
    because a receipt may come late."""
    await uow.execute(
        """
        update contact k set blocked_at = coalesce(k.blocked_at, o.created_at)
        from outbox o where o.id = any(%s::bigint[]) and k.id = o.contact_id
               and (k.heard_at is null or k.heard_at <= o.created_at)
        """,
        (array(rows),),
    )


async def quiet(uow: UnitOfWork, rows: Mapping[int, datetime]) -> None:
    """Send nothing to the contacts of these rows until then."""
    await uow.execute(
        """
        update contact k set quiet_until = greatest(k.quiet_until, q.until)
        from unnest(%s::bigint[], %s::timestamptz[]) as q (id, until) join outbox o on o.id = q.id
        where k.id = o.contact_id
        """,
        (list(rows), list(rows.values())),
    )


async def pause(uow: UnitOfWork, channel: str, until: datetime) -> None:
    """Send nothing on a channel until then."""
    await uow.execute(
        """
        insert into account_pause (channel, until) values (%s, %s)
        on conflict (channel) do update set until = greatest(account_pause.until, excluded.until)
        """,
        (channel, until),
    )


async def paused_until(uow: UnitOfWork, channel: str) -> datetime | None:
    """Until when nothing is sent on a channel; None if it was never paused. The time may be over. Ends the unit's
    transaction."""
    rows = await uow.read("select until from account_pause where channel = %s", (channel,))
    return rows[0]["until"] if rows else None


async def say_elsewhere(uow: UnitOfWork, rows: Sequence[int], now: datetime, *, apart: bool) -> list[str]:
    """Send messages that we started to another open contact of the person: on the channel that they chose, else where
    they wrote last. `apart`: only on another channel. Rows without such a contact stay unchanged. Return the channels
    that have something new."""
    return await uow.fetch_column(
        f"""
        with m as materialized (
            select nextval(pg_get_serial_sequence('outbox', 'id')) as id, o.id as old, t.id as contact_id, t.channel,
                   o.person_id, o.lane, o.purpose, o.message, o.question, o.created_at, o.project_id, o.sender_id,
                   o.announcement_id, o.event_id
            from outbox o cross join lateral (
                select k.id, k.channel from contact k
                join person p on p.id = k.person_id join conversation c on c.person_id = k.person_id
                where k.person_id = o.person_id and k.id <> o.contact_id and k.blocked_at is null
                  and k.locked_at is null and not (%(apart)s and k.channel = o.channel)
                order by k.channel is distinct from p.prefers, k.id is distinct from c.contact_id, k.id desc
                limit 1) t
            where o.id = any(%(rows)s::bigint[]) and o.lane > {Lane.TURN:d} and o.message is not null
                  and o.moved_to is null
        ),
        put as (
            insert into outbox (id, person_id, contact_id, channel, lane, purpose, message, question, created_at, due,
                                project_id, sender_id, announcement_id, event_id) overriding system value
            select id, person_id, contact_id, channel, lane, purpose, message, question, created_at, %(now)s,
                   project_id, sender_id, announcement_id, event_id from m
        ),
        gone as (update outbox o set status = {OutboxStatus.LET_GO:d}, moved_to = m.id from m where o.id = m.old)
        select distinct channel from m
        """,  # noqa: S608 (constants)
        {"rows": array(rows), "now": now, "apart": apart},
    )
