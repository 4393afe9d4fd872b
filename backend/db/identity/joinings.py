"""Statements about joinings: chats that ask to join an account, who was told of it, and how it ended."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from backend.db.engine.uow import UnitOfWork
from backend.domain.identity.joining import JoiningState, Kind
from backend.domain.messaging.states import OutboxStatus
from backend.domain.people.commands import Role
from backend.records import Record

_JOINING = """
    select j.id, j.kind, j.giver_id, j.from_id, j.taker_id, j.contact_id, j.state, j.waits, j.asked_at, j.told_at,
           j.due, j.again_at, j.ended_at, j.disputed_at
    from joining j
"""


class Joining(Record):
    """A request that a chat (`contact_id`) of `taker_id` join the account of `giver_id`, and its state.

    `from_id`: the giver's chat that agrees; None: another person vouches. `waits`: the joining is done only after 24
    hours, which run from `told_at`, when the message had reached every chat, to `due`. `again_at`: when the message was
    repeated. `disputed_at`: when somebody said after the end that they had not asked for it.
    """

    id: int
    kind: Kind
    giver_id: int
    from_id: int | None
    taker_id: int
    contact_id: int
    state: JoiningState
    waits: bool
    asked_at: datetime
    told_at: datetime | None
    due: datetime | None
    again_at: datetime | None
    ended_at: datetime | None
    disputed_at: datetime | None

    @property
    def concerned(self) -> list[int]:
        """The people whose accounts it opens or moves."""
        return [self.giver_id, self.taker_id] if self.kind == "merge" else [self.giver_id]


class Stakes(Record):
    """What protects an account, and whether there is anything to protect. `earned`: it ever earned something."""

    pin_at: datetime | None
    role: Role | None
    earned: bool


class JoiningNotice(Record):
    """A message to somebody about a joining. `in_place_of`: chats that could not be told. `arrived_at`: when it was
    delivered or read, or the person wrote from there since (`contact.heard_at` may be up to `inbox.HEARD_AGAIN` before
    their last word)."""

    person_id: int
    contact_id: int
    why: str
    in_place_of: tuple[int, ...]
    status: OutboxStatus
    channel: str
    created_at: datetime
    sent_at: datetime | None
    arrived_at: datetime | None


async def stakes(uow: UnitOfWork, person_id: int) -> Stakes:
    """What protects an account, and whether there is anything to protect."""
    return await uow.fetch_only(
        """
        select p.pin_at, p.role, exists (
            select from account a join transfer x on x.credit = a.id
            where a.owner = p.id and a.kind in ('pending', 'accepted', 'paid')) as earned
        from person p where p.id = %s
        """,
        (person_id,),
        row=Stakes,
    )


async def begin(
    uow: UnitOfWork,
    kind: Kind,
    state: JoiningState,
    giver: int,
    origin: int | None,
    taker: int,
    contact: int,
    now: datetime,
    *,
    waits: bool = False,
) -> int:
    """Begin a joining and return its number. `origin`: the giver's chat that agrees. Other open joinings of the same
    giver, or of the chat that asks, lapse."""
    await uow.execute(
        f"""
        update joining set state = '{JoiningState.LAPSED}', ended_at = %s
        where ended_at is null and (giver_id = %s or contact_id = %s)
        """,  # noqa: S608 (constants)
        (now, giver, contact),
    )
    return await uow.fetch_int(
        f"""
        insert into joining (kind, state, giver_id, from_id, taker_id, contact_id, waits, asked_at, ended_at)
        values (%(kind)s, %(state)s, %(giver)s, %(origin)s, %(taker)s, %(contact)s, %(waits)s, %(now)s,
                case when %(state)s = '{JoiningState.JOINED}' then %(now)s::timestamptz end)
        returning id
        """,  # noqa: S608 (constants)
        {
            "kind": kind,
            "state": state,
            "giver": giver,
            "origin": origin,
            "taker": taker,
            "contact": contact,
            "waits": waits,
            "now": now,
        },
    )


async def get(uow: UnitOfWork, joining_id: int) -> Joining | None:
    """One joining; None if there is none."""
    return await uow.fetch_one(f"{_JOINING} where j.id = %s", (joining_id,), row=Joining)


async def lock(uow: UnitOfWork, joining_id: int) -> Joining | None:
    """One joining, locked until the end of the transaction."""
    return await uow.fetch_one(f"{_JOINING} where j.id = %s for no key update", (joining_id,), row=Joining)


async def of_message(uow: UnitOfWork, outbox_id: int) -> int | None:
    """The number of the joining that a message of ours was about; None if it was about none."""
    return await uow.find_value("select joining_id from joining_word where outbox_id = %s", (outbox_id,))


async def open_of(uow: UnitOfWork, person_id: int) -> list[Joining]:
    """Open joinings that concern a person, as giver or as taker."""
    return await uow.fetch_all(
        f"""
        {_JOINING} where j.ended_at is null and (j.giver_id = %(person)s or j.taker_id = %(person)s) order by j.id
        """,
        {"person": person_id},
        row=Joining,
    )


async def newest_of(uow: UnitOfWork, person_id: int, since: datetime) -> int | None:
    """The number of the last joining that concerned a person and ended since then; None if there is none."""
    return await uow.find_value(
        """
        select max(id) from joining
        where (giver_id = %(person)s or taker_id = %(person)s) and ended_at >= %(since)s
        """,
        {"person": person_id, "since": since},
    )


async def set_state(uow: UnitOfWork, joining_id: int, **columns: Any) -> None:
    """Change columns of a joining. The names come from our code, never from input."""
    sets = ", ".join(f"{name} = %s" for name in columns)
    await uow.execute(f"update joining set {sets} where id = %s", (*columns.values(), joining_id))  # noqa: S608


async def lapse_all(uow: UnitOfWork, now: datetime) -> None:
    """Let all open joinings lapse: that somebody said no may have been lost."""
    await uow.execute(
        f"update joining set state = '{JoiningState.LAPSED}', ended_at = %s where ended_at is null",  # noqa: S608
        (now,),
    )


async def under_way(uow: UnitOfWork) -> list[int]:
    """Numbers of all open joinings. There are few at any time."""
    return [row["id"] for row in await uow.fetch_all("select id from joining where ended_at is null order by id")]


async def stands(uow: UnitOfWork, joining_id: int) -> bool:
    """Whether nothing has changed since the joining was asked for.

    The chat that asks belongs to the same person and was not locked meanwhile; the account that gives exists; the chat
    that agrees still belongs to that account and is not locked.
    """
    return await uow.fetch_bool(
        """
        select k.person_id = j.taker_id and g.role is not null and g.merged_into is null
           and (j.from_id is null or exists (
                select from contact f where f.id = j.from_id and f.person_id = j.giver_id and f.locked_at is null))
           and (j.kind = 'open') = (k.locked_at is not null)
           and case j.kind when 'add' then t.role is null when 'merge' then t.role is not null
                           else t.id = g.id end as there
        from joining j join contact k on k.id = j.contact_id join person t on t.id = j.taker_id
        join person g on g.id = j.giver_id where j.id = %s
        """,
        (joining_id,),
    )


async def recent_merge(uow: UnitOfWork, person_id: int, since: datetime) -> bool:
    """Whether another account was merged into this one since then."""
    return await uow.fetch_bool(
        f"""
        select exists (select from joining where giver_id = %s and kind = 'merge' and state = '{JoiningState.JOINED}'
                       and ended_at > %s) as there
        """,  # noqa: S608 (constants)
        (person_id, since),
    )


# --- who was told -----------------------------------------------------------------------------------------


async def told(
    uow: UnitOfWork,
    joining_id: int,
    outbox_id: int,
    person_id: int,
    contact_id: int,
    why: str,
    in_place_of: Sequence[int] = (),
) -> None:
    """Record that a message about a joining went to somebody.

    `why`: "ask" (may it be done), "again" (the same once more), "done", "huber", or "for" (to the person's Huber or
    admin, `in_place_of` chats that could not be told).
    """
    await uow.execute(
        """
        insert into joining_word (joining_id, outbox_id, person_id, contact_id, why, in_place_of)
        values (%s, %s, %s, %s, %s, %s)
        """,
        (joining_id, outbox_id, person_id, contact_id, why, list(in_place_of) or None),
    )


async def told_of(uow: UnitOfWork, person_id: int, why: Sequence[str]) -> list[Joining]:
    """Open joinings that somebody was told of for these reasons (`told`), the oldest first."""
    return await uow.fetch_all(
        f"""
        {_JOINING} where j.ended_at is null and j.id in (
            select joining_id from joining_word where person_id = %s and why = any(%s)) order by j.id
        """,  # noqa: S608 (constants)
        (person_id, [*why]),
        row=Joining,
    )


async def notices(uow: UnitOfWork, joining_id: int) -> list[JoiningNotice]:
    """The messages about a joining, in the order in which they were written."""
    return await uow.fetch_all(
        """
        select w.person_id, w.contact_id, w.why, coalesce(w.in_place_of, '{}') as in_place_of, o.status, o.channel,
               o.created_at, o.sent_at,
               least(o.delivered_at, o.read_at, case when k.heard_at >= o.sent_at then k.heard_at end) as arrived_at
        from joining_word w join outbox o on o.id = w.outbox_id join contact k on k.id = w.contact_id
        where w.joining_id = %s order by w.outbox_id
        """,
        (joining_id,),
        row=JoiningNotice,
    )
