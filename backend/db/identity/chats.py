"""Statements about the chats of a person, and about handing a chat to another person."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from backend.db.engine.uow import UnitOfWork
from backend.db.messaging.contact_routing import COLUMNS, Chat
from backend.domain.messaging.states import InboxStatus, OutboxStatus

NOT_HERS = "the chat is not hers"
"""The recorded reason why a message was dropped: its chat went to another person."""
_CHAT = f"select {COLUMNS} from contact k"  # noqa: S608 (constants)


async def of_person(uow: UnitOfWork, person_id: int) -> list[Chat]:
    """All chats of a person, the oldest first."""
    return await uow.fetch_all(f"{_CHAT} where k.person_id = %s order by k.id", (person_id,), row=Chat)


async def open_of(uow: UnitOfWork, people: Sequence[int]) -> list[Chat]:
    """The chats of people that are not locked, the oldest first."""
    return await uow.fetch_all(
        f"{_CHAT} where k.person_id = any(%s) and k.locked_at is null order by k.id", (list(people),), row=Chat
    )


async def get(uow: UnitOfWork, contact_id: int | None) -> Chat | None:
    """One chat; None if there is none, or if no number is given."""
    return await uow.fetch_one(f"{_CHAT} where k.id = %s", (contact_id,), row=Chat)


async def lock(uow: UnitOfWork, contact_id: int) -> Chat | None:
    """One chat, with its row locked until the end of the transaction."""
    uow.alone()
    return await uow.fetch_one(f"{_CHAT} where k.id = %s for no key update", (contact_id,), row=Chat)


async def with_address(uow: UnitOfWork, addresses: Sequence[str], channel: str | None) -> list[Chat]:
    """The chats with one of these addresses that belong to people with an account, on one channel (None: on any)."""
    return await uow.fetch_all(
        f"""
        {_CHAT} join person p on p.id = k.person_id
        where k.address = any(%(addresses)s) and p.role is not null
          and (%(channel)s::text is null or k.channel = %(channel)s) order by k.id
        """,
        {"addresses": list(addresses), "channel": channel},
        row=Chat,
    )


async def known_as(uow: UnitOfWork, channel: str, address: str, user_id: str, besides: int) -> list[Chat]:
    """The chats that a platform knows under this address or this user id, except the chat `besides`."""
    return await uow.fetch_all(
        f"""
        {_CHAT}
        where k.channel = %(channel)s and k.id <> %(besides)s
          and (k.address = %(address)s or k.user_id = nullif(%(user)s, ''))
        order by k.address <> %(address)s, k.id
        """,
        {"channel": channel, "address": address, "user": user_id, "besides": besides},
        row=Chat,
    )


async def rename(uow: UnitOfWork, contact_id: int, address: str, user_id: str) -> None:
    """Record that the platform now knows the person under another number or user id.

    If it gives no number, an address that is a number stays. If it gives no user id, that of the old number is deleted;
    else the next event under another user id would look like another person's.
    """
    uow.alone()
    await uow.execute(
        """
        update contact set user_id = case when %(user)s <> '' then %(user)s
                                          when address = %(address)s then user_id end,
               address = case when %(address)s = %(user)s and address is distinct from user_id then address
                              else %(address)s end
        where id = %(chat)s
        """,
        {"chat": contact_id, "address": address, "user": user_id},
    )


async def part(uow: UnitOfWork, contact_id: int, now: datetime) -> int:
    """Give a chat, with its waiting events, to a new person without a role. Return that person's id. Their questions
    are numbered on from the old owner's, so that no old button in that chat is taken for one of them."""
    uow.alone()
    row = await uow.fetch_one(
        f"""
        with k as materialized (
            select k.person_id, c.question from contact k join conversation c on c.person_id = k.person_id
            where k.id = %(chat)s
        ),
        p as (insert into person (created_at) values (%(now)s) returning id),
        moved as (
            update contact set person_id = p.id, locked_at = null, open_until = null, joined_at = null,
                   joined_how = null
            from p where contact.id = %(chat)s
        ),
        proved as (delete from proof where contact_id = %(chat)s),
        last as (
            update conversation c set contact_id = (
                select o.id from contact o where o.person_id = k.person_id and o.id <> %(chat)s
                order by o.locked_at is not null, o.heard_at desc nulls last, o.id desc limit 1)
            from k where c.person_id = k.person_id and c.contact_id = %(chat)s
        ),
        waiting as (
            update inbox i set person_id = p.id from k, p
            where i.person_id = k.person_id and i.status = {InboxStatus.WAITING:d} and i.contact_id = %(chat)s
        ),
        wish as (
            update person w set prefers = null from k, contact g
            where w.id = k.person_id and g.id = %(chat)s and w.prefers = g.channel and not exists (
                select from contact o where o.person_id = k.person_id and o.channel = g.channel and o.id <> g.id)
        ),
        codes as (update link l set expires_at = least(expires_at, %(now)s) from k
                  where l.person_id = k.person_id and l.used_at is null)
        insert into conversation (person_id, contact_id, question) select p.id, %(chat)s, k.question from p, k
        returning person_id
        """,  # noqa: S608 (constants)
        {"chat": contact_id, "now": now},
    )
    assert row is not None
    return int(row["person_id"])


async def redirect(uow: UnitOfWork, contact_id: int, to: Chat | None) -> None:
    """Send what waits for a chat to another chat of the person. None: drop it."""
    if to is not None:
        await uow.execute(
            f"""
            update outbox set contact_id = %s, channel = %s, status = {OutboxStatus.WAITING:d}, edits = null,
                   answers = null
            where contact_id = %s and status in ({OutboxStatus.WAITING:d}, {OutboxStatus.HELD:d})
              and message is not null
            """,  # noqa: S608 (constants)
            (to.id, to.channel, contact_id),
        )
    await uow.execute(
        f"""
        update outbox set status = {OutboxStatus.LET_GO:d}, error = '{NOT_HERS}'
        where contact_id = %s and status in ({OutboxStatus.WAITING:d}, {OutboxStatus.HELD:d})
        """,  # noqa: S608 (constants)
        (contact_id,),
    )


async def prefer(uow: UnitOfWork, person_id: int, channel: str) -> None:
    """From now on, start messages to a person on this channel, if they have a chat there."""
    await uow.execute("update person set prefers = %s where id = %s", (channel, person_id))


async def mark_joined(uow: UnitOfWork, chats: Sequence[int], how: str, now: datetime) -> None:
    """Record when and how these chats came to their account."""
    await uow.execute("update contact set joined_at = %s, joined_how = %s where id = any(%s)", (now, how, list(chats)))
