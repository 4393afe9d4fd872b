"""Identifies senders: a person is known on a channel by an address, and on some platforms also by a user id.

WhatsApp gives a number, a user id, or both, and each may change between two events. So a sender is a contact if one of
the two matches. If they match two different contacts, the user id decides, since a number can be given to another
person.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from backend.db.engine.uow import UnitOfWork
from backend.records import Record


class EventSender(Record):
    """The sender as one event names them. `address` equals `user_id` if the platform gives no other address; `user_id`
    is "" if it gives none."""

    channel: str
    address: str
    user_id: str = ""
    name: str = ""


class _Known(Record):
    """What is known of a sender: the contact with the address, its user id and whether its owner has joined; and the
    contact with the user id."""

    by_address: int | None
    user_id: str | None
    joined: bool
    by_user: int | None
    user_joined: bool


async def recognise(uow: UnitOfWork, senders: Iterable[EventSender], now: datetime) -> None:
    """Make sure that each sender is a contact, with the address and the user id of the event. An unknown sender becomes
    a new person without a role. Call it while `inbox.alone` is held."""
    # senders with address and user id first: a later one with only one of them is the same person
    left = sorted(dict.fromkeys(senders), key=lambda s: s.user_id in ("", s.address))
    names: set[tuple[str, str]] = set()
    new, others = [], []
    for sender, known in zip(left, await _look(uow, left), strict=True):
        hers = {(sender.channel, sender.address), (sender.channel, sender.user_id or sender.address)}
        if known.by_address is None and known.by_user is None and not hers & names:
            new.append(sender)
        else:
            others.append(sender)
        names |= hers
    if new:
        await _make(uow, new, now)
    for sender in others:  # rare: a new address or user id of a known contact
        await _settle(uow, sender, now)


async def _look(uow: UnitOfWork, senders: list[EventSender]) -> list[_Known]:
    """For each sender, in order: the contact with the address, and the contact with the user id."""
    return await uow.fetch_all(
        """
        select k.id as by_address, k.user_id, p.role is not null as joined,
               u.id as by_user, q.role is not null as user_joined
        from unnest(%s::text[], %s::text[], %s::text[]) with ordinality as a (channel, address, user_id, place)
        left join contact k on k.channel = a.channel and k.address = a.address
        left join person p on p.id = k.person_id
        left join contact u on u.channel = a.channel and u.user_id = a.user_id
        left join person q on q.id = u.person_id
        order by a.place
        """,
        (
            [s.channel for s in senders],
            [s.address for s in senders],
            [s.user_id or None for s in senders],
        ),
        row=_Known,
    )


async def _make(uow: UnitOfWork, senders: list[EventSender], now: datetime) -> None:
    """Create strangers, each with a contact and a conversation, in one statement, because many may come at once."""
    await uow.execute(
        """
        with n as materialized (
            select nextval(pg_get_serial_sequence('person', 'id')) as person_id, a.*
            from unnest(%s::text[], %s::text[], %s::text[], %s::text[]) as a (channel, address, user_id, name)
        ),
        p as (insert into person (id, created_at) overriding system value select person_id, %s from n),
        c as (
            insert into contact (person_id, channel, address, user_id, name)
            select person_id, channel, address, user_id, name from n returning id, person_id
        )
        insert into conversation (person_id, contact_id) select person_id, id from c
        """,
        (
            [s.channel for s in senders],
            [s.address for s in senders],
            [s.user_id or None for s in senders],
            [s.name for s in senders],
            now,
        ),
    )


async def _settle(uow: UnitOfWork, sender: EventSender, now: datetime) -> None:
    """Handle a sender whose address or user id is new to us."""
    (known,) = await _look(uow, [sender])
    mine, user = known.by_address, known.by_user
    if mine is None and user is None:
        await _make(uow, [sender], now)
    elif not sender.user_id or mine == user or (user is not None and sender.address == sender.user_id):
        pass  # known meanwhile: an earlier sender of this batch settled it
    elif mine is None:  # the number is given for the first time, or has changed
        await uow.execute("update contact set address = %s where id = %s", (sender.address, user))
    elif user is None:
        await _name(uow, mine, sender.user_id)
        if known.user_id is not None and known.joined:
            # every person has a user id of their own there, so another person may hold this number now
            await uow.execute("update contact set locked_at = coalesce(locked_at, %s) where id = %s", (now, mine))
    elif known.user_id is None and (known.joined or not known.user_joined):
        # known by the number, and taken for a stranger while only the user id was given
        await _name(uow, user, None)
        await _name(uow, mine, sender.user_id)
    else:  # the number was another person's, or belonged to a stranger who was this person
        await _without_number(uow, mine, now)
        await uow.execute("update contact set address = %s where id = %s", (sender.address, user))


async def _without_number(uow: UnitOfWork, contact_id: int, now: datetime) -> None:
    """Reach a contact by its user id from now on, or not at all."""
    await uow.execute(
        """
        with free as (
            select c.id, case when not exists (
                       select from contact o where o.channel = c.channel and o.address = c.user_id) then c.user_id end
                   as address
            from contact c where c.id = %s
        )
        update contact c set address = coalesce(free.address, 'formerly ' || c.address || ' ' || c.id),
               blocked_at = case when free.address is null then %s else c.blocked_at end
        from free where c.id = free.id
        """,
        (contact_id, now),
    )


async def _name(uow: UnitOfWork, contact_id: int, user_id: str | None) -> None:
    await uow.execute("update contact set user_id = %s where id = %s", (user_id, contact_id))


async def plain_numbers(uow: UnitOfWork, channels: Sequence[str]) -> dict[int, str]:
    """The addresses of digits on these channels, by contact."""
    found = await uow.fetch_all(
        "select id, address from contact where channel = any(%s) and address ~ '^[0-9]+$'", (list(channels),)
    )
    return {row["id"]: row["address"] for row in found}


async def readdress(uow: UnitOfWork, contact_id: int, before: str, address: str) -> None:
    """Store the address in another form, if it is still as it was `before` and no other contact has that form."""
    await uow.execute(
        """
        update contact c set address = %(address)s where id = %(id)s and address = %(before)s and not exists (
            select from contact o where o.channel = c.channel and o.address = %(address)s)
        """,
        {"id": contact_id, "before": before, "address": address},
    )
